"""What a measurement says, and what it may say at most. Everything here is computed from values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from statistics import median
from typing import Any

from tests.benchmarks.makers import HUGO, HUGO_FULL, OURS, PLAIN
from tests.benchmarks.measuring import Machine, Timed, Versions

QUIET = 0.05
"""The share of the processors that others may use during a build whose time is published."""
LARGE = 10_000
"""Posts from which on our memory is held to Hugo's."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a build from nothing took: medians of seconds, and the most bytes held at once."""

    seconds: float
    processor: float
    peak: float


@dataclass(frozen=True, slots=True)
class Change:
    """What a build after a change took, and what of its output is another one: files, and bytes of those to upload."""

    seconds: float
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Size:
    """All that was measured with so many posts, by the names of the makers. Rivals begin from nothing at each change.

    ``others``: of the processors, the share that others used during the builds of each name (median).
    """

    posts: int
    rounds: int
    costs: Mapping[str, Cost]
    changes: Mapping[str, Mapping[str, Change]]
    others: Mapping[str, float]

    @property
    def drawing(self) -> float:
        """Processor milliseconds a post for its landscape and cards."""
        return 1000 * (self.costs[OURS.name].processor - self.costs[PLAIN.name].processor) / self.posts


@dataclass(frozen=True, slots=True)
class Serve:
    """From saving a post to the moment its page can be reloaded, in seconds, on a site of so many posts."""

    posts: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Results:
    """All that one ``invoke bench`` found; the sizes from the smallest."""

    day: date
    sizes: Sequence[Size]
    serve: Serve
    machine: Machine
    versions: Versions

    @property
    def disturbed(self) -> dict[str, float]:
        """The builds whose times mean little, because others used too much of the processors; those shares."""
        shares = ((f"{n}, {size.posts:,} posts", share) for size in self.sizes for n, share in size.others.items())
        return {name: share for name, share in shares if share > QUIET}


@dataclass(frozen=True, slots=True)
class Held:
    """A figure beside the limit that it is held to."""

    what: str
    value: float
    most: float
    unit: str

    @property
    def holds(self) -> bool:
        """Whether it is kept."""
        return self.value <= self.most


def cost_of(timed: Sequence[Timed]) -> Cost:
    """The median of each figure on its own; the most memory, since one that looks now and then sees too little."""
    peak = max(one.peak for one in timed)
    return Cost(median(one.seconds for one in timed), median(one.processor for one in timed), peak)


def _cold(maker: str, size: Size) -> float:
    return size.costs[maker].processor / size.costs[HUGO_FULL.name].processor


def _memory(size: Size) -> float:
    return size.costs[PLAIN.name].peak / size.costs[HUGO.name].peak


def _change(name: str, figure: str, size: Size) -> float:
    return float(getattr(size.changes[OURS.name][name], figure))


_THE_SAME = "× the processor of Hugo, the same work"
_LIMITS: tuple[tuple[int, str, float, str, Callable[[Size], float]], ...] = (
    (100, "from nothing", 2.0, _THE_SAME, partial(_cold, OURS.name)),
    (100, "one post edited", 0.6, "s", partial(_change, "edit", "seconds")),
    (1000, "from nothing", 2.0, _THE_SAME, partial(_cold, OURS.name)),
    (1000, "nothing drawn, from nothing", 1.15, _THE_SAME, partial(_cold, PLAIN.name)),
    (1000, "one post edited", 0.8, "s", partial(_change, "edit", "seconds")),
    (1000, "one post more", 40, "files", partial(_change, "new", "files")),
    (1000, "one post more", 0.7, "MB", lambda size: _change("new", "bytes", size) / 1e6),
    (1000, "one title edited", 15, "files", partial(_change, "title", "files")),
    (LARGE, "memory, nothing drawn", 0.35, "× that of Hugo's plain pages", _memory),
    (LARGE, "one post more", 60, "files", partial(_change, "new", "files")),
    (LARGE, "one title edited", 15, "files", partial(_change, "title", "files")),
    (LARGE, "a post's landscape and card", 25, "ms of processor", lambda size: size.drawing),
)
_SERVE = 0.3


def limits(results: Results) -> Iterator[Held]:
    """All figures that are held to a limit, of the sizes that were measured."""
    sizes, serve = {size.posts: size for size in results.sizes}, results.serve
    for posts, what, most, unit, read in _LIMITS:
        if posts in sizes:
            yield Held(f"{posts:,} posts, {what}", read(sizes[posts]), most, unit)
    yield Held(f"{serve.posts:,} posts, `invoke serve` from saving a post to its page", serve.seconds, _SERVE, "s")


def sizes_from(found: Mapping[str, Any]) -> list[Size]:
    """The sizes that ``as_json`` wrote down."""
    return [
        Size(
            posts=size["posts"],
            rounds=size["rounds"],
            costs={name: Cost(**cost) for name, cost in size["costs"].items()},
            changes={
                name: {kind: Change(**change) for kind, change in changes.items()}
                for name, changes in size["changes"].items()
            },
            others=size["others"],
        )
        for size in found["sizes"]
    ]


def as_json(results: Results) -> dict[str, Any]:
    """The figures for programs. Seconds, bytes, shares."""
    return asdict(results) | {"day": results.day.isoformat(), "limits": [asdict(held) for held in limits(results)]}
