"""What every place to publish to can do, and which one the settings mean."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Protocol, get_args

from placette.desks.publishing.branches import Branch
from placette.desks.publishing.changes import Public
from placette.desks.publishing.errors import PublishingError
from placette.desks.publishing.folders import Folder
from placette.desks.publishing.manifest import Site
from placette.desks.publishing.releases import Release
from placette.desks.publishing.remotes import Remote
from placette.desks.publishing.repository import git
from placette.desks.publishing.servers import server_at
from placette.desks.publishing.settings import Kind, PublishingSettings
from placette.engine.base.message import N_


class Target(Protocol):
    """A place to publish to. All methods raise ``PublishingError`` when it can't be reached or says no."""

    def look(self, site: Site) -> Public:
        """What is online, beside the site to publish."""

    def send(self, site: Site) -> None:
        """Put the site online."""

    def releases(self) -> tuple[Release, ...]:
        """What can be brought back, oldest first, and what is online."""

    def roll_back(self, wanted: str = "") -> str:
        """Bring a release back, the one before what is online unless another is wanted; gives its name."""


def target_of(settings: PublishingSettings, root: Path) -> Target:
    """The place that the settings mean; ``root`` is the project. Raises ``PublishingError`` for one that can't be."""
    if settings.to not in get_args(Kind):
        raise PublishingError(_NO_KIND, to=settings.to, kinds=", ".join(get_args(Kind)))
    if settings.to == "gh-pages":
        return _branch(settings, root)
    if not settings.remote:
        raise PublishingError(_NOWHERE, example=_EXAMPLES[settings.to])
    if settings.to == "ssh":
        return server_at(settings.remote, settings.keep, settings.ssh)
    if settings.to == "folder":
        return Folder((root / Path(settings.remote).expanduser()).absolute(), settings.keep)
    return Remote(settings.remote)


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
_NO_GIT = N_("Publishing to a branch needs git (Debian: apt install git).")
_NO_REMOTE = N_("There is no git remote “{remote}”. Add it: git remote add {remote} ADDRESS")
_WORKED_ON = N_("“{branch}” is the branch you work on; publishing would overwrite it. Choose another one.")
