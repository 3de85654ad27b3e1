"""Documents as strangers send them, opened with suspicion: what each is, and all that is wrong with it."""

from __future__ import annotations

from pathlib import PurePosixPath

from placette.engine.base.extras import command_for, version_of
from placette.engine.base.files import digest
from placette.engine.base.processes import Limits
from placette.engine.building.inspecting import look_at
from placette.engine.library.attachments import Attachment, Inspected
from placette.engine.problems.problems import Problem, problem
from placette.features.documents.findings import Active, Findings, LockedError, Private, UnusableError
from placette.features.documents.messages import CLEANS, COSTLY, DAMAGED, FIXES, SIGNED, STRANGE
from placette.features.documents.office import clean_office, look_into_office
from placette.features.documents.recordings import clean_recording, look_into_recording
from placette.features.documents.tables import inspect_table
from placette.features.documents.tracks import clean_track, look_into_track

LIMITS = Limits(cpu=20.0, wall=40.0, memory=1_000_000_000)
"""What looking into one document may use: a PDF of a hundred thousand objects takes seven seconds."""
PRIVATE, ACTS = "document-private", "document-acts"
"""What can be taken out of a document."""
UNREAD = frozenset({"document-broken", "document-locked", "document-unread"})
"""Problems of documents of which nothing is known."""
_PDF, _CSV, _GPX, _ICS, _MP3 = ".pdf", ".csv", ".gpx", ".ics", ".mp3"
_WRITTEN = frozenset({_GPX, _ICS})
"""Kinds that are text, of which all that isn't wanted can be taken out."""


def inspect_document(document: tuple[str, bytes], _shared: None = None) -> Inspected:
    """What the document (path, bytes) is, and all that is wrong with it. Total."""
    path, data = document
    suffix = PurePosixPath(path).suffix
    if suffix == _CSV:
        return inspect_table(path, data)
    attachment = Attachment(path, digest(data), len(data))
    if suffix == _PDF and not version_of("pikepdf"):
        return Inspected(attachment, (problem("document-unread", path, command=command_for("pdf")),))
    try:
        found = _look_into(data, suffix)
    except MemoryError:
        raise
    except LockedError:
        return Inspected(attachment, (problem("document-locked", path),))
    except UnusableError as error:
        return Inspected(attachment, (problem("document-broken", path, reason=str(error)),))
    except Exception:  # noqa: BLE001 - parsers raise whatever a hostile file makes them meet
        return Inspected(attachment, (problem("document-broken", path, reason=DAMAGED),))
    wrong = _problems(path, found, suffix)
    if not wrong and suffix in _WRITTEN and look_at(path, data, "", is_offered=True).faults:
        wrong = (problem("document-broken", path, reason=STRANGE),)  # or the last look at the build would stop it
    return Inspected(Attachment(path, digest(data), len(data), found.extent), wrong)


def _look_into(data: bytes, suffix: str) -> Findings:
    if suffix == _PDF:
        from placette.features.documents.pdf import look_into_pdf  # noqa: PLC0415 - its library is large

        return look_into_pdf(data)
    if suffix == _GPX:
        return look_into_track(data)
    if suffix == _MP3:
        return look_into_recording(data)
    if suffix == _ICS:
        from placette.features.documents.calendars import look_into_calendar  # noqa: PLC0415 - icalendar is large

        return look_into_calendar(data)
    return look_into_office(data, suffix)


def _cleaned(data: bytes, suffix: str) -> bytes:
    if suffix == _PDF:
        from placette.features.documents.pdf import clean_pdf  # noqa: PLC0415 - its library is large

        return clean_pdf(data)
    if suffix == _GPX:
        return clean_track(data)
    if suffix == _MP3:
        return clean_recording(data)
    if suffix == _ICS:
        from placette.features.documents.calendars import clean_calendar  # noqa: PLC0415 - icalendar is large

        return clean_calendar(data)
    return clean_office(data, suffix)


def _problems(path: str, found: Findings, suffix: str) -> tuple[Problem, ...]:
    """What is wrong with a document that can be read; advice only on one that may be offered."""
    wrong, fixes = [], CLEANS if suffix in {*_WRITTEN, _MP3} else FIXES
    if found.active:
        kinds = "; ".join(kind for kind in Active if kind in found.active)
        acts = suffix in _WRITTEN
        wrong.append(
            problem(ACTS, path, kinds=kinds, proposal=fixes) if acts else problem("document-active", path, kinds=kinds)
        )
    if found.private:
        kinds = "; ".join(kind for kind in Private if kind in found.private)
        wrong.append(problem(PRIVATE, path, kinds=kinds, proposal=SIGNED if found.signed else fixes))
    advice = () if found.active else found.advice
    return (*wrong, *(problem(code, path) for code in advice))


def clean_document(document: tuple[str, bytes], _shared: None = None) -> bytes | None:
    """The document (path, bytes) without what it reveals; None where nothing has to, or can, be taken out of it."""
    path, data = document
    suffix = PurePosixPath(path).suffix
    seen = inspect_document(document)
    superfluous = [found for found in seen.problems if found.code in {PRIVATE, ACTS}]
    if not superfluous or dict(superfluous[0].values)["proposal"] == SIGNED:
        return None
    made = _cleaned(data, suffix)
    left = {found.code for found in inspect_document((path, made)).problems}
    return None if {PRIVATE, ACTS, "document-broken"} & left else made


def too_costly(path: str) -> Problem:
    """The problem of a document that passes the limits."""
    return problem("document-broken", path, reason=COSTLY)
