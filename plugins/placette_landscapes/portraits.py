"""Drawn portraits, which people choose by number from a sheet: flat parts in few colours, legible at 32 px."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from PIL import Image

from placette import SettingError, load_settings
from placette_landscapes.printing import paint, render_svg
from placette_landscapes.shapes import (
    Disc,
    Palette,
    Patch,
    Point,
    Scene,
    Shape,
    Shapes,
    Stroke,
    Tone,
    box,
)

SIDE = 120
"""The side of a portrait, in units: pages cut it into a circle."""
_FINER = 4  # files have whole numbers
_HEX = re.compile("#[0-9a-f]{6}")
_NEARER, _UP = 1.14, 26  # how much larger than drawn the face is, and by how much it is raised

GROUND, SKIN, SHADE, HAIR, CLOTHES = Tone.SKY, Tone.HALO, Tone.GLOW, Tone.DISC, Tone.STAR
INK, MOUTH, CLOTH, GOLD, SEAM, FRAME = Tone.FARTHEST, Tone.FAR, Tone.MIDDLE, Tone.NEAR, Tone.FRONT, Tone.LAMP
"""What the tones of a landscape's palette are here. ``CLOTH`` is a scarf's or a hat's, ``SEAM`` a darker edge of it."""

_SKINS = MappingProxyType(
    {
        "1": ("#f9dcc4", "#e3b596"),
        "2": ("#eebf98", "#d39c72"),
        "3": ("#dba57a", "#b97f56"),
        "4": ("#b97f55", "#935f3b"),
        "5": ("#8a5a3a", "#684026"),
        "6": ("#5f4030", "#432a1e"),
    }
)
"""The skin and its shade, from the lightest."""
_HAIRS = MappingProxyType(
    {
        "k": "#231f26",
        "b": "#3d2a20",
        "c": "#74432a",
        "r": "#a8502c",
        "o": "#cfa55e",
        "g": "#97928e",
        "w": "#e6e1d8",
    }
)
"""Black, brown, chestnut, red, blond, grey, white."""
_GROUNDS = ("#f2d9b1", "#cfe3da", "#e9c7be", "#d5d8ea", "#efe3a9", "#dccfe3", "#c9dce8", "#e4d2c0")
_CLOTHES = MappingProxyType(
    {"n": "#2c4a6e", "p": "#843a4a", "y": "#c98f2c", "m": "#74486a", "k": "#2b2730", "s": "#6f8a4a", "t": "#3d7d85"}
)
"""Navy, plum, ochre, mauve, black, sage, teal; «1» and «2» are the site's own two colours."""


@dataclass(frozen=True, slots=True)
class Hues:
    """The site's own two colours (``IDENTITY_*``)."""

    primary: str = "#1f5c4d"
    accent: str = "#a8432b"


class DrawnPerson(NamedTuple):
    """A portrait in words: skin, colour of hair, shape of hair, colour of clothes, and up to two more parts."""

    skin: str
    hair: str
    shape: str
    clothes: str
    more: tuple[str, ...]


_SHEET = """
1 c bob n glasses | 2 r crop p beard | 4 k curls y earrings | 5 w crop 2
1 w bun k scarf | 3 b long m | 6 k shaved 1 beard glasses | 2 o cap s
1 r curls n glasses | 2 r bob p scarf | 4 k side y glasses | 5 g long 2
3 k veil t | 1 o waves 1 | 2 g bald n glasses | 6 k locks y
1 w waves m lines | 4 b crop t moustache | 5 k puffs p earrings | 2 c ponytail s
1 g side k glasses lines | 3 k bun 2 earrings | 6 w crop n lines | 1 b beret 1 scarf
2 b curls t beard | 4 k veil m glasses | 1 o plaits y | 5 k shaved s
3 w bob n lines glasses | 2 k fringe p | 1 r side 1 freckles | 6 k braids 2 earrings
3 g moustached k lines | 2 w bald s beard | 4 c long t | 1 k fringe n glasses
5 b bob y | 2 o ponytail 2 freckles | 1 g bun t glasses lines | 3 k turban p beard
6 g shaved m glasses lines | 1 c crop s | 2 k locks n beard | 4 w side 1 moustache
1 o bob k earrings | 3 r curls y freckles | 5 k waves t | 2 c hat m glasses
"""
"""The portraits in the order of their numbers, which never changes: profiles have them."""


