"""Files: written whole or not at all, found again by their content, named by their media type."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import cache_from_source
from itertools import takewhile
from math import inf
from pathlib import Path, PurePosixPath
from typing import Self

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_HEAD = 32
"""Bytes of a SHA-256 digest."""
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0) | _NO_LINK
"""How a file is opened that is ours to write: a link in its place is an error."""
READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | _NO_LINK
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _NO_LINK
_CALLS = frozenset({os.open, os.stat, os.unlink, os.rename, os.mkdir, os.rmdir})
"""What a system must do by descriptors of folders for them to be entered so; Windows does nothing."""
_LEADS_AWAY = frozenset({0xA0000003, 0xA000000C})
"""Tags of Windows for what leads to another folder (ntifs.h): mount points, among them junctions, and links."""
_PART, _LEFT = (".placette-", ".part"), 600
"""How the name of a temporary file begins and ends, and seconds after which nobody writes into it any more."""
_HELD = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})
"""How a system says that another process holds a lock."""
_NOT_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})


class LockHeldError(Exception):
    """Another process held a lock for too long."""


@contextmanager
def locked(path: Path, patience: float) -> Iterator[None]:
    """Hold the lock of a file, as one process at a time can; it ends with the process, and the file stays.

    Waits ``patience`` seconds for another. Raises ``LockHeldError`` after them, ``OSError`` where none can be.
    """
    until = time.monotonic() + patience
    handle = os.open(path, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o666)
    try:
        while not _try_lock(handle):
            if time.monotonic() >= until:
                raise LockHeldError(path)
            time.sleep(0.05)
        try:
            yield
        finally:
            _lock(handle, hold=False)  # not left to closing it: a worker may have its copy
    finally:
        os.close(handle)


def _try_lock(handle: int) -> bool:
    try:
        _lock(handle, hold=True)
    except OSError as error:
        if error.errno not in _HELD:
            raise
        return False
    return True


def _lock(handle: int, *, hold: bool) -> None:
    if sys.platform == "win32":
        msvcrt.locking(handle, msvcrt.LK_NBLCK if hold else msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB if hold else fcntl.LOCK_UN)


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """Yield an empty folder for temporary files, which nobody else can enter; it is gone afterwards.

    One process at a time has it, and removes what a killed one left: the words in there may never be public.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(folder.with_name(f"{folder.name}.lock"), inf):
        drop_links(folder.parent, folder)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder)


def digest(*parts: bytes) -> str:
    """Return a short content key: the first 20 hexadecimal digits of SHA-256 over the parts and their lengths."""
    state = hashlib.sha256()
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.hexdigest()[:20]


def write_atomic(path: Path, data: bytes, mode: int = 0o644, *, durable: bool = True) -> bool:
    """Put ``data`` at ``path`` through a temporary file; False if it was already there. Makes folders.

    A power cut takes nothing of it back, unless ``durable`` is false: what is only a cache is made again. A device or
    a pipe (``--output /dev/null``) is written into, and never replaced.
    """
    mode_there, size = _mode_and_size(path)
    if stat.S_ISCHR(mode_there) or stat.S_ISFIFO(mode_there):
        path.write_bytes(data)
        return True
    if stat.S_ISREG(mode_there) and size == len(data) and not path.is_symlink() and path.read_bytes() == data:
        if durable:
            sync_folder(path.parent)  # whoever put it there may have been killed before
        return False
    if durable:
        make_folder(path.parent)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_PART[0], suffix=_PART[1])
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(data)
            if durable:
                target.flush()
                os.fsync(handle)
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    if durable:
        sync_folder(path.parent)
    return True


