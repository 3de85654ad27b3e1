"""Motifs of a river's bank and of the forest's edge."""

from __future__ import annotations

from random import Random

from placette.features.pictures import trees
from placette.features.pictures.buildings import house, window
from placette.features.pictures.figures import person
from placette.features.pictures.ridges import Skyline, land, level
from placette.features.pictures.shapes import Patch, Shape, Shapes, Staging, Stroke, Tone, outline


def river(rng: Random, ground: Skyline) -> Staging:
    """A river in its bends, poplars, a flat boat, somebody who fishes."""
    x = rng.uniform(700, 780)
    top = level(ground, x) - 6
    bank = land(tuple((px, py - 4) for px, py in ground), Tone.NEAR)
    way = (
        "-6,0 -6,0 60,10 150,24 60,44 -160,62 -250,92 -60,124 330,150 520,230 520,230"
        " -420,230 -420,230 -330,170 -420,130 -520,96 -330,58 -20,44 40,26 -40,14 6,0 6,0"
    )
    stream = Patch(outline(way, x, top, 1, 0.6), Tone.PALE, smooth=True)
    rows = [
        part
        for dx, dy, tall in ((-150, 16, 70), (-96, 14, 80), (224, 20, 92), (266, 26, 112), (314, 32, 134))
        for part in trees.poplar(rng, x + dx, top + dy, tall * rng.uniform(0.9, 1.1), Tone.FRONT)
    ]
    home = (*house(x + 150, top + 14, 74, 34, Tone.ACCENT), window(x + 140, top - 4, 10, 13))
    hull = Patch(outline("-74,-10 -60,2 64,2 84,-16 74,14 -62,14", x - 190, top + 60), Tone.ACCENT)
    angler = (
        *person(x + 180, top + 80, 64),
        Stroke(outline("184,46 184,46 100,4 60,-14 20,30 14,66 14,66", x, top), 4, Tone.FRONT, smooth=True),
    )
    reeds = [blade for dx in (250, 290) for blade in trees.reeds(rng, x + dx, top + 96, Tone.FRONT)]
    return Staging(front=(bank, *home, stream, *rows, hull, *angler, *reeds))


def clearing(rng: Random, ground: Skyline) -> Staging:
    """A clearing at the edge of the wood: a deer, a pile of logs."""
    x = rng.uniform(690, 760)
    y = level(ground, x) + 66
    edge = tuple((px, py + 6) for px, py in ground)
    kinds = rng.choice(((trees.fir,), (trees.broad, trees.fir), (trees.broad,)))
    back = trees.wood(rng, edge, (-20, 1220), 13, 96, tone=Tone.NEAR, kinds=kinds)
    sides = [
        part
        for dx in (-330, 390)
        for part in kinds[0](rng, x + dx, y + rng.uniform(0, 30), rng.uniform(190, 240), Tone.FRONT)
    ]
    glade = Patch(outline("-300,30 -240,-20 0,-34 260,-24 400,20 300,66 0,80 -260,70", x, y), Tone.MIDDLE, smooth=True)
    logs: list[Shape] = []
    for row, count in enumerate((3, 2)):
        for place in range(count):
            spot = (x + 190 + row * 19 + place * 38, y + 26 - row * 32)
            logs += [Stroke((spot,), 38, Tone.FRONT), Stroke((spot,), 24, Tone.ACCENT)]
    return Staging(behind=back, front=(glade, *sides, *_deer(x - 40, y + 26, rng.choice((-1, 1)) * 104.0), *logs))


def _deer(x: float, y: float, size: float) -> Shapes:
    """A stag, its head up; ``size`` units long, towards the left if it is negative."""
    tall = abs(size)
    body = "-0.5,-0.62 0.3,-0.66 0.42,-1.0 0.5,-1.12 0.74,-1.02 0.72,-0.94 0.58,-0.92 0.5,-0.5 0.42,-0.4"
    legs = "0.4,0 0.32,0 0.3,-0.36 -0.3,-0.38 -0.38,0 -0.46,0 -0.48,-0.4 -0.56,-0.54"
    horns = (
        "0.48,-1.1 0.36,-1.3 0.42,-1.52",
        "0.4,-1.34 0.26,-1.42",
        "0.52,-1.1 0.62,-1.3 0.58,-1.52",
        "0.61,-1.32 0.74,-1.42",
    )
    return (
        Patch(outline(f"{body} {legs}", x, y, size, tall), Tone.ACCENT),
        *(Stroke(outline(offsets, x, y, size, tall), 5, Tone.ACCENT) for offsets in horns),
    )
