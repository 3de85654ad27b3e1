"""Maps: pins in pills, names of places and rivers, measured so that nothing covers another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from math import hypot
from typing import NamedTuple

from placette.engine.base.geography import Outline, Plane, Point, bounds
from placette.engine.content.communes import Commune, CommuneIndex, Contours, unpacked
from placette.engine.rendering.features import Site
from placette.features.territory import frames
from placette.features.territory.topology import join_contours
from placette.features.territory.views import NameView

_LETTERS = {
    letter: width
    for letters, width in (("iljI1'’ .", 0.26), ("tfr-(),", 0.34), ("cskvxyz", 0.47))
    for letter in letters
}  # width of narrow letters in parts of their height, in the interface's semibold
_WIDE, _CAPITAL, _OTHER = 0.84, 0.61, 0.55
_KEPT = 8192  # names whose width is kept: those of a map are on many pages


@lru_cache(_KEPT)
def text_width(text: str, letter: float = 14.0) -> float:
    """Return the units that words take in the interface's semibold, some 2 % too many (measured on Source Sans)."""
    wide = sum(_LETTERS.get(c) or (_WIDE if c in "mwMWœŒæ" else _CAPITAL if c.isupper() else _OTHER) for c in text)
    return 1.02 * wide * letter


@lru_cache(_KEPT)
def cut_text(text: str, most: float) -> str:
    """Return words, or as many of their letters as find room."""
    if text_width(text) <= most:
        return text
    while text_width(text + "…") > most and len(text) > 1:
        text = text[:-1]
    return text.rstrip(" -–") + "…"


HEIGHT = 44.0
"""The size of a touch target, in units of the map; a phone's map has no more of them across than its screen pixels."""
RADIUS = 6.0  # of a point
_PAD, _GAP, _ROUND = 13.0, 7.0, 11.0
"""Free room at the ends of a pill, and between a point and a name; the radius of a point with a number in it."""
_AWAY = (9.0, 22.0, 38.0)  # between a point and the pill beside it
_MANY = "99+"  # in a point without room for its number; its accessible name has the number
_WIDEST = 0.62  # width of a name in parts of the map's width; a longer one is cut


@dataclass(frozen=True, slots=True)
class PinSpot:
    """A place to show: a code, its point, its name, how weighty it is."""

    code: str
    x: float
    y: float
    name: str
    weight: float = 1
    size: int = 0  # of spots that share a pill, the one with most inhabitants gives its name
    others: tuple[str, ...] = ()  # the codes of those that it represents, too


@dataclass(frozen=True, slots=True)
class Pin:
    """A spot with its pill: a box, the name as far as it fits, where name and number begin.

    ``leader`` leads from the point to the pill; it is empty where the point is in it.
    """

    spot: PinSpot
    box: frames.Box
    name: str
    text_x: float
    badge: str
    badge_x: float
    leader: tuple[float, ...] = ()


class Pill(NamedTuple):
    """A pill that is tried: its box, where name and number begin, the line from the point."""

    box: frames.Box
    text_x: float
    badge_x: float
    leader: tuple[float, ...] = ()


def words_of(spot: PinSpot, width: float) -> tuple[str, str]:
    """Return the name in the pill of a spot, as far as it fits on a map of that width, and how many others share it."""
    more = len(spot.others)
    badge = (f"+{more}" if more < 100 else _MANY) if more else ""
    return cut_text(spot.name, width * _WIDEST), badge


def candidates(spot: PinSpot, name: str, badge: str, width: float, height: float) -> Iterable[Pill]:
    """Yield a pill on the point, at its left or right end; then beside it, nearer ones first, moved onto the map."""
    half, radius, words = HEIGHT / 2, _ROUND if badge else RADIUS, text_width(name)
    long, end = _length(name, badge), _PAD + radius
    for left, text_x in ((spot.x - end, spot.x + radius + _GAP), (spot.x + end - long, spot.x + end - long + _PAD)):
        yield Pill((left, spot.y - half, left + long, spot.y + half), text_x, spot.x)
    words += _GAP + 2 * _ROUND if badge else 0
    short = 2 * _PAD + words
    for away in _AWAY:
        for across, down in ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1)):
            reach = away if across == 0 or down == 0 else away * 0.75
            left = spot.x + (reach if across > 0 else -reach - short if across < 0 else -short / 2)
            top = spot.y - half + down * (half + reach)
            left, top = max(1, min(left, width - short - 1)), max(1, min(top, height - HEIGHT - 1))
            box, badge_x = (left, top, left + short, top + HEIGHT), left + short - _PAD - _ROUND
            if frames.contains(box, spot.x, spot.y, RADIUS - 1):
                continue
            end_x = (
                min(max(spot.x, left + half), left + short - half)
                if across == 0
                else left + (short if across < 0 else 0)
            )
            end_y = top + half - down * (0 if across else half - 5)
            yield Pill(box, left + _PAD, badge_x, (spot.x, spot.y, end_x, end_y))


