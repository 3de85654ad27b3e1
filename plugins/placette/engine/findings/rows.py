"""FindingsReport as rows, and the one way to print them for a terminal, for programs and as a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from markupsafe import Markup

from placette.engine.base.dates import long_date
from placette.engine.base.translation import Severity
from placette.engine.findings.problems import Problem, Translate, columns, explain, message_of, printable
from placette.engine.findings.reports import ARROW, LABELS, WIDTH, coloured, cut, to_json, wrapped

VERSION = 1
"""Of the JSON: it rises when the meaning of a key changes."""
_PLACES = 20
"""The most files of a row."""
_DAY = 19
"""Columns for a day: «30 septembre 2026» and two spaces."""
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Row:
    """One finding: what, where (files, with lines), since when, how to mend it, whose task it is, when it is due.

    ``note`` says more about it. One that comes from a problem has its code and its severity.
    """

    what: str
    note: str = ""
    where: Sequence[str] = ()
    mend: str = ""
    who: Sequence[str] = ()
    since: date | None = None
    due: date | None = None
    is_late: bool = False
    url: str = ""
    code: str = ""
    severity: Severity | None = None

    @classmethod
    def of(cls, problem: Problem, translate: Translate, lang: str = "") -> Row:
        """Return the row of a problem; a finding about a whole site names its place itself."""
        what, mend = explain(problem, translate, lang)
        place = f"{problem.path}:{problem.line}" if problem.line else problem.path
        where = (place,) if place and not message_of(problem.code).subject else ()
        return cls(what, where=where, mend=mend, code=problem.code, severity=problem.severity)

    @property
    def day(self) -> date | None:
        """The day that matters."""
        return self.due or self.since

    @property
    def about(self) -> str:
        """The note, and who should act."""
        names = ", ".join(self.who)
        return f"{self.note} ({names})" if self.note and names else self.note or names


@dataclass(frozen=True, slots=True)
class FindingSection:
    """Rows under a heading, which may lead to ``url``. ``facts`` are numbers and days for programs."""

    name: str
    heading: str
    rows: Sequence[Row]
    notes: Sequence[str] = ()
    url: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FindingsReport:
    """All findings about a site, or about several, in the language of ``words``."""

    site: str
    now: datetime
    sections: Sequence[FindingSection]
    words: NullTranslations
    lang: str

    def count(self) -> dict[Severity, int]:
        """Count the rows of each severity."""
        count = Counter(row.severity for section in self.sections for row in section.rows)
        return {severity: count[severity] for severity in Severity if severity is not Severity.QUESTION}

    def as_text(self, form: str = "plain", most: int = 0) -> str:
        """Return the report for a terminal of 80 columns, with at most ``most`` rows of a section, if given."""
        is_coloured = form == "colour"
        title = printable(f"{self.site}, {long_date(self.now, self.lang)}")
        return "\n\n".join((title, *self.blocks(most, is_coloured=is_coloured)))

    def blocks(self, most: int = 0, *, is_coloured: bool = False) -> Iterator[str]:
        """Yield the text of each section."""
        for section in self.sections:
            heading = printable(f"{section.heading} ({len(section.rows)})")
            lines = [coloured(heading, None) if is_coloured else heading]
            lines += [f"  {line}" for note in section.notes for line in wrapped(note, "", "")]
            rows = section.rows[: most or None]
            for row in rows:
                is_painted = is_coloured and row.severity
                lines += [f"  {coloured(line, row.severity) if is_painted else line}" for line in self._lines(row)]
            if more := len(section.rows) - len(rows):
                sentence = self.words.ngettext(
                    "… and {count} more: invoke status --page", "… and {count} more: invoke status --page", more
                )
                lines.append(f"  {sentence.format(count=more)}")
            yield "\n".join(lines)

    def _lines(self, row: Row) -> list[str]:
        """Return the lines of a row: its day and title on one line, cut to the width; without a day, all of it."""
        if row.day:
            day, margin = printable(self.day_of(row)), " " * _DAY
            lines = [day + " " * max(2, _DAY - columns(day)) + cut(printable(row.what), WIDTH - 2 - _DAY)]
        else:
            margin = "  "
            label = self.words.gettext(LABELS[row.severity]) if row.severity else ""
            code = f"  [{row.code}, {label}]".replace(", ", ",\u00a0") if label else ""  # on one line
            lines = wrapped(f"{row.what}{code}", "", margin)
        for detail in filter(None, (row.about, *row.where[:_PLACES])):
            lines += wrapped(detail, margin, margin)
        return [*lines, *(wrapped(row.mend, f"{margin}{ARROW} ", f"{margin}  ") if row.mend else ())]

    def day_of(self, row: Row) -> str:
        """Return the day of a row in words; empty if it has none."""
        return long_date(datetime(row.day.year, row.day.month, row.day.day), self.lang) if row.day else ""

    def as_json(self) -> str:
        """Return the report for a program; days and moments as ISO 8601 writes them."""
        return to_json(
            {
                "version": VERSION,
                "now": self.now,
                "count": self.count(),
                "sections": [asdict(section) for section in self.sections],
            }
        )

    def as_page(self, title: str) -> bytes:
        """Return the report as a page for editors; bytes of file names that aren't Unicode are escaped."""
        from placette.engine.base.standalone import standalone_environment, style_policy  # noqa: PLC0415 - Jinja

        style = (_HERE / "page.css").read_text(encoding="utf-8")
        page = (
            standalone_environment(_HERE, self.words)
            .get_template("page.html")
            .render(
                report=self,
                title=title,
                most=_PLACES,
                today=long_date(self.now, self.lang),
                style=Markup(style),  # noqa: S704 - a file of ours, which escaping would change
                policy=style_policy(style),
            )
        )
        return page.encode("utf-8", "backslashreplace")