def load_hues(settings: Mapping[str, Any]) -> Hues:
    """Return the hues in a site's settings, as ``#rrggbb``; raises ``SettingError`` for a value that is no colour."""
    names = sorted({"IDENTITY_PRIMARY", "IDENTITY_ACCENT"} & settings.keys())
    hues = load_settings(Hues, "IDENTITY", {name: settings[name] for name in names})
    return Hues(_hex("IDENTITY_PRIMARY", hues.primary), _hex("IDENTITY_ACCENT", hues.accent))


def _hex(name: str, written: str) -> str:
    if _HEX.fullmatch(written):
        return written
    from coloraide import Color  # noqa: PLC0415 - slow to import, and most sites write #rrggbb

    try:
        return str(Color(written).convert("srgb").fit().to_string(hex=True, alpha=False, compress=False))
    except ValueError as error:
        raise SettingError(f"{name} = {written!r}: {error}") from error


def _oval(x: float, y: float, across: float, down: float, tone: Tone) -> Patch:
    """Return an ellipse: eight control points, a little outside of it."""
    turn = ((1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7))
    return Patch(tuple((x + dx * across / 0.926, y + dy * down / 0.926) for dx, dy in turn), tone, smooth=True)


def _soft(written: str, tone: Tone) -> Patch:
    """Return a closed curve round points written as in SVG; one written twice is a corner."""
    return Patch(_points(written), tone, smooth=True)


def _line(written: str, width: float, tone: Tone) -> Stroke:
    """Return a curve from the first point to the last."""
    first, *_, last = points = _points(written)
    return Stroke((first, *points, last) if len(points) > 2 else points, width, tone, smooth=len(points) > 2)


def _points(written: str) -> tuple[Point, ...]:
    return tuple((float(x), float(y)) for x, y in (pair.split(",") for pair in written.split()))


def _both(*shapes: Shape) -> Shapes:
    """Return the shapes of the left side, and the same on the right."""
    return (*shapes, *(_placed(shape, -1, SIDE) for shape in shapes))


def _placed(shape: Shape, scale: float, moved: float = 0.0, down: float = 0.0) -> Shape:
    """Return a shape made larger and moved; mirrored from left to right where ``scale`` is negative."""
    size = abs(scale)
    if isinstance(shape, Disc):
        return Disc(shape.x * scale + moved, shape.y * size + down, shape.radius * size, shape.tone)
    points = tuple((x * scale + moved, y * size + down) for x, y in shape.points)
    if isinstance(shape, Patch):
        return Patch(points, shape.tone, shape.smooth)
    return Stroke(points, shape.width * size, shape.tone, shape.smooth)


def _discs(written: str, tone: Tone) -> Shapes:
    """Return discs, each written «x,y,radius»."""
    numbers = (map(float, disc.split(",")) for disc in written.split())
    return tuple(Disc(x, y, radius, tone) for x, y, radius in numbers)


