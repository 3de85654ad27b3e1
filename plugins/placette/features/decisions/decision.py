"""A decision about a text, as the register shows it: what, why, by whom, how to appeal, what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from placette.engine.texts.values import Body


class Ruling(StrEnum):
    """What was decided."""

    REFUSED = "refused"
    CHANGED = "changed"
    REMOVED = "removed"
    RESTORED = "restored"
    CORRECTED = "corrected"
    KEPT = "kept"
    """A report was examined, and nothing follows."""


AGAINST = frozenset({Ruling.REFUSED, Ruling.CHANGED, Ruling.REMOVED})
"""What is decided against a text: the charter must give the reason, and whoever wrote it may appeal."""
SHOWN_ON_POSTS = frozenset({Ruling.CHANGED, Ruling.RESTORED, Ruling.CORRECTED})
"""What the post says itself."""


class AppealOutcome(StrEnum):
    """What an appeal came to."""

    UPHELD = "upheld"
    REVERSED = "reversed"
    AMENDED = "amended"


class Redress(StrEnum):
    """Where an appeal is."""

    NONE = "none"
    """Nothing that anybody would appeal against."""
    OPEN = "open"
    UNUSED = "unused"
    EXAMINED = "examined"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class PublicDecision:
    """A decision. ``article`` is an anchor of the charter; ``by`` the key of a profile, else ``capacity`` says who.

    ``post`` is the source path of the text concerned, ``named`` the person where they want to be. Texts may be empty,
    and days None.
    """

    path: str
    slug: str
    ruling: Ruling
    day: date
    article: str
    by: str
    capacity: str
    reasons: str
    received: date | None
    receipt: str
    post: str
    named: str
    automated: bool
    appeal: str
    until: date | None
    appealed: date | None
    outcome: AppealOutcome | None
    settled: date | None
    settlement: str
    url: str = ""
    """Always empty: the register of a year is one page."""
    body: Body = field(default_factory=Body)
    mark: str = ""
    """A digest of all of the above."""

    @property
    def anchor(self) -> str:
        """Where it stands on the page of its year."""
        return f"d-{self.slug}"


def appeal_end(decision: PublicDecision, days: int) -> date | None:
    """The last day for an appeal, ``days`` after the decision unless it says another; None where there is nothing to
    appeal against.
    """
    if decision.until:
        return decision.until
    may = decision.ruling in AGAINST or decision.ruling is Ruling.KEPT
    return decision.day + timedelta(days=days) if may else None


def redress_of(decision: PublicDecision, days: int, today: date) -> Redress:
    """Where its appeal is on a day; ``days`` are those that a site gives."""
    if decision.outcome and decision.settled and decision.settled <= today:
        return Redress.SETTLED
    if decision.appealed and decision.appealed <= today:
        return Redress.EXAMINED
    end = appeal_end(decision, days)
    if end is None:
        return Redress.NONE
    return Redress.OPEN if today <= end else Redress.UNUSED
