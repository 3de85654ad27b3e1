"""The parts of a drawn picture: flat shapes in scene coordinates, each with a tone instead of a colour.

A scene is 1200 × 600 units, y downwards. Curves are quadratic B-splines: the points given are their
control points, the curve passes halfway between two of them, and a point given twice makes a corner.
That form needs no handles, stays smooth at any size and is the shortest way to write a curve in SVG.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from placette import fields

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
    PALE = "f"  # clouds, mist, water, snow, paths: all that is lighter than the ground
    FARTHEST = "g"
    FAR = "h"
    MIDDLE = "i"
    NEAR = "j"
    FRONT = "k"
    LAMP = "l"
    ACCENT = "m"


@dataclass(frozen=True, slots=True)
class Patch:
    """A filled outline; ``smooth`` reads the points as control points of a closed curve."""

    points: tuple[Point, ...]
    tone: Tone
    smooth: bool = False


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
    """Return an upright rectangle from its upper left corner."""
    return Patch(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), tone)


def outline(offsets: str, x: float, y: float, across: float = 1, down: float | None = None) -> tuple[Point, ...]:
    """Return points around ``x``, ``y``, written as in SVG («-1,0 0,-2 1,0») and scaled in each direction."""
    height = across if down is None else down
    return tuple((x + dx * across, y + dy * height) for dx, dy in _offsets(offsets))


@lru_cache(maxsize=256)
def _offsets(written: str) -> tuple[Point, ...]:
    return tuple((float(dx), float(dy)) for dx, dy in (pair.split(",") for pair in written.split()))


def midpoints(points: tuple[Point, ...], *, closed: bool) -> list[Point]:
    """Return the points that the curve of these control points passes through: halfway along every side."""
    following = points[1:] + points[:1] if closed else points[1:]
    return [((x + u) / 2, (y + v) / 2) for (x, y), (u, v) in zip(points, following, strict=False)]


def _palette(name: str, day: str, night: str) -> Palette:
    """Return a palette from two rows of colours written in the order of `Tone`."""
    rows = tuple(tuple(f"#{colour}" for colour in row.split()) for row in (day, night))
    if any(len(row) != len(Tone) for row in rows):
        raise ValueError(f"palette {name}: a row needs {len(Tone)} colours")
    return Palette(name, *rows)


#   sky    halo   glow   disc   star   pale   farthest far middle near front lamp accent
DAWN = _palette(
    "dawn",
    "fcebd2 fbe2c1 f9d5aa f2a970 fcebd2 fff4e2 f3c49c dd9270 b85c4c 7c4257 452f4a ffe2a6 a8432b",
    "271f31 2e2437 382a3f e8b48c 93809a 43303f 4b3448 62404b 50303f 382439 1c1523 ffc978 b5533c",
)
MEADOW = _palette(
    "meadow",
    "f1f4e6 f0f0d4 f3eabf eec268 f1f4e6 fcfbf1 c8dac6 98bfa6 639c83 317561 17453a ffe9b0 c2543a",
    "13242a 162c31 1b363a cfe0c0 7fa39c 24433f 234844 2c5850 204a41 15342e 0b1d1a ffd98a c8603f",
)
NIGHT = _palette(
    "night",
    "2b2f55 31355e 3a3c69 f1e1bb b9b6d6 4d4d7f 4f4e85 6a5690 845889 463a69 201e3e ffd98f d9785c",
    "17192f 1b1e38 212343 ddcda8 8b89b0 2f3058 33335f 473b68 573c62 2e274a 12112a f6c878 b9604a",
)
WHEAT = _palette(
    "wheat",
    "fbf3de faeac8 f7deab e8935f fbf3de fffaec ebd6a6 d9ae6c bd8242 875429 48301f fff0c0 2f6d5c",
    "241f1b 2b251e 352c21 e5bd85 8f8371 4a3d2a 47392a 5b4628 4b3621 33251a 1a130f ffd07a 3f8a74",
)
SLATE = _palette(
    "slate",
    "eaf0f4 f0f2ef f5f0e2 f3cf98 eaf0f4 fbfcfd c9d7e2 9fb6ca 6f8fad 42658a 21405f ffe3a0 b8503a",
    "161f2a 1a2633 202f3e dfe4e2 8397ab 3a4d60 2b3d50 38506a 2a4159 1b2d42 0e1927 ffd489 c05f45",
)
HEATHER = _palette(
    "heather",
    "f7ebe7 f7e2da f6d5c7 e48f74 f7ebe7 fef6f1 e0c5ce bf95ac 976789 6a4468 392642 ffe0b0 b8642a",
    "231c2b 2a2132 33283b e3b0a0 8e7f98 46364c 42334a 584060 48324f 312339 19121f ffcc8a c17a3f",
)
DUSK = _palette(
    "dusk",
    "d3e2dd e5e1ca f3d9a9 ee9f5c d3e2dd f6eed9 a4c1bb 729e9f 477a84 2a5566 17314a ffe2a0 b5473a",
    "14222b 192932 1f333b eab07a 7b98a0 284552 254250 2f5361 224353 163041 0b1a28 ffd080 bf5a48",
)
MIST = _palette(
    "mist",
    "f3f0e7 f1e9da efdec8 d67d5a f3f0e7 fcfaf5 d8d7ca b4bbaa 84907d 4f6358 2a3a35 fff0c4 a8432b",
    "1c2021 212625 292c29 dca98c 878d86 353c39 343b37 434c45 353f39 252d2a 121716 ffd591 b9573f",
)

PALETTES = {palette.name: palette for palette in (DAWN, MEADOW, NIGHT, WHEAT, SLATE, HEATHER, DUSK, MIST)}
_NAMES = tuple(PALETTES)
_SUITABLE = {
    fields.Motif.WINTER: ("slate", "heather", "dusk"),
    fields.Motif.FEAST: ("night", "night", "dusk", "heather"),
}


def suitable_palettes(motif: fields.Motif) -> tuple[str, ...]:
    """Return the names of palettes that suit a motif, those to choose more often twice; most may have any."""
    return _SUITABLE.get(motif, _NAMES)
