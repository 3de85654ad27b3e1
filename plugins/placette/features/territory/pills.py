"""A place on a map in a pill with its name: what it is, and where round its point a pill may lie."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from placette.features.territory.boxes import Box
from placette.features.territory.text_widths import cut_text, text_width

HEIGHT = 44.0
"""Of what a thumb hits, in units of the map; a phone's map has no more of them across than its screen has pixels."""
RADIUS = 6.0
"""Of a point."""
_PAD, _GAP, _ROUND = 13.0, 7.0, 11.0
"""Free room at the ends of a pill, and between a point and a name; the radius of a point that holds a number."""
_AWAY = (9.0, 22.0, 38.0)
"""Between a point and the pill beside it."""
_MANY = "99+"
"""What a point holds that has no room for its number; what a voice says names it."""
_WIDEST = 0.62
"""Width of a name in parts of the map's width; a longer one is cut."""


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


class Pill(NamedTuple):
    """A pill that is tried: its box, where name and number begin, the line from the point."""

    box: Box
    text_x: float
    badge_x: float
    leader: tuple[float, ...] = ()


def words_of(spot: PinSpot, width: float) -> tuple[str, str]:
    """The name in the pill of a spot, as far as it fits on a map of that width, and the number or nothing."""
    more = len(spot.others)
    badge = (f"+{more}" if more < 100 else _MANY) if more else str(spot.number) if spot.number > 1 else ""
    return cut_text(spot.name, width * _WIDEST), badge


def candidates(spot: PinSpot, name: str, badge: str) -> Iterable[Pill]:
    """A pill on the point, which is at its left or right end; then beside it, nearer ones first."""
    half, radius, words = HEIGHT / 2, _ROUND if badge else RADIUS, text_width(name)
    long, end = _length(name, badge), _PAD + radius
    for left, text_x in (
        (spot.x - end, spot.x + radius + _GAP),
        (spot.x + end - long, spot.x + end - long + _PAD),
    ):
        yield Pill((left, spot.y - half, left + long, spot.y + half), text_x, spot.x)
    words += _GAP + 2 * _ROUND if badge else 0
    short = 2 * _PAD + words
    for away in _AWAY:
        for across, down in ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1)):
            reach = away if across == 0 or down == 0 else away * 0.75
            left = spot.x + (reach if across > 0 else -reach - short if across < 0 else -short / 2)
            top = spot.y - half + down * (half + reach)
            end_x = (
                min(max(spot.x, left + half), left + short - half)
                if across == 0
                else left + (short if across < 0 else 0)
            )
            end_y = spot.y if down == 0 else top + half - down * (0 if across else half - 5)
            box, badge_x = (left, top, left + short, top + HEIGHT), left + short - _PAD - _ROUND
            yield Pill(box, left + _PAD, badge_x, (spot.x, spot.y, end_x, end_y))


def reach_of(spot: PinSpot, name: str, badge: str) -> Box:
    """What none of the pills of a spot goes beyond."""
    across, down = _length(name, badge) + _AWAY[-1], 1.5 * HEIGHT + _AWAY[-1]
    return spot.x - across, spot.y - down, spot.x + across, spot.y + down


def make_pin(spot: PinSpot, name: str, badge: str, pill: Pill) -> Pin:
    """The pin of a spot with that pill."""
    leader = tuple(round(number, 1) for number in pill.leader)
    return Pin(spot, rounded(pill.box), name, round(pill.text_x, 1), badge, round(pill.badge_x, 1), leader)


def rounded(box: Box) -> Box:
    """A box to a tenth of a unit."""
    return round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)


def _length(name: str, badge: str) -> float:
    """Of a pill on its point."""
    return 2 * _PAD + 2 * (_ROUND if badge else RADIUS) + _GAP + text_width(name)
