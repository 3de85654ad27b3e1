"""What pages may print of calls for posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from placette.engine.pages.slots import SlotsView
from placette.engine.pages.views import CardView, DateView, HeadView, JoinedView, PaginationView, PersonView, TermView


class CallLineView(NamedTuple):
    """A call as lists show it."""

    title: str
    url: str
    lang: str
    summary: str
    deadline: DateView
    is_consultation: bool = False


class ConsultationView(NamedTuple):
    """What is asked before something is decided. ``stage`` is a word: coming, running, pending, decided.

    ``waits`` says how long a decision has been missing; ``decision`` is empty until there is one. ``report`` is the
    post that tells it all, ``register_url`` leads to what was received and isn't published, and why.
    """

    stage: str
    question: str
    opens: DateView
    waits: str
    decision: str
    decided: DateView | None
    decided_by: PersonView | None
    report: JoinedView | None
    register_url: str


@dataclass(frozen=True, slots=True)
class CallView:
    """A call for posts, open or closed, with the posts that answered it."""

    head: HeadView
    title: str
    lang: str
    summary: str
    body_html: str
    open: bool
    deadline: DateView
    people: tuple[PersonView, ...]
    """Who asks."""
    category: TermView | None
    community: JoinedView | None
    index_url: str
    count: int
    """Number of published answers."""
    cards: tuple[CardView, ...]
    pagination: PaginationView
    consultation: ConsultationView | None
    slots: SlotsView
