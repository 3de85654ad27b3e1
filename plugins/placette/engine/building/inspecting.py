"""A look at one file of a build, by a parser that had no part in making it: what is active in it, where it leads."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from posixpath import splitext
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from selectolax.lexbor import LexborHTMLParser, LexborNode

from placette.engine.base.media_types import DOWNLOADS
from placette.engine.base.message import N_
from placette.engine.building.calendars import calendar_faults, offered_faults
from placette.engine.building.server_files import SERVER_FILES, server_faults
from placette.engine.building.unnamed import MARK, unnamed_faults
from placette.engine.photos.photo_metadata import private_kinds

_PICTURES = {".avif": "AVIF", ".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
_BEGINNINGS = {".odt": b"PK\x03\x04", ".ods": b"PK\x03\x04", ".pdf": b"%PDF-"}
"""How files that are offered as they are begin, or they are something else."""
_SUFFIXES = frozenset(
    {*_PICTURES, *DOWNLOADS, *".html .xml .json .geojson .gpx .txt .css .js .svg .woff2 .ics".split()}
)
"""What a build may hold, beside the files for servers."""
_ACTIVE_TAGS = frozenset(  # a line of words reads better than a column of strings
    "applet base embed form frame frameset iframe input math noscript object select style textarea".split()
)
_LOOKED_INTO = _ACTIVE_TAGS | {"script", "template"}
_IN_TEXTS = "audio, button, script, svg, link, meta, template"
"""Elements that the theme itself uses, outside texts."""
_URL_ATTRIBUTES = frozenset({"href", "src", "action", "formaction", "data", "poster", "xlink:href"})
_ADDRESSED = _URL_ATTRIBUTES | {"srcset"}
_HANDED_OVER = frozenset({"geo", "webcal"})
"""Kinds of addresses of which a device makes something: a place, a calendar. Only the theme has links to them."""
SCHEMES = frozenset({"", "http", "https", "mailto", "tel"}) | _HANDED_OVER
"""Kinds of addresses that pages may hold: those of texts (``sanitizer.py``), and those."""
_OUTWARD = ("https://", "http://", "mailto:")
"""How most addresses begin that lead out of a site: each post has a dozen of its own, to share it and to write."""
_FETCHED = frozenset({"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "manifest"})
"""Relations of a ``<link>`` that make a browser ask for something."""
_UNWANTED = frozenset({"style", "srcdoc", "ping"})
"""Attributes that no page of ours has, beside handlers."""
PLAIN = frozenset(
    "alt aria-current aria-hidden aria-label aria-labelledby aria-pressed as class content crossorigin cx cy d"
    " data-choice data-theme-choice datetime decoding dir fetchpriority fill focusable height hidden hreflang lang"
    " loading media name popover popovertarget popovertargetaction property r rel role rx scope sizes stroke"
    " stroke-width tabindex title transform type value viewBox width x y".split()
)
"""Attributes that lead nowhere and do nothing: most of a page's. Those alone needn't be looked at."""
_GPX_TAGS = frozenset(
    "gpx metadata name desc author copyright year license link text time rte rtept trk trkseg trkpt".split()
)
"""All that the file of a walk may hold: nothing that a device writes beside points."""
_GPX_PLACES = frozenset(
    "gpx metadata name desc cmt keywords bounds link text type sym number ele wpt rte rtept trk trkseg trkpt".split()
)
"""All that a GPX file beside a text may hold: places and ways, without when and who."""
_OWN_DRAWINGS, _PIXELS = "theme/", "data:image/png;base64,"
"""Where a drawing may hold a picture: the logo of a site that has it as PNG, which lies in it pixel by pixel."""
_SVG_TAGS = frozenset("clipPath svg g path circle ellipse rect polygon polyline line defs style title".split())

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
    is_expected = suffix in _SUFFIXES or path in SERVER_FILES
    faults = [] if is_expected else [Fault(path, N_("unexpected kind of file"))]
    if path.endswith(".html"):
        facts, found = _look_at_page(path, data, origin)
        return Look(path, (*faults, *found), facts)
    if path.endswith((".json", ".geojson")):
        faults += _look_at_json(path, data)
    if path.endswith((".xml", ".svg", ".gpx")):
        faults += _look_at_xml(path, data, _GPX_PLACES if is_offered else _GPX_TAGS)
    if form := _PICTURES.get(suffix):
        faults += [Fault(path, f"{_MORE}: {kind}") for kind in sorted(private_kinds(data, form))]
    if not data.startswith(_BEGINNINGS.get(suffix, b"")):
        faults.append(Fault(path, _NOT_NAMED))
    if path.endswith(".ics"):
        faults += [Fault(path, what) for what in (offered_faults if is_offered else calendar_faults)(data)]
    faults += [Fault(path, what) for what in server_faults(path, data)]
    return Look(path, tuple(faults))


@dataclass(slots=True)
class _Sight:
    """What was seen in a page so far: what is wrong, what a browser fetches by itself, where links lead, anchors."""

    wrong: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    targets: set[str] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)
    hands_over: bool = False

    def add(self, other: _Sight) -> None:
        """Add what was seen of an element."""
        self.wrong += other.wrong
        self.loaded += other.loaded
        self.targets |= other.targets
        self.anchors |= other.anchors
        self.hands_over |= other.hands_over


def _look_at_page(path: str, html: bytes, origin: str) -> tuple[Facts, list[Fault]]:
    tree, sight = LexborHTMLParser(html), _Sight()
    _look_at_elements(tree.css("*"), sight)
    texts = tree.css(".prose, .e-content")
    sight.wrong += [f"{_IN_A_TEXT}: <{node.tag}>" for text in texts for node in text.css(_IN_TEXTS)]
    if sight.hands_over:  # few pages: most needn't be searched for it
        links = (node for text in texts for node in text.css("a[href]"))
        handed = (node for node in links if _scheme(node.attributes["href"] or "") in _HANDED_OVER)
        sight.wrong += [f"{_IN_A_TEXT}: <{node.tag}>" for node in handed]
    sight.wrong += [f"{_ELSEWHERE}: {url[:120]}" for url in sight.loaded if _is_elsewhere(url, origin)]
    if MARK.encode() in html:
        sight.wrong += unnamed_faults(tree)
    own, targets = f"{origin}/", sight.targets.union(sight.loaded)
    within_reach = (url for url in targets if not url.startswith(_OUTWARD) or url.startswith(own))
    return facts_of(sight.anchors, within_reach), [Fault(path, what) for what in sight.wrong]


def _look_at_elements(nodes: Iterable[LexborNode], sight: _Sight) -> None:
    """Look at elements, and at those in templates: they wait for a script of ours, parsers keep them out of the page.

    Most elements of most pages have a tag and attributes of which nothing is to say, most others lead somewhere.
    """
    for node in nodes:
        tag, attributes = node.tag or "", node.attributes
        if tag in _LOOKED_INTO:
            _look_into(node, tag, sight)
        if not PLAIN.issuperset(attributes):
            seen = _attributes_seen(tag, tuple(attributes.items()))
            if isinstance(seen, str):
                sight.targets.add(seen)
            elif seen:
                sight.add(seen)


def _look_into(node: LexborNode, tag: str, sight: _Sight) -> None:
    if tag == "script":
        sight.wrong += _script_faults(node)
    elif tag == "template":
        inside, fits = _opened(node.html or "")
        if not fits or not all(name.startswith("data-") for name in node.attributes):
            sight.wrong.append("<template>")  # a shadow root, or what can only stand in another place
        _look_at_elements((one for one in inside if one.tag != "template"), sight)  # one in another doesn't fit
    else:
        sight.wrong.append(f"<{tag}>")


@lru_cache(256)
def _opened(template: str) -> tuple[list[LexborNode], bool]:
    """The elements in a template, and whether they could as well stand in a page; thousands of pages have the same."""
    kept = f"<div{template.removeprefix('<template').removesuffix('</template>')}</div>"
    inside = LexborHTMLParser(kept)
    (box,) = inside.css("body > div:only-child") or (None,)
    return inside.css("div *"), box is not None and box.html == kept and not inside.css("template")


@lru_cache(4_096)
def _attributes_seen(tag: str, attributes: tuple[tuple[str, str | None], ...]) -> _Sight | str | None:
    """What is to say of the attributes of an element: the address alone if it only leads there, or nothing at all.

    The same stand on thousands of pages.
    """
    sight = _Sight()
    for name, value in attributes:
        if name in PLAIN:
            continue
        if name == "id":
            sight.anchors.add(value or "")
        elif name in _ADDRESSED:
            _see_address(tag, name, value or "", dict(attributes), sight)
        elif name in _UNWANTED or name.startswith("on"):
            sight.wrong.append(f"<{tag} {name}=>")
    says_more = len(sight.targets) > 1 or sight != _Sight(targets=sight.targets)
    return sight if says_more else next(iter(sight.targets), None)


def _see_address(tag: str, name: str, value: str, attributes: dict[str, str | None], sight: _Sight) -> None:
    """Note where an attribute leads, and whether a browser goes there by itself when it shows the element."""
    if name == "srcset":
        sight.loaded += [candidate for part in value.split(",") for candidate in part.split()[:1]]
        return
    scheme = _scheme(value)
    if scheme in _HANDED_OVER and (tag, name) == ("a", "href"):
        sight.hands_over = True
    elif scheme not in SCHEMES or scheme in _HANDED_OVER:
        sight.wrong.append(f"{name}={value[:40]!r}")
    if name == "href":
        sight.targets.add(value)
    asked = tag == "link" and name == "href" and _FETCHED & set((attributes.get("rel") or "").lower().split())
    if name == "src" or asked:
        sight.loaded.append(value)


@lru_cache(4_096)
def _is_elsewhere(url: str, origin: str) -> bool:
    return bool(urlsplit(url).netloc) and not url.startswith(f"{origin}/")


def _script_faults(script: LexborNode) -> Iterator[str]:
    """A script is a file of ours, or a block of data."""
    if script.attributes.get("type") == "application/ld+json":
        try:
            json.loads(script.text())
        except ValueError:
            yield N_("JSON-LD that cannot be read")
    elif script.text().strip() or "src" not in script.attributes:
        yield N_("inline script")


def _scheme(url: str) -> str:
    """The scheme of an address as a browser reads it, which passes over blanks and control characters."""
    head, colon, _ = url.partition(":")
    if not colon or "/" in head or "?" in head or "#" in head:
        return ""
    return head.lower() if head.isalpha() else "".join(c for c in head if c > " ").lower()


def _look_at_json(path: str, data: bytes) -> list[Fault]:
    try:
        json.loads(data)
    except ValueError as error:
        return [Fault(path, f"{_NO_JSON}: {error}")]
    return []


def _is_own_picture(element: ElementTree.Element) -> bool:
    own = element.tag.endswith("}image") and element.attrib.keys() == {"width", "height", "href"}
    return own and element.attrib["href"].startswith(_PIXELS)


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
    shown = [element for element in root.iter() if not (path.startswith(_OWN_DRAWINGS) and _is_own_picture(element))]
    names = {element.tag.rsplit("}", 1)[-1] for element in shown}
    handlers = [name for element in shown for name in element.attrib if name.lower().startswith("on") or "href" in name]
    return [Fault(path, f"{_IN_A_DRAWING}: <{name}>") for name in sorted(names - _SVG_TAGS)] + [
        Fault(path, f"{_IN_A_DRAWING}: {name}=") for name in handlers
    ]
