"""Tracks that contributors record (GPX): the points of the way, and nothing else of what a device writes down.

A track reveals when somebody was where, with which device, and often begins at their door. Only latitudes,
longitudes and heights are read, between the first step of the walk and the last. A file with a document type
declaration is refused before anything in it is expanded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, dropwhile, islice, pairwise, takewhile
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from pydantic import TypeAdapter

from placette.engine.base.files import digest
from placette.engine.base.gpx import MOST_POINTS, local_name, parse_gpx, point_in
from placette.engine.base.processes import Limits, run_bounded
from placette.engine.library.memory import Memory
from placette.features.walks.messages import TRACK_BROKEN, TRACK_COSTLY, TRACK_DECLARES, TRACK_EMPTY, TRACK_MANY
from placette.features.walks.walk import Point, Profiled, distance

LIMITS = Limits(cpu=5.0, wall=10.0, memory=512 * 1024 * 1024)
"""What reading one track may use: one of the largest takes a tenth of a second and some megabytes."""
_PUBLISHED = 5_000
"""Points of a track that are published at the most."""
_APART = 3.0
"""Metres between published points at the least: less is the noise of the device."""
_NEAR = 50.0
"""Metres around a step within which the way begins, or ends."""
ASTRAY = 2_000.0
"""Metres from the first or the last step beyond which a track is another walk's."""
_METRES = re.compile(r"[+-]?\d{1,4}(?:\.\d{1,20})?", re.ASCII)
_LOWEST, _HIGHEST = -500.0, 9000.0
"""Metres above the sea: the shore of the Dead Sea, the summit of Everest, and some more."""
_PARTS, _SHORTEST_PART, _SHORT = 120, 10.0, 200.0
"""Parts into which a profile is cut, metres of one at the least, and of a way that has one."""
_WAY = frozenset("gpx trk trkseg trkpt rte rtept".split())
"""The elements of a file that holds a way and nothing else."""


@dataclass(frozen=True, slots=True)
class Track:
    """A recorded way. Without ``points`` it can't be used, and ``reason`` says why."""

    path: str
    digest: str
    points: tuple[Point, ...] = ()
    heights: tuple[float, ...] = ()
    """Metres above the sea, one for each point; empty unless the device wrote all of them."""
    reason: str = ""
    holds_more: bool = False
    """Whether the file holds more than the way, which stays readable where it was proposed."""


_TRACK = TypeAdapter(Track)


def read_track(track: tuple[str, bytes], _shared: None = None) -> Track:
    """The points of a file (path, bytes). Total: any bytes give a value."""
    path, data = track
    try:
        root = parse_gpx(data)
        tag = "trkpt"
        points = _points(root, tag)
        if not points:
            tag = "rtept"
            points = _points(root, tag)
    except DefusedXmlException:
        return Track(path, digest(data), reason=TRACK_DECLARES)
    except (ParseError, ValueError, KeyError, LookupError, RecursionError):
        return Track(path, digest(data), reason=TRACK_BROKEN)
    if len(points) > MOST_POINTS:
        return Track(path, digest(data), reason=TRACK_MANY)
    if len(set(points)) < 2 or local_name(root.tag) != "gpx":
        return Track(path, digest(data), reason=TRACK_EMPTY)
    holds_more = any(local_name(element.tag) not in _WAY for element in root.iter())
    return Track(path, digest(data), tuple(points), _heights(root, tag), holds_more=holds_more)


def known_tracks(files: Mapping[str, bytes], memory: Memory, version: str) -> dict[str, Track]:
    """Every track by path, as remembered or read within limits; what passes them can't be used."""
    keys = {path: f"track {version} {digest(data)}" for path, data in files.items()}
    found = {path: replace(kept, path=path) for path, key in keys.items() if (kept := memory.get(key, _TRACK))}
    unknown = [(path, data) for path, data in files.items() if path not in found]
    for (path, data), seen in zip(unknown, run_bounded(read_track, unknown, None, LIMITS), strict=True):
        found[path] = seen or Track(path, digest(data), reason=TRACK_COSTLY)
        if seen:
            memory.put(keys[path], seen, _TRACK)
    return found


