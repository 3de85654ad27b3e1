"""Putting a finished build in place: only what differs, and only what is ours.

The build writes what is stale into a staging folder. When it has passed its gate, its files replace the previous
ones, each by a rename; files of the previous build that no page asks for any more go; files that are not ours are
never touched. The ledger says which are ours.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from plugins.core.files import digest
from plugins.core.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Settlement:
    """What has to be done, as sorted paths: new or changed files, files to remove, files already right."""

    put: tuple[str, ...]
    remove: tuple[str, ...]
    same: tuple[str, ...]


def plan_settlement(ledger: Ledger, lies: Callable[[str, str], bool]) -> Settlement:
    """What differs from the output. ``lies(path, digest)`` says whether a file with these bytes is there already."""
    put = tuple(path for path in sorted(ledger.stale) if not _is_right(path, ledger, lies))
    changed = frozenset(put)
    return Settlement(
        put=put,
        remove=tuple(sorted(ledger.files.keys() - ledger.wanted.keys())),
        same=tuple(path for path in sorted(ledger.wanted) if path not in changed),
    )


def _is_right(path: str, ledger: Ledger, lies: Callable[[str, str], bool]) -> bool:
    last, made = ledger.files.get(path), ledger.wanted[path].digest
    if last and path not in ledger.lost:
        return last.digest == made
    return lies(path, made)


def lies_in(output: Path, path: str, made: str) -> bool:
    """Whether the file at ``path`` of the output has the bytes of this digest."""
    try:
        return digest((output / path).read_bytes()) == made
    except OSError:
        return False


def apply_settlement(settlement: Settlement, staging: Path, output: Path) -> None:
    """Do what was planned. Pages that others link to come before the lists that link to them."""
    folders: set[Path] = set()
    for path in sorted(settlement.put, key=_assets_first):
        target = output / path
        if target.parent not in folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            folders.add(target.parent)
        _move(staging / path, target)
    for path in settlement.remove:
        (output / path).unlink(missing_ok=True)
        _drop_empty_folders(output / path, output)


def _assets_first(path: str) -> tuple[bool, bool, str]:
    """Files that pages need, then pages, then the home page and feeds that announce them."""
    return path.endswith((".html", ".xml")), path == "index.html" or path.startswith("feeds/"), path


def _move(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except OSError:  # another file system: copy beside the target, then rename
        beside = target.with_name(f".{target.name}.part")
        shutil.copyfile(source, beside)
        beside.replace(target)


def _drop_empty_folders(path: Path, root: Path) -> None:
    for folder in path.parents:
        if folder == root or not folder.is_dir() or any(folder.iterdir()):
            return
        folder.rmdir()
