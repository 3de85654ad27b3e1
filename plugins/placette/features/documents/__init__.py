"""Documents: files beside a text that its links offer, looked into before they are published."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import PurePosixPath
from typing import Annotated, Any

from pydantic import Field

from placette.engine.base.dates import spoken_number
from placette.engine.base.files import digest, write_new
from placette.engine.base.installed import command_for, version_of
from placette.engine.base.processes import Limits
from placette.engine.base.settings import load_settings
from placette.engine.base.translation import N_
from placette.engine.build.inspection import look_at
from placette.engine.content.attachments import attachment_address
from placette.engine.content.companions import Attachment, AttachmentKind, Inspected
from placette.engine.findings.problems import Problem, problem
from placette.engine.rendering.features import Configured, Feature, Site
from placette.engine.rendering.ledger import Workshop
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.site import once_a_build
from placette.features.documents import findings, formats
from placette.features.documents.findings import Findings

__all__ = ["FEATURE", "register"]

_BINARY = {
    ".pdf": re.compile(rb"\s*%PDF-"),
    ".odt": re.compile(rb"PK\x03\x04.{0,80}?application/vnd\.oasis\.opendocument\.text", re.DOTALL),
    ".ods": re.compile(rb"PK\x03\x04.{0,80}?application/vnd\.oasis\.opendocument\.spreadsheet", re.DOTALL),
    ".mp3": re.compile(rb"ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]"),
}
"""The first entry of an archive, which gives its type."""
_REVEALING = frozenset({*_BINARY, ".gpx", ".ics"})
_CALENDAR = "begin:vcalendar"
_TRACKS = frozenset({"gpx", "kml", "trainingcenterdatabase"})
"""Roots of files that record a person's places and times: only the first is supported."""
_LETTERS = 1_000_000
"""The number of characters in which the root of such a file is searched."""
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_ROOT = re.compile(r"(?>\s|<!--.*?-->|<\?.*?\?>)*+<(?:!doctype\s++)?+(?:[\w.-]++:)?+([\w.-]++)", re.DOTALL)
"""The beginning of XML: its outermost element, or that of its declaration."""


def suffix_of(path: str, data: bytes) -> str:
    """Return the suffix of a document's type: by its first bytes, else by its name.

    Empty for other files, and for tables: these have no hidden content.
    """
    found = next((suffix for suffix, beginning in _BINARY.items() if beginning.match(data)), "")
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    text = data[: 2 * _LETTERS].decode(encoding, "replace").lstrip("\ufeff \t\r\n").lower()
    if not found and text.startswith(_CALENDAR):
        found = ".ics"
    elif not found and (root := _ROOT.match(text)) and root[1] in _TRACKS:
        found = ".gpx"
    extension = PurePosixPath(path).suffix.lower()
    return found or (extension if extension in _REVEALING else "")


LIMITS = Limits(cpu=20.0, wall=40.0, memory=1_000_000_000)
"""Limits for reading one document: a PDF of a hundred thousand objects takes seven seconds."""
PRIVATE, ACTS = "document-private", "document-acts"
"""Findings that can be removed from a document."""
UNREAD = frozenset({"document-broken", "document-locked", "document-unread"})
"""Problems of documents of which nothing is known."""
_PDF, _CSV, _GPX, _ICS, _MP3 = ".pdf", ".csv", ".gpx", ".ics", ".mp3"
_WRITTEN = frozenset({_GPX, _ICS})
"""Kinds that are text, of which all that isn't wanted can be taken out."""


def inspect_document(document: tuple[str, bytes], _shared: None = None) -> Inspected:
    """Return a document's type and all its problems, from its path and bytes. Never raises."""
    path, data = document
    suffix = PurePosixPath(path).suffix
    if suffix == _CSV:
        return formats.inspect_table(path, data)
    attachment = Attachment(path, digest(data), len(data))
    if suffix == _PDF and not version_of("pikepdf"):
        return Inspected(attachment, (problem("document-unread", path, command=command_for("pdf")),))
    try:
        inspection = _functions_for(suffix)[0](data)
    except MemoryError:
        raise
    except findings.EncryptedError:
        return Inspected(attachment, (problem("document-locked", path),))
    except findings.UnusableError as error:
        return Inspected(attachment, (problem("document-broken", path, reason=str(error)),))
    except Exception:  # noqa: BLE001 - parsers raise anything for a hostile file
        return Inspected(attachment, (problem("document-broken", path, reason=findings.DAMAGED),))
    wrong = _problems(path, inspection, suffix)
    if not wrong and suffix in _WRITTEN and look_at(path, data, "", is_offered=True).faults:
        wrong = (problem("document-broken", path, reason=findings.STRANGE),)  # or the gate would stop the build
    return Inspected(Attachment(path, digest(data), len(data), inspection.extent), wrong)


