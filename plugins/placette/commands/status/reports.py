"""The state of the site in words: sections of rows, for a terminal of 80 columns, a page and programs. Pure."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import partial
from gettext import NullTranslations
from operator import itemgetter
from pathlib import Path
from typing import Any

from markupsafe import Markup

from placette.commands.status.links import Known, LinkFate, day_of, link_record, places_of, why_and_since
from placette.commands.status.site_status import Dated, SiteStatus, Wait, Waiting, link_findings
from placette.engine.base.dates import long_date
from placette.engine.base.local_server import standalone_environment, style_policy
from placette.engine.base.translation import N_
from placette.engine.findings.problems import DEADLINES, Problem, columns, explain, printable
from placette.engine.findings.reports import WIDTH, as_record, by_severity, count_problems, cut, to_json, wrapped
from placette.engine.rendering.printing import HiddenEntry
from placette.features.decisions import Why
from placette.features.letterbox import LateLetter, Lateness
from placette.features.questions import Due, DueQuestion

_ROWS = 10
"""The most rows of a section on a terminal; the page has them all."""
_PLACES = 20
"""The most files of a row."""
_DAY = 19
"""Columns for a day: «30 septembre 2026» and two spaces."""
_OLD = 30
"""How many days a text must have waited to be marked as waiting for long."""
KINDS = {
    Wait.DRAFT: N_("draft"),
    Wait.UNFINISHED: N_("draft to complete"),
    Wait.TO_MEND: N_("to fix"),
    Wait.PROPOSED: N_("proposed"),
}
"""Why a text waits, in words."""
_DUE = {
    Why.ENDS: N_("last day for an appeal"),
    Why.EXAMINED: N_("appeal without an outcome"),
    Why.LATE: N_("appeal without an outcome for too long"),
}
_RIGHT, _LETTER = N_("Right of reply {number}"), N_("Letter {number}")
_APPEAL = N_("write its outcome in this file (outcome:), and tell the person")
_PUBLISH = N_("arrived on {day}; by that day, publish it or say why not")
HEADINGS = {
    "deadlines": DEADLINES,
    "waiting": N_("Waiting"),
    "scheduled": N_("Scheduled posts"),
    "held": N_("Held back before an election"),
    "consultations": N_("Consultations that wait for their decision"),
    "published": N_("Published lately"),
    "lacking": N_("To be filled in before publication"),
    "hidden": N_("Hidden in the menu for now"),
    "problems": N_("Problems"),
    "links": N_("Dead links"),
    "silent": N_("Communes that have gone quiet"),
    "passing": N_("Repeated events whose last date is near"),
    "review": N_("Posts to read again"),
    "watch": N_("Said of the territory elsewhere"),
}
"""The sections in order, by their key in the JSON."""
_HELD = "election-held"
_SOMETIMES = frozenset({"consultations", "deadlines", "held", "hidden", "lacking", "watch"})
"""Sections that are left out when empty: most sites never need them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry: the day that matters, its title, a note, its files."""

    title: str
    about: str = ""
    places: Sequence[str] = ()
    day: str = ""
    is_old: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class StatusSection:
    """Rows under a heading. ``folded`` are further rows that the page alone shows, each group with its heading."""

    name: str
    heading: str
    rows: Sequence[Row]
    notes: Sequence[str] = ()
    folded: Sequence[tuple[str, Sequence[Row]]] = ()
    count: int = 0


def sections_of(status: SiteStatus, words: NullTranslations, lang: str) -> Iterator[StatusSection]:
    """The sections of a report."""
    rows = _rows(status, words, lang)
    wrong, lacking, advice = by_severity(status.problems)
    rows["problems"] = [_problem(found, words) for found in wrong]
    folded = {
        "problems": [
            (count_problems(group, words), [_problem(found, words) for found in group])
            for group in (lacking, advice)
            if group
        ],
        "links": [(words.gettext("Moved for good"), _links(status.links.moved, words, lang))]
        if status.links.moved
        else (),
    }
    counts = {"problems": len(status.problems)}
    for name, heading in HEADINGS.items():
        if rows[name] or name not in _SOMETIMES:
            notes, count = _notes(name, status, words, lang), counts.get(name, len(rows[name]))
            yield StatusSection(name, words.gettext(heading), rows[name], notes, folded.get(name, ()), count)


def _rows(status: SiteStatus, words: NullTranslations, lang: str) -> dict[str, list[Row]]:
    day, last = partial(day_of, lang=lang), words.gettext("last post: {title}")
    dated = {
        name: [_dated(text, lang) for text in texts]
        for name in ("scheduled", "held", "published", "passing", "review")
        for texts in (getattr(status, name),)
    }
    why = {one.path: " ".join(explain(one, words.gettext, lang)) for one in status.problems if one.code == _HELD}
    dated["held"] = [replace(row, about=f"{row.about}. {why.get(row.places[0], '')}") for row in dated["held"]]
    return {
        **dated,
        "deadlines": _deadlines(status, words, lang),
        "waiting": [_waiting(one, words, lang, status.now.date()) for one in status.waiting],
        "consultations": [
            Row(one.title, f"{_undecided(one.days, words)} ({', '.join(one.who)})", (one.path,), day(one.since))
            for one in status.consultations
        ],
        "lacking": [_problem(found, words) for found in status.lacking],
        "hidden": [Row(one.label, _hidden(one, words), (one.path,)) for one in status.hidden],
        "links": _links(status.links.dead, words, lang),
        "silent": [
            Row(one.name, last.format(title=one.last.title), (one.last.path,), day(one.last.day))
            for one in status.silent
        ],
        "watch": [Row(one.words, one.where, (one.url,), day(one.day), url=one.url) for one in status.watch],
    }


def _deadlines(status: SiteStatus, words: NullTranslations, lang: str) -> list[Row]:
    """What the law or the site's own word sets a day for: what, until when, what to do; the earliest day first."""
    say, today = words.gettext, status.now.date()
    found: list[tuple[date, str, str, tuple[str, ...]]] = []
    for right in status.deadlines:
        show = (f"invoke letters --show {right.number}",) if right.number else ()
        about = say(_PUBLISH).format(day=day_of(right.received, lang))
        found.append((right.due, say(_RIGHT).format(number=right.number).strip(), about, (right.path, *show)))
    for letter in status.letters:
        title, command = (
            say(N_("Letter {number}")).format(number=letter.number),
            f"invoke letters --show {letter.number}",
        )
        found.append((letter.received, title, _late(letter, words), (letter.path, command)))
    found += [
        (one.day, say(_DUE[one.why]), "" if one.why is Why.ENDS else say(_APPEAL), (one.path,))
        for one in status.appeals
    ]
    for asked in status.questions:
        do = () if asked.why is Due.VERIFY else (f"invoke answer {Path(asked.path).parent.name}",)
        found.append((asked.since, asked.title, f"{_asked(asked, words)} ({', '.join(asked.who)})", (asked.path, *do)))
    found.sort(key=itemgetter(0))
    dated = [Row(title, about, places, day_of(day, lang), day < today) for day, title, about, places in found]
    return [*dated, *(Row(one.what, one.about, (one.command,)) for one in status.reminders)]


