"""The objects of a PDF, one by one: which of them do something, and which reveal something.

Every object of the file is looked at, whether a page leads to it or not. The library writes each out in its normal
spelling (``/J#61vaScript`` is ``/JavaScript``); only those in which a word of the lists stands are looked into.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from placette.engine.photos.photo_metadata import PrivateKind, private_kinds
from placette.engine.texts.sanitizer import SCHEMES
from placette.features.documents.findings import Active, Private, UnusableError
from placette.features.documents.messages import DEEP, LARGE
from placette.features.documents.metadata import private_in_xmp

_MOST_OBJECTS = 300_000
"""A thousand dense pages have some fifty thousand."""
_DEEPEST = 60
_ACTIONS = {
    **dict.fromkeys(("/JavaScript", "/GoTo3DView", "/RichMediaExecute"), Active.PROGRAM),
    **dict.fromkeys(("/Launch", "/GoToR", "/GoToE", "/Thread"), Active.LAUNCH),
    **dict.fromkeys(("/SubmitForm", "/ImportData"), Active.SUBMIT),
    **dict.fromkeys(("/Rendition", "/Movie", "/Sound"), Active.MEDIA),
}
"""Kinds of actions (ISO 32000-2, 12.6.4) but those that stay in the document or lead to a web page."""
_SUBTYPES = {
    **dict.fromkeys(("/RichMedia", "/3D", "/Screen", "/Movie", "/Sound"), Active.MEDIA),
    "/FileAttachment": Active.FILES,
    "/PS": Active.PROGRAM,
}
"""Kinds of annotations and pictures (12.5.6, 8.8.1)."""
_KEYS = {
    **dict.fromkeys(("/JS", "/JavaScript"), Active.PROGRAM),
    **dict.fromkeys(("/EF", "/Collection"), Active.FILES),
    "/XFA": Active.FORM,
    "/OPI": Active.OUTSIDE,
}
_MARKUP = frozenset(
    "/Text /FreeText /Line /Square /Circle /Polygon /PolyLine /Highlight /Underline /Squiggly /StrikeOut /Stamp /Caret"
    " /Ink /Popup /Redact".split()
)
"""Annotations that people make; their ``/T`` is a name (12.5.6.2)."""
_NAMES = {*_ACTIONS, *_SUBTYPES, *_KEYS, "/EmbeddedFile", "/URI", "/Ref", "/ByteRange", "/PieceInfo", "/Metadata", "/T"}
_SUSPECT = re.compile(
    "(?:{})(?![^\\s/<>()\\[\\]])".format("|".join(sorted(map(re.escape, {*_NAMES, "/DCTDecode", "/F"})))).encode()
)


def suspects(pdf: Pdf) -> list[Object]:
    """The objects that must be looked into. Raises ``UnusableError`` for far too many."""
    if len(pdf.objects) > _MOST_OBJECTS:
        raise UnusableError(LARGE)
    return [one for one in (*pdf.objects, pdf.trailer) if _SUSPECT.search(_written(one))]


def _written(one: Any) -> bytes:
    if isinstance(one, Stream):
        return one.stream_dict.unparse(resolved=True)
    return one.unparse(resolved=True) if isinstance(one, Object) else b""


def active_in(objects: Iterable[Object]) -> frozenset[Active]:
    """What the objects could do on the computer of who opens the document."""
    found: set[Active] = set()
    for one in objects:
        if isinstance(one, Name):  # a kind of action that lies apart from its action
            found |= {_ACTIONS[str(one)]} if str(one) in _ACTIONS else set()
        if isinstance(one, Stream) and "/F" in one.stream_dict:
            found.add(Active.OUTSIDE)  # its bytes are another file's (7.3.8.2)
        for part in dictionaries(one):
            found.update(_active(part))
    return frozenset(found)


def _active(part: Dictionary) -> Iterator[Active]:
    for table, key in ((_ACTIONS, "/S"), (_SUBTYPES, "/Subtype")):
        if (kind := _name(part, key)) in table:
            yield table[kind]
    yield from (kind for key, kind in _KEYS.items() if key in part)
    if _name(part, "/Type") == "/EmbeddedFile":
        yield Active.FILES
    if "/Ref" in part and _name(part, "/Subtype") == "/Form":
        yield Active.OUTSIDE
    address = part.get("/URI")
    if isinstance(address, String) and not _leads_to_the_web(str(address)):
        yield Active.OUTSIDE


def _leads_to_the_web(address: str) -> bool:
    try:
        return urlsplit(address.strip()).scheme.lower() in {"", *SCHEMES}
    except ValueError:
        return False


def private_in(objects: Iterable[Object]) -> frozenset[Private]:
    """What the objects reveal beside the pages."""
    found: set[Private] = set()
    for one in objects:
        if is_metadata(one):
            found |= private_in_xmp(one.read_bytes())
        if is_photo(one) and PrivateKind.POSITION in private_kinds(one.read_raw_bytes(), "JPEG"):
            found.add(Private.PLACE)
        for part in dictionaries(one):
            if "/PieceInfo" in part:
                found.add(Private.KEPT)
            if is_signed_by_people(part):
                found.add(Private.COMMENTS)
    return frozenset(found)


def is_metadata(one: Object) -> bool:
    """Whether an object is a stream of XMP."""
    return isinstance(one, Stream) and _name(one.stream_dict, "/Type") == "/Metadata"


def is_photo(one: Object) -> bool:
    """Whether an object is a JPEG."""
    return isinstance(one, Stream) and _name(one.stream_dict, "/Filter") == "/DCTDecode"


def is_signed_by_people(part: Dictionary) -> bool:
    """Whether a dictionary is a comment that names who wrote it."""
    return "/T" in part and _name(part, "/Subtype") in _MARKUP


def is_signed(objects: Iterable[Object]) -> bool:
    """Whether a signature covers bytes of the file (12.8.1)."""
    return any("/ByteRange" in part for one in objects for part in dictionaries(one))


def dictionaries(one: Any, depth: int = 0) -> Iterator[Dictionary]:
    """Every dictionary of an object, but of others that it refers to: each of these is an object of the file itself.

    Raises ``UnusableError`` for what is nested too deeply.
    """
    if depth > _DEEPEST:
        raise UnusableError(DEEP)
    part = one.stream_dict if isinstance(one, Stream) else one
    if isinstance(part, Dictionary):
        yield part
        values: Iterable[Any] = part.values()
    else:
        values = part if isinstance(part, Array) else ()
    for value in values:
        if isinstance(value, Dictionary | Array) and not value.is_indirect:
            yield from dictionaries(value, depth + 1)


def _name(part: Dictionary, key: str) -> str:
    value = part.get(key)
    return str(value) if isinstance(value, Name) else ""