def _functions_for(suffix: str) -> tuple[Callable[[bytes], Findings], Callable[[bytes], bytes]]:
    """Return the functions that read and clean a kind of document; large libraries are loaded on first use."""
    if suffix == _PDF:
        from placette.features.documents import pdf  # noqa: PLC0415 - its library is large

        return pdf.look_into_pdf, pdf.clean_pdf
    if suffix == _ICS:
        from placette.features.documents import calendars  # noqa: PLC0415 - icalendar is large

        return calendars.look_into_calendar, calendars.clean_calendar
    if suffix == _GPX:
        return formats.look_into_track, formats.clean_track
    if suffix == _MP3:
        return formats.look_into_recording, formats.clean_recording
    return partial(formats.look_into_office, suffix=suffix), partial(formats.clean_office, suffix=suffix)


def _problems(path: str, found: Findings, suffix: str) -> tuple[Problem, ...]:
    """Return the problems of a readable document; advice only on one that may be offered."""
    wrong, fixes = [], findings.CLEANS if suffix in {*_WRITTEN, _MP3} else findings.FIXES
    if found.active:
        kinds = "; ".join(kind for kind in findings.Active if kind in found.active)
        if suffix in _WRITTEN:
            wrong.append(problem(ACTS, path, kinds=kinds, proposal=fixes))
        else:
            wrong.append(problem("document-active", path, kinds=kinds))
    if found.private:
        kinds = "; ".join(kind for kind in findings.Private if kind in found.private)
        wrong.append(problem(PRIVATE, path, kinds=kinds, proposal=findings.SIGNED if found.signed else fixes))
    advice = () if found.active else found.advice
    return (*wrong, *(problem(code, path) for code in advice))


def clean_document(document: tuple[str, bytes], _shared: None = None) -> bytes | None:
    """Return the document (path, bytes) without private content; None where nothing has to, or can, be removed."""
    path, data = document
    suffix = PurePosixPath(path).suffix
    inspection = inspect_document(document)
    superfluous = [found for found in inspection.problems if found.code in {PRIVATE, ACTS}]
    if not superfluous or dict(superfluous[0].values)["proposal"] == findings.SIGNED:
        return None
    cleaned = _functions_for(suffix)[1](data)
    codes = {found.code for found in inspect_document((path, cleaned)).problems}
    return None if {PRIVATE, ACTS, "document-broken"} & codes else cleaned


def too_costly(path: str) -> Problem:
    """Return the problem of a document that passes the limits."""
    return problem("document-broken", path, reason=findings.COSTLY)


_KILOBYTES, _MEGABYTES = N_("{number} kB"), N_("{number} MB")
_METRES, _KILOMETRES = N_("{number} m"), N_("{number} km")


def note_on(document: Attachment, words: gettext.NullTranslations) -> str:
    """Return a note such as «PDF, 3 pages, 240 ko», «GPX, 12 km, 85 ko» or «MP3, 6 min, 2,9 Mo»."""
    suffix = PurePosixPath(document.path).suffix
    parts = [words.gettext(N_("ICS calendar")) if suffix == ".ics" else suffix[1:].upper()]
    if document.extent:
        parts.append(_extent(document.extent, suffix, words))
    return ", ".join(part.replace(" ", "\u00a0") for part in (*parts, spoken_size(document.size, words)))


def _extent(extent: int, suffix: str, words: gettext.NullTranslations) -> str:
    if suffix == ".gpx":  # two digits that mean something
        lang, metres = words.info().get("language", "en"), _rounded(extent)
        if metres < 1000:
            return words.gettext(_METRES).format(number=spoken_number(int(metres), lang))
        return words.gettext(_KILOMETRES).format(number=spoken_number(metres / 1000, lang))
    if suffix == ".mp3":
        return words.gettext(N_("{number} min")).format(number=max(1, round(extent / 60)))
    if suffix == ".ics":
        return words.ngettext("{count} date", "{count} dates", extent).format(count=extent)
    return words.ngettext("{count} page", "{count} pages", extent).format(count=extent)


