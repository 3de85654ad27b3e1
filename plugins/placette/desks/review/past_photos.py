"""Photos that earlier commits of a proposal hold and its last one no longer shows: git keeps them for ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from placette.engine.base.git import run_git
from placette.engine.base.message import N_
from placette.engine.base.processes import run_bounded
from placette.engine.library.tree import PHOTO_SUFFIXES
from placette.engine.photos.photos import LIMITS, inspect_photo
from placette.engine.problems.problems import Problem, problem

_LARGEST = 60_000_000
"""Bytes of the largest file that is looked at; a larger one can't be a photo that a camera made."""
_PRIVATE = {"photo-position": N_("the place where it was taken"), "photo-private": N_("private data")}


@dataclass(frozen=True, slots=True)
class _PastPhoto:
    path: str
    blob: str


def past_privacy(repository: Path, base: str, folder: str) -> tuple[Problem, ...]:
    """What the photos of earlier commits tell; those of the last commit are not looked at. Raises ``GitError``."""
    photos = list(_past_photos(repository, base, folder))
    pictures = [(one.path, run_git(repository, "cat-file", "blob", one.blob)) for one in photos]
    looks = run_bounded(inspect_photo, pictures, None, LIMITS)
    return tuple(
        problem("proposal-history", one.path, reason=reason, commit=_commit(repository, base, one.blob))
        for one, look in zip(photos, looks, strict=True)
        for reason in (_PRIVATE[found.code] for found in (look.problems if look else ()) if found.code in _PRIVATE)
    )


def _past_photos(repository: Path, base: str, folder: str) -> Iterator[_PastPhoto]:
    """The photos that come into the history with the proposal and are not in its last commit."""
    listed = run_git(repository, "rev-list", "--objects", "--end-of-options", f"{base}..HEAD", "--")
    tree = run_git(repository, "ls-tree", "-r", "-z", "--full-tree", "HEAD", "--", folder)
    shown = {line.split(b"\t")[0].split(b" ")[2].decode("ascii") for line in filter(None, tree.split(b"\0"))}
    for line in listed.decode("utf-8", "surrogateescape").split("\n"):
        blob, _, path = line.partition(" ")
        suffix = PurePosixPath(path).suffix.lower()
        if path.startswith(folder) and suffix in PHOTO_SUFFIXES and blob not in shown and _size(repository, blob):
            yield _PastPhoto(path.removeprefix(folder), blob)


def _size(repository: Path, blob: str) -> int:
    """Bytes of a file; 0 for one that is too large."""
    size = int(run_git(repository, "cat-file", "-s", blob))
    return size if size <= _LARGEST else 0


def _commit(repository: Path, base: str, blob: str) -> str:
    """The short name of the first commit that held a file."""
    found = run_git(repository, "log", "--reverse", "--format=%h", f"--find-object={blob}", f"{base}..HEAD", "--")
    return found.decode("ascii").split("\n", 1)[0]
