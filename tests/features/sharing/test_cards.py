"""Cards hold every title inside their panel, in the right size, and come out the same each time."""

from __future__ import annotations

import subprocess
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
from placette.engine.base.unicode_text import shorten
from placette.engine.rendering.entries import Shot, Sitter, Subject
from placette.engine.rendering.structured import Website
from placette.engine.rendering.views import LogoDrawing
from placette.features.authors.profile import GROUNDS
from placette.features.sharing import card_alt, publisher
from placette.features.sharing.cards import MOST_BYTES, Card, draw_card
from placette.features.sharing.fonts import Face, drawable, load_font
from placette.features.sharing.layout import LEADING, MOST_FACES, TITLE_LENGTH, Box, Layout, Line, fit_title, lay_out

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
CARD = Card(POST, SITE, Image.new("RGB", (600, 400), SKY), publisher.colours_of(publisher.SharingSettings(), ROLES))
LOGO = LogoDrawing("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>", "", 1.0, alone=False, mark="a")
NEAR = 12  # pixels around an edge where JPEG's blocks of 8 may mix the colours of both sides, and a little more


def opened(encoded: bytes) -> Image.Image:
    return Image.open(BytesIO(encoded)).convert("RGB")


def about(title: str = POST.title, **changes: Any) -> Card:
    """Return the card of a subject like the post but for its title, with the given changes."""
    return replace(CARD, subject=replace(POST, title=title, **changes))


def laid_out(card: Card, shape: publisher.Shape) -> Layout:
    return lay_out(card.subject, card.site, shape)


def inked(line: Line) -> tuple[float, float, float, float]:
    """The rectangle that the ink of a line covers, as the font measures it."""
    left, top, right, bottom = load_font(line.face, line.size).getbbox(line.text, anchor="ls")
    return line.left + left, line.baseline + top, line.left + right, line.baseline + bottom


def inside(line: Line, box: Box, margin: int = 0) -> bool:
    left, top, right, bottom = inked(line)
    across = box.left + margin <= left and right <= box.right - margin
    return across and box.top + margin <= top and bottom <= box.bottom - margin


def within(box: Box, shape: publisher.Shape) -> bool:
    return 0 <= box.left < box.right <= shape.width and 0 <= box.top < box.bottom <= shape.height


both_shapes = pytest.mark.parametrize("shape", publisher.SHAPES, ids=lambda shape: shape.name)


def assert_all_inside(layout: Layout, shape: publisher.Shape) -> None:
    """Each line of text is inside its ground, each face inside the canvas and beside the text."""
    *panel_lines, site_line = layout.lines
    assert [line.text for line in panel_lines if not inside(line, layout.panel, NEAR)] == []
    assert inside(site_line, layout.band)
    assert [box for box in (layout.panel, layout.band, layout.picture, *layout.faces) if not within(box, shape)] == []
    for line in panel_lines:
        left, top, _, bottom = inked(line)
        assert [f for f in layout.faces if left < f.right and top < f.bottom and bottom > f.top] == []


@both_shapes
@pytest.mark.parametrize("subject", [POST, PERSON], ids=["post", "person"])
@pytest.mark.parametrize("title", TITLES)
def test_all_the_text_of_a_card_is_inside(title: str, subject: Subject, shape: publisher.Shape) -> None:
    assert_all_inside(lay_out(replace(subject, title=title), SITE, shape), shape)


@both_shapes
@pytest.mark.parametrize("title", TITLES)
def test_a_card_has_its_size_and_its_weight_and_nothing_is_drawn_outside_its_parts(
    title: str, shape: publisher.Shape
) -> None:
    encoded = draw_card(about(title), shape)
    assert len(encoded) <= MOST_BYTES
    card = Image.open(BytesIO(encoded))
    assert (card.format, card.size) == ("JPEG", (shape.width, shape.height))
    layout = laid_out(about(title), shape)
    difference = ImageChops.difference(card.convert("RGB"), Image.new("RGB", card.size, SKY))
    draw = ImageDraw.Draw(difference)
    for box in (layout.panel, layout.band, *layout.faces):
        draw.rectangle((box.left - NEAR, box.top - NEAR, box.right + NEAR, box.bottom + NEAR), fill=(0, 0, 0))
    assert sum(difference.convert("L").histogram()[5:]) == 0


