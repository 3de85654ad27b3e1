"""The pages of the register: numbers and the newest decisions, and a page for each year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import partial
from itertools import groupby
from typing import NamedTuple

from placette.engine.base.dates import month_name
from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.heads import head_of
from placette.engine.pages.lists import Collection, Member, Single, announced, feed_requests
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.ports import PAGE_URLS
from placette.engine.pages.requests import Request
from placette.engine.pages.settings import ViewsSettings
from placette.engine.pages.views import LinkView, PaginationView
from placette.features.decisions.counting import MonthCount, month_of
from placette.features.decisions.decision import PublicDecision, redress_of
from placette.features.decisions.register import (
    REGISTER,
    REGISTER_FEED,
    REGISTER_YEAR,
    DecisionToday,
    by_year,
    counted_months,
    decisions,
    entry_today,
)
from placette.features.decisions.settings import DecisionsSettings
from placette.features.decisions.tables import article_table, count_table, month_chart
from placette.features.decisions.views import (
    ChartView,
    CountTableView,
    DecisionView,
    RegisterMonthView,
    RegisterView,
    RegisterYearView,
)
from placette.features.decisions.wording import decision_view, examiner

TITLE = N_("Register of decisions")
_YEAR_TITLE = N_("Register of decisions, {year}")
_INTRODUCTION = N_("What was refused, changed, removed, restored or corrected here, why, and what an appeal came to.")
_PROMISE = N_("Against each refusal one may appeal within {days} days; {who} examines appeals.")
_NOBODY = N_("Nobody is named who doesn’t want to be.")
_NOTES = (
    N_("Arrivals: letters by the day on which they arrived, and what came by other ways and is decided here."),
    N_("Published texts: posts by their date; a translation isn’t counted again."),
    N_("Delay: from arrival to decision, without weekends and public holidays; half of the decisions took no longer."),
)
_WORTH = 2
"""The entries from which on menus lead to a list."""
_LATEST = 5
"""Decisions that the first page shows."""


class RegisterContent(NamedTuple):
    """What the register shows: its numbers as tables and as a drawing, the newest decisions, its years."""

    counts: CountTableView
    articles: CountTableView | None
    chart: ChartView | None
    latest: tuple[DecisionToday, ...]
    years: tuple[str, ...]


class RegisterYearContent(NamedTuple):
    """The decisions of a year, its numbers, and all years."""

    year: str
    counts: CountTableView
    entries: tuple[DecisionToday, ...]
    years: tuple[str, ...]


def _register(desk: Desk) -> RegisterContent | None:
    found = tuple(decisions(desk).values())
    if not found:
        return None
    months = counted_months(desk)
    latest = tuple(entry_today(one, desk) for one in found[:_LATEST])
    tables = count_table(months, found, desk), article_table(found, desk), month_chart(months, desk)
    return RegisterContent(*tables, latest, tuple(desk.once(by_year)))


def _entries(desk: Desk) -> int:
    """From the first decision on, it is worth a link: it has numbers too."""
    return _WORTH * bool(decisions(desk))


REGISTER_PAGE = Single(REGISTER, "register", _register, TITLE, 155, 165, feed=REGISTER_FEED, entries=_entries)


def _members(desk: Desk) -> Iterator[Member]:
    years = desk.once(by_year)
    for year, found in years.items():
        content = partial(_year_content, year, found, desk)
        yield Member(year, desk.say(_YEAR_TITLE).format(year=year), (), content, date=_first_day(year), rank=-int(year))


def _year_content(
    year: str, found: tuple[PublicDecision, ...], desk: Desk, _posts: tuple[str, ...], _page: PaginationView
) -> RegisterYearContent:
    months: list[MonthCount] = [one for one in counted_months(desk) if f"{one.month:%Y}" == year]
    entries = tuple(entry_today(one, desk) for one in found)
    return RegisterYearContent(year, count_table(months, found, desk), entries, tuple(desk.once(by_year)))


def _first_day(year: str) -> datetime:
    return datetime(int(year), 1, 1)


REGISTER_YEARS = Collection(
    REGISTER_YEAR, "register_year", _members, section=TITLE, section_order=105, listing_order=166
)


def register_feeds(desk: Desk) -> Iterator[Request]:
    """The feed of the register."""
    if found := list(decisions(desk)):
        yield from feed_requests(REGISTER_FEED, "", desk.say(TITLE), found, desk, desk.addresses[REGISTER].url)


def register_marks(desk: Desk) -> Iterator[tuple[str, str]]:
    """The decisions that pages look at, and where the appeal of each is today."""
    days, today = desk.options("DECISIONS", DecisionsSettings).appeal_days, desk.build.now.date()
    for path, decision in decisions(desk).items():
        yield f"decision {path}", f"{decision.mark} {redress_of(decision, days, today)}"


def register_url(desk: Desk) -> str:
    """The printed address of the register; empty where there is none."""
    return desk.index_url(REGISTER) if decisions(desk) else ""


def compose_register(request: Request, content: RegisterContent, look: Lookup) -> RegisterView:
    """The register as a whole."""
    desk = look.desk
    title, introduction = desk.say(TITLE), desk.say(_INTRODUCTION)
    promise = desk.say(_PROMISE).format(
        days=desk.options("DECISIONS", DecisionsSettings).appeal_days, who=examiner(desk)
    )
    feeds = announced(REGISTER_FEED, "", title, desk)
    return RegisterView(
        head=head_of(request, title, introduction, look),
        title=title,
        introduction=introduction,
        facts=(promise, desk.say(_NOBODY)),
        chart=content.chart,
        counts=content.counts,
        articles=content.articles,
        notes=tuple(map(desk.say, _NOTES)),
        latest=tuple(decision_view(entry, look) for entry in content.latest),
        years=_years(content.years, desk),
        feed_url=feeds[0].url if feeds else "",
        charter_url=desk.ask(PAGE_URLS).get(desk.options("VIEWS", ViewsSettings).charter_page, ""),
    )


def compose_register_year(request: Request, content: RegisterYearContent, look: Lookup) -> RegisterYearView:
    """The decisions of a year."""
    desk = look.desk
    title, introduction = desk.say(_YEAR_TITLE).format(year=content.year), desk.say(_INTRODUCTION)
    return RegisterYearView(
        head=head_of(request, title, introduction, look),
        title=title,
        introduction=introduction,
        register=LinkView(desk.say(TITLE), desk.index_url(REGISTER)),
        counts=content.counts,
        months=tuple(_months(content.entries, look)),
        years=_years(content.years, desk, content.year),
    )


def _months(entries: tuple[DecisionToday, ...], look: Lookup) -> Iterator[RegisterMonthView]:
    desk = look.desk

    def month(entry: DecisionToday) -> date:
        return month_of(decisions(desk)[entry.path].day)

    for day, found in groupby(entries, key=month):
        views: tuple[DecisionView, ...] = tuple(decision_view(entry, look) for entry in found)
        label = month_name(datetime.combine(day, time()), desk.lang)
        yield RegisterMonthView(f"m-{day:%Y-%m}", label, views)


def _years(years: tuple[str, ...], desk: Desk, current: str = "") -> tuple[LinkView, ...]:
    address = desk.addresses[REGISTER_YEAR]
    return tuple(LinkView(year, desk.base + address.path(year), current=year == current) for year in years)
