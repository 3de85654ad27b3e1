"""What metadata of documents reveal: their XMP, and their lines such as an author or a title."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from placette.features.documents.findings import Private

_PATH = re.compile(
    r"\b[a-z]:\\|\\\\\w[\w.-]*\\|/(?:users|home|volumes|mnt)/|\bfile:/|[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}",
    re.IGNORECASE,
)
"""Where a file lies on somebody's computer, or an e-mail address."""
_PEOPLE = frozenset(
    "creator contributor author authors authorsposition captionwriter manager company lastmodifiedby lastsavedby"
    " initial-creator printed-by sourcemodifiedby owner".split()
)
"""Names, in small letters, of what says who made a document."""


def is_path(text: str) -> bool:
    """Whether a text shows where a file lies on a computer, or an e-mail address."""
    return bool(_PATH.search(text))


def private_in_line(key: str, value: str) -> frozenset[Private]:
    """What a line of metadata reveals."""
    if not value.strip():
        return frozenset()
    if key.casefold().replace(" ", "") in _PEOPLE:
        return frozenset({Private.AUTHOR})
    return frozenset({Private.PATH}) if is_path(value) else frozenset()


def private_in_xmp(data: bytes) -> frozenset[Private]:
    """What a packet of XMP (ISO 16684-1) reveals. One that can't be read isn't believed."""
    try:
        root = fromstring(data.strip(b" \t\r\n\0"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return frozenset({Private.KEPT}) if data.strip() else frozenset()
    found: set[Private] = set()
    for element in root.iter():
        lines = [(_local(element.tag), _said(element)), *((_local(name), said) for name, said in element.items())]
        for key, value in lines:
            found |= private_in_line(key, value)
            if key.startswith("GPS") and value.strip():
                found.add(Private.PLACE)
    return frozenset(found)


def _said(element: Element) -> str:
    """The text of an element; of one that names people, that of its list too."""
    whole = _local(element.tag).casefold() in _PEOPLE or _local(element.tag).startswith("GPS")
    return "".join(element.itertext()) if whole else element.text or ""


def title_in(data: bytes) -> str:
    """The title that a packet of XMP gives; empty without one."""
    try:
        root = fromstring(data.strip(b" \t\r\n\0"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return ""
    titles = ("".join(element.itertext()).strip() for element in root.iter() if _local(element.tag) == "title")
    return next(filter(None, titles), "")


def _local(tag: object) -> str:
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""
