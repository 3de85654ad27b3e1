"""MP3 recordings: nothing but frames of sound may stay.

What programs and phones write before and behind the sound (ID3, APE, Lyrics3) names people, machines and places, and
may hold pictures or anything else. So every byte of a recording has to belong to a frame (ISO 11172-3, ISO 13818-3).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from defusedxml import DefusedXmlException

from placette.engine.base.files import digest
from placette.engine.base.geography import MOST_POINTS, NAMESPACE, Point, distance, local_name, parse_gpx, point_in
from placette.engine.library.attachments import Attachment, Inspected
from placette.engine.problems.problems import Problem, problem
from placette.engine.texts.characters import is_suspect
from placette.features.documents.findings import (
    CONTROLS,
    DAMAGED,
    DECLARES,
    EMPTY_TABLE,
    LETTERS,
    MANY_POINTS,
    NOWHERE,
    OTHER,
    SEPARATOR,
    UNSEEN,
    Active,
    Findings,
    Private,
    UnusableError,
    findings_from,
    is_path,
    leads_to_the_web,
    readable_text,
)

_FIRST = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_SECOND = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
"""Kilobits a second by index, of MPEG 1 and of MPEG 2 and 2.5, layer III. Index 0 says nothing of a frame's length."""
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
"""Samples a second by index, of MPEG 1, 2 and 2.5."""
_HEADER = 4
_TAGS = (b"TAG", b"ID3", b"APETAGEX", b"LYRICSBEGIN")
"""How labels behind the sound begin; nothing of what follows is worth reading."""
_ID3V1 = 128
"""Bytes of a label of the first kind."""
_FEWEST = 10
"""Frames of a recording: a quarter of a second, and nothing looks like ten of them by chance."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """A frame: where it lies, its bytes, its samples, and samples a second."""

    start: int
    length: int
    samples: int
    rate: int


def look_into_recording(data: bytes) -> Findings:
    """How many seconds of sound a recording has, and whether anything stands beside it.

    Raises ``UnusableError`` for what is no MP3, or has anything else among its frames.
    """
    frames = _frames(data)
    kept = sum(frame.length for frame in frames)
    seconds = sum(frame.samples for frame in frames) / frames[0].rate
    beside = frozenset({Private.LABELS}) if kept < len(data) else frozenset[Private]()
    return Findings(private=beside, extent=max(1, round(seconds)))


def clean_recording(data: bytes) -> bytes:
    """The sound alone; raises ``UnusableError`` as ``look_into_recording`` does."""
    return b"".join(data[frame.start : frame.start + frame.length] for frame in _frames(data))


def _frames(data: bytes) -> list[_Frame]:
    frames: list[_Frame] = []
    end, at = 0, _behind_labels(data, 0)
    while run := list(_walk(data, at)):  # a second one where recordings were joined, each with its labels
        frames += run
        end = run[-1].start + run[-1].length
        at = _behind_labels(data, end)
    if not frames:
        raise UnusableError(OTHER)
    rest = data[end:].lstrip(b"\0")
    if len(frames) < _FEWEST or len({frame.rate for frame in frames}) > 1:
        raise UnusableError(DAMAGED)
    if rest and not rest.startswith(_TAGS) and _frame_at(data, end) is None:  # the last frame is often cut
        raise UnusableError(DAMAGED)
    if _hides_sound(rest):
        raise UnusableError(DAMAGED)
    return frames


def _walk(data: bytes, at: int) -> Iterator[_Frame]:
    while (frame := _frame_at(data, at)) is not None and at + frame.length <= len(data):
        yield frame
        at += frame.length


def _hides_sound(data: bytes) -> bool:
    """Whether sound goes on behind something that isn't known: cleaning would take it away."""
    at = data.find(b"\xff")
    while at >= 0:
        if len(list(islice(_walk(data, at), _FEWEST))) == _FEWEST:
            return True
        at = data.find(b"\xff", at + 1)
    return False


def _behind_labels(data: bytes, start: int) -> int:
    """Where the sound may go on: behind what ID3 announces, and the zeros that some programs leave there."""
    at = start
    while len(data) >= at + 10:
        if data[at : at + 3] == b"ID3":
            flags, size = data[at + 5], data[at + 6 : at + 10]
            at += 10 + sum((byte & 0x7F) << shift for byte, shift in zip(size, (21, 14, 7, 0), strict=True))
            at += 10 if flags & 0x10 else 0
        elif data[at : at + 3] == b"TAG":
            at += _ID3V1
        else:
            break
    while at > start and data[at : at + 1] == b"\0":
        at += 1
    return at


