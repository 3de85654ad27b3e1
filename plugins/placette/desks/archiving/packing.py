"""An archive in its place: checksums, one file that holds it all, put there whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from placette.engine.base.files import walk_files

SUMS = "SHA256SUMS"
_FIRST = ("index.html",)
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""Where the time of ZIP files begins."""
_PACKED = frozenset({".avif", ".gz", ".jpg", ".png", ".webp", ".woff2"})
"""Files that are compressed already."""
_PLAIN_FILE = 0o100644 << 16
"""A file that everybody may read, where ZIP files tell it."""


class ForeignFolderError(Exception):
    """A folder of that name is there, and is no archive: nothing was touched."""


def write_sums(folder: Path) -> int:
    """Write the checksums of all files, as ``sha256sum -c`` reads them; how many there are."""
    files = [path for path in in_order(folder) if path != SUMS]
    lines = (f"{sha256((folder / path).read_bytes()).hexdigest()}  {path}\n" for path in files)
    (folder / SUMS).write_bytes("".join(lines).encode())
    return len(files)


def in_order(folder: Path) -> list[str]:
    """The files of an archive, by name, but for the one to open, which comes first."""
    return sorted(walk_files(folder), key=lambda path: (path not in _FIRST, path))


def pack(folder: Path, target: Path, name: str, moment: datetime) -> None:
    """Pack a folder, as ``name``, into one ZIP file: the same files and moment make the same bytes."""
    date = max(moment, _EARLIEST).astimezone(UTC).timetuple()[:6]
    with ZipFile(target, "w") as packed:
        for path in in_order(folder):
            entry = ZipInfo(f"{name}/{path}", date)
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = _PLAIN_FILE
            entry.compress_type = ZIP_STORED if Path(path).suffix in _PACKED else ZIP_DEFLATED
            packed.writestr(entry, (folder / path).read_bytes())


@contextmanager
def new_folder(place: Path) -> Iterator[Path]:
    """A folder to make an archive in, on the disk where it will lie; gone at the end, with what was left in it."""
    place.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=place, prefix=".archive-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_in_place(made: Path, place: Path, name: str) -> None:
    """Move the folder and the ZIP file called ``name`` from ``made`` to ``place``, instead of older ones.

    Raises ``ForeignFolderError`` for a folder there that is no archive. The older one is there until the new one is.
    """
    target, before = place / name, made / "before"
    if target.exists() and not (target / SUMS).is_file():
        raise ForeignFolderError(str(target))
    if target.exists():
        target.rename(before)
    try:
        (made / name).rename(target)
    except BaseException:
        if before.exists():
            before.rename(target)
        raise
    (made / f"{name}.zip").replace(place / f"{name}.zip")
