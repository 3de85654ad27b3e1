"""Motifs of farmed land: fields, an orchard, a farm, a windmill, a canal."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random

from placette.features.pictures import trees
from placette.features.pictures.buildings import gable, house, window
from placette.features.pictures.ridges import Skyline, land, level
from placette.features.pictures.shapes import Patch, Shape, Shapes, Staging, Stroke, Tone, box, outline


def fields(rng: Random, ground: Skyline) -> Staging:
    """Strips of fields that run to the hedge, and bales left on them."""
    x, top = rng.uniform(620, 900), rng.uniform(440, 452)
    slope = tuple((px, top + (py - top) * 0.3) for px, py in ground)
    tones = (Tone.MIDDLE, Tone.FAR) if rng.random() < 0.5 else (Tone.FAR, Tone.DISC)
    strips = [
        Patch(((x + k * 26, top + 10), (x + k * 26 + 22, top + 10), (x + k * 190 + 130, 640), (x + k * 190, 640)), tone)
        for k, tone in zip(range(-7, 8, 2), tones * 4, strict=True)
    ]
    bales: list[Shape] = []
    for _ in range(rng.randint(4, 6)):
        near = rng.uniform(0.15, 1)
        spot = (rng.uniform(460, 1140), 486 + near * 60)
        bales += [
            Stroke((spot,), 8 * round(2 + 4 * near), Tone.FRONT),
            Stroke((spot,), 4 * round(1 + 4 * near), Tone.LAMP),
        ]
    hedge = trees.wood(rng, slope, (-20, 1220), 16, 46, tone=Tone.FRONT, kinds=(trees.broad,))
    return Staging(front=(land(slope, Tone.NEAR), *strips, *hedge, *bales))


def orchard(rng: Random, ground: Skyline) -> Staging:
    """Rows of round trees with their fruit, larger as they come near, and a ladder."""
    rows: list[Shape] = []
    for row, (y, gap, tall) in enumerate(((486, 138, 80), (532, 192, 122))):
        for place in range(440 + 30 * row, 1230, gap):
            x = place + rng.uniform(-14, 14)
            rows += trees.broad(rng, x, y, tall * rng.uniform(0.92, 1.08), Tone.FRONT)
            spots = ((-0.2, 0.55), (0.18, 0.72), (0.1, 0.42))
            rows += [Stroke(((x + dx * tall, y - dy * tall),), 6 + 3 * row, Tone.ACCENT) for dx, dy in spots]
    x = rng.uniform(600, 900)
    rungs = [
        Stroke(((x - 11 + k * 2, 560 - k * 22), (x + 13 + k * 2, 560 - k * 22)), 4, Tone.PALE) for k in range(1, 5)
    ]
    rails = [Stroke(((x + dx, 566), (x + dx + 11, 446)), 4, Tone.PALE) for dx in (-14, 14)]
    back = trees.wood(rng, ground, (0, 1200), 3, 44, tone=Tone.NEAR, kinds=(trees.broad,))
    return Staging(behind=back, front=(*rows, *rails, *rungs))


def farm(rng: Random, ground: Skyline) -> Staging:
    """A farmhouse, its barn, a tall tree, a fence down to the road."""
    x = rng.uniform(720, 840)
    y = level(ground, x) + 26
    home = (*house(x, y, 150, 58, Tone.ACCENT), *(window(x + dx, y - 30, 13, 18) for dx in (-44, 0, 44)))
    barn = (*gable(x + 168, y + 4, 128, 70, Tone.MIDDLE), box(x + 148, y - 40, 40, 56, Tone.NEAR))
    tree = trees.broad(rng, x - rng.uniform(130, 170), y + 6, rng.uniform(150, 190), Tone.FRONT)
    road = Patch(outline("-16,10 16,10 90,120 240,240 40,240 -40,120", x - 50, y, rng.choice((-1, 1)), 1), Tone.PALE)
    posts = [Stroke(((px, 520 + k * 3), (px, 552 + k * 3)), 5, Tone.FRONT) for k, px in enumerate(range(420, 640, 44))]
    rail = Stroke(((404, 528), (620, 546)), 4, Tone.FRONT)
    return Staging(front=(road, *barn, *home, *tree, *posts, rail))


def windmill(rng: Random, ground: Skyline) -> Staging:
    """A windmill on its mound, above the corn."""
    x = rng.uniform(720, 860)
    y = level(ground, x) - 6
    mound = ((-60, 520), (x - 420, 516), (x - 180, y + 16), (x, y - 8), (x + 180, y + 14), (x + 460, 512), (1340, 520))
    tower = Patch(outline("-44,20 -28,-128 28,-128 44,20", x, y), Tone.FRONT)
    cap = Patch(outline("-34,-124 0,-172 34,-124", x, y), Tone.ACCENT)
    ears = [
        Stroke(((px, 560), (px + rng.uniform(-6, 6), 560 - rng.uniform(26, 48))), 4, Tone.DISC)
        for px in range(400, 1200, 26)
    ]
    lights = (window(x, y - 76, 12, 18), window(x, y - 24, 16, 30))
    turning = _wings(x, y - 130, rng.uniform(104, 122), rng.uniform(0.2, 1.3))
    return Staging(front=(land(mound, Tone.NEAR), tower, cap, *lights, *turning, *ears))


def _wings(x: float, y: float, reach: float, turn: float) -> Shapes:
    """Four wings, each an arm and its sailcloth."""
    shapes: list[Shape] = []
    for quarter in range(4):
        c, s = cos(turn + quarter * pi / 2), sin(turn + quarter * pi / 2)
        tip = (x + reach * c, y + reach * s)
        root = (x + reach * 0.25 * c, y + reach * 0.25 * s)
        cloth = (root, tip, (tip[0] - 20 * s, tip[1] + 20 * c), (root[0] - 20 * s, root[1] + 20 * c))
        shapes += [Patch(cloth, Tone.PALE), Stroke(((x, y), tip), 6, Tone.FRONT)]
    return tuple(shapes)


def canal(rng: Random, ground: Skyline) -> Staging:
    """A canal between rows of poplars, a steeple at its end, a barge."""
    x, top = rng.uniform(700, 800), rng.uniform(452, 462)
    bank = tuple((px, top + (py - top) * 0.2) for px, py in ground)
    water = Patch(((x - 8, top + 4), (x + 8, top + 4), (x + 260, 640), (x - 220, 640)), Tone.PALE)
    rows: list[Shape] = []
    for step in (0.1, 0.16, 0.25, 0.4, 0.62, 0.95):
        for side in (-1, 1):
            spot = (x + side * (26 + 330 * step), top + 110 * step)
            rows += trees.poplar(rng, *spot, 70 + 330 * step * rng.uniform(0.8, 1), Tone.FRONT)
    steeple = Patch(outline("-9,4 -9,-40 0,-74 9,-40 9,4", x + rng.uniform(-60, 60), top), Tone.FRONT)
    barge = Patch(outline("-46,-16 52,-16 40,8 -38,8", x + rng.uniform(-10, 30), 540), Tone.ACCENT)
    cabin = box(x - 24, 506, 34, 20, Tone.FRONT)
    return Staging(front=(land(bank, Tone.NEAR), steeple, water, *rows, barge, cabin))
