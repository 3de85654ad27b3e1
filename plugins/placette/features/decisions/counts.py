"""The register: decisions with their state today, their numbers as tables, and a drawing of the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, groupby
from statistics import median
from typing import Any, NamedTuple

from dateutil.rrule import MONTHLY, rrule
from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.dates import month_alone, month_name
from placette.engine.base.settings import load_settings
from placette.engine.base.text import one_line
from placette.engine.base.translation import N_, SettingError
from placette.engine.content.build import Build
from placette.engine.content.extended import added
from placette.engine.findings.problems import Problem, problem
from placette.engine.rendering.addresses import PageAddress
from placette.engine.rendering.features import Site
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.site import ViewsSettings, once_a_build
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
from placette.features.exchanges import WORDS, Due, Why, WorkingDays, by_urgency, midnights, working_days
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
    tree = LexborHTMLParser(page.body.html, is_fragment=True)
    lists = [terms for node_list in tree.css("dl") if (terms := node_list.css("dt[id]"))] if ruling else []
    nodes = [*chain.from_iterable(lists[:1] if ruling in AGAINST else lists)] or tree.css(_NAMED)
    names = ((node.attributes["id"] or "", one_line(node.text())) for node in nodes)
    return {name.removeprefix(ID_PREFIX): text for name, text in names}


def unlisted_reasons(build: Build, settings: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield decisions against a text whose reason isn't in the charter's closed list."""
    against = [decision for decision in build.of(DECISION) if decision.ruling in AGAINST]
    charter = load_settings(ViewsSettings, "VIEWS", settings).charter_page
    reasons = article_names(build, charter, Ruling.REFUSED) if against else {}
    for decision in against:
        if decision.article not in reasons:
            yield problem("decision-article", decision.path, value=decision.article, choices=", ".join(reasons) or "–")


def _names(site: Site) -> Mapping[str, str]:
    return article_names(site.build, site.options("VIEWS", ViewsSettings).charter_page)


def article_of(name: str, site: Site) -> LinkView | None:
    """Return an article of the charter by its anchor, which is its name where the page isn't there; None for none."""
    if not name:
        return None
    url = site.ask(Ports.PAGE_URLS).get(site.options("VIEWS", ViewsSettings).charter_page, "")
    return LinkView(site.once(_names).get(name, name), f"{url}#{anchor(name)}" if url else "")


_RECEIVED, _PUBLISHED = N_("Arrivals"), N_("Published texts")
_RULINGS = {ruling: WORDS["rulings"][ruling]["column"] for ruling in Ruling}
_REVERSED, _ANSWERED = N_("Changed on appeal"), N_("Answers given")
_COLUMNS = (_RECEIVED, _PUBLISHED, *_RULINGS.values(), _REVERSED, _ANSWERED)
"""What is counted: letters and other texts with a decision, posts, decisions, those that an appeal undid, answers."""
_ALWAYS = (_RECEIVED, _PUBLISHED, _RULINGS[Ruling.REFUSED], _RULINGS[Ruling.CORRECTED])
"""What has a column even without any case, and is drawn."""


class MonthCount(NamedTuple):
    """The numbers of a month (its first day), by column.

    ``delay`` is the median of working days from arrival to decision, None where none is known.
    """

    month: date
    numbers: Counter[str]
    delay: float | None


def month_of(day: date) -> date:
    """Return the first day of its month."""
    return day.replace(day=1)


def delay_of(decision: PublicDecision, receipts: Mapping[str, Receipt], count: WorkingDays) -> int | None:
    """Return the working days from arrival to decision; None where it isn't known when it arrived."""
    receipt = receipts.get(decision.receipt)
    arrived = decision.received or (receipt.received if receipt else None)
    return count(arrived, decision.day) if arrived and arrived <= decision.day else None


def median_delay(
    decisions: Iterable[PublicDecision], receipts: Mapping[str, Receipt], count: WorkingDays
) -> float | None:
    """Return the median of the delays that are known; None where none is."""
    delays = [delay for decision in decisions if (delay := delay_of(decision, receipts, count)) is not None]
    return median(delays) if delays else None