def make_pin(spot: PinSpot, name: str, badge: str, pill: Pill) -> Pin:
    """Return the pin of a spot with that pill."""
    leader = tuple(round(number, 1) for number in pill.leader)
    return Pin(spot, rounded(pill.box), name, round(pill.text_x, 1), badge, round(pill.badge_x, 1), leader)


def rounded(box: frames.Box) -> frames.Box:
    """Return a box to a tenth of a unit."""
    return round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)


def _length(name: str, badge: str) -> float:
    return 2 * _PAD + 2 * (_ROUND if badge else RADIUS) + _GAP + text_width(name)


_INSET = 5.0  # a pill is drawn that much lower, and higher, than its touch target
_MOST, _ROOM, _ROUND_ABOUT = 40, 140 * HEIGHT, HEIGHT
"""Pills that are tried, since a map full of them shows nothing else; the part of a map that one takes, roughly; how far
from a place without room others may make it."""


def place_pins(spots: Iterable[PinSpot], width: float, height: float) -> list[Pin]:
    """Return every spot in a pill, the weightiest first; where room is missing, those close to each other share one."""
    ordered = sorted(spots, key=lambda spot: (-spot.weight, -spot.size, spot.name, spot.code))
    most = max(1, min(_MOST, round(width * height / _ROOM)))
    groups, placed = [[spot] for spot in ordered[:most]], list[Pin]()
    for spot in ordered[most:]:
        min(groups, key=lambda group: hypot(group[0].x - spot.x, group[0].y - spot.y)).append(spot)
    while len(placed) < len(groups):
        spot, *waiting = map(_shared, groups[len(placed) :])
        pin = _pin(spot, [*waiting, *(pin.spot for pin in placed)], placed, width, height)
        if pin or len(groups) == 1:
            placed.append(pin or _forced(spot, width, height))
        else:
            first, other = _closest(groups, spot)
            groups[first] += groups.pop(other)
            del placed[first:]
    return sorted(placed, key=lambda pin: (round(pin.box[1] / HEIGHT), pin.box[0]))  # as they are read


def _shared(group: Sequence[PinSpot]) -> PinSpot:
    """Return the largest spot of a group, which represents the others."""
    largest = max(group, key=lambda spot: spot.size)
    return replace(largest, others=tuple(spot.code for spot in group if spot != largest))


def _closest(groups: Sequence[Sequence[PinSpot]], spot: PinSpot) -> tuple[int, int]:
    """Return the places of the two groups that reach least far together, of those round a spot."""

    def away(at: int) -> float:
        return min(hypot(spot_of.x - spot.x, spot_of.y - spot.y) for spot_of in groups[at])

    def reach(pair: tuple[int, int]) -> float:
        (left, top), (right, bottom) = bounds((spot_of.x, spot_of.y) for at in pair for spot_of in groups[at])
        return hypot(right - left, bottom - top)

    nearest = sorted(range(len(groups)), key=away)
    near = [at for at in nearest if at in nearest[:2] or away(at) < _ROUND_ABOUT]
    return min(combinations(sorted(near), 2), key=reach)


def named_after(code: str, spots: Iterable[PinSpot], pins: Sequence[Pin], width: float, height: float) -> list[Pin]:
    """Return the same pins, but one that a place shares has its name; pins that it covers then join it."""
    place = next((spot for spot in spots if spot.code == code), None)
    if place is None or any(pin.spot.code == code for pin in pins):
        return list(pins)
    shared = next(pin for pin in pins if code in pin.spot.others)
    rest = [pin for pin in pins if pin != shared]
    renamed = _joined(place, [shared])
    pin = _pin(renamed, [pin.spot for pin in rest], rest, width, height)
    return [*rest, pin] if pin else _with_room(renamed, rest, width, height)


