"""Publishes a site as a branch that the host serves: GitHub, GitLab, Codeberg and Forgejo Pages."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable
from contextlib import chdir
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import ghp_import

from placette.commands.publishing.releases import (
    PROVENANCE,
    UNKNOWN,
    BuiltSite,
    OnlineSite,
    PublishingError,
    Release,
    commit_in,
    git,
    online_site_of,
    to_bring_back,
)
from placette.engine.base.progress import report
from placette.engine.base.translation import N_

_HOSTS_OWN = frozenset({".nojekyll", "CNAME"})
"""Files for the host: one turns Jekyll off, the other contains the site's own domain."""
_DOMAIN = b"\tCNAME"
"""How the row of the domain file ends in git's listing."""
_WORKSHOP = "placette-publication"
"""A branch that exists only during a publication, because ghp-import can only write to a branch."""
_BACK = "Bring back "
_BROUGHT_BACK = re.compile(rf"{_BACK}([0-9a-f]{{40,64}})")
_LISTED = 20
"""How many publications of a branch are listed; git keeps them all."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of the repository ``remote`` (a git remote's name or address). Each publication is one commit."""

    root: Path
    remote: str
    name: str

    def look(self, site: BuiltSite) -> OnlineSite:
        """Return what is online there. Raises ``PublishingError`` if the remote doesn't answer."""
        if not self._fetch():
            return OnlineSite()
        blobs = {path: blob for path, blob in self._blobs().items() if path not in _HOSTS_OWN}
        ours = self._named(site, blobs.keys() & site.files.keys())
        files = {path: site.files[path] if ours.get(path) == blob else UNKNOWN for path, blob in blobs.items()}
        return online_site_of(
            files, site, commit_in(git(self.root, "show", "--end-of-options", f"{self._ref}:{PROVENANCE}").stdout)
        )

    def send(self, site: BuiltSite) -> None:
        """Push one commit to the branch: the host has the old site or the new one. Raises ``PublishingError``.

        The commit follows the host's latest one (if any), since another person may have published.
        """
        had = self._fetch()
        commit = git(self.root, "rev-parse", "--short", "HEAD").stdout.decode().strip()
        self._put_online(self._tree_of(site), f"Publish {commit}".strip(), had=had)

    def releases(self) -> tuple[Release, ...]:
        """Return the last publications, oldest first."""
        if not self._fetch():
            return ()
        log = git(self.root, "log", f"-{_LISTED}", "--format=%H %cI %s", "--end-of-options", self._ref).stdout.decode(
            "utf-8", "replace"
        )
        commits = [line.split(" ", 2) for line in log.splitlines()]
        match = _BROUGHT_BACK.fullmatch(commits[0][2])
        online = match[1] if match else commits[0][0]
        published = [(name, when) for name, when, subject in reversed(commits) if not subject.startswith(_BACK)]
        return tuple(Release(name, name == online, datetime.fromisoformat(when)) for name, when in published)

    def roll_back(self, wanted: str = "") -> str:
        """Put an earlier publication online again by one more commit; returns its name. Raises ``PublishingError``."""
        releases = self.releases()
        full = next((release.name for release in releases if wanted and release.name.startswith(wanted)), wanted)
        name = to_bring_back(releases, full)
        self._put_online(f"{name}^{{tree}}", f"{_BACK}{name}", had=True)
        return name

    @property
    def _ref(self) -> str:
        """The local ref of the host's branch after the last fetch, apart from the branches that a person sees."""
        return f"refs/placette/{self.name}"

    def _fetch(self) -> bool:
        """Fetch the host's branch; returns whether it exists. Raises ``PublishingError`` if the host doesn't answer."""
        asking = partial(report, _ASKING, remote=self.remote)
        there = ("--end-of-options", self.remote)
        listed = git(self.root, "ls-remote", "--heads", *there, f"refs/heads/{self.name}", waiting=asking)
        if listed.returncode:
            raise PublishingError(_UNREACHED, remote=self.remote, what=_last_words(listed))
        if not listed.stdout.strip():
            return False
        wanted = f"+refs/heads/{self.name}:{self._ref}"
        fetched = git(self.root, "fetch", "--quiet", *there, wanted, waiting=asking)
        if fetched.returncode:
            raise PublishingError(_UNREACHED, remote=self.remote, what=_last_words(fetched))
        return True

    def _tree_of(self, site: BuiltSite) -> str:
        """Return the git tree of the site's files, made on a branch of ours so that no other branch changes."""
        self._drop_workshop()
        try:
            with chdir(self.root):
                ghp_import.ghp_import(str(site.folder), branch=_WORKSHOP, nojekyll=True)
            return self._asked("rev-parse", f"refs/heads/{_WORKSHOP}^{{tree}}")
        except (ghp_import.GhpError, subprocess.CalledProcessError, TypeError) as error:  # TypeError: its own message
            raise PublishingError(_UNSENT, what=error) from error
        finally:
            self._drop_workshop()

    def _drop_workshop(self) -> None:
        git(self.root, "update-ref", "-d", f"refs/heads/{_WORKSHOP}")

    def _put_online(self, tree: str, said: str, *, had: bool) -> None:
        """Push one commit of these files, after the host's latest one if it ``had`` any. The host's domain is kept."""
        parents = ("-p", self._ref) if had else ()
        files = self._with_domain(tree) if had else tree
        commit = self._asked(*self._identity(), "commit-tree", *parents, "-m", said, "--end-of-options", files)
        sending = partial(report, _SENDING, remote=self.remote)
        wanted = ("--end-of-options", self.remote, f"{commit}:refs/heads/{self.name}")
        _sent(git(self.root, "push", "--quiet", *wanted, waiting=sending))

    def _with_domain(self, tree: str) -> str:
        """Return these files, with the domain that the host has now, if any."""
        listed = (
            git(self.root, "ls-tree", "-z", "--end-of-options", place).stdout.split(b"\0")
            for place in (tree, self._ref)
        )
        files, online = ([row for row in rows if row] for rows in listed)
        kept = [row for row in files if not row.endswith(_DOMAIN)] + [row for row in online if row.endswith(_DOMAIN)]
        return self._asked("mktree", "-z", data=b"".join(row + b"\0" for row in kept))

    def _identity(self) -> tuple[str, ...]:
        """Return a committer for a machine on which git knows none, such as one that only publishes."""
        exists = git(self.root, "var", "GIT_COMMITTER_IDENT").returncode == 0
        return () if exists else ("-c", "user.name=Publication", "-c", "user.email=publication@invalid")

    def _asked(self, *arguments: str, data: bytes | None = None) -> str:
        """Return git's output; raises ``PublishingError`` if it fails."""
        return _sent(git(self.root, *arguments, data=data)).stdout.decode().strip()

    def _blobs(self) -> dict[str, str]:
        """Return the git blob of each file of the branch."""
        listed = git(self.root, "ls-tree", "-r", "-z", "--end-of-options", self._ref).stdout.decode("utf-8", "replace")
        rows = (entry.split("\t", 1) for entry in listed.split("\0") if entry)
        return {path: entry.split(" ")[2] for entry, path in rows}

    def _named(self, site: BuiltSite, paths: Iterable[str]) -> dict[str, str]:
        """Return the git blobs of these files of the site."""
        ordered = sorted(paths)
        listed = "".join(f"{site.folder / path}{os.linesep}" for path in ordered).encode()
        named = git(self.root, "hash-object", "--no-filters", "--stdin-paths", data=listed).stdout.decode().split()
        return dict(zip(ordered, named, strict=False))


def _sent(done: subprocess.CompletedProcess[bytes]) -> subprocess.CompletedProcess[bytes]:
    if done.returncode:
        raise PublishingError(_UNSENT, what=_last_words(done))
    return done


def _last_words(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stderr.decode("utf-8", "replace").strip() or "?"


_ASKING = N_("Waiting for the repository “{remote}”; Ctrl+C stops")
_SENDING = N_("Pushing to the repository “{remote}”; Ctrl+C stops, and the site online stays as it is")
_UNREACHED = N_("The repository “{remote}” cannot be reached: {what}")
_UNSENT = N_("The site could not be sent: {what}")
