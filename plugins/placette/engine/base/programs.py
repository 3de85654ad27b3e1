"""Runs a program that may take long, and reports meanwhile that it is still waited for."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

_LOOK = 1.0
"""Seconds between two reports."""


def run_watched(
    command: Sequence[str], waiting: Callable[[], None], *, data: bytes | None = None, folder: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """What a program printed, run in ``folder`` with ``data`` on its input; ``waiting`` is called now and then.

    The program is killed when this is interrupted. Raises ``OSError`` if there is no such program.
    """
    pipe = subprocess.PIPE
    with (
        _file_of(data) as given,
        subprocess.Popen(command, cwd=folder, stdin=given, stdout=pipe, stderr=pipe) as process,
    ):
        try:
            while True:
                waiting()
                with suppress(subprocess.TimeoutExpired):
                    printed, said = process.communicate(timeout=_LOOK)
                    return subprocess.CompletedProcess(command, process.returncode, printed, said)
        except BaseException:
            process.kill()
            raise


@contextmanager
def _file_of(data: bytes | None) -> Iterator[IO[bytes] | None]:
    """An open file that holds this, if anything; ``communicate`` fills no pipe after its first timeout."""
    if data is None:
        yield None
        return
    with TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        yield file
