"""Putting a finished build in place: only files that differ, and only our own.

The build writes stale files into a staging folder. When it has passed its gate, its files replace the previous ones,
each by a rename; files of the previous build that no page needs any more are removed; files that are not ours are never
touched. The ledger knows which are ours.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from placette.engine.base.files import digest, exchange_files
from placette.engine.pages.ledger import Ledger


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
    return Settlement(put, remove, ledger.count() - len(put), ledger.names)


def _is_right(path: str, ledger: Ledger, lies: Callable[[str, str], bool]) -> bool:
    last, made = ledger.files.get(path), ledger.wanted[path].digest
    if last and path not in ledger.lost():
        return last.digest == made
    return lies(path, made)


def lies_in(output: Path, path: str, made: str) -> bool:
    """Return whether the file at ``path`` of the output has the bytes of this digest."""
    file = f"{output}{os.sep}{path}"
    try:
        return os.access(file, os.R_OK) and digest(Path(file).read_bytes()) == made  # most files of a new site aren't
    except OSError:
        return False


def apply_settlement(settlement: Settlement, staging: Path, output: Path) -> int:
    """Carry out a plan. Pages that others link to come before the lists that link to them.

    Return how many files are in the staging folder now, since new ones have their places.

    A folder that is not there yet is moved as a whole: nothing can have been in it.
    """
    output.mkdir(parents=True, exist_ok=True)
    there, moved, replaced = {""}, set[str](), 0
    here, place = f"{staging}{os.sep}", f"{output}{os.sep}"  # pathlib would cost as much as the moving
    for path in sorted(settlement.put, key=_assets_first):
        folder = _missing_folder(path, place, there, moved)
        if folder is None:
            replaced += _move(here + path, place + path)
        elif folder not in moved:
            _move(here + folder, place + folder)
            moved.add(folder)
    for path in settlement.remove:
        (output / path).unlink(missing_ok=True)
        for above in (output / path).parents:
            if above == output or not above.is_dir() or any(above.iterdir()):
                break
            above.rmdir()
    return replaced


def _assets_first(path: str) -> tuple[bool, bool, str]:
    """Files that pages need, then pages, then the home page and feeds that announce them; a copy with what it is of."""
    plain = path.removesuffix(".br").removesuffix(".gz")
    return plain.endswith((".html", ".xml")), plain == "index.html" or plain.startswith("feeds/"), path


def _missing_folder(path: str, place: str, there: set[str], moved: set[str]) -> str | None:
    """The outermost folder of ``path`` that the output at ``place`` lacked, or None; notes what it finds."""
    if path.rpartition("/")[0] in there:  # as most are
        return None
    parts = path.split("/")[:-1]
    for depth in range(1, len(parts) + 1):
        folder = "/".join(parts[:depth])
        if folder in moved or (folder not in there and not os.path.isdir(place + folder)):  # noqa: PTH112
            return folder
        there.add(folder)
    return None


def _move(source: str, target: str) -> bool:
    """Put a file or a folder in place; return whether the file that was there is in the staging folder now."""
    if exchange_files(source, target):
        return True
    try:
        os.replace(source, target)  # noqa: PTH105 - they are texts
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _move_across(Path(source), Path(target))
    return False


def _move_across(source: Path, target: Path) -> None:
    """To another file system: copy beside the target, then rename; leaves nothing beside it on failure."""
    beside = target.with_name(f".{target.name}.part")
    try:
        if source.is_dir():
            shutil.rmtree(beside, ignore_errors=True)
            shutil.copytree(source, beside)
        else:
            shutil.copyfile(source, beside)
        beside.replace(target)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        beside.unlink(missing_ok=True)
        raise
