"""Publishes a site on one's own server: rsync sends it beside the one online, then it takes its place at once."""

from __future__ import annotations

import re
import secrets
import shlex
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from placette.desks.publishing.changes import OnlineSite, commit_in, online_site_of
from placette.desks.publishing.errors import PublishingError
from placette.desks.publishing.manifest import NAME, BuiltSite, read_manifest, render_manifest
from placette.desks.publishing.releases import Release, moment_of, release_name, release_names, to_bring_back, to_drop
from placette.engine.base.message import N_
from placette.engine.base.programs import run_watched
from placette.engine.base.progress import report

_SCRIPT = Path(__file__).with_name("release.sh")
_ADDRESS = re.compile(r"(?P<host>(?:\w[\w.-]*@)?\w[\w.-]*):(?:~/)?(?P<folder>/?[^/:~\-][^:]*)")
_MODES = "Du=rwx,Dgo=rx,Fu=rw,Fgo=r"
"""Permissions of folders and files: everybody may read, as the web server must."""
_PATIENCE = 30
"""Seconds that a server has to answer at all; left to itself, ssh would wait for minutes."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server reached by the command ``ssh``. Its ``folder`` holds ``releases/`` and the link ``current``."""

    host: str
    folder: str
    keep: int
    ssh: tuple[str, ...] = ("ssh",)

    def look(self, site: BuiltSite) -> OnlineSite:
        """What is online there. Raises ``PublishingError`` if the server doesn't answer."""
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
        """The releases that are kept, oldest first."""
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
        command = ["rsync", *options, "-e", shlex.join(self.ssh), str(folder), str(manifest), f"{self.host}:{target}/"]
        try:
            done = run_watched(command, partial(report, _SENDING, host=self.host))
        except FileNotFoundError as error:
            raise PublishingError(_NO_RSYNC) from error
        if done.returncode:
            raise PublishingError(_UNSENT, what=_last_line(done.stderr))

    def _ask(self, step: str, *arguments: str) -> str:
        """Run a step of ``release.sh`` on the server; returns its output."""
        line = shlex.join(["sh", "-s", "--", step, self.folder, *arguments])
        command = [*self.ssh, "-o", "BatchMode=yes", "-o", f"ConnectTimeout={_PATIENCE}", self.host, line]
        try:
            done = run_watched(command, partial(report, _ASKING, host=self.host), data=_SCRIPT.read_bytes())
        except FileNotFoundError as error:
            raise PublishingError(_NO_SSH, program=self.ssh[0]) from error
        if done.returncode:
            raise self._refusal(done)
        return done.stdout.decode("utf-8", "replace")

    def _refusal(self, done: subprocess.CompletedProcess[bytes]) -> PublishingError:
        sentence = _SAID.get(done.returncode, _UNREACHED)
        return PublishingError(sentence, host=self.host, folder=self.folder, what=_last_line(done.stderr))


def server_at(address: str, keep: int, ssh: tuple[str, ...]) -> Server:
    """The server at an address such as ``user@host:/var/www/site``. Raises ``PublishingError`` for another form."""
    found = _ADDRESS.fullmatch(address)
    if not found:
        raise PublishingError(_ODD, address=address)
    return Server(found["host"], found["folder"].rstrip("/"), keep, ssh or ("ssh",))


def _last_line(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "?"


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
_SAID = {66: _GONE, 73: _NOT_OURS, 75: _BUSY}
"""What the exit codes of ``release.sh`` mean."""
