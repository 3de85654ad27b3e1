"""What git knows of texts: since when each is there, who brought it, and what other branches propose."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import NamedTuple

from placette.engine.base.git import GitError, run_git

_LOG = ("log", "--no-show-signature", "--no-color", "--no-ext-diff", "--format=%x00%ct%x00%an")
_FILES = ("--name-only", "-z", "--no-renames", "--relative")
_RAW = ("--raw", "--no-abbrev", "-z", "--no-renames", "--relative")
_MOST_BRANCHES = 100
"""How many branches are read, the newest first: each costs a hundredth of a second."""
_TRUNKS = frozenset({"main", "master"})
"""Branches that others are merged into, besides a remote's HEAD."""


class Commit(NamedTuple):
    """One commit: its day, its author's name, and the files below the content folder that it changes."""

    day: date | None
    by: str
    paths: tuple[str, ...]


class Proposal(NamedTuple):
    """An unmerged branch of a remote that changes texts: who began it and when, and which files it changes."""

    branch: str
    by: str
    since: date | None
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """What git knows. ``fault`` is why it knows nothing; a ``shallow`` clone doesn't know when its oldest files came.

    ``added`` is the day on which each file came, by path, and who brought it; another file isn't committed.
    """

    added: Mapping[str, tuple[date | None, str]] = field(default_factory=dict)
    proposals: tuple[Proposal, ...] = ()
    fault: str = ""
    shallow: bool = False


def read_history(content: Path, zone: tzinfo | None) -> History:
    """Return the history of a content folder, with days in the site's time zone. Raises nothing."""
    try:
        shallow = _ask(content, "rev-parse", "--is-shallow-repository").strip() == "true"
        added = {} if shallow else _added(content, zone)
        return History(added, tuple(_proposals(content, zone)), shallow=shallow)
    except GitError as error:
        return History(fault=str(error).partition("\n")[0] or "git")


def parse_log(raw: bytes, zone: tzinfo | None) -> Iterator[Commit]:
    """Parse ``git log`` in our format: per commit an empty field, the time in seconds, the name, then the paths."""
    fields = [part.decode("utf-8", "surrogateescape") for part in raw.split(b"\0")]
    fields.append("")  # as if one more followed
    start = 0
    while start + 3 < len(fields):
        end = fields.index("", start + 3)
        paths = tuple(path.removeprefix("\n") for path in fields[start + 3 : end])
        yield Commit(day_of_commit(fields[start + 1], zone), fields[start + 2], paths)
        start = end


def day_of_commit(seconds: str, zone: tzinfo | None) -> date | None:
    """The day of a moment in seconds since 1970; None if no calendar has it, since a commit may state any time."""
    try:
        return datetime.fromtimestamp(int(seconds), zone).date()
    except (ValueError, OverflowError, OSError):
        return None


def _added(content: Path, zone: tzinfo | None) -> dict[str, tuple[date | None, str]]:
    if not _has_commits(content):
        return {}
    commits = list(parse_log(run_git(content, *_LOG, "--diff-filter=A", *_FILES, "--", "."), zone))
    return {path: (commit.day, commit.by) for commit in reversed(commits) for path in commit.paths}  # newest first


def _proposals(content: Path, zone: tzinfo | None) -> Iterator[Proposal]:
    """Yield the remote branches that change texts and aren't merged into this branch or a trunk, the oldest first."""
    trunks = _trunks(content)
    bases = [*(["HEAD"] if _has_commits(content) else []), *trunks]
    if not bases:
        return
    listed = _refs(content, "--sort=-committerdate", *(f"--no-merged={base}" for base in bases))
    branches = [ref for ref, symbolic in listed if not symbolic]
    proposals = [_proposal(content, ref, bases, zone) for ref in branches[:_MOST_BRANCHES] if ref not in trunks]
    yield from sorted(filter(None, proposals), key=lambda proposal: (proposal.since or date.min, proposal.branch))


def _proposal(content: Path, ref: str, bases: list[str], zone: tzinfo | None) -> Proposal | None:
    """Return a branch's proposal; None if it changes no text, or a base has had the same files (merged as one)."""
    without = (f"^{base}" for base in bases)
    log = run_git(content, *_LOG, "--no-merges", *_FILES, "--end-of-options", ref, *without, "--", ".")
    commits = list(parse_log(log, zone))
    touched = {path for commit in commits for path in commit.paths}
    for base in bases if touched else ():
        differing = run_git(content, "diff", "--no-ext-diff", *_RAW, "--end-of-options", base, ref, "--", ".")
        differences = {(path, state) for path, state in _states(differing) if path in touched}
        if differences:
            had = run_git(content, "log", "--format=", *_RAW, "--end-of-options", base, f"^{ref}", "--", ".")
            differences -= _states(had)
        touched = {path for path, _state in differences}
    if not touched:
        return None
    return Proposal(ref.removeprefix("refs/remotes/"), commits[-1].by, commits[-1].day, tuple(sorted(touched)))


def _states(raw: bytes) -> set[tuple[str, bytes]]:
    """Parse changes as ``git diff --raw -z`` lists them: each path, and the name of what it then holds."""
    facts, paths = raw.split(b"\0")[:-1:2], raw.decode("utf-8", "surrogateescape").split("\0")[1::2]
    return {(path, fact.split()[3]) for fact, path in zip(facts, paths, strict=True)}


def _trunks(content: Path) -> list[str]:
    refs = _refs(content)
    aliases = {symbolic for _ref, symbolic in refs if symbolic}
    short = {ref: ref.removeprefix("refs/remotes/").partition("/")[2] for ref, _symbolic in refs}
    return sorted(ref for ref, symbolic in refs if not symbolic and (ref in aliases or short[ref] in _TRUNKS))


def _refs(content: Path, *options: str) -> list[tuple[str, str]]:
    """Return the full names of remote branches, each with the branch that it is an alias of, if any.

    The list is split at line feeds only: a name can't have one, but may have what Python takes for other line ends.
    """
    listed = _ask(content, "for-each-ref", "--format=%(refname)%00%(symref)", *options, "refs/remotes")
    pairs = (line.partition("\0") for line in listed.split("\n"))
    return [(ref, symbolic) for ref, _nul, symbolic in pairs if ref]


def _has_commits(content: Path) -> bool:
    try:
        return bool(run_git(content, "rev-parse", "--verify", "--quiet", "HEAD"))
    except GitError:
        return False


def _ask(content: Path, *arguments: str) -> str:
    return os.fsdecode(run_git(content, *arguments))
