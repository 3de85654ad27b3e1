"""Publishes a site on one's own server: rsync sends it beside the one online, then it takes its place at once."""

from __future__ import annotations

import errno
import os
import re
import secrets
import shlex
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from placette.commands.publishing.releases import (
    NAME,
    PROVENANCE,
    UNKNOWN,
    BuiltSite,
    Changes,
    OnlineSite,
    PublishingError,
    Release,
    changes_of,
    commit_in,
    last_line,
    moment_of,
    online_site_of,
    read_manifest,
    release_name,
    release_names,
    release_of,
    render_manifest,
    to_bring_back,
    to_drop,
)
from placette.engine.base.files import NEW_FILE, READ, Folders, LockHeldError, drop_links, leads_away, locked
from placette.engine.base.processes.watched import run_watched
from placette.engine.base.progress import follow, report
from placette.engine.base.translation import N_

_LOCK_PATIENCE = 60.0
"""How many seconds to wait for another publication into the same folder."""
_INCOMING = ".incoming"
_LINK = ".current"
_RELEASES, _ONLINE, _LOCK = "releases", "current", ".lock"
RELEASES_PARTS = frozenset({_RELEASES, _ONLINE, _LOCK, _LINK})
"""Names that a publication makes in the folder."""
_OPEN = 0o755
"""The mode of folders: everybody may open them, as the web server must, whatever the umask."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder with ``releases/`` and the link ``current``. Anything else in it is never touched."""

    path: Path
    keep: int

    @property
    def is_in_use(self) -> bool:
        """Whether something is online there."""
        return (self.path / _ONLINE).is_symlink()

    def look(self, site: BuiltSite) -> OnlineSite:
        """Return what is online there."""
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
            if leads_away(str(releases)):
                raise PublishingError(_FOLDER_NOT_OURS, path=releases)
            incoming, last = releases / _INCOMING, self._online()
            drop_links(releases, incoming)
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
        """Return the releases that are kept, oldest first."""
        online = self._online()
        return tuple(
            Release(name, online is not None and online.name == name, moment_of(name)) for name in self._names()
        )

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
        """Return the release that the link points to."""
        current = self.path / _ONLINE
        if not current.is_symlink():
            if current.exists():
                raise PublishingError(_FOLDER_NOT_OURS, path=current)
            return None
        name = release_of(current.readlink().as_posix())
        if not name:
            raise PublishingError(_FOLDER_NOT_OURS, path=current)
        return self.path / _RELEASES / name

    def _switch(self, name: str) -> None:
        """Replace the link, once everything behind it is on the disk."""
        sync = getattr(os, "sync", lambda: None)  # a power cut must not leave the link without its files
        sync()
        fresh = self.path / _LINK
        fresh.unlink(missing_ok=True)
        try:
            fresh.symlink_to(f"releases/{name}/site", target_is_directory=True)
        except (OSError, NotImplementedError) as error:
            raise PublishingError(_NO_LINKS, path=self.path, what=error) from error
        fresh.replace(self.path / _ONLINE)
        sync()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        _make_folder(self.path)
        try:
            with locked(self.path / _LOCK, _LOCK_PATIENCE):
                yield
        except LockHeldError as error:
            raise PublishingError(_FOLDER_BUSY, path=self.path) from error


def _fill(incoming: Path, site: BuiltSite, last: Path | None) -> None:
    """Write the site's files and its manifest. Files that the last release has are hard links to the same bytes."""
    had = _manifest(last) if last else {}
    _make_folder(incoming)
    (incoming / "site").mkdir()
    (incoming / "site").chmod(_OPEN)
    former = last / "site" if last and (last / "site").is_dir() else incoming / "site"  # where nothing is yet
    with Folders(site.folder) as here, Folders(former) as there, Folders(incoming / "site") as place:
        for path, digest in follow(_COPYING, sorted(site.files.items()), len(site.files)):
            folder, _, name = path.rpartition("/")
            place.make(folder, _OPEN)
            if had.get(path) == digest and not there.enter(folder) and _linked(there, place, name):
                continue
            if here.enter(folder):
                raise FileNotFoundError(errno.ENOENT, "not a folder of the site", str(site.folder / folder))
            _copy(here, place, name)
    (incoming / NAME).write_text(render_manifest(site.files), encoding="utf-8", newline="\n")


