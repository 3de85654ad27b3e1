"""Cards hold every title inside their panel, in the right size, and come out the same each time."""

from __future__ import annotations

import sys
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image, ImageChops, ImageColor, ImageDraw
from PIL.JpegImagePlugin import JpegImageFile

from placette.engine.base.translation import load_catalogue
from placette.engine.rendering.entries import Shot, Sitter, Subject
from placette.engine.rendering.structured import Website
from placette.engine.rendering.views import LogoDrawing
from placette.features.authors.profile import GROUNDS
from placette.features.sharing import card_alt, cards, publisher
from placette.features.sharing.cards import MOST_BYTES, draw_card
from placette.features.sharing.fonts import Face, load_font
from placette.features.sharing.layout import BAND_BOX, MOST_FACES, PORTRAIT, Box, Layout, Line, lay_out

TITLES = yaml.safe_load(Path(__file__).with_name("titles.yml").read_text(encoding="utf-8"))
LOCALE = Path(sys.modules[draw_card.__module__].__file__ or "").parent / "locale"
SITE = "Carnets d’Auvergne"
ROLES = {
    "paper": "#fbf8f1",
    "ink": "#23211d",
    "ink-soft": "#605b52",
    "accent": "#a8432b",
    "band": "#1a4036",
    "band-ink": "#f7f1e4",
}
SKY = (120, 160, 200)
JEAN, LEA = Sitter("JB", GROUNDS[6]), Sitter("LM", GROUNDS[1], Shot("authors/lea.jpg", "abc"))
POST = Subject(
    slug="garabit",
    title="Garabit, côté rivière",
    place="Ruynes-en-Margeride, Cantal",
    note="Jean Borie, Léa Montel",
    authors=("Jean Borie", "Léa Montel"),
    sitters=(JEAN, LEA),
    work=True,
)
PERSON = Subject("lea", "Léa Montel", "Habitante · Orcines, Puy-de-Dôme", "Infirmière de nuit.", sitters=(LEA,))
PICTURE = Image.new("RGB", cards.PICTURE, SKY)
PUBLISHER = publisher.Publisher(
    Website(SITE, "https://carnets.example/blog/", "fr"),
    publisher.colours_of(ROLES),
    translate=str,
)
LOGO = LogoDrawing("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>", "", 1.0, alone=False, mark="a")
NEAR = 12  # pixels around an edge where JPEG's blocks of 8 may mix the colours of both sides, and a little more


def drawn(subject: Subject = POST, picture: Image.Image = PICTURE, portraits: Any = None, **changes: Any) -> bytes:
    """Return the card of a subject, on a site that differs in ``changes``."""
    return draw_card(subject, picture, portraits or {}, replace(PUBLISHER, **changes))


def opened(encoded: bytes) -> Image.Image:
    return Image.open(BytesIO(encoded)).convert("RGB")


def laid_out(title: str = POST.title, **changes: Any) -> Layout:
    """Return the layout of a subject like the post but for its title, with the given changes."""
    return lay_out(replace(POST, title=title, **changes), SITE)


def inked(line: Line) -> tuple[float, float, float, float]:
    """The rectangle that the ink of a line covers, as the font measures it."""
    left, top, right, bottom = load_font(line.face, line.size).getbbox(line.text, anchor="ls")
    return line.left + left, line.baseline + top, line.left + right, line.baseline + bottom


def inside(line: Line, box: Box, margin: int = 0) -> bool:
    left, top, right, bottom = inked(line)
    across = box.left + margin <= left and right <= box.right - margin
    return across and box.top + margin <= top and bottom <= box.bottom - margin


def within(box: Box) -> bool:
    return 0 <= box.left < box.right <= publisher.WIDTH and 0 <= box.top < box.bottom <= publisher.HEIGHT


