"""Documents that were named, as they may be committed: freed of what they reveal, under names that addresses allow."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from placette.desks.intake.naming import document_name
from placette.desks.intake.preparing import ABSENT, FOLDER, SPECIAL, UNREADABLE
from placette.engine.base.message import N_
from placette.engine.base.processes import run_bounded
from placette.engine.library.attachments import AttachmentKind, Inspected, inspect_now
from placette.engine.problems.problems import Problem, blocking

HEAVY_SOUND = N_("it weighs more than {limit} kB: export it in mono at 64 kb/s, or in several parts")
HEAVY = N_("it weighs more than {limit} kB: export it with lighter pictures, or in several parts")


@dataclass(frozen=True, slots=True)
class Ready:
    """A document that may be committed, under its new name; ``removed`` are the problems that it had before."""

    name: str
    data: bytes
    inspected: Inspected
    removed: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a document can't be committed: a sentence's part with its values, or problems."""

    reason: str = ""
    values: tuple[tuple[str, object], ...] = ()
    problems: tuple[Problem, ...] = ()


def kind_for(path: Path, kinds: Collection[AttachmentKind]) -> AttachmentKind | None:
    """The kind of a file, by the end of its name."""
    return next((kind for kind in kinds if path.suffix.lower() in kind.limits), None)


def prepare_document(path: Path, kind: AttachmentKind, taken: Collection[str]) -> Ready | Refused:
    """The document at ``path`` as it may be committed, under a name that is not ``taken``."""
    data = _content(path, kind.limits[path.suffix.lower()])
    if isinstance(data, Refused):
        return data
    name = document_name(path.stem, path.suffix.lower(), taken)
    (before,) = inspect_now([(name, data)], kind)
    (made,) = run_bounded(kind.mend, [(name, data)], None, kind.bounds)
    (after,) = inspect_now([(name, made)], kind) if made else (before,)
    if wrong := blocking(after.problems):
        return Refused(problems=wrong)
    return Ready(name, made or data, after, blocking(before.problems))


def _content(path: Path, limit: int) -> bytes | Refused:
    if not path.is_file():
        return Refused(FOLDER if path.is_dir() else SPECIAL if path.exists() else ABSENT)
    try:
        if path.stat().st_size <= limit:
            return path.read_bytes()
        return Refused(HEAVY_SOUND if path.suffix.lower() == ".mp3" else HEAVY, (("limit", limit // 1000),))
    except OSError:
        return Refused(UNREADABLE)
