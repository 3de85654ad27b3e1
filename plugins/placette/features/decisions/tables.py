"""The numbers of the register as tables, and as a drawing that shows the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from statistics import median

from placette.engine.base.dates import month_alone, month_name
from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.features.decisions.articles import article_of
from placette.features.decisions.chart import Column, draw_chart
from placette.features.decisions.counting import MonthCount, count_articles, delay_of
from placette.features.decisions.decision import PublicDecision, Ruling
from placette.features.decisions.register import REGISTER_YEAR, receipts, working_days
from placette.features.decisions.views import ChartView, CountRowView, CountTableView

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
