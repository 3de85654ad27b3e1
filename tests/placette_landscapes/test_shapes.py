"""Drawn landscapes follow the territory's hues, stay believable, and stay as they were for the hues drawn for."""

from __future__ import annotations

from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from coloraide import Color

from placette.engine.base.files import digest
from placette.engine.base.translation import SettingError
from placette.engine.texts.fields import Motif
from placette.features.appearance import IdentitySettings
from placette.features.appearance.style import derive_scheme
from placette_landscapes.drawings import DrawingManner, paint_landscape
from placette_landscapes.landscapes import draw_landscape
from placette_landscapes.printing import paint, render_svg
from placette_landscapes.shapes import (
    DRAWN_FOR,
    GROUNDS,
    PALETTES,
    Hues,
    Palette,
    Tone,
    load_hues,
    palettes_for,
    tuned,
)
from tests.fixture_site import Site, build

BLUE = Hues("#1b4f8a", "#c77d0a")
TERRITORIES = (BLUE, Hues("#6b3fa0", "#c77d0a"), Hues("#9b1c31", "#1f6f8b"), Hues("#b8860b", "#7a1f5c"))
TURNED = {*GROUNDS, Tone.ACCENT}


def toned(row: tuple[str, ...], tone: Tone) -> str:
    return row[list(Tone).index(tone)]


def hue(colour: str) -> float:
    return float(Color(colour).convert("oklch")["hue"])


def lightness(colour: str) -> float:
    return float(Color(colour).convert("oklch")["lightness"])


def apart(one: float, other: float) -> float:
    return abs((one - other + 180) % 360 - 180)


def circle() -> list[Hues]:
    """Territories of all hues, with accents of all hues."""
    ways = [Color("oklch", [0.45, 0.1, way]).convert("srgb").fit().to_string(hex=True) for way in range(0, 360, 40)]
    return [Hues(primary, accent) for primary, accent in product(ways, ways[::2])]


@pytest.mark.parametrize("hues", [DRAWN_FOR, Hues("#1F5C4D", "rgb(168 67 43)")])
def test_the_hues_drawn_for_give_the_same_bytes(hues: Hues) -> None:
    """The palettes are the same, so each motif is drawn alike; one picture of each shows it."""
    assert tuple(palettes_for(hues)) == tuple(PALETTES)
    for motif in Motif:
        drawn = render_svg(draw_landscape(f"billet-{motif}", motif))
        assert render_svg(draw_landscape(f"billet-{motif}", motif, palettes_for(hues))) == drawn


def test_the_hues_drawn_for_are_those_of_a_site_that_names_none() -> None:
    settings = IdentitySettings()
    assert load_hues({}) == Hues() == Hues(settings.primary, settings.accent)
    assert load_hues({"IDENTITY_ACCENT": "teal", "IDENTITY_WEB_FONTS": False}) == Hues(accent="teal")


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_a_grey_changes_nothing(palette: Palette) -> None:
    assert tuned(palette, Hues("#777", "black")) == palette
    assert tuned(palette, Hues("#777778", "#333334")) == palette


@pytest.mark.parametrize("hues", TERRITORIES)
def test_skies_suns_and_lamps_stay_and_hills_lean_towards_the_territory(hues: Hues) -> None:
    for palette, now in zip(PALETTES, palettes_for(hues), strict=True):
        for before, after in ((palette.day, now.day), (palette.night, now.night)):
            assert {tone for tone in Tone if toned(before, tone) != toned(after, tone)} <= TURNED
        gained = [apart(hue(toned(palette.day, t)), hue(hues.primary)) for t in GROUNDS]
        left = [apart(hue(toned(now.day, t)), hue(hues.primary)) for t in GROUNDS]
        assert sum(left) < sum(gained)


def test_roofs_take_the_accent_and_what_was_drawn_from_the_primary_hue_takes_that() -> None:
    of = {palette.name: palette for palette in palettes_for(BLUE)}
    assert apart(hue(toned(of["meadow"].day, Tone.ACCENT)), hue(BLUE.accent)) < 3
    assert apart(hue(toned(of["wheat"].day, Tone.ACCENT)), hue(BLUE.primary)) < 3


