"""Motifs of hands and of water from the ground: a spring, lace, a blade, a tube of mercury."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random

from placette.features.pictures import trees
from placette.features.pictures.buildings import house, spire, window
from placette.features.pictures.ridges import Skyline, level
from placette.features.pictures.shapes import Disc, Patch, Shape, Shapes, Staging, Stroke, Tone, box, outline


def spring(rng: Random, ground: Skyline) -> Staging:
    """A wash-house: a roof on posts above its basin."""
    x = rng.uniform(740, 820)
    y = level(ground, x) + 62
    roof = Patch(outline("-190,-112 -128,-178 128,-178 190,-112", x, y), Tone.ACCENT)
    beam = box(x - 172, y - 114, 344, 13, Tone.FRONT)
    posts = [Stroke(((x + dx, y), (x + dx, y - 108)), 12, Tone.FRONT) for dx in (-152, -50, 50, 152)]
    wall = box(x + 60, y - 104, 92, 106, Tone.MIDDLE)
    spout = Stroke(outline("86,-66 62,-66", x, y), 9, Tone.FRONT)
    jet = Stroke(outline("60,-64 60,-64 40,-62 36,-22 36,-22", x, y), 7, Tone.PALE, smooth=True)
    basin = (box(x - 166, y - 26, 332, 42, Tone.FRONT), box(x - 152, y - 26, 304, 10, Tone.PALE))
    rings = [Stroke(((x + 36 - r, y - 21), (x + 36 + r, y - 21)), 3, Tone.FARTHEST) for r in (18, 44)]
    crown = trees.broad(rng, x + rng.uniform(250, 290), y + 6, rng.uniform(170, 210), Tone.FRONT)
    reeds = [blade for dx in (-260, -226, 240) for blade in trees.reeds(rng, x + dx, y + 24, Tone.FRONT)]
    return Staging(front=(*crown, wall, *posts, beam, roof, *basin, *rings, spout, jet, *reeds))


def lace(rng: Random, _ground: Skyline) -> Staging:
    """A lacemaker's cushion: the piece that grows on it, its pins, the bobbins that hang from it."""
    x, y = rng.uniform(740, 800), 452.0
    cushion = outline("-268,136 -286,96 -266,20 -196,-116 -96,-170 96,-170 196,-116 266,20 286,96 268,136", x, y)
    hem = Stroke(outline("-270,92 -140,106 0,110 140,106 270,92", x, y), 9, Tone.ACCENT, smooth=True)
    work: list[Shape] = [Patch(outline("-64,-186 64,-186 78,6 -78,6", x, y), Tone.STAR)]
    for row in range(4):
        v, half = y - 164 + row * 46, 66 + row * 4
        work += [Stroke(((x + side * half, v),), 36, Tone.STAR) for side in (-1, 1)]
        work += [_flower(x + dx, v + 22 * (not dx), 19) for dx in (-36, 0, 36)]
        work += [Stroke(((x + side * (half + 26), v),), 9, Tone.LAMP) for side in (-1, 1)]
    threads: list[Shape] = []
    bobbins: list[Shape] = []
    for index in range(9):
        start = (x - 70 + index * 17.5, y + 4)
        end = (x - 176 + index * 44, y + 26 + 22 * sin(pi * index / 8) + rng.uniform(-3, 3))
        threads.append(Stroke((start, end), 3, Tone.STAR))
        bobbins += _bobbin(*end, Tone.ACCENT if index % 2 else Tone.LAMP)
    return Staging(front=(Patch(cushion, Tone.FRONT, smooth=True), hem, *work, *threads, *bobbins))


def _flower(x: float, y: float, reach: float) -> Patch:
    """A four-leaved flower of lace: the ground seen through it."""
    turns = [pi * index / 4 for index in range(8)]
    spokes = [(reach if index % 2 else reach * 0.34) for index in range(8)]
    points = ((x + r * cos(turn), y + r * sin(turn)) for turn, r in zip(turns, spokes, strict=True))
    return Patch(tuple(points), Tone.MIDDLE)


