"""Decides what a newer version changes in a site: unchanged files are renewed, changed ones merged."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from placette.commands.starting.planning import PAGES, SiteRecord, text_of_marks
from placette.engine.base.files import write_atomic
from placette.engine.base.git import GitError, run_git


def build_into(root: Path, output: Path) -> str:
    """Build a site with the code that it finds; gives why it can't be built, nothing if it can."""
    command = [sys.executable, "-m", "invoke", "build", "--output", str(output)]
    process = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", errors="replace", check=False)
    return f"{process.stdout}{process.stderr}" or "?" if process.returncode else ""


Merge = Callable[[str, str, str], str | None]
"""Merges two changes of a text (the site's, the one both began with, the new one); None where they contradict."""


class Fate(StrEnum):
    """The change of a file."""

    ADDED = "added"
    RENEWED = "renewed"
    MERGED = "merged"
    REMOVED = "removed"
    KEPT = "kept"
    CONFLICT = "conflict"
    OFFERED = "offered"


@dataclass(frozen=True, slots=True)
class Renewal:
    """A file, its change, and its new text (None: it is removed); in a conflict the new version's, for reading."""

    path: str
    fate: Fate
    text: str | None = None

    @property
    def is_left(self) -> bool:
        """Whether the site's own text stays."""
        return self.fate in {Fate.KEPT, Fate.CONFLICT, Fate.OFFERED}


def changes_of(record: SiteRecord, new: Mapping[str, str], now: Mapping[str, str], merge: Merge) -> Iterator[Renewal]:
    """Yield the changes that turn a site's files (``now``) into those of a new version (``new``), in order of path.

    A file that the site has removed stays removed. What the site has changed is never lost: where it and the new
    version changed the same lines, the site's text stays and the file is named. Line ends are no change: git writes
    those of Windows there, and a file keeps its own.
    """
    for path in sorted({*record.files, *new}):
        before = now.get(path)
        plain = before.replace("\r\n", "\n") if before else before
        marks = record.files.get(path)
        base = marks if marks is None else text_of_marks(marks, (new.get(path, ""), plain or ""))
        change = _change(path, base, new.get(path), plain, merge)
        if change and before != plain:
            change = replace(change, text=change.text and change.text.replace("\n", "\r\n"))
        if change:
            yield change


def offered(changes: Iterable[Renewal]) -> Iterator[Renewal]:
    """Yield the changes, those of existing pages as texts that the site may take."""
    for change in changes:
        if not change.path.startswith(PAGES) or change.fate is Fate.ADDED:
            yield change
        elif change.text is not None and change.fate is not Fate.KEPT:
            yield replace(change, fate=Fate.OFFERED)


def covering(own: Iterable[str], old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Return the names of a site's own templates that take the place of one that was changed, added or removed."""
    return sorted(name for name in own if old.get(name) != new.get(name))


def _change(path: str, base: str | None, new: str | None, now: str | None, merge: Merge) -> Renewal | None:
    if new in {now, base}:
        return None
    if now is None:
        return Renewal(path, Fate.ADDED, new) if base is None else None
    if new is None:
        return Renewal(path, Fate.REMOVED) if now == base else Renewal(path, Fate.KEPT, now)
    if now == base:
        return Renewal(path, Fate.RENEWED, new)
    merged = merge(now, base or "", new)
    return Renewal(path, Fate.CONFLICT, new) if merged is None else Renewal(path, Fate.MERGED, merged)


def merge_texts(now: str, base: str, new: str) -> str | None:
    """Return git's merge of two changes of a text; None where they touch the same lines. Raises ``GitError``."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("now", "base", "new")]
        for path, text in zip(paths, (now, base, new), strict=True):
            path.write_bytes(text.encode())
        try:
            process = subprocess.run(
                ["git", "--no-optional-locks", "merge-file", "-p", "--", *paths], capture_output=True, check=False
            )
        except OSError as error:
            raise GitError(str(error)) from error
        return process.stdout.decode() if process.returncode == 0 else None


def read_texts(root: Path, paths: Iterable[str]) -> dict[str, str]:
    """Return the texts of existing files."""
    return {path: (root / path).read_bytes().decode() for path in paths if (root / path).is_file()}


@contextmanager
def all_or_nothing(root: Path, texts: Mapping[str, str | None]) -> Iterator[None]:
    """Put files in place (None: removed) for a block; restore them if it fails or is interrupted."""
    before = {path: (root / path).read_bytes() if (root / path).is_file() else None for path in texts}
    try:
        for path, text in texts.items():
            _put(root / path, None if text is None else text.encode())
        yield
    except BaseException:
        for path, data in before.items():
            _put(root / path, data)
        _sweep(root, texts)
        raise
    _sweep(root, (path for path, text in texts.items() if text is None))


def _sweep(root: Path, paths: Iterable[str]) -> None:
    """Remove the folders in which these files lay, where nothing but compiled Python is left."""
    folders = {folder for path in paths for folder in (root / path).parents if folder.is_relative_to(root)} - {root}
    for folder in sorted(folders, key=lambda one: len(one.parts), reverse=True):
        names = {entry.name for entry in folder.iterdir()} if folder.is_dir() else {""}
        if names <= {"__pycache__"}:
            shutil.rmtree(folder)


def _put(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    else:
        write_atomic(path, data)


def uncommitted(root: Path) -> list[str]:
    """Return the files that differ from the last commit. Raises ``GitError``, also where there is no repository."""
    lines = run_git(root, "status", "--porcelain", "--untracked-files=no", "--", ".").decode().splitlines()
    return [line[3:] for line in lines]


def commit_upgrade(root: Path, paths: list[str], subject: str) -> None:
    """Make one commit of these files. Raises ``GitError``."""
    try:
        run_git(root, "add", "-A", "--", *paths)
        run_git(root, "commit", "-q", "-m", subject, "--", *paths)
    except GitError:
        run_git(root, "reset", "-q", "--", *paths)
        raise