def _with_room(spot: PinSpot, pins: list[Pin], width: float, height: float) -> list[Pin]:
    """Return the pins with one more, where it covers fewest: those that it covers join it."""
    name, badge = words_of(spot, width)
    tried = [
        ([pin for pin in pins if _blocks(pin, pill) or _hides(pill, pin.spot)], pill)
        for pill in candidates(spot, name, badge, width, height)
        if frames.within(rounded(pill.box), width, height, 1)
    ]
    if not tried:
        return [_forced(_joined(spot, pins), width, height)]
    blocking, pill = min(tried, key=lambda found: len(found[0]))
    free = [pin for pin in pins if pin not in blocking]
    return [*free, make_pin(_joined(spot, blocking), name, badge, pill)]


def _hides(pill: Pill, spot: PinSpot) -> bool:
    """Return whether a pill, or the line to it, covers the point of another spot."""
    left, top, right, bottom = rounded(pill.box)
    visible = (left, top + _INSET, right, bottom - _INSET)
    return frames.contains(visible, spot.x, spot.y, RADIUS - 1) or frames.crosses(pill.leader, _dot(spot))


def _blocks(pin: Pin, pill: Pill) -> bool:
    """Return whether a pill would cover a pin that is there, or a line cross another."""
    box = rounded(pill.box)
    crossed = frames.crosses(pin.leader, box) or frames.cut(pin.leader, pill.leader)
    return frames.meet(box, pin.box) or crossed or frames.crosses(pill.leader, pin.box)


def _dot(spot: PinSpot) -> frames.Box:
    return spot.x - RADIUS, spot.y - RADIUS, spot.x + RADIUS, spot.y + RADIUS


def _joined(spot: PinSpot, pins: Iterable[Pin]) -> PinSpot:
    """Return a spot that represents those of these pins, too."""
    codes = (code for pin in pins for code in (pin.spot.code, *pin.spot.others) if code != spot.code)
    return replace(spot, others=(*spot.others, *codes))


def _pin(spot: PinSpot, points: Sequence[PinSpot], placed: Sequence[Pin], width: float, height: float) -> Pin | None:
    """Return the first pill of a spot that covers neither another nor the point of another."""
    name, badge = words_of(spot, width)
    across, down = _length(name, badge) + _AWAY[-1], 1.5 * HEIGHT + _AWAY[-1]
    around = spot.x - across, spot.y - down, spot.x + across, spot.y + down
    near = [other for other in points if frames.contains(around, other.x, other.y, RADIUS)]
    close = [pin for pin in placed if pin.leader or frames.meet(around, pin.box)]
    for pill in candidates(spot, name, badge, width, height):
        if not frames.within(rounded(pill.box), width, height, 1) or any(_blocks(pin, pill) for pin in close):
            continue
        if not any(_hides(pill, other) for other in near):
            return make_pin(spot, name, badge, pill)
    return None


def _forced(spot: PinSpot, width: float, height: float) -> Pin:
    """Return the only pill of a map that is hardly larger than it: in its middle."""
    name, badge = words_of(spot, width)
    (left, top, right, bottom), text_x, badge_x, _ = next(iter(candidates(spot, name, badge, width, height)))
    across, down = (width - left - right) / 2, height / 2 - spot.y
    moved = replace(spot, x=spot.x + across, y=spot.y + down)
    box = (left + across, top + down, right + across, bottom + down)
    return make_pin(moved, name, badge, Pill(box, text_x + across, badge_x + across))


_ENOUGH = 0.5  # the part of an area's communes whose shape must be known for it to have a map
_FREE, _FREE_ALONE = 0.03, 0.15  # parts of the width that stay free; round one commune
_TALLEST_ALONE, _TALLEST_AREA = 0.6, 1.08
"""Height, in parts of the width, of a map of one commune alone, and of an area at the most: it stands beside words."""
_EACH, _COARSE = 120, 1.5
"""Communes of an area whose borders are drawn; one of more shows intercommunalités, that far from the true lines."""
_COMMUNE = 5  # characters of the code of a commune; that of a département is shorter


class Extent(NamedTuple):
    """The window of an area's map, and what is known of its communes: codes with a shape, the rings round them all."""

    frame: frames.Frame
    points: Mapping[str, Point]  # the places of its communes, in degrees by code, as far as they are known
    drawn: Sequence[str]
    whole: Sequence[Sequence[int]]


class Terrain(NamedTuple):
    """The ground of a map, the same for all pages of an area; paths are in the units of its frame."""

    frame: frames.Frame
    points: Mapping[str, Point]
    area: tuple[str, ...]
    borders: str  # of its communes, or of its intercommunalités where there are many
    parting: str  # between its départements, where they aren't areas of their own
    around: str  # the borders of the communes round it
    named: tuple[tuple[str, Outline], ...]  # its named areas: départements, each with its shape