def spoken_size(size: int, words: gettext.NullTranslations) -> str:
    """Return bytes as people say them: two significant digits, and no zero."""
    lang = words.info().get("language", "en")
    kilobytes = max(1, _rounded(size / 1000))
    if kilobytes < 1000:
        return words.gettext(_KILOBYTES).format(number=spoken_number(int(kilobytes), lang))
    return words.gettext(_MEGABYTES).format(number=spoken_number(_rounded(size / 1_000_000), lang))


def _rounded(number: float) -> float:
    return float(f"{number:.2g}")


Bytes = Annotated[int, Field(ge=10_000, le=50_000_000)]
"""Forges refuse or complain about files of more than 50 MB."""


@dataclass(frozen=True, slots=True)
class DocumentsSettings:
    """How heavy a document may be, in bytes. Each is kept for ever, and visitors' phones load it."""

    pdf_limit: Bytes = 10_000_000
    """The largest PDF."""
    recording_limit: Bytes = 10_000_000
    """The largest MP3: twenty minutes of a voice at 64 kb/s."""
    other_limit: Bytes = 2_000_000
    """The largest ODT, ODS, CSV, GPX or ICS file."""


def document_addresses(site: Site) -> tuple[str, ...]:
    """Return the addresses of all documents to publish."""
    return tuple(_offered(site).values())


@once_a_build
def _offered(site: Site) -> dict[str, str]:
    """Return the address of every document to publish, from the site's root, by its path in the content folder."""
    kinds = tuple(kind for feature in site.features for kind in feature.kinds)
    paths = {path for text in chain.from_iterable(site.build.texts.values()) for path in text.body.files}
    return {path: attachment_address(path, site.build.addresses, kinds) for path in sorted(paths)}


def _places(site: Site) -> Iterator[tuple[str, str]]:
    """Yield each document with each of its addresses: of one that moved the old ones too, for people kept them."""
    offered = _offered(site)
    yield from offered.items()
    paths = {f"{site.base}{address}": path for path, address in offered.items()}
    for old, new in site.ask(Ports.DEPARTED).moved if offered else ():
        if new in paths and PurePosixPath(old).suffix == PurePosixPath(new).suffix:
            yield paths[new], old.removeprefix(site.base)


def places_of_documents(site: Site) -> frozenset[str]:
    """Return the addresses of all documents to publish, from the site's root, the old ones of those that moved too."""
    return frozenset(address for _, address in _places(site))


def write_documents(site: Site, workshop: Workshop) -> None:
    """Write those that are not in place. Raises ``OSError`` for one that changed since it was inspected."""
    for path, address in _places(site):
        known = site.build.attachments[path].digest
        if workshop.ledger.needs(address, known):
            data = (workshop.content / path).read_bytes()
            if digest(data) != known:
                raise OSError(f"{path}: changed while the site was made")
            write_new(workshop.output, address, data)
            workshop.ledger.note(address, known)


def documents_of(settings: Mapping[str, Any]) -> Configured:
    """Return the documents that a site accepts."""
    options = load_settings(DocumentsSettings, "DOCUMENTS", settings)
    accepted = AttachmentKind(
        name="document",
        limits={
            ".pdf": options.pdf_limit,
            ".mp3": options.recording_limit,
            **dict.fromkeys((".csv", ".gpx", ".ics", ".ods", ".odt"), options.other_limit),
        },
        inspect=inspect_document,
        mend=clean_document,
        bounds=LIMITS,
        costly=too_costly,
        mendable=frozenset({ACTS, PRIVATE}),
        private=frozenset({PRIVATE}),
        note=note_on,
        suffix_of=suffix_of,
        unread=UNREAD,
    )
    return Configured(attachments=(accepted,))


FEATURE = Feature(
    name="documents",
    order=95,
    settings={"DOCUMENTS": DocumentsSettings},
    configure=documents_of,
    files=write_documents,
    offers={Ports.DOCUMENTS: document_addresses, Ports.OFFERED: places_of_documents},
)
register = FEATURE.register
