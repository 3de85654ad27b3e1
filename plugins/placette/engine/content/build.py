"""What one build knows: read once, shared with every feature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, TypeVar

from pydantic import TypeAdapter

from placette.engine.base.versions import code_version
from placette.engine.content.addresses import Moves, Remembered, lost_addresses, lost_problems, shape_of
from placette.engine.content.attachments import Attachment
from placette.engine.content.build_summary import BuildSummary
from placette.engine.content.communes import CommuneIndex
from placette.engine.content.kinds import AnyKind, Gone, Kinds, Text, TextKind
from placette.engine.content.memory import Memory
from placette.engine.content.options import TextAddresses
from placette.engine.content.records import Record
from placette.engine.findings.messages import messages
from placette.engine.findings.problems import Problem
from placette.engine.texts.values import Body, PhotoFacts

V = TypeVar("V")


class UncleanError(Exception):
    """A body that is asked for was lost or is not what the sanitiser gives: the memory of readings is damaged."""


@dataclass(frozen=True, slots=True)
class Build:
    """The texts of one build, sorted by fate, and what they refer to."""

    now: datetime
    lang: str
    base: str
    texts: Mapping[str, tuple[Any, ...]]
    """The texts to show, by kind (see ``of``)."""
    waiting: Mapping[str, tuple[Any, ...]]
    unfinished: Mapping[str, tuple[Any, ...]]
    communes: CommuneIndex
    photos: Mapping[str, PhotoFacts]
    problems: tuple[Problem, ...]
    build_summary: BuildSummary
    gone: tuple[Gone, ...] = ()
    """The texts that were withdrawn: their addresses alone."""
    unlisted_texts: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    bodies: Mapping[str, Body] = field(default_factory=dict)
    """The whole bodies, by source path, of the texts that leave theirs outside: HTML and headings are stored apart."""
    fresh: frozenset[str] = frozenset()
    """Those of them that were converted, and so cleaned, for this build, by source path; the others come from a store.
    """
    addresses: Mapping[str, str] = field(default_factory=dict)
    """The address of every text found, refused ones too, by source path; empty for a text without page."""
    attachments: Mapping[str, Attachment] = field(default_factory=dict)
    """The files that lie beside texts to be offered, by path."""
    listed: tuple[tuple[str, Problem], ...] = ()
    """Addresses of other pages to which texts link, each with the problem if there is no such page."""
    embargoed: Mapping[str, datetime] = field(default_factory=dict)
    """By source path, the end of the embargo of each finished text; texts of a later date are included."""
    preview: bool = False
    """Whether drafts and scheduled texts are shown too, for those who edit the site."""
    kinds: Kinds = ()
    """The kinds of its texts, as features extend them."""

    def of(self, kind: TextKind[Any, V]) -> tuple[V, ...]:
        """Return the texts of a kind that may be shown, in its order."""
        return self.texts.get(kind.name, ())

    def scheduled(self, kind: TextKind[Any, V]) -> tuple[V, ...]:
        """Return the texts that wait for their date."""
        return self.waiting.get(kind.name, ())

    def drafts(self, kind: TextKind[Any, V]) -> tuple[V, ...]:
        """Return the texts that are not finished."""
        return self.unfinished.get(kind.name, ())

    def unlisted(self, kind: TextKind[Any, V]) -> tuple[V, ...]:
        """Return the texts with nothing of their own to show, and that no text to show names or links to."""
        return self.unlisted_texts.get(kind.name, ())

    def body_of(self, text: Text) -> Body:
        """Return the whole body of a text; raises ``UncleanError`` where it was lost."""
        try:
            return self.bodies[text.path] if text.path in self.bodies else text.body  # noqa: SIM401 - hides a loss
        except KeyError as error:
            raise UncleanError(text.path) from error


class Asked(NamedTuple):
    """A path that means something else with this query, as browsers send it; ``new`` is None where that is gone."""

    path: str
    query: str
    new: str | None


@dataclass(frozen=True, slots=True)
class Departures:
    """Paths from the server's root, decoded. A ``gone`` one that ends with «/» means all below it."""

    moved: tuple[tuple[str, str], ...] = ()
    """Each with the path that took its place."""
    gone: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()
    """Addresses with a query: no page can have one."""
    waiting: tuple[str, ...] = ()
    """Addresses that lead to a text which is left out for now."""
    problems: tuple[Problem, ...] = ()
    """Problems of the editors' declarations."""


