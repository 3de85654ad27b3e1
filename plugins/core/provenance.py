"""Which state of the project a site is made from."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


def commit_of(folder: Path) -> str:
    """The commit that git has checked out in ``folder``; empty where there is no repository, no commit or no git.

    Nothing of the repository's own is run: git reads two files.
    """
    known = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        command = ["git", "rev-parse", "--verify", "--quiet", "HEAD"]
        found = subprocess.run(command, cwd=folder, env=known, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return found.stdout.strip() if found.returncode == 0 else ""
