"""Walks: places and posts in order, the path between them, and how far it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import accumulate, dropwhile, islice, pairwise, takewhile
from math import asin, cos, radians, sin, sqrt
from operator import attrgetter
from statistics import median
from typing import Annotated, Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from pydantic import BeforeValidator, TypeAdapter

from placette.engine.base.dates import spoken_number
from placette.engine.base.files import digest
from placette.engine.base.geography import MOST_POINTS, local_name, parse_gpx, point_in
from placette.engine.base.processes import Limits, run_bounded
from placette.engine.base.translation import N_
from placette.engine.content.companions import Companion
from placette.engine.content.kinds import FOR_SIGNERS, PERSON, BodyForm, Draft, Making, Reference, Signed, TextKind
from placette.engine.content.memory import Memory
from placette.engine.content.neighbours import Neighbours
from placette.engine.content.options import ReadingOptions
from placette.engine.findings.problems import Problem
from placette.engine.texts import fields as f
from placette.engine.texts.fields import as_text, fail
from placette.engine.texts.front_matter import Matter, authors_key, communes_key, signer_key
from placette.engine.texts.links import resolve
from placette.engine.texts.values import Body, Licence
from placette.features.posts import POST

Point = tuple[float, float]  # latitude and longitude in degrees (WGS 84)
Profiled = tuple[float, float]  # metres along the way, metres above the sea

_RADIUS = 6_371_008.8  # metres: the Earth's mean radius R1 (Moritz, Geodetic Reference System 1980)
_KILOMETRE = 1000


@dataclass(frozen=True, slots=True)
class Step:
    """A place on the way. ``post`` is the source path of the post about it; either it or ``name`` is there."""

    name: str
    post: str
    point: Point


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk. ``track`` is the way that was really taken, from the first step to the last, or empty.

    ``duration``, ``difficulty`` and ``ascent`` are texts of its authors (keys), who walked it on ``date``.
    """

    path: str
    slug: str
    url: str
    title: str
    summary: str
    lang: str
    date: datetime
    authors: tuple[str, ...]
    communes: tuple[str, ...]
    licence: Licence
    duration: str
    difficulty: str
    ascent: str
    steps: tuple[Step, ...]
    track: tuple[Point, ...] = ()
    profile: tuple[Profiled, ...] = ()  # its heights, where they were recorded
    body: Body = field(default_factory=Body)
    mark: str = ""  # a digest of all of the above

    @property
    def line(self) -> tuple[Point, ...]:
        """Return the way: the track, or straight lines from step to step."""
        return self.track or tuple(step.point for step in self.steps)


def distance(one: Point, other: Point) -> float:
    """Return metres between two points on a sphere, as the crow flies (within 0.5 % of the ellipsoid)."""
    (lat, lon), (lat2, lon2) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * _RADIUS * asin(sqrt(min(1.0, half)))


def length(line: Sequence[Point]) -> float:
    """Return metres along a line of points, as the crow flies from each to the next."""
    return sum(distance(one, other) for one, other in pairwise(line))


def reached(walk: Walk) -> tuple[float, ...]:
    """Return by step how far along the way it is, from 0 to 1: the nearest point of the track after the step before."""
    line = walk.line
    far = list(accumulate((distance(one, other) for one, other in pairwise(line)), initial=0.0))
    found, at = [0.0], 0
    for step in walk.steps[1:-1]:
        left = [distance(point, step.point) for point in line[at:]]
        at += left.index(min(left))
        found.append(far[at] / far[-1] if far[-1] else 0.0)
    return (*found, 1.0)


def spoken_length(metres: float, lang: str) -> str:
    """Return «640 m» to the nearest ten, «12,4 km» from one kilometre on, with no-break spaces."""
    if metres < _KILOMETRE - 5:
        return f"{round(metres, -1):.0f}\u00a0m"
    return f"{spoken_number(metres / _KILOMETRE, lang, places=1)}\u00a0km"


TRACK_BROKEN = N_("it is not a GPX file that can be read")  # a reason for ``track-unusable``, like the next five
TRACK_DECLARES = N_("it contains declarations (DOCTYPE) that no GPX file needs")
TRACK_EMPTY = N_("it contains no route")
TRACK_MANY = N_("it contains more than 20,000 points")
TRACK_COSTLY = N_("reading it takes too much time or memory")
TRACK_ELSEWHERE = N_("it does not pass by the first and the last step")


_STEPS, _STEP = 40, 250  # the most steps of a walk, and characters of one


def as_steps(value: Any) -> list[str]:
    """Return the steps of a walk as written: up to forty; one may come twice."""
    if not isinstance(value, str | list):
        raise fail("value-shape", example="- …")
    steps = [text for item in ([value] if isinstance(value, str) else value) if (text := as_text(item))]
    if len(steps) > _STEPS:
        raise fail("value-many", length=len(steps), limit=_STEPS)
    longest = max(map(len, steps), default=0)
    if longest > _STEP:
        raise fail("value-long", length=longest, limit=_STEP)
    return steps


