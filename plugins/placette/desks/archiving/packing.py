"""Checksums, a ZIP file, and putting an archive in place: whole or not at all."""

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
from placette.engine.base.message import N_
from placette.engine.base.progress import follow

SUMS = "SHA256SUMS"
_SUMMING, _PACKING = N_("Checksums made"), N_("Files packed")
_FIRST = ("index.html",)
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""The earliest time that a ZIP file can store."""
_PACKED = frozenset({".avif", ".gz", ".ico", ".jpg", ".png", ".webp", ".woff2"})
"""Files that are already compressed."""
_PLAIN_FILE = 0o100644 << 16
"""The attributes, in a ZIP file, of a file that everybody may read."""


class ForeignFolderError(Exception):
    """A folder of that name exists and isn't an archive. Nothing was touched."""


def write_sums(folder: Path) -> int:
    """Write the checksums of all files, in the format of ``sha256sum -c``; returns how many there are."""
    files = [path for path in in_order(folder) if path != SUMS]
    counted = follow(_SUMMING, files, len(files))
    lines = (f"{sha256((folder / path).read_bytes()).hexdigest()}  {path}\n" for path in counted)
    (folder / SUMS).write_bytes("".join(lines).encode())
    return len(files)


def in_order(folder: Path) -> list[str]:
    """The files of an archive, sorted by name, after the page that opens it."""
    return sorted(walk_files(folder), key=lambda path: (path not in _FIRST, path))


def pack(folder: Path, target: Path, name: str, moment: datetime) -> None:
    """Pack a folder into a ZIP file, under the name ``name``. The same files and moment give the same bytes."""
    date = max(moment, _EARLIEST).astimezone(UTC).timetuple()[:6]
    files = in_order(folder)
    with ZipFile(target, "w") as packed:
        for path in follow(_PACKING, files, len(files)):
            entry = ZipInfo(f"{name}/{path}", date)
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = _PLAIN_FILE
            entry.compress_type = ZIP_STORED if Path(path).suffix in _PACKED else ZIP_DEFLATED
            packed.writestr(entry, (folder / path).read_bytes())


@contextmanager
def new_folder(place: Path) -> Iterator[Path]:
    """A temporary folder to make an archive in, on the disk where it will lie; removed at the end."""
    place.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=place, prefix=".archive-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_in_place(made: Path, place: Path, name: str) -> None:
    """Move the folder and the ZIP file called ``name`` from ``made`` to ``place``, replacing older ones.

    Raises ``ForeignFolderError`` if a folder there isn't an archive. An older archive stays until the new one is there.
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
