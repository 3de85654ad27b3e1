"""The state of the site as a table for a terminal of 80 columns. Pure."""

from __future__ import annotations

import gettext
import json
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from markupsafe import Markup

from placette.commands.status.links.memory import Known, day_of, link_record, places_of, why_and_since
from placette.commands.status.site_status import Dated, LinkState, Silence, SiteStatus, Wait, Waiting
from placette.engine.base.dates import long_date
from placette.engine.base.local_server import standalone_environment, style_policy
from placette.engine.base.translation import N_, Severity
from placette.engine.problems.problems import Problem, columns, explain, printable
from placette.features.calls import DueConsultation
from placette.features.decisions import DueDecision, Why
from placette.features.letterbox import LateLetter, Lateness
from placette.features.questions import Due, DueQuestion

WIDTH = 80
"""Columns of a terminal: hardly any is narrower."""
_ROWS = 10
"""The most entries of a section; the HTML page has them all."""
_DAY = 19
"""Columns for a day: «30 septembre 2026» and two spaces."""
KINDS = {Wait.DRAFT: N_("draft"), Wait.TO_MEND: N_("to fix"), Wait.PROPOSED: N_("proposed")}
"""Why a text waits, in words."""
_DUE = {
    Why.ENDS: N_("last day for an appeal"),
    Why.EXAMINED: N_("appeal without an outcome"),
    Why.LATE: N_("appeal without an outcome for too long"),
}
HEADINGS = {
    "waiting": N_("Waiting"),
    "scheduled": N_("Scheduled posts"),
    "held": N_("Held back before an election"),
    "letters": N_("Letters that wait longer than promised"),
    "appeals": N_("Appeals against decisions"),
    "questions": N_("Questions to answer, answers to verify"),
    "consultations": N_("Consultations that wait for their decision"),
    "published": N_("Published lately"),
    "lacking": N_("To be filled in before publication"),
    "problems": N_("Problems"),
    "links": N_("Dead links"),
    "silent": N_("Communes that have gone quiet"),
    "passing": N_("Events about to pass, with no later date"),
    "review": N_("Posts to read again"),
}
"""The sections in order, by their key in the JSON."""
_SOMETIMES = frozenset({"appeals", "consultations", "held", "lacking", "letters", "questions"})
"""Those that stand only where there is something in them: most sites never need them."""


def headings_of(status: SiteStatus) -> dict[str, str]:
    """The sections that a report has, each with its heading (a msgid)."""
    return {name: heading for name, heading in HEADINGS.items() if name not in _SOMETIMES or getattr(status, name)}


def render_text(status: SiteStatus, words: NullTranslations, lang: str, site: str) -> str:
    """The whole state, section by section; an empty section is one line."""
    say = words.gettext
    sections = (
        ("waiting", len(status.waiting), [_waiting(one, words, lang) for one in status.waiting]),
        ("scheduled", len(status.scheduled), _dated(status.scheduled, lang)),
        ("held", len(status.held), _dated(status.held, lang)),
        ("letters", len(status.letters), [_letter(one, words, lang) for one in status.letters]),
        ("appeals", len(status.appeals), [_appeal(one, words, lang) for one in status.appeals]),
        ("questions", len(status.questions), [_question(one, words, lang) for one in status.questions]),
        ("consultations", len(status.consultations), [_undecided(one, words, lang) for one in status.consultations]),
        ("published", len(status.published), _dated(status.published, lang)),
        ("lacking", len(status.lacking), _problems(status.lacking, words)),
        ("problems", len(status.problems), _problems(status.problems, words)),
        ("links", len(status.links.dead), [_dead(known, words, lang) for known in status.links.dead]),
        ("silent", len(status.silent), [_silence(one, words, lang) for one in status.silent]),
        ("passing", len(status.passing), _dated(status.passing, lang)),
        ("review", len(status.review), _dated(status.review, lang)),
    )
    blocks = [f"{site}, {long_date(status.now, lang)}"]
    shown = headings_of(status)
    for name, count, entries in (section for section in sections if section[0] in shown):
        lines = [f"{say(HEADINGS[name])} ({count})", *notes_of(name, status, words, lang), *_some(entries, words)]
        blocks.append("\n".join([lines[0], *(_indented(line) for line in lines[1:])]))
    return "\n".join(printable(line) for line in "\n\n".join(blocks).split("\n"))


def notes_of(section: str, status: SiteStatus, words: NullTranslations, lang: str) -> list[str]:
    """Notes below the entries of a section."""
    if section == "waiting" and status.fault:
        return [words.gettext("Git does not know since when: {what}").format(what=status.fault)]
    if section == "waiting" and status.shallow:
        return [words.gettext("This clone holds only the newest commits: since when is not known.")]
    if section == "problems" and status.problems:
        return [count_problems(status.problems, words)]
    if section == "links":
        return _link_notes(status, words, lang)
    return []


