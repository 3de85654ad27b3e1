"""Remembers what outside addresses answered, and when, in a file beside the build's caches (never published)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from placette.desks.status.links.addresses import Link
from placette.desks.status.links.outcomes import DEAD, LinkOutcome
from placette.engine.base.files import write_atomic

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
