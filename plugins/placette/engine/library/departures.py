"""Addresses where nothing of ours stands any more, for servers, which answer better than a page can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from placette.engine.problems.problems import Problem


class Asked(NamedTuple):
    """A path that means something else with this query, as browsers send it; ``new`` is None where that is gone."""

    path: str
    query: str
    new: str | None


@dataclass(frozen=True, slots=True)
class Departures:
    """Paths from the server's root, decoded. What is ``gone`` and ends with «/» stands for all below it."""

    moved: tuple[tuple[str, str], ...] = ()
    """Each with the path that took its place."""
    gone: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()
    """Addresses with a query: no page can stand there."""
    waiting: tuple[str, ...] = ()
    """Those that lead to a text which is left out for now."""
    problems: tuple[Problem, ...] = ()
    """What of the editors' declarations can't hold."""
