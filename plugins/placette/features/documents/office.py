"""OpenDocument files (ODT, ODS): what they hold, and the same without what nobody meant to publish.

Such a file is an archive. Only entries that a text or a table needs are accepted; each is read within bounds.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from placette.engine.photos.photo_metadata import PrivateKind, private_kinds
from placette.engine.texts.sanitizer import SCHEMES
from placette.features.documents.findings import (
    DAMAGED,
    LARGE,
    OTHER,
    Active,
    Findings,
    LockedError,
    Private,
    UnusableError,
    bare_jpeg,
    is_path,
    private_in_line,
)

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


_MOST_ENTRIES = 2_000
_MOST_BYTES = 60_000_000
"""Bytes that all entries may unfold into: a table is mostly repetition, and unfolds into twenty times as many."""
_TYPES = {
    ".odt": b"application/vnd.oasis.opendocument.text",
    ".ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
_PLAIN = re.compile(
    r"mimetype|META-INF/(manifest|documentsignatures)\.xml|manifest\.rdf|layout-cache|Thumbnails/thumbnail\.png"
    r"|(Object \d+/)?(content|styles|meta|settings)\.xml|ObjectReplacements/Object \d+|.*/"
    r"|(Object \d+/)?Pictures/[\w.-]+\.(png|jpe?g|gif|webp|svg|emf|wmf|svm|bmp|tiff?)"
    r"|Fonts/[\w.-]+\.(ttf|otf|ttc)|Configurations2/[\w/.-]*\.xml"
)
"""The entries of a document that holds pages and nothing else (OpenDocument 1.3, part 2)."""
_PROGRAMS = re.compile(r"(Basic|Scripts|Dialogs)/.+|.*\.(jar|class|py|js|bsh)")
_VERSIONS = re.compile(r"Versions/.+|VersionList\.xml")
_OLE = b"\xd0\xcf\x11\xe0"
_SIGNATURES = "META-INF/documentsignatures.xml"
_CREATOR = re.compile(rb"(<dc:creator\b[^>/]*>)[^<]*(</dc:creator>)")
_LINES = re.compile(
    rb"<(meta:initial-creator|meta:printed-by|dc:creator|meta:user-defined|meta:template)\b(?:[^>]*/>|[^>]*>[^<]*</\1>)"
)
_WORDS = re.compile(rb"<(dc:title|dc:subject|dc:description|meta:keyword)\b[^>]*>([^<]*)</\1>")
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can give to an entry."""


def look_into_office(data: bytes, suffix: str) -> Findings:
    """What an OpenDocument file holds. Raises ``UnusableError`` or ``LockedError``."""
    entries = read_entries(data, suffix)
    active, private = set(_active_entries(entries)), set[Private]()
    for name, content in entries.items():
        if name.endswith((".xml", ".rdf")) and content.strip():
            active |= active_in_part(name, content)
            private |= private_in_part(name, content)
        elif _is_photo(name) and PrivateKind.POSITION in private_kinds(content, "JPEG"):
            private.add(Private.PLACE)
        elif _VERSIONS.fullmatch(name):
            private.add(Private.KEPT)
    pages = pages_in(entries.get("meta.xml", b"")) if suffix == ".odt" else 0
    return Findings(frozenset(active), frozenset(private), pages, _SIGNATURES in entries)


def read_entries(data: bytes, suffix: str) -> dict[str, bytes]:
    """The entries of an archive in their order. Raises ``UnusableError``, or ``LockedError`` for an encrypted one."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            listed = archive.infolist()
            if len(listed) > _MOST_ENTRIES or sum(entry.file_size for entry in listed) > _MOST_BYTES:
                raise UnusableError(LARGE)
            if any(entry.flag_bits & 1 for entry in listed):
                raise LockedError
            entries = {entry.filename: archive.read(entry) for entry in listed}
    except (BadZipFile, NotImplementedError, EOFError, ValueError, OSError) as error:
        if isinstance(error, UnusableError | LockedError):
            raise
        raise UnusableError(DAMAGED if data.startswith(b"PK") else OTHER) from error
    if entries.get("mimetype") != _TYPES[suffix] or "content.xml" not in entries or len(entries) != len(listed):
        raise UnusableError(OTHER)
    if b"encryption-data" in entries.get("META-INF/manifest.xml", b""):
        raise LockedError
    return entries


def _active_entries(entries: Mapping[str, bytes]) -> Iterator[Active]:
    for name, content in entries.items():
        if _PROGRAMS.fullmatch(name):
            yield Active.PROGRAM
        elif content.startswith(_OLE) or not (_PLAIN.fullmatch(name) or _VERSIONS.fullmatch(name)):
            yield Active.FILES


def _is_photo(name: str) -> bool:
    return name.endswith((".jpg", ".jpeg"))


def clean_office(data: bytes, suffix: str) -> bytes:
    """The same document without what nobody meant to publish; the same bytes for the same document."""
    target = io.BytesIO()
    with ZipFile(target, "w") as archive:
        for name, content in read_entries(data, suffix).items():
            if not _VERSIONS.fullmatch(name):
                how = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED  # the first entry says what it is (3.3)
                entry = ZipInfo(name, _EPOCH)
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, _cleaned(name, content), how)
    return target.getvalue()


def _cleaned(name: str, content: bytes) -> bytes:
    if name.endswith("meta.xml"):
        return _WORDS.sub(
            lambda line: b"" if is_path(line[2].decode("utf-8", "replace")) else line[0], _LINES.sub(b"", content)
        )
    if name.endswith(".xml"):
        return _CREATOR.sub(rb"\1\2", content)
    return bare_jpeg(content) if _is_photo(name) else content
