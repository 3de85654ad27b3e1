"""Remembers what outside addresses answered, and when, in a file beside the build's caches (never published)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from placette.commands.status.links.outcomes import DEAD, WHY, Link, LinkFate, LinkOutcome
from placette.engine.base.dates import long_date
from placette.engine.base.files import write_atomic
from placette.engine.base.translation import N_
from placette.engine.problems.problems import printable

FILE = "links.json"
"""Below ``CACHE_PATH``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome for an address on the day it was last ``asked``; ``since`` is the day it died, if it did."""

    outcome: LinkOutcome
    asked: date
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A link of the texts and what is known about it."""

    link: Link
    answer: Answer | None = None


_ANSWERS = TypeAdapter(dict[str, Answer])


def read_answers(cache: Path) -> dict[str, Answer]:
    """The remembered answers, by address; none if the file is damaged."""
    try:
        return _ANSWERS.validate_json((cache / FILE).read_bytes())
    except (OSError, ValidationError):
        return {}


def write_answers(cache: Path, answers: Mapping[str, Answer]) -> None:
    """Write the answers to the file."""
    write_atomic(cache / FILE, _ANSWERS.dump_json(dict(sorted(answers.items())), indent=1))


def due(links: Iterable[Link], answers: Mapping[str, Answer], today: date, days: int) -> list[str]:
    """The addresses to request: new ones, those whose answer is older than ``days``, and last the dead ones.

    So if time runs out, those that were dead before have to wait.
    """
    wanted = [link.url for link in links if _is_due(answers.get(link.url), today, days)]
    dead = dead_of(answers)
    return sorted(wanted, key=lambda url: url in dead)


def dead_of(answers: Mapping[str, Answer]) -> frozenset[str]:
    """The addresses that were dead at the last request."""
    return frozenset(url for url, answer in answers.items() if answer.outcome.fate in DEAD)


def renewed(
    links: Iterable[Link], answers: Mapping[str, Answer], outcomes: Mapping[str, LinkOutcome], today: date
) -> dict[str, Answer]:
    """The answers after a run; addresses that no text links to any more are forgotten."""
    merged = {url: _answer(outcome, answers.get(url), today) for url, outcome in outcomes.items()}
    known = {**answers, **merged}
    return {link.url: known[link.url] for link in links if link.url in known}


def known_links(links: Iterable[Link], answers: Mapping[str, Answer]) -> tuple[Known, ...]:
    """Each link with what is known about it."""
    return tuple(Known(link, answers.get(link.url)) for link in links)


def _is_due(answer: Answer | None, today: date, days: int) -> bool:
    if answer is None or answer.outcome.fate in DEAD:
        return True
    return not today - timedelta(days=days) < answer.asked <= today


def _answer(outcome: LinkOutcome, before: Answer | None, today: date) -> Answer:
    """An outcome with its day, and the first day of an unbroken series of failures."""
    if outcome.fate not in DEAD:
        return Answer(outcome, today)
    return Answer(outcome, today, before.since if before and before.since else today)


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