def assert_all_inside(layout: Layout) -> None:
    """Each line of text is inside its ground, each face inside the canvas and beside the text."""
    assert [line.text for line in layout.lines if not inside(line, layout.panel, NEAR)] == []
    assert all(inside(line, BAND_BOX) for line in layout.foot.lines)
    assert [box for box in (layout.panel, *layout.faces) if not within(box)] == []
    for line in layout.lines:
        left, top, _, bottom = inked(line)
        assert [f for f in layout.faces if left < f.right and top < f.bottom and bottom > f.top] == []


@pytest.mark.parametrize("subject", [POST, PERSON], ids=["post", "person"])
@pytest.mark.parametrize("title", TITLES)
def test_all_the_text_of_a_card_is_inside(title: str, subject: Subject) -> None:
    assert_all_inside(lay_out(replace(subject, title=title), SITE))


def test_a_card_has_its_size_and_its_weight_and_nothing_is_drawn_outside_its_parts() -> None:
    encoded = drawn()
    assert len(encoded) <= MOST_BYTES
    card = Image.open(BytesIO(encoded))
    assert (card.format, card.size) == ("JPEG", (1200, 630))
    assert set(card.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    layout = laid_out()
    difference = ImageChops.difference(card.convert("RGB"), Image.new("RGB", card.size, SKY))
    draw = ImageDraw.Draw(difference)
    for box in (layout.panel, BAND_BOX, *layout.faces):
        draw.rectangle((box.left - NEAR, box.top - NEAR, box.right + NEAR, box.bottom + NEAR), fill=(0, 0, 0))
    assert sum(difference.convert("L").histogram()[5:]) == 0


@pytest.mark.parametrize("title", TITLES)
def test_lines_do_not_touch_each_other_and_keep_every_letter_that_the_font_has(title: str) -> None:
    lines = laid_out(title).lines
    for above, below in pairwise(lines):
        assert inked(above)[1] < inked(below)[1]
        assert below.baseline - above.baseline >= min(below.size, above.size) * 0.9
    if 0 < len(title) <= 80:
        texts = [line.text for line in lines if line.face is Face.TITLE]
        assert "".join("".join(texts).split()) == "".join((Face.TITLE.drawable(title) or SITE).split())


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_a_no_break_space_never_ends_a_line_and_is_drawn_as_a_space(space: str) -> None:
    title = f"Le{space}lavoir{space}: " * 6
    lines = laid_out(title).lines
    assert sum(line.text.count(space) for line in lines) == title.count(space)
    assert all(space not in (line.text[0], line.text[-1]) for line in lines)
    font = load_font(Face.TITLE, 60)
    assert font.getmask(Face.TITLE.drawable(f"a{space}a")).getbbox()[2] < 3 * font.getlength("a")


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
    for sitters in ((), (JEAN,) * len(authors)):
        subject = replace(POST, note=", ".join(authors), sitters=sitters, place=place)
        assert_all_inside(lay_out(subject, site))
        assert_all_inside(lay_out(replace(subject, work=False, sitters=sitters[:1]), site))


def test_a_picture_full_of_detail_still_weighs_little_and_leaves_the_text_sharp() -> None:
    encoded = drawn(picture=Image.effect_noise(cards.PICTURE, 180).convert("RGB"))
    assert len(encoded) <= MOST_BYTES
    panel = laid_out().panel
    area = (panel.left, panel.top + NEAR, panel.right - NEAR, panel.bottom)
    calm, busy = (opened(card).crop(area).convert("L") for card in (drawn(), encoded))
    histogram = ImageChops.difference(calm, busy).histogram()
    assert sum(histogram[48:]) < sum(histogram) / 200


def test_a_face_is_drawn_round_in_its_place_and_nowhere_else() -> None:
    bare, faced = (lay_out(replace(PERSON, sitters=sitters), SITE) for sitters in ((), PERSON.sitters))
    assert (bare.faces, len(faced.faces)) == ((), 1)
    (face,) = faced.faces
    portrait = Image.new("RGB", (PORTRAIT, PORTRAIT), (255, 0, 255))
    one, other = opened(drawn(PERSON)), opened(drawn(PERSON, portraits={LEA.portrait: portrait}))
    middle = ((face.left + face.right) // 2, face.bottom - face.size[1] // 6)
    assert one.getpixel(middle) == pytest.approx(ImageColor.getrgb(LEA.ground), abs=12)
    assert other.getpixel(middle) == pytest.approx((255, 0, 255), abs=12)
    assert other.getpixel((face.left + 3, face.top + 3)) == pytest.approx(SKY, abs=12)  # a corner of its square
    difference = ImageChops.difference(one, other)
    ImageDraw.Draw(difference).rectangle(
        (face.left - NEAR, face.top - NEAR, face.right + NEAR, face.bottom + NEAR), fill=(0, 0, 0)
    )
    assert sum(difference.convert("L").histogram()[8:]) == 0


@pytest.mark.parametrize("count", [0, 1, 9])
def test_the_authors_faces_stand_beside_their_names_five_at_most(count: int) -> None:
    sitters = tuple(Sitter("AB", GROUNDS[number % len(GROUNDS)]) for number in range(count))
    subject = replace(POST, sitters=sitters, note=", ".join(["Prénom Nom"] * count))
    layout = lay_out(subject, SITE)
    assert len(layout.faces) == min(count, MOST_FACES)
    assert [face for face in layout.faces if face.top < layout.panel.top or face.bottom > layout.panel.bottom] == []
    card = opened(drawn(subject))
    for sitter, face in zip(sitters, layout.faces, strict=False):
        below = ((face.left + face.right) // 2, face.bottom - face.size[1] // 7)
        assert card.getpixel(below) == pytest.approx(ImageColor.getrgb(sitter.ground), abs=14)


@pytest.mark.parametrize("logo", [None, LOGO], ids=["no logo", "logo"])
def test_colours_are_halved_across_alone_and_not_beside_a_logo(logo: LogoDrawing | None) -> None:
    card = Image.open(BytesIO(drawn(logo=logo)))
    assert isinstance(card, JpegImageFile)
    assert [layer[1:3] for layer in card.layer] == [((1, 1) if logo else (2, 1)), (1, 1), (1, 1)]


def test_what_all_cards_share_is_drawn_for_each_site_and_each_author() -> None:
    """The band and letters are kept from card to card: another name, colour or author is another picture."""
    first = drawn()
    others = [
        drawn(site=Website("Carnets du Cantal", "", "fr")),
        drawn(colours=publisher.colours_of(ROLES | {"band": "#800000"})),
        drawn(colours=publisher.colours_of(ROLES | {"band-ink": "#ffffff"})),
        drawn(replace(POST, sitters=(replace(JEAN, letters="XY"), LEA))),
        drawn(replace(POST, sitters=(replace(JEAN, ground=GROUNDS[2]), LEA))),
    ]
    assert len({first, *others}) == len(others) + 1
    middle = (1180, publisher.HEIGHT - 38)
    assert opened(first).getpixel(middle) == pytest.approx((26, 64, 54), abs=3)
    assert opened(others[1]).getpixel(middle) == pytest.approx((128, 0, 0), abs=3)


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
    assert card_alt(POST, SITE, translate) == expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (Subject("a", "Garabit", work=True), "“Garabit”, on Carnets d’Auvergne"),
        (PERSON, "Habitante · Orcines, Puy-de-Dôme. Léa Montel, on Carnets d’Auvergne"),
        (publisher.site_subject(Website(SITE, "", "fr", "Le blog d’ici.")), "Carnets d’Auvergne. Le blog d’ici."),
        (publisher.site_subject(Website(SITE, "", "fr")), SITE),
    ],
    ids=["event", "person", "site", "bare site"],
)
def test_the_alternative_text_of_other_cards(subject: Subject, expected: str) -> None:
    assert card_alt(subject, SITE, str) == expected
