"""What the benchmark of search found, as people read it: Markdown that is aligned in a terminal too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tests.benchmarks.measuring import Machine
from tests.benchmarks.search_measuring import RULES, Measured, Spread
from tests.benchmarks.search_sites import DEMONSTRATION, Builds
from tests.benchmarks.tables import render_table

LIMITS = dict(zip(RULES, (0.97, 0.94, 0.94, 0.97), strict=True))
"""The least rates."""
_FIRST, _LATER, _SLOWED, _SHARE, _EXTRA = {DEMONSTRATION: 45, 10_000: 120}, 30, 50, 5, 0.1
"""The most: kB of a first answer by the number of posts, of a later keystroke; milliseconds; per cent; seconds."""


@dataclass(frozen=True, slots=True)
class Site:
    """All that was measured on a site of so many posts; ours is the first of the engines."""

    posts: int
    queries: int
    engines: tuple[Measured, ...]
    communes: tuple[int, int]
    """How many commune names were typed, and how many gave their page first."""
    builds: Builds | None


def render_site(site: Site) -> str:
    """The heading, the table and the lines below it."""
    heading, *rows = _rows(site)
    table = render_table(heading, rows).rstrip("\n")
    parts = [f"## {site.posts:,} posts, {site.queries:,} queries", table, "\n".join(_lines(site))]
    return "\n\n".join(part for part in parts if part) + "\n"


def render_results(sites: Sequence[Site], machine: Machine, versions: str, day: str, notes: str) -> str:
    """The text of ``SEARCH.md``."""
    return (
        f"# How well search finds\n\nWritten by `python -m tests.benchmarks.search --write` on {day}.\n\n"
        + "\n".join(map(render_site, sites))
        + f"\n{notes}\n\nMachine: {machine.cores} cores ({machine.cpu}), {machine.memory / 1024**3:.0f} GiB, "
        f"{machine.platform}. Versions: {versions}.\n"
    )


def _rows(site: Site) -> Iterator[tuple[str, ...]]:
    engines = site.engines
    yield ("", *(engine.name for engine in engines), "limit of ours")
    for rule in RULES:
        rates = [engine.rates[rule] for engine in engines]
        yield (f"{rule}, first three", *(f"{rate:.3f}" for rate in rates), _least(rates[0], LIMITS[rule]))
    first, later = engines[0].first.most / 1000, engines[0].later.most / 1000
    yield ("first answer, kB", *_spreads(engines, lambda e: e.first, 1000), _most(first, _FIRST.get(site.posts)))
    yield ("later keystroke, kB", *_spreads(engines, lambda e: e.later, 1000), _most(later, _LATER))
    yield ("files", *(f"{engine.files:,}" for engine in engines), "")
    yield ("all of them, MB", *(f"{engine.raw / 1e6:.1f}" for engine in engines), "")
    yield ("script a keystroke in Node.js, ms", *_spreads(engines, lambda e: e.node), "")
    slowed = _most(engines[0].slowed.p95, _SLOWED)
    yield ("in Chromium, 4 × slower, ms", *_spreads(engines, lambda e: e.slowed), slowed)
    yield ("before the first, 4 × slower, ms", *(f"{e.opening:.0f}" if e.opening else "–" for e in engines), "")


def _spreads(engines: Sequence[Measured], of: Callable[[Measured], Spread | None], unit: float = 1) -> Iterator[str]:
    for engine in engines:
        found = of(engine)
        yield " / ".join(_figure(one / unit) for one in (found.p50, found.p95, found.most)) if found else "–"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _lines(site: Site) -> Iterator[str]:
    typed, right = site.communes
    if typed:
        yield f"- Communes typed without accents and hyphens: {right:,} of {typed:,} give their page first."
    if built := site.builds:
        cold = f"{built.cold.seconds:.1f} s with search, {built.cold_without.seconds:.1f} s without"
        used = f"{built.cold.processor:.1f} and {built.cold_without.processor:.1f} s"
        yield f"- Cold build without drawings: {cold}; of processor {used}: the index takes {100 * built.share:.1f} %."
        drawn, share = (
            f"{built.drawn.seconds:.0f} s, of processor {built.drawn.processor:.0f} s",
            100 * built.share_drawn,
        )
        yield f"- Cold build as sites have it: {drawn}; the index takes {share:.1f} % ({_most(share, _SHARE)} %)."
        edited = f"{built.edited.seconds:.2f} s with search, {built.edited_without.seconds:.2f} s without"
        yield f"- One post edited: {edited}: {built.extra:.2f} s more ({_most(built.extra, _EXTRA)} s)."


def _least(value: float, limit: float) -> str:
    return f"{'✓' if value >= limit else '✗'} ≥ {limit:g}"


def _most(value: float, limit: float | None) -> str:
    return "" if limit is None else f"{'✓' if value <= limit else '✗'} ≤ {limit:g}"
