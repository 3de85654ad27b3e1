"""The XML inside OpenDocument files: what it does, and what it reveals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from placette.engine.texts.sanitizer import SCHEMES
from placette.features.documents.findings import Active, Private, UnusableError
from placette.features.documents.messages import DAMAGED
from placette.features.documents.metadata import is_path, private_in_line

_ELEMENTS = {
    **dict.fromkeys(("event-listener", "event-listeners", "script", "applet"), Active.PROGRAM),
    **dict.fromkeys(("object-ole",), Active.FILES),
    **dict.fromkeys(("plugin",), Active.MEDIA),
    **dict.fromkeys(
        ("floating-frame", "table-source", "section-source", "dde-source", "dde-connection-decl", "cell-range-source"),
        Active.OUTSIDE,
    ),
    **dict.fromkeys(("database-source", "database-source-query", "database-source-table"), Active.SUBMIT),
}
"""Elements (OpenDocument 1.3, part 3) by their names without prefix."""
_LINKS = frozenset({"a", "area-rectangle", "area-circle", "area-polygon"})
"""Elements that people follow; what the others name is fetched without them."""
_FETCHING = re.compile(r"\b(?:WEBSERVICE|DDE)\s*\(|'file:|\[\s*'?(?:https?|file):", re.IGNORECASE)
"""What formulas may fetch."""
_NUMBER = re.compile(rb'meta:page-count="(\d{1,5})"')
_NOTES = frozenset({"creator", "initial-creator", "printed-by", "user-defined"})


@lru_cache(4)
def _parsed(content: bytes) -> Element:
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise UnusableError(DAMAGED) from error
    return root


def active_in_part(name: str, content: bytes) -> frozenset[Active]:
    """What one part does. Raises ``UnusableError`` for what isn't XML, or declares entities."""
    if name.endswith(("manifest.xml", "manifest.rdf", "meta.xml", "documentsignatures.xml")):
        _parsed(content)
        return frozenset()
    return frozenset(found for element in _parsed(content).iter() for found in _active(element))


def _active(element: Element) -> Iterator[Active]:
    name = _local(element.tag)
    if name in _ELEMENTS:
        yield _ELEMENTS[name]
    for key, value in element.items():
        if _local(key) == "href":
            yield from _led(name, value.strip())
        elif _local(key) == "formula" and _FETCHING.search(value):
            yield Active.OUTSIDE
        elif value.startswith(("vnd.sun.star.script:", "macro:", "javascript:")):
            yield Active.PROGRAM


def _led(name: str, value: str) -> Iterator[Active]:
    """What an address does: a person's link may lead to the web, what is shown lies in the document itself."""
    try:
        scheme = urlsplit(value).scheme.lower()
    except ValueError:
        scheme = "?"
    if scheme in {"vnd.sun.star.script", "macro", "javascript"}:
        yield Active.PROGRAM
    elif name in _LINKS:
        if scheme not in {"", *SCHEMES}:
            yield Active.OUTSIDE
    elif scheme or value.startswith(("/", "../")):
        yield Active.OUTSIDE


def private_in_part(name: str, content: bytes) -> frozenset[Private]:
    """What one part reveals."""
    is_meta = name.endswith("meta.xml")
    found: set[Private] = set()
    if name.endswith(("content.xml", "styles.xml")) or is_meta:
        for element in _parsed(content).iter():
            found |= _private(element, is_meta=is_meta)
    return frozenset(found)


def _private(element: Element, *, is_meta: bool) -> frozenset[Private]:
    name, said = _local(element.tag), (element.text or "").strip()
    if not is_meta:
        return frozenset({Private.COMMENTS}) if name == "creator" and said else frozenset()
    if name in _NOTES and (said or len(element)):
        return frozenset({Private.AUTHOR})
    addresses = [value for key, value in element.items() if _local(key) == "href" and name == "template"]
    if addresses or is_path(said):
        return frozenset({Private.PATH})
    return private_in_line(name, said)


def pages_in(content: bytes) -> int:
    """How many pages a text says that it has; 0 if it doesn't."""
    found = _NUMBER.search(content)
    return int(found[1]) if found else 0


def _local(tag: object) -> str:
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""
