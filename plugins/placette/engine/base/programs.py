"""Runs a program that may take long, and reports meanwhile that it is still waited for."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

_LOOK = 1.0
"""Seconds between two reports."""


def run_watched(
    command: Sequence[str], waiting: Callable[[], None], *, data: bytes | None = None, folder: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """What a program printed, run in ``folder`` with ``data`` on its input; ``waiting`` is called now and then.

    The program is killed when this is interrupted. Raises ``OSError`` if there is no such program.
    """
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=folder, stdin=None if data is None else pipe, stdout=pipe, stderr=pipe
    ) as process:
        try:
            while True:
                waiting()
                with suppress(subprocess.TimeoutExpired):
                    printed, said = process.communicate(data, timeout=_LOOK)
                    return subprocess.CompletedProcess(command, process.returncode, printed, said)
                data = None  # it was handed over the first time
        except BaseException:
            process.kill()
            raise