Steps = Annotated[list[str], BeforeValidator(as_steps)]


class WalkMatter(Matter):
    """The front matter of a walk; the text below describes it."""

    title: f.Title = signer_key("The title.", "titre", example="Le tour des lavoirs")
    summary: f.Sentence = signer_key(
        "One sentence for lists and search engines.",
        "résumé",
        "chapeau",
        example="Du lavoir du bas à la fontaine.",
        min_length=1,
    )
    date: f.Day = signer_key("The day it was walked.", example="2026-10-11")
    authors: f.Keys = authors_key("Who walked it: keys of authors.", example="[lea-montel]", min_length=1)
    steps: Steps = signer_key(
        "The steps in order: a name or a post's path, then latitude and longitude in brackets.",
        "étapes",
        example="Le lavoir du bas (47.1204, 2.3405)",
        contact="place",
    )
    commune: f.Communes = communes_key()
    track: f.FileName = signer_key(
        "The recorded route: a GPX file beside the walk.", "trace", example="lavoirs.gpx", default=""
    )
    duration: f.ShortText = signer_key("How long it takes.", "durée", example="une heure et demie", default="")
    difficulty: f.ShortText = signer_key(
        "How hard it is.", "difficulté", example="facile, quelques marches", default=""
    )
    ascent: f.ShortText = signer_key("How much it climbs, in metres.", "dénivelé", example="30 m", default="")
    licence: f.LicenceName | None = signer_key("The licence of the text.", "license", example="CC BY 4.0", default=None)
    lang: f.ShortText = signer_key("The language of the text.", "langue", example="fr", default="")


FAR = 200_000.0  # metres from the middle of the others beyond which a step is taken for a mistake
_POST = re.compile(r"(?:^|(?<=\s))\S+/index\.md(?=\s|$)")
_PLACED = re.compile(r"(.*)\(([^()]*)\)")
_DEGREES = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{1,10})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class WrittenStep:
    """A step as it was written: its name, its post (a path from the walk's file), and its place; each may be missing.

    ``placed``: it has a place at all; then ``point`` is None for one that can't be on Earth.
    """

    text: str
    name: str
    post: str
    placed: bool
    point: Point | None


def written_step(text: str) -> WrittenStep:
    """Return a step as it was written."""
    post = _POST.search(text)
    rest = (text[: post.start()] + text[post.end() :]).strip() if post else text
    match = _PLACED.fullmatch(rest)
    name, place = (match[1].strip(" ,"), match[2]) if match else (rest.strip(" ,"), "")
    return WrittenStep(text, name, post[0] if post else "", match is not None, _point(place))


def _point(written: str) -> Point | None:
    """Return latitude and longitude; decimals behind a point, or behind a comma when something else parts the two."""
    mark = next((mark for mark in (";", ", ", ",") if mark in written), " ")
    parts = [part.strip() for part in written.split(mark)]
    if len(parts) != 2 or not all(map(_DEGREES.fullmatch, parts)):
        return None
    lat, lon = (round(float(part.replace(",", ".")), 5) for part in parts)
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def strays(points: list[Point]) -> list[int]:
    """Return which points are far from the others: a digit too many, latitude and longitude exchanged."""
    middle = median(lat for lat, _ in points), median(lon for _, lon in points)
    places = [at for at, point in enumerate(points) if distance(point, middle) > FAR]
    near = (at for at in range(1, len(points)) if distance(points[at - 1], points[at]) > FAR)
    return places or list(near)


LIMITS = Limits(cpu=5.0, wall=10.0, memory=512 * 1024 * 1024)
"""Limits for reading one track: one of the largest takes a tenth of a second and some megabytes."""
_PUBLISHED = 5_000  # points of a track that are published at the most
_APART = 3.0  # metres between published points at the least: less is the noise of the device
_NEAR = 50.0  # metres around a step within which the way begins, or ends
ASTRAY = 2_000.0  # metres from the first or the last step beyond which a track is another walk's
_METRES = re.compile(r"[+-]?\d{1,4}(?:\.\d{1,20})?", re.ASCII)
_LOWEST, _HIGHEST = -500.0, 9000.0
"""Metres above the sea: the shore of the Dead Sea, the summit of Everest, and some more."""
_PARTS, _SHORTEST_PART, _SHORT = 120, 10.0, 200.0
"""Parts into which a profile is cut, metres of one at the least, and of a way that has one."""
_WAY = frozenset("gpx trk trkseg trkpt rte rtept ele".split())  # the elements of a file that has a way and nothing else


