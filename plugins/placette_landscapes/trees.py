"""Plants: firs, broad crowns, poplars, reeds and bare winter trees, as silhouettes."""

from __future__ import annotations

from collections.abc import Callable
from math import sin
from random import Random

from placette_landscapes.ridges import Skyline, level
from placette_landscapes.shapes import Patch, Shape, Shapes, Stroke, Tone, outline

NEARBY = 70  # height in units from which a tree shows its shape

Tree = Callable[[Random, float, float, float, Tone], Shapes]


def fir(rng: Random, x: float, y: float, height: float, tone: Tone) -> Shapes:
    """Return a fir: three tiers when it is near, a plain spire when it is small."""
    half = height * rng.uniform(0.17, 0.23)
    foot = y + 6
    if height < NEARBY:
        return (Patch(((x, y - height), (x + half, foot), (x - half, foot)), tone),)
    right = "0.5,-0.6 0.26,-0.6 0.78,-0.3 0.42,-0.3 1,-0.04"
    left = "-1,-0.04 -0.42,-0.3 -0.78,-0.3 -0.26,-0.6 -0.5,-0.6"
    tiers = Patch(outline(f"0,-1 {right} {left}", x, y, half, height), tone)
    return (tiers, Stroke(((x, y - 8), (x, foot)), 8, tone))


def broad(rng: Random, x: float, y: float, height: float, tone: Tone) -> Shapes:
    """Return a broad crown on a short trunk, such as an oak or a lime tree in a field; a ball when it is small."""
    if height < NEARBY:
        ball = Stroke(((x, y - height * 0.66),), 8 * round(height / 12), tone)
        return (ball, Stroke(((x, y + 4), (x, y - height * 0.5)), 4, tone))
    crown = "-1,-0.3 -1.15,-0.62 -0.7,-0.95 0,-1.06 0.8,-0.92 1.1,-0.6 0.9,-0.28 0,-0.2"
    return (
        Patch(outline(crown, x, y, height * rng.uniform(0.36, 0.44), height), tone, smooth=True),
        Stroke(((x, y + 4), (x, y - height * 0.35)), 14, tone),
    )


def poplar(rng: Random, x: float, y: float, height: float, tone: Tone) -> Shapes:
    """Return a poplar beside water or a road."""
    shape = outline("-1,0.02 -1.2,-0.5 0,-1.2 1.2,-0.5 1,0.02", x, y, height * rng.uniform(0.1, 0.14), height)
    return (Patch(shape, tone, smooth=True),)


def palm(rng: Random, x: float, y: float, height: float, tone: Tone) -> Shapes:
    """Return a coconut palm that leans, ``height`` being that of its crown; a tuft on a stem when it is small."""
    lean, reach = height * rng.uniform(0.12, 0.3) * rng.choice((-1, 1)), height * 0.4
    top = (x + lean, y - height)
    if height < NEARBY:
        return (Stroke(((x, y + 4), *outline("0,0 -1,0.5 0,0 1,0.5", *top, reach)), 4, tone),)
    stem = ((x, y + 6), (x, y + 6), (x + lean * 0.2, y - height * 0.5), top, top)
    half = "0.2,-0.68 0.24,-0.36 0.6,-0.56 0.5,-0.28 1,0.3 0.3,-0.1 0.56,0.74 0,0.04"
    crown = outline(f"0,-0.24 {half}", *top, reach), outline(f"0,-0.24 {half}", *top, -reach, reach)
    return (Stroke(stem, 4 * max(1, round(height / 80)), tone, smooth=True), *(Patch(side, tone) for side in crown))


def pine(rng: Random, x: float, y: float, height: float, tone: Tone) -> Shapes:
    """Return a stone pine: a flat crown on a long stem; a bar on it when it is small."""
    if height < NEARBY:
        return (Stroke(outline("0,0.1 0,-0.9 -0.3,-0.8 0.3,-0.8", x, y, height), 4, tone),)
    crown = "-1,-0.72 -0.5,-1.06 0.5,-1.06 1,-0.72 0.4,-0.68 -0.4,-0.68"
    stem = Stroke(((x, y + 4), (x, y - height * 0.76)), 4 * max(1, round(height / 60)), tone)
    return (Patch(outline(crown, x, y, height * rng.uniform(0.4, 0.5), height), tone, smooth=True), stem)


def bare(rng: Random, x: float, y: float, height: float, tone: Tone) -> Shapes:
    """Return a leafless tree: a trunk and six branches."""
    lines: list[Shape] = [Stroke(((x, y + 4), (x, y - height)), 8, tone)]
    for index in range(6):
        foot = y - height * (0.3 + 0.1 * index)
        side = 1 if index % 2 else -1
        reach = height * rng.uniform(0.26, 0.34) * (1 - 0.11 * index)
        lines.append(Stroke(((x, foot), (x + side * reach, foot - reach * 1.1)), 4, tone))
    return tuple(lines)


def reeds(rng: Random, x: float, y: float, tone: Tone) -> Shapes:
    """Return a tuft of reeds or high grass."""
    blades = []
    for _ in range(rng.randint(4, 6)):
        lean, tall = rng.uniform(-16, 16), rng.uniform(26, 58)
        foot = x + rng.uniform(-16, 16)
        blades.append(Stroke(((foot, y), (foot + lean, y - tall)), 4, tone))
    return tuple(blades)


def wood(
    rng: Random,
    ground: Skyline,
    span: tuple[float, float],
    count: int,
    height: float,
    *,
    tone: Tone,
    kinds: tuple[Tree, ...],
) -> Shapes:
    """Return trees along a skyline: bunched, of uneven height, the mean being ``height``."""
    left, right = span
    phase = rng.uniform(0, 6)
    trees: list[Shape] = []
    for _ in range(count):
        x = rng.uniform(left, right)
        tall = height * rng.uniform(0.6, 1.15) * (1 + 0.25 * sin(x / 60 + phase))
        trees += rng.choice(kinds)(rng, x, level(ground, x), tall, tone)
    return tuple(trees)
