"""GPX files: places and ways, and the same without when somebody was there, who, and what a device adds.

What a file may hold is listed, each element within another. Nothing else is believed, nor looked into.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from defusedxml import DefusedXmlException

from placette.engine.base.geography import Point, distance
from placette.engine.base.gpx import MOST_POINTS, NAMESPACE, local_name, parse_gpx, point_in
from placette.engine.texts.characters import is_suspect
from placette.features.documents.findings import Active, Findings, Private, UnusableError, findings_from
from placette.features.documents.lines import leads_to_the_web, readable_text
from placette.features.documents.messages import DAMAGED, DECLARES, MANY_POINTS, NOWHERE, OTHER, UNSEEN
from placette.features.documents.metadata import is_path

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
