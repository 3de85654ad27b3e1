"""Motifs of the town: rooftops, a quay, a square, an avenue."""

from __future__ import annotations

from random import Random

from placette.features.pictures import trees
from placette.features.pictures.buildings import gable, house, spire, viaduct, window
from placette.features.pictures.figures import person
from placette.features.pictures.ridges import Skyline
from placette.features.pictures.shapes import (
    HEIGHT,
    WIDTH,
    Disc,
    Patch,
    Shape,
    Shapes,
    Staging,
    Stroke,
    Tone,
    box,
    outline,
)


def rooftops(rng: Random, _ground: Skyline) -> Staging:
    """Roofs one behind the other, a steeple and its clock."""
    x = rng.choice((700, 790, 880))
    steeple = (*spire(x, 470, 58, 250, Tone.ACCENT), Disc(x, 300, 15, Tone.PALE))
    rows = (
        *_street(rng, range(340, 1260, 140), 470, Tone.MIDDLE),
        *steeple,
        *_street(rng, range(400, 1270, 160), 530, Tone.NEAR),
    )
    return Staging(behind=rows, front=_street(rng, range(420, 1270, 184), 610, Tone.FRONT))


def _street(rng: Random, places: range, foot: float, tone: Tone) -> Shapes:
    """A row of houses of uneven height, chimneys, some windows lit."""
    shapes: list[Shape] = []
    for x in places:
        tall, wide = rng.uniform(54, 128), places.step * 0.94
        roof = Tone.ACCENT if tone is not Tone.MIDDLE and rng.random() < 0.4 else tone
        shapes += rng.choice((gable, house, house))(x, foot, wide, tall, roof, wall=tone)
        if rng.random() < 0.3:
            shapes.append(window(x + rng.choice((-1, 1)) * wide * 0.2, foot - tall * 0.7, 10, 14))
    return tuple(shapes)


def quay(rng: Random, _ground: Skyline) -> Staging:
    """The river, a stone bridge, the houses on the other bank."""
    y = rng.uniform(440, 456)
    river = box(-10, y + 22, WIDTH + 20, HEIGHT, Tone.PALE)
    bank = box(-10, y, WIDTH + 20, 24, Tone.FRONT)
    town = _street(rng, range(460, 1260, 96), y + 4, Tone.NEAR)
    bridge = viaduct((-30, WIDTH + 30), y + 6, HEIGHT, rng.randint(6, 8), Tone.FRONT)
    gleams = [
        Stroke(((x, v), (x + rng.uniform(20, 60), v)), 4, Tone.LAMP if rng.random() < 0.4 else Tone.FARTHEST)
        for v in range(int(y) + 44, 566, 12)
        for x in (rng.uniform(560, 1140),)
    ]
    lamps = [part for x in range(660, 1180, 160) for part in _lamp(x, y + 6, 66)]
    return Staging(front=(*town, bank, river, *gleams, *lamps, *bridge))


def _lamp(x: float, y: float, height: float) -> Shapes:
    """A street lamp."""
    return (Stroke(((x, y), (x, y - height)), 5, Tone.FRONT), Stroke(((x, y - height - 6),), 18, Tone.LAMP))


def square(rng: Random, _ground: Skyline) -> Staging:
    """A square with its fountain, plane trees, people who have time."""
    x = rng.uniform(740, 820)
    town = _street(rng, range(440, 1260, 108), 500, Tone.NEAR)
    ground = box(-10, 500, WIDTH + 20, HEIGHT - 500, Tone.PALE)
    crowns = [part for dx in (-250, 230) for part in trees.broad(rng, x + dx, 552, rng.uniform(170, 200), Tone.FRONT)]
    jet = outline("0,-60 0,-60 -40,-78 -52,-30 -52,-30", x, 552)
    other = outline("0,-60 0,-60 40,-78 52,-30 52,-30", x, 552)
    fountain = (
        Stroke(((x, 548), (x, 488)), 9, Tone.FRONT),
        Stroke(jet, 4, Tone.FARTHEST, smooth=True),
        Stroke(other, 4, Tone.FARTHEST, smooth=True),
        Patch(outline("-86,-30 86,-30 70,4 -70,4", x, 552), Tone.ACCENT),
    )
    crowd = [
        limb
        for _ in range(4)
        for limb in person(x + rng.choice((-1, 1)) * rng.uniform(110, 190), 566, rng.choice((62, 70)))
    ]
    return Staging(front=(*town, ground, *crowns, *fountain, *crowd))


def avenue(rng: Random, _ground: Skyline) -> Staging:
    """An avenue between tall houses, its trees, a tram on its way."""
    x, top = rng.uniform(760, 840), 440.0
    sides: list[Shape] = []
    for step in (0.18, 0.34, 0.58, 0.95):
        for side in (-1, 1):
            at, foot, tall = x + side * (60 + 420 * step), top + 120 * step, 90 + 240 * step
            wall = Tone.NEAR if step < 0.5 else Tone.FRONT
            sides += house(
                at + side * 46 * step, foot, 60 + 150 * step, tall * rng.uniform(0.8, 1), Tone.ACCENT, wall=wall
            )
            panes = ((dx, up) for dx in (16, 76) for up in (0.32, 0.56))
            sides += [
                window(at + side * dx * step, foot - tall * up, 8 + 10 * step, 12 + 14 * step) for dx, up in panes
            ]
    road = Patch(((x - 12, top), (x + 12, top), (x + 330, 640), (x - 330, 640)), Tone.PALE)
    size = rng.uniform(0.85, 1.15)
    wheels = [Stroke(((x + dx * size, 534),), 8, Tone.PALE) for dx in (-20, 20)]
    tram: Shapes = (
        Patch(outline("-34,0 -30,-76 30,-76 34,0", x, 540, size), Tone.ACCENT),
        Patch(outline("-24,-34 -22,-66 22,-66 24,-34", x, 540, size), Tone.LAMP),
        *wheels,
    )
    rails = [Stroke(((x + dx, 470), (x + dx * 7, 600)), 4, Tone.FARTHEST) for dx in (-6, 6)]
    return Staging(front=(*sides, road, *rails, *tram))
