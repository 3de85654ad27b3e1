"""The map of a place, or of the whole territory: pins that lead on, names that only say where one is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from placette.engine.base.geography import Point
from placette.engine.pages.desk import Desk
from placette.engine.pages.views import PlaceView
from placette.features.territory.anchors import chosen_id, cluster_id, list_id
from placette.features.territory.contents import WindowContent
from placette.features.territory.frames import WIDTH, Frame
from placette.features.territory.map_views import ClusterView, PinView, PlaceMapView, SheetView
from placette.features.territory.pills import Pin, PinSpot
from placette.features.territory.pins import named_after, place_pins
from placette.features.territory.quiet_names import QuietWords, quiet_words
from placette.features.territory.terrains import Terrain, terrain_of
from placette.features.territory.text_widths import text_width

NARROW = 360
"""Units across the map of a phone, which takes the whole screen: hardly any has fewer pixels, so 44 units are 44."""
_FACTOR = NARROW / WIDTH
_LISTED = 12
"""Communes that share a pill and are listed for it alone: more are in the list of their département, below the map."""

Counts = Mapping[str, tuple[PlaceView, int]]
"""The communes that a map names, by code, and how many posts are about each."""


def spots_on(window: WindowContent, desk: Desk) -> list[PinSpot]:
    """The communes that a map names and leads to, where they lie on it: without those of which it isn't known."""
    terrain = terrain_of(window.area, desk)
    if not terrain:
        return []
    points = {**dict(window.posted), **terrain.points}
    spots = (_spot(place, count, points.get(place.code), terrain.frame, desk) for place, count in window.pinned)
    return [spot for spot in spots if spot]


def place_map(window: WindowContent, label: str, desk: Desk) -> PlaceMapView | None:
    """A map with what it names; None where it would show nothing."""
    terrain = terrain_of(window.area, desk)
    if not terrain:
        return None
    spots, contours = spots_on(window, desk), desk.build.communes.contours
    here = terrain.frame.joined(contours.rings.get(window.here, ()), contours) if terrain.shaped else ""
    if not spots and not here:
        return None
    wide, narrow = (_sheet(size, spots, terrain, window, desk) for size in (WIDTH, NARROW))
    return PlaceMapView(
        label=label,
        area=terrain.area,
        borders=terrain.borders,
        here=here,
        rivers=terrain.rivers,
        wide=wide[0],
        narrow=narrow[0],
        factor=round(_FACTOR, 4),
        beyond=terrain.beyond,
        clusters=(*wide[1], *narrow[1]),
    )


def _sheet(
    size: int, spots: list[PinSpot], terrain: Terrain, window: WindowContent, desk: Desk
) -> tuple[SheetView, list[ClusterView]]:
    """What lies on the map at a size, and the communes that share a pill there."""
    height = round(terrain.frame.height * size / WIDTH)
    pins = _pins(size, height, spots, window, desk)
    counts = {place.code: (place, count) for place, count in window.pinned}
    views = tuple(_pin_view(pin, counts, size, window, desk) for pin in pins)
    quiet = _quiet(terrain, pins, (size, height), window, desk)
    shared = [pin for pin in pins if not window.area and 0 < len(pin.spot.others) < _LISTED]
    return SheetView(size, height, views, *quiet), [_cluster(pin, counts, size) for pin in shared]


def _pins(size: int, height: int, spots: list[PinSpot], window: WindowContent, desk: Desk) -> list[Pin]:
    """The pins of a map: laid out once for all pages of its area, but that each page is named by its own place."""
    if not spots or len(desk.build.communes.by_code) == 1:
        return []
    factor = size / WIDTH
    laid = desk.kept.setdefault("pins", {})
    key = (window.area, size, bool(window.here))
    if key not in laid:
        moved = [replace(spot, x=round(spot.x * factor, 1), y=round(spot.y * factor, 1)) for spot in spots]
        laid[key] = moved, place_pins(moved, size, height)
    moved, pins = laid[key]
    return named_after(window.here, moved, pins, size, height)


def _quiet(terrain: Terrain, pins: list[Pin], size: tuple[int, int], window: WindowContent, desk: Desk) -> QuietWords:
    """What stands between the pins: found once for all maps of an area whose pins are the same."""
    known = desk.kept.setdefault("quiet words", {})
    key = (window.area, size, tuple((pin.box, pin.leader) for pin in pins))
    if key not in known:
        pinned, communes = {place.code for place, _ in window.pinned}, desk.build.communes.by_code
        members = {code: communes[code] for code in terrain.points if code not in pinned} if window.area else {}
        known[key] = quiet_words(terrain, pins, *size, members if len(communes) > 1 else {})
    found: QuietWords = known[key]
    return found


def _spot(place: PlaceView, count: int, point: Point | None, frame: Frame, desk: Desk) -> PinSpot | None:
    at = frame.place(point) if point else None
    size = desk.build.communes.by_code[place.code].population
    return PinSpot(place.code, *at, place.name, count, count, size) if at else None


def _cluster(pin: Pin, counts: Counts, size: int) -> ClusterView:
    codes = (pin.spot.code, *pin.spot.others)
    return ClusterView(cluster_id(pin.spot.code, size), pin.spot.name, tuple(counts[code] for code in codes))


def _shared_url(pin: Pin, size: int, window: WindowContent, desk: Desk) -> str:
    """Where a pin leads that stands for several communes: to a list that has them all, or most of them."""
    if window.area:
        return window.list_url
    if len(pin.spot.others) < _LISTED:
        return f"#{cluster_id(pin.spot.code, size)}"
    communes = desk.build.communes.by_code
    departments = Counter(communes[code].department_code for code in (pin.spot.code, *pin.spot.others))
    return f"#{list_id(departments.most_common(1)[0][0])}"


def _pin_view(pin: Pin, counts: Counts, size: int, window: WindowContent, desk: Desk) -> PinView:
    place, number = counts[pin.spot.code]
    here, more = place.code == window.here, len(pin.spot.others)
    url = place.url if window.area else f"#{chosen_id(place.code)}"
    if more:
        others = desk.words.ngettext("{number} more commune", "{number} more communes", more)
        said, url = f"{pin.name} {pin.badge}, {others.format(number=more)}", _shared_url(pin, size, window, desk)
    elif number:
        posts = desk.words.ngettext("%(num)s post", "%(num)s posts", number) % {"num": number}
        said = f"{pin.name} {posts}"
    else:
        said = pin.name
    left, top, right, bottom = pin.box
    return PinView(
        "" if here and not more else url,
        said,
        pin.spot.x,
        pin.spot.y,
        left,
        top,
        round(right - left, 1),
        round(bottom - top, 1),
        pin.name,
        round(pin.text_x + text_width(pin.name) / 2, 1),
        pin.badge,
        pin.badge_x,
        pin.leader,
        here,
    )
