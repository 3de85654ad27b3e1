"""Places on a map as links that a thumb can hit: a name in a pill on its point, beside it where it is tight, or shared.

What finds no room joins its nearest neighbour, whose pill then says how many more it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import hypot

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
HEIGHT = 44.0
"""Of what a thumb hits, in units of the map; a phone's map has no more of them across than its screen has pixels."""
_PAD, _GAP = 13.0, 7.0
"""Free room at the ends of a pill, and between a point and a name."""
PLACED_FIRST = 1e9
"""The weight of a spot that keeps its name whatever joins it: the place that a page is about."""
_INSET = 5.0
"""A pill is drawn that much lower, and higher, than what a thumb hits."""
_RADIUS, _ROUND = 6.0, 11.0
"""Of a point, and of one that holds a number."""
_AWAY = (9.0, 22.0, 38.0)
"""Between a point and the pill beside it."""
_MOST = 40
"""Pills that are tried: a map full of them shows nothing else."""
_WIDEST = 0.62
"""Width of a name in parts of the map's width; a longer one is cut."""
_LETTERS = {
    letter: width
    for letters, width in (("iljI1'’ .", 0.26), ("tfr-(),", 0.34), ("cskvxyz", 0.47))
    for letter in letters
}
"""Width of narrow letters in parts of their height, in the interface's semibold."""
_WIDE, _CAPITAL, _OTHER = 0.84, 0.61, 0.55


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to show: a code, its point, its name, the number in its pill (or 0), how weighty it is."""

    code: str
    x: float
    y: float
    name: str
    number: int = 0
    weight: float = 1
    size: int = 0
    """Of spots that share a pill, the one with most inhabitants gives its name."""
    others: tuple[str, ...] = ()
    """The codes of those that it stands for, too."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A spot with its pill: a box, the name as far as it fits, where name and number begin.

    ``leader`` leads from the point to the pill; it is empty where the point is in it.
    """

    spot: Spot
    box: Box
    name: str
    text_x: float
    badge: str
    badge_x: float
    leader: tuple[float, ...] = ()


def place_pins(spots: Iterable[Spot], width: float, height: float) -> list[Pin]:
    """Every spot in a pill of its own or in that of another, the weightiest first."""
    ordered = sorted(spots, key=lambda spot: (-spot.weight, spot.name, spot.code))
    kept, rest = ordered[:_MOST], ordered[_MOST:]
    for spot in rest:
        kept = _shared(spot, kept)
    while True:
        placed: list[Pin] = []
        for spot in kept:
            pin = _pin(spot, kept, placed, width, height)
            if pin is None:
                break
            placed.append(pin)
        else:
            return placed
        others = [other for other in kept if other != spot]
        if not others:
            return [_forced(spot, width, height)]
        kept = _shared(spot, others)


def _shared(spot: Spot, kept: Sequence[Spot]) -> list[Spot]:
    """The spots without one that joins the nearest of the others."""
    near = min(kept, key=lambda other: (hypot(other.x - spot.x, other.y - spot.y), other.code))
    main, other = (spot, near) if spot.size > near.size and near.weight < PLACED_FIRST else (near, spot)
    weight = max(main.weight, other.weight)
    joined = replace(main, others=(*main.others, other.code, *other.others), weight=weight)
    return [joined if one == near else one for one in kept]


def _pin(spot: Spot, all_spots: Sequence[Spot], placed: Sequence[Pin], width: float, height: float) -> Pin | None:
    """The first pill of a spot that covers neither another nor the point of another."""
    others = [other for other in all_spots if other != spot]
    for pin in _candidates(spot, width):
        left, top, right, bottom = pin.box
        if left < 1 or top < 1 or right > width - 1 or bottom > height - 1:
            continue
        seen = (left, top + _INSET, right, bottom - _INSET)
        covered = any(_inside(other.x, other.y, seen, _RADIUS - 1) for other in others)
        crossed = any(_crosses(pin.leader, other.box) or _crosses(other.leader, pin.box) for other in placed)
        if not covered and not crossed and not any(_meet(pin.box, other.box) for other in placed):
            return pin
    return None


def _candidates(spot: Spot, width: float) -> Iterable[Pin]:
    """A pill on the point, which is at its left or right end; then beside it, nearer ones first."""
    name, badge = _cut(spot.name, width * _WIDEST), _badge(spot)
    half, radius, words = HEIGHT / 2, _ROUND if badge else _RADIUS, text_width(name)
    long, end = 2 * _PAD + 2 * radius + _GAP + words, _PAD + radius
    for left, text_x in (
        (spot.x - end, spot.x + radius + _GAP),
        (spot.x + end - long, spot.x + end - long + _PAD),
    ):
        yield _made(spot, (left, spot.y - half, left + long, spot.y + half), name, text_x, badge, spot.x)
    words += _GAP + 2 * _ROUND if badge else 0
    short = 2 * _PAD + words
    for away in _AWAY:
        for across, down in ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1)):
            reach = away if across == 0 or down == 0 else away * 0.75
            left = spot.x + (reach if across > 0 else -reach - short if across < 0 else -short / 2)
            top = spot.y - half + down * (half + reach)
            box = (left, top, left + short, top + HEIGHT)
            end_x = (
                min(max(spot.x, left + half), left + short - half)
                if across == 0
                else left + (short if across < 0 else 0)
            )
            end_y = spot.y if down == 0 else top + half - down * (0 if across else half - 5)
            badge_x = left + short - _PAD - _ROUND
            yield _made(spot, box, name, left + _PAD, badge, badge_x, (spot.x, spot.y, end_x, end_y))


def _made(
    spot: Spot, box: Box, name: str, text_x: float, badge: str, badge_x: float, leader: tuple[float, ...] = ()
) -> Pin:
    left, top, right, bottom = (round(number, 1) for number in box)
    rounded = tuple(round(number, 1) for number in leader)
    return Pin(spot, (left, top, right, bottom), name, round(text_x, 1), badge, round(badge_x, 1), rounded)


def _forced(spot: Spot, width: float, height: float) -> Pin:
    """The only pill of a map that is hardly larger than it: in its middle."""
    pin = next(iter(_candidates(spot, width)))
    across, down = (width - pin.box[0] - pin.box[2]) / 2, height / 2 - spot.y
    moved = replace(spot, x=spot.x + across, y=spot.y + down)
    left, top, right, bottom = pin.box
    box = (left + across, top + down, right + across, bottom + down)
    return _made(moved, box, pin.name, pin.text_x + across, pin.badge, pin.badge_x + across)


def _badge(spot: Spot) -> str:
    return f"+{len(spot.others)}" if spot.others else str(spot.number) if spot.number > 1 else ""


def text_width(text: str, letter: float = 14.0) -> float:
    """Units that words take in the interface's semibold, some 2 % too many (measured on Source Sans)."""
    wide = sum(_LETTERS.get(c) or (_WIDE if c in "mwMWœŒæ" else _CAPITAL if c.isupper() else _OTHER) for c in text)
    return 1.02 * wide * letter


def _cut(name: str, most: float) -> str:
    if text_width(name) <= most:
        return name
    while text_width(name + "…") > most and len(name) > 1:
        name = name[:-1]
    return name.rstrip(" -–") + "…"


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _inside(x: float, y: float, box: Box, more: float) -> bool:
    return box[0] - more < x < box[2] + more and box[1] - more < y < box[3] + more


def _crosses(leader: tuple[float, ...], box: Box) -> bool:
    """Whether a line comes into a box (looked at in eight places)."""
    if not leader:
        return False
    x, y, end_x, end_y = leader
    return any(_inside(x + (end_x - x) * n / 8, y + (end_y - y) * n / 8, box, 0) for n in range(1, 9))
