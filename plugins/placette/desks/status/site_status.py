"""The state of the site as values: what waits, what comes, what came out, what is wrong, where it is quiet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from placette.desks.status.links.memory import Known
from placette.engine.problems.problems import Problem
from placette.features.calls import DueConsultation
from placette.features.decisions import DueDecision
from placette.features.letterbox import LateLetter
from placette.features.questions import DueQuestion


class Wait(StrEnum):
    """Why a text isn't published."""

    DRAFT = "draft"
    TO_MEND = "to-mend"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft, a text to mend or a proposal (``path`` is its branch). ``who`` are the people behind it, by name.

    ``committed`` is false for a file that git doesn't have yet; ``since`` is None then, or if git doesn't know.
    ``texts`` are the files of a proposal.
    """

    kind: Wait
    path: str
    title: str
    who: tuple[str, ...]
    since: date | None
    committed: bool = True
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dated:
    """A text and the day that matters: of publication, of an event's last date, of the last change."""

    path: str
    title: str
    who: tuple[str, ...]
    day: date


@dataclass(frozen=True, slots=True)
class Silence:
    """A commune and the last post about it."""

    code: str
    name: str
    last: Dated


@dataclass(frozen=True, slots=True)
class LinkState:
    """The state of outside links: how many, how many ever requested, when last; the dead ones, the moved ones."""

    count: int = 0
    asked: int = 0
    last: date | None = None
    dead: tuple[Known, ...] = ()
    moved: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteStatus:
    """The state of the site at ``now``. Each list begins with the most urgent.

    ``problems`` begins with the blocking ones. ``fault`` is why git knows nothing; ``shallow`` means that it knows only
    the newest commits.
    """

    now: datetime
    waiting: tuple[Waiting, ...] = ()
    scheduled: tuple[Dated, ...] = ()
    held: tuple[Dated, ...] = ()
    """Texts that are ready and wait all the same, each with the day from which it may appear."""
    published: tuple[Dated, ...] = ()
    problems: tuple[Problem, ...] = ()
    lacking: tuple[Problem, ...] = ()
    """What the settings must say before the site can be published."""
    links: LinkState = field(default_factory=LinkState)
    silent: tuple[Silence, ...] = ()
    passing: tuple[Dated, ...] = ()
    review: tuple[Dated, ...] = ()
    letters: tuple[LateLetter, ...] = ()
    """Letters that wait longer than was promised."""
    appeals: tuple[DueDecision, ...] = ()
    """Decisions whose appeal ends soon, or waits for its outcome."""
    questions: tuple[DueQuestion, ...] = ()
    """Questions that wait longer than was promised, and answers to verify."""
    consultations: tuple[DueConsultation, ...] = ()
    """Consultations that have ended without a decision."""
    fault: str = ""
    shallow: bool = False
