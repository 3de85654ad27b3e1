"""What the last build wrote and from what, so that this one makes only what has changed.

A file is made from a *key* (a digest of all that is its own: what it is, what it lists, its template) and from
*parts* that it shares with other files (a post, a card, a person), each with a *mark* that changes when the part does.
A file whose key and parts are as they were, and which still lies where it was put, is current.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from placette.engine.base.message import N_

NEW = N_("it is new")
KEY = N_("what it lists, its template or the settings changed")
GONE = N_("it no longer lay there as it was written")
"""Why a file is stale, beside the names of its parts."""
CARD, CARD_CHANGED = "card", N_("what lists show of {what} changed")
"""The kind of part that is no text, the first word of its name; texts' own kinds say why theirs is stale."""


class Written(NamedTuple):
    """A file as a build wrote it: its key, the digest of its bytes, the names of its parts.

    Those of the last build's files are not at hand: ``Ledger.shows`` knows them.
    """

    key: str
    digest: str = ""
    parts: tuple[str, ...] = ()


def _nothing(_parts: Set[str]) -> Mapping[str, tuple[str, ...]]:
    return {}


@dataclass(slots=True)
class Ledger:
    """The last build's files and marks, and what this build wants.

    ``lost`` gives files that no longer lie as they were written, ``shows`` those that show any of some parts, and
    which; ``outdated`` are those whose parts have other marks now. ``stale`` are the files to make, each with why.
    ``inspect`` looks at the bytes of a file before it is written, if somebody wants to; ``looks`` is what it saw.
    """

    files: Mapping[str, Written] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    lost: Callable[[], frozenset[str]] = frozenset
    shows: Callable[[Set[str]], Mapping[str, tuple[str, ...]]] = _nothing
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
        """Want a file; whether it must be made. Then ``note`` records what was made."""
        why = self._why(path, key)
        if why:
            self.stale[path] = why
            self.wanted[path] = Written(key)
        else:
            self.wanted[path] = self.files[path]
        return bool(why)

    def needs_of(self, keys: Mapping[str, str]) -> list[str]:
        """Want thousands of files, each with its key; those that must be made."""
        lost, stale = self.lost() | self.outdated.keys(), []
        for path, key in keys.items():
            last = self.files.get(path)
            if last is not None and last.key == key and path not in lost:
                self.wanted[path] = last
            elif self.needs(path, key):
                stale.append(path)
        return stale

    def note(self, path: str, digest: str, parts: tuple[str, ...] = (), look: object = None) -> None:
        """A file that was needed is made: the digest of its bytes, the parts it shows, what was seen in it."""
        shared = tuple(map(sys.intern, parts))  # the same names stand in thousands of files
        self.wanted[path] = Written(self.wanted[path].key, digest, shared)
        if look is not None:
            self.looks[path] = look

    def _why(self, path: str, key: str) -> tuple[str, ...]:
        last = self.files.get(path)
        if last is None:
            return (NEW,)
        if path in self.lost():
            return (GONE,)
        if last.key != key:
            return (KEY,)
        return self.outdated.get(path, ())