def _frame_at(data: bytes, at: int) -> _Frame | None:
    """The frame of layer III that begins there, whole or cut; None where none does."""
    head = data[at : at + _HEADER]
    if len(head) < _HEADER or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, index, pace = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version not in _RATES or not 0 < index < 15 or pace == 3:
        return None
    first = version == 3
    rate, samples = _RATES[version][pace], 1152 if first else 576
    length = samples // 8 * (_FIRST if first else _SECOND)[index] * 1000 // rate + (head[2] >> 1 & 1)
    return _Frame(at, length, samples, rate)


_FORMULA = re.compile(
    r"(?:^|[,;\t|])[\"'\s]*(?P<cell>=\s*[^,;\t\s][^,;\t]*|[+\-@][A-Za-z_.]*[A-Za-z]\(.*|[+\-@].*\|.*!.*)"
)
"""A cell that a spreadsheet takes for a formula: after =, anything; after the other signs, a call of a function or of
another program (owasp.org, CSV Injection). Numbers and phone numbers are none."""
_SEPARATOR = re.compile(r"[\"'\s]*sep\s*=", re.IGNORECASE)
"""A first line that Excel takes for the separator of all others."""
_SHOWN = 40
"""Letters of such a cell that are shown."""


def inspect_table(path: str, data: bytes) -> Inspected:
    """What a CSV file is, and all that is wrong with it."""
    attachment = Attachment(path, digest(data), len(data))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Inspected(attachment, (problem("document-broken", path, reason=LETTERS),))
    if not text.strip():
        return Inspected(attachment, (problem("document-broken", path, reason=EMPTY_TABLE),))
    return Inspected(attachment, tuple(_wrong(path, text.split("\n"))))


def _wrong(path: str, lines: list[str]) -> Iterator[Problem]:
    """The first thing that is wrong with a table."""
    if at := next((number for number, line in enumerate(lines, 1) if is_suspect(line)), 0):
        yield problem("document-broken", path, at, reason=CONTROLS, at=at)
        return
    plain = [unicodedata.normalize("NFKC", line) for line in lines]
    if _SEPARATOR.match(plain[0]):
        yield problem("document-broken", path, 1, reason=SEPARATOR)
        return
    for number, (line, meant) in enumerate(zip(lines, plain, strict=True), 1):
        rows = meant.split("\r")  # which ends a row too, where programs count none
        if found := next(filter(None, map(_FORMULA.search, rows)), None):
            yield problem("document-formula", path, number, excerpt=line, value=found["cell"][:_SHOWN])
            return


_NAMESPACES = ("", NAMESPACE, "http://www.topografix.com/GPX/1/0")
_SAID = "name cmt desc link"
_POINT = f"ele {_SAID} sym type"
_WITHIN = {
    name: frozenset(inner.split())
    for name, inner in {
        "gpx": "metadata wpt rte trk name desc keywords bounds",
        "metadata": "name desc link keywords bounds",
        "rte": f"{_SAID} number type rtept",
        "trk": f"{_SAID} number type trkseg",
        "trkseg": "trkpt",
        "link": "text type",
        **dict.fromkeys(("wpt", "rtept", "trkpt"), _POINT),
    }.items()
}
"""What each element may hold; those of GPX 1.0 say their name right in the root."""
_POINTS = frozenset({"wpt", "rtept", "trkpt"})
_ATTRIBUTES = {
    "gpx": frozenset({"version", "creator", "schemaLocation"}),
    "link": frozenset({"href"}),
    "bounds": frozenset({"minlat", "minlon", "maxlat", "maxlon"}),
    **dict.fromkeys(_POINTS, frozenset({"lat", "lon"})),
}
_PEOPLE = frozenset({"author", "email", "copyright"})
_ASIDE = re.compile(r"<!--|<\?(?!xml\s)")
"""Comments and orders to programs, which no reader shows."""
_APART = 0.003
"""Kilometres between two points of a way at the least: less is the noise of the device."""
_MAKER = "Placette"
_UNWANTED = frozenset({Active.OUTSIDE, Private.PATH})
"""What a whole element is left out for."""


