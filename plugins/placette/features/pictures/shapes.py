"""What a drawn picture is made of: flat shapes in scene coordinates, each with a tone instead of a colour.

A scene is 1200 × 600 units, y downwards. Curves are quadratic B-splines: the points given are their
control points, the curve passes halfway between two of them, and a point given twice makes a corner.
That form needs no handles, stays smooth at any size and is the shortest way to write a curve in SVG.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

WIDTH = 1200
HEIGHT = 600

Point = tuple[float, float]


class Tone(StrEnum):
    """A role in the picture, to which a palette gives a colour by day and by night. The value is its SVG class."""

    SKY = "a"
    HALO = "b"
    GLOW = "c"
    DISC = "d"
    STAR = "e"
    PALE = "f"
    """Clouds, mist, water, snow, paths: whatever is lighter than the ground."""
    FARTHEST = "g"
    FAR = "h"
    MIDDLE = "i"
    NEAR = "j"
    FRONT = "k"
    LAMP = "l"
    ACCENT = "m"


@dataclass(frozen=True, slots=True)
class Patch:
    """A filled outline; ``smooth`` reads the points as control points of a closed curve.

    ``across`` is true of all that lies under a skyline from side to side; its last two points are corners below it.
    """

    points: tuple[Point, ...]
    tone: Tone
    smooth: bool = False
    across: bool = False


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle."""

    x: float
    y: float
    radius: float
    tone: Tone


@dataclass(frozen=True, slots=True)
class Stroke:
    """A stroke with round ends; a single point makes a dot as wide as the stroke."""

    points: tuple[Point, ...]
    width: float
    tone: Tone
    smooth: bool = False


Shape = Patch | Disc | Stroke
Shapes = tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Staging:
    """A motif's shapes: behind the near hill, which hides their feet, and in front of it."""

    behind: Shapes = ()
    front: Shapes = ()


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours (``#rrggbb``) of one landscape in the order of `Tone`: by day, and for dark pages."""

    name: str
    day: tuple[str, ...]
    night: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole picture, back to front."""

    width: int
    height: int
    palette: Palette
    shapes: Shapes


def box(x: float, y: float, width: float, height: float, tone: Tone) -> Patch:
    """An upright rectangle from its upper left corner."""
    return Patch(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), tone)


def outline(offsets: str, x: float, y: float, across: float = 1, down: float | None = None) -> tuple[Point, ...]:
    """Points around ``x``, ``y``, written as in SVG («-1,0 0,-2 1,0») and scaled in each direction."""
    height = across if down is None else down
    return tuple((x + dx * across, y + dy * height) for dx, dy in _offsets(offsets))


@lru_cache(maxsize=256)
def _offsets(written: str) -> tuple[Point, ...]:
    return tuple((float(dx), float(dy)) for dx, dy in (pair.split(",") for pair in written.split()))


def midpoints(points: tuple[Point, ...], *, closed: bool) -> list[Point]:
    """The points that the curve of these control points passes through: halfway along every side."""
    following = points[1:] + points[:1] if closed else points[1:]
    return [((x + u) / 2, (y + v) / 2) for (x, y), (u, v) in zip(points, following, strict=False)]