_CAP = _soft("40,58 38,44 42,32 52,27 68,27 78,32 82,44 80,58 77,50 72,45 60,44 48,45 43,50", HAIR)
_PARTED = _soft("39,60 38,42 44,30 60,27 76,30 82,42 81,60 78,60 76,46 66,38 52,46 43,48 42,60", HAIR)
_FRINGE = _soft("39,58 38,42 44,30 60,26 76,30 82,42 81,58 78,50 74,50 74,50 46,50 46,50 42,50", HAIR)
_BOB = (_soft("36,86 36,86 36,44 42,28 60,24 78,28 84,44 84,86 84,86 60,84", HAIR),)
_LONG = (_soft("32,104 32,104 36,44 42,28 60,24 78,28 84,44 88,104 88,104 60,100", HAIR),)
_SIDES = _both(_soft("40,64 38,52 41,44 45,50 43,60", HAIR))
_VEIL = (
    _soft("34,92 33,60 36,36 46,25 60,22 74,25 84,36 87,60 86,92 74,98 46,98", CLOTH),
    _soft("42,60 43,46 50,38 60,36 70,38 77,46 78,60 74,76 66,84 60,85 54,84 46,76", SKIN),
    _line("44,78 52,88 66,90 80,84", 1.6, SEAM),
    _line("38,84 48,94 64,96 82,90", 1.6, SEAM),
)
_SHAPES: Mapping[str, tuple[Shapes, Shapes]] = MappingProxyType(
    {
        "bald": ((), ()),
        "beret": (
            _BOB,
            (
                _PARTED,
                _soft("34,42 34,34 46,22 66,20 86,28 88,38 78,42 60,39 44,42", CLOTH),
                _line("58,22 60,18", 2.4, CLOTH),
            ),
        ),
        "bob": (_BOB, (_FRINGE,)),
        "braids": (
            _both(_soft("40,50 34,64 32,104 38,106 42,104 44,64", HAIR)),
            (_CAP, *_both(_line("33,78 40,80", 1.2, SHADE), _line("33,90 40,92", 1.2, SHADE))),
        ),
        "bun": ((*_discs("60,22,10", HAIR),), (_CAP,)),
        "crop": ((), (_CAP,)),
        "curls": (
            _discs(
                "42,42,11 36,54,10 36,68,9 40,80,7 78,42,11 84,54,10 84,68,9 80,80,7 60,32,13 48,34,11 72,34,11", HAIR
            ),
            _discs("46,42,7 54,38,7 62,37,7 70,39,7 75,44,6", HAIR),
        ),
        "fringe": ((), (_FRINGE,)),
        "hat": (
            _BOB,
            (
                _soft("40,50 39,36 48,24 60,22 72,24 81,36 80,50 60,46", CLOTH),
                _soft("36,50 36,43 60,39 84,43 84,50 60,47", SEAM),
                Disc(60, 22, 4.5, SEAM),
            ),
        ),
        "cap": (
            (),
            (
                *_SIDES,
                _soft("39,48 39,36 48,26 60,24 72,26 81,36 81,48 60,43", CLOTH),
                _soft("36,49 46,43 74,43 92,49 94,53 72,49 46,49 38,52", SEAM),
            ),
        ),
        "locks": (
            _both(*(_line(f"{x},40 {x - 3},64 {x - 4},{y}", 5.5, HAIR) for x, y in ((40, 92), (45, 96)))),
            (_CAP, *_both(_line("50,30 44,40 40,66", 5, HAIR))),
        ),
        "long": (_LONG, (_PARTED,)),
        "moustached": ((), (*_SIDES, _soft("49,70 54,66 60,67 66,66 71,70 66,72 60,70 54,72", HAIR))),
        "plaits": (_both(*_discs("36,70,6 34,80,6 33,90,6 33,100,5", HAIR)), (_PARTED,)),
        "ponytail": ((_soft("74,34 92,40 96,62 88,86 82,84 86,62 76,48", HAIR),), (_CAP,)),
        "puffs": (_discs("36,34,13 84,34,13", HAIR), (_CAP,)),
        "shaved": ((), (_soft("41,54 40,42 46,33 60,30 74,33 80,42 79,54 76,46 68,42 60,41 52,42 44,46", HAIR),)),
        "side": ((), (_soft("40,60 38,44 42,32 56,26 74,27 82,38 81,60 78,52 72,44 50,42 44,48 43,56", HAIR),)),
        "turban": (
            (),
            (
                _soft("39,52 34,38 40,22 58,15 76,20 87,36 81,52 72,45 60,41 48,45", CLOTH),
                _line("40,46 52,30 74,22", 1.6, SEAM),
                _line("42,48 60,34 82,32", 1.6, SEAM),
                _line("48,45 66,40 84,42", 1.6, SEAM),
            ),
        ),
        "veil": (_VEIL[:1], ()),
        "waves": ((*_LONG, *_discs("34,84,7 33,94,7 86,84,7 87,94,7 35,72,6 85,72,6", HAIR)), (_PARTED,)),
    }
)
"""What is drawn behind the head, and over it."""
_BEARD = _soft("41,58 43,72 50,82 60,86 70,82 77,72 79,58 75,66 69,67 60,66 51,67 45,66", HAIR)
_MORE: Mapping[str, Shapes] = MappingProxyType(
    {
        "earrings": _both(Disc(41, 67, 2, GOLD)),
        "freckles": _both(*_discs("47,64,0.8 50,66,0.8 53,64,0.8", SHADE)),
        "glasses": (
            *_both(
                _line("46,58 47,53 52.5,52 58,53 58.5,58 57,62.5 52.5,63.5 48,62.5 46,58", 1.5, FRAME),
                _line("46,56 41,55", 1.5, FRAME),
            ),
            _line("58,57 62,57", 1.5, FRAME),
        ),
        "lines": _both(
            _line("45,63 47,65", 0.9, SHADE), _line("50,68 48,72", 0.9, SHADE), _line("45,59 43,60", 0.9, SHADE)
        ),
        "moustache": (_soft("49,71 54,66 60,67 66,66 71,71 66,73 60,71 54,73", HAIR),),
        "scarf": (
            _soft("44,86 52,90 60,91 68,90 76,86 80,92 72,98 60,100 48,98 40,92", CLOTH),
            _soft("64,94 74,94 78,114 68,114", SEAM),
        ),
    }
)
_SHOULDERS = _soft("10,124 10,124 22,102 44,92 52,90 60,94 68,90 76,92 98,102 110,124 110,124", CLOTHES)
_SMILE = _line("53,72 60,76.5 67,72", 2, MOUTH)


