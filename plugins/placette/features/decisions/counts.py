"""The register: decisions with their state today, their numbers as tables, and a drawing of the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import partial
from itertools import chain
from statistics import median
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.dates import month_alone, month_name
from placette.engine.base.occurrences import working_days_between
from placette.engine.base.settings import load_settings
from placette.engine.base.text import one_line
from placette.engine.base.translation import N_, SettingError
from placette.engine.content.build import Build
from placette.engine.content.extended import added
from placette.engine.findings.problems import Problem, problem
from placette.engine.rendering.addresses import FeedAddress, PageAddress
from placette.engine.rendering.features import ANSWERED, PAGE_URLS
from placette.engine.rendering.site import Site, ViewsSettings, once_a_build
from placette.engine.rendering.views import DateView, HeadView, LinkView, PersonView
from placette.engine.texts.sanitizer import ID_PREFIX, anchor
from placette.features.decisions.decision import (
    AGAINST,
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


def article_names(build: Build, charter: str, ruling: Ruling | None = None) -> Mapping[str, str]:
    """Return the names that the charter (a slug) gives to its anchors: titles and terms.

    With a ruling, those that it may cite: the terms of the charter's lists; against a text, those of its first list,
    which is closed. A charter without any list offers all.
    """
    page = next((page for page in build.of(PAGE) if page.slug == charter), None)
    if page is None:
        return {}
    tree = LexborHTMLParser(build.body_of(page).html, is_fragment=True)
    lists = [terms for one in tree.css("dl") if (terms := one.css("dt[id]"))] if ruling else []
    named = [*chain.from_iterable(lists[:1] if ruling in AGAINST else lists)] or tree.css(_NAMED)
    found = ((node.attributes["id"] or "", one_line(node.text())) for node in named)
    return {name.removeprefix(ID_PREFIX): text for name, text in found}


def unlisted_reasons(build: Build, settings: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield decisions against a text whose reason isn't in the charter's closed list."""
    against = [one for one in build.of(DECISION) if one.ruling in AGAINST]
    charter = load_settings(ViewsSettings, "VIEWS", settings).charter_page
    known = article_names(build, charter, Ruling.REFUSED) if against else {}
    for one in against:
        if one.article not in known:
            yield problem("decision-article", one.path, value=one.article, choices=", ".join(known) or "–")


def _names(site: Site) -> Mapping[str, str]:
    return article_names(site.build, site.options("VIEWS", ViewsSettings).charter_page)


def article_of(name: str, site: Site) -> LinkView | None:
    """An article of the charter by its anchor, which is its name where the page isn't there; None for none."""
    if not name:
        return None
    url = site.ask(PAGE_URLS).get(site.options("VIEWS", ViewsSettings).charter_page, "")
    return LinkView(site.once(_names).get(name, name), f"{url}#{anchor(name)}" if url else "")


WorkingDays = Callable[[date, date], int]


class MonthCount(NamedTuple):
    """The numbers of a month (its first day). ``rulings`` are those that occur, each with how often.

    ``received`` counts letters, and other texts with a decision; ``reversed`` the decisions of the month that
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
        """Return how often that was decided."""
        return dict(self.rulings).get(ruling, 0)


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """The facts to count: decisions, receipts by number, the days on which posts appeared and answers were given."""

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


def delay_of(decision: PublicDecision, receipts: Mapping[str, Receipt], working_days: WorkingDays) -> int | None:
    """The working days from arrival to decision; None where it isn't known when it arrived."""
    receipt = receipts.get(decision.receipt)
    arrived = decision.received or (receipt.received if receipt else None)
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
    """Yield the day of each letter, then of texts that came by another way and are known by their decision alone."""
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
    """Return how many texts were refused by each article (an anchor), most refusals first."""
    counted = Counter(one.article for one in decisions if one.ruling is Ruling.REFUSED)
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


@dataclass(frozen=True, slots=True)
class DecisionsSettings:
    """Settings of the register of decisions."""

    appeal_days: int = 15
    """Within how many days a decision may be appealed against."""
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
    """A decision (source path) with its state today: its article, its delay in working days, its appeal."""

    path: str
    article: LinkView | None
    delay: int | None
    redress: Redress


