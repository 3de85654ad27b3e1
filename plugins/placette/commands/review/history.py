"""What a proposal's commits bring into the history for ever, though its last one doesn't show it.

Whatever files are called and wherever they lay, they are what their first bytes say.
"""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from placette.commands.review.git_index import (
    WITH_CONTENT,
    FileChange,
    blob_sizes,
    list_changes,
    list_history,
    list_messages,
    list_tree,
    read_blobs,
)
from placette.commands.review.proposal import companions_of, from_content, is_maintained
from placette.engine.base.git import GitError, run_git
from placette.engine.base.processes import run_bounded
from placette.engine.base.translation import N_
from placette.engine.content.attachments import inspect_now
from placette.engine.content.companions import AttachmentKind
from placette.engine.content.kinds import Kinds, draft_text, find_kind
from placette.engine.content.tree import bounded
from placette.engine.findings.problems import Problem, problem
from placette.engine.photos.photo_metadata import UNKNOWN, PrivateKind, form_of, private_kinds
from placette.engine.photos.photo_metadata import Kinds as Revealed
from placette.engine.photos.photos import LIMITS, inspect_privacy
from placette.engine.texts.characters import TEXT_LIMIT
from placette.engine.texts.others import contacts_in, same_contact

_LARGEST = 60_000_000
"""Bytes of the largest file that is looked at, and of those that are read at once."""
_POSITION, _PRIVATE = N_("the place where it was taken"), N_("private data")
_UNREAD = N_("data that cannot be read")
_CONTACT = N_("a telephone number or an e-mail address")
_UNPRINTABLE = re.compile(rb"[\x00-\x08\x0e-\x1f]")
"""Bytes that a text of one byte a letter doesn't have."""
_SHORT = 7
"""How many digits name a commit, as forges show it."""
_SIGNED = re.compile(r"^[\w-]+-by: .*$", re.IGNORECASE | re.MULTILINE)
"""Lines with which programs name those who took part, with the addresses that git keeps of them anyway."""


@dataclass(frozen=True, slots=True)
class _PastFile:
    """A file, by its path from the content folder and git's name for what it holds; ``data`` once it was read.

    ``commit`` brought it; ``before`` are git's names of what was there.
    """

    path: str
    blob: str
    size: int
    commit: str
    before: tuple[str, ...] = ()
    data: bytes = b""


class CutHistoryError(GitError):
    """The proposal has commits that were not fetched; the message is the name of the last one before them."""


_Told = tuple[_PastFile, str]
"""A file, and what it holds that git should not keep."""


def judge_past(
    repository: Path, base: str, folder: str, kinds: Kinds, attachments: tuple[AttachmentKind, ...] = ()
) -> tuple[Problem, ...]:
    """Return what the proposal's commits bring into the history for ever, though its last one doesn't show it.

    Of the files of the last commit, only photos are looked at, wherever they lie: what they reveal can't wait until
    all else is right. An earlier state of a companion that a text still names, such as the track of a walk, is judged
    with that text. Raises ``GitError``; ``CutHistoryError`` where not every commit is there.
    """
    _refuse_cut(repository, base)
    history = list_history(repository, base)
    tree = {path: blob for path, _mode, blob in list_tree(repository, "HEAD")}
    last: dict[str, list[str]] = {}
    for path, blob in tree.items():
        last.setdefault(blob, []).append(from_content(path, folder))
    files = list(_changed_files(repository, history, folder))
    past = [file for file in files if file.blob not in last]
    companions = _companions(repository, folder, kinds, tree) if past else frozenset()
    reasons: list[_Told] = [(file, _UNREAD) for file in past if file.size > _LARGEST]
    lines: list[tuple[_PastFile, frozenset[str] | None]] = []
    revealed: list[Problem] = []
    for part in bounded((file for file in files if file.size <= _LARGEST), lambda file: file.size, _LARGEST):
        contents = read_blobs(repository, (file.blob for file in part))
        opened = [replace(file, data=contents[file.blob]) for file in part]
        revealed += _judge_shown([(last[file.blob], file.data) for file in opened if file.blob in last])
        removed = [file for file in opened if file.blob not in last]
        reasons += [*_judge_photos(removed), *_judge_others(removed, attachments, companions)]
        lines += _read_lines(
            repository, [replace(file, before=()) if file.blob in last else file for file in opened if past]
        )
    reasons += [(file, _UNREAD) for file, contacts in lines if file.blob not in last and contacts is None]
    contacts_shown = {contact for file, contacts in lines if file.blob in last for contact in contacts or ()}
    lost = [file for file, contacts in lines if file.blob not in last and contacts and contacts - contacts_shown]
    codes = {"proposal-history": reasons, "proposal-history-contact": [(file, _CONTACT) for file in lost]}
    return (
        *_outside(history, {file.path for file in list_changes(repository, base)}, folder),
        *revealed,
        *(
            problem(code, file.path, reason=reason, commit=file.commit[:_SHORT])
            for code, files_told in codes.items()
            for file, reason in files_told
        ),
        *_judge_messages(list_messages(repository, base)),
    )


