"""Events of outside calendars, each of which may be here once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from placette.engine.library.outline import Outline
from placette.engine.problems.problems import Problem, problem


@dataclass(frozen=True, slots=True)
class Identifier:
    """The identifier that an outside calendar gave an event."""

    uid: str


def check_identifiers(outlines: Iterable[Outline[Any]]) -> Iterator[Problem]:
    """Two events with one identifier: calendars would take the one for a new version of the other."""
    seen: dict[str, str] = {}
    for outline in sorted(outlines, key=lambda outline: outline.path):
        if isinstance(found := outline.extra, Identifier):
            if found.uid in seen:
                yield problem("event-uid", outline.path, other=seen[found.uid])
            seen.setdefault(found.uid, outline.path)
