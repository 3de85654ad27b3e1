"""PDFs: check them, and keep the same pages without private content."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from pikepdf import Array, Dictionary, Name, Object, PasswordError, Pdf, PdfError, Stream, String

from placette.engine.photos.photo_metadata import PrivateKind, private_kinds
from placette.engine.texts.sanitizer import SCHEMES
from placette.features.documents import findings
from placette.features.documents.findings import Active, EncryptedError, Findings, Private, UnusableError

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
    """Return the objects that must be looked into. Raises ``UnusableError`` for far too many."""
    if len(pdf.objects) > _MOST_OBJECTS:
        raise UnusableError(findings.LARGE)
    return [one for one in (*pdf.objects, pdf.trailer) if _SUSPECT.search(_written(one))]


def _written(one: Any) -> bytes:
    if isinstance(one, Stream):
        return one.stream_dict.unparse(resolved=True)
    return one.unparse(resolved=True) if isinstance(one, Object) else b""


def active_in(objects: Iterable[Object]) -> frozenset[Active]:
    """Return the actions that the objects could take on the reader's computer."""
    kinds: set[Active] = set()
    for one in objects:
        if isinstance(one, Name):  # a kind of action that is apart from its action
            kinds |= {_ACTIONS[str(one)]} if str(one) in _ACTIONS else set()
        if isinstance(one, Stream) and "/F" in one.stream_dict:
            kinds.add(Active.OUTSIDE)  # its bytes are another file's (7.3.8.2)
        for part in dictionaries(one):
            kinds.update(_active(part))
    return frozenset(kinds)


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
    """Return the private information of the objects beside the pages."""
    kinds: set[Private] = set()
    for one in objects:
        if isinstance(one, Stream) and _name(one.stream_dict, "/Type") == "/Metadata":
            kinds |= findings.private_in_xmp(one.read_bytes())
        if is_photo(one) and PrivateKind.POSITION in private_kinds(one.read_raw_bytes(), "JPEG"):
            kinds.add(Private.PLACE)
        for part in dictionaries(one):
            if "/PieceInfo" in part:
                kinds.add(Private.KEPT)
            if is_signed_by_people(part):
                kinds.add(Private.COMMENTS)
    return frozenset(kinds)


def is_photo(one: Object) -> bool:
    """Return whether an object is a JPEG."""
    return isinstance(one, Stream) and _name(one.stream_dict, "/Filter") == "/DCTDecode"


def is_signed_by_people(part: Dictionary) -> bool:
    """Return whether a dictionary is a comment that names its writer."""
    return "/T" in part and _name(part, "/Subtype") in _MARKUP


def dictionaries(one: Any, depth: int = 0) -> Iterator[Dictionary]:
    """Yield every dictionary of an object, but not of objects that it refers to: each of these comes by itself.

    Raises ``UnusableError`` for objects nested too deeply.
    """
    if depth > _DEEPEST:
        raise UnusableError(findings.DEEP)
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


_CLAIM = re.compile(rb"(pdfaid|pdfuaid):(part|conformance|rev)(?:>|=\")\s*([0-9]{1,4}|[A-Z])\s*(?:</|\")")
"""What says that a document conforms to PDF/A (ISO 19005-1, 6.7.11) or PDF/UA (ISO 14289-1, 5)."""

_BEGINNING, _END, _OBJECT = b"%PDF-", b"%%EOF", re.compile(rb"\b\d+ \d+ obj\b")
"""Later changes are behind the first end (ISO 32000-2, 7.5.6), and the former objects are still there."""
_PLACES, _PLACED = re.compile(rb"startxref\s+\d+\s*\Z"), 100
"""What stands before each end, and in how many bytes (ISO 32000-2, 7.5.5)."""
_KEPT = ("/Title", "/Subject", "/Keywords")
"""The lines of information that a document keeps."""