def sweep_parts(root: Path) -> None:
    """Remove the temporary files of ``write_atomic`` that killed processes left below a folder."""
    until = time.time() - _LEFT
    for path in map(root.joinpath, walk_files(root)):
        if path.name.startswith(_PART[0]) and path.suffix == _PART[1]:
            with suppress(FileNotFoundError):
                if path.lstat().st_mtime < until:
                    path.unlink()


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, which a power cut doesn't take back. Raises ``OSError``."""
    missing = [*takewhile(lambda place: not place.exists(), (folder, *folder.parents))]
    folder.mkdir(parents=True, exist_ok=True)
    for place in missing:
        sync_folder(place.parent)


def _mode_and_size(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mode, status.st_size


def sync_folder(folder: Path) -> None:
    """Write to the disk which files a folder has, but where a system or its disk can't. Raises ``OSError``."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, _FOLDER & ~_NO_LINK)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(handle)


def write_new(folder: Path, path: str, data: bytes) -> None:
    """Write ``folder/path`` in a folder that only we use; raises ``ValueError`` for a path that leaves it."""
    target = os.path.normpath(f"{folder}{os.sep}{path}")  # pathlib would cost more than the writing
    if not target.startswith(f"{folder}{os.sep}"):
        raise ValueError(f"{path}: outside the output")
    try:
        handle = os.open(target, NEW_FILE, 0o644)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120 - as above
        handle = os.open(target, NEW_FILE, 0o644)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        if hasattr(os, "fchmod"):
            os.fchmod(handle, 0o644)  # whatever the umask


def copy_sharing(source: Path, target: Path) -> Path:
    """Copy a folder, whose files share their bytes where the disk can; links and special files stay behind.

    What replaces a file of the copy through ``write_atomic`` leaves the source's alone. Raises ``OSError``.
    """
    shutil.copytree(source, target, copy_function=_share, ignore=_special)
    return target


def _special(folder: str, names: list[str]) -> list[str]:
    modes = {name: os.lstat(Path(folder, name)).st_mode for name in names}
    return [name for name, mode in modes.items() if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))]


def _share(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk, or one without hard links
        shutil.copyfile(source, target)


def make_way(path: Path) -> None:
    """Remove a folder that stands in the place of a file of a cache: somebody unpacked something there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)


def real_folder(root: Path, inside: str) -> Path | None:
    """Return the folder ``inside`` of ``root``; None where there is none, or where a link is on the way to it.

    ``root`` itself is trusted, its contents are not: a proposal may put a link in the place of its content folder.
    """
    folder = root.resolve() / inside
    return folder if folder.is_dir() and folder.resolve() == folder else None


def drop_links(root: Path, path: Path) -> None:
    """Remove each link that stands on the way from ``root`` to ``path``, which lies below, and the one there.

    ``root`` is where a person wants it. What is below is ours: a link there would lead our files to somebody else's.
    """
    below = path.relative_to(root)
    for place in (root.joinpath(*below.parts[: depth + 1]) for depth in range(len(below.parts))):
        if leads_away(str(place)):
            place.unlink()


def leads_away(place: str, folder: int | None = None) -> bool:
    """Return whether a link, or a junction of Windows, stands at a place (of an open folder)."""
    with suppress(OSError):
        status = os.stat(place, dir_fd=folder, follow_symlinks=False)
        return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) in _LEADS_AWAY
    return False


def real_folders(root: str) -> Callable[[str], bool]:
    """Return a test of folders below ``root`` (paths with slashes): there, without a link on the way. It looks once."""
    known = {"": True}

    def is_real(folder: str) -> bool:
        if folder not in known:
            place = f"{root}{os.sep}{folder}"
            real = is_real(folder.rpartition("/")[0]) and not leads_away(place) and os.path.isdir(place)  # noqa: PTH112
            known[folder] = real
        return known[folder]

    return is_real


def _by_descriptor() -> bool:
    return bool(_NO_LINK) and os.supports_dir_fd >= _CALLS


