"""Publishes a site where rclone can write: SFTP, FTPS, WebDAV, S3. No such place can replace a site at once.

So new files come first, then changed ones, then the lists that announce them; removals come last. A visitor finds
every page whole at any moment, with all that it needs. A manifest beside the site lists its content. During a
publication it marks as unknown what is being changed, so that after an interruption the next one does that again.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from placette.desks.publishing.changes import PROVENANCE, Changes, OnlineSite, changes_of, commit_in, online_site_of
from placette.desks.publishing.errors import PublishingError
from placette.desks.publishing.manifest import UNKNOWN, BuiltSite, read_manifest, render_manifest
from placette.desks.publishing.releases import Release
from placette.engine.base.message import N_
from placette.engine.base.programs import run_watched
from placette.engine.base.progress import report

_MANIFEST = ".publication.sha256"
_NO_FOLDER = 3
"""rclone's exit code for a folder that doesn't exist yet."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A place in rclone's notation: ``name:folder``, with ``name`` from its own configuration."""

    address: str

    def look(self, site: BuiltSite) -> OnlineSite:
        """What is online there. Raises ``PublishingError`` if the place doesn't answer, or is somebody else's."""
        files = self._manifest(site)
        is_there = files.get(PROVENANCE, UNKNOWN) != UNKNOWN  # after an interruption, nobody knows
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
        """No releases: such a place keeps only one site."""
        return ()

    def roll_back(self, wanted: str = "") -> str:
        """Impossible here: raises ``PublishingError``, which says what to do instead."""
        raise PublishingError(_NO_WAY_BACK, name=wanted)

    def _manifest(self, site: BuiltSite) -> dict[str, str]:
        """The digests of the files that publications put there; none before the first, which replaces nothing."""
        listed = self._run(
            ["lsf", "--files-only", self.address]
        )  # listed first: not every server reports a missing file
        if listed.returncode == _NO_FOLDER:
            return {}
        if listed.returncode:
            raise PublishingError(_UNREACHED, host=self.address, what=_last_line(listed))
        names = listed.stdout.decode("utf-8", "replace").splitlines()
        if _MANIFEST not in names:
            if taken := sorted(site.files.keys() & names):
                raise PublishingError(_FOREIGN, address=self.address, names=", ".join(taken))
            return {}
        return read_manifest(self._read(_MANIFEST).decode("utf-8", "replace"))

    def _read(self, path: str) -> bytes:
        return _checked(self._run(["cat", self._place(path)])).stdout

    def _write(self, manifest: str) -> None:
        _checked(self._run(["rcat", self._place(_MANIFEST)], manifest.encode()))

    def _copy(self, folder: Path, paths: Iterable[str]) -> None:
        self._with_list(paths, "copy", "--ignore-times", "--no-traverse", str(folder), self.address)

    def _remove(self, paths: Iterable[str]) -> None:
        """Remove files, and check that they are gone: rclone 1.60 takes an FTP server's refusal for success."""
        self._with_list(paths, "delete", self.address)
        left = self._with_list(paths, "lsf", "--recursive", "--files-only", self.address).splitlines()
        if left:
            raise PublishingError(_UNSENT, what=left[0])

    def _with_list(self, paths: Iterable[str], *command: str) -> str:
        """Run an rclone command on exactly these files; returns its output."""
        listed = "".join(f"{path}\n" for path in paths)
        if not listed:
            return ""
        with tempfile.TemporaryDirectory() as folder:
            names = Path(folder) / "names"
            names.write_text(listed, encoding="utf-8", newline="\n")
            return _checked(self._run([*command, "--files-from-raw", str(names)])).stdout.decode("utf-8", "replace")

    def _place(self, path: str) -> str:
        separator = "" if self.address.endswith((":", "/")) else "/"
        return f"{self.address}{separator}{path}"

    def _run(self, arguments: list[str], data: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        program = shutil.which("rclone")
        if not program:
            raise PublishingError(_NO_RCLONE)
        return run_watched([program, *arguments], partial(report, _DOING[arguments[0]], place=self.address), data=data)


def remote_at(address: str) -> Remote:
    """The place at an address such as ``name:folder``. Raises ``PublishingError`` for another form."""
    if ":" not in address:
        raise PublishingError(_LOCAL, address=address)
    return Remote(address)


def steps(changes: Changes) -> tuple[tuple[str, ...], ...]:
    """The files to send, in an order that leaves no page without what it needs: new, changed, home page and feeds."""
    lists = {path for path in (*changes.added, *changes.changed) if _announces(path)}
    return (
        tuple(path for path in changes.added if path not in lists),
        tuple(path for path in changes.changed if path not in lists),
        tuple(sorted(lists)),
    )


def _announces(path: str) -> bool:
    return path in {"index.html", "sitemap.xml"} or path.startswith("feeds/")


def _checked(done: subprocess.CompletedProcess[bytes]) -> subprocess.CompletedProcess[bytes]:
    if done.returncode:
        raise PublishingError(_UNSENT, what=_last_line(done))
    return done


def _last_line(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "?"


_ASKING = N_("Waiting for {place}; Ctrl+C stops")
_SENDING = N_("Sending to {place}; Ctrl+C stops, and the next publication goes on from there")
_DOING = {"lsf": _ASKING, "cat": _ASKING, "rcat": _ASKING, "copy": _SENDING, "delete": _SENDING}
"""What is going on while a command of rclone runs."""
_UNREACHED = N_("The exchange with the server {host} failed: {what}")
_UNSENT = N_("rclone failed: {what}. Publish again: it goes on where this stopped.")
_FOREIGN = N_(
    "{address} holds what no publication put there, and the site has too: {names}. Choose an empty folder, or remove "
    "these files there first if the site may take their place."
)
_LOCAL = N_("“{address}” is a folder of this computer, not a place that rclone knows. Write it as name:folder.")
_NO_RCLONE = N_("Publishing there needs rclone (Debian: apt install rclone).")
_NO_WAY_BACK = N_("Such a place keeps no earlier release. Check out the commit that you want back, and publish it.")
