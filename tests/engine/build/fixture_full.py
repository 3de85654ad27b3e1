"""Builds a site again and again on a disk that is nearly full: run as a program of its own, on a small disk.

For each try it prints how much room there was, whether it was enough, and which site lies there then.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.engine.build.fixture_twice import digests
from tests.fixture_site import build, copy_site
from tests.fixture_small_disk import fill_disk

_ROOMS = (0, 40, 250, 500, 900, 1800)
"""Kilobytes that are left on the disk: too little for a build at its beginning, in its middle, near its end."""


def main(disk: Path) -> None:
    """Do all tries; a try that can't be made leaves the site of before, and the next one needs no help."""
    with tempfile.TemporaryDirectory() as beside:
        content, names = copy_site("minimal", Path(beside)), iter("ABCDEFGH")
        build(content, disk, SITENAME="before")
        for room in _ROOMS:
            name = next(names)  # changes every page
            old = digests(disk / "output")
            ballast = fill_disk(disk, room)
            refused = _refused(content, disk, name)
            left = digests(disk / "output")
            ballast.unlink()
            build(content, disk, SITENAME=name)
            clean = Path(beside) / name
            new = digests(build(content, clean, SITENAME=name).output)
            told = "old" if left == old else "new" if left == new else "mixed"
            print(room, refused or "done", told, "right" if digests(disk / "output") == new else "wrong")


def _refused(content: Path, disk: Path, name: str) -> str:
    try:
        build(content, disk, SITENAME=name)
    except OSError as error:
        return str(error.errno)
    return ""


if __name__ == "__main__":
    main(Path(sys.argv[1]))
