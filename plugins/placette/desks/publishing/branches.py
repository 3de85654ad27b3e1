"""A site published as a branch that the host serves: GitHub, GitLab, Codeberg and Forgejo pages."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

import ghp_import

from placette.desks.publishing.changes import PROVENANCE, Public, commit_in, public_of
from placette.desks.publishing.errors import PublishingError
from placette.desks.publishing.manifest import UNKNOWN, Site
from placette.desks.publishing.releases import Release, to_bring_back
from placette.desks.publishing.repository import git
from placette.engine.base.message import N_

_HOSTS_OWN = frozenset({".nojekyll", "CNAME"})
"""Files for the host: no Jekyll, and the domain that somebody gave it."""
_DOMAIN = b"\tCNAME"
"""How the row of the domain ends, in a list of git's."""
_WORKSHOP = "placette-publication"
"""A branch that lasts as long as a publication: ghp-import can only write to one."""
_BACK = "Bring back "
_BROUGHT_BACK = re.compile(rf"{_BACK}([0-9a-f]{{40,64}})")
_LISTED = 20
"""Publications of a branch that are listed; git keeps them all."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of a repository, at a remote's name or address; each publication is one commit of it."""

    root: Path
    remote: str
    name: str

    def look(self, site: Site) -> Public:
        """What is online there. Raises ``PublishingError`` when the remote can't be asked."""
        if not self._fetch():
            return Public()
        blobs = {path: blob for path, blob in self._blobs().items() if path not in _HOSTS_OWN}
        ours = self._named(site, blobs.keys() & site.files.keys())
        files = {path: site.files[path] if ours.get(path) == blob else UNKNOWN for path, blob in blobs.items()}
        return public_of(files, site, commit_in(git(self.root, "show", f"{self._ref}:{PROVENANCE}").stdout))

    def send(self, site: Site) -> None:
        """One commit on the branch, pushed: the host sees the old site or the new one. Raises ``PublishingError``.

        The commit follows what the host has, since somebody else may have published; a first time there is nothing.
        """
        had = self._fetch()
        commit = git(self.root, "rev-parse", "--short", "HEAD").stdout.decode().strip()
        self._put_online(self._tree_of(site), f"Publish {commit}".strip(), had=had)

    def releases(self) -> tuple[Release, ...]:
        """The last publications, oldest first."""
        if not self._fetch():
            return ()
        told = git(self.root, "log", f"-{_LISTED}", "--format=%H %s", self._ref).stdout.decode("utf-8", "replace")
        commits = [line.split(" ", 1) for line in told.splitlines()]
        found = _BROUGHT_BACK.fullmatch(commits[0][1])
        online = found[1] if found else commits[0][0]
        return tuple(Release(name, name == online) for name, said in reversed(commits) if not said.startswith(_BACK))

    def roll_back(self, wanted: str = "") -> str:
        """Put an earlier publication online again, by one more commit; gives its name. Raises ``PublishingError``."""
        releases = self.releases()
        full = next((release.name for release in releases if wanted and release.name.startswith(wanted)), wanted)
        name = to_bring_back(releases, full)
        self._put_online(f"{name}^{{tree}}", f"{_BACK}{name}", had=True)
        return name

    @property
    def _ref(self) -> str:
        """Where the last fetch put what the host has, apart from the branches that a person sees."""
        return f"refs/placette/{self.name}"

    def _fetch(self) -> bool:
        """Take what the host has; whether it has anything. Raises ``PublishingError`` when it doesn't answer."""
        listed = git(self.root, "ls-remote", "--heads", self.remote, f"refs/heads/{self.name}")
        if listed.returncode:
            raise PublishingError(_UNREACHED, remote=self.remote, what=_said(listed))
        if not listed.stdout.strip():
            return False
        fetched = git(self.root, "fetch", "--quiet", self.remote, f"+refs/heads/{self.name}:{self._ref}")
        if fetched.returncode:
            raise PublishingError(_UNREACHED, remote=self.remote, what=_said(fetched))
        return True

    def _tree_of(self, site: Site) -> str:
        """What git makes of the site's files: on a branch of ours, so that none of a person's moves or goes."""
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
        """One commit of these files, pushed, after what the host has; the domain stays what it is there."""
        parents = ("-p", self._ref) if had else ()
        files = self._with_domain(tree) if had else tree
        commit = self._asked(*self._identity(), "commit-tree", files, *parents, "-m", said)
        self._asked("push", "--quiet", self.remote, f"{commit}:refs/heads/{self.name}")

    def _with_domain(self, tree: str) -> str:
        """These files, with the domain that the host has now, or without any."""
        listed = (git(self.root, "ls-tree", "-z", place).stdout.split(b"\0") for place in (tree, self._ref))
        files, online = ([row for row in rows if row] for rows in listed)
        kept = [row for row in files if not row.endswith(_DOMAIN)] + [row for row in online if row.endswith(_DOMAIN)]
        return self._asked("mktree", "-z", data=b"".join(row + b"\0" for row in kept))

    def _identity(self) -> tuple[str, ...]:
        """A name for the commit where nobody told git theirs, as on a machine that only publishes."""
        known = git(self.root, "var", "GIT_COMMITTER_IDENT").returncode == 0
        return () if known else ("-c", "user.name=Publication", "-c", "user.email=publication@invalid")

    def _asked(self, *arguments: str, data: bytes | None = None) -> str:
        """What git answers; raises ``PublishingError`` when it can't."""
        done = git(self.root, *arguments, data=data)
        if done.returncode:
            raise PublishingError(_UNSENT, what=_said(done))
        return done.stdout.decode().strip()

    def _blobs(self) -> dict[str, str]:
        """The names that git gives to what is in each file of the branch."""
        listed = git(self.root, "ls-tree", "-r", "-z", self._ref).stdout.decode("utf-8", "replace")
        rows = (entry.split("\t", 1) for entry in listed.split("\0") if entry)
        return {path: told.split(" ")[2] for told, path in rows}

    def _named(self, site: Site, paths: Iterable[str]) -> dict[str, str]:
        """The names that git would give to these files of the site."""
        ordered = sorted(paths)
        listed = "".join(f"{site.folder / path}{os.linesep}" for path in ordered).encode()
        named = git(self.root, "hash-object", "--no-filters", "--stdin-paths", data=listed).stdout.decode().split()
        return dict(zip(ordered, named, strict=False))


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stderr.decode("utf-8", "replace").strip() or "?"


_UNREACHED = N_("The repository “{remote}” cannot be reached: {what}")
_UNSENT = N_("The site could not be sent: {what}")
