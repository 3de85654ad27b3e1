"""What builds from nothing take at several sizes, beside more rivals: what the plots show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median

from placette.engine.base.progress import follow
from tests.benchmarks.corpus import make_corpus
from tests.benchmarks.figures import Point, Results
from tests.benchmarks.makers import MAKERS, Bench, Maker, build_cold, peak_cold, rest
from tests.benchmarks.measuring import Timed
from tests.benchmarks.node_makers import NODE_MAKERS

MOST_FOR_NODE = 1000
"""Posts up to which Eleventy and Astro are measured."""
_BUILDS = "Builds of {posts} posts, runs"


def makers_at(posts: int, *, rivals: bool) -> tuple[Maker, ...]:
    """Who is measured with so many posts."""
    return MAKERS + (NODE_MAKERS if rivals and posts <= MOST_FOR_NODE else ())


def measure_point(folder: Path, posts: int, runs: int, *, rivals: bool) -> tuple[Point, dict[str, float]]:
    """Medians of builds from nothing, in turns; and the most that others used of the processors during each."""
    makers = makers_at(posts, rivals=rivals)
    bench = Bench(folder, make_corpus(posts))
    for maker in makers:
        maker.write(folder / maker.name, bench.corpus)
    peaks = {maker.name: float(peak_cold(bench, maker)) for maker in makers}
    label = _BUILDS.format(posts=posts)
    timed = list(follow(label, (_measure_all(bench, makers) for _run in range(runs)), runs))
    seconds = {maker.name: median(run[maker.name].seconds for run in timed) for maker in makers}
    others = {f"{maker.name}, {posts:,} posts": max(run[maker.name].others for run in timed) for maker in makers}
    return Point(posts, seconds, peaks), others


def point_of(results: Results) -> Point:
    """The same from what was measured anyway."""
    peaks = {maker.name: getattr(results.peaks, maker.name) for maker in MAKERS}
    seconds = {maker.name: getattr(results.seconds, maker.name) for maker in MAKERS[1:]}
    return Point(results.posts, {MAKERS[0].name: results.seconds.cold, **seconds}, peaks)


def sizes_to_measure(plot: Sequence[int], posts: int, *, rivals: bool) -> list[int]:
    """The numbers of posts to measure beside ``posts``, which needs it only where more rivals are wanted."""
    wanted = {*plot, *((min(posts, MOST_FOR_NODE),) if rivals else ())}
    return sorted(size for size in wanted if size != posts or (rivals and size <= MOST_FOR_NODE))


def _measure_all(bench: Bench, makers: Sequence[Maker]) -> dict[str, Timed]:
    timed = {maker.name: build_cold(bench, maker) for maker in makers}
    rest(bench)
    return timed
