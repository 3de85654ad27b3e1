"""A look at one file of a build, by a parser that had no part in making it: what is active in it, where it leads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.building.calendars import calendar_faults
from plugins.building.server_files import SERVER_FILES, server_faults
from plugins.core.photo_metadata import kinds_told

_PICTURES = {".avif": "AVIF", ".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
_SUFFIXES = frozenset({*_PICTURES, *".html .xml .json .geojson .gpx .txt .css .js .svg .woff2 .ics".split()})
"""What a build may hold, beside the files for servers."""
_ACTIVE_TAGS = frozenset(  # a line of words reads better than a column of strings
    "applet base button embed form frame frameset iframe input math noscript object select style template"
    " textarea".split()
)
_THEME_ACTIVE = frozenset({"button"})
"""Active elements that the theme itself uses, outside texts."""
_URL_ATTRIBUTES = ("href", "src", "action", "formaction", "data", "poster", "xlink:href")
SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})
_FETCHED = frozenset({"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "manifest"})
"""Relations of a ``<link>`` that make a browser ask for something."""
_HANDLERS = tuple(
    re.compile(f"{start}(?<=[\\s\"'/]{start}){rest}\\s*=".encode())
    for start, rest in (("on", "[a-z]+"), ("style", ""), ("srcdoc", ""), ("ping", ""), ("xlink:", "[a-z]+"))
)
"""What must stand in the source of a page with a handler or a style, and hardly ever stands in another.

Each begins with a plain text, which Python looks for much faster than for a choice of them.
"""
_IN_TEXTS = tuple(
    f".{name} {tag}" for name in ("prose", "e-content") for tag in ("script", "svg", "link", "meta", "button")
)
_SUSPECTS = ", ".join((*sorted(_ACTIVE_TAGS - _THEME_ACTIVE), *_IN_TEXTS))
_GPX_TAGS = frozenset(
    "gpx metadata name desc author copyright year license link text time rte rtept trk trkseg trkpt".split()
)
"""All that a walk may tell: nothing that a device writes beside points."""
_SVG_TAGS = frozenset("clipPath svg g path circle ellipse rect polygon polyline line defs style title".split())


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that must not be published: the file and a short description for a developer."""

    path: str
    what: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What other pages may refer to in a page, and what it refers to: sorted, one a line.

    As texts they travel and are kept ten times faster than as sets, and few are ever looked into.
    """

    anchors: str
    targets: str

    def offers(self, anchor: str) -> bool:
        """Whether the page has this anchor."""
        return anchor in self.anchors.split("\n")

    def addresses(self) -> set[str]:
        """Everything that the page refers to."""
        return set(self.targets.split("\n"))


def facts_of(anchors: Iterable[str], targets: Iterable[str]) -> Facts:
    """The facts of a page; browsers skip the line ends in an address, so they are left out."""
    joined = ("\n".join(sorted({value.replace("\n", "") for value in values})) for values in (anchors, targets))
    return Facts(*joined)


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen in a file; ``facts`` for pages alone."""

    path: str
    faults: tuple[Fault, ...]
    facts: Facts | None = None


def look_at(path: str, data: bytes, origin: str) -> Look:
    """Look at one file of a build that will be published at ``origin``."""
    faults = [] if _is_expected(path) else [Fault(path, "unexpected kind of file")]
    if path.endswith(".html"):
        facts, found = _look_at_page(path, data, origin)
        return Look(path, (*faults, *found), facts)
    if path.endswith((".json", ".geojson")):
        faults += _look_at_json(path, data)
    if path.endswith((".xml", ".svg", ".gpx")):
        faults += _look_at_xml(path, data)
    if form := _PICTURES.get(Path(path).suffix):
        faults += [Fault(path, f"holds more than a picture: {kind}") for kind in sorted(kinds_told(data, form))]
    if path.endswith(".ics"):
        faults += [Fault(path, what) for what in calendar_faults(data)]
    faults += [Fault(path, what) for what in server_faults(path, data)]
    return Look(path, tuple(faults))


def _is_expected(path: str) -> bool:
    return path in SERVER_FILES or Path(path).suffix in _SUFFIXES


