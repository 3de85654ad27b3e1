"""Converting many bodies at once, each within limits, and only those that are not remembered."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter

from plugins.core.files import digest
from plugins.core.messages import MESSAGES
from plugins.core.models import Body
from plugins.core.problems import problem
from plugins.core.workers import Limits, run_bounded
from plugins.reading.body import BodySource, Converted, convert_body
from plugins.reading.memory import Memory, reader_version
from plugins.reading.sanitizer import is_clean
from plugins.reading.surroundings import Surroundings

LIMITS = Limits(cpu=2.0, wall=5.0, memory=512 * 1024 * 1024)
"""An ordinary body takes some milliseconds; these stop a hostile one."""

Answer = tuple[str, str, bool]
"""What the surroundings say about a path: its address, the facts of its photo, whether it is withheld."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A conversion and the answers that it was given, by path."""

    converted: Converted
    answers: dict[str, Answer]


_REMEMBERED = TypeAdapter(Remembered)


def convert_all(sources: list[BodySource], around: Surroundings, memory: Memory) -> list[Converted]:
    """Convert every body, in order; one that is too slow or too greedy becomes a ``text-slow`` problem."""
    keys = [_key(source, around) for source in sources]
    known = [_recall(memory.get(key, _REMEMBERED), around) for key in keys]
    missing = [position for position, converted in enumerate(known) if converted is None]
    outcomes = run_bounded(convert_body, [sources[position] for position in missing], around, LIMITS)
    for position, outcome in zip(missing, outcomes, strict=True):
        known[position] = outcome or _too_slow(sources[position])
        if outcome:
            answers = {path: _answer(path, around) for path in sorted(outcome.asked)}
            memory.put(keys[position], Remembered(outcome, answers), _REMEMBERED)
    return [converted for converted in known if converted]


def _key(source: BodySource, around: Surroundings) -> str:
    """Everything that a conversion depends on, but for what it asks of the surroundings."""
    parts = (reader_version(), source.path, source.text, source.lang, str(source.first_line))
    return digest(
        *(part.encode("utf-8", "replace") for part in (*parts, around.base, around.table_label, around.note_back))
    )


def _recall(found: Remembered | None, around: Surroundings) -> Converted | None:
    """The conversion as it was, if every answer it was given is still the same and what it holds can be believed."""
    if found is None or any(_answer(path, around) != answer for path, answer in found.answers.items()):
        return None
    known = all(problem.code in MESSAGES for problem in found.converted.problems)
    return found.converted if known and is_clean(found.converted.body.html) else None


def _answer(path: str, around: Surroundings) -> Answer:
    photo = around.photos.get(path)
    facts = f"{photo.digest} {photo.width} {photo.height}" if photo else ""
    return around.addresses.get(path, ""), facts, path in around.withheld


def _too_slow(source: BodySource) -> Converted:
    return Converted(Body(), (problem("text-slow", source.path, source.first_line),))
