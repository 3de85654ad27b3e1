"""A new site on the disk: whole in its place, or not there at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from placette.desks.starting.answers import AnswerError
from placette.engine.base.files import write_new
from placette.engine.base.git import GitError, run_git
from placette.engine.base.message import N_


def refuse_taken(folder: Path) -> None:
    """Raise ``AnswerError`` for a place where no new folder can be made: what is there is somebody's."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise AnswerError(N_("{folder} is no folder: choose another name."), folder=str(folder))
    if folder.is_dir() and any(folder.iterdir()):
        raise AnswerError(
            N_("{folder} holds files already: choose another name, or an empty folder."), folder=str(folder)
        )


def write_site(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files into a new or empty folder, in one go. Raises ``OSError``, and then leaves nothing behind."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".placette-new-", dir=folder.parent))
    try:
        for path, text in files.items():
            write_new(made, path, text.encode())
        made.chmod(0o755)
        if folder.is_dir():
            folder.rmdir()
        made.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def begin_history(folder: Path, sentence: str) -> str:
    """Put the site into a git repository of its own with a first commit; gives what is left to do (a msgid).

    A folder within another repository is left to that one.
    """
    if _answers(folder.parent, "rev-parse", "--git-dir"):
        return N_("They lie in another git repository: commit them there.")
    steps = (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-q", "-m", sentence))
    done = all(_answers(folder, *step) for step in steps)
    return "" if done else N_("They are in no commit yet: git init, git add -A, git commit.")


def _answers(folder: Path, *arguments: str) -> bool:
    try:
        run_git(folder, *arguments)
    except GitError:
        return False
    return True