def _points(root: Element, tag: str) -> list[Point]:
    """The points of one kind, and one more than is allowed at the most; raises ``ValueError`` or ``KeyError``."""
    found = (element.attrib for element in root.iter() if local_name(element.tag) == tag)
    return [point_in(attributes) for attributes in islice(found, MOST_POINTS + 1)]


def _heights(root: Element, tag: str) -> tuple[float, ...]:
    """The heights of the points of one kind, none unless each has one that a place on Earth may have."""
    found = []
    for point in (element for element in root.iter() if local_name(element.tag) == tag):
        height = _height(point)
        if height is None:
            return ()
        found.append(height)
    return tuple(found)


def _height(point: Element) -> float | None:
    """The first height of a point."""
    text = next(((child.text or "").strip() for child in point if local_name(child.tag) == "ele"), "")
    height = round(float(text), 1) if _METRES.fullmatch(text) else None
    return height if height is not None and _LOWEST <= height <= _HIGHEST else None


def passes_by(points: Sequence[Point], first: Point, last: Point) -> bool:
    """Whether a track comes near both steps; of one that does, mostly a look at its ends tells."""
    ways = (points, first), (reversed(points), last)
    return all(any(distance(point, step) <= ASTRAY for point in way) for way, step in ways)


def passage_between(points: Sequence[Point], first: Point, last: Point) -> Sequence[int]:
    """Which points of a track lead from one step to another, in this order; none when it doesn't pass by them.

    What lies before and after (the way from somebody's door) is left out.
    """
    to_first, to_last = ([distance(point, step) for point in points] for step in (first, last))
    if max(min(to_first), min(to_last)) > ASTRAY:
        return ()
    start = _first_passage(to_first, range(len(points)))
    end = _first_passage(to_last, range(len(points) - 1, -1, -1))
    return range(start, end + 1) if start < end else range(start, end - 1, -1)


def way_along(track: Track, passage: Sequence[int]) -> tuple[Point, ...]:
    """A part of a track, as few points as show it."""
    return _thinned([track.points[at] for at in passage]) if passage else ()


def profile_along(track: Track, passage: Sequence[int]) -> tuple[Profiled, ...]:
    """The heights of a part of a track, evenly spread along it; empty where the device wrote none.

    Each is the mean of what was recorded nearby: a device errs by some metres from point to point.
    """
    line = [track.points[at] for at in passage] if track.heights else []
    far = list(accumulate((distance(one, other) for one, other in pairwise(line)), initial=0.0))
    if far[-1] < _SHORT:
        return ()
    parts = min(_PARTS, int(far[-1] // _SHORTEST_PART))
    found: list[list[float]] = [[] for _ in range(parts + 1)]
    for metres, at in zip(far, passage, strict=True):
        found[round(metres / far[-1] * parts)].append(track.heights[at])
    means = ((at, sum(heights) / len(heights)) for at, heights in enumerate(found) if heights)
    return tuple((round(far[-1] * at / parts, 1), round(height, 1)) for at, height in means)


def _first_passage(far: Sequence[float], places: Sequence[int]) -> int:
    """The nearest point to a step, ``far`` from each, on the first passage by it when one goes along ``places``."""
    limit = min(far) + _NEAR
    come = dropwhile(lambda at: far[at] > limit, places)
    return min(takewhile(lambda at: far[at] <= limit, come), key=lambda at: far[at])


def _thinned(points: Sequence[Point]) -> tuple[Point, ...]:
    """The line without points that hardly move on, and of very many only some; both ends kept."""
    kept = [points[0]]
    for point in points[1:-1]:
        if distance(kept[-1], point) >= _APART:
            kept.append(point)
    return (*kept[:: -(-len(kept) // (_PUBLISHED - 1))], points[-1])