def _make_folder(folder: Path) -> None:
    """Make a folder, and those above it that aren't there."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        folder.chmod(_OPEN)


def _linked(there: Folders, place: Folders, name: str) -> bool:
    """Make a hard link; returns whether the file system can, and an ordinary file was there."""
    try:
        if not stat.S_ISREG(os.stat(there.at(name), dir_fd=there.fd, follow_symlinks=False).st_mode):
            return False
        os.link(there.at(name), place.at(name), src_dir_fd=there.fd, dst_dir_fd=place.fd)
    except OSError:
        return False
    return True


def _copy(here: Folders, place: Folders, name: str) -> None:
    with (
        os.fdopen(os.open(here.at(name), READ, dir_fd=here.fd), "rb") as source,
        os.fdopen(os.open(place.at(name), NEW_FILE, 0o644, dir_fd=place.fd), "wb") as target,
    ):
        shutil.copyfileobj(source, target)
        if hasattr(os, "fchmod"):
            os.fchmod(target.fileno(), 0o644)  # whatever the umask


def _manifest(release: Path) -> dict[str, str]:
    try:
        return read_manifest((release / NAME).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return {}


_COPYING = N_("Files put into the new release")
_FOLDER_BUSY = N_("Somebody else is publishing into {path}. Wait for them to end.")
_FOLDER_NOT_OURS = N_("{path} is not a link of ours. Move it away, or choose another folder.")
_NO_LINKS = N_("{path} can contain no symbolic link ({what}), without which a site can't be replaced at once.")


_SCRIPT = Path(__file__).with_name("release.sh")
_ADDRESS = re.compile(r"(?P<host>(?:\w[\w.-]*@)?\w[\w.-]*):(?:~/)?(?P<folder>/?[^/:~\-][^:]*)")
_MODES = "Du=rwx,Dgo=rx,Fu=rw,Fgo=r"
"""Permissions of folders and files: everybody may read, as the web server must."""
_PATIENCE = 30
"""Seconds that a server has to answer at all; left to itself, ssh would wait for minutes."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server reached by the command ``ssh``. Its ``folder`` has ``releases/`` and the link ``current``."""

    host: str
    folder: str
    keep: int
    ssh: tuple[str, ...] = ("ssh",)

    def look(self, site: BuiltSite) -> OnlineSite:
        """Return what is online there. Raises ``PublishingError`` if the server doesn't answer."""
        answer = self._ask("state")
        if not answer:
            return OnlineSite()
        name, provenance, manifest = (*answer.split("\n", 2), "", "")[:3]
        if not release_names([name]):  # its shell prints a greeting, which rsync would not understand either
            raise PublishingError(_UNREACHED, host=self.host, what=name)
        return online_site_of(read_manifest(manifest), site, commit_in(provenance))

    def send(self, site: BuiltSite) -> None:
        """Put the site online. Raises ``PublishingError``; the site online then stays as it was."""
        self._ask("begin")
        releases = self.releases()
        names = [release.name for release in releases]
        before = next((release.name for release in releases if release.online), "")
        name = release_name(datetime.now(UTC), f"{site.name}-{secrets.token_hex(2)}", names)
        manifest = site.folder.with_name(NAME)
        manifest.write_text(render_manifest(site.files), encoding="utf-8", newline="\n")
        self._copy(site.folder, manifest, name, names)
        self._ask("finish", name, before, *to_drop(names, before, self.keep))

    def releases(self) -> tuple[Release, ...]:
        """Return the releases that are kept, oldest first."""
        online, *names = (self._ask("list") or "\n").split("\n")
        return tuple(Release(name, name == online, moment_of(name)) for name in release_names(names))

    def roll_back(self, wanted: str = "") -> str:
        """Put an earlier release online again; returns its name. Raises ``PublishingError``."""
        name = to_bring_back(self.releases(), wanted)
        self._ask("switch", name)
        return name

    def _copy(self, folder: Path, manifest: Path, name: str, names: list[str]) -> None:
        """Send the files. Those that the last releases have, compared by content, become hard links."""
        target = f"{self.folder}/releases/.incoming-{name}"
        known = [f"--link-dest=../{last}" for last in names[-2:]]
        options = ["--recursive", "--checksum", "--perms", "--protect-args", f"--chmod={_MODES}", "--compress", *known]
        places = (str(folder), str(manifest), f"{self.host}:{target}/")
        command = ["rsync", *options, "-e", shlex.join(self.ssh), "--", *places]
        try:
            process = run_watched(command, partial(report, _SENDING, host=self.host))
        except FileNotFoundError as error:
            raise PublishingError(_NO_RSYNC) from error
        if process.returncode:
            raise PublishingError(_UNSENT, what=last_line(process))

    def _ask(self, step: str, *arguments: str) -> str:
        """Run a step of ``release.sh`` on the server; returns its output."""
        line = shlex.join(["sh", "-s", "--", step, self.folder, *arguments])
        command = [*self.ssh, "-o", "BatchMode=yes", "-o", f"ConnectTimeout={_PATIENCE}", self.host, line]
        try:
            process = run_watched(command, partial(report, _ASKING, host=self.host), data=_SCRIPT.read_bytes())
        except FileNotFoundError as error:
            raise PublishingError(_NO_SSH, program=self.ssh[0]) from error
        if process.returncode:
            sentence = _BY_EXIT_CODE.get(process.returncode, _UNREACHED)
            raise PublishingError(sentence, host=self.host, folder=self.folder, what=last_line(process))
        return process.stdout.decode("utf-8", "replace")