def _dated(text: Dated, lang: str) -> Row:
    return Row(text.title, ", ".join(text.who), (text.path,), day_of(text.day, lang))


def _waiting(one: Waiting, words: NullTranslations, lang: str, today: date) -> Row:
    """Return since when a text waits, as far as known; a text without a title is named by why it waits."""
    unknown = "?" if one.committed else words.gettext("not committed")
    since = day_of(one.since, lang) if one.since else unknown
    kind = words.gettext(KINDS[one.kind])
    if one.kind is Wait.PROPOSED:
        files = words.ngettext("{count} file", "{count} files", len(one.texts)).format(count=len(one.texts))
        kind = f"{kind} ({files})"
    about = ", ".join((kind, *one.who) if one.title else one.who)
    is_old = one.since is not None and (today - one.since).days > _OLD
    return Row(one.title or kind, about, (one.path, *one.texts), since, is_old)


def _hidden(one: HiddenEntry, words: NullTranslations) -> str:
    if not one.least:
        return words.gettext("its text is not published")
    said = words.gettext("{count} to show; it takes {least}") if one.entries else words.gettext("nothing to show yet")
    return said.format(count=one.entries, least=one.least)


def _late(one: LateLetter, words: NullTranslations) -> str:
    if one.why is Lateness.UNREAD:
        pattern = words.ngettext("not read for {count} working day", "not read for {count} working days", one.days)
    else:
        pattern = words.ngettext(
            "receipt written after {count} working day", "receipt written after {count} working days", one.days
        )
    return pattern.format(count=one.days)


