"""What git knows of the copies of a site: whether there is one elsewhere, and how fresh it is. Uses no network."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path

from placette.engine.base.git import GitError, run_git

_LOCAL = re.compile(r"file:.*|[A-Za-z]:[\\/].*|[^:]*(?:/.*)?", re.DOTALL)
"""Addresses of remotes that are folders of this computer, or look like it to git."""
_LOG = ("log", "--no-show-signature", "--no-color", "--format=%ct", "HEAD", "--not", "--remotes")
_STATUS = ("--no-optional-locks", "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", ".")
"""Without locks, or git would write into its index what it has seen."""
_NEWEST = ("for-each-ref", "--sort=-committerdate", "--count=1", "--format=%(committerdate:unix)", "refs/remotes")


@dataclass(frozen=True, slots=True)
class Copies:
    """What git knows. ``fault`` is why it knows nothing.

    ``remotes`` are the names of the repositories elsewhere, of which ``near`` are folders of this computer.
    ``uncommitted`` counts files of the content folder that differ from the commit, ``unpushed`` commits that no remote
    has, the oldest of ``unpushed_since``; ``newest`` is the day of the newest commit that a remote has.
    """

    repository: bool = True
    fault: str = ""
    tracked: bool = True
    shallow: bool = False
    uncommitted: int = 0
    remotes: tuple[str, ...] = ()
    near: frozenset[str] = frozenset()
    unpushed: int = 0
    unpushed_since: date | None = None
    newest: date | None = None


def read_copies(content: Path, zone: tzinfo | None) -> Copies:
    """What the repository that holds the content folder knows, with days in the site's time zone. Raises nothing."""
    if not any((folder / ".git").exists() for folder in (content, *content.parents)):
        return Copies(repository=False)
    try:
        return _read(content, zone)
    except GitError as error:
        return Copies(fault=str(error).partition("\n")[0] or "git")


def _read(content: Path, zone: tzinfo | None) -> Copies:
    remotes = _remotes(content)
    unpushed = _git(content, *_LOG).split() if _answers(content, "rev-parse", "--verify", "--quiet", "HEAD") else []
    newest = _git(content, *_NEWEST).strip()
    status = _git(content, *_STATUS)
    return Copies(
        tracked=bool(_git(content, "ls-files", "-z", "--", ".")),
        shallow=_git(content, "rev-parse", "--is-shallow-repository").strip() == "true",
        uncommitted=len(list(filter(None, status.split("\0")))),
        remotes=tuple(sorted(remotes)),
        near=frozenset(name for name, url in remotes.items() if _LOCAL.fullmatch(url)),
        unpushed=len(unpushed),
        unpushed_since=_day(min(unpushed, key=int), zone) if unpushed else None,
        newest=_day(newest, zone) if newest else None,
    )


def _remotes(content: Path) -> dict[str, str]:
    """The address of each remote, by name; it may hold a password, so nobody prints it."""
    listed = _answers(content, "config", "-z", "--get-regexp", r"^remote\..*\.url$").split("\0")
    pairs = (entry.partition("\n") for entry in listed if entry)
    return {key.removeprefix("remote.").removesuffix(".url"): url for key, _line, url in pairs}


def _day(seconds: str, zone: tzinfo | None) -> date | None:
    """The day of a moment; None if no calendar has it, since a commit may state any time."""
    try:
        return datetime.fromtimestamp(int(seconds), zone).date()
    except (ValueError, OverflowError, OSError):
        return None


def _answers(content: Path, *arguments: str) -> str:
    """Git's answer; empty where there is nothing to answer, which it says by failing."""
    try:
        return _git(content, *arguments)
    except GitError:
        return ""


def _git(content: Path, *arguments: str) -> str:
    known = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return os.fsdecode(run_git(content, *arguments, environment=known))