@cache
def sheet() -> tuple[DrawnPerson, ...]:
    """Return everybody on the sheet, in order."""
    people = (person.split() for line in _SHEET.strip().splitlines() for person in line.split("|"))
    return tuple(DrawnPerson(skin, hair, shape, clothes, tuple(more)) for skin, hair, shape, clothes, *more in people)


def _shapes(person: DrawnPerson) -> Iterator[Shape]:
    """Yield the parts of a portrait, back to front, as they were drawn."""
    behind, before = _SHAPES[person.shape]
    veiled = person.shape == "veil"
    yield box(-SIDE, -SIDE, 3 * SIDE, 3 * SIDE, GROUND)
    yield from (_SHOULDERS, *behind) if veiled else (*behind, box(52, 72, 16, 22, SHADE), _SHOULDERS)
    yield from _VEIL[1:] if veiled else (*_both(Disc(41.5, 60, 4.2, SKIN)), _oval(60, 58, 18.5, 23, SKIN))
    if "beard" in person.more:
        yield _BEARD
    brow = _line("48.5,52 52,50.5 56,51.5", 1.5, INK if person.hair in "kb" else HAIR)
    yield from _both(Disc(52.5, 57.5, 2.1, INK), brow)
    yield from (_line("60.5,58 58.5,65 62,66", 1.4, SHADE), _SMILE)
    yield from before
    for name in person.more:
        yield from _MORE.get(name, ())


def _darker(colour: str) -> str:
    """Return a colour (``#rrggbb``) with a quarter less light."""
    return "#" + "".join(f"{int(colour[place : place + 2], 16) * 3 // 4:02x}" for place in (1, 3, 5))


def portraits_svg(numbers: Iterable[int], hues: Hues) -> bytes:
    """Return portraits as one SVG file, which a page asks for once: the view «p12» shows the one of number 12."""
    side, parts = SIDE * _FINER, []
    for at, number in enumerate(numbers):
        drawing = re.sub("<style>.*?</style>", "", render_svg(draw_portrait(number, hues)).strip())
        parts.append(f'<view id="p{number}" viewBox="{at * side} 0 {side} {side}"/>')
        parts.append(drawing.replace('<svg xmlns="http://www.w3.org/2000/svg"', f'<svg x="{at * side}"'))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">{"".join(parts)}</svg>\n'.encode()


@cache
def paint_portrait(number: int, side: int, hues: Hues = Hues()) -> Image.Image:
    """Return a drawn portrait as RGB pixels, for the cards that networks show: painted once for all of a person's."""
    return paint(draw_portrait(number, hues), side, side)


def draw_portrait(number: int, hues: Hues = Hues()) -> Scene:
    """Return the portrait of a number of the sheet, from 1; ``hues`` are the site's own two colours."""
    person = sheet()[number - 1]
    skin, shade = _SKINS[person.skin]
    clothes = {"1": hues.primary, "2": hues.accent, **_CLOTHES}
    cloth = hues.accent if person.clothes != "2" else hues.primary
    colours = dict.fromkeys(Tone, "#000000") | {
        GROUND: _GROUNDS[number % len(_GROUNDS)],
        SKIN: skin,
        SHADE: shade,
        HAIR: _HAIRS[person.hair],
        CLOTHES: clothes[person.clothes],
        INK: "#2a1f1c",
        FRAME: "#2a1f1c" if person.skin < "5" else "#e3b23c",
        MOUTH: "#9c3b34" if person.skin < "5" else "#d9938a",
        CLOTH: cloth,
        SEAM: _darker(cloth),
        GOLD: "#e3b23c",
    }
    row = tuple(colours[tone] for tone in Tone)
    shapes = tuple(
        _placed(shape, _FINER * _NEARER, SIDE * _FINER * (1 - _NEARER) / 2, -_UP) for shape in _shapes(person)
    )
    return Scene(SIDE * _FINER, SIDE * _FINER, Palette("portrait", row, row), shapes)