def _asked(one: DueQuestion, words: NullTranslations) -> str:
    if one.why is Due.VERIFY:
        return words.gettext("to be checked: the answer was considered correct until that day")
    pattern = words.ngettext("not answered for {count} working day", "not answered for {count} working days", one.days)
    return pattern.format(count=one.days)


def _undecided(days: int, words: NullTranslations) -> str:
    pattern = words.ngettext(
        "ended {count} day ago; fill in decision:, decided: and decided_by:",
        "ended {count} days ago; fill in decision:, decided: and decided_by:",
        days,
    )
    return pattern.format(count=days)


def _problem(found: Problem, words: NullTranslations) -> Row:
    place = f"{found.path}:{found.line}" if found.line else found.path
    return Row(place, explain(found, words.gettext)[0])


def _links(found: Iterable[Known], words: NullTranslations, lang: str) -> list[Row]:
    rows = []
    for known in found:
        moved = known.answer.outcome.moved if known.answer else ""
        about = why_and_since(known, words, lang) or (f"→ {moved}" if moved else "")
        rows.append(Row(known.link.url, about, places_of(known), url=known.link.url))
    return rows


def _notes(section: str, status: SiteStatus, words: NullTranslations, lang: str) -> list[str]:
    if section == "waiting" and status.fault:
        return [words.gettext("Git does not know since when: {what}").format(what=status.fault)]
    if section == "waiting" and status.shallow:
        return [words.gettext("This clone has only the newest commits: since when is not known.")]
    if section == "problems" and status.problems:
        how, counts = words.gettext("invoke check says how"), Counter(one.code for one in status.problems)
        pictures, posts = counts["photo-awaited"], counts["minors-awaited"]
        left = words.gettext(
            "Of another site, still to do: pictures to describe: {pictures}; texts to look at for children: {posts}."
        )
        come = [left.format(pictures=pictures, posts=posts)] if pictures or posts else []
        return [f"{count_problems(status.problems, words)} ({how})", *come]
    if section == "links":
        found = link_findings(status.links, status.now.date())
        said = [(one.code, *explain(one, words.gettext, lang)) for one in found]
        return [f"{what} → {mend}" if mend and code != "links-dead" else what for code, what, mend in said]
    return []


def render_text(status: SiteStatus, words: NullTranslations, lang: str, site: str) -> str:
    """The whole state, section by section; an empty section is one line."""
    blocks = [f"{site}, {long_date(status.now, lang)}"]
    for section in sections_of(status, words, lang):
        rows = list(map(_entry, section.rows[:_ROWS]))
        if (left := len(section.rows) - _ROWS) > 0:
            more = words.ngettext(
                "… and {count} more: invoke status --page", "… and {count} more: invoke status --page", left
            )
            rows.append(more.format(count=left))
        notes = ["\n".join(wrapped(note, "", "")) for note in section.notes]
        blocks.append(_block(f"{section.heading} ({section.count})", (*notes, *rows)))
    return _printable("\n\n".join(blocks))


def _block(heading: str, entries: Iterable[str]) -> str:
    return "\n".join([heading, *(textwrap.indent(entry, "  ") for entry in entries)])


def _printable(text: str) -> str:
    return "\n".join(map(printable, text.split("\n")))


