"""What the pages of the register are planned from: decisions in order, what is known of each today, the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import NamedTuple

from placette.engine.base.working_days import working_days_between
from placette.engine.library.build import Build
from placette.engine.pages.addresses import FeedAddress, PageAddress
from placette.engine.pages.desk import Desk
from placette.engine.pages.ports import ANSWERED
from placette.features.decisions.articles import CharterArticle, article_of
from placette.features.decisions.counting import MonthCount, RegisterFacts, WorkingDays, count_months, delay_of
from placette.features.decisions.decision import PublicDecision, Redress, redress_of
from placette.features.decisions.kind import DECISION
from placette.features.decisions.settings import DecisionsSettings
from placette.features.letterbox import RECEIPT, LetterboxSettings, Receipt
from placette.features.posts import published

REGISTER = PageAddress("REGISTER")
REGISTER_YEAR = PageAddress("REGISTER_YEAR")
REGISTER_FEED = FeedAddress("REGISTER_FEED")


class DecisionToday(NamedTuple):
    """A decision (source path) as it stands today: its article, its delay in working days, where its appeal is."""

    path: str
    article: CharterArticle | None
    delay: int | None
    redress: Redress


def decisions(desk: Desk) -> Mapping[str, PublicDecision]:
    """Every decision by source path, the newest first; none where the settings leave out the register."""
    return desk.once(_by_path)


def _by_path(desk: Desk) -> Mapping[str, PublicDecision]:
    if not (desk.addresses[REGISTER] and desk.addresses[REGISTER_YEAR]):
        return {}
    found = sorted(desk.build.of(DECISION), key=lambda one: (one.day, one.slug), reverse=True)
    return {one.path: one for one in found}


def by_year(desk: Desk) -> Mapping[str, tuple[PublicDecision, ...]]:
    """The decisions of each year, the newest year first."""
    years = dict.fromkeys(f"{one.day:%Y}" for one in decisions(desk).values())
    return {year: tuple(one for one in decisions(desk).values() if f"{one.day:%Y}" == year) for year in years}


def decision_path(decision: PublicDecision, desk: Desk) -> str:
    """Where a decision stands, from the site's root."""
    return f"{desk.addresses[REGISTER_YEAR].path(f'{decision.day:%Y}')}#{decision.anchor}"


def entry_today(decision: PublicDecision, desk: Desk) -> DecisionToday:
    """A decision as it stands today."""
    days = desk.options("DECISIONS", DecisionsSettings).appeal_days
    delay = delay_of(decision, desk.once(receipts), working_days(desk))
    redress = redress_of(decision, days, desk.build.now.date())
    return DecisionToday(decision.path, article_of(decision.article, desk), delay, redress)


def receipts(desk: Desk) -> Mapping[str, Receipt]:
    """The letters' receipts by number; none for a site without letterbox."""
    return {receipt.number: receipt for receipt in desk.build.of(RECEIPT)}


def working_days(desk: Desk) -> WorkingDays:
    """How working days are counted here."""
    alsace_moselle = desk.options("LETTERBOX", LetterboxSettings).alsace_moselle
    return partial(working_days_between, alsace_moselle=alsace_moselle)


def counted_months(desk: Desk) -> tuple[MonthCount, ...]:
    """The numbers of each month, the oldest first."""
    return desk.once(_counted)


def _counted(desk: Desk) -> tuple[MonthCount, ...]:
    found = tuple(decisions(desk).values())
    days = tuple(post.date.date() for post in published(desk) if not post.translation_of) if found else ()
    ledger = RegisterFacts(found, desk.once(receipts), days, desk.ask(ANSWERED))
    return count_months(ledger, desk.build.now.date(), working_days(desk))


def register_moments(build: Build) -> Iterator[datetime]:
    """When the register changes by itself: at the end of each appeal (whatever delay is set), and with the month.

    The day before counts too: the clock may be turned back.
    """
    if build.of(DECISION):
        today = build.now.date()
        after = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        days: set[date] = {today.replace(day=1), after}
        if any(one.outcome is None for one in build.of(DECISION)):
            days |= {today, today + timedelta(days=1)}
        yield from (datetime.combine(day, time(), build.now.tzinfo) for day in sorted(days))