def server_at(address: str, keep: int, ssh: tuple[str, ...]) -> Server:
    """Return the server at an address (``user@host:/var/www/site``). Raises ``PublishingError`` for another form."""
    match = _ADDRESS.fullmatch(address)
    if not match:
        raise PublishingError(_ODD, address=address)
    return Server(match["host"], match["folder"].rstrip("/"), keep, ssh or ("ssh",))


_ASKING = N_("Waiting for {host}; Ctrl+C stops")
_SENDING = N_("Sending to {host}; Ctrl+C stops, and the site online stays as it is")
_ODD = N_("“{address}” is not the address of a folder on a server. Write it as user@host:/var/www/site.")
_UNREACHED = N_("The exchange with the server {host} failed: {what}")
_BUSY = N_("Somebody else is publishing on {host}. Wait for them to end.")
_NOT_OURS = N_("{folder}/current on {host} is not a link of ours. Move it away, or choose another folder.")
_UNSENT = N_("The site could not be sent: {what}")
_NO_RSYNC = N_("Publishing by ssh needs rsync, here and on the server (Debian: apt install rsync).")
_NO_SSH = N_("The program {program} is not installed (Debian: apt install openssh-client).")
_GONE = N_("The release is no longer on {host}: somebody else published meanwhile. Look again: invoke rollback --show")
_BY_EXIT_CODE = {66: _GONE, 73: _NOT_OURS, 75: _BUSY}
"""The meaning of ``release.sh``'s exit codes."""


