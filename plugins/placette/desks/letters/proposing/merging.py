"""What the writer sent since and what an editor changed meanwhile, brought together; neither is lost."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from placette.desks.letters.proposing.errors import ProposingError
from placette.desks.letters.proposing.plumbing import (
    blobs_in,
    read_blob,
    run_git_bounded,
    write_blob,
    write_tree,
)
from placette.engine.base.message import N_

_FENCE = b"---"
_SPACER = b"\x1f"
"""A line between any two: git takes changes of neighbouring lines for one conflict. No text may hold this character."""
_UNMERGED = N_("Git could not bring two versions together: {what}")

Stages = dict[int, tuple[str, str]]
"""Mode and blob of a file in conflict: 1 in the common ancestor, 2 in ours, 3 in the other."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A tree, and the paths in which both sides changed the same lines: there, ours are kept."""

    tree: str
    kept: tuple[str, ...] = ()


def merge_commits(repository: Path, ours: str, other: str) -> Merged:
    """The two commits as one tree. Where both changed the same lines, those of ``ours`` stay, and all else is taken."""
    done = run_git_bounded(repository, "merge-tree", "--write-tree", "-z", "--no-messages", ours, other)
    if done.returncode not in {0, 1}:
        raise ProposingError(_UNMERGED, what=done.stderr.decode("utf-8", "replace").strip())
    tree, *rows = done.stdout.decode("utf-8", "surrogateescape").rstrip("\0").split("\0")
    conflicts = _conflicts(rows)
    if not conflicts:
        return Merged(tree)
    mine = blobs_in(repository, ours)
    if any("~" in path and path not in mine for path in blobs_in(repository, tree)):
        # A file here, a folder there: git names one of them anew, which no editor would understand.
        return Merged(f"{ours}^{{tree}}", tuple(sorted(conflicts)))
    resolved = {path: _resolved(repository, path, stages) for path, stages in conflicts.items()}
    kept = tuple(sorted(path for path, (_entry, clean) in resolved.items() if not clean))
    return Merged(write_tree(repository, tree, {path: entry for path, (entry, _) in resolved.items()}), kept)


def _conflicts(rows: list[str]) -> dict[str, Stages]:
    found: dict[str, Stages] = {}
    for row in rows:
        facts, path = row.split("\t", 1)
        mode, blob, stage = facts.split(" ")
        found.setdefault(path, {})[int(stage)] = (mode, blob)
    return found


def _resolved(repository: Path, path: str, stages: Stages) -> tuple[tuple[str, str] | None, bool]:
    """What a path holds after all (None: nothing), and whether both sides are in it."""
    if 2 not in stages or 3 not in stages or not path.endswith(".md"):
        return stages.get(2), False
    base = read_blob(repository, stages[1][1]) if 1 in stages else b""
    text, clean = merge_texts(read_blob(repository, stages[2][1]), base, read_blob(repository, stages[3][1]))
    return (stages[2][0], write_blob(repository, text)), clean


def merge_texts(ours: bytes, base: bytes, other: bytes) -> tuple[bytes, bool]:
    """Two versions of a text as one, and whether no line was changed by both; where one was, ours stays."""
    with TemporaryDirectory(prefix="placette-") as folder:
        names = ("ours", "base", "other")
        for name, text in zip(names, (ours, base, other), strict=True):
            (Path(folder) / name).write_bytes(_spaced(text))
        count = run_git_bounded(Path(folder), "merge-file", "-p", "-q", *names).returncode
        done = run_git_bounded(Path(folder), "merge-file", "-p", "-q", "--ours", *names)
    if done.returncode:  # such as one of them holding a NUL, which git takes for no text
        return ours, False
    return done.stdout.replace(b"\n" + _SPACER, b""), count == 0


def _spaced(text: bytes) -> bytes:
    """A text with a line between any two of its front matter, where each is an answer of its own."""
    lines = text.split(b"\n")
    end = next((at for at, line in enumerate(lines) if at and line.rstrip() == _FENCE), 0)
    return b"\n".join((*(line + b"\n" + _SPACER for line in lines[:end]), *lines[end:]))
