"""Converting many bodies at once, each within limits."""

from __future__ import annotations

from plugins.core.models import Body
from plugins.core.problems import problem
from plugins.core.workers import Limits, run_bounded
from plugins.reading.body import BodySource, Converted, convert_body
from plugins.reading.surroundings import Surroundings

LIMITS = Limits(cpu=2.0, wall=5.0, memory=512 * 1024 * 1024)
"""An ordinary body takes some milliseconds; these stop a hostile one."""


def convert_all(sources: list[BodySource], around: Surroundings) -> list[Converted]:
    """Convert every body, in order; one that is too slow or too greedy becomes a ``text-slow`` problem."""
    outcomes = run_bounded(convert_body, sources, around, LIMITS)
    return [outcome or _too_slow(source) for source, outcome in zip(sources, outcomes, strict=True)]


def _too_slow(source: BodySource) -> Converted:
    return Converted(Body(), (problem("text-slow", source.path, source.first_line),))
