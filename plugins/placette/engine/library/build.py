"""What one build knows: read once, shared with every feature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from placette.engine.library.attachments import Attachment
from placette.engine.library.communes import CommuneIndex
from placette.engine.library.kinds import Text, TextKind
from placette.engine.library.models import Gone
from placette.engine.library.tally import Tally
from placette.engine.problems.problems import Problem
from placette.engine.texts.renditions import PhotoFacts
from placette.engine.texts.values import Body

V = TypeVar("V")


class UncleanError(Exception):
    """A body that is asked for was lost or is not what the sanitiser gives: the memory of readings lied."""


@dataclass(frozen=True, slots=True)
class Build:
    """The texts of one build, sorted by fate, and what they refer to."""

    now: datetime
    lang: str
    base: str
    texts: Mapping[str, tuple[Any, ...]]
    """Those that may be shown, by kind (see ``of``)."""
    waiting: Mapping[str, tuple[Any, ...]]
    unfinished: Mapping[str, tuple[Any, ...]]
    communes: CommuneIndex
    photos: Mapping[str, PhotoFacts]
    problems: tuple[Problem, ...]
    tally: Tally
    gone: tuple[Gone, ...] = ()
    """The texts that were withdrawn: their addresses alone."""
    unheard: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    bodies: Mapping[str, Body] = field(default_factory=dict)
    """The whole bodies, by source path, of the texts that do not hold theirs: HTML and headings lie apart."""
    fresh: frozenset[str] = frozenset()
    """Those of them that were converted, and so cleaned, for this build, by source path; the others come from a store.
    """
    addresses: Mapping[str, str] = field(default_factory=dict)
    """The address of every text found, refused ones too, by source path; empty for a text without page."""
    attachments: Mapping[str, Attachment] = field(default_factory=dict)
    """The files that lie beside texts to be offered, by path."""
    listed: tuple[tuple[str, Problem], ...] = ()
    """Addresses of pages that are no text's, to which texts link, each with the problem if there is no such page."""
    held: Mapping[str, datetime] = field(default_factory=dict)
    """By source path, until when a text that is ready is held back; those of a later date are named too."""
    preview: bool = False
    """Whether drafts and scheduled texts are shown too, for those who edit the site."""

    def of(self, kind: TextKind[Any, V]) -> tuple[V, ...]:
        """The texts of a kind that may be shown, in its order."""
        return self.texts.get(kind.name, ())

    def scheduled(self, kind: TextKind[Any, V]) -> tuple[V, ...]:
        """Those that wait for their date."""
        return self.waiting.get(kind.name, ())

    def drafts(self, kind: TextKind[Any, V]) -> tuple[V, ...]:
        """Those that are not finished."""
        return self.unfinished.get(kind.name, ())

    def silent(self, kind: TextKind[Any, V]) -> tuple[V, ...]:
        """Those that have nothing of their own to show, and that no text to be shown names or links to."""
        return self.unheard.get(kind.name, ())

    def body_of(self, text: Text) -> Body:
        """The whole body of a text; raises ``UncleanError`` where it was lost."""
        try:
            return self.bodies[text.path] if text.path in self.bodies else text.body  # noqa: SIM401 - hides a loss
        except KeyError as error:
            raise UncleanError(text.path) from error
