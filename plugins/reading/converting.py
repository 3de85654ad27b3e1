"""Converting many bodies at once, each within limits, and only those that are not remembered."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from plugins.core.files import digest
from plugins.core.models import Body, Heading, Photo
from plugins.core.problems import Problem, problem
from plugins.core.workers import Limits, run_bounded
from plugins.reading.body import BodySource, Converted, convert_body
from plugins.reading.memory import Memory, reader_version
from plugins.reading.surroundings import Surroundings

LIMITS = Limits(cpu=2.0, wall=5.0, memory=512 * 1024 * 1024)
"""An ordinary body takes some milliseconds; these stop a hostile one."""


def convert_all(sources: list[BodySource], around: Surroundings, memory: Memory) -> list[Converted]:
    """Convert every body, in order; one that is too slow or too greedy becomes a ``text-slow`` problem."""
    keys = [_key(source, around) for source in sources]
    known = [_recall(memory.get(key), around) for key in keys]
    missing = [position for position, converted in enumerate(known) if converted is None]
    outcomes = run_bounded(convert_body, [sources[position] for position in missing], around, LIMITS)
    for position, outcome in zip(missing, outcomes, strict=True):
        known[position] = outcome or _too_slow(sources[position])
        if outcome and not _compares(outcome):
            memory.put(keys[position], _remembered(outcome, around))
    return [converted for converted in known if converted]


def _key(source: BodySource, around: Surroundings) -> str:
    """Everything that a conversion depends on, but for what it asks of the surroundings."""
    parts = (reader_version(), source.path, source.text, source.lang, str(source.first_line))
    return digest(
        *(part.encode("utf-8", "replace") for part in (*parts, around.base, around.table_label, around.note_back))
    )


def _remembered(converted: Converted, around: Surroundings) -> dict[str, Any]:
    """A conversion and the answers it was given, ready for JSON."""
    kept = {**asdict(converted), "ids": sorted(converted.ids)}
    return {**kept, "asked": {path: _answer(path, around) for path in sorted(converted.asked)}}


def _compares(converted: Converted) -> bool:
    """Whether a problem proposes the nearest of all addresses, which another text can change."""
    return any(found.code == "link-missing" for found in converted.problems)


def _recall(found: Any, around: Surroundings) -> Converted | None:
    """The conversion as it was, if every answer it was given is still the same."""
    if found is None or any(_answer(path, around) != answer for path, answer in found["asked"].items()):
        return None
    body = found["body"]
    return Converted(
        Body(
            body["html"],
            tuple(Heading(**heading) for heading in body["headings"]),
            tuple(Photo(**photo) for photo in body["photos"]),
            body["words"],
        ),
        tuple(recalled_problem(item) for item in found["problems"]),
        frozenset(found["ids"]),
        tuple((path, anchor, recalled_problem(missing)) for path, anchor, missing in found["anchors"]),
        frozenset(found["asked"]),
    )


def recalled_problem(item: dict[str, Any]) -> Problem:
    """A problem as it was before it was remembered."""
    return Problem(**{**item, "values": tuple((name, value) for name, value in item["values"])})


def _answer(path: str, around: Surroundings) -> list[str]:
    """What the surroundings say about a path: address, photo, whether it is withheld."""
    photo = around.photos.get(path)
    facts = f"{photo.digest} {photo.width} {photo.height}" if photo else ""
    return [around.addresses.get(path, ""), facts, "withheld" if path in around.withheld else ""]


def _too_slow(source: BodySource) -> Converted:
    return Converted(Body(), (problem("text-slow", source.path, source.first_line),))
