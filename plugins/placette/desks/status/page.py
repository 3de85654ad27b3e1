"""The state of the site as one HTML page for its editors. It loads nothing and runs nothing; all texts are escaped."""

from __future__ import annotations

import gettext
from datetime import date
from functools import partial
from pathlib import Path

from markupsafe import Markup

from placette.desks.status.links.reports import day_of, places_of, why_and_since
from placette.desks.status.site_status import SiteStatus, Waiting
from placette.desks.status.terminal_report import (
    HEADINGS,
    count_advice,
    headings_of,
    kind_of,
    notes_of,
    place_of,
    reason_of,
    since_when,
    why_asked,
    why_due,
    why_late,
    why_undecided,
)
from placette.engine.base.dates import long_date
from placette.engine.base.message import Severity
from placette.engine.base.standalone import standalone_environment, style_policy

_HERE = Path(__file__).parent
_OLD = 30
"""How many days a text must have waited to be marked as waiting for long."""


def render_page(status: SiteStatus, words: gettext.NullTranslations, lang: str, site: str) -> bytes:
    """The page as HTML; bytes of file names that aren't Unicode are escaped."""
    environment = standalone_environment(_HERE, words)
    environment.filters |= {
        "day": partial(day_of, lang=lang),
        "place": place_of,
        "places": places_of,
        "reason": partial(reason_of, words=words),
        "kind": partial(kind_of, words=words),
        "since": partial(since_when, words=words, lang=lang),
        "due": partial(why_due, words=words),
        "question_due": partial(why_asked, words=words),
        "undecided": partial(why_undecided, words=words),
        "late": partial(why_late, words=words),
        "why": partial(why_and_since, words=words, lang=lang),
    }
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    page = environment.get_template("page.html").render(
        status=status,
        site=site,
        today=long_date(status.now, lang),
        headings={name: words.gettext(heading) for name, heading in headings_of(status).items()},
        counts=_counts(status),
        notes={name: notes_of(name, status, words, lang) for name in HEADINGS},
        blocking=[found for found in status.problems if found.severity is Severity.BLOCKING],
        advice=[found for found in status.problems if found.severity is Severity.ADVICE],
        advised=count_advice(status.problems, words),
        is_old=partial(_is_old, today=status.now.date()),
        style=Markup(style),  # noqa: S704 - a file of ours, which escaping would change
        policy=style_policy(style),
        lang=lang,
    )
    return page.encode("utf-8", "backslashreplace")


def _counts(status: SiteStatus) -> dict[str, int]:
    lists = {name: getattr(status, name) for name in HEADINGS if name != "links"}
    return {name: len(lists[name]) if name in lists else len(status.links.dead) for name in HEADINGS}


def _is_old(one: Waiting, today: date) -> bool:
    return one.since is not None and (today - one.since).days > _OLD