@both_shapes
@pytest.mark.parametrize("title", TITLES)
def test_lines_do_not_touch_each_other(title: str, shape: publisher.Shape) -> None:
    *lines, _ = laid_out(about(title), shape).lines
    for above, below in pairwise(lines):
        assert inked(above)[1] < inked(below)[1]
        assert below.baseline - above.baseline >= min(below.size, above.size) * 0.9


@both_shapes
@pytest.mark.parametrize("title", [title for title in TITLES if 0 < len(title) <= 80])
def test_a_title_keeps_every_letter_that_the_font_has(title: str, shape: publisher.Shape) -> None:
    lines = [line.text for line in laid_out(about(title), shape).lines if line.face is Face.TITLE]
    expected = drawable(title, Face.TITLE) or SITE
    assert "".join("".join(lines[:-1]).split()) == "".join(expected.split())


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_a_no_break_space_never_ends_a_line_and_is_drawn_as_a_space(space: str) -> None:
    title = f"Le{space}lavoir{space}: " * 6
    *lines, _ = laid_out(about(title), publisher.WIDE).lines
    assert sum(line.text.count(space) for line in lines) == title.count(space)
    assert all(space not in (line.text[0], line.text[-1]) for line in lines)
    font = load_font(Face.TITLE, 60)
    assert font.getmask(drawable(f"a{space}a", Face.TITLE)).getbbox()[2] < 3 * font.getlength("a")


@both_shapes
@pytest.mark.parametrize("mark", [" :", " ;", " ?", " !", " »"])
def test_no_line_begins_with_a_mark_that_french_keeps_with_its_word(mark: str, shape: publisher.Shape) -> None:
    card = about(note=" ".join(["lavoir" + mark] * 30))
    lines = [line.text for line in laid_out(card, shape).lines if line.face is Face.TEXT]
    assert lines
    assert [line for line in lines if line.startswith(mark.strip())] == []


@both_shapes
@pytest.mark.parametrize(
    ("authors", "place", "site"),
    [
        ((), "", "S"),
        (("Nom " * 90,), "Lieu " * 90, "Site " * 90),
        (("👩‍👩‍👧‍👦",), "🇫🇷", "🎉"),
        (("A",) * 60, "", ""),
    ],
)
def test_everything_beside_the_title_fits_too(
    authors: tuple[str, ...], place: str, site: str, shape: publisher.Shape
) -> None:
    for sitters in ((), (JEAN,) * len(authors)):
        subject = replace(POST, note=", ".join(authors), sitters=sitters, place=place)
        assert_all_inside(lay_out(subject, site, shape), shape)
        assert_all_inside(lay_out(replace(subject, work=False, sitters=sitters[:1]), site, shape), shape)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "LA", "CMYK"])
@pytest.mark.parametrize("size", [(1, 1), (1256, 628), (300, 2000), (2600, 300)])
def test_any_picture_fills_the_card(mode: str, size: tuple[int, int]) -> None:
    for shape in publisher.SHAPES:
        card = opened(draw_card(replace(CARD, picture=Image.new(mode, size)), shape))
        assert card.size == (shape.width, shape.height)
        assert card.getpixel((shape.width - 2, 2)) == card.getpixel((2, 2))


def test_a_transparent_picture_lies_on_paper() -> None:
    card = opened(draw_card(replace(CARD, picture=Image.new("RGBA", (100, 100), (0, 0, 0, 0))), publisher.WIDE))
    assert card.getpixel((publisher.WIDE.width - 5, 5)) == pytest.approx((251, 248, 241), abs=3)


