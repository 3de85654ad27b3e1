"""A look at one file of a build, by a parser that had no part in making it: what is active in it, where it leads."""

from __future__ import annotations

import json
import re
import struct
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from posixpath import splitext
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.media_types import DOWNLOADS
from placette.engine.base.message import N_
from placette.engine.building.calendars import calendar_faults, offered_faults
from placette.engine.building.server_files import SERVER_FILES, server_faults
from placette.engine.building.sights import HANDED_OVER, Sight, look_at_elements, scheme_of
from placette.engine.building.unnamed import MARK, unnamed_faults
from placette.engine.photos.photo_metadata import form_of, private_kinds

_PICTURES = {".avif": "AVIF", ".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
_BEGINNINGS = {".odt": b"PK\x03\x04", ".ods": b"PK\x03\x04", ".pdf": b"%PDF-"}
"""How files that are offered as they are begin, or they are something else."""
_SUFFIXES = frozenset(
    {*_PICTURES, *DOWNLOADS, *".html .xml .json .geojson .gpx .txt .css .js .svg .woff2 .ics".split()}
)
"""What a build may hold, beside the files for servers and the icon."""
_ICON, _ICON_START = "favicon.ico", b"\0\0\1\0\1\0"
_ICON_HEAD = struct.Struct("<3H4B2H2I")
"""The directory of an icon of one picture, whose last two numbers are its length and its place."""
_IN_TEXTS = "audio, button, script, svg, link, meta, template"
"""Elements that the theme itself uses, outside texts."""
_OUTWARD = ("https://", "http://", "mailto:")
"""How most addresses begin that lead out of a site: each post has a dozen of its own, to share it and to write."""
_GPX_TAGS = frozenset(
    "gpx metadata name desc author copyright year license link text time rte rtept trk trkseg trkpt".split()
)
"""All that the file of a walk may hold: nothing that a device writes beside points."""
_GPX_PLACES = frozenset(
    "gpx metadata name desc cmt keywords bounds link text type sym number ele wpt rte rtept trk trkseg trkpt".split()
)
"""All that a GPX file beside a text may hold: places and ways, without when and who."""
_SVG = "{http://www.w3.org/2000/svg}"
_SVG_TAGS = frozenset(
    "clipPath svg g path circle ellipse rect polygon polyline line defs style title desc switch mask linearGradient"
    " radialGradient stop".split()
)
_SVG_CALLS = re.compile(r"""@import|(?:url|src|image|image-set)\((?!\s*["']?#)""", re.IGNORECASE)
"""How a style asks for another file."""

_NOT_NAMED = N_("not what its name says")
_MORE, _ELSEWHERE = N_("holds more than a picture"), N_("loads from elsewhere")
_NO_JSON, _NO_XML = N_("JSON that cannot be read"), N_("not well-formed XML")
_IN_A_TEXT, _IN_A_WALK, _IN_A_DRAWING = N_("in a text"), N_("in a walk"), N_("in a drawing")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that must not be published: the file, and what: a sentence to translate, a colon, a detail."""

    path: str
    what: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What other pages may refer to in a page, and what it refers to on this site, in order; each text is in memory
    only once.

    Facts travel between processes and are kept as two texts, ten times faster than as many.
    """

    anchors: tuple[str, ...]
    targets: tuple[str, ...]

    def texts(self) -> tuple[str, str]:
        """Both, one a line: browsers skip the line ends in an address, so there are none."""
        return "\n".join(self.anchors), "\n".join(self.targets)

    def __reduce__(self) -> tuple[Any, ...]:
        return facts_from, self.texts()


def facts_from(anchors: str, targets: str) -> Facts:
    """The facts that were serialised as texts."""
    return Facts(*(tuple(map(sys.intern, text.split("\n"))) if text else () for text in (anchors, targets)))


def facts_of(anchors: Iterable[str], targets: Iterable[str]) -> Facts:
    """The facts of a page."""
    return Facts(*(tuple(sorted({value.replace("\n", "") for value in values})) for values in (anchors, targets)))


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen in a file; ``facts`` for pages alone."""

    path: str
    faults: tuple[Fault, ...]
    facts: Facts | None = None


def look_at(path: str, data: bytes, origin: str, *, is_offered: bool = False) -> Look:
    """Look at one file of a build that will be published at ``origin``; ``is_offered``: as a stranger sent it."""
    _, suffix = splitext(path)
    is_expected = suffix in _SUFFIXES or path in SERVER_FILES or path == _ICON
    faults = [] if is_expected else [Fault(path, N_("unexpected kind of file"))]
    if path.endswith(".html"):
        facts, found = look_at_page(path, LexborHTMLParser(data), data, origin)
        return Look(path, (*faults, *found), facts)
    if path.endswith((".json", ".geojson")):
        faults += _look_at_json(path, data)
    if path.endswith((".xml", ".svg", ".gpx")):
        faults += _look_at_xml(path, data, _GPX_PLACES if is_offered else _GPX_TAGS)
    if form := _PICTURES.get(suffix):
        faults += [Fault(path, f"{_MORE}: {kind}") for kind in sorted(private_kinds(data, form))]
    if path == _ICON:
        faults += _look_at_icon(path, data)
    if not data.startswith(_BEGINNINGS.get(suffix, b"")):
        faults.append(Fault(path, _NOT_NAMED))
    if path.endswith(".ics"):
        faults += [Fault(path, what) for what in (offered_faults if is_offered else calendar_faults)(data)]
    faults += [Fault(path, what) for what in server_faults(path, data)]
    return Look(path, tuple(faults))


def look_at_page(path: str, tree: LexborHTMLParser, html: bytes, origin: str) -> tuple[Facts, list[Fault]]:
    """The facts of a page and what is wrong with it; ``tree`` is what a parser made of its HTML."""
    sight = Sight()
    look_at_elements(tree.css("*"), sight)
    texts = tree.css(".prose, .e-content")
    sight.wrong += [f"{_IN_A_TEXT}: <{node.tag}>" for text in texts for node in text.css(_IN_TEXTS)]
    if sight.hands_over:  # few pages: most needn't be searched for it
        links = (node for text in texts for node in text.css("a[href]"))
        handed = (node for node in links if scheme_of(node.attributes["href"] or "") in HANDED_OVER)
        sight.wrong += [f"{_IN_A_TEXT}: <{node.tag}>" for node in handed]
    sight.wrong += [f"{_ELSEWHERE}: {url[:120]}" for url in sight.loaded if _is_elsewhere(url, origin)]
    if MARK.encode() in html:
        sight.wrong += unnamed_faults(tree)
    own, targets = f"{origin}/", sight.targets.union(sight.loaded)
    within_reach = (url for url in targets if not url.startswith(_OUTWARD) or url.startswith(own))
    return facts_of(sight.anchors, within_reach), [Fault(path, what) for what in sight.wrong]


@lru_cache(4_096)
def _is_elsewhere(url: str, origin: str) -> bool:
    return bool(urlsplit(url).netloc) and not url.startswith(f"{origin}/")


def _look_at_icon(path: str, data: bytes) -> list[Fault]:
    """The faults of an icon, which holds one PNG picture from the end of its directory to its own end."""
    pixels = data[_ICON_HEAD.size :]
    ends = _ICON_HEAD.unpack(data[: _ICON_HEAD.size])[-2:] if pixels else ()
    if not data.startswith(_ICON_START) or ends != (len(pixels), _ICON_HEAD.size) or form_of(pixels) != "PNG":
        return [Fault(path, _NOT_NAMED)]
    return [Fault(path, f"{_MORE}: {kind}") for kind in sorted(private_kinds(pixels, "PNG"))]


def _look_at_json(path: str, data: bytes) -> list[Fault]:
    try:
        json.loads(data)
    except ValueError as error:
        return [Fault(path, f"{_NO_JSON}: {error}")]
    return []


def _look_at_xml(path: str, data: bytes, gpx: frozenset[str]) -> list[Fault]:
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        return [Fault(path, f"{_NO_XML}: {error}")]
    if path.endswith(".gpx"):
        names = {element.tag.rsplit("}", 1)[-1] for element in root.iter()}
        return [Fault(path, f"{_IN_A_WALK}: <{name}>") for name in sorted(names - gpx)]
    if not path.endswith(".svg"):
        return []
    names = {element.tag.rsplit("}", 1)[-1] for element in root.iter()}
    given = [one for element in root.iter() for one in element.attrib.items()]
    handlers = [name for name, value in given if name.lower().startswith("on") or ("href" in name and value[:1] != "#")]
    values = [*(value for _, value in given), *(style.text or "" for style in root.iter(f"{_SVG}style"))]
    calls = [found[0] for value in values if (found := _SVG_CALLS.search(value))]
    return [
        *(Fault(path, f"{_IN_A_DRAWING}: <{name}>") for name in sorted(names - _SVG_TAGS)),
        *(Fault(path, f"{_IN_A_DRAWING}: {name}=") for name in handlers),
        *(Fault(path, f"{_IN_A_DRAWING}: {call}") for call in calls),
    ]
