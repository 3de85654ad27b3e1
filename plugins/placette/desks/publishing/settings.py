"""Where a site is published, and how many earlier releases are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TargetKind = Literal["gh-pages", "ssh", "folder", "rclone"]


@dataclass(frozen=True, slots=True)
class PublishingSettings:
    """Settings ``PUBLISHING_*``, in ``publishconf.py``."""

    to: TargetKind = "gh-pages"
    """A branch that the host serves, a server reached by ssh, a folder of this computer, or a place for rclone."""
    remote: str = ""
    """A git remote (``origin``), ``user@host:/folder``, a folder, or an rclone remote (``name:folder``)."""
    branch: str = "gh-pages"
    """The branch that the host serves: ``gh-pages`` at GitHub, ``pages`` at Codeberg."""
    keep: int = 5
    """How many releases a server or a folder keeps, including the one online; at least two."""
    ssh: tuple[str, ...] = ("ssh",)
    """The command that reaches the server, with its options: ``("ssh", "-p", "2222")``."""