_PLACE = re.compile(r"[\w.+@][\w.+@ -]*:[^\n]*")
"""A name of rclone's configuration, then a folder. What begins otherwise, or brings options along, may run programs."""
_MANIFEST = ".publication.sha256"
_NO_FOLDER = 3
"""rclone's exit code for a folder that doesn't exist yet."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A place in rclone's notation: ``name:folder``, with ``name`` from its own configuration."""

    address: str

    def look(self, site: BuiltSite) -> OnlineSite:
        """Return what is online there. Raises ``PublishingError`` if the place doesn't answer, or isn't ours."""
        files = self._manifest(site)
        is_there = files.get(PROVENANCE, UNKNOWN) != UNKNOWN  # after an interruption, its state is unknown
        return online_site_of(files, site, commit_in(self._read(PROVENANCE)) if is_there else "")

    def send(self, site: BuiltSite) -> None:
        """Put the site online. Raises ``PublishingError``; pages stay as they were until they are replaced."""
        files = self._manifest(site)
        changes = changes_of(site, online_site_of(files, site))
        doing = dict.fromkeys((*changes.added, *changes.changed, *changes.gone), UNKNOWN)
        self._write(render_manifest({**files, **doing}))
        for paths in steps(changes):
            self._copy(site.folder, paths)
        self._remove(changes.gone)
        self._write(render_manifest(site.files))

    def releases(self) -> tuple[Release, ...]:
        """Return no releases: this kind of place keeps only one site."""
        return ()

    def roll_back(self, wanted: str = "") -> str:
        """Raise ``PublishingError`` with what to do instead: going back is impossible here."""
        raise PublishingError(_NO_WAY_BACK, name=wanted)

    def _manifest(self, site: BuiltSite) -> dict[str, str]:
        """Return the digests of the files that publications put there; none before the first."""
        # listed first: not every server reports a missing file
        listed = self._run(["lsf", "--files-only", "--", self.address])
        if listed.returncode == _NO_FOLDER:
            return {}
        if listed.returncode:
            raise PublishingError(_UNREACHED, host=self.address, what=last_line(listed))
        names = listed.stdout.decode("utf-8", "replace").splitlines()
        if _MANIFEST not in names:
            if taken := sorted(site.files.keys() & names):
                raise PublishingError(_FOREIGN, address=self.address, names=", ".join(taken))
            return {}
        return read_manifest(self._read(_MANIFEST).decode("utf-8", "replace"))

    def _read(self, path: str) -> bytes:
        return _checked(self._run(["cat", "--", self._place(path)])).stdout

    def _write(self, manifest: str) -> None:
        _checked(self._run(["rcat", "--", self._place(_MANIFEST)], manifest.encode()))

    def _copy(self, folder: Path, paths: Iterable[str]) -> None:
        self._with_list(paths, "copy", "--ignore-times", "--no-traverse", "--", str(folder), self.address)

    def _remove(self, paths: Iterable[str]) -> None:
        """Remove files, and check that they are gone: rclone 1.60 takes an FTP server's refusal for success."""
        self._with_list(paths, "delete", "--", self.address)
        rest = self._with_list(paths, "lsf", "--recursive", "--files-only", "--", self.address).splitlines()
        if rest:
            raise PublishingError(_REMOTE_UNSENT, what=rest[0])

    def _with_list(self, paths: Iterable[str], *command: str) -> str:
        """Run an rclone command on exactly these files; returns its output."""
        listed = "".join(f"{path}\n" for path in paths)
        if not listed:
            return ""
        with tempfile.TemporaryDirectory() as folder:
            names = Path(folder) / "names"
            names.write_text(listed, encoding="utf-8", newline="\n")
            return _checked(self._run([command[0], "--files-from-raw", str(names), *command[1:]])).stdout.decode(
                "utf-8", "replace"
            )

    def _place(self, path: str) -> str:
        separator = "" if self.address.endswith((":", "/")) else "/"
        return f"{self.address}{separator}{path}"

    def _run(self, arguments: list[str], data: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        program = shutil.which("rclone")
        if not program:
            raise PublishingError(_NO_RCLONE)
        return run_watched([program, *arguments], partial(report, _DOING[arguments[0]], place=self.address), data=data)


def remote_at(address: str) -> Remote:
    """Return the place at an address such as ``name:folder``. Raises ``PublishingError`` for another form."""
    if not _PLACE.fullmatch(address):
        raise PublishingError(_LOCAL, address=address)
    return Remote(address)


def steps(changes: Changes) -> tuple[tuple[str, ...], ...]:
    """Return the files to send, in an order that leaves no page without what it needs: new, changed, home and feeds."""
    paths = (*changes.added, *changes.changed)
    lists = {path for path in paths if path in {"index.html", "sitemap.xml"} or path.startswith("feeds/")}
    return (
        tuple(path for path in changes.added if path not in lists),
        tuple(path for path in changes.changed if path not in lists),
        tuple(sorted(lists)),
    )


def _checked(done: subprocess.CompletedProcess[bytes]) -> subprocess.CompletedProcess[bytes]:
    if done.returncode:
        raise PublishingError(_REMOTE_UNSENT, what=last_line(done))
    return done


_REMOTE_ASKING = N_("Waiting for {place}; Ctrl+C stops")
_REMOTE_SENDING = N_("Sending to {place}; Ctrl+C stops, and the next publication goes on from there")
_DOING = {
    **dict.fromkeys(("lsf", "cat", "rcat"), _REMOTE_ASKING),
    "copy": _REMOTE_SENDING,
    "delete": _REMOTE_SENDING,
}
"""Progress messages while a command of rclone runs."""
_REMOTE_UNSENT = N_("rclone failed: {what}. Publish again: it goes on where this stopped.")
_FOREIGN = N_(
    "{address} has files that no publication put there, and that the site has too:"
    " {names}. Choose an empty folder, or remove these files there first if the site may"
    " take their place."
)
_LOCAL = N_("“{address}” is no place that rclone knows by a name of its configuration. Write it as name:folder.")
_NO_RCLONE = N_("Publishing there needs rclone (Debian: apt install rclone).")
_NO_WAY_BACK = N_("Such a place keeps no earlier release. Check out the commit that you want back, and publish it.")
