"""Programs that take long, which report that they still run."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO


def run_watched(
    command: Sequence[str],
    waiting: Callable[[], None],
    *,
    data: bytes | None = None,
    folder: Path | None = None,
    pause: float = 1.0,
) -> subprocess.CompletedProcess[bytes]:
    """Return the output of a program, run in ``folder`` with ``data`` as its input.

    ``waiting`` is called now and then, after ``pause`` in seconds. The program is killed when this is interrupted.
    Raises ``OSError`` if there is no such program.
    """
    pipe = subprocess.PIPE
    with (
        _file_of(data) as source,
        subprocess.Popen(command, cwd=folder, stdin=source, stdout=pipe, stderr=pipe) as process,
    ):
        try:
            while True:
                waiting()
                with suppress(subprocess.TimeoutExpired):
                    printed, errors = process.communicate(timeout=pause)
                    return subprocess.CompletedProcess(command, process.returncode, printed, errors)
        except BaseException:
            process.kill()
            raise


@contextmanager
def _file_of(data: bytes | None) -> Iterator[IO[bytes] | None]:
    """Return an open file with this data, if any; ``communicate`` fills no pipe after its first timeout."""
    if data is None:
        yield None
        return
    with TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        yield file