def count_months(
    decisions: Sequence[PublicDecision],
    receipts: Mapping[str, Receipt],
    published: Iterable[date],
    answered: Iterable[date],
    today: date,
    count: WorkingDays,
) -> tuple[MonthCount, ...]:
    """Return the numbers of each month from the first decision's to that of ``today``; none without decisions.

    ``receipts`` are by number, ``published`` and ``answered`` the days of posts and of answers. A text that came by
    another way than a letter is known by its decision alone.
    """
    if not decisions:
        return ()
    arrivals = [receipt.received for receipt in receipts.values()]
    arrivals += [text.received for text in decisions if text.received and text.receipt not in receipts]
    numbers: defaultdict[date, Counter[str]] = defaultdict(Counter)
    for column, days in ((_RECEIVED, arrivals), (_PUBLISHED, published), (_ANSWERED, answered)):
        for day in days:
            numbers[month_of(day)][column] += day <= today
    by_month: defaultdict[date, list[PublicDecision]] = defaultdict(list)
    for decision in decisions:
        by_month[month := month_of(decision.day)].append(decision)
        numbers[month][_RULINGS[decision.ruling]] += 1
        numbers[month][_REVERSED] += decision.outcome in {AppealOutcome.REVERSED, AppealOutcome.AMENDED}
    moments = rrule(MONTHLY, datetime.combine(min(by_month), time()), until=datetime.combine(today, time()))
    months = (moment.date() for moment in moments)
    return tuple(MonthCount(month, numbers[month], median_delay(by_month[month], receipts, count)) for month in months)


@dataclass(frozen=True, slots=True)
class DecisionsSettings:
    """Settings of the register of decisions."""

    appeal_days: int = 15
    """Within how many days a decision may be appealed against."""
    appeal_to: str = ""
    """Who examines appeals, a capacity rather than a name; empty: LEGAL_MEDIATION, or somebody who didn’t decide."""

    def __post_init__(self) -> None:
        """Raise ``SettingError`` for a delay that can't be."""
        if self.appeal_days < 1:
            raise SettingError(f"DECISIONS_APPEAL_DAYS = {self.appeal_days}  →  15")


_NOTICE = timedelta(days=5)
"""How long before its last day ``invoke status`` speaks of an appeal."""
REGISTER = PageAddress("REGISTER")
REGISTER_YEAR = PageAddress("REGISTER_YEAR")


@once_a_build
def decisions(site: Site) -> Mapping[str, PublicDecision]:
    """Return every decision by source path, the newest first; none where the settings leave out the register."""
    if not (site.addresses[REGISTER] and site.addresses[REGISTER_YEAR]):
        return {}
    ordered = sorted(site.build.of(DECISION), key=lambda decision: (decision.day, decision.slug), reverse=True)
    return {decision.path: decision for decision in ordered}


@once_a_build
def by_year(site: Site) -> Mapping[str, tuple[PublicDecision, ...]]:
    """Return the decisions of each year, the newest year first."""
    years = groupby(decisions(site).values(), key=lambda decision: f"{decision.day:%Y}")
    return {year: tuple(texts) for year, texts in years}


def decision_path(decision: PublicDecision, site: Site) -> str:
    """Return a decision's path from the site's root."""
    return f"{site.addresses[REGISTER_YEAR].path(f'{decision.day:%Y}')}#{decision.anchor}"


@once_a_build
def receipts(site: Site) -> Mapping[str, Receipt]:
    """Return the letters' receipts by number; none for a site without letterbox."""
    return {receipt.number: receipt for receipt in site.build.of(RECEIPT)}


@once_a_build
def count_of(site: Site) -> WorkingDays:
    """Return how working days are counted here."""
    return working_days(site.options("LETTERBOX", LetterboxSettings).holidays)


@once_a_build
def counted_months(site: Site) -> tuple[MonthCount, ...]:
    """Return the numbers of each month, the oldest first."""
    posts = (post for post in published(site) if not added(Translated, post).translation_of)
    days = [post.date.date() for post in posts] if decisions(site) else []
    today, answered = site.build.now.date(), site.ask(Ports.ANSWERED)
    return count_months(tuple(decisions(site).values()), receipts(site), days, answered, today, count_of(site))


def register_moments(build: Build) -> Iterator[datetime]:
    """Yield when the register changes by itself: at the end of each appeal (with any delay), and with the month."""
    if build.of(DECISION):
        first = build.now.date().replace(day=1)
        after = (first + timedelta(days=32)).replace(day=1)
        yield from (datetime.combine(day, time(), build.now.tzinfo) for day in (first, after))
    if any(decision.outcome is None for decision in build.of(DECISION)):
        yield from midnights(build.now)


def due_decisions(decisions: Iterable[PublicDecision], own: DecisionsSettings, today: date) -> list[Due]:
    """Return the appeals that end soon, or wait for their outcome, the earliest day first."""
    rows = []
    for decision in decisions:
        state, end = redress_of(decision, own.appeal_days, today), appeal_end(decision, own.appeal_days)
        if state is Redress.EXAMINED and decision.appealed:
            is_late = today > decision.appealed + timedelta(days=own.appeal_days)
            rows.append(Due(Why.APPEAL_LATE if is_late else Why.APPEALED, decision.path, decision.appealed))
        elif state is Redress.OPEN and end and end <= today + _NOTICE:
            rows.append(Due(Why.APPEAL_ENDS, decision.path, decision.day, end))
    return by_urgency(rows)


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