def disappeared(build: Build, patterns: TextAddresses, remembered: Remembered, moves: Moves) -> tuple[Problem, ...]:
    """Return problems of remembered addresses that only a text can have had and none has; none while texts block."""
    if not remembered.lines or build.build_summary.refused:
        return ()
    shape = re.compile("|".join(map(shape_of, patterns.patterns.values())))
    groups = (*build.texts.values(), *build.unlisted_texts.values(), build.gone)
    urls = {text.url for texts in groups for text in texts}
    texts = {
        address: line
        for address, line in remembered.lines.items()
        if address in urls or (shape.fullmatch(address) and not patterns.is_own(address))
    }
    ours = Remembered(texts)
    departed = {move.old for move in moves.moves}
    gone = {move.old for move in moves.moves if move.new is None}
    return tuple(lost_problems(lost_addresses(ours, urls, departed, gone), ours, urls))


@dataclass(frozen=True, slots=True)
class Apart:
    """The part of a record kept beside it: the whole body of its text, and its anchors."""

    body: Body
    ids: frozenset[str]


@cache
def _apart_adapter() -> TypeAdapter[Apart]:
    return TypeAdapter(Apart)


@cache
def _adapter(kind: AnyKind) -> TypeAdapter[Record[Any, Any]]:
    """Return the adapter for the records of a kind."""
    return TypeAdapter(Record[kind.value, kind.relations.extra])  # type: ignore[name-defined]


_AT_HAND = 1200
"""Bodies that are kept in memory too, some 10 kB each: most sites have no more."""


@dataclass(frozen=True, slots=True)
class MemoryRecordCache(Mapping[str, Body]):
    """Keeps records in a memory; one that names unknown problems, or whose text is lost, is not ours.

    A ``light`` record cache gives records without their HTML, headings and anchors; it is itself the mapping from
    source path to whole body.
    """

    memory: Memory
    light: bool = False
    names: dict[str, str] = field(default_factory=dict)
    made: dict[str, Apart] = field(default_factory=dict)
    """The first bodies that this process was given, by name, so that they needn't be read back."""

    def recall(self, key: str, kind: AnyKind) -> Record[Any, Any] | None:
        """Return the record of ``key``, of a text of a kind, if it is valid."""
        name = _name(key)
        record = self.memory.get(name, _adapter(kind))
        if record is None or not self.memory.has_text(name):
            return None
        if any(finding.code not in messages() for finding in record.problems):
            return None
        self.names[record.outline.path] = name
        if self.light:
            return record
        apart = self.memory.text(name, _apart_adapter())
        return None if apart is None else _made_whole(record, apart)

    def keep(self, key: str, kind: AnyKind, record: Record[Any, Any]) -> Record[Any, Any]:
        """Keep a record; the same, as this record cache gives it."""
        name, body = _name(key), record.value.body if record.value else Body()
        light = _made_whole(record, Apart(replace(body, html="", headings=()), frozenset()))
        self.memory.put(name, light, _adapter(kind))
        apart = Apart(body, record.ids)
        self.memory.put_text(name, apart, _apart_adapter())
        if name in self.made or len(self.made) < _AT_HAND:
            self.made[name] = apart
        self.names[record.outline.path] = name
        return light if self.light else record

    def ids(self, path: str) -> frozenset[str]:
        """Return the anchors of the text at ``path``; none of one that isn't kept here. Raises ``UncleanError``."""
        try:
            return self._apart(path).ids if path in self.names else frozenset()
        except KeyError as error:
            raise UncleanError(path) from error

    def fresh(self) -> frozenset[str]:
        """Return the paths of the texts whose bodies this process has kept, as it will get them back."""
        return frozenset(path for path, name in self.names.items() if name in self.memory.own)

    def put_away(self) -> None:
        """Write what was kept apart to the disk, and leave it there."""
        if self.light:
            self.memory.put_texts_away()

    def __getitem__(self, path: str) -> Body:
        return self._apart(path).body

    def _apart(self, path: str) -> Apart:
        name = self.names[path]
        apart = self.made.get(name) or self.memory.text(name, _apart_adapter())
        if apart is None:
            raise KeyError(path)
        return apart

    def __contains__(self, path: object) -> bool:
        return path in self.names

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


def _name(key: str) -> str:
    return f"text {code_version()[:20]} {key}"


def _made_whole(record: Record[Any, Any], apart: Apart) -> Record[Any, Any]:
    value = record.value and replace(record.value, body=apart.body)
    return replace(record, ids=apart.ids, value=value)
