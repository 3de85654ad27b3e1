"""The parts of a drawn picture: flat shapes in scene coordinates, each with a tone instead of a colour.

A scene is 1200 × 600 units, y downwards. Curves are quadratic B-splines: the points given are their
control points, the curve passes halfway between two of them, and a point given twice makes a corner.
That form needs no handles, stays smooth at any size and is the shortest way to write a curve in SVG.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, NamedTuple

from placette import SettingError, code_version, digest, fields, kept_while, load_settings

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
    """Points around ``x``, ``y``, written as in SVG («-1,0 0,-2 1,0») and scaled in each direction."""
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

PALETTES = (DAWN, MEADOW, NIGHT, WHEAT, SLATE, HEATHER, DUSK, MIST)
_NAMES = tuple(palette.name for palette in PALETTES)
_SUITABLE = {
    fields.Motif.WINTER: ("slate", "heather", "dusk"),
    fields.Motif.FEAST: ("night", "night", "dusk", "heather"),
}


def suitable_palettes(motif: fields.Motif) -> tuple[str, ...]:
    """The names of the palettes that suit a motif; one named twice is chosen twice as often. Most may have any."""
    return _SUITABLE.get(motif, _NAMES)


GROUNDS = (Tone.FARTHEST, Tone.FAR, Tone.MIDDLE, Tone.NEAR, Tone.FRONT)  # from the horizon to the viewer's feet
_PULL = 48.0
"""The most degrees that grounds turn. A hue opposite to the territory's hardly turns: a field of wheat sets off a blue
town as it is, and neither way round leads to a plausible field."""
_FULL = 60.0  # from this many degrees between the territory's primary hue and the one drawn for, the pull is full
_GREY = 0.02  # chroma below which a colour looks grey
_APART = 0.065
"""Least difference (ΔE of OKLab) between an accent and a ground: just below the least in the hand-drawn palettes."""


@dataclass(frozen=True, slots=True)
class Hues:
    """The territory's two colours (``IDENTITY_*``); the defaults are those that the palettes were drawn for."""

    primary: str = "#1f5c4d"
    accent: str = "#a8432b"


class _Polar(NamedTuple):
    """A colour in OKLCH. The hue is in degrees, NaN for a grey."""

    lightness: float
    chroma: float
    hue: float


_Turn = tuple[float, float]
"""The degrees by which to turn a hue, and the share of its chroma to keep."""
DRAWN_FOR = Hues()
_SETTINGS = {"IDENTITY_PRIMARY", "IDENTITY_ACCENT"}
_AS_DRAWN = (0.0, 1.0)


def load_hues(given: Mapping[str, Any]) -> Hues:
    """Return the hues in a site's settings; raises ``SettingError`` for a value that isn't text."""
    return load_settings(Hues, "IDENTITY", {name: given[name] for name in sorted(_SETTINGS & given.keys())})


@cache
def palettes_for(hues: Hues) -> tuple[Palette, ...]:
    """Return all palettes in a territory's hues, computed once. Raises ``SettingError`` for an invalid colour."""
    if hues == DRAWN_FOR:
        return PALETTES

    def made() -> bytes:
        return json.dumps([tuned(palette, hues) for palette in PALETTES], default=astuple).encode()

    rows = json.loads(kept_while(__file__, f"palettes-{digest(repr(hues).encode())}.bin", code_version(), made))
    return tuple(Palette(name, tuple(day), tuple(night)) for name, day, night in rows)


def tuned(palette: Palette, hues: Hues) -> Palette:
    """Return a palette in a territory's hues, by day and by night; unchanged for the hues that it was drawn for.

    A grey changes nothing. Raises ``SettingError`` for an invalid colour.
    """
    primary, accent = _read("IDENTITY_PRIMARY", hues.primary), _read("IDENTITY_ACCENT", hues.accent)
    turns = dict.fromkeys(GROUNDS, _ground_turn(palette.day, primary))
    turns[Tone.ACCENT] = _accent_turn(palette.day, primary, accent)
    if not _stands_out(_turned(palette.day, turns)):
        del turns[Tone.ACCENT]
    return Palette(palette.name, _turned(palette.day, turns), _turned(palette.night, turns))


def _ground_turn(day: tuple[str, ...], primary: _Polar | None) -> _Turn:
    """Return how the grounds turn: all by the same angle, so that the palette keeps the order of its hues.

    The nearer the territory's hue is to the one that the palettes were drawn for, the less they turn.
    """
    if primary is None:
        return _AS_DRAWN
    need = min(1.0, abs(_between(_oklch(DRAWN_FOR.primary).hue, primary.hue)) / _FULL)
    colours = [_oklch(_toned(day, tone)) for tone in GROUNDS]
    across = sum(colour.chroma * math.cos(math.radians(colour.hue)) for colour in colours)
    up = sum(colour.chroma * math.sin(math.radians(colour.hue)) for colour in colours)
    way = _between(math.degrees(math.atan2(up, across)), primary.hue)
    return _PULL * need * math.sin(math.radians(way)), 1.0


def _accent_turn(day: tuple[str, ...], primary: _Polar | None, accent: _Polar | None) -> _Turn:
    """Return how an accent turns: with that one of the two colours that it was drawn from. It never gets gaudier."""
    here = _oklch(_toned(day, Tone.ACCENT)).hue
    pairs = ((_oklch(DRAWN_FOR.primary), primary), (_oklch(DRAWN_FOR.accent), accent))
    original, target = min(pairs, key=lambda pair: abs(_between(pair[0].hue, here)))
    if target is None:
        return _AS_DRAWN
    return _between(original.hue, target.hue), min(1.0, target.chroma / original.chroma)


def _stands_out(day: tuple[str, ...]) -> bool:
    """Return whether the accent is visible against the grounds: a red roof in a red field is lost."""
    accent = _color(_toned(day, Tone.ACCENT))
    return all(accent.delta_e(_toned(day, tone), method="ok") >= _APART for tone in GROUNDS[2:])


def _turned(row: tuple[str, ...], turns: Mapping[Tone, _Turn]) -> tuple[str, ...]:
    return tuple(_turn(colour, turns.get(tone, _AS_DRAWN)) for tone, colour in zip(Tone, row, strict=True))


def _turn(colour: str, turn: _Turn) -> str:
    """Return a colour with its hue turned; made paler if a screen couldn't show it."""
    if turn == _AS_DRAWN:
        return colour
    here = _oklch(colour)
    turned = _color("oklch", [here.lightness, here.chroma * turn[1], (here.hue + turn[0]) % 360])
    return str(turned.convert("srgb").fit().to_string(hex=True))


def _toned(row: tuple[str, ...], tone: Tone) -> str:
    return row[list(Tone).index(tone)]


def _between(start: float, end: float) -> float:
    return (end - start + 180) % 360 - 180


def _read(name: str, written: str) -> _Polar | None:
    """Return a colour as an editor wrote it; None for a grey, which has no visible hue."""
    try:
        colour = _oklch(written)
    except ValueError as error:
        raise SettingError(f"{name} = {written!r}: {error}") from error
    return colour if math.isfinite(colour.hue) and colour.chroma >= _GREY else None


def _oklch(written: str) -> _Polar:
    return _Polar(*map(float, _color(written).convert("oklch").coords()))


def _color(*written: Any) -> Any:
    """A colour of coloraide, which is slow to import, and not needed for the hues that the palettes were drawn for."""
    from coloraide import Color  # noqa: PLC0415

    return Color(*written)