def _outside(history: Iterable[FileChange], last: Container[str], folder: str) -> Iterator[Problem]:
    """Yield changes of earlier commits beside the contents; those that the last one shows (``last``) are told there."""
    commits = {change.path: change.commit for change in reversed([*history]) if is_maintained(change.path, folder)}
    for path, commit in commits.items():
        if path not in last:
            yield problem("proposal-history-outside", from_content(path, folder), commit=commit[:_SHORT])


def _judge_shown(files: list[tuple[list[str], bytes]]) -> Iterator[Problem]:
    """Yield what photos of the last commit (their paths, their bytes) reveal, whatever they are called."""
    photos = [photo for photo in files if form_of(photo[1])]
    looks = run_bounded(inspect_privacy, [("", data) for _, data in photos], None, LIMITS)
    for (paths, _), faults in zip(photos, looks, strict=True):
        yield from (replace(photo, path=path) for photo in faults or () for path in paths)


def _refuse_cut(repository: Path, base: str) -> None:
    """Raise ``CutHistoryError`` where a shallow clone ends between the base and the last commit."""
    listed = repository / os.fsdecode(run_git(repository, "rev-parse", "--git-path", "shallow")).rstrip("\r\n")
    ends = set(listed.read_text(encoding="ascii").split()) if listed.is_file() else set()
    commits = run_git(repository, "rev-list", "--end-of-options", f"{base}..HEAD", "--") if ends else b""
    if cut := next((name for name in commits.decode("ascii").split() if name in ends), ""):
        raise CutHistoryError(cut)


def _judge_photos(files: list[_PastFile]) -> Iterator[_Told]:
    """Yield what the files that begin like photos reveal."""
    photos = [photo for photo in files if form_of(photo.data)]
    looks = run_bounded(_look, [photo.data for photo in photos], None, LIMITS)
    for photo, revealed in zip(photos, looks, strict=True):
        yield from ((photo, reason) for reason in _reasons(revealed))


def _judge_others(
    files: list[_PastFile], attachments: tuple[AttachmentKind, ...], named: frozenset[str]
) -> Iterator[_Told]:
    """Yield what the other files reveal, by their kind; a file of no known kind that is no text counts as unread.

    Those that are ``named`` (paths) by a text are left to it.
    """
    others = [file for file in files if not form_of(file.data)]
    for kind in attachments:
        suffixes = {file.blob: kind.suffix_of(file.path, file.data) for file in others}
        files_of_kind = [file for file in others if suffixes[file.blob] and file.path not in named]
        others = [file for file in others if not suffixes[file.blob]]
        inspections = inspect_now([(f"{file.path}{suffixes[file.blob]}", file.data) for file in files_of_kind], kind)
        for file, inspected in zip(files_of_kind, inspections, strict=True):
            codes = {fault.code for fault in inspected.problems}
            if codes & (kind.private | kind.unread):
                yield file, _PRIVATE if codes & kind.private else _UNREAD
    yield from ((file, _UNREAD) for file in others if _text_of(file.data) is None)


