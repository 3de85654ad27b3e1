"""What the editor's page tells, as values: what is waiting, what comes, what came out, what is wrong, what is quiet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from placette.desks.status.links.memory import Known
from placette.engine.problems.problems import Problem


class Wait(StrEnum):
    """Why a text isn't out."""

    DRAFT = "draft"
    TO_MEND = "to-mend"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft, a text to mend or a proposal (``path`` is its branch). ``who`` are the people behind it, by name.

    ``committed`` is false for a file that git doesn't hold yet; ``since`` is None then, and where git doesn't tell.
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
    """A text and a day that matters: of publication, of the last date of an event, of the last change."""

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
    """What is known of outside links: how many there are, how many were ever asked, when last; the dead, the moved."""

    count: int = 0
    asked: int = 0
    last: date | None = None
    dead: tuple[Known, ...] = ()
    moved: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """How the site stands at ``now``. Each list begins with what is most urgent.

    ``problems`` has what blocks first. ``fault`` is why git tells nothing, ``shallow`` that it tells only the newest.
    """

    now: datetime
    waiting: tuple[Waiting, ...] = ()
    scheduled: tuple[Dated, ...] = ()
    published: tuple[Dated, ...] = ()
    problems: tuple[Problem, ...] = ()
    links: LinkState = field(default_factory=LinkState)
    silent: tuple[Silence, ...] = ()
    passing: tuple[Dated, ...] = ()
    review: tuple[Dated, ...] = ()
    fault: str = ""
    shallow: bool = False
