"""A town's drawing becomes a picture, drawn where it can do no harm; what would be lost of it is refused."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from placette.engine.base.translation import load_catalogue
from placette.features.appearance import logo as drawn_logo
from placette.features.appearance.logo import MOST_BYTES, LogoError, read_svg

pytestmark = pytest.mark.whole

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">%s</svg>'
SHAPE = '<path d="M0 0h9v9H0z" fill="{}"/>'
DOCTYPE = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
SMALL_AND_HARMLESS: dict[str, str | bytes] = {
    "a shape": SVG % SHAPE.format("#1b4f8a"),
    "a script, which draws nothing": SVG % f"<script>alert(1)</script>{SHAPE.format('#1b4f8a')}",
    "a style": SVG % '<style>.a{fill:#1b4f8a}</style><path class="a" d="M0 0h9v9H0z"/>',
    "a document type, which nobody fetches": DOCTYPE + SVG % SHAPE.format("#1b4f8a"),
    "another encoding": (SVG % SHAPE.format("#1b4f8a")).encode("utf-16"),
}


@pytest.mark.parametrize("case", SMALL_AND_HARMLESS)
def test_a_drawing_is_a_picture_of_three_pixels_for_one(case: str) -> None:
    given = SMALL_AND_HARMLESS[case]
    version = read_svg(given if isinstance(given, bytes) else given.encode())
    assert (version.width, version.height) == (132, 132)
    with Image.open(io.BytesIO(version.png), formats=("PNG",)) as picture:
        assert picture.convert("RGBA").getcolors() == [(132 * 132, (0x1B, 0x4F, 0x8A, 255))]


@pytest.mark.parametrize(
    ("svg", "words"),
    [
        (f'<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>{SVG % SHAPE}', "no SVG drawing"),
        (f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>{SVG % "<g>&a;</g>"}', "no SVG drawing"),
        ("<html/>", "no SVG drawing .*<html>"),
        ("GIF89a", "no SVG drawing"),
        (f'<?xml version="1.0" encoding="foo"?>{SVG % SHAPE}', "no SVG drawing .*foo"),
        (SVG % "<text>A</text>", "<text> cannot be kept"),
        (SVG % '<image href="/etc/passwd"/>', "<image> cannot be kept"),
        (SVG % "<defs><mask><g><foreignObject/></g></mask></defs>", "<foreignObject> cannot be kept"),
        (SVG % "<g/>", "nothing is drawn"),
        (SVG % f'<g display="none">{SHAPE}</g>', "nothing is drawn"),
        ((SVG % SHAPE).replace("0 0 9 9", "0 0 900 9"), "a logo is at most"),
        (SVG % ("<g>" * 8_000 + "</g>" * 8_000), "too many parts"),
        (SVG % (" " * MOST_BYTES), "too heavy"),
    ],
)
def test_what_is_no_small_drawing_is_refused(svg: str, words: str) -> None:
    with pytest.raises(LogoError, match=words):
        read_svg(svg.encode())


def test_what_would_take_for_ever_to_draw_is_refused() -> None:
    used = [SHAPE.replace("/>", f' mask="url(#c{deep + 1})"/>') * 12 for deep in range(9)]
    masks = [f'<mask id="c{deep}">{inside}</mask>' for deep, inside in enumerate(used)]
    with pytest.raises(LogoError, match="too many parts"):
        read_svg((SVG % f'{"".join(masks)}<mask id="c9">{SHAPE}</mask><g mask="url(#c0)">{SHAPE}</g>').encode())


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_refusal_is_a_sentence_in_both_languages_that_says_what_to_do(lang: str) -> None:
    say = load_catalogue(lang).gettext
    sentences = [value for name, value in vars(drawn_logo).items() if name.isupper() and isinstance(value, str)]
    assert len(sentences) == 6
    for sentence in sentences:
        said = say(sentence).format(what=LogoError(sentence, "<use>\x9b").what)
        assert len(said.rpartition(". ")[0]) >= 20, "what is wrong, then what to do"
        assert "\x9b" not in said
        assert (say(sentence) == sentence) == (lang == "en")
