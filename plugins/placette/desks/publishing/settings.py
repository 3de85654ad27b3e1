"""Where a site is published, and how much of what was online before stays ready to come back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["gh-pages", "ssh", "folder", "rclone"]


@dataclass(frozen=True, slots=True)
class PublishingSettings:
    """Settings ``PUBLISHING_*``, in ``publishconf.py``."""

    to: Kind = "gh-pages"
    """A branch that the host serves, a server reached by ssh, a folder of this computer, or what rclone reaches."""
    remote: str = ""
    """A git remote (``origin``), ``user@host:/folder``, a folder, or a place of rclone's (``name:folder``)."""
    branch: str = "gh-pages"
    """The branch that the host serves: ``gh-pages`` at GitHub, ``pages`` at Codeberg."""
    keep: int = 5
    """How many releases stay on a server or in a folder, the one online among them; at least two."""
    ssh: tuple[str, ...] = ("ssh",)
    """The command that reaches the server, with its options: ``("ssh", "-p", "2222")``."""
