"""Cards hold every title inside their panel, in the right size, and come out the same each time."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from PIL import Image, ImageChops, ImageDraw

from plugins.core.catalogue import load_catalogue
from plugins.sharing.card_layout import BAND, HEIGHT, WIDTH, Box, Layout, Line, lay_out
from plugins.sharing.cards import MOST_BYTES, Card, card_alt, colours_of, draw_card
from plugins.sharing.fonts import Face, drawable, load_font
from plugins.sharing.settings import SharingSettings

TITLES = yaml.safe_load(Path(__file__).with_name("titles.yml").read_text(encoding="utf-8"))
LOCALE = Path(sys.modules[draw_card.__module__].__file__ or "").parent / "locale"
SKY = (120, 160, 200)
CARD = Card(
    title="Garabit, côté rivière",
    authors=("Jean Borie", "Léa Montel"),
    place="Ruynes-en-Margeride, Cantal",
    site="Carnets d’Auvergne",
    picture=Image.new("RGB", (600, 400), SKY),
    colours=colours_of(SharingSettings()),
)
NEAR = 12
"""Pixels around an edge where JPEG's blocks of 8 may mix the colours of both sides, and a little more."""


def opened(encoded: bytes) -> Image.Image:
    return Image.open(BytesIO(encoded)).convert("RGB")


def laid_out(card: Card) -> Layout:
    return lay_out(card.title, card.authors, card.place, card.site)


def inked(line: Line) -> tuple[float, float, float, float]:
    """The rectangle that the ink of a line covers, as the font measures it."""
    left, top, right, bottom = load_font(line.face, line.size).getbbox(line.text, anchor="ls")
    return line.left + left, line.baseline + top, line.left + right, line.baseline + bottom


def inside(line: Line, box: Box, margin: int = 0) -> bool:
    left, top, right, bottom = inked(line)
    across = box.left + margin <= left and right <= box.right - margin
    return across and box.top + margin <= top and bottom <= box.bottom - margin


@pytest.mark.parametrize("title", TITLES)
def test_a_card_has_its_size_its_weight_and_all_its_text_inside(title: str) -> None:
    card = replace(CARD, title=title)
    layout = laid_out(card)
    *panel_lines, site_line = layout.lines
    assert all(inside(line, layout.panel, NEAR) for line in panel_lines)
    assert inside(site_line, layout.band)
    assert layout.panel.top >= 0
    assert layout.panel.right <= WIDTH
    encoded = draw_card(card)
    assert len(encoded) <= MOST_BYTES
    assert Image.open(BytesIO(encoded)).size == (WIDTH, HEIGHT)


@pytest.mark.parametrize("title", TITLES)
def test_nothing_is_drawn_outside_the_panel_and_the_band(title: str) -> None:
    card = replace(CARD, title=title)
    layout = laid_out(card)
    difference = ImageChops.difference(opened(draw_card(card)), Image.new("RGB", (WIDTH, HEIGHT), SKY))
    draw = ImageDraw.Draw(difference)
    for box in (layout.panel, layout.band):
        draw.rectangle((box.left - NEAR, box.top - NEAR, box.right + NEAR, box.bottom + NEAR), fill=(0, 0, 0))
    assert sum(difference.convert("L").histogram()[5:]) == 0


@pytest.mark.parametrize("title", TITLES)
def test_lines_do_not_touch_each_other(title: str) -> None:
    *lines, _ = laid_out(replace(CARD, title=title)).lines
    for above, below in pairwise(lines):
        assert inked(above)[1] < inked(below)[1]
        assert below.baseline - above.baseline >= min(below.size, above.size) * 0.9


@pytest.mark.parametrize("title", [title for title in TITLES if 0 < len(title) <= 80])
def test_a_title_keeps_every_letter_that_the_font_has(title: str) -> None:
    lines = [line.text for line in laid_out(replace(CARD, title=title)).lines if line.face is Face.TITLE]
    expected = drawable(title, Face.TITLE) or CARD.site
    assert "".join("".join(lines[:-1]).split()) == "".join(expected.split())


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_a_no_break_space_never_ends_a_line_and_is_drawn_as_a_space(space: str) -> None:
    title = f"Le{space}lavoir{space}: " * 6
    *lines, _ = laid_out(replace(CARD, title=title)).lines
    assert sum(line.text.count(space) for line in lines) == title.count(space)
    assert all(space not in (line.text[0], line.text[-1]) for line in lines)
    font = load_font(Face.TITLE, 60)
    assert font.getmask(drawable(f"a{space}a", Face.TITLE)).getbbox()[2] < 3 * font.getlength("a")


