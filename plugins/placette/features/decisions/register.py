"""What the pages of the register are planned from: decisions in order, what is known of each today, the numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import partial
from statistics import median
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.occurrences import working_days_between
from placette.engine.base.translation import SettingError
from placette.engine.library.build import Build
from placette.engine.library.extended import added
from placette.engine.pages.addresses import FeedAddress, PageAddress
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import ANSWERED, PAGE_URLS
from placette.engine.pages.settings import ViewsSettings
from placette.engine.texts.sanitizer import ID_PREFIX, anchor
from placette.features.decisions.decision import (
    DECISION,
    AppealOutcome,
    PublicDecision,
    Redress,
    Ruling,
    appeal_end,
    redress_of,
)
from placette.features.letterbox import RECEIPT, LetterboxSettings, Receipt
from placette.features.pages import PAGE
from placette.features.posts import published
from placette.features.translations import Translated

_NAMED = "h2[id], h3[id], h4[id], h5[id], h6[id], dt[id]"


class CharterArticle(NamedTuple):
    """An article of the charter: its name and its printed address; the anchor alone where the page isn't there."""

    name: str
    url: str


def article_names(build: Build, charter: str) -> Mapping[str, str]:
    """What the charter (a slug) calls each of its anchors: titles and terms."""
    page = next((page for page in build.of(PAGE) if page.slug == charter), None)
    if page is None:
        return {}
    tree = LexborHTMLParser(build.body_of(page).html, is_fragment=True)
    found = ((node.attributes["id"] or "", " ".join(node.text().split())) for node in tree.css(_NAMED))
    return {name.removeprefix(ID_PREFIX): text for name, text in found}


def _names(desk: Desk) -> Mapping[str, str]:
    return article_names(desk.build, desk.options("VIEWS", ViewsSettings).charter_page)


def article_of(name: str, desk: Desk) -> CharterArticle | None:
    """An article of the charter by its anchor; None for none."""
    if not name:
        return None
    url = desk.ask(PAGE_URLS).get(desk.options("VIEWS", ViewsSettings).charter_page, "")
    return CharterArticle(desk.once(_names).get(name, name), f"{url}#{anchor(name)}" if url else "")


WorkingDays = Callable[[date, date], int]


class MonthCount(NamedTuple):
    """The numbers of a month (its first day). ``rulings`` are those that occur, each with how often.

    ``received`` counts letters, and what came otherwise and was decided; ``reversed`` the decisions of the month that
    an appeal undid or changed since; ``delay`` is the median of working days from arrival to decision, None where none
    is known.
    """

    month: date
    received: int
    published: int
    rulings: tuple[tuple[Ruling, int], ...]
    reversed: int
    delay: float | None
    answered: int

    def of(self, ruling: Ruling) -> int:
        """How often that was decided."""
        return dict(self.rulings).get(ruling, 0)


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """What is counted: decisions, receipts by number, the days on which posts appeared and questions were answered."""

    decisions: tuple[PublicDecision, ...]
    receipts: Mapping[str, Receipt]
    published: tuple[date, ...]
    answered: tuple[date, ...] = ()


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def months_between(first: date, last: date) -> Iterator[date]:
    """The first day of each month from that of one day to that of another, both with."""
    month = month_of(first)
    while month <= last:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def received_on(decision: PublicDecision, receipts: Mapping[str, Receipt]) -> date | None:
    """When the text or the request arrived, as far as anybody wrote it down."""
    receipt = receipts.get(decision.receipt)
    return decision.received or (receipt.received if receipt else None)


def delay_of(decision: PublicDecision, receipts: Mapping[str, Receipt], working_days: WorkingDays) -> int | None:
    """The working days from arrival to decision; None where it isn't known when it arrived."""
    arrived = received_on(decision, receipts)
    return working_days(arrived, decision.day) if arrived and arrived <= decision.day else None