def terrain_of(area: str, site: Site) -> Terrain | None:
    """Return the ground of an area's map, made once; None where too few shapes are known."""
    index = site.build.communes
    terrains = index.kept.setdefault("terrains", {})
    if area not in terrains:
        extent = extent_of(area, site)
        terrains[area] = _made(extent, index) if extent else None
    terrain: Terrain | None = terrains[area]
    return terrain


def extent_of(area: str, site: Site) -> Extent | None:
    """Return the window of an area's map, made once, without drawing it; None where too few shapes are known."""
    index = site.build.communes
    extents = index.kept.setdefault("extents", {})
    if area not in extents:
        extents[area] = _extent(area, index)
    extent: Extent | None = extents[area]
    return extent


def _extent(area: str, index: CommuneIndex) -> Extent | None:
    contours = index.contours
    members = [code for code, c in sorted(index.by_code.items()) if area in ("", c.epci, c.department_code)]
    shaped = [code for code in members if code in contours.rings]
    whole = contours.edges(shaped) if len(shaped) >= max(1, _ENOUGH * len(members)) else []
    corners = [corner for ring in whole for corner in contours.ring(ring)]
    if not corners:
        return None
    points = ((code, index.by_code[code].point or _centre(contours.shape(code))) for code in members)
    free, tallest = _FREE, _TALLEST_AREA if area else frames.TALLEST
    if len(shaped) == 1:
        free, tallest = _FREE_ALONE, _TALLEST_ALONE
    fineness = frames.FINENESS if len(shaped) <= _EACH else _COARSE
    frame = frames.frame_round(corners, free=free, tallest=tallest, fineness=fineness)
    return Extent(frame, {code: point for code, point in points if point}, shaped, whole)


def _made(extent: Extent, index: CommuneIndex) -> Terrain:
    frame, points, shaped, whole = extent
    contours, few = index.contours, len(shaped) <= _EACH
    by_department = _grouped(shaped, "department_code", index)
    whole_ones = {code: contours if code in contours.rings else by_department for code in by_department.rings}
    areas = tuple((index.departments[code].name, shapes.shape(code)) for code, shapes in whole_ones.items())
    ground = [frame.joined([ring], contours) for ring in whole]
    if not few:
        ground = [frame.joined(rings, by_department) for rings in by_department.rings.values()]
    return Terrain(
        frame,
        points,
        tuple(filter(None, ground)),
        _lines(frame, contours, contours.borders(shaped)) if few else _borders(frame, _grouped(shaped, "epci", index)),
        _borders(frame, by_department) if few else "",
        _lines(frame, contours, _near(frame, index, set(shaped))) if few else "",
        areas if len(areas) > 1 else (),
    )