class Folders:
    """A folder and those below it, entered one after the other without following a link.

    Only the folders on the way to the current one are held open. Files are put into what was entered, whatever takes
    its place meanwhile. Where the system can't do that (Windows), each folder is looked at before it is entered.
    """

    def __init__(self, root: Path | str, above: int | None = None) -> None:
        """Begin at ``root``: a path may be a link, which a person chose; a name is one of the open folder ``above``."""
        self._root = root if isinstance(root, str) else str(root.resolve())
        self._above = above
        self._way: list[str] = []
        self._open: list[int | None] = []

    def __enter__(self) -> Self:
        self._open.append(os.open(self._root, _FOLDER, dir_fd=self._above) if _by_descriptor() else None)
        return self

    def __exit__(self, *_failure: object) -> None:
        self._leave(0)
        self._close(self._open.pop())

    @property
    def fd(self) -> int | None:
        """The current folder, for ``dir_fd``; None where the system has no such thing."""
        return self._open[-1]

    def at(self, name: str) -> str:
        """Return how a name in the current folder is written beside ``fd``."""
        return self._whole(name) if self.fd is None else name

    def _whole(self, name: str) -> str:
        return os.sep.join((self._root, *self._way, name))  # noqa: PTH118

    @contextmanager
    def naming(self, name: str) -> Iterator[None]:
        """Have an ``OSError`` tell the whole path of a name in the current folder."""
        try:
            yield
        except OSError as error:
            raise OSError(error.errno, error.strerror, self._whole(name)) from error

    def enter(self, folder: str) -> str:
        """Go to a folder (path with slashes). Gives the outermost on the way that isn't one, if any, and stays above.

        A link is none.
        """
        parts = folder.split("/") if folder else []
        same = 0
        while same < min(len(parts), len(self._way)) and parts[same] == self._way[same]:
            same += 1
        self._leave(same)
        for depth in range(same, len(parts)):
            try:
                self._open.append(self._opened(parts[depth]))
            except OSError as error:
                if error.errno not in _NOT_THERE:
                    raise
                return "/".join(parts[: depth + 1])
            self._way.append(parts[depth])
        return ""

    def make(self, folder: str, mode: int = 0o777) -> None:
        """Go to a folder, and make those on the way that aren't there; links are replaced."""
        while missing := self.enter(folder):
            self.drop_link(name := missing.rpartition("/")[2])
            os.mkdir(self.at(name), dir_fd=self.fd)
            if mode != 0o777:
                os.chmod(self.at(name), mode, dir_fd=self.fd)  # whatever the umask

    def drop_link(self, name: str) -> None:
        """Remove a link of the current folder, if that is what stands there."""
        if leads_away(self.at(name), self.fd):
            os.unlink(self.at(name), dir_fd=self.fd)

    def below(self, name: str) -> Folders:
        """Return a folder of the current one and those below it, to be used as a context of its own."""
        return Folders(self.at(name), self.fd)

    def _opened(self, name: str) -> int | None:
        if _by_descriptor():
            return os.open(name, _FOLDER, dir_fd=self.fd)
        if leads_away(self.at(name)) or not os.path.isdir(self.at(name)):  # noqa: PTH112
            raise NotADirectoryError(errno.ENOTDIR, name)
        return None

    def _leave(self, depth: int) -> None:
        while len(self._way) > depth:
            self._way.pop()
            self._close(self._open.pop())

    def _close(self, folder: int | None) -> None:
        if folder is not None:
            os.close(folder)


