"""The figures as people read them: a table in the terminal, and ``RESULTS.md``."""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.figures import LIMITS, MEMORY_LIMIT, SCENARIOS, Results, ratios

_LABELS = {
    "cold": "cold",
    "unchanged": "nothing changed",
    "edit": "one post edited",
    "new": "one post more, first on every list",
    "template": "the template of every page changed",
}
_HEADING = ("build", "seconds", "× Hugo, cold", "limit", "× Pelican, cold", "limit")
_MIB = 1024**2


def render_figures(results: Results) -> str:
    """The table of the builds, then a line for each of the other figures."""
    return f"{_table(_rows(results))}\n\n" + "\n".join(f"- {line}" for line in _others(results)) + "\n"


def render_results(results: Results) -> str:
    """The text of ``RESULTS.md``."""
    machine, versions = results.machine, results.versions
    return (
        "# How long builds take\n\n"
        f"Written by `invoke bench` on {results.day}: {results.posts:,} posts, medians of {results.runs} interleaved "
        "runs, each in a process of its own.\n\n"
        f"{render_figures(results)}\n"
        f"Machine: {machine.cores} cores ({machine.cpu}), {machine.memory / 1024**3:.0f} GiB, {machine.platform}. "
        f"Versions: Placette {versions.placette}, Python {versions.python}, Hugo {versions.hugo}, "
        f"Pelican {versions.pelican}.\n"
    )


def _rows(results: Results) -> list[tuple[str, ...]]:
    seconds, shares = results.seconds, ratios(results.seconds)
    rows: list[tuple[str, ...]] = [
        ("Hugo, cold", f"{seconds.hugo:.2f}", "1.000", "", f"{seconds.hugo / seconds.pelican:.3f}", ""),
        ("stock Pelican, cold", f"{seconds.pelican:.2f}", f"{seconds.pelican / seconds.hugo:.3f}", "", "1.000", ""),
    ]
    for name in SCENARIOS:
        share, limit = shares[name], LIMITS[name]
        against_hugo = (f"{share.hugo:.3f}", _verdict(share.hugo, limit.hugo))
        against_pelican = (f"{share.pelican:.3f}", _verdict(share.pelican, limit.pelican))
        rows.append((_LABELS[name], f"{getattr(seconds, name):.2f}", *against_hugo, *against_pelican))
    return rows


def _others(results: Results) -> list[str]:
    peaks, serve = results.peaks, results.serve
    held = f"{peaks.placette / _MIB:.0f} MiB, Hugo {peaks.hugo / _MIB:.0f} MiB, ratio {peaks.ratio:.3f}"
    lines = [
        f"peak memory of a cold build, workers included: {held} ({_verdict(peaks.ratio, MEMORY_LIMIT)})",
        f"`invoke serve`, {serve.posts:,} posts: {serve.seconds:.2f} s from saving a post to its page being ready",
    ]
    if results.growth is not None:
        lines.append(f"growth: {5 * results.posts:,} posts take {results.growth:.2f} × the time of {results.posts:,}")
    return lines


def _verdict(value: float, limit: float) -> str:
    return f"{'✓' if value <= limit else '✗'} ≤ {limit:g}"


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    """Markdown that is aligned in a terminal too: first column to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(_HEADING, *rows, strict=True)]
    rule = [f"{'-' * widths[0]}", *(f"{'-' * (width - 1)}:" for width in widths[1:])]
    lines = [_aligned(row, widths) for row in (_HEADING, *rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in (lines[0], rule, *lines[1:]))


def _aligned(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    label, *figures = row
    return [label.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(figures, widths[1:], strict=True))]
