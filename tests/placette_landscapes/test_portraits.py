"""Portraits that people choose: small, safe, all different, legible when small; drawn for nobody who chose none."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops, ImageColor

from placette.engine.base.translation import SettingError
from placette.engine.content.communes import CommuneIndex
from placette.engine.rendering.ports import Portraits
from placette.features.authors import DRAWN_PORTRAITS, AuthorKind, Profile
from placette.features.authors.profile import person_view
from placette_landscapes import portraits
from placette_landscapes.portraits import Hues, draw_portrait, load_hues, paint_portrait, portraits_svg, sheet
from placette_landscapes.shapes import Tone
from tests.fixture_site import Site, build, copy_site, edit_file

NUMBERS = range(1, DRAWN_PORTRAITS + 1)
LARGEST = 2600  # bytes
ALL_OF_THEM = 7000  # bytes, packed


def test_there_are_as_many_as_profiles_may_name() -> None:
    assert len(sheet()) == DRAWN_PORTRAITS


def test_they_are_small_different_and_shapes_alone() -> None:
    drawn = [portraits_svg([number], Hues()) for number in NUMBERS]
    bodies = {re.sub(rb'<view id="p[0-9]+"', b"", one) for one in drawn}
    assert len(bodies) == DRAWN_PORTRAITS
    assert max(map(len, drawn)) <= LARGEST
    assert len(gzip.compress(portraits_svg(NUMBERS, Hues()))) <= ALL_OF_THEM
    names = {element.tag.rpartition("}")[2] for one in drawn for element in ElementTree.fromstring(one).iter()}
    assert names == {"svg", "view", "path"}


def test_each_has_its_view_in_the_file_of_all() -> None:
    tree = ElementTree.fromstring(portraits_svg((5, 12), Hues()))
    views = {view.get("id"): view.get("viewBox") for view in tree.iter("{http://www.w3.org/2000/svg}view")}
    assert views == {"p5": "0 0 480 480", "p12": "480 0 480 480"}
    assert [part.get("x") for part in tree.findall("{http://www.w3.org/2000/svg}svg")] == ["0", "480"]


def test_every_part_is_somebodys_and_every_kind_of_skin_and_hair() -> None:
    people = sheet()
    assert {one.shape for one in people} == set(portraits._SHAPES)
    assert {part for one in people for part in one.more} == {*portraits._MORE, "beard"}
    assert all(len(one.more) <= 2 for one in people)
    for held, known in ((0, portraits._SKINS), (1, portraits._HAIRS)):
        counts = {value: sum(one[held] == value for one in people) for value in known}
        assert min(counts.values()) >= 3, counts


def test_a_face_is_legible_when_it_is_small() -> None:
    """Its eyes stand out from its skin, and the whole has light and dark at 32 pixels."""
    for number in NUMBERS:
        colours = dict(zip(Tone, draw_portrait(number).palette.day, strict=True))
        skin, ink = (sum(ImageColor.getrgb(colours[tone])) for tone in (portraits.SKIN, portraits.INK))
        assert skin - ink > 90, number
        low, high = paint_portrait(number, 32).convert("L").getextrema()
        assert float(high) - float(low) > 90, number  # type: ignore[arg-type]


def test_clothes_have_the_colours_of_the_site() -> None:
    own = Hues("#123456", "#654321")
    number = next(at for at, one in enumerate(sheet(), 1) if one.clothes == "1")
    assert b"#123456" in portraits_svg([number], own)


@pytest.mark.parametrize("name", ["IDENTITY_PRIMARY", "IDENTITY_ACCENT"])
def test_colours_come_as_numbers_and_what_is_none_is_refused(name: str) -> None:
    for written in ("teal", "rgb(0 128 128)", "#008080"):
        hues = load_hues({name: written})
        assert getattr(hues, name.removeprefix("IDENTITY_").lower()) == "#008080"
    for odd in ("", "verdigris", "#12", 3, '#fff"/><script>'):
        with pytest.raises(SettingError, match=name):
            load_hues({name: odd})


def drawn_in(site: Site) -> list[str]:
    """The views in the file of portraits."""
    return re.findall('<view id="(p[0-9]+)"', site.text("drawings/portraits.svg"))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The minimal site, whose author chose a portrait."""
    folder = copy_site("minimal", tmp_path / "site")
    (profile, *_others) = sorted((folder / "authors").glob("*.md"))
    edit_file(profile, "\n---\n", "\nportrait: 12\n---\n", 1)
    return folder


@pytest.mark.whole
def test_who_chose_one_has_it_and_nobody_else(content: Path, tmp_path: Path) -> None:
    site = build(content, tmp_path / "out")
    assert drawn_in(site) == ["p12"]
    faces = [str(one.attributes["src"]) for one in site.page("auteurs/").css("img.face")]
    assert faces == ["/drawings/portraits.svg#p12"]


@pytest.mark.whole
def test_cards_show_it(content: Path, tmp_path: Path) -> None:
    def card(folder: Path, out: str) -> Image.Image:
        build(folder, tmp_path / out, SHARING_CARDS=True)
        (path,) = (tmp_path / out / "output/cards").glob("lea-*.jpg")
        return Image.open(path)

    chosen = card(content, "chosen")
    plain = card(copy_site("minimal", tmp_path / "plain"), "without")
    assert ImageChops.difference(chosen.convert("RGB"), plain.convert("RGB")).getbbox()


@pytest.mark.whole
def test_a_preview_alone_has_the_whole_sheet(content: Path, tmp_path: Path) -> None:
    shown = build(content, tmp_path / "preview", READING_PREVIEW=True)
    assert shown.texts_of("apercu/portraits/", "figcaption code") == [str(number) for number in NUMBERS]
    assert len(drawn_in(shown)) == DRAWN_PORTRAITS


def test_without_the_package_the_initials_stay() -> None:
    known = ("authors/b.md", "b", "auteurs/b/", "Béa", AuthorKind.RESIDENT, "habitante", "", "", (), "", (), ())
    profile, nowhere = Profile(*known, None, None, drawn=12), CommuneIndex()
    drawn = Portraits("{}.svg".format, paint_portrait)
    assert person_view(profile, nowhere, {}, "/").portrait is None
    assert person_view(profile, nowhere, {}, "/", portraits=drawn).portrait
