"""What the last build wrote and from what, so that this one makes only what has changed.

A file is made from a *key* (a digest of all that is its own: its kind, its list, its template) and from *parts* that it
shares with other files (a post, a card, a person), each with a *mark* that changes when the part does. A file is
current if its key and parts are unchanged, and it is still in its place as written.

Thousands of files without parts that seldom change can be a *row group*: one mark covers them all.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import NamedTuple, Protocol

from placette.engine.base.translation import N_

NEW = N_("it is new")
KEY = N_("what it lists, its template or the settings changed")
GONE = N_("it is no longer as it was written")
"""Why a file is stale, beside the names of its parts."""
CARD, CARD_CHANGED = "card", N_("what lists show of {what} changed")
FRAME, FRAME_CHANGED = "frame", N_("what surrounds “{what}” pages changed")
"""Kinds of parts that are no texts, the first word of their names; texts' own kinds explain why theirs is stale."""

PageParts = tuple[bytes, ...]
"""A printed page: what is around its blocks and, every second one, a block. See ``PageFrames``."""


class Inspector(Protocol):
    """Looks at files before they are written."""

    def __call__(self, path: str, data: bytes) -> object:
        """Look at a file."""

    def inspect_parts(self, path: str, page_parts: PageParts) -> tuple[object, bool]:
        """Look at a page; return the look, and whether its blocks may be reused in another page frame."""

    def inspect_frame(self, path: str, before: PageParts, now: PageParts) -> tuple[object, bool]:
        """Look at a page of which only the page frame has changed; return the same."""


class Written(NamedTuple):
    """A file as a build wrote it: its key, the digest of its bytes, the names of its parts, the sizes of its parts.

    Those of the last build's files are not in memory: see ``Ledger.shows`` and ``Ledger.parts_of``. ``parts`` is None
    where they are those of the last build.
    """

    key: str
    digest: str = ""
    parts: tuple[str, ...] | None = ()
    page_parts: tuple[int, ...] = ()


class RowGroup(NamedTuple):
    """Files that are wanted together, as long as their mark is what it was: their paths, keys and digests, in order.

    ``signed`` are the signatures of the files, as JSON.
    """

    mark: str
    paths: Sequence[str]
    keys: Sequence[str]
    digests: Sequence[str]
    signed: str

    def files(self) -> dict[str, Written]:
        """Its files, one by one."""
        return dict(zip(self.paths, map(Written, self.keys, self.digests), strict=True))


@dataclass(slots=True)
class Ledger:
    """The last build's files and marks, and what this build wants.

    ``lost`` returns files that have changed since they were written, ``shows`` those that show any of some parts, and
    which; ``outdated`` are those whose parts have other marks now. ``stale`` are the files to make, each with why.
    ``inspect`` looks at the bytes of a file before it is written, if given; ``looks`` are its results. ``parts_of``
    returns a page as the last build made it, in parts; nothing where that isn't known.

    ``row_groups`` are those of the last build; their files are not among ``files`` before they are wanted one by one.
    ``kept`` are those that stay as they are, ``bound`` those that this build makes: their marks and paths.
    """

    files: dict[str, Written] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    lost: Callable[[], frozenset[str]] = frozenset
    shows: Callable[[Set[str]], Mapping[str, tuple[str, ...]]] = lambda _parts: {}
    outdated: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wanted: dict[str, Written] = field(default_factory=dict)
    marked: dict[str, str] = field(default_factory=dict)
    stale: dict[str, tuple[str, ...]] = field(default_factory=dict)
    inspect: Inspector | None = None
    parts_of: Callable[[str], PageParts] = lambda _path: ()
    looks: dict[str, object] = field(default_factory=dict)
    row_groups: Mapping[str, RowGroup] = field(default_factory=dict)
    kept: dict[str, RowGroup] = field(default_factory=dict)
    bound: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

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
        """Note a file that was made: the digest of its bytes, the parts it shows, the look at it."""
        self.note_page(path, Written("", digest, parts), look)

    def note_page(self, path: str, made: Written, look: object) -> None:
        """Note a page whose parts are known; its key is the one that it was wanted with."""
        parts = made.parts and tuple(map(sys.intern, made.parts))  # the same names are in thousands of files
        self.wanted[path] = made._replace(key=self.wanted[path].key, parts=parts)
        if look is not None:
            self.looks[path] = look

    def wants_frame(self, path: str) -> bool:
        """Return whether a page is to be made, but only what is around its blocks."""
        why = self.stale[path]
        return len(why) == 1 and why[0].startswith(f"{FRAME} ")

    def loosen(self, name: str) -> None:
        """Let the files of a row group be wanted one by one, if the last build made it."""
        self.kept.pop(name, None)
        if name in self.row_groups:
            self.files |= self.row_groups[name].files()

    def keeps(self, name: str, mark: str) -> bool:
        """Want a row group as the last build left it; whether it can be. Else its files are wanted, then bound."""
        last = self.row_groups.get(name)
        if last is None or last.mark != mark or not self.lost().isdisjoint(last.paths):
            self.loosen(name)
            return False
        self.kept[name] = last
        return True

    def bind(self, name: str, mark: str, paths: Iterable[str]) -> None:
        """Make a row group of files that were wanted one by one, after those of the last build's were loosened."""
        self.bound[name] = mark, tuple(paths)

    def loosen_rest(self) -> None:
        """Release the files of all unwanted row groups: those that are not wanted one by one are removed."""
        for name in self.row_groups.keys() - self.kept.keys() - self.bound.keys():
            self.loosen(name)

    def names(self) -> Iterator[str]:
        """Every file that is wanted."""
        return chain(self.wanted, *(row_group.paths for row_group in self.kept.values()))

    def digests(self) -> dict[str, str]:
        """Every file that is wanted, with the digest of its bytes."""
        own = {path: written.digest for path, written in self.wanted.items()}
        kept = (zip(row_group.paths, row_group.digests, strict=True) for row_group in self.kept.values())
        return own | dict(chain.from_iterable(kept))

    def count(self) -> int:
        """Return how many files are wanted."""
        return len(self.wanted) + sum(len(row_group.paths) for row_group in self.kept.values())

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