def _look(data: bytes, _shared: None = None) -> Revealed:
    return private_kinds(data, form_of(data))


def _reasons(revealed: Revealed | None) -> Iterator[str]:
    """Yield the reasons against a photo, by what it reveals; None is one that could not be read within its limits."""
    if revealed is None or revealed == UNKNOWN:
        yield _UNREAD
    elif revealed:
        if PrivateKind.POSITION in revealed:
            yield _POSITION
        if revealed - UNKNOWN - {PrivateKind.POSITION}:
            yield _PRIVATE


def _text_of(data: bytes) -> str | None:
    """Return the letters of a file that holds nothing else, in whichever encoding people use; None for another."""
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if is_wide else "utf-8")
    except UnicodeDecodeError:
        return None if is_wide or _UNPRINTABLE.search(data) else data.decode("cp1252", "replace")
    return text if is_wide or "\0" not in text else None


def _read_lines(repository: Path, files: list[_PastFile]) -> Iterator[tuple[_PastFile, frozenset[str] | None]]:
    """Yield the contacts in the lines that each text got, and not in those that it lost."""
    texts = [(file, text) for file in files if (text := _text_of(file.data)) is not None]
    sizes = blob_sizes(repository, (name for file, _ in texts for name in file.before))
    former = read_blobs(repository, (name for name, size in sizes.items() if size <= TEXT_LIMIT))
    jobs = []
    for file, text in texts:
        new = text.splitlines()
        old = [line for name in file.before for line in (_text_of(former.get(name, b"")) or "").splitlines()]
        got, lost = set(old), set(new)
        jobs.append(tuple("\n".join(x for x in lines if x not in other) for lines, other in ((new, got), (old, lost))))
    yield from zip((file for file, _ in texts), _looked_through(jobs), strict=True)


def _looked_through(jobs: list[tuple[str, ...]]) -> Iterable[frozenset[str] | None]:
    """Return ``_look_through`` for each; None for what takes too long. A few lines need no process of their own."""
    if sum(len(text) for job in jobs for text in job) < TEXT_LIMIT // 10:
        return map(_look_through, jobs)
    return run_bounded(_look_through, jobs, None, LIMITS)


def _look_through(job: tuple[str, ...], _shared: None = None) -> frozenset[str]:
    contacts, *lost = (frozenset(same_contact(c.value) for c in contacts_in(text)) for text in job)
    return contacts.difference(*lost)


def _judge_messages(messages: list[tuple[str, str]]) -> Iterator[Problem]:
    """Yield what the messages of commits tell of people, which no later commit takes back."""
    looks = _looked_through([(_SIGNED.sub("", message),) for _, message in messages])
    for (commit, _), contacts in zip(messages, looks, strict=True):
        if contacts is None or contacts:
            reason = _UNREAD if contacts is None else _CONTACT
            yield problem("proposal-message", "..", reason=reason, commit=commit[:_SHORT])


def _changed_files(repository: Path, history: Iterable[FileChange], folder: str) -> Iterator[_PastFile]:
    """Yield every file that comes into the history with the proposal, by the first commit that has it."""
    first: dict[str, FileChange] = {}
    for change in history:
        if change.mode in WITH_CONTENT:
            first.setdefault(change.blob, change)
    for blob, size in blob_sizes(repository, first).items():
        change = first[blob]
        yield _PastFile(from_content(change.path, folder), blob, size, change.commit, change.before)


def _companions(repository: Path, folder: str, kinds: Kinds, shown: dict[str, str]) -> frozenset[str]:
    """Return the companions that texts of the last commit name, as paths from the content folder."""
    blobs = {path.removeprefix(folder): blob for path, blob in shown.items() if path.startswith(folder)}
    texts = {
        path: kind
        for path in blobs
        if (kind := find_kind(path, [kind_beside for kind_beside in kinds if kind_beside.beside]))
    }
    contents = read_blobs(repository, (blobs[path] for path in texts))
    drafts = (draft_text(path, kind, contents[blobs[path]]) for path, kind in texts.items())
    return frozenset(path for draft in drafts for path in companions_of(draft))
