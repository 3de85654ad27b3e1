"""What a measurement says: medians, ratios against the rivals, and whether a build did what it was asked to do.

Everything here is computed from values; nothing is run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import date
from statistics import median
from typing import Any

SCENARIOS = ("cold", "unchanged", "edit", "new", "template")


class ImplausibleError(Exception):
    """A build changed fewer or more files than its scenario can explain: its time means nothing."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What a scenario may take, as a share of a cold build of Hugo and of stock Pelican."""

    hugo: float
    pelican: float


LIMITS = {
    "cold": Limit(2.0, 0.5),
    "unchanged": Limit(0.15, 0.04),
    "edit": Limit(0.20, 0.05),
    "new": Limit(0.40, 0.10),
    "template": Limit(1.0, 0.3),
}
MEMORY_LIMIT = 0.4
"""Our peak memory in a cold build, as a share of Hugo's."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Files that a build put in place, removed, and found right already."""

    put: int
    removed: int
    same: int


@dataclass(frozen=True, slots=True)
class Seconds:
    """What one run took: our five scenarios, then a cold build of each rival."""

    cold: float
    unchanged: float
    edit: float
    new: float
    template: float
    hugo: float
    pelican: float


@dataclass(frozen=True, slots=True)
class Peaks:
    """The most memory that a cold build and its workers held at once, in bytes."""

    placette: float
    hugo: float

    @property
    def ratio(self) -> float:
        """Ours as a share of Hugo's."""
        return self.placette / self.hugo


@dataclass(frozen=True, slots=True)
class Serve:
    """From saving a post to the moment its page can be reloaded, in seconds, on a site of so many posts."""

    posts: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Machine:
    """Where it was measured; not whose it is."""

    cores: int
    cpu: str
    memory: int
    """In bytes."""
    platform: str


@dataclass(frozen=True, slots=True)
class Versions:
    """What was measured."""

    python: str
    pelican: str
    hugo: str
    placette: str


@dataclass(frozen=True, slots=True)
class Results:
    """All that one ``invoke bench`` found; ``growth`` is our cold time at five times the posts, over that at once."""

    posts: int
    runs: int
    day: date
    seconds: Seconds
    peaks: Peaks
    serve: Serve
    growth: float | None
    machine: Machine
    versions: Versions


def median_seconds(runs: Sequence[Seconds]) -> Seconds:
    """The median of each figure on its own."""
    return Seconds(*map(median, zip(*map(astuple, runs), strict=True)))


def ratios(seconds: Seconds) -> dict[str, Limit]:
    """Each scenario as a share of a cold build of the rivals, in the form of its limit."""
    ours = {name: getattr(seconds, name) for name in SCENARIOS}
    return {name: Limit(taken / seconds.hugo, taken / seconds.pelican) for name, taken in ours.items()}


def refuse_implausible(scenario: str, counts: Counts, posts: int, total: int) -> None:
    """Raise ``ImplausibleError`` unless a build of ``total`` files may have put and removed so many.

    For a cold build, ``total`` is the number of files that it put.
    """
    least, most = {
        "cold": (posts, total),
        "unchanged": (0, 0),
        "edit": (1, posts // 2),  # its page and what quotes or dates it, not the site
        "new": (2, total - 1),  # its page and the home page at least; not every other page
        "template": (posts, total),
    }[scenario]
    if not least <= counts.put <= most or counts.removed:
        raise ImplausibleError(
            f"{scenario}: {counts.put} files written, {counts.removed} removed, {counts.same} unchanged; "
            f"expected {least} to {most} written and none removed"
        )


def as_json(results: Results) -> dict[str, Any]:
    """The figures for programs. Seconds, bytes, and ratios of both."""
    found: dict[str, Any] = {
        "posts": results.posts,
        "runs": results.runs,
        "date": results.day.isoformat(),
        "ratios": {name: asdict(ratio) for name, ratio in ratios(results.seconds).items()},
        "memory": {"hugo": results.peaks.ratio},
        "seconds": asdict(results.seconds),
        "serve": asdict(results.serve),
        "peaks": asdict(results.peaks),
        "machine": asdict(results.machine),
        "versions": asdict(results.versions),
    }
    return found if results.growth is None else found | {"growth": results.growth}