Columns = Sequence[tuple[str, tuple[int, ...]]]
"""Months in short, each with a number for each series."""


def draw_chart(columns: Columns, series: tuple[str, ...], label: str) -> ChartView:
    """Return the drawing of some months, the oldest first; the same for the same numbers."""
    most = max((number for _, numbers in columns for number in numbers), default=0)
    step = next((step for step in _STEPS if step * _LINES >= most), _STEPS[-1])
    top = max(step, -(-most // step) * step)
    tall, across = _HEIGHT - _TOP - _FOOT, _WIDTH - _LEFT - _RIGHT
    room = across / max(1, len(columns))
    wide = min(_WIDEST, room * 0.8 / len(series))
    bars, months = [], []
    for place, (month, numbers) in enumerate(columns):
        middle = _LEFT + room * (place + 0.5)
        months.append(ChartMarkView(month, round(middle, 1), _HEIGHT - _FOOT / 3))
        start = middle - wide * len(series) / 2
        for number, value in enumerate(numbers):
            height = tall * value / top
            if value:
                x, y = start + wide * number, _TOP + tall - height
                bars.append(ChartBarView(number, round(x, 1), round(y, 1), round(wide - 1, 1), round(height, 1)))
    scale = range(0, top + 1, step)
    lines = tuple(ChartMarkView(f"{value}", 0, round(_TOP + tall - tall * value / top, 1)) for value in scale)
    return ChartView(_WIDTH, _HEIGHT, label, tuple(bars), lines, tuple(months), series)


_DRAWN = N_("Bars for each month: {series}. The table below gives the same numbers.")
_MOST_DRAWN = 12
"""Months of the drawing at the most."""


def count_table(months: Sequence[MonthCount], decisions: Iterable[PublicDecision], site: Site) -> CountTableView:
    """Return the numbers of some months, the newest first, with their sums."""
    columns = [name for name in _COLUMNS if name in _ALWAYS or any(month.numbers[name] for month in months)]

    def cells(counts: Sequence[MonthCount], delay: float | None) -> tuple[str, ...]:
        return (*(str(sum(count.numbers[name] for count in counts)) for name in columns), _spoken(delay, site.lang))

    rows = tuple(
        CountRowView(
            month_name(datetime.combine(count.month, time()), site.lang),
            f"{count.month:%Y-%m}",
            _month_url(count, site),
            cells([count], count.delay),
        )
        for count in reversed(months)
    )
    total = cells(months, median_delay(decisions, receipts(site), count_of(site)))
    return CountTableView(
        caption=site.say(N_("Month by month")),
        head=site.say(N_("Month")),
        columns=tuple(map(site.say, (*columns, N_("Median delay, in working days")))),
        rows=rows,
        sums=CountRowView(site.say(N_("Together")), "", "", total) if len(months) > 1 else None,
    )


def article_table(decisions: Iterable[PublicDecision], site: Site) -> CountTableView | None:
    """Return how many texts were refused by each article of the charter; None without refusals."""
    counts = Counter(decision.article for decision in decisions if decision.ruling is Ruling.REFUSED)
    rows = []
    for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        article = article_of(name, site) or LinkView(name, "")
        rows.append(CountRowView(article.label, "", article.url, (str(count),)))
    caption, head = site.say(N_("Refusals by article of the charter")), site.say(N_("Article"))
    return CountTableView(caption, head, (site.say(_RULINGS[Ruling.REFUSED]),), tuple(rows), None) if rows else None


def month_chart(months: Sequence[MonthCount], site: Site) -> ChartView | None:
    """Return the drawing of the last months; None where there is nothing to draw."""
    columns = []
    for count in months[-_MOST_DRAWN:]:
        label = month_alone(datetime.combine(count.month, time()), site.lang, short=True)
        columns.append((label, tuple(count.numbers[name] for name in _ALWAYS)))
    if not any(number for _, numbers in columns for number in numbers):
        return None
    series = tuple(map(site.say, _ALWAYS))
    return draw_chart(columns, series, site.say(_DRAWN).format(series=", ".join(series).lower()))


def _month_url(count: MonthCount, site: Site) -> str:
    """Return the address of a month's decisions; empty for a month without any."""
    page = site.addresses[REGISTER_YEAR].path(f"{count.month:%Y}")
    return f"{site.base}{page}#m-{count.month:%Y-%m}" if any(map(count.numbers.get, _RULINGS.values())) else ""


def _spoken(delay: float | None, lang: str) -> str:
    """Return a number of days, half ones too; a dash where none is known."""
    number = "–" if delay is None else f"{delay:g}"
    return number.replace(".", ",") if lang == "fr" else number
