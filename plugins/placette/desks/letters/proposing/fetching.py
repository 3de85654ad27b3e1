"""What editors changed of a proposal's branch on the forge, brought here before the desk writes."""

from __future__ import annotations

import re
from pathlib import Path

from placette.desks.letters.letter import Remark
from placette.desks.letters.proposing.errors import ProposingError
from placette.desks.letters.proposing.merging import merge_commits
from placette.desks.letters.proposing.plumbing import is_ancestor, resolve_commit, run_git_bounded, write_commit
from placette.desks.letters.proposing.remarks import EDITOR_KEPT
from placette.engine.base.message import N_

PATIENCE = 120.0
"""Seconds that a forge has to answer: a push of sixty photos over a village's line takes one."""
_UNREACHED = N_("The repository “{remote}” cannot be reached: {what}")
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")


def without_secrets(said: str, token: str = "") -> str:
    """What a program said, without the token and the passwords of addresses."""
    return _CREDENTIALS.sub("", said.replace(token, "…") if token else said).strip()


def fetched_tip(branch: str, repository: Path, remote: str, tip: str) -> tuple[str, tuple[Remark, ...]]:
    """The commit that holds both what the branch has here (``tip``, or empty) and what it has at ``remote``.

    Where both changed the same lines, those of the forge stay. Raises ``ProposingError`` when it can't be reached.
    """
    there = _fetch(branch, repository, remote) if remote else ""
    if not there or (tip and is_ancestor(repository, there, tip)):
        return tip, ()
    if not tip or is_ancestor(repository, tip, there):
        return there, ()
    merged = merge_commits(repository, there, tip)
    both = write_commit(repository, merged.tree, (there, tip), f"Merge {branch}")
    return both, tuple(Remark(EDITOR_KEPT, (("path", path), ("commit", tip[:12]))) for path in merged.kept)


def _fetch(branch: str, repository: Path, remote: str) -> str:
    """The remote's commit of a branch; empty where it has none."""
    refuse_odd_remote(remote)
    ours = f"refs/placette/{branch}"
    listed = _asked(repository, remote, "ls-remote", "--heads", "--end-of-options", remote, f"refs/heads/{branch}")
    if not listed.strip():
        return ""
    wanted = f"+refs/heads/{branch}:{ours}"
    _asked(
        repository, remote, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--end-of-options", remote, wanted
    )
    return resolve_commit(repository, ours)


def refuse_odd_remote(remote: str) -> None:
    """Raise for a remote that git would take for an option or a program."""
    if remote.startswith("-") or "::" in remote or not remote.isprintable():
        raise ProposingError(_UNREACHED, remote=remote, what="?")


def _asked(repository: Path, remote: str, *arguments: str) -> bytes:
    done = run_git_bounded(repository, *arguments, seconds=PATIENCE)
    if done.returncode:
        said = without_secrets(done.stderr.decode("utf-8", "replace"))
        raise ProposingError(_UNREACHED, remote=without_secrets(remote), what=said or done.returncode)
    return done.stdout
