"""Documents as strangers send them, opened with suspicion: what each is, and all that is wrong with it."""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePosixPath
from types import ModuleType

from placette.engine.base.files import digest
from placette.engine.base.processes import Limits
from placette.engine.library.attachments import Attachment, Inspected
from placette.engine.problems.problems import Problem, problem
from placette.features.documents.findings import Active, Findings, LockedError, Private, UnusableError
from placette.features.documents.messages import COSTLY, DAMAGED, FIXES, SIGNED
from placette.features.documents.office import clean_office, look_into_office
from placette.features.documents.tables import inspect_table

LIMITS = Limits(cpu=20.0, wall=40.0, memory=1_000_000_000)
"""What looking into one document may use: a PDF of a hundred thousand objects takes seven seconds."""
PRIVATE = "document-private"
_PDF, _CSV = ".pdf", ".csv"


def inspect_document(document: tuple[str, bytes], _shared: None = None) -> Inspected:
    """What the document (path, bytes) is, and all that is wrong with it. Total."""
    path, data = document
    suffix = PurePosixPath(path).suffix
    if suffix == _CSV:
        return inspect_table(path, data)
    attachment = Attachment(path, digest(data), len(data))
    try:
        found = _pdf().look_into_pdf(data) if suffix == _PDF else look_into_office(data, suffix)
    except MemoryError:
        raise
    except LockedError:
        return Inspected(attachment, (problem("document-locked", path),))
    except UnusableError as error:
        return Inspected(attachment, (problem("document-broken", path, reason=str(error)),))
    except Exception:  # noqa: BLE001 - parsers raise whatever a hostile file makes them meet
        return Inspected(attachment, (problem("document-broken", path, reason=DAMAGED),))
    return Inspected(Attachment(path, digest(data), len(data), found.pages), _problems(path, found))


def _problems(path: str, found: Findings) -> tuple[Problem, ...]:
    """What is wrong with a document that can be read; advice only on one that may be offered."""
    wrong = []
    if found.active:
        kinds = "; ".join(kind for kind in Active if kind in found.active)
        wrong.append(problem("document-active", path, kinds=kinds))
    if found.private:
        kinds = "; ".join(kind for kind in Private if kind in found.private)
        wrong.append(problem(PRIVATE, path, kinds=kinds, proposal=SIGNED if found.signed else FIXES))
    advice = () if found.active else found.advice
    return (*wrong, *(problem(code, path) for code in advice))


def clean_document(document: tuple[str, bytes], _shared: None = None) -> bytes | None:
    """The document (path, bytes) without what it reveals; None where nothing has to, or can, be taken out of it."""
    path, data = document
    suffix = PurePosixPath(path).suffix
    seen = inspect_document(document)
    private = [found for found in seen.problems if found.code == PRIVATE]
    if suffix == _CSV or not private or dict(private[0].values)["proposal"] == SIGNED:
        return None
    made = _pdf().clean_pdf(data) if suffix == _PDF else clean_office(data, suffix)
    left = {found.code for found in inspect_document((path, made)).problems}
    return None if {PRIVATE, "document-broken"} & left else made


def too_costly(path: str) -> Problem:
    """The problem of a document that passes the limits."""
    return problem("document-broken", path, reason=COSTLY)


def _pdf() -> ModuleType:
    """How PDF files are read: its library is a large one, and most builds meet none."""
    return import_module("placette.features.documents.pdf")
