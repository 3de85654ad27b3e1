"""The numbers of the register as tables, and as a drawing that shows the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from statistics import median
from typing import NamedTuple

from placette.engine.base.dates import month_alone, month_name
from placette.engine.base.translation import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.views import DateView, HeadView, LinkView, PersonView
from placette.features.decisions.decision import PublicDecision, Ruling
from placette.features.decisions.register import (
    REGISTER_YEAR,
    MonthCount,
    article_of,
    count_articles,
    delay_of,
    receipts,
    working_days,
)


class DecisionView(NamedTuple):
    """A decision: the id of its element and its address, what it was (a word, and a key for its look), why, by whom.

    ``person`` decided, or ``capacity`` says who; ``article`` leads to the charter, ``post`` to the text concerned.
    ``facts`` and ``redress`` are sentences: what is known beside, and how an appeal stands.
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
    """A bar: its series (from 0) and where it stands, in units of the drawing."""

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
    """A drawing of bars. ``label`` says in a sentence what it shows; the table beside it says the same in numbers."""

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
    """What a post says of decisions about it."""

    lines: tuple[DecisionView, ...]
    url: str
    """Where the register is."""


_WIDTH, _HEIGHT = 360, 200
"""Units of the drawing: as many as the least phone has pixels for it, so that letters stay readable."""
_LEFT, _RIGHT, _TOP, _FOOT = 28.0, 4.0, 8.0, 24.0
"""Room for the scale, and for the names of months."""
_WIDEST = 14.0
"""The widest bar."""
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
"""What one line of the scale may be above the one below."""
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
"""What has a column even where it never occurred."""
_RECEIVED, _PUBLISHED = N_("Arrivals"), N_("Published texts")
_DRAWN = N_("Bars for each month: {series}. The table below gives the same numbers.")
_MOST_DRAWN = 12
"""Months of the drawing at the most."""


def count_table(months: Sequence[MonthCount], decisions: Sequence[PublicDecision], desk: Desk) -> CountTableView:
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
        return (*map(str, counts), _spoken(delay, desk.lang))

    rows = tuple(
        CountRowView(_name(one.month, desk), f"{one.month:%Y-%m}", _month_url(one, desk), cells([one], one.delay))
        for one in reversed(months)
    )
    known = [delay_of(one, desk.once(receipts), working_days(desk)) for one in decisions]
    delays = [delay for delay in known if delay is not None]
    total = cells(months, median(delays) if delays else None)
    sums = CountRowView(desk.say(N_("Together")), "", "", total) if len(months) > 1 else None
    return CountTableView(
        desk.say(N_("Month by month")), desk.say(N_("Month")), tuple(map(desk.say, labels)), rows, sums
    )


def article_table(decisions: Sequence[PublicDecision], desk: Desk) -> CountTableView | None:
    """How many texts were refused by each article of the charter; None where none was."""
    counted = count_articles(decisions)
    found = [(article_of(anchor, desk), anchor, count) for anchor, count in counted]
    rows = tuple(
        CountRowView(article.name if article else anchor, "", article.url if article else "", (str(count),))
        for article, anchor, count in found
    )
    caption, head = desk.say(N_("Refusals by article of the charter")), desk.say(N_("Article"))
    return CountTableView(caption, head, (desk.say(_COLUMNS[Ruling.REFUSED]),), rows, None) if rows else None


def month_chart(months: Sequence[MonthCount], desk: Desk) -> ChartView | None:
    """The drawing of the last months; None where there is nothing to draw."""
    drawn = months[-_MOST_DRAWN:]
    columns = [
        Column(
            month_alone(_moment(one.month), desk.lang, short=True),
            (one.received, one.published, one.of(Ruling.REFUSED), one.of(Ruling.CORRECTED)),
        )
        for one in drawn
    ]
    if not any(number for column in columns for number in column.numbers):
        return None
    labels = (_RECEIVED, _PUBLISHED, _COLUMNS[Ruling.REFUSED], _COLUMNS[Ruling.CORRECTED])
    series = tuple(map(desk.say, labels))
    return draw_chart(columns, series, desk.say(_DRAWN).format(series=", ".join(series).lower()))


def _month_url(one: MonthCount, desk: Desk) -> str:
    """Where the decisions of a month stand; empty for a month without any."""
    page = desk.addresses[REGISTER_YEAR].path(f"{one.month:%Y}")
    return f"{desk.base}{page}#m-{one.month:%Y-%m}" if one.rulings else ""


def _name(month: date, desk: Desk) -> str:
    return month_name(_moment(month), desk.lang)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time())


def _spoken(delay: float | None, lang: str) -> str:
    """A number of days, half ones too; a dash where none is known."""
    if delay is None:
        return "–"
    written = f"{delay:g}"
    return written.replace(".", ",") if lang == "fr" else written
