"""The hook that git runs before each commit: a small ``sh`` script (git for Windows brings ``sh`` along)."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

from placette.desks.review.git_index import without_hook_variables
from placette.engine.base.files import write_atomic
from placette.engine.base.git import GitError

MARK = "# Placette: invoke check --staged"
"""The line that identifies a hook as ours."""
_SCRIPT = """#!/bin/sh
{mark}
# {about}
cd {folder} || exit 1
[ -f pelicanconf.py ] || exit 0
if [ ! -x {python} ]; then
  echo {absent} >&2
  exit 1
fi
exec {python} -m invoke check --staged
"""


class ForeignHookError(Exception):
    """Somebody else's hook is there; the message is its path."""


def hook_script(python: Path, folder: str, about: str, absent: str) -> str:
    """The script. ``folder`` is the path of the site from the top of the working tree, where git runs the hook.

    In another repository, to which a shared hooks folder (``core.hooksPath``) may bring it, it does nothing.
    ``about`` explains it in a comment; ``absent`` is printed if that Python no longer exists.
    """
    quoted = {"folder": f"./{folder}", "python": python.as_posix(), "absent": absent}
    return _SCRIPT.format(mark=MARK, about=about, **{name: shlex.quote(text) for name, text in quoted.items()})


def hook_path(site: Path) -> Path:
    """Where git looks for the hook of the repository that holds ``site``; raises ``GitError``."""
    return site / _ask_git(site, "--git-path", "hooks") / "pre-commit"


def folder_in_repository(site: Path) -> str:
    """The path of ``site`` from the top of the working tree, empty or with a final slash; raises ``GitError``."""
    return _ask_git(site, "--show-prefix")


def _ask_git(site: Path, *question: str) -> str:
    """The answer of ``git rev-parse`` under the person's own settings, which may include ``core.hooksPath``."""
    known = without_hook_variables(os.environ)
    try:
        done = subprocess.run(["git", "rev-parse", *question], cwd=site, env=known, capture_output=True, check=False)
    except OSError as error:
        raise GitError(str(error)) from error
    if done.returncode:
        raise GitError(done.stderr.decode(errors="replace").strip())
    return os.fsdecode(done.stdout).rstrip("\r\n")


def write_hook(path: Path, script: str, *, force: bool) -> None:
    """Put the hook in place. Raises ``ForeignHookError`` if there is another (unless ``force``), or ``OSError``."""
    if os.path.lexists(path) and not (force or is_ours(path)):
        raise ForeignHookError(path)
    if path.is_symlink():
        path.unlink()
    write_atomic(path, script.encode())
    path.chmod(0o755)


def remove_hook(path: Path) -> bool:
    """Remove our hook; returns whether there was one. Raises ``ForeignHookError`` if it isn't ours, or ``OSError``."""
    if not os.path.lexists(path):
        return False
    if not is_ours(path):
        raise ForeignHookError(path)
    path.unlink()
    return True


def is_ours(path: Path) -> bool:
    """Whether a hook is ours."""
    return not path.is_symlink() and path.is_file() and MARK.encode() in path.read_bytes().splitlines()