@once_a_build
def decisions(site: Site) -> Mapping[str, PublicDecision]:
    """Every decision by source path, the newest first; none where the settings leave out the register."""
    if not (site.addresses[REGISTER] and site.addresses[REGISTER_YEAR]):
        return {}
    found = sorted(site.build.of(DECISION), key=lambda one: (one.day, one.slug), reverse=True)
    return {one.path: one for one in found}


def by_year(site: Site) -> Mapping[str, tuple[PublicDecision, ...]]:
    """The decisions of each year, the newest year first."""
    years = dict.fromkeys(f"{one.day:%Y}" for one in decisions(site).values())
    return {year: tuple(one for one in decisions(site).values() if f"{one.day:%Y}" == year) for year in years}


def decision_path(decision: PublicDecision, site: Site) -> str:
    """Return a decision's path from the site's root."""
    return f"{site.addresses[REGISTER_YEAR].path(f'{decision.day:%Y}')}#{decision.anchor}"


def entry_today(decision: PublicDecision, site: Site) -> DecisionToday:
    """Return a decision with its state today."""
    days = site.options("DECISIONS", DecisionsSettings).appeal_days
    delay = delay_of(decision, site.once(receipts), working_days(site))
    redress = redress_of(decision, days, site.build.now.date())
    return DecisionToday(decision.path, article_of(decision.article, site), delay, redress)


def receipts(site: Site) -> Mapping[str, Receipt]:
    """The letters' receipts by number; none for a site without letterbox."""
    return {receipt.number: receipt for receipt in site.build.of(RECEIPT)}


def working_days(site: Site) -> WorkingDays:
    """Return the sentence on how working days are counted here."""
    return partial(working_days_between, place=site.options("LETTERBOX", LetterboxSettings).holidays)


@once_a_build
def counted_months(site: Site) -> tuple[MonthCount, ...]:
    """The numbers of each month, the oldest first."""
    found = tuple(decisions(site).values())
    days = (
        tuple(post.date.date() for post in published(site) if not added(Translated, post).translation_of)
        if found
        else ()
    )
    ledger = RegisterFacts(found, site.once(receipts), days, site.ask(ANSWERED))
    return count_months(ledger, site.build.now.date(), working_days(site))