@both_shapes
def test_a_picture_full_of_detail_still_weighs_little_and_leaves_the_text_sharp(shape: publisher.Shape) -> None:
    noisy = replace(CARD, picture=Image.effect_noise((1600, 1000), 180).convert("RGB"))
    encoded = draw_card(noisy, shape)
    assert len(encoded) <= MOST_BYTES
    panel = laid_out(CARD, shape).panel
    area = (panel.left, panel.top + NEAR, panel.right - NEAR, panel.bottom)
    calm, busy = (opened(draw_card(card, shape)).crop(area).convert("L") for card in (CARD, noisy))
    histogram = ImageChops.difference(calm, busy).histogram()
    assert sum(histogram[48:]) < sum(histogram) / 200


@both_shapes
def test_a_face_is_drawn_round_in_its_place_and_nowhere_else(shape: publisher.Shape) -> None:
    bare, faced = (lay_out(replace(PERSON, sitters=sitters), SITE, shape) for sitters in ((), PERSON.sitters))
    assert (bare.faces, len(faced.faces)) == ((), 1)
    (face,) = faced.faces
    assert LEA.portrait
    portrait = Image.new("RGB", (publisher.PORTRAIT, publisher.PORTRAIT), (255, 0, 255))
    letters = replace(CARD, subject=PERSON)
    shown = replace(letters, portraits={LEA.portrait: portrait})
    one, other = (opened(draw_card(card, shape)) for card in (letters, shown))
    middle = ((face.left + face.right) // 2, face.bottom - face.size[1] // 6)
    assert one.getpixel(middle) == pytest.approx(ImageColor.getrgb(LEA.ground), abs=12)
    assert other.getpixel(middle) == pytest.approx((255, 0, 255), abs=12)
    assert other.getpixel((face.left + 3, face.top + 3)) == pytest.approx(SKY, abs=12)  # a corner of its square
    difference = ImageChops.difference(one, other)
    ImageDraw.Draw(difference).rectangle(
        (face.left - NEAR, face.top - NEAR, face.right + NEAR, face.bottom + NEAR), fill=(0, 0, 0)
    )
    assert sum(difference.convert("L").histogram()[8:]) == 0


@both_shapes
@pytest.mark.parametrize("count", [0, 1, 2, 5, 9])
def test_the_authors_faces_stand_beside_their_names_five_at_most(count: int, shape: publisher.Shape) -> None:
    sitters = tuple(Sitter("AB", GROUNDS[number % len(GROUNDS)]) for number in range(count))
    subject = replace(POST, sitters=sitters, note=", ".join(["Prénom Nom"] * count))
    layout = lay_out(subject, SITE, shape)
    assert len(layout.faces) == min(count, MOST_FACES)
    assert [face for face in layout.faces if face.top < layout.panel.top or face.bottom > layout.panel.bottom] == []
    card = opened(draw_card(replace(CARD, subject=subject), shape))
    for sitter, face in zip(sitters, layout.faces, strict=False):
        below = ((face.left + face.right) // 2, face.bottom - face.size[1] // 7)
        assert card.getpixel(below) == pytest.approx(ImageColor.getrgb(sitter.ground), abs=14)


def test_the_same_card_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "import hashlib;"
        "from tests.features.sharing.test_cards import CARD, draw_card, publisher as p;"
        "print(hashlib.sha256(draw_card(CARD,p.WIDE)+draw_card(CARD,p.SQUARE)).hexdigest())"
    )
    root = Path(__file__).parents[3]
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
    assert draw_card(CARD, publisher.WIDE) == draw_card(CARD, publisher.WIDE)


@both_shapes
def test_the_picture_behind_is_never_enlarged_whatever_the_panel(shape: publisher.Shape) -> None:
    subject = Subject("a", "A")
    width, height = lay_out(subject, SITE, shape).picture.size  # the least panel there is
    assert width <= publisher.PICTURE[0]
    assert height <= publisher.PICTURE[1]


@both_shapes
@pytest.mark.parametrize("title", TITLES)
def test_a_title_has_the_largest_size_at_which_it_fits(title: str, shape: publisher.Shape) -> None:
    heading = shorten(drawable(title, Face.TITLE), TITLE_LENGTH)
    size, lines = fit_title(heading, shape.text, shape.title_height, shape)
    for larger in (tried for tried in shape.title_sizes if tried > size):
        alone = replace(shape, title_sizes=(larger, larger - 1))
        tried, _ = fit_title(heading, shape.text, shape.title_height, alone)
        assert tried < larger
    assert len(lines) * size * LEADING <= shape.title_height or size == shape.title_sizes[-1]


@both_shapes
@pytest.mark.parametrize("logo", [None, LOGO], ids=["no logo", "logo"])
def test_colours_are_halved_across_alone_and_not_beside_a_logo(
    logo: LogoDrawing | None, shape: publisher.Shape
) -> None:
    card = Image.open(BytesIO(draw_card(replace(CARD, logo=logo), shape)))
    assert isinstance(card, JpegImageFile)
    assert [layer[1:3] for layer in card.layer] == [((1, 1) if logo else (2, 1)), (1, 1), (1, 1)]


@both_shapes
def test_what_all_cards_share_is_drawn_for_each_site_and_each_author(shape: publisher.Shape) -> None:
    """The band and letters are kept from card to card: another name, colour or author is another picture."""
    first = draw_card(CARD, shape)
    others = [
        replace(CARD, site="Carnets du Cantal"),
        replace(CARD, colours=publisher.colours_of(publisher.SharingSettings(card_band="#800000"), ROLES)),
        replace(CARD, colours=publisher.colours_of(publisher.SharingSettings(card_band_ink="#ffffff"), ROLES)),
        replace(CARD, subject=replace(POST, sitters=(replace(JEAN, letters="XY"), LEA))),
        replace(CARD, subject=replace(POST, sitters=(replace(JEAN, ground=GROUNDS[2]), LEA))),
    ]
    assert len({first, *(draw_card(other, shape) for other in others)}) == len(others) + 1
    assert draw_card(CARD, shape) == first


@both_shapes
def test_a_card_tells_nothing_about_its_making(shape: publisher.Shape) -> None:
    image = Image.open(BytesIO(draw_card(CARD, shape)))
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not image.getexif()
    assert "icc_profile" not in image.info


@both_shapes
def test_the_band_is_at_the_foot_in_the_colour_of_the_site(shape: publisher.Shape) -> None:
    def pixel(settings: publisher.SharingSettings) -> Any:
        card = opened(draw_card(replace(CARD, colours=publisher.colours_of(settings, ROLES)), shape))
        return card.getpixel((shape.width - 20, shape.height - shape.band // 2))

    assert pixel(publisher.SharingSettings()) == pytest.approx((26, 64, 54), abs=3)
    assert pixel(publisher.SharingSettings(card_band="#800000")) == pytest.approx((128, 0, 0), abs=3)


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
        (
            Subject("63263", "Orcines", "Puy-de-Dôme"),
            "Puy-de-Dôme. Orcines, on Carnets d’Auvergne",
        ),
    ],
    ids=["page", "person", "site", "bare site", "commune"],
)
def test_the_alternative_text_of_other_cards(subject: Subject, expected: str) -> None:
    assert card_alt(subject, SITE, str) == expected


def test_a_commune_has_a_card_of_its_name_and_its_departement() -> None:
    subject = Subject("63263", "Orcines", "Puy-de-Dôme")
    assert (subject.title, subject.place, subject.work) == ("Orcines", "Puy-de-Dôme", False)
    for shape in publisher.SHAPES:
        assert_all_inside(lay_out(subject, SITE, shape), shape)
        assert [line.text for line in lay_out(subject, SITE, shape).lines] == ["Puy-de-Dôme", "Orcines", SITE]