def look_into_track(data: bytes) -> Findings:
    """What a GPX file holds; its extent is the length of its tracks, in metres. Raises ``UnusableError``."""
    text = readable_text(data)
    root = _root(text)
    found = [finding for element, kept in _elements(root) for finding in _findings(element, is_kept=kept)]
    aside = [Private.KEPT] if _ASIDE.search(text) else []
    return findings_from((*found, *aside), _metres(root))


def _root(text: str) -> Element:
    try:
        root = parse_gpx(text)
        names = {f"{{{space}}}gpx" if space else "gpx" for space in _NAMESPACES}
        if root.tag not in names:
            raise UnusableError(OTHER)
        points = sum(1 for _ in islice(_points(root), MOST_POINTS + 1))
    except UnusableError:
        raise
    except DefusedXmlException as error:
        raise UnusableError(DECLARES) from error
    except (ParseError, ValueError, KeyError, LookupError) as error:
        raise UnusableError(DAMAGED if "<gpx" in text[:1000] else OTHER) from error
    if is_suspect("".join(root.itertext())):  # spelt, as in &#8238;
        raise UnusableError(UNSEEN)
    if points > MOST_POINTS:
        raise UnusableError(MANY_POINTS)
    if not points:
        raise UnusableError(NOWHERE)
    return root


def _elements(parent: Element) -> Iterator[tuple[Element, bool]]:
    """The elements that a file may hold, each with True, and the outermost of those that it may not, with False."""
    yield parent, True
    for element in parent:
        if _may_hold(parent, element):
            yield from _elements(element)
        else:
            yield element, False


def _may_hold(parent: Element, element: Element) -> bool:
    space = str(parent.tag).removesuffix(local_name(parent.tag))
    name = local_name(element.tag)
    return element.tag == f"{space}{name}" and name in _WITHIN.get(local_name(parent.tag), ())


def _findings(element: Element, *, is_kept: bool) -> Iterator[Active | Private]:
    name = local_name(element.tag)
    if not is_kept:
        yield Private.TIME if name == "time" else Private.AUTHOR if name in _PEOPLE else Private.KEPT
        return
    attributes = {local_name(key): value for key, value in element.items()}
    between = f"{element.tail or ''}{element.text or '' if name in _WITHIN else ''}"
    if between.strip() or not attributes.keys() <= _ATTRIBUTES.get(name, frozenset()):
        yield Private.KEPT
    if name == "link" and not leads_to_the_web(attributes.get("href", "")):
        yield Active.OUTSIDE
    if is_path(attributes.get("creator", "")) or (name == "name" and is_path(element.text or "")):
        yield Private.PATH


def _points(root: Element) -> Iterator[Point]:
    return (point_in(one.attrib) for one, kept in _elements(root) if kept and local_name(one.tag) in _POINTS)


def _metres(root: Element) -> int:
    """How long the recorded ways are; from point to point of a planned one is no way."""
    segments = (one for one, kept in _elements(root) if kept and local_name(one.tag) == "trkseg")
    return round(1000 * sum(_kilometres(point_in(point.attrib) for point in _kept(segment)) for segment in segments))


def _kilometres(points: Iterable[Point]) -> float:
    walked, before = 0.0, None
    for point in points:
        step = distance(before, point) if before else 0.0
        if before is None or step >= _APART:
            walked, before = walked + step, point
    return walked


def _kept(element: Element) -> Iterator[Element]:
    return (inner for inner in element if _may_hold(element, inner))


def clean_track(data: bytes) -> bytes:
    """The same places and ways, with their names, and nothing else. Raises ``UnusableError``."""
    root = _root(readable_text(data))
    space = str(root.tag).removesuffix("gpx").strip("{}") or NAMESPACE
    version = "1.0" if space.endswith("/0") else "1.1"
    made = Element("gpx", {"xmlns": space, "version": version, "creator": _MAKER})
    _copy(root, made)
    indent(made)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(made, encoding="unicode")}\n'.encode()


def _copy(source: Element, made: Element) -> None:
    """Copy what may stay of an element into another. A file nests five deep at the most: ``_WITHIN`` says so."""
    for element in _kept(source):
        if _UNWANTED.isdisjoint(_findings(element, is_kept=True)):
            name = local_name(element.tag)
            allowed = _ATTRIBUTES.get(name, frozenset())
            copy = SubElement(made, name, {key: value for key, value in element.items() if key in allowed})
            copy.text = None if name in _WITHIN else element.text
            _copy(element, copy)
