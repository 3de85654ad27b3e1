"""What every place to publish to can do, and which one the settings name."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Protocol, get_args

from placette.desks.publishing.branches import Branch
from placette.desks.publishing.changes import OnlineSite
from placette.desks.publishing.errors import PublishingError
from placette.desks.publishing.folders import RELEASES_PARTS, Folder
from placette.desks.publishing.manifest import BuiltSite
from placette.desks.publishing.releases import Release
from placette.desks.publishing.remotes import remote_at
from placette.desks.publishing.repository import git
from placette.desks.publishing.servers import server_at
from placette.desks.publishing.settings import PublishingSettings, TargetKind
from placette.engine.base.message import N_


class PublishingTarget(Protocol):
    """A place to publish to. All methods raise ``PublishingError`` if it can't be reached or refuses."""

    def look(self, site: BuiltSite) -> OnlineSite:
        """What is online, compared with the site to publish."""

    def send(self, site: BuiltSite) -> None:
        """Put the site online."""

    def releases(self) -> tuple[Release, ...]:
        """The releases that can be put online again and the one that is, oldest first."""

    def roll_back(self, wanted: str = "") -> str:
        """Put an earlier release online again (by default the one before the current); returns its name."""


def target_of(settings: PublishingSettings, root: Path) -> PublishingTarget:
    """The place that the settings name; ``root`` is the project. Raises ``PublishingError`` if it is impossible."""
    if settings.to not in get_args(TargetKind):
        raise PublishingError(_NO_KIND, to=settings.to, kinds=", ".join(get_args(TargetKind)))
    if settings.to == "gh-pages":
        return _branch(settings, root)
    if not settings.remote:
        raise PublishingError(_NOWHERE, example=_EXAMPLES[settings.to])
    if settings.to == "ssh":
        return server_at(settings.remote, settings.keep, settings.ssh)
    if settings.to == "folder":
        return _folder((root / Path(settings.remote).expanduser()).absolute(), root, settings.keep)
    return remote_at(settings.remote)


def _folder(path: Path, root: Path, keep: int) -> Folder:
    """A folder anywhere; in the project, one that has releases already or nothing: its texts are no place for them."""
    folder = Folder(path, keep)
    if path.resolve().is_relative_to(root.resolve()) and path.is_dir() and not folder.is_in_use:
        others = sorted(entry.name for entry in path.iterdir() if entry.name not in RELEASES_PARTS)
        if others:
            raise PublishingError(_OWN, path=path, other=others[0])
    return folder


def _branch(settings: PublishingSettings, root: Path) -> Branch:
    remote = settings.remote or "origin"
    if not shutil.which("git"):
        raise PublishingError(_NO_GIT)
    is_address = "/" in remote or "\\" in remote
    if not is_address and git(root, "remote", "get-url", remote).returncode:
        raise PublishingError(_NO_REMOTE, remote=remote)
    if git(root, "branch", "--show-current").stdout.decode().strip() == settings.branch:
        raise PublishingError(_WORKED_ON, branch=settings.branch)
    return Branch(root, remote, settings.branch)


_EXAMPLES = {"ssh": "user@host:/var/www/site", "folder": "/var/www/site", "rclone": "name:folder"}
_NO_KIND = N_("“{to}” is no place to publish to. Choose among: {kinds}.")
_NOWHERE = N_("Say where to publish: --remote {example}, or PUBLISHING_REMOTE in publishconf.py.")
_OWN = N_("{path} is a folder of the project and holds {other}: publish into a folder of its own, outside the project.")
_NO_GIT = N_("Publishing to a branch needs git (Debian: apt install git).")
_NO_REMOTE = N_("There is no git remote “{remote}”. Add it: git remote add {remote} ADDRESS")
_WORKED_ON = N_("“{branch}” is the branch you work on; publishing would overwrite it. Choose another one.")