def register_moments(build: Build) -> Iterator[datetime]:
    """Yield when the register changes by itself: at the end of each appeal (with any delay), and with the month.

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
    """The action that a decision needs."""

    ENDS = "ends"
    """The last day for an appeal is near."""
    EXAMINED = "examined"
    """An appeal without a published outcome."""
    LATE = "late"
    """The same, for longer than the delay for an appeal."""


class DueDecision(NamedTuple):
    """A decision, the action that it needs, and its day: the last one for an appeal, or that of the appeal."""

    path: str
    why: Why
    day: date


def due_decisions(decisions: Iterable[PublicDecision], own: DecisionsSettings, today: date) -> list[DueDecision]:
    """Return the decisions that need an action, the earliest day first."""
    return sorted((due for one in decisions for due in _due(one, own, today)), key=lambda due: (due.day, due.path))


def _due(decision: PublicDecision, own: DecisionsSettings, today: date) -> Iterator[DueDecision]:
    where, end = redress_of(decision, own.appeal_days, today), appeal_end(decision, own.appeal_days)
    if where is Redress.EXAMINED and decision.appealed:
        is_late = today > decision.appealed + timedelta(days=own.appeal_days)
        yield DueDecision(decision.path, Why.LATE if is_late else Why.EXAMINED, decision.appealed)
    elif where is Redress.OPEN and end and end <= today + timedelta(days=own.notice_days):
        yield DueDecision(decision.path, Why.ENDS, end)


class DecisionView(NamedTuple):
    """A decision: the id of its element and its address, the ruling (a word, and a key for its look), reason, decider.

    ``person`` decided, or the ``capacity``; ``article`` leads to the charter, ``post`` to the text concerned.
    ``facts`` and ``redress`` are sentences: the known facts, and the state of an appeal.
    """

    anchor: str
    url: str
    day: DateView
    ruling: str
    label: str
    article: LinkView | None
    reasons: str
    person: PersonView | None
    capacity: str
    post: LinkView | None
    facts: tuple[str, ...]
    redress: tuple[str, ...]


class ChartBarView(NamedTuple):
    """A bar: its series (from 0) and its place, in units of the drawing."""

    series: int
    x: float
    y: float
    width: float
    height: float


class ChartMarkView(NamedTuple):
    """A word or a number of the drawing, at a point."""

    label: str
    x: float
    y: float


class ChartView(NamedTuple):
    """A drawing of bars. ``label`` describes it in a sentence; the table beside it has the same numbers."""

    width: int
    height: int
    label: str
    bars: tuple[ChartBarView, ...]
    lines: tuple[ChartMarkView, ...]
    """Each number of the scale, at the height of its line."""
    months: tuple[ChartMarkView, ...]
    series: tuple[str, ...]


class CountRowView(NamedTuple):
    """A row of numbers as text; ``day`` is that of a month for machines (2026-10), or empty."""

    label: str
    day: str
    url: str
    cells: tuple[str, ...]


class CountTableView(NamedTuple):
    """A table of numbers: the head of the first column, those of the others, its rows, the sums or nothing."""

    caption: str
    head: str
    columns: tuple[str, ...]
    rows: tuple[CountRowView, ...]
    sums: CountRowView | None


class RegisterView(NamedTuple):
    """The register as a whole: numbers, the newest decisions, a link to each year. ``notes`` explain the numbers."""

    head: HeadView
    title: str
    introduction: str
    facts: tuple[str, ...]
    chart: ChartView | None
    counts: CountTableView
    articles: CountTableView | None
    notes: tuple[str, ...]
    latest: tuple[DecisionView, ...]
    years: tuple[LinkView, ...]
    feed_url: str
    charter_url: str


class RegisterMonthView(NamedTuple):
    """The decisions of a month, the newest first, below a heading with an anchor."""

    anchor: str
    label: str
    decisions: tuple[DecisionView, ...]


class RegisterYearView(NamedTuple):
    """The decisions of a year by month, and its numbers."""

    head: HeadView
    title: str
    introduction: str
    register: LinkView
    counts: CountTableView
    months: tuple[RegisterMonthView, ...]
    years: tuple[LinkView, ...]


class DecidedView(NamedTuple):
    """The decisions that concern a post."""

    lines: tuple[DecisionView, ...]
    url: str
    """The address of the register."""


_WIDTH, _HEIGHT = 360, 200
"""Units of the drawing: as many as the least phone has pixels for it, so that letters stay readable."""
_LEFT, _RIGHT, _TOP, _FOOT = 28.0, 4.0, 8.0, 24.0
"""Room for the scale, and for the names of months."""
_WIDEST = 14.0
"""The widest bar."""
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
"""The ratios between one line of the scale and the one below."""
_LINES = 4
"""Lines of the scale at the most."""


class Column(NamedTuple):
    """A month in short, and a number for each series."""

    label: str
    numbers: tuple[int, ...]


def draw_chart(columns: Sequence[Column], series: tuple[str, ...], label: str) -> ChartView:
    """The drawing of some months, the oldest first; the same for the same numbers."""
    most = max((number for column in columns for number in column.numbers), default=0)
    step = next((step for step in _STEPS if step * _LINES >= most), _STEPS[-1])
    top = max(step, -(-most // step) * step)
    tall, across = _HEIGHT - _TOP - _FOOT, _WIDTH - _LEFT - _RIGHT
    room = across / max(1, len(columns))
    wide = min(_WIDEST, room * 0.8 / len(series))
    bars, months = [], []
    for place, column in enumerate(columns):
        middle = _LEFT + room * (place + 0.5)
        months.append(ChartMarkView(column.label, round(middle, 1), _HEIGHT - _FOOT / 3))
        start = middle - wide * len(series) / 2
        for number, value in enumerate(column.numbers):
            height = tall * value / top
            if value:
                x, y = start + wide * number, _TOP + tall - height
                bars.append(ChartBarView(number, round(x, 1), round(y, 1), round(wide - 1, 1), round(height, 1)))
    scale = range(0, top + 1, step)
    lines = tuple(ChartMarkView(f"{value}", 0, round(_TOP + tall - tall * value / top, 1)) for value in scale)
    return ChartView(_WIDTH, _HEIGHT, label, tuple(bars), lines, tuple(months), series)


_COLUMNS = {
    Ruling.REFUSED: N_("Refusals"),
    Ruling.CHANGED: N_("Changes"),
    Ruling.REMOVED: N_("Removals"),
    Ruling.RESTORED: N_("Restored texts"),
    Ruling.CORRECTED: N_("Corrections"),
    Ruling.KEPT: N_("Reports without effect"),
}
_ALWAYS = (Ruling.REFUSED, Ruling.CORRECTED)
"""Rulings that have a column even without any case."""
_RECEIVED, _PUBLISHED = N_("Arrivals"), N_("Published texts")
_DRAWN = N_("Bars for each month: {series}. The table below gives the same numbers.")
_MOST_DRAWN = 12
"""Months of the drawing at the most."""


def count_table(months: Sequence[MonthCount], decisions: Sequence[PublicDecision], site: Site) -> CountTableView:
    """The numbers of some months, the newest first, with their sums."""
    shown = [ruling for ruling in Ruling if ruling in _ALWAYS or any(one.of(ruling) for one in months)]
    answered, reversed_ = any(one.answered for one in months), any(one.reversed for one in months)
    labels = [_RECEIVED, _PUBLISHED, *(_COLUMNS[ruling] for ruling in shown)]
    labels += [N_("Changed on appeal")] * reversed_ + [N_("Answers given")] * answered
    labels.append(N_("Median delay, in working days"))

    def cells(numbers: Sequence[MonthCount], delay: float | None) -> tuple[str, ...]:
        counts = [sum(one.received for one in numbers), sum(one.published for one in numbers)]
        counts += [sum(one.of(ruling) for one in numbers) for ruling in shown]
        counts += [sum(one.reversed for one in numbers)] * reversed_ + [sum(one.answered for one in numbers)] * answered
        return (*map(str, counts), _spoken(delay, site.lang))

    rows = tuple(
        CountRowView(
            month_name(_moment(one.month), site.lang),
            f"{one.month:%Y-%m}",
            _month_url(one, site),
            cells([one], one.delay),
        )
        for one in reversed(months)
    )
    total = cells(months, _median(delay_of(one, site.once(receipts), working_days(site)) for one in decisions))
    sums = CountRowView(site.say(N_("Together")), "", "", total) if len(months) > 1 else None
    return CountTableView(
        site.say(N_("Month by month")), site.say(N_("Month")), tuple(map(site.say, labels)), rows, sums
    )


def article_table(decisions: Sequence[PublicDecision], site: Site) -> CountTableView | None:
    """Return how many texts were refused by each article of the charter; None without refusals."""
    counted = count_articles(decisions)
    found = [(article_of(anchor, site), anchor, count) for anchor, count in counted]
    rows = tuple(
        CountRowView(article.label if article else anchor, "", article.url if article else "", (str(count),))
        for article, anchor, count in found
    )
    caption, head = site.say(N_("Refusals by article of the charter")), site.say(N_("Article"))
    return CountTableView(caption, head, (site.say(_COLUMNS[Ruling.REFUSED]),), rows, None) if rows else None


def month_chart(months: Sequence[MonthCount], site: Site) -> ChartView | None:
    """The drawing of the last months; None where there is nothing to draw."""
    drawn = months[-_MOST_DRAWN:]
    columns = [
        Column(
            month_alone(_moment(one.month), site.lang, short=True),
            (one.received, one.published, one.of(Ruling.REFUSED), one.of(Ruling.CORRECTED)),
        )
        for one in drawn
    ]
    if not any(number for column in columns for number in column.numbers):
        return None
    labels = (_RECEIVED, _PUBLISHED, _COLUMNS[Ruling.REFUSED], _COLUMNS[Ruling.CORRECTED])
    series = tuple(map(site.say, labels))
    return draw_chart(columns, series, site.say(_DRAWN).format(series=", ".join(series).lower()))


def _month_url(one: MonthCount, site: Site) -> str:
    """Return the address of a month's decisions; empty for a month without any."""
    page = site.addresses[REGISTER_YEAR].path(f"{one.month:%Y}")
    return f"{site.base}{page}#m-{one.month:%Y-%m}" if one.rulings else ""


def _moment(day: date) -> datetime:
    return datetime.combine(day, time())


def _spoken(delay: float | None, lang: str) -> str:
    """A number of days, half ones too; a dash where none is known."""
    if delay is None:
        return "–"
    written = f"{delay:g}"
    return written.replace(".", ",") if lang == "fr" else written
