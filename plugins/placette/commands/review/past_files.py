"""Files that earlier commits of a proposal hold and its last one no longer: git keeps for ever what they reveal.

Whatever they are called and wherever they lay, they are what their first bytes say. The last commit's own files are
read with the texts of the site.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from placette.commands.review.proposal import blob_sizes, companions_of, read_blobs
from placette.engine.base.git import GitError, run_git
from placette.engine.base.processes import run_bounded
from placette.engine.base.translation import N_
from placette.engine.library.attachments import AttachmentKind, inspect_now
from placette.engine.library.kinds import Kinds, draft_text, find_kind
from placette.engine.library.tree import bounded
from placette.engine.photos.photo_metadata import UNKNOWN, PrivateKind, form_of, private_kinds
from placette.engine.photos.photo_metadata import Kinds as Revealed
from placette.engine.photos.photos import LIMITS
from placette.engine.problems.problems import Problem, problem

_LARGEST = 60_000_000
"""Bytes of the largest file that is looked at, and of those that are read at once."""
_POSITION, _PRIVATE = N_("the place where it was taken"), N_("private data")
_UNREAD = N_("data that cannot be read")
_UNPRINTABLE = re.compile(rb"[\x00-\x08\x0e-\x1f]")
"""Bytes that a text of one byte a letter doesn't have."""


@dataclass(frozen=True, slots=True)
class _PastFile:
    """A file, by its path from the content folder and git's name for what it holds; ``data`` once it was read."""

    path: str
    blob: str
    size: int
    data: bytes = b""


class CutHistoryError(GitError):
    """The proposal has commits that were not fetched; the message is the name of the last one before them."""


_Told = tuple[_PastFile, str]
"""A file, and what it holds that git should not keep."""


def past_privacy(
    repository: Path, base: str, folder: str, kinds: Kinds, attachments: tuple[AttachmentKind, ...] = ()
) -> tuple[Problem, ...]:
    """What the files of earlier commits reveal; those of the last commit are not looked at.

    An earlier state of a companion that a text still names, such as the track of a walk, is judged with that text.
    Raises ``GitError``; ``CutHistoryError`` where not every commit is there.
    """
    _refuse_cut(repository, base)
    shown = _listed(repository, "HEAD")
    files = list(_past_files(repository, base, folder, set(shown.values())))
    named = _companions(repository, folder, kinds, shown) if files else frozenset()
    told: list[_Told] = [(one, _UNREAD) for one in files if one.size > _LARGEST]
    for part in bounded((one for one in files if one.size <= _LARGEST), lambda one: one.size, _LARGEST):
        contents = read_blobs(repository, (one.blob for one in part))
        read = [_PastFile(one.path, one.blob, one.size, contents[one.blob]) for one in part]
        told += [*_judge_photos(read), *_judge_others(read, attachments, named)]
    return tuple(sorted(_problem(repository, base, one, reason) for one, reason in told))


def _refuse_cut(repository: Path, base: str) -> None:
    """Raise ``CutHistoryError`` where a shallow clone ends between the base and the last commit."""
    listed = repository / os.fsdecode(run_git(repository, "rev-parse", "--git-path", "shallow")).rstrip("\r\n")
    ends = set(listed.read_text(encoding="ascii").split()) if listed.is_file() else set()
    commits = run_git(repository, "rev-list", "--end-of-options", f"{base}..HEAD", "--") if ends else b""
    if cut := next((name for name in commits.decode("ascii").split() if name in ends), ""):
        raise CutHistoryError(cut)


def _judge_photos(files: list[_PastFile]) -> Iterator[_Told]:
    """What those files reveal that say that they are photos."""
    photos = [one for one in files if form_of(one.data)]
    looks = run_bounded(_look, [one.data for one in photos], None, LIMITS)
    for one, revealed in zip(photos, looks, strict=True):
        yield from ((one, reason) for reason in _reasons(revealed))


