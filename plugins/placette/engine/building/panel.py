"""The panel that ``invoke serve`` lays over a page: what is to be mended, what could be better."""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Template

from placette.engine.base.standalone import standalone_environment
from placette.engine.building.reporting import Report
from placette.engine.problems.problems import Problem, Translate, explain
from placette.engine.problems.reports import printable

ASSETS = Path(__file__).parent / "preview"
"""What the preview adds to pages: a template, a style sheet, a script."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A problem as the panel shows it: where, what, the excerpt (``at`` is the place in it), what to do."""

    place: str
    what: str
    before: str
    at: str
    after: str
    mend: str


def render_panel(report: Report, base: str, words: gettext.NullTranslations, lang: str) -> str:
    """The panel as HTML; empty where there is nothing to report. ``base`` is the site's path."""
    say = words.gettext
    return _template(words).render(
        report=report,
        mend=_lines(report.mend, say),
        advice=_lines(report.advice, say),
        loose=_lines(report.loose, say),
        base=base,
        lang=lang,
    )


@cache
def _template(words: gettext.NullTranslations) -> Template:
    return standalone_environment(ASSETS, words).get_template("panel.html")


def _lines(problems: Iterable[Problem], say: Translate) -> list[_Line]:
    return [_line(found, say) for found in problems]


def _line(found: Problem, say: Translate) -> _Line:
    what, mend = (printable(sentence) for sentence in explain(found, say))
    place = ":".join([found.path, *(str(number) for number in (found.line, found.column) if number)])
    cut = found.caret if found.column else len(found.excerpt)
    before, at, after = (printable(part) for part in _cut(found.excerpt, cut))
    return _Line(printable(place), what, before, at, after, mend)


def _cut(excerpt: str, at: int) -> tuple[str, str, str]:
    return excerpt[:at], excerpt[at : at + 1], excerpt[at + 1 :]
