"""The content folder as it is about to be committed, or was: from git, whatever the working tree holds."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from placette.engine.base.git import GitError, run_git

_OF_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX")
"""Variables that git sets for hooks, and that would lead it away from the top of the working tree."""
_INDEX = "GIT_INDEX_FILE"


def check_out_index(folder: Path, into: Path) -> Path:
    """Write the indexed files of ``folder`` below ``into``; returns the path of the copy. Raises ``GitError``.

    Links are written as links, so a reader must check each entry first.
    """
    top, known = _repository_of(folder)
    own = (folder.parent.resolve() / folder.name).relative_to(top.resolve()).as_posix()
    return _check_out(top, own, into, known)


def staged_here(folder: Path) -> list[Path]:
    """The files of ``folder`` that the next commit changes. Raises ``GitError``."""
    top, known = _repository_of(folder)
    names = run_git(top, "diff", "--cached", "--name-only", "-z", "--no-renames", "--", environment=known)
    paths = (top.resolve() / name for name in os.fsdecode(names).split("\0") if name)
    return [path for path in paths if path.is_relative_to(folder.resolve())]


def _repository_of(folder: Path) -> tuple[Path, dict[str, str]]:
    """The top of the working tree, and the environment in which git finds it and the index that a hook is given."""
    known = without_hook_variables(os.environ)
    top = Path(os.fsdecode(run_git(folder, "rev-parse", "--show-toplevel", environment=known)).rstrip("\r\n"))
    return top, known | ({_INDEX: str(top / os.environ[_INDEX])} if _INDEX in os.environ else {})


def check_out_commit(repository: Path, own: str, into: Path) -> Path:
    """Write the files of the folder ``own`` as in the last commit below ``into``; like ``check_out_index``."""
    environment = {**without_hook_variables(os.environ), _INDEX: str(into.resolve() / ".index")}
    run_git(repository, "read-tree", "HEAD", environment=environment)
    return _check_out(repository, own.rstrip("/"), into, environment)


def is_changed(repository: Path, own: str) -> bool:
    """Whether the working tree of a folder differs from the last commit, files that git ignores left out."""
    return bool(run_git(repository, "status", "--porcelain", "--untracked-files=all", "--", own))


def _check_out(top: Path, own: str, into: Path, environment: Mapping[str, str]) -> Path:
    names = run_git(top, "ls-files", "-z", "--cached", "--", f":(literal){own}", environment=environment)
    prefix = f"--prefix={into.resolve().as_posix()}/"
    run_git(top, "checkout-index", "-z", "--stdin", prefix, given=names, environment=environment)
    content = into / own
    if content.is_symlink():
        raise GitError(f"{own} -> {content.readlink()}")
    content.mkdir(parents=True, exist_ok=True)
    return content


def without_hook_variables(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without those variables, so that git finds the repository by itself."""
    return {name: value for name, value in environment.items() if name not in {*_OF_HOOKS, _INDEX}}
