"""Where a site is published: the kinds of places, one row each, and the settings that choose one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from placette.commands.publishing import branches, releases, servers
from placette.engine.base.translation import N_
from placette.engine.rendering.features import Feature


class PublishingTarget(Protocol):
    """A place to publish to. All methods raise ``PublishingError`` if it can't be reached or refuses."""

    def look(self, site: releases.BuiltSite) -> releases.OnlineSite:
        """Return the site online, compared with the site to publish."""

    def send(self, site: releases.BuiltSite) -> None:
        """Put the site online."""

    def releases(self) -> tuple[releases.Release, ...]:
        """Return the releases that can be put online again and the one that is, oldest first."""

    def roll_back(self, wanted: str = "") -> str:
        """Put an earlier release online again (by default the one before the current); returns its name."""


@dataclass(frozen=True, slots=True)
class TargetKind:
    """A kind of place to publish to.

    ``open`` gives the one that the settings name, for the project in a folder; it raises ``PublishingError`` if there
    can't be one, or a program is missing. ``example`` is a value of ``PUBLISHING_REMOTE``; empty where it isn't needed.
    """

    open: Callable[[PublishingSettings, Path], PublishingTarget]
    example: str = ""


def _open_branch(settings: PublishingSettings, root: Path) -> PublishingTarget:
    remote = settings.remote or "origin"
    if not shutil.which("git"):
        raise releases.PublishingError(_NO_GIT)
    odd = remote.startswith("-") or "::" in remote or not remote.isprintable()  # an option, or a program of git's
    is_address = "/" in remote or "\\" in remote
    if odd or (not is_address and releases.git(root, "remote", "get-url", "--end-of-options", remote).returncode):
        raise releases.PublishingError(_NO_REMOTE, remote=remote)
    if releases.git(root, "branch", "--show-current").stdout.decode().strip() == settings.branch:
        raise releases.PublishingError(_WORKED_ON, branch=settings.branch)
    return branches.Branch(root, remote, settings.branch)


def _open_folder(settings: PublishingSettings, root: Path) -> PublishingTarget:
    """Return a folder anywhere; in the project, one with releases or nothing: texts are no place for them."""
    path = (root / Path(settings.remote).expanduser()).absolute()
    folder = servers.Folder(path, settings.keep)
    if path.resolve().is_relative_to(root.resolve()) and path.is_dir() and not folder.is_in_use:
        others = sorted(entry.name for entry in path.iterdir() if entry.name not in servers.RELEASES_PARTS)
        if others:
            raise releases.PublishingError(_OWN, path=path, other=others[0])
    return folder


TARGETS: Mapping[str, TargetKind] = {
    "gh-pages": TargetKind(_open_branch),
    "ssh": TargetKind(lambda own, _root: servers.server_at(own.remote, own.keep, own.ssh), "user@host:/var/www/site"),
    "folder": TargetKind(_open_folder, "/var/www/site"),
    "rclone": TargetKind(lambda own, _root: servers.remote_at(own.remote), "name:folder"),
}
"""Every kind of place by its name, the value of ``PUBLISHING_TO``."""
HELP = {
    "to": N_("Where to: gh-pages (a branch), ssh (a server), folder, or rclone."),
    "remote": N_("A git remote, user@host:/folder, a folder, or a place of rclone’s (name:folder)."),
    "branch": N_("The branch that the host serves (gh-pages)."),
}
"""Help for the tasks' options that choose a place."""

if TYPE_CHECKING:
    TargetName = str
else:
    TargetName = Literal[tuple(TARGETS)]


@dataclass(frozen=True, slots=True)
class PublishingSettings:
    """Settings ``PUBLISHING_*``, in ``publishconf.py``."""

    to: TargetName = "gh-pages"
    """A branch that the host serves, a server reached by ssh, a folder of this computer, or a place for rclone."""
    remote: str = ""
    """A git remote (``origin``), ``user@host:/folder``, a folder, or an rclone remote (``name:folder``)."""
    branch: str = "gh-pages"
    """The branch that the host serves: ``gh-pages`` at GitHub, ``pages`` at Codeberg."""
    keep: int = 5
    """How many releases a server or a folder keeps, including the one online; at least two."""
    ssh: tuple[str, ...] = ("ssh",)
    """The command that reaches the server, with its options: ``("ssh", "-p", "2222")``."""


FEATURE = Feature(name="publishing", order=300, settings={"PUBLISHING": PublishingSettings})
"""In a build only its settings count: a misspelt one is reported."""
register = FEATURE.register


def target_of(settings: PublishingSettings, root: Path) -> PublishingTarget:
    """Return the place that the settings name; ``root`` is the project. Raises ``PublishingError``."""
    kind = TARGETS.get(settings.to)
    if not kind:
        raise releases.PublishingError(_NO_KIND, to=settings.to, kinds=", ".join(TARGETS))
    if kind.example and not settings.remote:
        raise releases.PublishingError(_NOWHERE, example=kind.example)
    return kind.open(settings, root)


_NO_KIND = N_("“{to}” is no place to publish to. Choose among: {kinds}.")
_NOWHERE = N_("Say where to publish: --remote {example}, or PUBLISHING_REMOTE in publishconf.py.")
_OWN = N_(
    "{path} is a folder of the project and contains {other}: publish into a folder of its own, outside the project."
)
_NO_GIT = N_("Publishing to a branch needs git (Debian: apt install git).")
_NO_REMOTE = N_("There is no git remote “{remote}”. Add it: git remote add {remote} ADDRESS")
_WORKED_ON = N_("“{branch}” is the branch you work on; publishing would overwrite it. Choose another one.")
