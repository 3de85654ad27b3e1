"""What a proposal changes, as git lists it: one value per file. Executes nothing, follows no link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from placette.engine.base.git import GitError, run_git
from placette.engine.texts.decoding import TEXT_LIMIT

_DIFF = ("diff", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--ignore-submodules=none")
"""Lists submodules too: a ``.gitmodules`` in the proposal could ask git to hide them."""
_ORDINARY = frozenset({"100644", "100755"})
"""Modes of regular files. A submodule has no content, and a link's content is its target."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """One changed file: its path from the repository's root, what happened (A, M, D, T), its new mode.

    ``blob`` is git's name for the new content.
    """

    path: str
    status: str
    mode: str
    blob: str = ""


def list_changes(repository: Path, base: str) -> tuple[FileChange, ...]:
    """The changes from the common ancestor with ``base`` to the proposal's last commit. Raises ``GitError``.

    A renamed file counts as a removal and an addition.
    """
    return parse_changes(run_git(repository, *_DIFF, "--end-of-options", f"{base}...HEAD", "--"))


def parse_changes(raw: bytes) -> tuple[FileChange, ...]:
    """Parse ``git diff --raw -z``: ``:oldmode newmode oldsha newsha status NUL path NUL``."""
    fields = raw.split(b"\0")
    changes = []
    for head, path in zip(fields[0::2], fields[1::2], strict=False):
        _old, new, _from, blob, status = head.decode("ascii").removeprefix(":").split(" ")
        changes.append(FileChange(path.decode("utf-8", "surrogateescape"), status[:1], new, blob))
    return tuple(changes)


def proposed_texts(repository: Path, changes: Iterable[FileChange]) -> dict[str, bytes]:
    """The Markdown files that a proposal adds or changes, by path; raises ``GitError``."""
    return _read_blobs(repository, {c.path: c.blob for c in changes if c.mode in _ORDINARY and c.path.endswith(".md")})


def base_texts(repository: Path, base: str, folder: str) -> dict[str, bytes]:
    """The Markdown files of ``folder`` as they were when the proposal left ``base``, by path; raises ``GitError``."""
    ancestor = run_git(repository, "merge-base", "--end-of-options", base, "HEAD").decode("ascii").strip()
    listed = run_git(repository, "ls-tree", "-r", "-z", "--full-tree", ancestor, "--", folder)
    blobs = {}
    for line in filter(None, listed.split(b"\0")):
        facts, _, name = line.partition(b"\t")
        mode, _type, blob = facts.decode("ascii").split(" ")
        if mode in _ORDINARY and name.endswith(b".md"):
            blobs[name.decode("utf-8", "surrogateescape")] = blob
    return _read_blobs(repository, blobs)


def _read_blobs(repository: Path, blobs: dict[str, str]) -> dict[str, bytes]:
    """The content of each path's blob, read in one go; empty for a blob larger than a text may be."""
    sizes = blob_sizes(repository, blobs.values())
    contents = read_blobs(repository, (blob for blob, size in sizes.items() if size <= TEXT_LIMIT))
    return {path: contents.get(blob, b"") for path, blob in blobs.items()}


def blob_sizes(repository: Path, names: Iterable[str]) -> dict[str, int]:
    """The size in bytes of each of these objects that is the content of a file; raises ``GitError``."""
    wanted = sorted(set(names))
    lines = _asked(repository, "--batch-check=%(objecttype) %(objectsize)", wanted).decode("ascii").splitlines()
    facts = [(name, *line.split(" ")) for name, line in zip(wanted, lines, strict=True)]
    if lost := next((name for name, kind, _ in facts if kind == name), ""):  # «name missing»
        raise GitError(f"{lost}: missing")
    return {name: int(size) for name, kind, size in facts if kind == "blob"}


def read_blobs(repository: Path, names: Iterable[str]) -> dict[str, bytes]:
    """The content of each of these blobs, read in one go; raises ``GitError``."""
    wanted = sorted(set(names))
    return _parse_batch(_asked(repository, "--batch=%(objectsize)", wanted), wanted)


def _asked(repository: Path, question: str, blobs: list[str]) -> bytes:
    return run_git(repository, "cat-file", question, given="".join(f"{blob}\n" for blob in blobs).encode("ascii"))


def _parse_batch(answer: bytes, blobs: list[str]) -> dict[str, bytes]:
    """Parse ``size LF content LF`` for each blob."""
    contents, place = {}, 0
    for blob in blobs:
        start = answer.index(b"\n", place) + 1
        size = answer[place:start].strip()
        if not size.isdigit():  # «name missing»
            raise GitError(f"{blob}: missing")
        end = start + int(size)
        contents[blob] = answer[start:end]
        place = end + 1
    return contents