def walk_files(root: Path) -> list[str]:
    """Return paths of the regular files below ``root``, relative, with slashes, sorted; links are not followed."""
    paths = []
    for folder, _, names in os.walk(root):
        paths += [(Path(folder) / name).relative_to(root).as_posix() for name in names]
    return sorted(paths)


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of values, each after its own SHA-256, so that a damaged or foreign file is noticed.

    ``used`` collects the keys of this build, so that the others can be pruned.
    """

    folder: Path
    used: set[str] = field(default_factory=set)

    def get(self, key: str) -> bytes | None:
        """Return the value of ``key``; None when it is absent or damaged."""
        self.used.add(key)
        with suppress(OSError):
            data = (self.folder / key).read_bytes()
            if data.startswith(hashlib.sha256(data[_HEAD:]).digest()):
                return data[_HEAD:]
        return None

    def put(self, key: str, value: bytes) -> None:
        """Keep ``value`` under ``key``."""
        self.used.add(key)
        path = self.folder / key
        drop_links(self.folder.parent, self.folder)
        make_way(path)
        write_atomic(path, hashlib.sha256(value).digest() + value, durable=False)

    def keep(self, key: str) -> None:
        """Keep the value of ``key`` from pruning without reading it."""
        self.used.add(key)

    def prune(self) -> int:
        """Remove what this build did not use; how many values went."""
        drop_links(self.folder.parent, self.folder)
        if not self.folder.is_dir():
            return 0
        sweep_parts(self.folder)
        values = (path for path in self.folder.iterdir() if not path.name.startswith("."))  # or another writes it
        stale = [path for path in values if path.name not in self.used]
        for path in stale:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        return len(stale)


def kept_beside(module: str, name: str) -> bytes | None:
    """Return the value kept under a name beside the bytecode of a module (its ``__file__``), unless it was damaged."""
    return _beside(module).get(name)


def keep_beside(module: str, name: str, data: bytes) -> None:
    """Keep data there, unless no bytecode is to be written (``PYTHONDONTWRITEBYTECODE``) or none can be."""
    if not sys.dont_write_bytecode:
        with suppress(OSError):  # installed by another user
            _beside(module).put(name, data)


def kept_while(module: str, name: str, mark: str, make: Callable[[], bytes]) -> bytes:
    """Return what is kept there under a name; made and kept anew where its mark is another, or nothing is kept."""
    cache_file = kept_beside(module, name)
    if cache_file and cache_file.startswith(mark.encode()):
        return cache_file.removeprefix(mark.encode())
    data = make()
    keep_beside(module, name, mark.encode() + data)
    return data


def _beside(module: str) -> Store:
    return Store(Path(cache_from_source(module)).parent)


TYPES = {
    "avif": "image/avif", "css": "text/css", "csv": "text/csv", "epub": "application/epub+zip",
    "geojson": "application/geo+json", "gpx": "application/gpx+xml", "html": "text/html",
    "ico": "image/vnd.microsoft.icon", "ics": "text/calendar", "jpg": "image/jpeg",
    "js": "text/javascript", "json": "application/json", "mp3": "audio/mpeg",
    "ods": "application/vnd.oasis.opendocument.spreadsheet", "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf", "png": "image/png", "svg": "image/svg+xml", "txt": "text/plain", "webp": "image/webp",
    "woff2": "font/woff2", "xml": "application/xml",
}  # fmt: skip
"""Every kind of file of a site, by the end of its name: servers of some years ago don't know them all.

Feeds are XML: as ``application/atom+xml`` a browser shows them as plain text, without their style sheets.
"""

DOWNLOADS = (".csv", ".epub", ".mp3", ".ods", ".odt", ".pdf")
"""The ends of files that came from strangers, or are made of their texts: browsers save them and show none."""


def media_type(path: str) -> str:
    """Return the media type of a file, as a server declares it."""
    kind = TYPES.get(PurePosixPath(path).suffix[1:], "application/octet-stream")
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


class Files:
    """Files as packages write, read and lock them."""

    HeldError = LockHeldError
    locked = staticmethod(locked)
    scratch = staticmethod(scratch)
    make_folder = staticmethod(make_folder)
    write_atomic = staticmethod(write_atomic)
    write_new = staticmethod(write_new)
    sync_folder = staticmethod(sync_folder)
    sweep_parts = staticmethod(sweep_parts)
    walk = staticmethod(walk_files)
    drop_links = staticmethod(drop_links)
    media_type = staticmethod(media_type)