def _bobbin(x: float, y: float, tone: Tone) -> Shapes:
    """A bobbin: a thin neck, a round belly."""
    return (Stroke(((x, y), (x, y + 30)), 6, tone), Stroke(((x, y + 26), (x, y + 42)), 16, tone))


def blade(rng: Random, _ground: Skyline) -> Staging:
    """An open folding knife, its sparks, the forge and its chimney behind."""
    x, y = rng.uniform(700, 760), rng.uniform(470, 486)
    forge = (
        *house(x + 300, 500, 190, 92, Tone.NEAR, wall=Tone.NEAR),
        box(x + 330, 330, 34, 110, Tone.NEAR),
        *(window(x + dx, 456, 20, 26) for dx in (256, 300, 344)),
    )
    tip = outline("-20,6 -60,-30 -250,-190 -318,-214 -290,-176 -110,-14 -50,34", x, y)
    edge = outline("-20,6 -50,34 -110,-14 -290,-176 -318,-214 -120,-30", x, y)
    handle = outline("-66,24 -30,-10 40,24 150,34 214,26 232,60 196,92 90,92 0,74", x, y)
    rivets = [Stroke(((x + dx, y + dy),), 14, Tone.LAMP) for dx, dy in ((-16, 28), (72, 60), (164, 62))]
    bolster = Patch(outline("-66,24 -30,-10 2,6 -22,56", x, y), Tone.FRONT)
    sparks = [
        Stroke(((x - 318 + dx, y - 214 + dy), (x - 318 + dx * 1.5, y - 214 + dy * 1.5)), 4, Tone.LAMP)
        for dx, dy in ((-26, -14), (-14, -32), (10, -36), (-34, 10), (-8, -58))
    ]
    parts = (Patch(tip, Tone.PALE), Patch(edge, Tone.DISC), Patch(handle, Tone.ACCENT, smooth=True))
    return Staging(behind=forge, front=(*parts, bolster, *rivets, *sparks))


def tube(rng: Random, ground: Skyline) -> Staging:
    """A tube of mercury in its bowl, its scale, and the summit where the air weighs less."""
    x, y = rng.uniform(700, 800), 526.0
    tall = rng.uniform(330, 360)
    high = y - 40 - tall * rng.uniform(0.62, 0.8)
    glass = Stroke(((x, y - 30), (x, y - 40 - tall)), 36, Tone.PALE)
    column = Stroke(((x, y - 30), (x, high)), 20, Tone.ACCENT)
    board = box(x + 34, y - 50 - tall, 62, tall - 4, Tone.FRONT)
    marks = [
        Stroke(((x + 44, v), (x + (70 if index % 5 else 84), v)), 4, Tone.LAMP)
        for index, v in enumerate(range(int(y - 30 - tall), int(y - 60), 20))
    ]
    pointer = Patch(outline("96,0 128,-16 128,16", x, high), Tone.ACCENT)
    bowl = outline("-96,-62 96,-62 80,-6 40,8 -40,8 -80,-6", x, y)
    rim = Stroke(((x - 92, y - 56), (x + 92, y - 56)), 12, Tone.ACCENT)
    table = (Stroke(((x - 220, y + 14), (x + 250, y + 14)), 22, Tone.FRONT),)
    legs = [Stroke(((x + dx, y + 20), (x + dx * 1.06, 620)), 14, Tone.FRONT) for dx in (-190, 220)]
    flask = (
        Disc(x - 150, y - 32, 36, Tone.PALE),
        box(x - 160, y - 100, 20, 50, Tone.PALE),
        Patch(outline("-34,-24 34,-24 22,-2 -22,-2", x - 150, y), Tone.FARTHEST),
    )
    tower = spire(x + 330, level(ground, x + 330) + 10, 40, 110, Tone.ACCENT, wall=Tone.NEAR)
    return Staging(
        behind=tower, front=(*table, *legs, *flask, board, *marks, pointer, glass, column, Patch(bowl, Tone.FRONT), rim)
    )
