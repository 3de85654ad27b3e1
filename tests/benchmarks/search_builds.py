"""What the index costs: the same site built with and without search, in turns, from nothing and after an edit.

Drawings and cards are left out, which would hide it; a build that makes them, as sites do, is measured beside."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.search_sites import Cost, build, edit, write_site

_EDITS = 21


@dataclass(frozen=True, slots=True)
class Builds:
    """Medians of what builds take, with search and without; ``drawn`` is a cold one with search, drawings and cards."""

    cold: Cost
    cold_without: Cost
    drawn: Cost
    edited: Cost
    edited_without: Cost

    @property
    def share(self) -> float:
        """The index as a part of a cold build's processor time: other programs on the machine change it least."""
        return self._index / self.cold.processor

    @property
    def share_drawn(self) -> float:
        """The same as a part of a cold build as sites have it: with drawings and cards."""
        return self._index / self.drawn.processor

    @property
    def _index(self) -> float:
        return self.cold.processor - self.cold_without.processor

    @property
    def extra(self) -> float:
        """Seconds by the wall clock that search adds to a build after an edit."""
        return self.edited.wall - self.edited_without.wall


def measure_builds(folder: Path, posts: int, runs: int) -> Builds:
    """Build both sites in turns; raises ``FailedError``."""
    sites = {search: write_site(folder / f"builds-{search}", posts, search=search) for search in (True, False)}
    cold: dict[bool, list[Cost]] = {True: [], False: []}
    edited: dict[bool, list[Cost]] = {True: [], False: []}
    for run in range(runs):
        for search in (True, False) if run % 2 else (False, True):
            for part in ("output", "cache"):
                shutil.rmtree(sites[search] / part, ignore_errors=True)
            cold[search].append(build(sites[search]))
    for run in range(_EDITS):
        for search in (True, False) if run % 2 else (False, True):
            edit(sites[search])
            edited[search].append(build(sites[search]))
    for site in sites.values():
        shutil.rmtree(site)
    drawn = build(write_site(folder / "builds-drawn", posts, drawn=True))
    shutil.rmtree(folder / "builds-drawn")
    return Builds(_median(cold[True]), _median(cold[False]), drawn, _median(edited[True]), _median(edited[False]))


def _median(costs: list[Cost]) -> Cost:
    return Cost(median(cost.wall for cost in costs), median(cost.processor for cost in costs))
