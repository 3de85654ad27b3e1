"""Builds that can be killed, started at once: a process that has loaded all of the code forks one for each folder.

Run as a program it reads a folder a line, builds it in a child that leads a process group of its own, and says first
the child's number, then how it ended.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


class Nursery:
    """The process that forks; end it with ``close``."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        command = [sys.executable, __file__]
        variables = {**os.environ, **environment}
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=variables, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def build(self, folder: Path, seconds: float | None = None) -> bool:
        """Build a site; kill it and its workers after so many seconds, if any; whether it came to its end."""
        assert self.process.stdin
        assert self.process.stdout
        print(folder, file=self.process.stdin, flush=True)
        child = int(self.process.stdout.readline())
        if seconds is not None:
            time.sleep(seconds)
            with suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
        ended = int(self.process.stdout.readline())
        time.sleep(0 if seconds is None else 0.02)  # for its workers to be gone
        return ended == 0

    def close(self) -> None:
        """End the process."""
        self.process.communicate()


def main() -> None:
    """Fork a build for each line, until there are no more."""
    sys.path[:0] = [str(ROOT / "plugins"), str(ROOT)]
    from placette.plugin import build_site, load_site

    load_site(ROOT / "pelicanconf.py")  # loads every plugin
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            build_site(load_site(Path(line.strip()) / "conf.py"))
            os._exit(0)  # one that fails says why, and ends with 1
        with suppress(OSError):  # it may have done so itself, or have ended
            os.setpgid(child, child)
        print(child, flush=True)
        print(os.waitpid(child, 0)[1], flush=True)


if __name__ == "__main__":
    main()
