"""Skylines: the outlines of hills, volcanoes, crests and plateaux, one behind the other.

A skyline is a row of control points from left to right that overlaps the picture on both sides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import pi, sin
from random import Random

from placette_landscapes.shapes import HEIGHT, WIDTH, Patch, Point, Tone, outline

Skyline = tuple[Point, ...]
MARGIN = 60
_HORIZON = 440.0


def land(skyline: Skyline, tone: Tone, smooth: bool = True) -> Patch:
    """Return the area under a skyline down to the lower edge of the picture."""
    below = HEIGHT + MARGIN
    return Patch((*skyline, (skyline[-1][0] + MARGIN, below), (skyline[0][0] - MARGIN, below)), tone, smooth)


def level(skyline: Skyline, x: float) -> float:
    """Return the height of the ground (y) at ``x``."""
    for (left, y), (right, v) in pairwise(skyline):
        if left <= x <= right:
            return y + (v - y) * (x - left) / (right - left)
    return skyline[-1][1]


def _sampled(step: int, height: Callable[[float], float]) -> Skyline:
    return tuple((x, height(x)) for x in range(-MARGIN, WIDTH + MARGIN + step, step))


def rolling(rng: Random, y: float, relief: float) -> Skyline:
    """Return soft hills around a height: three waves of falling size, none in step with another."""
    waves = [
        (relief * size, rng.uniform(*lengths), rng.uniform(0, 2 * pi))
        for size, lengths in ((0.62, (900, 1500)), (0.28, (340, 560)), (0.1, (190, 280)))
    ]
    return _sampled(80, lambda x: y - sum(a * sin(2 * pi * x / length + phase) for a, length, phase in waves))


def puys(rng: Random, y: float, relief: float) -> Skyline:
    """Return a chain of volcanoes: cones with a crater, rounded domes, cones cut flat."""
    count = rng.randint(3, 4)
    cones = [
        Cone(
            WIDTH * (index + rng.uniform(0.2, 0.8)) / count,
            relief * rng.uniform(0.5, 1.0),
            rng.uniform(170, 240),
            rng.choice("ccdf"),
            rng.uniform(-0.1, 0.1),
        )
        for index in range(count)
    ]
    places = {float(x) for x in range(-MARGIN, WIDTH + MARGIN + 1, 40)}
    rims = [x for cone in cones if cone.kind != "d" for x in (cone.x - cone.rim, cone.x + cone.rim)]
    return tuple((x, y - max(cone.height_at(x) for cone in cones)) for x in sorted([*places, *rims, *rims]))


@dataclass(frozen=True, slots=True)
class Cone:
    """A volcano: ``kind`` c has a crater, d is a dome, f is cut flat; ``tilt`` lifts one side of the rim."""

    x: float
    height: float
    half: float
    kind: str
    tilt: float

    @property
    def rim(self) -> float:
        """Half the width of the summit."""
        return self.half * (0.2 if self.kind == "c" else 0.26)

    def height_at(self, x: float) -> float:
        """Return its height above its foot at ``x``."""
        away = abs(x - self.x)
        if self.kind == "d":
            return float(self.height * max(0.0, 1 - (away / self.half) ** 2) ** 1.5 * 1.1)
        if away > self.rim:
            return float(self.height * max(0.0, 1 - (away - self.rim) / self.half) ** 1.7)
        hollow = 0.16 * (1 - (away / self.rim) ** 2) if self.kind == "c" else 0.0
        return self.height * (1 - hollow + self.tilt * (x - self.x) / self.rim)


def crests(rng: Random, y: float, relief: float) -> Skyline:
    """Return steep crests: a broken line made by moving midpoints, less and less."""
    heights = [rng.uniform(-0.2, 0.2), rng.uniform(0.2, 0.6), rng.uniform(-0.3, 0.3)]
    reach = 0.55
    for _ in range(4):
        middles = [(a + b) / 2 + rng.uniform(-reach, reach) for a, b in pairwise(heights)]
        heights = [h for pair in zip(heights, middles, strict=False) for h in pair] + heights[-1:]
        reach *= 0.48
    step = (WIDTH + 2 * MARGIN) / (len(heights) - 1)
    return tuple((index * step - MARGIN, y - relief * h) for index, h in enumerate(heights))


def plateaux(rng: Random, y: float, relief: float) -> Skyline:
    """Return old lava flows: flat tops, short cliffs, long aprons."""
    steps = [(rng.uniform(60, 420), rng.uniform(0.5, 1.0)), (rng.uniform(560, 1150), rng.uniform(-0.6, -0.3))]
    tilt = rng.uniform(-0.03, 0.03)
    if rng.random() < 0.5:
        steps = [(x, -size) for x, size in steps]
    return _sampled(40, lambda x: y - relief * (0.35 + sum(_cliff(x - at, size) for at, size in steps)) + tilt * x)


def _cliff(x: float, size: float) -> float:
    """Return a rise of one size over 190 units: steep above, softer below."""
    share = min(1.0, max(0.0, x / 190 + 0.5))
    return float(size * (share**1.8 if size > 0 else 1 - (1 - share) ** 1.8) - size / 2)


def lowered(skyline: Skyline, share: float) -> Skyline:
    """Return a skyline from which a share of its height above the horizon is taken."""
    return tuple((x, y + (_HORIZON - y) * share) for x, y in skyline) if share else skyline


def lens(x: float, y: float, width: float, height: float, tone: Tone) -> Patch:
    """Return a long bank of mist, cloud or light around a point, with pointed ends."""
    tips = "-0.5,0 -0.5,0 -0.22,-0.6 0.2,-0.5 0.5,0.2 0.5,0.2 0.18,0.6 -0.25,0.5"
    return Patch(outline(tips, x, y, width, height), tone, smooth=True)
