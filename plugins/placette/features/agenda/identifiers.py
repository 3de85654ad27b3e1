"""Events of outside calendars, each of which may be here once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from placette.engine.library.outline import Outline
from placette.engine.problems.problems import Problem, problem


def check_identifiers(outlines: Sequence[Outline]) -> Iterator[Problem]:
    """Two events with one identifier: calendars would take the one for a new version of the other."""
    seen: dict[str, str] = {}
    for outline in sorted(outlines, key=lambda outline: outline.path):
        if outline.uid and outline.uid in seen:
            yield problem("event-uid", outline.path, other=seen[outline.uid])
        elif outline.uid:
            seen[outline.uid] = outline.path