def count_problems(problems: Sequence[Problem], words: NullTranslations) -> str:
    """How many block and how many are advice."""
    blocking = sum(found.severity is Severity.BLOCKING for found in problems)
    blocked = words.ngettext("{count} to fix", "{count} to fix", blocking).format(count=blocking)
    how = words.gettext("invoke check says how")
    return f"{blocked}, {count_advice(problems, words)} ({how})"


def count_advice(problems: Iterable[Problem], words: NullTranslations) -> str:
    """How many are advice."""
    count = sum(found.severity is Severity.ADVICE for found in problems)
    return words.ngettext("{count} piece of advice", "{count} pieces of advice", count).format(count=count)


def kind_of(one: Waiting, words: NullTranslations) -> str:
    """Why it waits; for a proposal, with the number of its files."""
    kind, count = words.gettext(KINDS[one.kind]), len(one.texts)
    if one.kind is not Wait.PROPOSED:
        return kind
    files = words.ngettext("{count} file", "{count} files", count).format(count=count)
    return f"{kind} ({files})"


def since_when(one: Waiting, words: NullTranslations, lang: str) -> str:
    """Since when a text waits, as far as anybody knows."""
    if one.since:
        return day_of(one.since, lang)
    return "?" if one.committed else words.gettext("not committed")


def reason_of(found: Problem, words: NullTranslations) -> str:
    """What is wrong, in a sentence."""
    return explain(found, words.gettext)[0]


def place_of(found: Problem) -> str:
    """``path:line``, or the path alone."""
    return f"{found.path}:{found.line}" if found.line else found.path


def _link_notes(status: SiteStatus, words: NullTranslations, lang: str) -> list[str]:
    state = status.links
    if not state.count:
        return []
    if state.last is None:
        return [words.gettext("Never checked: invoke links")]
    notes = [words.gettext("Last checked: {day}.").format(day=day_of(state.last, lang))]
    if left := state.count - state.asked:
        sentence = words.ngettext(
            "{count} link was never checked: invoke links", "{count} links were never checked: invoke links", left
        )
        notes.append(sentence.format(count=left))
    if state.moved:
        sentence = words.ngettext(
            "{count} page has moved for good: invoke links",
            "{count} pages have moved for good: invoke links",
            len(state.moved),
        )
        notes.append(sentence.format(count=len(state.moved)))
    return notes


def _waiting(one: Waiting, words: NullTranslations, lang: str) -> str:
    kind, who = kind_of(one, words), ", ".join(one.who)
    about = [f"{kind}, {who}" if who else kind, one.path] if one.title else [who, one.path]
    return _entry(since_when(one, words, lang), one.title or kind, about)


def _dated(texts: Iterable[Dated], lang: str) -> list[str]:
    return [_entry(day_of(text.day, lang), text.title, [", ".join(text.who), text.path]) for text in texts]


def why_late(one: LateLetter, words: NullTranslations) -> str:
    """What was promised about a letter and isn't kept."""
    if one.why is Lateness.UNREAD:
        pattern = words.ngettext("not read for {count} working day", "not read for {count} working days", one.days)
    else:
        pattern = words.ngettext(
            "receipt written after {count} working day", "receipt written after {count} working days", one.days
        )
    return pattern.format(count=one.days)


def _letter(one: LateLetter, words: NullTranslations, lang: str) -> str:
    return _entry(day_of(one.received, lang), one.number, [why_late(one, words), one.path])


def why_due(one: DueDecision, words: NullTranslations) -> str:
    """What is due about a decision."""
    return words.gettext(_DUE[one.why])


def _appeal(one: DueDecision, words: NullTranslations, lang: str) -> str:
    return _entry(day_of(one.day, lang), why_due(one, words), [one.path])


def why_asked(one: DueQuestion, words: NullTranslations) -> str:
    """What is to be done about a question."""
    if one.why is Due.VERIFY:
        return words.gettext("to be verified: the answer was held to be right until that day")
    pattern = words.ngettext("not answered for {count} working day", "not answered for {count} working days", one.days)
    return pattern.format(count=one.days)


def _question(one: DueQuestion, words: NullTranslations, lang: str) -> str:
    who = ", ".join(one.who)
    return _entry(day_of(one.since, lang), one.title, [f"{why_asked(one, words)} ({who})", one.path])


def why_undecided(one: DueConsultation, words: NullTranslations) -> str:
    """For how long people who answered have been waiting, and what ends that."""
    pattern = words.ngettext(
        "ended {count} day ago; fill in decision:, decided: and decided_by:",
        "ended {count} days ago; fill in decision:, decided: and decided_by:",
        one.days,
    )
    return pattern.format(count=one.days)


def _undecided(one: DueConsultation, words: NullTranslations, lang: str) -> str:
    who = ", ".join(one.who)
    return _entry(day_of(one.since, lang), one.title, [f"{why_undecided(one, words)} ({who})", one.path])


def _silence(one: Silence, words: NullTranslations, lang: str) -> str:
    last = words.gettext("last post: {title}").format(title=one.last.title)
    return _entry(day_of(one.last.day, lang), one.name, [last])


