"""Addresses where nothing of ours stands any more, for servers, which answer better than a page can."""

from __future__ import annotations

from dataclasses import dataclass

from placette.engine.problems.problems import Problem


@dataclass(frozen=True, slots=True)
class Departures:
    """Paths from the server's root, as links write them. What is ``gone`` and ends with «/» stands for all below it."""

    moved: tuple[tuple[str, str], ...] = ()
    """Each with the path that took its place."""
    gone: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    """Those that lead to a text which is left out for now."""
    problems: tuple[Problem, ...] = ()
    """What of the editors' declarations can't hold."""
