"""What a measurement says: medians, and ratios against the rivals. Everything here is computed from values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field
from datetime import date
from statistics import median
from typing import Any

SCENARIOS = ("cold", "unchanged", "edit", "new", "template", "component", "pictures")
"""Our builds; ``component`` is one that composes every page again, ``pictures`` one from nothing that draws
landscapes and cards."""
QUIET = 0.05
"""The share of the processors that others may use during a build whose time is published."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A build of ours as a share of a build from nothing of each rival."""

    hugo: float
    hugo_full: float
    pelican: float


@dataclass(frozen=True, slots=True)
class Seconds:
    """What one run took: our seven builds, then a build from nothing of each rival."""

    cold: float
    unchanged: float
    edit: float
    new: float
    template: float
    component: float
    pictures: float
    hugo: float
    hugo_full: float
    pelican: float


@dataclass(frozen=True, slots=True)
class Run:
    """All that one run found.

    ``idle``: the share of the cores that a change of the outermost template left unused; ``idle_composing``, one of a
    component of every page.
    """

    seconds: Seconds
    idle: float
    idle_composing: float
    pictures_ms: float
    """Processor milliseconds a post for its landscape and cards."""
    others: Mapping[str, float]
    """Of the processors, the share that others used during each build."""
    sent: Mapping[str, float]
    """What a deployment sends: ``files_new`` and ``bytes_new`` after a new post, ``files_title`` after a new title."""


@dataclass(frozen=True, slots=True)
class Peaks:
    """The most memory that a build from nothing and its workers held at once, in bytes."""

    placette: float
    hugo: float
    hugo_full: float
    pelican: float

    @property
    def ratio(self) -> float:
        """Ours as a share of the small Hugo site's."""
        return self.placette / self.hugo


@dataclass(frozen=True, slots=True)
class Serve:
    """From saving a post to the moment its page can be reloaded, in seconds, on a site of so many posts."""

    posts: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Growth:
    """What our builds of five times the posts take, as a multiple."""

    cold: float
    edit: float


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
    """What was measured; ``python_build`` says whether this Python was made with what makes it quicker."""

    python: str
    python_build: str
    pelican: str
    hugo: str
    placette: str


@dataclass(frozen=True, slots=True)
class Point:
    """What a build from nothing took each maker with so many posts: medians of seconds, and of bytes held at once."""

    posts: int
    seconds: Mapping[str, float]
    peaks: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Results:
    """All that one ``invoke bench`` found."""

    posts: int
    runs: int
    day: date
    seconds: Seconds
    idle: float
    idle_composing: float
    pictures_ms: float
    peaks: Peaks
    serve: Serve
    growth: Growth | None
    machine: Machine
    versions: Versions
    others: Mapping[str, float]
    """The most that others used of the processors during any build of each name."""
    points: Sequence[Point] = field(default=())
    sent: Mapping[str, float] = field(default_factory=dict)
    """The most of each that any run sent."""

    @property
    def disturbed(self) -> dict[str, float]:
        """The builds whose times mean little, because others used too much of the processors; those shares."""
        return {name: share for name, share in self.others.items() if share > QUIET}


def median_seconds(runs: Sequence[Seconds]) -> Seconds:
    """The median of each figure on its own."""
    return Seconds(*map(median, zip(*map(astuple, runs), strict=True)))


def median_peaks(peaks: Sequence[Peaks]) -> Peaks:
    """The same of memory."""
    return Peaks(*map(median, zip(*map(astuple, peaks), strict=True)))


def most_of(shares: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The largest share of each name."""
    names = dict.fromkeys(name for found in shares for name in found)
    return {name: max(found.get(name, 0.0) for found in shares) for name in names}


def ratios(seconds: Seconds) -> dict[str, Ratio]:
    """Each build of ours as a share of a build from nothing of the rivals."""
    ours = {name: getattr(seconds, name) for name in SCENARIOS}
    return {
        name: Ratio(taken / seconds.hugo, taken / seconds.hugo_full, taken / seconds.pelican)
        for name, taken in ours.items()
    }


def as_json(results: Results) -> dict[str, Any]:
    """The figures for programs. Seconds, bytes, and ratios of both."""
    found: dict[str, Any] = {
        "posts": results.posts,
        "repeat": results.runs,
        "date": results.day.isoformat(),
        "ratios": {name: asdict(ratio) for name, ratio in ratios(results.seconds).items()},
        "memory": {"hugo": results.peaks.ratio},
        "pictures_ms": results.pictures_ms,
        "idle": results.idle,
        "idle_composing": results.idle_composing,
        "seconds": asdict(results.seconds),
        "serve": asdict(results.serve),
        "peaks": asdict(results.peaks),
        "others": dict(results.others),
        "sent": dict(results.sent),
        "points": [
            {"posts": point.posts, "seconds": dict(point.seconds), "peaks": dict(point.peaks)}
            for point in results.points
        ],
        "machine": asdict(results.machine),
        "versions": asdict(results.versions),
    }
    return found if results.growth is None else found | {"growth": asdict(results.growth)}