@dataclass(frozen=True, slots=True)
class Track:
    """A recorded way. Without ``points`` it can't be used, and ``reason`` is why."""

    path: str
    digest: str
    points: tuple[Point, ...] = ()
    heights: tuple[float, ...] = ()
    """Metres above the sea, one for each point; empty unless the device wrote all of them."""
    reason: str = ""
    holds_more: bool = False  # whether the file has more than the way, which stays readable where it was proposed


def read_track(track: tuple[str, bytes], _shared: None = None) -> Track:
    """Return the points of a file (path, bytes). Total: any bytes give a value."""
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
    """Return every track by path, as remembered or read within limits; one beyond them can't be used."""
    if not files:
        return {}
    keys, track = {path: f"track {version} {digest(data)}" for path, data in files.items()}, TypeAdapter(Track)
    tracks = {path: replace(kept, path=path) for path, key in keys.items() if (kept := memory.get(key, track))}
    unknown = [(path, data) for path, data in files.items() if path not in tracks]
    for (path, data), seen in zip(unknown, run_bounded(read_track, unknown, None, LIMITS), strict=True):
        tracks[path] = seen or Track(path, digest(data), reason=TRACK_COSTLY)
        if seen:
            memory.put(keys[path], seen, track)
    return tracks


def _points(root: Element, tag: str) -> list[Point]:
    """Return the points of one kind, and at the most one too many; raises ``ValueError`` or ``KeyError``."""
    found = (element.attrib for element in root.iter() if local_name(element.tag) == tag)
    return [point_in(attributes) for attributes in islice(found, MOST_POINTS + 1)]


def _heights(root: Element, tag: str) -> tuple[float, ...]:
    """Return the heights of the points of one kind, none unless each has one that a place on Earth may have."""
    heights = []
    for point in (element for element in root.iter() if local_name(element.tag) == tag):
        text = next(((child.text or "").strip() for child in point if local_name(child.tag) == "ele"), "")
        height = round(float(text), 1) if _METRES.fullmatch(text) else None
        height = height if height is not None and _LOWEST <= height <= _HIGHEST else None
        if height is None:
            return ()
        heights.append(height)
    return tuple(heights)


def passes_by(points: Sequence[Point], first: Point, last: Point) -> bool:
    """Return whether a track comes near both steps; a look at its ends is mostly enough."""
    ways = (points, first), (reversed(points), last)
    return all(any(distance(point, step) <= ASTRAY for point in way) for way, step in ways)


def passage_between(points: Sequence[Point], first: Point, last: Point) -> Sequence[int]:
    """Return the points of a track from one step to another, in this order; none when it doesn't pass by them.

    The parts before and after (the way from a front door) are left out.
    """
    to_first, to_last = ([distance(point, step) for point in points] for step in (first, last))
    if max(min(to_first), min(to_last)) > ASTRAY:
        return ()
    start = _first_passage(to_first, range(len(points)))
    end = _first_passage(to_last, range(len(points) - 1, -1, -1))
    return range(start, end + 1) if start < end else range(start, end - 1, -1)


