"""PDFs: what they hold, and the same pages without what nobody meant to publish."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from pikepdf import Dictionary, Name, PasswordError, Pdf, PdfError, Stream

from placette.engine.photos.photo_metadata import private_kinds
from placette.features.documents.findings import Findings, LockedError, Private, UnusableError
from placette.features.documents.jpeg import bare_jpeg
from placette.features.documents.messages import DAMAGED, EMPTY, OTHER
from placette.features.documents.metadata import is_path, private_in_line, title_in
from placette.features.documents.pdf_objects import (
    active_in,
    dictionaries,
    is_photo,
    is_signed,
    is_signed_by_people,
    private_in,
    suspects,
)
from placette.features.documents.xmp import render_xmp

_BEGINNING, _END, _OBJECT = b"%PDF-", b"%%EOF", re.compile(rb"\b\d+ \d+ obj\b")
"""What changed later stands behind the first end (ISO 32000-2, 7.5.6), and what it replaced is still there."""
_KEPT = ("/Title", "/Subject", "/Keywords")
"""What stays of a document's lines of information."""


def look_into_pdf(data: bytes) -> Findings:
    """What a PDF holds. Raises ``UnusableError``, ``LockedError``, or whatever a hostile file makes the library raise.

    A damaged file isn't repaired: another reader would repair it otherwise, and see another document.
    """
    with _opened(data) as pdf:
        pages, seen = len(pdf.pages), suspects(pdf)
        if not pages:
            raise UnusableError(EMPTY)
        private = private_in(seen)
        for key, value in pdf.docinfo.items():
            private |= private_in_line(key.lstrip("/"), str(value))
        signed = is_signed(seen)
        if not signed and _holds_earlier(data, whole=1 + pdf.is_linearized):
            private |= {Private.KEPT}
        return Findings(active_in(seen), private, pages, signed, tuple(_advice(pdf)))


def _holds_earlier(data: bytes, whole: int) -> bool:
    """Whether objects stand behind the end of the file as it was first written, which has ``whole`` such marks.

    Word writes a second mark with no object before it.
    """
    return any(_OBJECT.search(part) for part in data.split(_END)[whole:])


def _opened(data: bytes) -> Pdf:
    if not data.startswith(_BEGINNING):
        raise UnusableError(OTHER)
    try:
        pdf = Pdf.open(io.BytesIO(data), attempt_recovery=False)
    except PasswordError as error:
        raise LockedError from error
    except PdfError as error:
        raise UnusableError(DAMAGED) from error
    if pdf.is_encrypted:
        raise LockedError
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
    return str(pdf.docinfo.get("/Title", "")).strip() or title_in(_xmp(pdf))


def _xmp(pdf: Pdf) -> bytes:
    metadata = pdf.Root.get("/Metadata")
    return metadata.read_bytes() if isinstance(metadata, Stream) else b""


def clean_pdf(data: bytes) -> bytes:
    """The same pages without what nobody meant to publish; the same bytes for the same PDF. Raises what a look does."""
    with _opened(data) as pdf:
        kept = {key: _plain(pdf.docinfo.get(key, "")) for key in _KEPT} | {"/Title": _plain(_title(pdf))}
        xmp = render_xmp(kept["/Title"], _xmp(pdf))
        for one in suspects(pdf):
            _strip(one)
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        for key, value in kept.items():
            if value:
                pdf.docinfo[key] = value
        pdf.Root.Metadata = pdf.make_stream(xmp, Type=Name.Metadata, Subtype=Name.XML)
        target = io.BytesIO()
        pdf.save(target, deterministic_id=True, fix_metadata_version=False)
        return target.getvalue()


def _plain(value: Any) -> str:
    """A line of information, unless it shows where a file lay."""
    text = str(value).strip()
    return "" if is_path(text) else text


def _strip(one: Any) -> None:
    """Take out of an object what reveals something."""
    for part in dictionaries(one):
        for key in ("/PieceInfo", "/LastModified", "/Metadata"):
            if key in part:
                del part[key]
        if is_signed_by_people(part):
            del part["/T"]
    if is_photo(one) and private_kinds(one.read_raw_bytes(), "JPEG"):
        one.write(bare_jpeg(one.read_raw_bytes()), filter=Name.DCTDecode)
