"""Publishes into a folder on a disk that is nearly full: run as a program of its own, on a small disk.

For each try it prints how much room there was, whether it was enough, and which site is online then.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from placette.commands.publishing.releases import BuiltSite
from placette.commands.publishing.servers import Folder
from tests.commands.publishing.fixture_published import make_site, read_tree
from tests.fixture_small_disk import fill_disk

_ROOMS = (0, 4, 40, 100, 250)
"""Kilobytes that are left on the disk; a site takes about 160."""
_FILES = 40


def main(disk: Path) -> None:
    """Do all tries; each ends with a publication that has room."""
    target = Folder(disk / "public", keep=2)
    with tempfile.TemporaryDirectory() as beside:
        target.send(_site(Path(beside), "before"))
        for room in _ROOMS:
            old = read_tree(target.path / "current")
            site = _site(Path(beside), f"{room}")
            new = {path: (site.folder / path).read_text() for path in site.files}
            ballast = fill_disk(disk, room)
            refused = _refused(target, site)
            online = read_tree(target.path / "current")
            ballast.unlink()
            target.send(site)
            result = "old" if online == old else "new" if online == new else "mixed"
            after = "right" if read_tree(target.path / "current") == new else "wrong"
            hidden = [entry.name for entry in (target.path / "releases").iterdir() if entry.name.startswith(".")]
            print(room, refused or "done", result, after, len(hidden))


def _site(folder: Path, name: str) -> BuiltSite:
    return make_site(folder / name, {f"{number}/index.html": name * 500 for number in range(_FILES)})


def _refused(target: Folder, site: BuiltSite) -> str:
    try:
        target.send(site)
    except OSError as error:
        return str(error.errno)
    return ""


if __name__ == "__main__":
    main(Path(sys.argv[1]))