def way_along(track: Track, passage: Sequence[int]) -> tuple[Point, ...]:
    """Return a part of a track without points that hardly move on, and of very many only some; both ends kept."""
    if not passage:
        return ()
    points = [track.points[at] for at in passage]
    corners = points[:1]
    for point in points[1:-1]:
        if distance(corners[-1], point) >= _APART:
            corners.append(point)
    return (*corners[:: -(-len(corners) // (_PUBLISHED - 1))], points[-1])


def profile_along(track: Track, passage: Sequence[int]) -> tuple[Profiled, ...]:
    """Return the heights of a part of a track, evenly spread along it; empty where the device recorded none.

    Each is the mean of the heights nearby: a device errs by some metres from point to point.
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
    """Return the nearest point to a step, ``far`` from each, on the first passage by it along ``places``."""
    limit = min(far) + _NEAR
    come = dropwhile(lambda at: far[at] > limit, places)
    return min(takewhile(lambda at: far[at] <= limit, come), key=lambda at: far[at])


_LEAST = 2  # steps: one place is no walk


def placed_step(draft: Draft, text: str, neighbours: Neighbours) -> WrittenStep:
    """Return a step; one that only names a post is where that post takes place."""
    step = written_step(text)
    if step.placed or not step.post:
        return step
    point = neighbours.around.points.get(resolve(draft.path, step.post))
    return replace(step, placed=point is not None, point=point)


def check_walk(draft: Draft, matter: WalkMatter, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    """Yield what is impossible in a walk, or unknown to the site."""
    steps = [placed_step(draft, text, neighbours) for text in matter.steps]
    if len(steps) < _LEAST:
        yield draft.problem("walk-short", "steps")
    for number, step in enumerate(steps, 1):
        yield from _check_step(draft, number, step, neighbours)
    placed = [(number, step, step.point) for number, step in enumerate(steps, 1) if step.point]
    for at in strays([point for _, _, point in placed]) if placed else ():
        number, step, _ = placed[at]
        yield draft.problem("step-far", "steps", number=number, value=step.text)
    if matter.track:
        yield from _check_track(draft, matter.track, [point for _, _, point in placed], options)


def _check_step(draft: Draft, number: int, step: WrittenStep, neighbours: Neighbours) -> Iterator[Problem]:
    values = {"number": number, "value": step.text}
    if not step.placed or not (step.name or step.post):
        nameless = {"what_here": N_("Step {number} (“{value}”) does not say what is there.")} if step.placed else {}
        yield draft.problem("step-shape", "steps", **values, **nameless)
    elif step.point is None:
        yield draft.problem("step-coordinates", "steps", **values)
    path = resolve(draft.path, step.post)
    if step.post and not (POST.is_place(path) and path in neighbours.around.addresses):
        yield draft.problem("step-unknown", "steps", number=number, value=path)


def _check_track(draft: Draft, name: str, points: list[Point], options: ReadingOptions) -> Iterator[Problem]:
    track = options.beside.get(resolve(draft.path, name))
    if not isinstance(track, Track):
        yield draft.problem("track-missing", "track", value=name)
    elif track.reason:
        yield draft.problem("track-unusable", "track", value=name, reason=track.reason)
    elif len(points) >= _LEAST and not passes_by(track.points, points[0], points[-1]):
        yield draft.problem("track-unusable", "track", value=name, reason=TRACK_ELSEWHERE)
    elif track.holds_more:
        yield draft.problem("track-tells", "track", value=name)


TRACKS = Companion("track", r"walks/[^/]+\.gpx", ".gpx", 3_000_000, known_tracks)
"""The largest: a long day's, with all that devices write beside each point."""


def _files(draft: Draft, matter: WalkMatter) -> Iterable[str]:
    """Return the posts of its steps, its track."""
    posts = (written_step(text).post for text in matter.steps)
    return (resolve(draft.path, name) for name in (*posts, matter.track) if name)


def _walk(making: Making[WalkMatter]) -> Walk:
    draft, matter = making.draft, making.matter
    steps = tuple(_step(making, placed_step(draft, text, making.neighbours)) for text in matter.steps)
    track = making.options.beside.get(resolve(draft.path, matter.track)) if matter.track else None
    recorded = track if isinstance(track, Track) and track.points else None
    passage = passage_between(recorded.points, steps[0].point, steps[-1].point) if recorded else ()
    return making.filled(
        Walk,
        licence=matter.licence or making.licence,
        steps=steps,
        track=way_along(recorded, passage) if recorded else (),
        profile=profile_along(recorded, passage) if recorded else (),
    )


def _step(making: Making[WalkMatter], step: WrittenStep) -> Step:
    point = step.point or (0.0, 0.0)  # a step without a place is a problem that blocks
    return Step(making.say(step.name), resolve(making.draft.path, step.post) if step.post else "", point)


WALK = TextKind(
    name="walk",
    place=r"walks/[^/]+\.md",
    schema=WalkMatter,
    value=Walk,
    address="WALK",
    changed=N_("the walk {what} changed"),
    days=("date",),
    check=check_walk,
    make=_walk,
    refers=(Reference("authors", PERSON),),
    asks=_files,
    body=BodyForm(optional=True),
    beside=(TRACKS,),
    signed=Signed("authors", attrgetter("authors")),
    rights=FOR_SIGNERS,
)


Say = Callable[[str], str]


def spoken_point(point: Point, say: Say) -> str:
    """Return «45° 46′ 35″ N, 3° 04′ 57″ E», with no-break spaces: a second is some thirty metres."""
    lat, lon = point
    north = say(N_("N")) if lat >= 0 else say(N_("S"))
    east = say(N_("E")) if lon >= 0 else say(N_("W"))
    return f"{_sexagesimal(lat)}\u00a0{north}, {_sexagesimal(lon)}\u00a0{east}"


def decimal_point(point: Point) -> str:
    """Return «45.7764, 3.0825», as maps and devices take it."""
    return f"{point[0]:.4f}, {point[1]:.4f}"


def geo_url(point: Point) -> str:
    """Return the address of a place (RFC 5870): a phone opens it with its map."""
    return f"geo:{point[0]:.5f},{point[1]:.5f}"


def _sexagesimal(degrees: float) -> str:
    seconds = round(abs(degrees) * 3600)
    return f"{seconds // 3600}°\u00a0{seconds // 60 % 60:02}′\u00a0{seconds % 60:02}″"