def test_a_pale_accent_is_not_made_gaudy() -> None:
    pale = tuned(PALETTES[1], Hues(BLUE.primary, "#6f8a94"))
    written, shown = Color("#6f8a94").convert("oklch"), Color(toned(pale.day, Tone.ACCENT)).convert("oklch")
    assert shown["chroma"] < written["chroma"] + 0.01


def test_near_and_far_stay_apart_whatever_the_hues() -> None:
    for hues in circle():
        for palette, now in zip(PALETTES, palettes_for(hues), strict=True):
            for before, after in ((palette.day, now.day), (palette.night, now.night)):
                old = [lightness(toned(before, tone)) for tone in GROUNDS]
                new = [lightness(toned(after, tone)) for tone in GROUNDS]
                assert sorted(range(5), key=new.__getitem__) == sorted(range(5), key=old.__getitem__)
                assert all(distance(after, *pair) > 0.85 * distance(before, *pair) for pair in pairwise(GROUNDS)), (
                    palette.name,
                    hues,
                )


def test_an_accent_is_seen_before_its_ground_whatever_the_hues() -> None:
    least = min(distance(palette.day, Tone.ACCENT, tone) for palette in PALETTES for tone in GROUNDS[2:])
    for hues in circle():
        for palette in palettes_for(hues):
            found = min(distance(palette.day, Tone.ACCENT, tone) for tone in GROUNDS[2:])
            assert found > 0.9 * least, (palette.name, hues)


def distance(row: tuple[str, ...], one: Tone, other: Tone) -> float:
    return float(Color(toned(row, one)).delta_e(toned(row, other), method="ok"))


@pytest.mark.parametrize("written", ["", "verdigris", "#12"])
@pytest.mark.parametrize("name", ["primary", "accent"])
def test_what_is_no_colour_is_refused_as_the_look_refuses_it(name: str, written: str) -> None:
    looks: dict[str, Any] = {name: written}
    with pytest.raises(SettingError) as look:
        derive_scheme(IdentitySettings(**looks))
    with pytest.raises(SettingError) as drawing:
        palettes_for(Hues(**{name: written}))
    assert str(drawing.value) == str(look.value)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(SettingError, match="IDENTITY_PRIMARY = 3"):
        load_hues({"IDENTITY_PRIMARY": 3})


def test_a_card_is_painted_in_the_colours_of_the_page() -> None:
    scene = draw_landscape("le-lavoir", Motif.FOREST, palettes_for(BLUE), palette="dusk")
    assert paint_landscape("le-lavoir", "forest-dusk", 400, 210, DrawingManner(BLUE)) == paint(scene, 400, 210)
    assert paint_landscape("le-lavoir", "forest-dusk", 400, 210) != paint(scene, 400, 210)


@pytest.mark.whole
@pytest.mark.no_cover
def test_other_hues_draw_every_picture_again_as_a_build_from_nothing_does(content: Path, tmp_path: Path) -> None:
    cards = {"SHARING_CARDS": True}
    before = drawn(build(content, tmp_path / "long-lived", **cards))
    hues = {"IDENTITY_PRIMARY": BLUE.primary, "IDENTITY_ACCENT": BLUE.accent}
    after = drawn(build(content, tmp_path / "long-lived", **hues, **cards))
    assert after == drawn(build(content, tmp_path / "fresh", **hues, **cards))
    assert set(before.values()).isdisjoint(after.values())


def drawn(site: Site) -> dict[str, str]:
    """The digests of the landscapes and cards of a site, by path."""
    paths = [path for path in site.files() if path.startswith(("drawings/", "cards/"))]
    assert {path.partition("/")[0] for path in paths} == {"drawings", "cards"}
    return {path: digest((site.output / path).read_bytes()) for path in paths}