def _judge_others(
    files: list[_PastFile], attachments: tuple[AttachmentKind, ...], named: frozenset[str]
) -> Iterator[_Told]:
    """What the other files reveal, each as what it says that it is; what is no text and nothing known isn't believed.

    Those that are ``named`` (paths) by a text are left to it.
    """
    others = [one for one in files if not form_of(one.data)]
    for kind in attachments:
        suffixes = {one.blob: kind.suffix_of(one.path, one.data) for one in others}
        own = [one for one in others if suffixes[one.blob] and one.path not in named]
        others = [one for one in others if not suffixes[one.blob]]
        seen = inspect_now([(f"{one.path}{suffixes[one.blob]}", one.data) for one in own], kind)
        for one, inspected in zip(own, seen, strict=True):
            codes = {found.code for found in inspected.problems}
            if codes & (kind.private | kind.unread):
                yield one, _PRIVATE if codes & kind.private else _UNREAD
    yield from ((one, _UNREAD) for one in others if not _is_text(one.data))


def _look(data: bytes, _shared: None = None) -> Revealed:
    return private_kinds(data, form_of(data))


def _reasons(revealed: Revealed | None) -> Iterator[str]:
    """What to say of what a photo reveals, if anything; None for one that could not be read within its bounds."""
    if revealed is None or revealed == UNKNOWN:
        yield _UNREAD
    elif revealed:
        if PrivateKind.POSITION in revealed:
            yield _POSITION
        if revealed - UNKNOWN - {PrivateKind.POSITION}:
            yield _PRIVATE


def _is_text(data: bytes) -> bool:
    """Whether a file holds letters and nothing else, in whichever encoding people use."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decodes(data, "utf-16")
    return (_decodes(data, "utf-8") and b"\0" not in data) or not _UNPRINTABLE.search(data)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _problem(repository: Path, base: str, one: _PastFile, reason: str) -> Problem:
    return problem("proposal-history", one.path, reason=reason, commit=_commit(repository, base, one.blob))


def _past_files(repository: Path, base: str, folder: str, shown: set[str]) -> Iterator[_PastFile]:
    """The files that come into the history with the proposal and are not in its last commit."""
    listed = run_git(repository, "rev-list", "--objects", "--end-of-options", f"{base}..HEAD", "--")
    lines = (line.partition(" ") for line in listed.decode("utf-8", "surrogateescape").split("\n"))
    paths = {name: path for name, _, path in lines if path and name not in shown}
    for blob, size in blob_sizes(repository, paths).items():
        path = paths[blob]
        yield _PastFile(path.removeprefix(folder) if path.startswith(folder) else f"../{path}", blob, size)


def _listed(repository: Path, commit: str) -> dict[str, str]:
    """Git's name for every file of a commit, by path from the repository's root."""
    tree = run_git(repository, "ls-tree", "-r", "-z", "--full-tree", commit)
    lines = (line.partition(b"\t") for line in tree.split(b"\0") if line)
    return {path.decode("utf-8", "surrogateescape"): facts.split(b" ")[2].decode("ascii") for facts, _, path in lines}


def _companions(repository: Path, folder: str, kinds: Kinds, shown: dict[str, str]) -> frozenset[str]:
    """The companions that texts of the last commit name, as paths from the content folder."""
    own = {path.removeprefix(folder): blob for path, blob in shown.items() if path.startswith(folder)}
    texts = {path: kind for path in own if (kind := find_kind(path, [one for one in kinds if one.beside]))}
    contents = read_blobs(repository, (own[path] for path in texts))
    drafts = (draft_text(path, kind, contents[own[path]]) for path, kind in texts.items())
    return frozenset(path for draft in drafts for path in companions_of(draft))


def _commit(repository: Path, base: str, blob: str) -> str:
    """The short name of the first commit that held a file."""
    found = run_git(repository, "log", "--reverse", "--format=%h", "-m", f"--find-object={blob}", f"{base}..HEAD", "--")
    return found.decode("ascii").split("\n", 1)[0]
