"""Motifs of open country: volcanoes, forest, lake, path, pasture, snow."""

from __future__ import annotations

from random import Random

from placette.features.pictures import trees
from placette.features.pictures.buildings import house, smoke, window
from placette.features.pictures.figures import cow, paraglider, walker
from placette.features.pictures.ridges import Skyline, land, lens, level
from placette.features.pictures.shapes import HEIGHT, WIDTH, Patch, Shape, Shapes, Staging, Stroke, Tone, box, outline


def puys(rng: Random, _ground: Skyline) -> Staging:
    """Paragliders above the volcanoes."""
    wings: list[Shape] = []
    for index in range(rng.randint(2, 3)):
        wings += paraglider(620 + index * 150 + rng.uniform(-50, 50), rng.uniform(120, 250), rng.uniform(22, 44))
    return Staging(front=tuple(wings))


def forest(rng: Random, ground: Skyline) -> Staging:
    """Two depths of wood, firs or broad crowns."""
    kinds = rng.choice(((trees.fir,), (trees.fir, trees.fir, trees.broad), (trees.broad, trees.fir)))
    edge = tuple((x, y + 4) for x, y in ground)
    slope = tuple((x, y + 84) for x, y in ground)
    return Staging(
        behind=trees.wood(rng, edge, (-20, WIDTH + 20), 20, 58, tone=Tone.NEAR, kinds=kinds),
        front=trees.wood(rng, slope, (480, WIDTH + 20), 7, 190, tone=Tone.FRONT, kinds=kinds),
    )


def water(rng: Random, _ground: Skyline) -> Staging:
    """A lake with its glitter, a sailing boat, reeds on the shore."""
    shore = rng.uniform(430, 450)
    lake = box(-10, shore, WIDTH + 20, HEIGHT - shore, Tone.PALE)
    mirror = lens(rng.uniform(300, 800), shore + 4, 1100, 44, Tone.FARTHEST)
    glitter = [
        Stroke(((x, y), (x + rng.uniform(30, 60 + (y - shore)), y)), 3, Tone.FARTHEST)
        for y in range(int(shore) + 26, 566, 9)
        for x in (rng.uniform(0, WIDTH),)
    ]
    reeds = [
        blade
        for index in range(3)
        for blade in trees.reeds(rng, rng.uniform(900, 1150) - 860 * (index == 2), 572, Tone.FRONT)
    ]
    return Staging(front=(lake, mirror, *glitter, *_boat(rng.uniform(690, 860), shore + 50), *reeds))


def _boat(x: float, y: float) -> Shapes:
    """A small boat under sail."""
    return (
        Stroke(((x - 3, y - 112), (x - 3, y - 10)), 4, Tone.FRONT),
        Patch(outline("2,-108 54,-24 2,-20", x, y), Tone.ACCENT),
        Patch(outline("-8,-92 -42,-22 -8,-20", x, y), Tone.DISC),
        Patch(outline("-50,-12 58,-12 38,10 -36,10", x, y), Tone.FRONT),
    )


def path(rng: Random, _ground: Skyline) -> Staging:
    """A path that climbs to the pass, two walkers, a cairn."""
    x, y = rng.uniform(800, 900), rng.uniform(366, 384)
    hill = ((-60, 500), (260, 496), (520, 462), *outline("-150,22 0,0 120,-16 260,12", x, y), (1320, 430))
    left = "0,0 0,0 -60,22 30,40 40,56 -150,76 -230,112 -210,146 -420,270"
    right = "-120,270 -70,150 -120,116 -50,88 130,64 140,40 -10,20 8,0 8,0"
    way = Patch(outline(f"{left} {right}", x, y), Tone.PALE, smooth=True)
    people = (*walker(x - 190, y + 164, 92), *walker(x - 104, y + 142, 84))
    return Staging(front=(land(hill, Tone.NEAR), way, *_cairn(x + 110, y - 20), *people))


def _cairn(x: float, y: float) -> Shapes:
    """A heap of four flat stones."""
    stones = ("-24,0 24,0", "-17,-15 17,-15", "-10,-30 10,-30", "-3,-45 3,-45")
    return tuple(Stroke(outline(offsets, x, y), 15, Tone.FRONT) for offsets in stones)


def pasture(rng: Random, ground: Skyline) -> Staging:
    """A stone hut of the high pastures and its herd."""
    x = rng.uniform(720, 820)
    y = level(ground, x) + 14
    chimney = box(x + 44, y - 118, 22, 40, Tone.FRONT)
    thread = smoke(x + 55, y - 124, rng.choice((-44, 44)))
    herd: list[Shape] = []
    for meadow in (360, 470, 580, 960, 1070):
        spot, facing, size = meadow + rng.uniform(-40, 40), rng.choice((-1, 1)), rng.uniform(58, 76)
        hide = rng.choice((Tone.ACCENT, Tone.ACCENT, Tone.FRONT))
        herd += cow(spot, level(ground, spot) + rng.uniform(42, 78), size, facing, hide)
    hut = (*house(x, y, 170, 44, Tone.ACCENT), chimney, window(x - 30, y - 20, 15, 18))
    return Staging(front=(*hut, *thread, *herd))


def winter(rng: Random, ground: Skyline) -> Staging:
    """A house in the snow with lit windows, bare trees, flakes."""
    x = rng.uniform(720, 840)
    y = level(ground, x) + 44
    snow = land(tuple((px, py + 4) for px, py in ground), Tone.PALE)
    thread = smoke(x + 46, y - 154, rng.choice((-46, 46)), Tone.FARTHEST)
    wood = [
        branch
        for spot in (x - 250, x - 170, x + 190)
        for branch in trees.bare(rng, spot, level(ground, spot) + 44, rng.uniform(130, 190), Tone.FRONT)
    ]
    flakes = (Stroke(((rng.uniform(0, WIDTH), rng.uniform(20, 450)),), 6, Tone.PALE) for _ in range(24))
    return Staging(front=(snow, *wood, *_snowed_house(x, y), *thread, *flakes))


def _snowed_house(x: float, y: float) -> Shapes:
    """A house with snow on its roof."""
    load = outline("-82,-68 -50,-120 50,-120 82,-68 40,-78 -40,-74", x, y)
    lights = (window(x + dx, y - 30, 18, 24) for dx in (-40, 0, 40))
    chimney = box(x + 36, y - 150, 20, 40, Tone.FRONT)
    return (*house(x, y, 150, 66, Tone.FRONT), chimney, Patch(load, Tone.GLOW), *lights)