def _grouped(codes: Iterable[str], key: str, index: CommuneIndex) -> Contours:
    """Return the shapes of the intercommunalités or the départements of these communes, as far as these reach."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for code in codes:
        groups[getattr(index.by_code[code], key)].append(code)
    return join_contours(index.contours, groups)


def _borders(frame: frames.Frame, contours: Contours) -> str:
    """Return the lines between the areas of these contours."""
    return _lines(frame, contours, contours.borders(contours.rings))


def _lines(frame: frames.Frame, contours: Contours, numbers: Iterable[int]) -> str:
    return "".join(frame.course(contours.line(number)) for number in numbers)


def _near(frame: frames.Frame, index: CommuneIndex, inside: Set[str]) -> list[int]:
    """Return the lines between communes outside of an area, and of départements, that come into its window."""
    contours = index.contours
    outer = [code for code in contours.rings if code not in inside]
    wide = {max(n, ~n) for code in outer if len(code) < _COMMUNE for ring in contours.rings[code] for n in ring}
    borders = sorted({*contours.borders(outer), *wide})
    starts = _starts(frame.plane, index)
    return [number for number in borders if frame.may_show(starts[number])]


def _starts(plane: Plane, index: CommuneIndex) -> list[Point]:
    """Return where lines begin on a plane: found once where all maps of a territory have the same, as in Europe."""
    points_of = index.kept.setdefault("starts", {})
    if plane not in points_of:
        points_of.clear()
        points_of[plane] = [plane(unpacked(line[:2])[0]) for line in index.contours.lines]
    starts: list[Point] = points_of[plane]
    return starts


def _centre(shape: Outline) -> Point | None:
    """Return the middle of the largest ring of a shape, if it has any."""
    ring = max(shape, key=len, default=())
    if not ring:
        return None
    (south, west), (north, east) = bounds(ring)
    return (south + north) / 2, (west + east) / 2


_NAMED, _NAMED_FAR = 120, 32
"""Communes without a page that a wide map names at the most, those with most inhabitants first; if it shows no borders
of communes."""
_TOWNS = 4  # those that everybody knows are named where their points are, however small their shapes
_OFFS = [(across, down) for down in (0, -6, 6, -14, 14) for across in (0, -0.5, 0.5, -0.9, 0.9)]
"""Where the name of a commune is tried: off its point, in parts of half of its width, and in units."""
_AREA, _SPACED, _MEMBER = 11.5, 0.62, 12.5
"""Height of the letters of a département, half of the room that its spaced capitals take; of those of a commune."""


def quiet_words(
    terrain: Terrain, pins: list[Pin], size: int, members: Mapping[str, Commune], contours: Contours
) -> tuple[NameView, ...]:
    """Return the names between the pins: of the ``members`` (by code) of an area, or without any of départements."""
    factor = size / frames.WIDTH
    covered = [box for pin in pins for box in _covered(pin)]
    names = _members(terrain, covered, factor, members, contours) if members else _areas(terrain, covered, factor)
    return tuple(names)


def _areas(terrain: Terrain, covered: list[frames.Box], factor: float) -> list[NameView]:
    """Return the names of départements, where pins leave room for them."""
    boxes = [_scaled(box, 1 / factor) for box in covered]
    names = []
    for name, shape in terrain.named:
        half = (text_width(name.upper(), _AREA) * _SPACED / factor, 9 / factor)
        at = frames.middle_of(shape, terrain.frame, half, boxes)
        if at:
            boxes.append((at[0] - half[0], at[1] - half[1], at[0] + half[0], at[1] + half[1]))
            names.append(NameView("area", round(at[0] * factor, 1), round(at[1] * factor + 4, 1), name))
    return names


def _members(
    terrain: Terrain, covered: list[frames.Box], factor: float, members: Mapping[str, Commune], contours: Contours
) -> list[NameView]:
    """Return the names of communes without a page: inside the shapes that are drawn, or else on their points."""

    def drawn(outline: Outline) -> Outline:
        flat = (tuple(map(terrain.frame.spot, ring)) for ring in outline if ring)
        return tuple(tuple((x * factor, y * factor) for x, y in ring) for ring in flat)

    parted = len(terrain.points) <= _EACH  # by the borders of its communes
    codes = sorted((code for code in terrain.points if code in members), key=lambda c: (-members[c].population, c))
    codes = codes[: round((_NAMED if parted else _NAMED_FAR) * factor**2)]
    small = set(codes[_TOWNS:]) if parted else ()
    area = drawn(contours.outline(terrain.points))
    filled = [drawn(contours.shape(code)) for code in terrain.points if code not in members]
    occupied, names = list(covered), []
    for code in codes:
        x, y = (number * factor for number in terrain.frame.spot(terrain.points[code]))
        half, shape_of = text_width(members[code].name, _MEMBER) / 2, drawn(contours.shape(code))
        boxes = [
            (x + (across - 1) * half, y + down - 7, x + (across + 1) * half, y + down + 7) for across, down in _OFFS
        ]
        free = [box for box in boxes if frames.is_free(box, occupied)]
        box = next((box for box in free if frames.lies_in(shape_of, box)), None) or next(
            (
                box
                for box in free
                if (frames.lies_in(shape_of, _core(box)) if code in small else frames.contains(box, x, y))
                and frames.lies_in(area, box)
                and not any(frames.touches(shape, box) for shape in filled)
            ),
            None,
        )
        if box:
            occupied.append(box)
            names.append(NameView("member", round(box[0] + half, 1), round(box[1] + 11, 1), members[code].name))
    return names


def _core(box: frames.Box) -> frames.Box:
    """Return the middle of words, by which one sees where they belong."""
    part = (box[2] - box[0]) / 4
    return box[0] + part, box[1], box[2] - part, box[3]


def _covered(pin: Pin) -> list[frames.Box]:
    """Return the boxes that a pin covers: its pill, its point and the line between them."""
    if not pin.leader:
        return [pin.box]
    x, y, end_x, end_y = pin.leader
    return [pin.box, (min(x, end_x) - 6, min(y, end_y) - 6, max(x, end_x) + 6, max(y, end_y) + 6)]


def _scaled(box: frames.Box, factor: float) -> frames.Box:
    return box[0] * factor, box[1] * factor, box[2] * factor, box[3] * factor
