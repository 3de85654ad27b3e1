"""The drawing of a walk: its way from above, its steps as numbers that don't collide, a bar for the distance."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, combinations, pairwise
from math import cos, radians
from typing import NamedTuple

from placette.engine.base.dates import spoken_number
from placette.engine.rendering.site import SlotsView
from placette.engine.rendering.views import DateView, HeadView, LicenceView, PersonView, PlaceView, QrView
from placette.features.walks.walk import Point, Profiled, Walk, distance, reached, spoken_length


class MarkView(NamedTuple):
    """One or more steps on the drawing of a walk: their numbers, and the rounded box around them (all in its units)."""

    label: str
    x: float
    y: float
    width: float
    height: float


class WayView(NamedTuple):
    """The way seen from above, north at the top: the path of its line, the steps, a bar for the distance."""

    width: int
    height: int
    path: str
    marks: tuple[MarkView, ...]
    posts: tuple[tuple[float, float], ...]
    """A point after each kilometre of a recorded way, or after each ``stride``; none of one that is very long."""
    stride: int  # kilometres from point to point
    bar: float  # the length of the bar, in the drawing's units
    bar_label: str


class HeightView(NamedTuple):
    """A step on a profile: the place of its number, how far along the way it is, how high."""

    number: int
    name: str
    x: float
    y: float
    far: str
    height: str


class ProfileView(NamedTuple):
    """The way from the side: the path of its line and of the ground below, its lowest and highest place, its steps."""

    width: int
    height: int
    line: str
    ground: str
    low: str
    high: str
    low_y: float
    high_y: float
    far: str
    up: str  # metres up in all
    down: str
    steps: tuple[HeightView, ...]


class StepView(NamedTuple):
    """A step: its name, the post about it, where it is («45° 46′ 35″ N, 3° 04′ 57″ E»), how far the next one is."""

    number: int
    name: str
    lang: str
    url: str  # the post's, or empty
    coordinates: str
    decimal: str  # «45.7764, 3.0825»
    geo_url: str  # a link that a phone opens with its map
    next: str  # as the crow flies; empty for the last


class WalkView(NamedTuple):
    """A walk: its steps in order, the drawing, its description, the file for devices."""

    head: HeadView
    title: str
    lang: str
    summary: str
    body_html: str
    distance: str
    tracked: bool  # whether the distance is that of a recorded way; else as the crow flies from step to step
    duration: str
    difficulty: str
    ascent: str
    date: DateView
    people: tuple[PersonView, ...]
    places: tuple[PlaceView, ...]
    steps: tuple[StepView, ...]
    drawing: WayView
    profile: ProfileView | None  # none without recorded heights
    gpx_url: str  # empty where the settings leave it out
    leaflet_url: str  # its leaflet to fold, or empty
    index_url: str
    licence: LicenceView
    qr: QrView
    slots: SlotsView


class LeafletView(NamedTuple):
    """A walk on a sheet to fold in four. ``url`` is the walk's page; ``size`` is the size of its steps' letters."""

    head: HeadView
    walk: WalkView
    url: str
    address: str  # the same in full, to type
    size: str


_WIDTH = 360
"""Units of the drawing's width: as many as the least phone has pixels for it, so that letters stay readable."""
_MARGIN, _FOOT = 24.0, 30.0  # room for the marks of steps at the edges, and for the bar at the foot
_RATIOS = (0.3, 1.1)  # the least and the most height for a width
_MARK, _DIGIT = 22.0, 8.0  # height of a mark (and width, with one or two digits), width of each further character
_POINTS = 400  # points of the line at the most: more would be invisible
_STRIDES, _POSTS = (1, 10, 100), 30
"""Kilometres from one marked point to the next, and how many there are at the most; a way of thousands has none."""
_BARS = (10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
"""The lengths that a bar may have, in metres."""


def draw_walk(walk: Walk, lang: str) -> WayView:
    """Return the drawing of a walk."""
    stops = [step.point for step in walk.steps]
    shorter = cos(radians(sum(lat for lat, _ in stops) / len(stops)))
    every = [_flat(point, shorter) for point in (*walk.line, *stops)]
    left, top = min(x for x, _ in every), min(y for _, y in every)
    across, down = max(x for x, _ in every) - left, max(y for _, y in every) - top
    room = _WIDTH - 2 * _MARGIN
    tall = min(max(down / across if across else _RATIOS[1], _RATIOS[0]), _RATIOS[1]) * room
    scale = min(room / across if across else 1e9, tall / down if down else 1e9)
    shift = (_MARGIN + (room - across * scale) / 2 - left * scale, _MARGIN + (tall - down * scale) / 2 - top * scale)
    placed = [(x * scale + shift[0], y * scale + shift[1]) for x, y in every]
    cut = len(every) - len(stops)
    metres = distance((stops[0][0], stops[0][1]), (stops[0][0] + 1, stops[0][1])) / scale
    far = list(accumulate((distance(one, other) for one, other in pairwise(walk.track)), initial=0.0))
    stride = next((stride for stride in _STRIDES if far[-1] < (_POSTS + 1) * stride * 1_000), 0)
    distances = range(stride * 1_000, int(far[-1]) + 1, stride * 1_000) if stride else ()
    bar = max((length for length in _BARS if length / metres <= room / 3), default=_BARS[0])
    return WayView(
        width=_WIDTH,
        height=round(tall + 2 * _MARGIN + _FOOT),
        path="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in _fewer(placed[:cut])),
        marks=tuple(_marks(placed[cut:])),
        posts=tuple(_along(metres, far, placed) for metres in distances),
        stride=stride,
        bar=round(min(bar / metres, room), 1),
        bar_label=spoken_length(bar, lang),
    )


def _flat(point: Point, shorter: float) -> Point:
    return point[1] * shorter, -point[0]


def _fewer(line: Sequence[Point]) -> list[Point]:
    """Return the line without points nearer than a pixel or so to the one before, both ends kept."""
    apart, points = 1.5, list(line)
    while True:
        points = [line[0]]
        for x, y in line[1:-1]:
            if (x - points[-1][0]) ** 2 + (y - points[-1][1]) ** 2 >= apart**2:
                points.append((x, y))
        points.append(line[-1])
        if len(points) <= _POINTS:
            return points
        apart *= 1.5


def _along(metres: float, far: Sequence[float], placed: Sequence[Point]) -> Point:
    """Return the place so many metres along a way, between recorded points; ``far`` is how far each is."""
    at = bisect_left(far, metres, 1)
    part = (metres - far[at - 1]) / (far[at] - far[at - 1])
    (x, y), (after_x, after_y) = placed[at - 1], placed[at]
    return round(x + part * (after_x - x), 1), round(y + part * (after_y - y), 1)


def _marks(stops: Sequence[Point]) -> list[MarkView]:
    """Return a mark for each step; steps whose marks would cover each other share one."""
    groups = [[number] for number in range(len(stops))]
    while True:
        marks = [_mark(group, stops) for group in groups]
        pair = next((two for two in combinations(range(len(marks)), 2) if _collide(*(marks[at] for at in two))), None)
        if pair is None:
            return marks
        groups[pair[0]] = sorted(groups[pair[0]] + groups.pop(pair[1]))


def _mark(group: Sequence[int], stops: Sequence[Point]) -> MarkView:
    """Return the mark of some steps, at the first of them, pushed inwards where it would leave the drawing."""
    numbers = [number + 1 for number in group]
    starts = [numbers[0], *(after for before, after in pairwise(numbers) if after != before + 1)]
    ends = [*(before for before, after in pairwise(numbers) if after != before + 1), numbers[-1]]
    spans = (f"{a}" if a == b else f"{a}–{b}" if b > a + 1 else f"{a}·{b}" for a, b in zip(starts, ends, strict=True))
    label = "·".join(spans)
    width = max(_MARK, _MARK + (len(label) - 2) * _DIGIT)
    x, y = stops[group[0]]
    x = min(max(x, width / 2 + 1), _WIDTH - width / 2 - 1)
    return MarkView(label, round(x, 1), round(y, 1), round(width, 1), _MARK)


def _collide(one: MarkView, other: MarkView) -> bool:
    across = abs(one.x - other.x) < (one.width + other.width) / 2 + 1
    return across and abs(one.y - other.y) < (one.height + other.height) / 2 + 1


_PROFILE_WIDTH, _HEIGHT = 360, 96  # units of the drawing; as wide as that of the way
_LEFT, _TOP, _PROFILE_FOOT = 54.0, 14.0, 18.0
"""Room for the heights at the left, the numbers of steps above, the distance below."""
_LEAST = 40.0  # metres that the drawing shows at the least from bottom to top: a plain isn't a mountain
_NOISE = 4.0  # metres of a rise or a fall that count: less is the device's error


def draw_profile(walk: Walk, names: list[str], lang: str) -> ProfileView | None:
    """Return the profile of a walk; None without recorded heights. ``names`` are those of its steps."""
    if not walk.profile:
        return None
    heights = [height for _, height in walk.profile]
    low, high, far = min(heights), max(heights), walk.profile[-1][0]
    foot = (low + high - max(high - low, _LEAST)) / 2
    scale = (_HEIGHT - _TOP - _PROFILE_FOOT) / max(high - low, _LEAST)
    right = _PROFILE_WIDTH - 8

    def place(metres: float, height: float) -> tuple[float, float]:
        across = _LEFT + metres / far * (right - _LEFT)
        return round(across, 1), round(_HEIGHT - _PROFILE_FOOT - (height - foot) * scale, 1)

    line = "L".join(f"{x} {y}" for x, y in (place(*point) for point in walk.profile))
    base = _HEIGHT - _PROFILE_FOOT
    at = [part * far for part in reached(walk)]
    up, down = _climbs(heights)
    return ProfileView(
        width=_PROFILE_WIDTH,
        height=_HEIGHT,
        line=f"M{line}",
        ground=f"M{line}L{right} {base}H{_LEFT}z",
        low=_metres(low, lang),
        high=_metres(high, lang),
        low_y=place(0, low)[1],
        high_y=place(0, high)[1],
        far=spoken_length(far, lang),
        up=_metres(up, lang),
        down=_metres(down, lang),
        steps=tuple(
            HeightView(number, name, *place(metres, height), spoken_length(metres, lang), _metres(height, lang))
            for number, (name, metres) in enumerate(zip(names, at, strict=True), 1)
            for height in (_height(walk.profile, metres),)
        ),
    )


def _height(profile: tuple[Profiled, ...], metres: float) -> float:
    return min(profile, key=lambda point: abs(point[0] - metres))[1]


def _climbs(heights: list[float]) -> tuple[float, float]:
    """Return metres up and down in all, without the device's possible error."""
    up = down = 0.0
    last = heights[0]
    for height in heights:
        if abs(height - last) >= _NOISE:
            up, down, last = up + max(0.0, height - last), down + max(0.0, last - height), height
    return up, down


def _metres(height: float, lang: str) -> str:
    return f"{spoken_number(round(height), lang)}\u00a0m"