def _entry(row: Row) -> str:
    """A day and a title on one line, cut to the width; details below. Without a day, the title stays whole."""
    margin = " " * (_DAY if row.day else 4)
    first = row.title
    if row.day:
        first = row.day + " " * max(2, _DAY - columns(row.day)) + cut(row.title, WIDTH - 2 - _DAY)
    details = [line for text in (row.about, *row.places[:_PLACES]) if text for line in wrapped(text, margin, margin)]
    return "\n".join([first, *details])


_SECTIONS = {
    LinkFate.GONE: N_("Gone"),
    LinkFate.FAILING: N_("Failing for now"),
    LinkFate.FORBIDDEN: N_("Not checked: look at them yourself"),
    LinkFate.BARRED: N_("Not checked, as their servers wish"),
}
_MOVED = N_("Moved for good: the new address is a proposal")


def render_links(found: Sequence[Known], words: NullTranslations, lang: str) -> str:
    """Return every link that needs attention, grouped by problem; empty if there is none."""
    answered = [(known, known.answer.outcome) for known in found if known.answer]
    groups = {heading: [known for known, seen in answered if seen.fate is fate] for fate, heading in _SECTIONS.items()}
    groups[_MOVED] = [known for known, seen in answered if seen.moved]
    shown = {words.gettext(heading): _links(own, words, lang) for heading, own in groups.items() if own}
    return _printable("\n\n".join(_block(f"{name} ({len(rows)})", map(_entry, rows)) for name, rows in shown.items()))


def render_count(found: Sequence[Known], asked: int, words: NullTranslations) -> str:
    """The outcome for all links, in a sentence or two."""
    fates = Counter(known.answer.outcome.fate if known.answer else None for known in found)
    sentence = words.gettext(
        "Outside links: {links}. Answering: {alive}; gone: {gone}; failing for now: {failing}; closed"
        " to programs: {closed}; not checked: {left}. Checked now: {asked}."
    )
    left = fates[LinkFate.BARRED] + fates[LinkFate.FORBIDDEN] + fates[None]
    numbers = {str(fate): fates[fate] for fate in (LinkFate.ALIVE, LinkFate.GONE, LinkFate.FAILING, LinkFate.CLOSED)}
    return sentence.format(links=len(found), left=left, asked=asked, **numbers)


VERSION = 1


def links_json(found: Iterable[Known], asked: int) -> str:
    """All links, for a program."""
    return to_json({"version": VERSION, "asked": asked, "links": [link_record(known) for known in found]})


def render_status(status: SiteStatus, words: NullTranslations) -> str:
    """Return the whole state as JSON text: the fields of ``SiteStatus`` and of its values."""
    record = _record(status, words)
    counts = zip(("blocking", "waiting", "advice"), map(len, by_severity(status.problems)), strict=True)
    record["problems"] = {**dict(counts), "list": record["problems"]}
    record["git"] = {name: record.pop(name) for name in ("fault", "shallow")}
    return to_json({"version": VERSION, **record})


def _record(value: Any, words: NullTranslations) -> Any:
    """A value as JSON has it; days and moments as ISO 8601 writes them."""
    if isinstance(value, Problem):
        return as_record(value, words.gettext)
    if isinstance(value, Known):
        return link_record(value)
    if isinstance(value, date):
        return value.isoformat()
    named: Mapping[str, Any] | None = value._asdict() if hasattr(value, "_asdict") else None
    if is_dataclass(value):
        named = {one.name: getattr(value, one.name) for one in fields(value)}
    if named is not None:
        return {name: _record(own, words) for name, own in named.items()}
    return [_record(one, words) for one in value] if isinstance(value, tuple) else value


_HERE = Path(__file__).parent


def render_page(status: SiteStatus, words: NullTranslations, lang: str, site: str) -> bytes:
    """The page as HTML; bytes of file names that aren't Unicode are escaped."""
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    page = (
        standalone_environment(_HERE, words)
        .get_template("page.html")
        .render(
            sections=list(sections_of(status, words, lang)),
            most=_PLACES,
            site=site,
            today=long_date(status.now, lang),
            style=Markup(style),  # noqa: S704 - a file of ours, which escaping would change
            policy=style_policy(style),
            lang=lang,
        )
    )
    return page.encode("utf-8", "backslashreplace")
