"""The map of a place, or of the whole territory: pins that lead on, names that only say where one is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from placette.engine.base.geography import Point
from placette.engine.pages.desk import Desk
from placette.engine.pages.views import PlaceView
from placette.features.territory.contents import WindowContent
from placette.features.territory.frames import WIDTH, Frame, middle_of
from placette.features.territory.map_views import ClusterView, NameView, PinView, PlaceMapView, ScaleView, SheetView
from placette.features.territory.pins import PLACED_FIRST, Pin, PinSpot, named_after, place_pins, text_width
from placette.features.territory.river_names import river_names
from placette.features.territory.terrains import Terrain, terrain_of

NARROW = 360
"""Units across the map of a phone, which takes the whole screen: hardly any has fewer pixels, so 44 units are 44."""
_FACTOR = NARROW / WIDTH
_ROUND_LENGTHS = (1, 2, 5, 10, 20, 50, 100)
_SCALE_LENGTH = 44.0
"""Kilometres that a scale may show, and how long its line is at the least."""
_POINTS = 120
"""Communes without a page that a wide map shows, those with most inhabitants first."""


def chosen_id(code: str) -> str:
    """The address of a commune on the page of the map."""
    return f"place-{code}"


def points_on(window: WindowContent, desk: Desk) -> dict[str, Point]:
    """Where the communes of a map lie that somebody knows of, by code."""
    terrain = terrain_of(window.area, desk)
    return {**dict(window.posted), **terrain.points} if terrain else {}


def place_map(window: WindowContent, label: str, desk: Desk) -> PlaceMapView | None:
    """A map with what it names; None where it would show nothing."""
    terrain = terrain_of(window.area, desk)
    if not terrain:
        return None
    points = points_on(window, desk)
    spots = [
        spot
        for place, count in window.pinned
        if place.code in points and (spot := _spot(place, count, points[place.code], terrain.frame, desk))
    ]
    contours = desk.build.communes.contours
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
        clusters=() if window.area else (*wide[1], *narrow[1]),
    )


def _sheet(
    size: int, spots: list[PinSpot], terrain: Terrain, window: WindowContent, desk: Desk
) -> tuple[SheetView, list[ClusterView]]:
    """What lies on the map at a size, and the communes that share a pill there."""
    factor = size / WIDTH
    height = round(terrain.frame.height * factor)
    pins = _pins(size, height, spots, window, desk)
    counts = {place.code: (place, count) for place, count in window.pinned}
    clusters = [_cluster(pin, counts, size) for pin in pins]
    views = [_pin_view(pin, counts, cluster, window, desk) for pin, cluster in zip(pins, clusters, strict=True)]
    if window.area and len(desk.build.communes.by_code) > 1:
        quiet = desk.kept.setdefault("quiet names", {})
        key = (window.area, size, tuple(pin.box for pin in pins))
        if key not in quiet:
            quiet[key] = _quiet(terrain, pins, factor, frozenset(counts), desk)
        names, points = quiet[key]
    else:
        names, points = _named(terrain, pins, factor), []
    covered = [box for pin in pins for box in _covered(pin)]
    if size == WIDTH:
        words = [(name.x - half, name.y - 12, name.x + half, name.y + 5) for name in names for half in [_half(name)]]
        names = [*names, *river_names(terrain.courses, [*covered, *words], size, height)]
    scale = _scale(terrain.frame.scale * factor, covered, height) if terrain.beyond else None
    sheet = SheetView(size, height, tuple(views), tuple(names), tuple(points), scale)
    return sheet, [cluster for cluster in clusters if cluster]


def _pins(size: int, height: int, spots: list[PinSpot], window: WindowContent, desk: Desk) -> list[Pin]:
    """The pins of a map: laid out once for all pages of its area, but that each page is named by its own place."""
    if not spots or len(desk.build.communes.by_code) == 1:
        return []
    factor = size / WIDTH
    moved = [replace(spot, x=round(spot.x * factor, 1), y=round(spot.y * factor, 1)) for spot in spots]
    laid = desk.kept.setdefault("pins", {})
    key = (window.area, size)
    if key not in laid:
        laid[key] = place_pins(moved, size, height)
    own = named_after(window.here, moved, laid[key], size, height)
    if own is None:
        first = [replace(spot, weight=PLACED_FIRST) if spot.code == window.here else spot for spot in moved]
        own = place_pins(first, size, height)
    return own


def _spot(place: PlaceView, count: int, point: Point, frame: Frame, desk: Desk) -> PinSpot | None:
    at = frame.place(point)
    size = desk.build.communes.by_code[place.code].population
    return PinSpot(place.code, *at, place.name, count, count, size) if at else None


def _cluster(pin: Pin, counts: Mapping[str, tuple[PlaceView, int]], size: int) -> ClusterView | None:
    if not pin.spot.others:
        return None
    codes = (pin.spot.code, *pin.spot.others)
    return ClusterView(f"around-{pin.spot.code}-{size}", pin.spot.name, tuple(counts[code] for code in codes))


def _pin_view(
    pin: Pin,
    counts: Mapping[str, tuple[PlaceView, int]],
    cluster: ClusterView | None,
    window: WindowContent,
    desk: Desk,
) -> PinView:
    place, number = counts[pin.spot.code]
    if cluster:
        others = desk.words.ngettext("{number} more commune", "{number} more communes", len(pin.spot.others))
        said = f"{pin.name} {pin.badge}, {others.format(number=len(pin.spot.others))}"
    elif number:
        posts = desk.words.ngettext("%(num)s post", "%(num)s posts", number) % {"num": number}
        said = f"{pin.name} {posts}"
    else:
        said = pin.name
    here = place.code == window.here
    one = place.url if window.area else f"#{chosen_id(place.code)}"
    shared = window.list_url if window.area else f"#{cluster.id}" if cluster else ""
    url = shared if cluster else one
    left, top, right, bottom = pin.box
    return PinView(
        "" if here and not cluster else url,
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


def _named(terrain: Terrain, pins: list[Pin], factor: float) -> list[NameView]:
    """The names of départements, where pins leave room for them."""
    taken = [_scaled(box, 1 / factor) for pin in pins for box in _covered(pin)]
    found = []
    for name, shape in terrain.named:
        half = (text_width(name.upper(), 11.5) * 0.62 / factor, 9 / factor)
        at = middle_of(shape, terrain.frame, half, taken)
        if at:
            taken.append((at[0] - half[0], at[1] - half[1], at[0] + half[0], at[1] + half[1]))
            found.append(NameView("area", round(at[0] * factor, 1), round(at[1] * factor + 4, 1), name))
    return found


def _quiet(
    terrain: Terrain, pins: list[Pin], factor: float, pinned: frozenset[str], desk: Desk
) -> tuple[list[NameView], list[tuple[float, float]]]:
    """The communes without a page: a point each where no shape says where they are, a name where there is room."""
    known = desk.build.communes.by_code
    others = sorted((c for c in terrain.points if c not in pinned), key=lambda code: (-known[code].population, code))
    spots = [
        (code, at) for code in others[: round(_POINTS * factor**2)] if (at := terrain.frame.place(terrain.points[code]))
    ]
    moved = [(code, round(x * factor, 1), round(y * factor, 1)) for code, (x, y) in spots]
    taken = [box for pin in pins for box in _covered(pin)]
    free = [(x, y) for _, x, y in moved if not any(_meets((x - 3, y - 3, x + 3, y + 3), other) for other in taken)]
    points = [] if terrain.shaped else free
    names, above = [], 0.0 if terrain.shaped else 11.0
    for code, x, y in moved:
        half = text_width(known[code].name, 12.5) / 2
        box = (x - half, y - above - 7, x + half, y - above + 7)
        hidden = any(_meets(box, other) for other in taken) or any(_covers(box, at) for at in points if at != (x, y))
        if not hidden and box[0] > 2 and box[1] > 2 and box[2] < round(WIDTH * factor) - 2:
            taken.append(box)
            names.append(NameView("member", x, round(y - above + 4, 1), known[code].name))
    return names, points


def _half(name: NameView) -> float:
    """Half of the width of words, of which capitals are spaced."""
    return text_width(name.text.upper(), 11.5) * 0.62 if name.kind == "area" else text_width(name.text, 12.5) / 2


def _scale(unit: float, taken: list[tuple[float, float, float, float]], height: int) -> ScaleView | None:
    """A line of so many kilometres below on the left, unless a pin is there; ``unit`` is the length of one."""
    km = next((km for km in _ROUND_LENGTHS if km * unit >= _SCALE_LENGTH), 0)
    length = round(km * unit, 1)
    box = (8.0, height - 34.0, 24.0 + length, float(height))
    fits = km and length < 3 * _SCALE_LENGTH and not any(_meets(box, other) for other in taken)
    return ScaleView(length, f"{km}\u00a0km") if fits else None


def _covers(box: tuple[float, float, float, float], at: Point) -> bool:
    return box[0] - 2 < at[0] < box[2] + 2 and box[1] < at[1] < box[3]


def _covered(pin: Pin) -> list[tuple[float, float, float, float]]:
    """What a pin covers: its pill, its point and the line between them."""
    if not pin.leader:
        return [pin.box]
    x, y, end_x, end_y = pin.leader
    return [pin.box, (min(x, end_x) - 6, min(y, end_y) - 6, max(x, end_x) + 6, max(y, end_y) + 6)]


def _scaled(box: tuple[float, float, float, float], factor: float) -> tuple[float, float, float, float]:
    return box[0] * factor, box[1] * factor, box[2] * factor, box[3] * factor


def _meets(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
