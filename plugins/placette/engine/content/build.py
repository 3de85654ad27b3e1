"""What one build knows: read once, shared with every feature."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from placette.engine.content.addresses import Moves, Remembered, lost_addresses, lost_problems, shape_of
from placette.engine.content.build_summary import BuildSummary
from placette.engine.content.communes import CommuneIndex
from placette.engine.content.companions import Attachment
from placette.engine.content.kinds import Gone, Kinds, TextKind
from placette.engine.content.options import TextAddresses
from placette.engine.findings.problems import Problem
from placette.engine.texts.values import PhotoFacts

V = TypeVar("V")


class UncleanError(Exception):
    """A body is not what the sanitiser gives: the memory of readings is damaged."""


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
    fresh: frozenset[str] = field(default=frozenset(), compare=False)
    """By source path, the texts that were converted, and so cleaned, for this build; others come from a store."""
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
    gone_addresses = {move.old for move in moves.moves if move.new is None}
    return tuple(lost_problems(lost_addresses(ours, urls, departed, gone_addresses), ours, urls))