def _look_at_page(path: str, html: bytes, origin: str) -> tuple[Facts, list[Fault]]:
    tree = LexborHTMLParser(html)
    addressed = [
        (node.tag or "", node.attributes) for node in tree.css("[href], [src], [srcset], [action], [data], [poster]")
    ]
    faults = []
    if _may_be_active(html, tree) or any(_bad_schemes(found) for _, found in addressed):
        faults += [Fault(path, what) for node in tree.css("*") for what in _active(node)]
    for script in tree.css("script"):
        faults += [Fault(path, what) for what in _script_faults(script)]
    loaded = [url for tag, found in addressed for url in _loaded(tag, found)]
    faults += [Fault(path, f"loads from elsewhere: {url[:120]}") for url in loaded if _is_elsewhere(url, origin)]
    targets = {*loaded, *(found["href"] or "" for _, found in addressed if "href" in found)}
    anchors = (node.attributes.get("id") or "" for node in tree.css("[id]"))
    return facts_of(anchors, targets), faults


def _may_be_active(html: bytes, tree: LexborHTMLParser) -> bool:
    """Whether a page deserves a look at its every element, which takes long."""
    source = html.lower()
    return any(handler.search(source) for handler in _HANDLERS) or tree.css_first(_SUSPECTS) is not None


def _loaded(tag: str, attributes: dict[str, str | None]) -> Iterator[str]:
    """The addresses that a browser fetches by itself when it shows an element."""
    if "src" in attributes:
        yield attributes["src"] or ""
    for part in (attributes.get("srcset") or "").split(","):
        yield from part.split()[:1]
    if tag == "link" and "href" in attributes and _FETCHED & set((attributes.get("rel") or "").lower().split()):
        yield attributes["href"] or ""


def _bad_schemes(attributes: dict[str, str | None]) -> list[str]:
    """The attributes that hold an address no page may lead to."""
    return [name for name in _URL_ATTRIBUTES if name in attributes and _scheme(attributes[name] or "") not in SCHEMES]


def _is_elsewhere(url: str, origin: str) -> bool:
    return bool(urlsplit(url).netloc) and not url.startswith(f"{origin}/")


def _active(node: LexborNode) -> Iterator[str]:
    """Active content in one element: elements, handlers, styles and schemes that no text may hold."""
    tag = node.tag or ""
    if tag in _ACTIVE_TAGS and not (tag in _THEME_ACTIVE and not _in_text(node)):
        yield f"<{tag}>"
    if tag in {"script", "svg", "link", "meta"} and _in_text(node):
        yield f"<{tag}> in a text"
    attributes = node.attributes
    for name in attributes:
        if name.startswith("on") or name in {"style", "srcdoc", "ping"}:
            yield f"{name}= on <{tag}>"
    for name in _bad_schemes(attributes):
        yield f"{name}={(attributes[name] or '')[:40]!r}"


def _in_text(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if {"e-content", "prose"} & set((parent.attributes.get("class") or "").split()):
            return True
        parent = parent.parent
    return False


def _script_faults(script: LexborNode) -> Iterator[str]:
    """A script is a file of ours, or a block of data."""
    if script.attributes.get("type") == "application/ld+json":
        try:
            json.loads(script.text())
        except ValueError:
            yield "JSON-LD that cannot be read"
    elif script.text().strip() or "src" not in script.attributes:
        yield "inline script"


@lru_cache(16_384)
def _scheme(url: str) -> str:
    cleaned = "".join(c for c in url if c > " ")
    head, colon, _ = cleaned.partition(":")
    return head.lower() if colon and "/" not in head and "?" not in head and "#" not in head else ""


def _look_at_json(path: str, data: bytes) -> list[Fault]:
    try:
        json.loads(data)
    except ValueError as error:
        return [Fault(path, f"JSON that cannot be read: {error}")]
    return []


def _look_at_xml(path: str, data: bytes) -> list[Fault]:
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        return [Fault(path, f"not well-formed XML: {error}")]
    if path.endswith(".gpx"):
        names = {element.tag.rsplit("}", 1)[-1] for element in root.iter()}
        return [Fault(path, f"<{name}> in a walk") for name in sorted(names - _GPX_TAGS)]
    if not path.endswith(".svg"):
        return []
    names = {element.tag.rsplit("}", 1)[-1] for element in root.iter()}
    handlers = [
        name for element in root.iter() for name in element.attrib if name.lower().startswith("on") or "href" in name
    ]
    return [Fault(path, f"<{name}> in a drawing") for name in sorted(names - _SVG_TAGS)] + [
        Fault(path, f"{name}= in a drawing") for name in handlers
    ]
