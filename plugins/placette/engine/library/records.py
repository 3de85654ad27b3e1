"""What was made of a text, and all that decided it beside its bytes: the answers that the site gave.

A record that holds is the text read again. Its key covers the bytes, the reader and the site's rules; its answers cover
the rest: which texts the names in it mean, where links lead, which pictures lie where.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from placette.engine.base.files import digest
from placette.engine.library.checks import LATEST
from placette.engine.library.kinds import AnyKind
from placette.engine.library.models import Gone
from placette.engine.library.naming import Names, find_name
from placette.engine.library.options import ReadingOptions
from placette.engine.library.outline import Outline
from placette.engine.problems.problems import Problem
from placette.engine.texts.surroundings import Surroundings
from placette.engine.texts.values import Licence

V = TypeVar("V")
X = TypeVar("X")

Answer = tuple[str, str, bool]
"""What the surroundings say about a path: its address, its photo's facts or that it is gone, whether it is withheld."""
_NOT_THERE = "-"
"""Stands for the address of what isn't there: a text without a page has an empty one."""
Named = tuple[str, str, str]
"""A text that another names: its kind, the name as written, the slug that it means (or empty)."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What a text may learn of the others: which is meant by a name, under which licence they stand, what lies where.

    ``names`` are by kind, ``licences`` by kind and slug.
    """

    names: Mapping[str, Names]
    licences: Mapping[tuple[str, str], Licence]
    around: Surroundings

    def find(self, kind: str, written: str) -> str:
        """The slug of the text of a kind that a name means; empty when there is none."""
        return find_name(written, self.names.get(kind, {}))

    def licence_of(self, names: tuple[Named, ...]) -> Licence | None:
        """The licence of the first of some names."""
        return self.licences.get((names[0][0], names[0][2])) if names else None

    def answer(self, path: str) -> Answer:
        """What the surroundings say about a path, or about an address, which begins with a slash."""
        if path.startswith("/"):
            return self.around.paths.get(path[1:], ""), "", False
        photo = self.around.photos.get(path)
        facts = self.around.beside.get(path) or f"{self.around.points.get(path, '')}"
        facts = facts or "gone" * (path in self.around.gone) or "unshown" * (path in self.around.unshown)
        facts = f"{photo.digest} {photo.width} {photo.height}" if photo else facts
        offered = self.around.offered.get(path)
        address = offered.url if offered else self.around.addresses.get(path, _NOT_THERE)
        return address, offered.note if offered else facts, path in self.around.withheld


@dataclass(frozen=True, slots=True)
class Record(Generic[V, X]):
    """A text as it was read. ``value`` is there unless something of its own blocks, or it was withdrawn.

    ``names`` are the texts it names and what they meant, ``licence`` that of the first; ``answers`` the answer
    for each path it asked about. ``ids`` are its anchors, ``anchors`` those it links to.
    """

    outline: Outline[X]
    problems: tuple[Problem, ...] = ()
    value: V | None = None
    gone: Gone | None = None
    readable: bool = False
    ids: frozenset[str] = frozenset()
    anchors: tuple[tuple[str, str, Problem], ...] = ()
    names: tuple[Named, ...] = ()
    licence: Licence | None = None
    answers: tuple[tuple[str, Answer], ...] = ()
    listed: tuple[tuple[str, Problem], ...] = ()
    """Addresses of pages that are no text's, each with the problem if the build has no such page."""

    def holds(self, neighbours: Neighbours, latest: datetime) -> bool:
        """Whether reading the same bytes again, when no date may be after ``latest``, would give the same."""
        outline = self.outline
        if (outline.date and outline.date > latest) or any(day > latest for day in outline.days):
            return False
        if any(neighbours.find(kind, written) != slug for kind, written, slug in self.names):
            return False
        if neighbours.licence_of(self.names) != self.licence:
            return False
        return all(neighbours.answer(path) == answer for path, answer in self.answers)

    def lasts(self, fleeting: frozenset[str]) -> bool:
        """Whether it depends on no more than it keeps: none of its problems has a ``fleeting`` code."""
        return not any(found.code in fleeting for found in self.problems)


def fleeting_codes(options: ReadingOptions) -> frozenset[str]:
    """Codes of problems that depend on more than a record keeps: the proposal of a like name looks at every name."""
    called = (kind.called.unknown for kind in options.kinds if kind.called)
    return frozenset({"date-range", "text-slow", *called, *(code for kind in options.kinds for code in kind.fleeting)})


class Shelf(Protocol):
    """Where records are kept from one reading to the next."""

    def recall(self, key: str, kind: AnyKind) -> Record[Any, Any] | None:
        """The record of ``key``, of a text of a kind, if there is one to believe."""

    def keep(self, key: str, kind: AnyKind, record: Record[Any, Any]) -> Record[Any, Any]:
        """Keep a record; gives it as the shelf would."""

    def ids(self, path: str) -> frozenset[str]:
        """The anchors of the text at ``path``, whose record came without them."""

    def put_away(self) -> None:
        """Put what was kept where it takes no room."""


class NoShelf:
    """Keeps nothing."""

    def recall(self, _key: str, _kind: AnyKind) -> Record[Any, Any] | None:
        """Remember nothing."""
        return None

    def keep(self, _key: str, _kind: AnyKind, record: Record[Any, Any]) -> Record[Any, Any]:
        """Forget it."""
        return record

    def ids(self, _path: str) -> frozenset[str]:
        """None: a record keeps its own."""
        return frozenset()

    def put_away(self) -> None:
        """There is nothing."""


def latest_moment(options: ReadingOptions) -> datetime:
    """The latest date that a post may have, without zone."""
    return options.now.replace(tzinfo=None) + LATEST


def rules_mark(options: ReadingOptions) -> str:
    """A mark of the site's rules, but for the time and the photos, of which a record keeps the answers."""
    places = options.addresses
    rules = (
        *(options.lang, options.origin, options.base, options.languages, options.licence, options.labels),
        *(sorted(options.categories.items()), options.communes.mark, str(options.now.tzinfo)),
        *(sorted(places.patterns.items()), [kind.name for kind in options.kinds], options.passed_over),
        *((extension.check.__module__, extension.fields.__module__) for extension in options.extensions),
        *(sorted(places.reserved), sorted(places.own), places.lists, options.preview, options.charter),
    )
    return digest(repr(rules).encode("utf-8", "replace"))
