"""The theme's contract for the register. See ``engine/pages/views.py`` for its rules."""

from __future__ import annotations

from typing import NamedTuple

from placette.engine.pages.views import DateView, HeadView, LinkView, PersonView


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
