"""The staging folder after a build: what was replaced lies in it, and nobody needs to wait until that is gone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from placette.engine.base.processes.executors import ExecutorKind, current

_MANY = 1_000
"""Files whose removal takes longer than the start of a process."""
_REMOVE = (
    "import os, shutil, sys; hasattr(os, 'fork') and os.fork() and os._exit(0);"
    " shutil.rmtree(sys.argv[1], ignore_errors=True)"
)
"""What forks is waited for, what goes on is nobody's child: a preview, which goes on for hours, need not ask for it."""


def clear(folder: Path) -> None:
    """Remove a folder, if it is there."""
    shutil.rmtree(folder, ignore_errors=True)


def clear_before(staging: Path) -> None:
    """Have nothing lie there when a build begins; what earlier ones left beside goes meanwhile."""
    clear(staging)
    for left in staging.parent.glob(f"{staging.name}.*"):
        _remove_beside(left)


def clear_after(staging: Path, replaced: int) -> None:
    """Remove a staging folder that holds about so many files: of many, a process does it that goes on after this one.

    One that is stopped before it has done leaves what the next build removes.
    """
    apart = staging.with_name(f"{staging.name}.{os.getpid()}")
    if replaced < _MANY or current().kind is ExecutorKind.SERIAL:
        clear(staging)
        return
    try:
        staging.rename(apart)
    except OSError:
        clear(staging)
    else:
        _remove_beside(apart)


def _remove_beside(folder: Path) -> None:
    command = [sys.executable, "-I", "-S", "-c", _REMOVE, str(folder.absolute())]
    nothing = subprocess.DEVNULL  # or whoever reads what a build says would wait for it too
    try:
        subprocess.run(command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        clear(folder)