def _problems(problems: Iterable[Problem], words: NullTranslations) -> list[str]:
    """Blocking problems one by one; advice is only counted."""
    blocking = [found for found in problems if found.severity is Severity.BLOCKING]
    return [f"{place_of(found)}\n{_wrapped(reason_of(found, words), '    ')}" for found in blocking]


def _dead(known: Known, words: NullTranslations, lang: str) -> str:
    about = (why_and_since(known, words, lang), *places_of(known))
    return "\n".join([known.link.url, *(f"    {line}" for line in about)])


def _entry(day: str, title: str, about: Iterable[str]) -> str:
    """A day and a title on one line, cut to the width; details below."""
    room = WIDTH - 2 - _DAY
    margin = " " * _DAY
    return "\n".join([f"{_padded(day)}{cut(title, room)}", *(_wrapped(line, margin) for line in about if line)])


def _padded(day: str) -> str:
    return day + " " * max(2, _DAY - columns(day))


def _wrapped(line: str, margin: str) -> str:
    """Lines that fit the width, except where there is no space: a path must stay whole to be copied."""
    return textwrap.fill(
        line, WIDTH - 2, initial_indent=margin, subsequent_indent=margin, break_long_words=False, break_on_hyphens=False
    )


def cut(text: str, room: int) -> str:
    """``text`` in at most ``room`` columns, with «…» for what was cut."""
    if columns(text) <= room:
        return text
    while columns(text) > room - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _some(entries: Sequence[str], words: NullTranslations) -> list[str]:
    """The first entries, and the number of the others."""
    left = len(entries) - _ROWS
    if left <= 0:
        return list(entries)
    more = words.ngettext("… and {count} more: invoke status --page", "… and {count} more: invoke status --page", left)
    return [*entries[:_ROWS], more.format(count=left)]


def _indented(entry: str) -> str:
    return textwrap.indent(entry, "  ")


VERSION = 1


def render_status(status: SiteStatus, words: NullTranslations) -> str:
    """The whole state as JSON text."""
    record = {
        "version": VERSION,
        "now": status.now.isoformat(),
        "waiting": [_json_report_waiting(one) for one in status.waiting],
        "scheduled": [_json_report_dated(text) for text in status.scheduled],
        "held": [_json_report_dated(text) for text in status.held],
        "letters": [_json_report_letter(one) for one in status.letters],
        "appeals": [{"path": one.path, "why": one.why.value, "day": one.day.isoformat()} for one in status.appeals],
        "questions": [_json_report_question(one) for one in status.questions],
        "consultations": [_json_report_undecided(one) for one in status.consultations],
        "published": [_json_report_dated(text) for text in status.published],
        "lacking": [_problem(found, words) for found in status.lacking],
        "problems": _json_report_problems(status, words),
        "links": _links(status.links),
        "silent": [_json_report_silence(one) for one in status.silent],
        "passing": [_json_report_dated(text) for text in status.passing],
        "review": [_json_report_dated(text) for text in status.review],
        "git": {"fault": status.fault, "shallow": status.shallow},
    }
    text = json.dumps(record, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "backslashreplace").decode()  # file names needn't be UTF-8; these are JSON's escapes


def _json_report_waiting(one: Waiting) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "path": one.path,
        "title": one.title,
        "who": list(one.who),
        "since": one.since.isoformat() if one.since else None,
        "committed": one.committed,
        "texts": list(one.texts),
    }


def _json_report_dated(text: Dated) -> dict[str, Any]:
    return {"path": text.path, "title": text.title, "who": list(text.who), "day": text.day.isoformat()}


def _json_report_letter(one: LateLetter) -> dict[str, Any]:
    return {**one._asdict(), "why": one.why.value, "received": one.received.isoformat()}


def _json_report_question(one: DueQuestion) -> dict[str, Any]:
    return {**one._asdict(), "why": one.why.value, "since": one.since.isoformat(), "who": list(one.who)}


def _json_report_undecided(one: DueConsultation) -> dict[str, Any]:
    return {**one._asdict(), "since": one.since.isoformat(), "who": list(one.who)}


def _json_report_problems(status: SiteStatus, words: NullTranslations) -> dict[str, Any]:
    blocking = sum(found.severity is Severity.BLOCKING for found in status.problems)
    return {
        "blocking": blocking,
        "advice": len(status.problems) - blocking,
        "list": [_problem(found, words) for found in status.problems],
    }


def _problem(found: Problem, words: NullTranslations) -> dict[str, Any]:
    place = {"path": found.path, "line": found.line, "column": found.column}
    return {**place, "code": found.code, "severity": found.severity.value, "message": reason_of(found, words)}


def _links(state: LinkState) -> dict[str, Any]:
    return {
        "count": state.count,
        "asked": state.asked,
        "last": state.last.isoformat() if state.last else None,
        "dead": [link_record(known) for known in state.dead],
        "moved": [link_record(known) for known in state.moved],
    }


def _json_report_silence(one: Silence) -> dict[str, Any]:
    return {"code": one.code, "name": one.name, "last": _json_report_dated(one.last)}


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
