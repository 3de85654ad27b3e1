"""Motifs of what a place has in common: the school, the town hall, the bus."""

from __future__ import annotations

from random import Random

from placette.features.pictures import trees
from placette.features.pictures.buildings import window
from placette.features.pictures.figures import person
from placette.features.pictures.ridges import Skyline, land, level
from placette.features.pictures.shapes import Disc, Patch, Shape, Shapes, Staging, Stroke, Tone, box, outline


def school(rng: Random, ground: Skyline) -> Staging:
    """A village school: its bell, its tall windows, children in the yard under a lime tree."""
    x = rng.uniform(740, 800)
    y = level(ground, x) + 24
    wings = [box(x + dx, y - 84, 150, 100, Tone.FRONT) for dx in (-232, 82)]
    roofs = [
        Patch(outline(f"{left},-84 {left + 26},-122 {left + 148},-122 {left + 174},-84", x, y), Tone.ACCENT)
        for left in (-244, 70)
    ]
    middle = box(x - 84, y - 132, 168, 148, Tone.FRONT)
    pediment = Patch(outline("-98,-128 0,-196 98,-128", x, y), Tone.ACCENT)
    bell = (
        box(x - 20, y - 232, 40, 54, Tone.FRONT),
        Patch(outline("-28,-230 0,-266 28,-230", x, y), Tone.ACCENT),
        Stroke(((x, y - 204),), 20, Tone.LAMP),
    )
    lights = [window(x + dx, y - 48, 24, 42) for dx in (-196, -152, -108, 118, 162, 206)]
    lights += [window(x + dx, y - 96, 22, 34) for dx in (-48, 0, 48)]
    door = box(x - 20, y - 58, 40, 74, Tone.ACCENT)
    yard = land(tuple((px, py + 34) for px, py in ground), Tone.PALE)
    crowd = [
        limb
        for place in rng.sample(range(-320, 320, 56), 5)
        for limb in _child(x + place, y + rng.uniform(38, 56), rng.choice((50, 58)), rng.random() < 0.5)
    ]
    lime = trees.broad(rng, x - rng.uniform(330, 360), y + 36, rng.uniform(190, 220), Tone.FRONT)
    return Staging(front=(*wings, *roofs, middle, *bell, pediment, *lights, door, yard, *lime, *crowd))


def _child(x: float, y: float, size: float, satchel: bool) -> Shapes:
    """A child, with a satchel or with a ball."""
    thing = (
        Stroke(outline("-0.2,-0.62 -0.2,-0.46", x, y, size), size * 0.24, Tone.ACCENT)
        if satchel
        else Stroke(((x + size * 0.5, y - 4),), 14, Tone.ACCENT)
    )
    return (thing, *person(x, y, size))


def hall(rng: Random, ground: Skyline) -> Staging:
    """A town hall: its clock, its balcony, the square where people talk."""
    x = rng.uniform(740, 800)
    y = level(ground, x) + 34
    body = box(x - 176, y - 150, 352, 166, Tone.FRONT)
    roof = Patch(outline("-192,-148 -150,-214 150,-214 192,-148", x, y), Tone.ACCENT)
    front = (
        Patch(outline("-66,10 -66,-196 0,-236 66,-196 66,10", x, y), Tone.FRONT),
        box(x - 26, y - 286, 52, 74, Tone.FRONT),
        Patch(outline("-34,-284 0,-330 34,-284", x, y), Tone.ACCENT),
        Disc(x, y - 256, 17, Tone.LAMP),
        Stroke(((x, y - 256), (x, y - 266)), 3, Tone.FRONT),
        Stroke(((x, y - 256), (x + 7, y - 252)), 3, Tone.FRONT),
    )
    lights: list[Shape] = [window(x + dx, y - v, 22, 36) for dx in (-144, -100, 100, 144) for v in (112, 46)]
    lights += [window(x + dx, y - 120, 20, 44) for dx in (-38, 0, 38)]
    door = Patch(outline("-24,14 -24,-44 0,-66 24,-44 24,14", x, y), Tone.ACCENT)
    balcony = Stroke(((x - 62, y - 86), (x + 62, y - 86)), 9, Tone.NEAR)
    square = land(tuple((px, py + 40) for px, py in ground), Tone.PALE)
    crowd = [
        limb
        for pair in rng.sample(range(-300, 300, 120), 3)
        for dx in (0, 30)
        for limb in person(x + pair + dx, y + rng.uniform(40, 54), rng.choice((58, 64)))
    ]
    limes = [part for dx in (-290, 290) for part in trees.broad(rng, x + dx, y + 26, rng.uniform(150, 180), Tone.FRONT)]
    return Staging(front=(body, roof, *front, *lights, door, balcony, square, *limes, *crowd))


def shuttle(rng: Random, ground: Skyline) -> Staging:
    """A small bus at its stop, and who waits for it."""
    x, y = rng.uniform(700, 760), 552.0
    road = land(tuple((px, 540 + (py - 470) * 0.1) for px, py in ground), Tone.PALE)
    body = outline("-176,-18 -176,-132 -164,-148 132,-148 150,-138 176,-74 178,-18", x, y)
    panes = [box(x + dx, y - 130, 62, 50, Tone.LAMP) for dx in (-162, -90, -18)]
    door = box(x + 58, y - 130, 48, 108, Tone.LAMP)
    screen = Patch(outline("116,-130 136,-130 160,-78 116,-78", x, y), Tone.LAMP)
    stripe = Stroke(((x - 172, y - 54), (x + 48, y - 54)), 8, Tone.PALE)
    wheels: list[Shape] = []
    for dx in (-112, 130):
        wheels += [Disc(x + dx, y - 10, 32, Tone.FRONT), Disc(x + dx, y - 10, 13, Tone.PALE)]
    stop = x + rng.uniform(270, 300)
    sign = (
        Stroke(((stop, y + 16), (stop, y - 170)), 7, Tone.FRONT),
        Disc(stop, y - 180, 30, Tone.ACCENT),
        Stroke(((stop - 14, y - 180), (stop + 14, y - 180)), 8, Tone.PALE),
    )
    bench = (
        Stroke(((stop + 40, y - 24), (stop + 150, y - 24)), 10, Tone.FRONT),
        *(Stroke(((stop + dx, y - 24), (stop + dx, y + 12)), 6, Tone.FRONT) for dx in (54, 136)),
    )
    people = (*person(stop - 44, y + 18, 92), *person(stop + 96, y + 12, 84))
    row = trees.wood(rng, ground, (420, 1220), 4, 90, tone=Tone.NEAR, kinds=(trees.broad, trees.poplar))
    return Staging(
        behind=row,
        front=(road, Patch(body, Tone.ACCENT), *panes, door, screen, stripe, *wheels, *sign, *bench, *people),
    )
