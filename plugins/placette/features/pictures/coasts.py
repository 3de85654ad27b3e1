"""Motifs of the sea: a lighthouse, sails, a harbour, a shore with its cabins."""

from __future__ import annotations

from random import Random

from placette.features.pictures import trees
from placette.features.pictures.buildings import gable, house, window
from placette.features.pictures.ridges import Skyline, land, lens
from placette.features.pictures.shapes import HEIGHT, WIDTH, Patch, Shape, Shapes, Staging, Stroke, Tone, box, outline


def lighthouse(rng: Random, _ground: Skyline) -> Staging:
    """A lighthouse on its rock, a sail far out."""
    x, y = rng.uniform(720, 880), rng.uniform(396, 424)
    rock = ((x - 330, 640), (x - 230, 560), (x - 120, y + 60), (x - 70, y), (x + 80, y - 4), (x + 170, y + 70))
    cliff = Patch((*rock, (x + 300, 570), (x + 420, 640)), Tone.NEAR, smooth=True)
    keeper = (*house(x + 76, y + 12, 74, 34, Tone.ACCENT), window(x + 66, y - 4, 10, 13))
    sail = boat(x - rng.uniform(330, 480), y + 30, rng.uniform(0.4, 0.6))
    return Staging(front=(*_sea(rng, y - 26), *sail, cliff, *keeper, *_tower(x, y + 8, rng.uniform(190, 240))))


def _tower(x: float, y: float, height: float) -> Shapes:
    """A tower with two bands, its gallery and its lamp."""
    body = outline("-0.14,0 -0.085,-1 0.085,-1 0.14,0", x, y, height)
    bands = (
        Patch(outline(f"-{w},-{low} -{v},-{high} {v},-{high} {w},-{low}", x, y, height), Tone.ACCENT)
        for low, high, w, v in ((0.28, 0.46, 0.124, 0.114), (0.66, 0.84, 0.103, 0.094))
    )
    top = y - height
    return (
        Patch(body, Tone.FRONT),
        *bands,
        Stroke(((x - 26, top), (x + 26, top)), 8, Tone.FRONT),
        box(x - 14, top - 30, 28, 28, Tone.LAMP),
        Patch(outline("-22,-30 0,-54 22,-30", x, top), Tone.ACCENT),
    )


def sails(rng: Random, _ground: Skyline) -> Staging:
    """The open sea and its boats, from far to near."""
    shore = rng.uniform(390, 410)
    fleet: list[Shape] = []
    for step, place in enumerate(rng.sample(range(400, 1100, 140), rng.randint(3, 5))):
        fleet += boat(place + rng.uniform(-30, 30), shore + 16 + step * 28, 0.4 + step * 0.24)
    return Staging(front=(*_sea(rng, shore), *fleet))


def harbour(rng: Random, _ground: Skyline) -> Staging:
    """Houses along the quay, boats at anchor below it."""
    quay = rng.uniform(446, 462)
    row: list[Shape] = []
    for place in range(520, 1240, 88):
        tall = rng.uniform(64, 118)
        roof = rng.choice((Tone.ACCENT, Tone.MIDDLE, Tone.FRONT))
        row += rng.choice((gable, house))(place, quay, 80, tall, roof, wall=Tone.NEAR)
        row += [window(place + dx, quay - tall * 0.6, 10, 15) for dx in (-16, 16) if rng.random() < 0.7]
    wall = box(470, quay, WIDTH, 38, Tone.FRONT)
    boats: list[Shape] = []
    for berth in (rng.uniform(430, 520), rng.uniform(650, 760), rng.uniform(880, 1000)):
        boats += boat(berth, quay + rng.uniform(66, 92), rng.uniform(0.7, 0.95))
    return Staging(front=(*_sea(rng, quay - 20), *row, wall, *boats))


def shore(rng: Random, _ground: Skyline) -> Staging:
    """A beach between dunes, striped cabins, high grass."""
    line, x = rng.uniform(408, 424), rng.uniform(640, 720)
    dune = ((-60, 560), (200, 548), (470, 520), (620, 470), (820, 446), (1060, 458), (1300, 440))
    cabins: list[Shape] = []
    for place in range(rng.randint(3, 4)):
        left, tone = x + place * 96, rng.choice((Tone.ACCENT, Tone.FRONT))
        cabins += gable(left, 484, 62, 58, Tone.FRONT, wall=tone)
        cabins += [Stroke(((left + dx, 492), (left + dx, 434)), 6, Tone.PALE) for dx in (-16, 0, 16)]
    grass = [blade for _ in range(5) for blade in trees.reeds(rng, rng.uniform(380, 1180), 566, Tone.FRONT)]
    sail = boat(rng.uniform(360, 560), line + 20, rng.uniform(0.3, 0.45))
    return Staging(front=(*_sea(rng, line), *sail, land(dune, Tone.NEAR), *cabins, *grass))


def _sea(rng: Random, horizon: float) -> Shapes:
    """The sea from the horizon on, with its glitter."""
    glitter = [
        Stroke(((x, y), (x + rng.uniform(30, 90 + (y - horizon)), y)), 3, Tone.FARTHEST)
        for y in range(int(horizon) + 24, 560, 12)
        for x in (rng.uniform(0, WIDTH),)
    ]
    mirror = lens(rng.uniform(300, 800), horizon + 4, 1100, 36, Tone.FARTHEST)
    return (box(-10, horizon, WIDTH + 20, HEIGHT - horizon, Tone.PALE), mirror, *glitter)


def boat(x: float, y: float, size: float) -> Shapes:
    """A boat under sail; at size 1 its mast is 150 units high."""
    return (
        Stroke(outline("-3,-150 -3,-10", x, y, size), 5 * size, Tone.FRONT),
        Patch(outline("3,-146 66,-30 3,-24", x, y, size), Tone.ACCENT),
        Patch(outline("-9,-124 -54,-28 -9,-24", x, y, size), Tone.DISC),
        Patch(outline("-62,-16 70,-16 46,12 -44,12", x, y, size), Tone.FRONT),
    )
