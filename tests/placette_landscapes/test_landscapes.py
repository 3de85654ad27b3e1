"""Drawn landscapes: small, safe, the same everywhere, and readable as pictures by day and by night."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from itertools import cycle, product
from pathlib import Path
from random import Random
from typing import get_args
from xml.etree import ElementTree

import pytest
import resvg_py
from PIL import Image, ImageChops, ImageStat

from placette.engine.base.translation import SettingError
from placette.engine.texts.fields import IN_FRENCH, Motif
from placette_landscapes.drawings import FAMILIES, Family, Landscape, PicturesSettings, neutral_motif
from placette_landscapes.landscapes import STAGED, draw_landscape
from placette_landscapes.printing import paint, render_svg
from placette_landscapes.ridges import puys, rolling
from placette_landscapes.shapes import HEIGHT, PALETTES, WIDTH, Disc, Palette, Shape, Tone
from tests.fixture_site import ROOT, build, write_file

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {
    f"{SVG}svg": set("width height viewBox fill stroke stroke-width stroke-linecap stroke-linejoin".split()),
    f"{SVG}style": set(),
    f"{SVG}path": {"class", "color", "fill", "stroke-width", "d"},
}
HOSTILE_SEEDS = ("", "le-lavoir", "</style><script>", "œuvre-d-août", "x" * 5000)
LARGEST = 5400  # bytes: palms have more corners than firs


def families_of(motif: Motif) -> list[Family]:
    """The kinds of territory that have a motif."""
    return [family for family in FAMILIES.values() if motif not in family.absent]


@pytest.mark.parametrize("motif", Motif)
def test_many_posts_have_small_and_different_pictures(motif: Motif) -> None:
    """Eighty for each motif, shared out among the kinds of territory that have it."""
    kinds = families_of(motif)
    for at, family in enumerate(kinds):
        posts = range(80)[at :: len(kinds)]
        pictures = {render_svg(draw_landscape(f"billet-{post}", motif, family=family)) for post in posts}
        assert len(pictures) == len(posts)
        assert max(len(picture.encode()) for picture in pictures) <= LARGEST


@pytest.mark.parametrize(("motif", "seed"), [*zip(Motif, cycle(HOSTILE_SEEDS), strict=False)])
def test_a_picture_holds_shapes_and_nothing_else(motif: Motif, seed: str) -> None:
    """Each motif, and each seed with a fifth of them: a seed only draws lots, and is written nowhere."""
    root = ElementTree.fromstring(render_svg(draw_landscape(seed, motif)))
    for element in root.iter():
        assert set(element.attrib) <= ALLOWED[element.tag]
        assert element.text is None or element.tag == f"{SVG}style"
    assert (root.get("width"), root.get("height")) == (str(WIDTH), str(HEIGHT))


@pytest.mark.whole
def test_a_seed_draws_the_same_picture_in_every_process() -> None:
    script = (
        "from hashlib import sha256\n"
        "from placette_landscapes.landscapes import draw_landscape\n"
        "from placette_landscapes.printing import render_svg\n"
        "from placette.engine.texts.fields import Motif\n"
        "text = ''.join(render_svg(draw_landscape('le-lavoir', motif)) for motif in Motif)\n"
        "print(sha256(text.encode()).hexdigest())"
    )
    here = "".join(render_svg(draw_landscape("le-lavoir", motif)) for motif in Motif)
    for hash_seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT / "plugins")}
        command = [sys.executable, "-c", script]
        other = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
        assert other.stdout.strip() == sha256(here.encode()).hexdigest()


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.name)
def test_a_palette_is_complete_and_dark_pages_get_a_dark_picture(palette: Palette) -> None:
    day, night = palette.day, palette.night
    assert len(day) == len(night) == len(Tone)
    assert _luminance(night[0]) < 0.06
    assert _luminance(night[0]) < _luminance(day[0])
    assert _luminance(night[list(Tone).index(Tone.LAMP)]) > 0.5


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of ``#rrggbb``, 0 to 1."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("ratio", "least"), [(2, 0.97), (3 / 2, 0.9), (1, 0.75), (4 / 5, 0.65)])
def test_a_narrow_box_shows_the_motif(ratio: float, least: float) -> None:
    """Where the style sheet cuts a drawing, most of what stands in the scene is left."""
    sheet = (ROOT / "themes/placette/static/css/picture.css").read_text(encoding="utf-8")
    (found,) = re.findall(r"picture--drawn { --x: (\d+)%; --y: 100%; }", sheet)
    start = (WIDTH - HEIGHT * ratio) * int(found) / 100
    middles = []
    for motif, seed in product(Motif, range(4)):
        rng = Random(seed)
        staging = STAGED[motif](rng, rolling(rng, 470, 22))
        middles += [middle_of(shape) for shape in (*staging.behind, *staging.front)]
    assert sum(start <= x <= start + HEIGHT * ratio for x in middles) / len(middles) >= least


def middle_of(shape: Shape) -> float:
    across = [shape.x] if isinstance(shape, Disc) else [x for x, _ in shape.points]
    return (min(across) + max(across)) / 2


@pytest.mark.parametrize("size", [(1200, 554), (300, 500)])
def test_painting_fills_the_size_asked_for(size: tuple[int, int]) -> None:
    picture = paint(draw_landscape("le-lavoir", Motif.VILLAGE), *size)
    assert picture.size == size
    assert picture.mode == "RGB"
    assert min(ImageStat.Stat(picture).stddev) > 10


@pytest.mark.parametrize("motif", Motif)
def test_the_painting_shows_what_the_svg_shows(motif: Motif) -> None:
    scene = draw_landscape("le-lavoir", motif)
    rendered = resvg_py.svg_to_bytes(svg_string=render_svg(scene), width=WIDTH, height=HEIGHT)
    difference = ImageChops.difference(Image.open(BytesIO(bytes(rendered))).convert("RGB"), paint(scene, WIDTH, HEIGHT))
    assert max(ImageStat.Stat(difference).mean) < 1.5


def test_every_motif_is_drawn_and_has_a_name_in_both_languages() -> None:
    assert set(STAGED) == set(IN_FRENCH) == set(Motif)
    assert len({*IN_FRENCH.values()}) == len(Motif)
    assert set(FAMILIES) == set(get_args(Landscape))


@pytest.mark.parametrize("name", FAMILIES)
def test_posts_that_say_nothing_share_the_motifs_of_their_territory(name: Landscape) -> None:
    family = FAMILIES[name]
    assert {neutral_motif(f"billet-{number}", family) for number in range(40)} == set(family.motifs)
    assert not family.absent.intersection(family.motifs)


def test_volcanoes_and_paragliders_are_seen_where_a_site_asks_for_them() -> None:
    with_cones = [name for name, family in FAMILIES.items() if puys in family.ridges or Motif.PUYS in family.motifs]
    assert with_cones == ["tropics", "volcanoes"]
    assert PicturesSettings().landscape == "country"


@pytest.mark.whole
def test_the_drawings_of_a_site_follow_its_territory(content: Path, tmp_path: Path) -> None:
    source = content / "articles/2026/bonjour/index.md"
    write_file(source, source.read_text(encoding="utf-8").replace("Nature", "Divers").replace("rivière", "rien"))
    own = {"READING_CATEGORIES": {"Divers": ""}, "SHARING_CARDS": False}
    found: dict[str, str] = {}
    for name in ("sea", "volcanoes", "sea"):
        site = build(content, tmp_path, **own, PICTURES_LANDSCAPE=name)
        (drawing,) = [path for path in site.files() if path.startswith("drawings/")]
        assert f'src="/{drawing}"' in site.text("2026/bonjour/index.html")
        found.setdefault(name, drawing)
        assert found[name] == drawing, "the same each time"
    assert found["volcanoes"] == "drawings/bonjour-puys.svg"
    assert found["sea"].removeprefix("drawings/bonjour-") in {"lighthouse.svg", "sails.svg", "harbour.svg", "shore.svg"}
    with pytest.raises(SettingError, match="PICTURES_LANDSCAPE"):
        build(content, tmp_path, **own, PICTURES_LANDSCAPE="mer")


@pytest.mark.whole
def test_a_preview_alone_has_a_picture_of_every_choice(content: Path, tmp_path: Path) -> None:
    shown = build(content, tmp_path / "preview", READING_PREVIEW=True)
    assert shown.texts_of("apercu/paysages/", "figcaption code") == [*FAMILIES]
    pictures = [
        str(picture.attributes["src"]).lstrip("/") for picture in shown.page("apercu/paysages/").css("figure img")
    ]
    assert len({shown.text(path) for path in pictures}) == len(FAMILIES)
    published = build(content, tmp_path / "published").files()
    assert not {"apercu/paysages/index.html", *pictures} & {*published}
