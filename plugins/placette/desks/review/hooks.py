"""The hook that git runs before each commit: a small script for ``sh``, which git brings along on Windows too."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

from placette.desks.review.staging import without_hook_variables
from placette.engine.base.files import write_atomic
from placette.engine.base.git import GitError

MARK = "# Placette: invoke check --staged"
"""The line by which a hook of ours is known."""
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
    """There is a hook that somebody else wrote; the message is its path."""


def hook_script(python: Path, folder: str, about: str, absent: str) -> str:
    """The script: ``folder`` leads from the top of the working tree, where git starts it, to the site.

    In another repository, where a shared folder of hooks (``core.hooksPath``) may bring it, it does nothing.
    ``about`` explains it, ``absent`` is told when that Python is gone.
    """
    quoted = {"folder": f"./{folder}", "python": python.as_posix(), "absent": absent}
    return _SCRIPT.format(mark=MARK, about=about, **{name: shlex.quote(text) for name, text in quoted.items()})


def hook_path(site: Path) -> Path:
    """Where git looks for the hook of the repository that ``site`` lies in; raises ``GitError``."""
    return site / _ask_git(site, "--git-path", "hooks") / "pre-commit"


def folder_in_repository(site: Path) -> str:
    """The path of ``site`` from the top of the working tree, empty or ending in a slash; raises ``GitError``."""
    return _ask_git(site, "--show-prefix")


def _ask_git(site: Path, *question: str) -> str:
    """What ``git rev-parse`` answers with the person's own settings, of which ``core.hooksPath`` may be one."""
    known = without_hook_variables(os.environ)
    try:
        done = subprocess.run(["git", "rev-parse", *question], cwd=site, env=known, capture_output=True, check=False)
    except OSError as error:
        raise GitError(str(error)) from error
    if done.returncode:
        raise GitError(done.stderr.decode(errors="replace").strip())
    return os.fsdecode(done.stdout).rstrip("\r\n")


def write_hook(path: Path, script: str, *, force: bool) -> None:
    """Put the hook in place; raises ``ForeignHookError`` where there is another, unless ``force``, or ``OSError``."""
    if os.path.lexists(path) and not (force or is_ours(path)):
        raise ForeignHookError(path)
    if path.is_symlink():
        path.unlink()
    write_atomic(path, script.encode())
    path.chmod(0o755)


def remove_hook(path: Path) -> bool:
    """Take our hook away; whether there was one. Raises ``ForeignHookError`` for another, or ``OSError``."""
    if not os.path.lexists(path):
        return False
    if not is_ours(path):
        raise ForeignHookError(path)
    path.unlink()
    return True


def is_ours(path: Path) -> bool:
    """Whether a hook is the script that we wrote."""
    return not path.is_symlink() and path.is_file() and MARK.encode() in path.read_bytes().splitlines()