@pytest.mark.parametrize(
    ("authors", "place", "site"),
    [
        ((), "", "S"),
        (("Nom " * 90,), "Lieu " * 90, "Site " * 90),
        (("👩‍👩‍👧‍👦",), "🇫🇷", "🎉"),
        (("A",) * 60, "", ""),
    ],
)
def test_everything_beside_the_title_fits_too(authors: tuple[str, ...], place: str, site: str) -> None:
    layout = laid_out(replace(CARD, authors=authors, place=place, site=site))
    *panel_lines, site_line = layout.lines
    assert all(inside(line, layout.panel, NEAR) for line in panel_lines)
    assert inside(site_line, layout.band)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "LA", "CMYK"])
@pytest.mark.parametrize("size", [(1, 1), (1200, 630), (300, 2000), (2600, 300)])
def test_any_picture_fills_the_card(mode: str, size: tuple[int, int]) -> None:
    card = opened(draw_card(replace(CARD, picture=Image.new(mode, size))))
    assert card.size == (WIDTH, HEIGHT)
    corner = card.getpixel((WIDTH - 2, 2))
    assert corner == card.getpixel((2, 2))


def test_a_transparent_picture_lies_on_paper() -> None:
    card = opened(draw_card(replace(CARD, picture=Image.new("RGBA", (100, 100), (0, 0, 0, 0)))))
    assert card.getpixel((WIDTH - 5, 5)) == pytest.approx((251, 248, 241), abs=3)


def test_a_picture_full_of_detail_still_weighs_little_and_leaves_the_text_sharp() -> None:
    noisy = replace(CARD, picture=Image.effect_noise((1600, 1000), 180).convert("RGB"))
    encoded = draw_card(noisy)
    assert len(encoded) <= MOST_BYTES
    panel = laid_out(CARD).panel
    area = (panel.left, panel.top + NEAR, panel.right - NEAR, panel.bottom)
    calm, busy = (opened(draw_card(card)).crop(area).convert("L") for card in (CARD, noisy))
    histogram = ImageChops.difference(calm, busy).histogram()
    assert sum(histogram[48:]) < sum(histogram) / 200


def test_the_same_card_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "import hashlib;"
        "from tests.sharing.test_cards import CARD, draw_card;"
        "print(hashlib.sha256(draw_card(CARD)).hexdigest())"
    )
    root = Path(__file__).parents[2]
    runs = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
    assert draw_card(CARD) == draw_card(CARD)


def test_a_card_tells_nothing_about_its_making() -> None:
    image = Image.open(BytesIO(draw_card(CARD)))
    assert not image.getexif()
    assert "icc_profile" not in image.info


def test_the_band_is_at_the_foot() -> None:
    card = opened(draw_card(CARD))
    assert card.getpixel((WIDTH - 20, HEIGHT - BAND // 2)) == pytest.approx((26, 64, 54), abs=3)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "fr",
            (
                "Ruynes-en-Margeride, Cantal. «\u00a0Garabit, côté rivière\u00a0», par Jean Borie, Léa Montel, "
                "sur Carnets d’Auvergne"
            ),
        ),
        (
            "en",
            ("Ruynes-en-Margeride, Cantal. “Garabit, côté rivière”, by Jean Borie, Léa Montel, on Carnets d’Auvergne"),
        ),
    ],
)
def test_the_alternative_text_says_what_the_card_says(lang: str, expected: str) -> None:
    translate = load_catalogue(lang, (LOCALE,)).gettext
    assert card_alt(CARD.title, CARD.authors, CARD.place, CARD.site, translate) == expected


def test_the_alternative_text_of_a_card_without_author_or_place() -> None:
    assert card_alt(CARD.title, (), "", CARD.site, str) == "“Garabit, côté rivière”, on Carnets d’Auvergne"
