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
_MOST, _TRIED = 40, 5
"""Pills that are tried, since a map full of them shows nothing else; neighbours that a place without room may join."""
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
class PinSpot:
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

    spot: PinSpot
    box: Box
    name: str
    text_x: float
    badge: str
    badge_x: float
    leader: tuple[float, ...] = ()


def place_pins(spots: Iterable[PinSpot], width: float, height: float) -> list[Pin]:
    """Every spot in a pill of its own or in that of another, the weightiest first."""
    ordered = sorted(spots, key=lambda spot: (-spot.weight, spot.name, spot.code))
    kept, rest = ordered[:_MOST], ordered[_MOST:]
    placed: list[Pin] = []
    for at, spot in enumerate(kept):
        pin = _pin(spot, [*kept[at + 1 :], *(pin.spot for pin in placed)], placed, width, height)
        if pin:
            placed.append(pin)
        elif placed:
            _join(spot, kept[at + 1 :], placed, width, height)
        else:
            placed = [_forced(spot, width, height)]
    for spot in rest:
        _join(spot, (), placed, width, height)
    return placed


def named_after(
    code: str, spots: Iterable[PinSpot], pins: Sequence[Pin], width: float, height: float
) -> list[Pin] | None:
    """The same pins, but one that a place shares bears its name; None where that finds no room there."""
    own = next((spot for spot in spots if spot.code == code), None)
    if own is None or any(pin.spot.code == code for pin in pins):
        return list(pins)
    shared = next(pin for pin in pins if code in pin.spot.others)
    others = tuple(other for other in (shared.spot.code, *shared.spot.others) if other != code)
    rest = [pin for pin in pins if pin != shared]
    pin = _pin(replace(own, others=others), [pin.spot for pin in rest], rest, width, height)
    return [*rest, pin] if pin else None


def _join(spot: PinSpot, waiting: Sequence[PinSpot], placed: list[Pin], width: float, height: float) -> None:
    """Put a spot into the nearest pill that can say so; the larger of the two gives the name where it finds room."""
    ordered = sorted(placed, key=lambda pin: (hypot(pin.spot.x - spot.x, pin.spot.y - spot.y), pin.spot.code))
    for near in ordered[:_TRIED]:
        at = placed.index(near)
        others = placed[:at] + placed[at + 1 :]
        points = [*waiting, *(pin.spot for pin in others)]
        kept = replace(near.spot, others=(*near.spot.others, spot.code, *spot.others))
        renamed = replace(spot, others=(near.spot.code, *near.spot.others), weight=near.spot.weight)
        bigger = spot.size > near.spot.size and near.spot.weight < PLACED_FIRST
        pin = _pin(renamed, points, others, width, height) if bigger else None
        if not pin and near.badge:
            pin = replace(near, spot=kept, badge=_badge(kept))
        pin = pin or _pin(kept, points, others, width, height)
        if pin:
            placed[at] = pin
            return
    at = placed.index(ordered[0])
    placed[at] = replace(ordered[0], spot=replace(ordered[0].spot, others=(*ordered[0].spot.others, spot.code)))


def _pin(spot: PinSpot, points: Sequence[PinSpot], placed: Sequence[Pin], width: float, height: float) -> Pin | None:
    """The first pill of a spot that covers neither another nor the point of another."""
    for pin in _candidates(spot, width):
        left, top, right, bottom = box = pin.box
        if left < 1 or top < 1 or right > width - 1 or bottom > height - 1:
            continue
        if any(_meet(box, other.box) for other in placed):
            continue
        seen = (left, top + _INSET, right, bottom - _INSET)
        if any(_inside(other.x, other.y, seen, _RADIUS - 1) for other in points):
            continue
        if not any(_crosses(pin.leader, other.box) or _crosses(other.leader, box) for other in placed):
            return pin
    return None


def _candidates(spot: PinSpot, width: float) -> Iterable[Pin]:
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
    spot: PinSpot, box: Box, name: str, text_x: float, badge: str, badge_x: float, leader: tuple[float, ...] = ()
) -> Pin:
    left, top, right, bottom = (round(number, 1) for number in box)
    rounded = tuple(round(number, 1) for number in leader)
    return Pin(spot, (left, top, right, bottom), name, round(text_x, 1), badge, round(badge_x, 1), rounded)


def _forced(spot: PinSpot, width: float, height: float) -> Pin:
    """The only pill of a map that is hardly larger than it: in its middle."""
    pin = next(iter(_candidates(spot, width)))
    across, down = (width - pin.box[0] - pin.box[2]) / 2, height / 2 - spot.y
    moved = replace(spot, x=spot.x + across, y=spot.y + down)
    left, top, right, bottom = pin.box
    box = (left + across, top + down, right + across, bottom + down)
    return _made(moved, box, pin.name, pin.text_x + across, pin.badge, pin.badge_x + across)


def _badge(spot: PinSpot) -> str:
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
