"""Finds every line of a content folder that still identifies somebody: the proof that a departure is complete."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from placette.desks.leaving.names import TraceKind, Traces, names_in
from placette.desks.leaving.rewriting import remaining_hits
from placette.engine.library.draft import draft_text
from placette.engine.library.kinds import Kinds, find_kind

_BEFORE, _LENGTH = 60, 140
"""How many characters of a long line are shown before the match, and in all."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A line that identifies the person. Line 0 is the file's own name, which shows in its address."""

    path: str
    line: int
    excerpt: str
    kind: TraceKind


def search(texts: Mapping[str, bytes], traces: Traces, kinds: Kinds, *, after: bool = True) -> Iterator[Mention]:
    """Every mention of the person, in order. With ``after`` false, only those that rewriting won't remove."""
    for path in sorted(texts):
        place = posixpath.dirname(path) if path.endswith("/index.md") else path.removesuffix(".md")
        if names_in(place, traces) and not _is_tombstone(path, texts[path], kinds):
            yield Mention(path, 0, path, TraceKind.NAME)
        text = texts[path].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        for hit in remaining_hits(text, traces, after=after):
            line = text.count("\n", 0, hit.start)
            begins = text.rfind("\n", 0, hit.start) + 1
            yield Mention(path, line + 1, _excerpt(text.split("\n")[line], hit.start - begins), hit.kind)


def _is_tombstone(path: str, data: bytes, kinds: Kinds) -> bool:
    """Whether a file is a tombstone: only an address, which must go on answering."""
    kind = find_kind(path, kinds)
    return kind is not None and draft_text(path, kind, data).is_withdrawn


def _excerpt(line: str, column: int) -> str:
    start = max(0, column - _BEFORE)
    shown = line[start : start + _LENGTH].strip()
    return ("…" if start else "") + shown + ("…" if len(line) > start + _LENGTH else "")
