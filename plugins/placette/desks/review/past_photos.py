"""Photos and documents that earlier commits of a proposal hold and its last one no longer: git keeps them for ever."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from placette.engine.base.git import run_git
from placette.engine.base.message import N_
from placette.engine.base.processes import run_bounded
from placette.engine.library.attachments import AttachmentKind, inspect_now
from placette.engine.library.kinds import Kinds
from placette.engine.library.tree import PHOTO_SUFFIXES, gate_of
from placette.engine.photos.photos import LIMITS, inspect_photo
from placette.engine.problems.problems import Problem, problem

_LARGEST = 60_000_000
"""Bytes of the largest file that is looked at; a larger one can't be a photo that a camera made."""
_PRIVATE = {"photo-position": N_("the place where it was taken"), "photo-private": N_("private data")}


@dataclass(frozen=True, slots=True)
class _PastFile:
    path: str
    blob: str


def past_privacy(
    repository: Path, base: str, folder: str, kinds: Kinds, attachments: tuple[AttachmentKind, ...] = ()
) -> tuple[Problem, ...]:
    """What the photos and attachments of earlier commits tell; those of the last commit are not looked at.

    A companion of a text, such as the track of a walk, is judged with its text alone. Raises ``GitError``.
    """
    suffixes = {suffix: kind for kind in attachments for suffix in kind.limits}
    files = list(_past_files(repository, base, folder, PHOTO_SUFFIXES | suffixes.keys()))
    found: list[Problem] = []
    photos = [one for one in files if _suffix(one.path) in PHOTO_SUFFIXES]
    looks = run_bounded(inspect_photo, _opened(repository, photos), None, LIMITS)
    for one, look in zip(photos, looks, strict=True):
        reasons = (_PRIVATE[seen.code] for seen in (look.problems if look else ()) if seen.code in _PRIVATE)
        found += (_told(repository, base, one, reason) for reason in reasons)
    gate = gate_of(kinds, attachments=attachments)
    for kind in attachments:
        alike = [one for one in files if suffixes.get(_suffix(one.path)) is kind]
        own = [one for one in alike if gate.kind_of(one.path) in {None, kind.name}]
        for one, seen in zip(own, inspect_now(_opened(repository, own), kind), strict=True):
            if kind.private & {problem.code for problem in seen.problems}:
                found.append(_told(repository, base, one, _PRIVATE["photo-private"]))
    return tuple(sorted(found))


def _opened(repository: Path, files: list[_PastFile]) -> list[tuple[str, bytes]]:
    return [(one.path, run_git(repository, "cat-file", "blob", one.blob)) for one in files]


def _told(repository: Path, base: str, one: _PastFile, reason: str) -> Problem:
    return problem("proposal-history", one.path, reason=reason, commit=_commit(repository, base, one.blob))


def _suffix(path: str) -> str:
    return PurePosixPath(path).suffix.lower()


def _past_files(repository: Path, base: str, folder: str, suffixes: Container[str]) -> Iterator[_PastFile]:
    """The files that come into the history with the proposal and are not in its last commit."""
    listed = run_git(repository, "rev-list", "--objects", "--end-of-options", f"{base}..HEAD", "--")
    tree = run_git(repository, "ls-tree", "-r", "-z", "--full-tree", "HEAD", "--", folder)
    shown = {line.split(b"\t")[0].split(b" ")[2].decode("ascii") for line in filter(None, tree.split(b"\0"))}
    for line in listed.decode("utf-8", "surrogateescape").split("\n"):
        blob, _, path = line.partition(" ")
        known = path.startswith(folder) and _suffix(path) in suffixes
        if known and blob not in shown and _size(repository, blob):
            yield _PastFile(path.removeprefix(folder), blob)


def _size(repository: Path, blob: str) -> int:
    """Bytes of a file; 0 for one that is too large."""
    size = int(run_git(repository, "cat-file", "-s", blob))
    return size if size <= _LARGEST else 0


def _commit(repository: Path, base: str, blob: str) -> str:
    """The short name of the first commit that held a file."""
    found = run_git(repository, "log", "--reverse", "--format=%h", f"--find-object={blob}", f"{base}..HEAD", "--")
    return found.decode("ascii").split("\n", 1)[0]
