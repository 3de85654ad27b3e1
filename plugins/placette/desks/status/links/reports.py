"""Reports on outside links: a list for people, JSON for programs. Pure.

The JSON is an object: ``version`` (1), ``asked`` (how many were requested this time), ``links``. Each link has
``url``, ``fate`` (a value of ``LinkFate``, or ``unknown``), ``why`` and ``status`` as in ``LinkOutcome``, ``moved``
(the target of permanent redirects), ``asked`` and ``since`` (days, or null), ``spots`` (a list of ``path`` and
``line``).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from gettext import NullTranslations
from typing import Any

from placette.desks.status.links.memory import Known
from placette.desks.status.links.outcomes import WHY, LinkFate
from placette.engine.base.dates import long_date
from placette.engine.base.message import N_
from placette.engine.problems.reports import printable

_SECTIONS = (
    (LinkFate.GONE, N_("Gone")),
    (LinkFate.FAILING, N_("Failing for now")),
    (LinkFate.FORBIDDEN, N_("Not checked: look at them yourself")),
    (LinkFate.BARRED, N_("Not checked, as their servers wish")),
)
_MOVED = N_("Moved for good: the new address is a proposal")


def why_and_since(known: Known, words: NullTranslations, lang: str) -> str:
    """Why an address isn't simply alive, and since when; empty if there is nothing to say."""
    if known.answer is None or not known.answer.outcome.why:
        return ""
    why = words.gettext(WHY.get(known.answer.outcome.why, "")).format(status=known.answer.outcome.status)
    if known.answer.since is None:
        return why
    since = words.gettext("since {day}").format(day=day_of(known.answer.since, lang))
    return f"{why}, {since}"


def day_of(day: date, lang: str) -> str:
    """«1er mai 2026»."""
    return long_date(datetime(day.year, day.month, day.day), lang)


def places_of(known: Known) -> list[str]:
    """The places of a link, as ``path:line``."""
    return [f"{place.path}:{place.line}" if place.line else place.path for place in known.link.places]


def render_links(found: Sequence[Known], words: NullTranslations, lang: str) -> str:
    """Every link that somebody should look at, grouped by what is wrong; empty if there is none."""
    blocks = []
    for fate, heading in _SECTIONS:
        own = [known for known in found if known.answer and known.answer.outcome.fate is fate]
        blocks += _block(words.gettext(heading), [_entry(known, words, lang) for known in own])
    moved = [known for known in found if known.answer and known.answer.outcome.moved]
    blocks += _block(words.gettext(_MOVED), [_moved(known) for known in moved])
    return printable_lines("\n\n".join(blocks))


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


def render_json(found: Iterable[Known], asked: int) -> str:
    """All links, for a program."""
    return json.dumps(
        {"version": 1, "asked": asked, "links": [link_record(known) for known in found]}, ensure_ascii=False, indent=1
    )


def link_record(known: Known) -> dict[str, Any]:
    """A link for the JSON."""
    answer = known.answer
    return {
        "url": known.link.url,
        "fate": answer.outcome.fate.value if answer else "unknown",
        "why": answer.outcome.why if answer else "",
        "status": answer.outcome.status if answer else 0,
        "moved": answer.outcome.moved if answer else "",
        "asked": answer.asked.isoformat() if answer else None,
        "since": answer.since.isoformat() if answer and answer.since else None,
        "spots": [{"path": place.path, "line": place.line} for place in known.link.places],
    }


def printable_lines(text: str) -> str:
    """The text's lines without control characters that a terminal would obey."""
    return "\n".join(printable(line) for line in text.split("\n"))


def _block(heading: str, entries: list[str]) -> list[str]:
    return [f"{heading} ({len(entries)})\n" + "\n".join(entries)] if entries else []


def _entry(known: Known, words: NullTranslations, lang: str) -> str:
    return "\n".join([f"  {known.link.url}", *_indented([why_and_since(known, words, lang), *places_of(known)])])


def _moved(known: Known) -> str:
    moved = known.answer.outcome.moved if known.answer else ""
    return "\n".join([f"  {known.link.url}", f"    → {moved}", *_indented(places_of(known))])


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"      {line}" for line in lines]
