"""What the last build wrote and from what, so that this one makes only what has changed.

A file is made from a *key* (a digest of all that is its own: its kind, its list, its template) and from *parts* that it
shares with other files (a post, a card, a person), each with a *mark* that changes when the part does. A file is
current if its key and parts are unchanged, and it is still in its place as written.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from placette.engine.base.translation import N_

NEW = N_("it is new")
KEY = N_("what it lists, its template or the settings changed")
GONE = N_("it is no longer as it was written")
"""Why a file is stale, beside the names of its parts."""
CARD, CARD_CHANGED = "card", N_("what lists show of {what} changed")
"""A kind of part that is no text, the first word of its name; texts' own kinds explain why theirs is stale."""


class Written(NamedTuple):
    """A file as a build wrote it: its key, the digest of its bytes, the names of its parts.

    Those of the last build's files are not in memory: see ``Ledger.shows``.
    """

    key: str
    digest: str = ""
    parts: tuple[str, ...] = ()


@dataclass(slots=True)
class Ledger:
    """The last build's files and marks, and what this build wants.

    ``lost`` returns files that have changed since they were written, ``shows`` those that show any of some parts, and
    which; ``outdated`` are those whose parts have other marks now. ``stale`` are the files to make, each with why.
    ``inspect`` looks at the bytes of a file before it is written, if given; ``looks`` are its results.
    """

    files: dict[str, Written] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    lost: Callable[[], frozenset[str]] = frozenset
    shows: Callable[[Set[str]], Mapping[str, tuple[str, ...]]] = lambda _parts: {}
    outdated: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wanted: dict[str, Written] = field(default_factory=dict)
    marked: dict[str, str] = field(default_factory=dict)
    stale: dict[str, tuple[str, ...]] = field(default_factory=dict)
    inspect: Callable[[str, bytes], object] | None = None
    looks: dict[str, object] = field(default_factory=dict)

    def mark(self, marks: Mapping[str, str]) -> None:
        """Set the marks of this build's parts, before asking for the files made from them."""
        self.marked |= marks
        self.outdated = self.shows({part for part, mark in self.marks.items() if self.marked.get(part) != mark})

    def needs(self, path: str, key: str) -> bool:
        """Note that a file is wanted; return whether it must be made. Then ``note`` records what was made."""
        why = self._why(path, key)
        if why:
            self.stale[path] = why
            self.wanted[path] = Written(key)
        else:
            self.wanted[path] = self.files[path]
        return bool(why)

    def note(self, path: str, digest: str, parts: tuple[str, ...] = (), look: object = None) -> None:
        """Note a file that was made: the digest of its bytes, the parts it shows, the look at it."""
        names = tuple(map(sys.intern, parts))  # the same are in thousands of files
        self.wanted[path] = Written(self.wanted[path].key, digest, names)
        if look is not None:
            self.looks[path] = look

    def look_at(self, path: str, data: bytes) -> object:
        """Look at a file that was made; None where nobody looks."""
        return self.inspect(path, data) if self.inspect else None

    def _why(self, path: str, key: str) -> tuple[str, ...]:
        last = self.files.get(path)
        if last is None:
            return (NEW,)
        if path in self.lost():
            return (GONE,)
        if last.key != key:
            return (KEY,)
        return self.outdated.get(path, ())


@dataclass(frozen=True, slots=True)
class Workshop:
    """The folders of a build and its ledger. ``output`` is the staging folder."""

    content: Path
    output: Path
    cache: Path
    theme: Path
    ledger: Ledger
