"""Places on a map as links that a thumb can hit: a name in a pill on its point, beside it where it is tight, or shared.

What finds no room joins its nearest neighbour, whose pill then says how many more it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import hypot

from placette.features.territory.boxes import crosses, holds, is_free, meet, within
from placette.features.territory.pills import (
    RADIUS,
    Pill,
    Pin,
    PinSpot,
    candidates,
    make_pin,
    reach_of,
    rounded,
    words_of,
)

_INSET = 5.0
"""A pill is drawn that much lower, and higher, than what a thumb hits."""
_MOST, _TRIED = 40, 5
"""Pills that are tried, since a map full of them shows nothing else; neighbours that a place without room may join."""


def place_pins(spots: Iterable[PinSpot], width: float, height: float) -> list[Pin]:
    """Every spot in a pill of its own or in that of another, the weightiest first."""
    ordered = sorted(spots, key=lambda spot: (-spot.weight, -spot.size, spot.name, spot.code))
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


def named_after(code: str, spots: Iterable[PinSpot], pins: Sequence[Pin], width: float, height: float) -> list[Pin]:
    """The same pins, but one that a place shares bears its name; what it covers then joins it."""
    own = next((spot for spot in spots if spot.code == code), None)
    if own is None or any(pin.spot.code == code for pin in pins):
        return list(pins)
    shared = next(pin for pin in pins if code in pin.spot.others)
    rest = [pin for pin in pins if pin != shared]
    renamed = _joined(own, [shared])
    pin = _pin(renamed, [pin.spot for pin in rest], rest, width, height)
    return [*rest, pin] if pin else _with_room(renamed, rest, width, height)


def _with_room(spot: PinSpot, pins: list[Pin], width: float, height: float) -> list[Pin]:
    """Pins with one more, where it covers fewest: those that it covers join it."""
    name, badge = words_of(spot, width)
    pills = [pill for pill in candidates(spot, name, badge) if within(rounded(pill.box), width, height, 1)]
    tried = [([pin for pin in pins if _blocks(pin, pill)], pill) for pill in pills]
    if not tried:
        return [_forced(_joined(spot, pins), width, height)]
    blocking, pill = min(tried, key=lambda found: len(found[0]))
    kept = [pin for pin in pins if pin not in blocking]
    return [*kept, make_pin(_joined(spot, blocking), name, badge, pill)]


def _blocks(pin: Pin, pill: Pill) -> bool:
    left, top, right, bottom = box = rounded(pill.box)
    seen = (left, top + _INSET, right, bottom - _INSET)
    covered = meet(box, pin.box) or holds(seen, pin.spot.x, pin.spot.y, RADIUS - 1)
    return covered or crosses(pill.leader, pin.box) or crosses(pin.leader, box)


def _joined(spot: PinSpot, pins: Iterable[Pin]) -> PinSpot:
    """A spot that stands for those of these pins, too."""
    codes = (code for pin in pins for code in (pin.spot.code, *pin.spot.others) if code != spot.code)
    return replace(spot, others=(*spot.others, *codes))


def _join(spot: PinSpot, waiting: Sequence[PinSpot], placed: list[Pin], width: float, height: float) -> None:
    """Put a spot into the nearest pill that can say so; the larger of the two gives the name where it finds room."""
    ordered = sorted(placed, key=lambda pin: (hypot(pin.spot.x - spot.x, pin.spot.y - spot.y), pin.spot.code))
    for near in ordered[:_TRIED]:
        at = placed.index(near)
        others = placed[:at] + placed[at + 1 :]
        points = [*waiting, *(pin.spot for pin in others)]
        kept = replace(near.spot, others=(*near.spot.others, spot.code, *spot.others))
        renamed = replace(spot, others=(near.spot.code, *near.spot.others), weight=near.spot.weight)
        pin = _pin(renamed, points, others, width, height) if spot.size > near.spot.size else None
        if not pin and near.badge:
            pin = replace(near, spot=kept, badge=words_of(kept, width)[1])
        pin = pin or _pin(kept, points, others, width, height)
        if pin:
            placed[at] = pin
            return
    at = placed.index(ordered[0])
    placed[at] = replace(ordered[0], spot=replace(ordered[0].spot, others=(*ordered[0].spot.others, spot.code)))


def _pin(spot: PinSpot, points: Sequence[PinSpot], placed: Sequence[Pin], width: float, height: float) -> Pin | None:
    """The first pill of a spot that covers neither another nor the point of another."""
    name, badge = words_of(spot, width)
    around = reach_of(spot, name, badge)
    near = [(other.x, other.y) for other in points if holds(around, other.x, other.y, RADIUS)]
    pills = [other.box for other in placed if meet(around, other.box)]
    leaders = [other.leader for other in placed if other.leader]
    for pill in candidates(spot, name, badge):
        box = rounded(pill.box)
        left, top, right, bottom = box
        if not within(box, width, height, 1) or not is_free(box, pills):
            continue
        seen = (left, top + _INSET, right, bottom - _INSET)
        if any(holds(seen, x, y, RADIUS - 1) for x, y in near):
            continue
        if any(crosses(pill.leader, other) for other in pills) or any(crosses(leader, box) for leader in leaders):
            continue
        return make_pin(spot, name, badge, pill)
    return None


def _forced(spot: PinSpot, width: float, height: float) -> Pin:
    """The only pill of a map that is hardly larger than it: in its middle."""
    name, badge = words_of(spot, width)
    (left, top, right, bottom), text_x, badge_x, _ = next(iter(candidates(spot, name, badge)))
    across, down = (width - left - right) / 2, height / 2 - spot.y
    moved = replace(spot, x=spot.x + across, y=spot.y + down)
    box = (left + across, top + down, right + across, bottom + down)
    return make_pin(moved, name, badge, Pill(box, text_x + across, badge_x + across))