def count_months(ledger: RegisterFacts, today: date, working_days: WorkingDays) -> tuple[MonthCount, ...]:
    """The numbers of each month from the first decision's to that of ``today``; none without decisions."""
    if not ledger.decisions:
        return ()
    received = Counter(map(month_of, _arrivals(ledger, today)))
    published = Counter(month_of(day) for day in ledger.published if day <= today)
    answered = Counter(month_of(day) for day in ledger.answered if day <= today)
    taken: defaultdict[date, list[PublicDecision]] = defaultdict(list)
    for decision in ledger.decisions:
        taken[month_of(decision.day)].append(decision)
    return tuple(
        MonthCount(
            month,
            received[month],
            published[month],
            _rulings(taken[month]),
            sum(one.outcome in {AppealOutcome.REVERSED, AppealOutcome.AMENDED} for one in taken[month]),
            _median(delay_of(one, ledger.receipts, working_days) for one in taken[month]),
            answered[month],
        )
        for month in months_between(min(taken), today)
    )


def _arrivals(ledger: RegisterFacts, today: date) -> Iterator[date]:
    """The day of each letter, then of what came by another way and is known by its decision alone."""
    yield from (receipt.received for receipt in ledger.receipts.values() if receipt.received <= today)
    for decision in ledger.decisions:
        if decision.received and decision.receipt not in ledger.receipts:
            yield decision.received


def _rulings(decisions: Iterable[PublicDecision]) -> tuple[tuple[Ruling, int], ...]:
    counted = Counter(decision.ruling for decision in decisions)
    return tuple((ruling, counted[ruling]) for ruling in Ruling if counted[ruling])


def _median(delays: Iterable[int | None]) -> float | None:
    known = [delay for delay in delays if delay is not None]
    return median(known) if known else None


def count_articles(decisions: Iterable[PublicDecision]) -> tuple[tuple[str, int], ...]:
    """How many texts were refused by each article (an anchor), those that refused most first."""
    counted = Counter(one.article for one in decisions if one.ruling is Ruling.REFUSED)
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


@dataclass(frozen=True, slots=True)
class DecisionsSettings:
    """Settings of the register of decisions."""

    appeal_days: int = 15
    """Within how many days one may appeal against a decision."""
    appeal_to: str = ""
    """Who examines appeals, a capacity rather than a name; empty: LEGAL_MEDIATION, or somebody who didn’t decide."""
    notice_days: int = 5
    """How many days before its last day ``invoke status`` speaks of an appeal."""

    def __post_init__(self) -> None:
        """Raise ``SettingError`` for delays that can't be."""
        for name, least, usual in (("appeal_days", 1, 15), ("notice_days", 0, 5)):
            if getattr(self, name) < least:
                raise SettingError(f"DECISIONS_{name.upper()} = {getattr(self, name)}  →  {usual}")


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
    days = (
        tuple(post.date.date() for post in published(desk) if not added(Translated, post).translation_of)
        if found
        else ()
    )
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


class Why(StrEnum):
    """What is due about a decision."""

    ENDS = "ends"
    """The last day for an appeal is near."""
    EXAMINED = "examined"
    """Somebody appealed, and nothing says what came of it."""
    LATE = "late"
    """The same, for longer than one had to appeal."""


class DueDecision(NamedTuple):
    """A decision, what is due, and the day that matters: the last one for an appeal, or that of the appeal."""

    path: str
    why: Why
    day: date


def due_decisions(decisions: Iterable[PublicDecision], own: DecisionsSettings, today: date) -> list[DueDecision]:
    """What is due, the earliest day first."""
    return sorted((due for one in decisions for due in _due(one, own, today)), key=lambda due: (due.day, due.path))


def _due(decision: PublicDecision, own: DecisionsSettings, today: date) -> Iterator[DueDecision]:
    where, end = redress_of(decision, own.appeal_days, today), appeal_end(decision, own.appeal_days)
    if where is Redress.EXAMINED and decision.appealed:
        is_late = today > decision.appealed + timedelta(days=own.appeal_days)
        yield DueDecision(decision.path, Why.LATE if is_late else Why.EXAMINED, decision.appealed)
    elif where is Redress.OPEN and end and end <= today + timedelta(days=own.notice_days):
        yield DueDecision(decision.path, Why.ENDS, end)
