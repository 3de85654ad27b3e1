"""A disk of a given size for a program of the tests, which is gone with it: Linux alone gives one to anybody."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

from tests.fixture_site import ROOT

_NAMESPACE = (
    ["unshare", "--mount"] if getattr(os, "geteuid", lambda: 1)() == 0 else ["unshare", "--user", "-r", "--mount"]
)


def run_on_small_disk(module: str, folder: Path, kilobytes: int) -> list[str]:
    """The lines that ``python -m module FOLDER`` prints, with a disk of its own at ``folder``; raises if it fails."""
    folder.mkdir()
    disk = f"mount -t tmpfs -o size={kilobytes}k none {shlex.quote(str(folder))}"
    line = f"{disk} && exec {shlex.join([sys.executable, '-m', module, str(folder)])}"
    command = [*_NAMESPACE, "sh", "-c", line]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout.splitlines()


def fill_disk(folder: Path, left: int) -> Path:
    """Fill the disk at ``folder`` but for ``left`` kilobytes; the file to remove to make room again."""
    room = os.statvfs(folder)
    ballast = folder / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, room.f_bavail * room.f_frsize - left * 1024)
    return ballast