def look_into_pdf(data: bytes) -> Findings:
    """Return a PDF's findings. Raises ``UnusableError``, ``EncryptedError``, or the library’s error for a hostile file.

    A damaged file isn't repaired: another reader would repair it otherwise, and see another document.
    """
    with _opened(data) as pdf:
        pages, objects = len(pdf.pages), suspects(pdf)
        if not pages:
            raise UnusableError(findings.EMPTY)
        private = private_in(objects)
        for key, value in pdf.docinfo.items():
            private |= findings.private_in_line(key.lstrip("/"), str(value))
        signed = any("/ByteRange" in part for one in objects for part in dictionaries(one))
        if not signed and _holds_earlier(data, whole=1 + pdf.is_linearized):
            private |= {Private.KEPT}
        if _holds_more(data):
            private |= {Private.BEHIND}
        return Findings(active_in(objects), private, pages, signed, tuple(_advice(pdf)))


def _holds_earlier(data: bytes, whole: int) -> bool:
    """Return whether there are objects behind the end of the file as first written, which has ``whole`` such marks.

    Word writes a second mark with no object before it.
    """
    return any(_OBJECT.search(part) for part in data.split(_END)[whole:])


def _holds_more(data: bytes) -> bool:
    """Return whether anything stands behind the last end, or more than a table of places between two of them."""
    *parts, tail = data.split(_END)
    return bool(tail.strip(b"\0\t\r\n ")) or any(not _PLACES.search(part[-_PLACED:]) for part in parts)


def _opened(data: bytes) -> Pdf:
    if not data.startswith(_BEGINNING):
        raise UnusableError(findings.OTHER)
    try:
        pdf = Pdf.open(io.BytesIO(data), attempt_recovery=False)
    except PasswordError as error:
        raise EncryptedError from error
    except PdfError as error:
        raise UnusableError(findings.DAMAGED) from error
    if pdf.is_encrypted:
        raise EncryptedError
    return pdf


def _advice(pdf: Pdf) -> Iterator[str]:
    if not _title(pdf):
        yield "document-title"
    if not str(pdf.Root.get("/Lang", "")).strip():
        yield "document-language"
    marked = pdf.Root.get("/MarkInfo")
    is_marked = isinstance(marked, Dictionary) and bool(marked.get("/Marked", False))
    if not (is_marked and "/StructTreeRoot" in pdf.Root):
        yield "document-untagged"


def _title(pdf: Pdf) -> str:
    return str(pdf.docinfo.get("/Title", "")).strip() or findings.title_in(_xmp(pdf))


def _xmp(pdf: Pdf) -> bytes:
    metadata = pdf.Root.get("/Metadata")
    return metadata.read_bytes() if isinstance(metadata, Stream) else b""


def clean_pdf(data: bytes) -> bytes:
    """Return the same pages without private content; the same bytes for the same PDF. Raises like ``look_into_pdf``."""
    with _opened(data) as pdf:
        entries = {key: _plain(pdf.docinfo.get(key, "")) for key in _KEPT} | {"/Title": _plain(_title(pdf))}
        claims = [[part.decode() for part in claim] for claim in _CLAIM.findall(_xmp(pdf))]
        for one in suspects(pdf):
            _strip(one)
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        for key, value in entries.items():
            if value:
                pdf.docinfo[key] = value
        if "/Metadata" in pdf.Root:
            del pdf.Root["/Metadata"]
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata.update({f"{prefix}:{name}": value for prefix, name, value in sorted(claims)})
            if entries["/Title"]:
                metadata["dc:title"] = entries["/Title"]
        target = io.BytesIO()
        pdf.save(target, deterministic_id=True, fix_metadata_version=False)
        return target.getvalue()


def _plain(value: Any) -> str:
    """Return a line of information, unless it shows where a file lay."""
    text = str(value).strip()
    return "" if findings.is_path(text) else text


def _strip(one: Any) -> None:
    """Remove the private parts of an object."""
    for part in dictionaries(one):
        for key in ("/PieceInfo", "/LastModified", "/Metadata"):
            if key in part:
                del part[key]
        if is_signed_by_people(part):
            del part["/T"]
    if is_photo(one) and private_kinds(one.read_raw_bytes(), "JPEG"):
        one.write(findings.bare_jpeg(one.read_raw_bytes()), filter=Name.DCTDecode)
