"""Publishes a site into a folder of this computer, which a server shows: the whole site, or none of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from placette.desks.publishing.changes import PROVENANCE, OnlineSite, commit_in, online_site_of, pages_between
from placette.desks.publishing.errors import PublishingError
from placette.desks.publishing.manifest import NAME, BuiltSite, read_manifest, render_manifest
from placette.desks.publishing.releases import (
    Release,
    moment_of,
    release_name,
    release_names,
    release_of,
    to_bring_back,
    to_drop,
)
from placette.engine.base.message import N_
from placette.engine.base.progress import follow

_PATIENCE = 60.0
"""How many seconds to wait for another publication into the same folder."""
_INCOMING = ".incoming"
_LINK = ".current"
_RELEASES, _ONLINE, _LOCK = "releases", "current", ".lock"
RELEASES_PARTS = frozenset({_RELEASES, _ONLINE, _LOCK, _LINK})
"""What a publication makes in the folder."""
_OPEN = 0o755
"""The mode of folders: everybody may open them, as the web server must, whatever the umask."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder, which holds ``releases/`` and the link ``current``. Anything else in it is never touched."""

    path: Path
    keep: int

    @property
    def is_in_use(self) -> bool:
        """Whether something is online there."""
        return (self.path / _ONLINE).is_symlink()

    def look(self, site: BuiltSite) -> OnlineSite:
        """What is online there."""
        release = self._online()
        if release is None:
            return OnlineSite()
        provenance = release / "site" / PROVENANCE
        commit = commit_in(provenance.read_bytes()) if provenance.is_file() else ""
        return online_site_of(_manifest(release), site, commit)

    def send(self, site: BuiltSite) -> None:
        """Put the site online. Raises ``PublishingError`` or ``OSError``; the site online then stays as it was."""
        with self._alone():
            releases = self.path / _RELEASES
            incoming, last = releases / _INCOMING, self._online()
            shutil.rmtree(incoming, ignore_errors=True)
            try:
                _fill(incoming, site, last)
                names = self._names()
                name = release_name(datetime.now(UTC), site.name, names)
                incoming.rename(releases / name)
            except BaseException:
                shutil.rmtree(incoming, ignore_errors=True)
                raise
            self._switch(name)
            for old in to_drop(names, last.name if last else "", self.keep):
                shutil.rmtree(releases / old, ignore_errors=True)

    def releases(self) -> tuple[Release, ...]:
        """The releases that are kept, oldest first."""
        online, names = self._online(), self._names()
        found, before = [], dict[str, str]()
        for name in names:
            files = _manifest(self.path / _RELEASES / name)
            pages = pages_between(before, files) if files else None
            found.append(Release(name, online is not None and online.name == name, moment_of(name), pages))
            before = files
        return tuple(found)

    def roll_back(self, wanted: str = "") -> str:
        """Put an earlier release online again; returns its name. Raises ``PublishingError``."""
        to_bring_back(self.releases(), wanted)  # checked first, so that no folder is made if there is no release
        with self._alone():
            name = to_bring_back(self.releases(), wanted)
            self._switch(name)
            return name

    def _names(self) -> list[str]:
        releases = self.path / _RELEASES
        return release_names(entry.name for entry in releases.iterdir()) if releases.is_dir() else []

    def _online(self) -> Path | None:
        """The release that the link points to."""
        current = self.path / _ONLINE
        if not current.is_symlink():
            if current.exists():
                raise PublishingError(_NOT_OURS, path=current)
            return None
        name = release_of(current.readlink().as_posix())
        if not name:
            raise PublishingError(_NOT_OURS, path=current)
        return self.path / _RELEASES / name

    def _switch(self, name: str) -> None:
        """Replace the link, once everything behind it is on the disk."""
        _sync()
        fresh = self.path / _LINK
        fresh.unlink(missing_ok=True)
        try:
            fresh.symlink_to(f"releases/{name}/site", target_is_directory=True)
        except (OSError, NotImplementedError) as error:
            raise PublishingError(_NO_LINKS, path=self.path, what=error) from error
        fresh.replace(self.path / _ONLINE)
        _sync()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        _make_folder(self.path)
        try:
            with FileLock(self.path / _LOCK, timeout=_PATIENCE):
                yield
        except Timeout as error:
            raise PublishingError(_BUSY, path=self.path) from error


def _fill(incoming: Path, site: BuiltSite, last: Path | None) -> None:
    """Write the site's files and its manifest. Files that the last release has are hard links to the same bytes."""
    had = _manifest(last) if last else {}
    _make_folder(incoming)
    (incoming / "site").mkdir()
    (incoming / "site").chmod(_OPEN)
    for path, digest in follow(_COPYING, site.files.items(), len(site.files)):
        target = incoming / "site" / path
        _make_folder(target.parent)
        if not (last and had.get(path) == digest and _linked(last / "site" / path, target)):
            shutil.copyfile(site.folder / path, target)
            target.chmod(0o644)
    (incoming / NAME).write_text(render_manifest(site.files), encoding="utf-8", newline="\n")


def _make_folder(folder: Path) -> None:
    """Make a folder, and those above it that aren't there."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        folder.chmod(_OPEN)


def _linked(source: Path, target: Path) -> bool:
    """Make a hard link; returns whether the file system can."""
    try:
        target.hardlink_to(source)
    except OSError:
        return False
    return True


def _manifest(release: Path) -> dict[str, str]:
    try:
        return read_manifest((release / NAME).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return {}


def _sync() -> None:
    """Flush everything to the disk: a power cut must not leave the link without its files."""
    if hasattr(os, "sync"):
        os.sync()


_COPYING = N_("Files put into the new release")
_BUSY = N_("Somebody else is publishing into {path}. Wait for them to end.")
_NOT_OURS = N_("{path} is not a link of ours. Move it away, or choose another folder.")
_NO_LINKS = N_("{path} can hold no symbolic link ({what}), without which a site can't be replaced at once.")
