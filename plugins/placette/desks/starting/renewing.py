"""A site's files brought up to date on the disk: all of them or none, as one commit that can be undone."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from placette.engine.base.files import write_atomic
from placette.engine.base.git import GitError, run_git

_TRAILER = "Placette-Upgrade"


def merge_texts(now: str, base: str, new: str) -> str | None:
    """Git's merge of two changes of a text; None where they touch the same lines. Raises ``GitError``."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("now", "base", "new")]
        for path, text in zip(paths, (now, base, new), strict=True):
            path.write_bytes(text.encode())
        try:
            done = subprocess.run(["git", "merge-file", "-p", *paths], capture_output=True, check=False)
        except OSError as error:
            raise GitError(str(error)) from error
        return done.stdout.decode() if done.returncode == 0 else None


def read_texts(root: Path, paths: Iterable[str]) -> dict[str, str]:
    """The texts of those files that are there."""
    return {path: (root / path).read_bytes().decode() for path in paths if (root / path).is_file()}


@contextmanager
def all_or_nothing(root: Path, texts: Mapping[str, str | None]) -> Iterator[None]:
    """The files in place (None: gone) for what follows; as they were before if that fails or is interrupted."""
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


def _sweep(root: Path, paths: Iterable[str]) -> None:
    """Remove the folders in which these files lay, where nothing but compiled Python is left."""
    folders = {folder for path in paths for folder in (root / path).parents if folder.is_relative_to(root)} - {root}
    for folder in sorted(folders, key=lambda one: len(one.parts), reverse=True):
        left = {entry.name for entry in folder.iterdir()} if folder.is_dir() else {""}
        if left <= {"__pycache__"}:
            shutil.rmtree(folder)


def _put(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    else:
        write_atomic(path, data)


def uncommitted(root: Path) -> list[str]:
    """The files that differ from the last commit. Raises ``GitError``, also where there is no repository."""
    lines = run_git(root, "status", "--porcelain", "--untracked-files=no", "--", ".").decode().splitlines()
    return [line[3:] for line in lines]


def commit_upgrade(root: Path, paths: list[str], subject: str, old: str, new: str) -> None:
    """One commit of these files, which ``undo_upgrade`` finds again. Raises ``GitError``."""
    try:
        run_git(root, "add", "-A", "--", *paths)
        run_git(root, "commit", "-q", "-m", subject, "-m", f"{_TRAILER}: {old} {new}", "--", *paths)
    except GitError:
        run_git(root, "reset", "-q", "--", *paths)
        raise


def undo_upgrade(root: Path) -> str:
    """Take the last upgrade back, as a commit of its own; gives its subject, empty where there is none.

    Raises ``GitError`` where later changes are in its way, and then changes nothing.
    """
    found = run_git(root, "log", "-1", f"--grep=^{_TRAILER}: ", "--format=%H %s").decode().strip()
    if not found:
        return ""
    commit, _, subject = found.partition(" ")
    try:
        run_git(root, "revert", "--no-edit", commit)
    except GitError:
        run_git(root, "revert", "--abort")
        raise
    return subject
