"""A walk as GPX 1.1 (topografix.com/GPX/1/1), for devices and maps: a route of its steps, its track if it has one."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from placette.engine.pages.lookup import Lookup
from placette.engine.pages.requests import Request
from placette.features.walks.composing import step_names
from placette.features.walks.planning import WalkContent, walk_of
from placette.features.walks.walk import Point

_NAMESPACE = "http://www.topografix.com/GPX/1/1"


def write_gpx(_request: Request, content: WalkContent, look: Lookup) -> str:
    """The file; it says nothing that the page doesn't, and no time but the day of the walk."""
    walk, desk = walk_of(content.walk, look), look.desk
    root = Element("gpx", {"xmlns": _NAMESPACE, "version": "1.1", "creator": "Placette"})
    names = ", ".join(person.name for person in look.people(walk.authors)) or desk.site_name
    data = SubElement(root, "metadata")
    SubElement(data, "name").text = walk.title
    SubElement(data, "desc").text = walk.summary
    SubElement(SubElement(data, "author"), "name").text = names
    rights = SubElement(data, "copyright", {"author": names})
    SubElement(rights, "year").text = f"{walk.date:%Y}"
    if walk.licence.url:
        SubElement(rights, "license").text = walk.licence.url
    link = SubElement(data, "link", {"href": desk.absolute(walk.url)})
    SubElement(link, "text").text = desk.site_name
    SubElement(data, "time").text = f"{walk.date:%Y-%m-%d}T00:00:00Z"
    route = SubElement(root, "rte")
    SubElement(route, "name").text = walk.title
    points = _points(route, "rtept", [step.point for step in walk.steps])
    for point, (name, _) in zip(points, step_names(walk, content.posts, look), strict=True):
        SubElement(point, "name").text = name
    if walk.track:
        track = SubElement(root, "trk")
        SubElement(track, "name").text = walk.title
        _points(SubElement(track, "trkseg"), "trkpt", walk.track)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _points(parent: Element, tag: str, points: Sequence[Point]) -> list[Element]:
    return [SubElement(parent, tag, {"lat": f"{lat:.5f}", "lon": f"{lon:.5f}"}) for lat, lon in points]
