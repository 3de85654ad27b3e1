"""The proof: every sentence of a content folder that still tells of somebody, with its file and line."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from placette.desks.leaving.names import Kind, Traces, names_in
from placette.desks.leaving.rewriting import mentions
from placette.engine.library.draft import draft_text
from placette.engine.library.kinds import find_kind
from placette.kinds import KINDS

_BEFORE, _LENGTH = 60, 140
"""Characters of a long line that are shown before what was found, and in all."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence that tells of the person; line 0 is the file's own name, which addresses show."""

    path: str
    line: int
    excerpt: str
    kind: Kind


def search(texts: Mapping[str, bytes], traces: Traces, *, after: bool = True) -> Iterator[Finding]:
    """Everything that tells of the person, in order; before the texts are rewritten, what rewriting doesn't settle."""
    for path in sorted(texts):
        place = posixpath.dirname(path) if path.endswith("/index.md") else path.removesuffix(".md")
        if names_in(place, traces) and not _is_tombstone(path, texts[path]):
            yield Finding(path, 0, path, Kind.NAME)
        text = texts[path].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        for hit in mentions(text, traces, after=after):
            line = text.count("\n", 0, hit.start)
            begins = text.rfind("\n", 0, hit.start) + 1
            yield Finding(path, line + 1, _excerpt(text.split("\n")[line], hit.start - begins), hit.kind)


def _is_tombstone(path: str, data: bytes) -> bool:
    """Whether nothing is there but an address, which must go on answering."""
    kind = find_kind(path, KINDS)
    return kind is not None and draft_text(path, kind, data).is_withdrawn


def _excerpt(line: str, column: int) -> str:
    start = max(0, column - _BEFORE)
    shown = line[start : start + _LENGTH].strip()
    return ("…" if start else "") + shown + ("…" if len(line) > start + _LENGTH else "")
