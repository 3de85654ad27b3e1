"""Putting a finished build in place: only files that differ, and only our own.

The build writes stale files into a staging folder. When it has passed its gate, its files replace the previous ones,
each by a rename; files of the previous build that no page needs any more are removed; files that are not ours are never
touched. The ledger knows which are ours.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from placette.engine.base.files import NEW_FILE, READ, Folders, digest, leads_away
from placette.engine.rendering.ledger import Ledger


@dataclass(frozen=True)
class Settlement:
    """The work to do, as sorted paths; how many files are right already; ``names`` gives all files."""

    put: tuple[str, ...]
    remove: tuple[str, ...]
    unchanged: int
    names: Callable[[], Iterable[str]]

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Every file of the site, sorted."""
        return tuple(sorted(self.names()))


def plan_settlement(ledger: Ledger, lies: Callable[[str, str], bool]) -> Settlement:
    """Return the difference to the output. ``lies(path, digest)``: whether a file with these bytes is there already."""
    put = tuple(path for path in sorted(ledger.stale) if not _is_right(path, ledger, lies))
    remove = tuple(sorted(ledger.files.keys() - ledger.wanted.keys()))
    return Settlement(put, remove, len(ledger.wanted) - len(put), lambda: ledger.wanted)


def _is_right(path: str, ledger: Ledger, lies: Callable[[str, str], bool]) -> bool:
    last, new = ledger.files.get(path), ledger.wanted[path].digest
    if last and path not in ledger.lost():
        return last.digest == new
    return lies(path, new)


def lies_in(output: Path, is_real: Callable[[str], bool], path: str, made: str) -> bool:
    """Return whether the file at ``path`` of the output has the bytes of this digest; ``is_real`` knows its folders."""
    file = f"{output}{os.sep}{path}"
    try:  # most files of a new site aren't there
        if not os.access(file, os.R_OK) or not is_real(path.rpartition("/")[0]) or leads_away(file):
            return False
        return digest(Path(file).read_bytes()) == made
    except OSError:
        return False


def apply_settlement(settlement: Settlement, staging: Path, output: Path) -> None:
    """Carry out a plan. Pages that others link to come before the lists that link to them.

    A folder that is not there yet is moved as a whole: nothing can have been in it. A link in its place is removed:
    nothing is written or removed behind one.
    """
    output.mkdir(parents=True, exist_ok=True)
    moved = set[str]()
    with Folders(staging) as here, Folders(output) as place:
        for path in sorted(settlement.put, key=_assets_first):
            if _lies_below(path, moved):
                continue
            if missing := place.enter(path.rpartition("/")[0]):
                moved.add(missing)
                place.drop_link(missing.rpartition("/")[2])
            folder, _, name = (missing or path).rpartition("/")
            if here.enter(folder):
                raise FileNotFoundError(errno.ENOENT, "not made", path)
            _move(here, place, name)
        for path in settlement.remove:
            _remove(place, path)


def _lies_below(path: str, folders: set[str]) -> bool:
    end = path.find("/") if folders else -1
    while end >= 0 and path[:end] not in folders:
        end = path.find("/", end + 1)
    return end >= 0


def _remove(place: Folders, path: str) -> None:
    """Remove a file, and the folders above it that are empty then."""
    folder, _, name = path.rpartition("/")
    if place.enter(folder):  # what lies behind a link is somebody else's
        return
    with suppress(FileNotFoundError), place.naming(name):
        os.unlink(place.at(name), dir_fd=place.fd)
    with suppress(OSError):  # it holds something
        while folder:
            folder, _, name = folder.rpartition("/")
            place.enter(folder)
            os.rmdir(place.at(name), dir_fd=place.fd)


def _assets_first(path: str) -> tuple[bool, bool, str]:
    """Sort files that pages need first, then pages, then the home page and feeds that announce them; copies alike."""
    plain = path.removesuffix(".br").removesuffix(".gz")
    return plain.endswith((".html", ".xml")), plain == "index.html" or plain.startswith("feeds/"), path


def _move(here: Folders, place: Folders, name: str) -> None:
    """Put a file or a folder in place."""
    try:
        with place.naming(name):
            os.replace(here.at(name), place.at(name), src_dir_fd=here.fd, dst_dir_fd=place.fd)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _move_across(here, place, name)


def _move_across(here: Folders, place: Folders, name: str) -> None:
    """Move to another file system: copy beside the target, then rename; leave nothing beside it on failure."""
    part = f".{name}.part"
    _drop(place, part)
    try:
        _copy(here, place, name, part)
        os.replace(place.at(part), place.at(name), src_dir_fd=place.fd, dst_dir_fd=place.fd)
    except BaseException:
        _drop(place, part)
        raise


def _copy(here: Folders, place: Folders, name: str, beside: str) -> None:
    """Copy a file, or a folder with all that it holds, under another name."""
    if not stat.S_ISDIR(os.stat(here.at(name), dir_fd=here.fd, follow_symlinks=False).st_mode):
        with (
            os.fdopen(os.open(here.at(name), READ, dir_fd=here.fd), "rb") as source,
            os.fdopen(os.open(place.at(beside), NEW_FILE, 0o644, dir_fd=place.fd), "wb") as target,
        ):
            shutil.copyfileobj(source, target)
        return
    os.mkdir(place.at(beside), dir_fd=place.fd)
    with here.below(name) as inside, place.below(beside) as made:
        for entry in sorted(os.listdir(inside.at("") if inside.fd is None else inside.fd)):  # noqa: PTH208
            _copy(inside, made, entry, entry)


def _drop(place: Folders, name: str) -> None:
    shutil.rmtree(place.at(name), ignore_errors=True, dir_fd=place.fd)
    with suppress(OSError):
        os.unlink(place.at(name), dir_fd=place.fd)
