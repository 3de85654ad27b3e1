"""The figures as people read them: a table in the terminal, and ``RESULTS.md``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.benchmarks.figures import QUIET, SCENARIOS, Point, Results, ratios
from tests.benchmarks.limits import GROWTH_COLD, GROWTH_EDIT, IDLE, MEMORY, PICTURES, SERVE, Limit, limits_for

_LABELS = {
    "cold": "cold",
    "unchanged": "nothing changed",
    "edit": "one post edited",
    "new": "one post more, first on every list",
    "template": "the template of every page changed",
    "component": "a component of every page changed",
    "pictures": "cold, landscapes and cards drawn",
}
_RIVALS = {
    "hugo": "Hugo, a small site, cold",
    "hugo_full": "Hugo, the same work, cold",
    "pelican": "stock Pelican, cold",
}
_HEADING = ("build", "seconds", "× Hugo", "limit", "× Hugo, same work", "limit", "× Pelican", "limit")
_MIB = 1024**2
_COMPARED = """\
«Hugo, same work» is the site in `tests/benchmarks/hugo_full`: its page of a post weighs as much as ours and holds the
same (JSON-LD, Open Graph, share list, contents, QR code, related posts, neighbours, oEmbed); its lists and feeds are
ours. Its README.md says what it leaves out: above all sanitising, the check of links and the gate, which Hugo doesn't
have. The small Hugo site, stock Pelican, Eleventy and Astro make plain pages. No site has photos or pages of communes.
"""


def render_figures(results: Results) -> str:
    """The table of the builds, then a line for each of the other figures."""
    return f"{_table(_HEADING, _rows(results))}\n\n" + "\n".join(f"- {line}" for line in _others(results)) + "\n"


def render_results(results: Results, labels: Mapping[str, str], plots: str) -> str:
    """The text of ``RESULTS.md``; ``plots`` shows the drawings, or nothing."""
    machine, versions = results.machine, results.versions
    points = "".join(f"{_point(point, labels)}\n" for point in results.points)
    return (
        "# How long builds take\n\n"
        f"Written by `invoke bench` on {results.day}: {results.posts:,} posts, medians of {results.runs} interleaved "
        "runs, each build in a process of its own; ours is `invoke build`, as a user runs it.\n\n"
        f"{render_figures(results)}\n{_COMPARED}\n{plots}{points}"
        f"Machine: {machine.cores} cores ({machine.cpu}), {machine.memory / 1024**3:.0f} GiB, {machine.platform}; "
        f"others used at most {100 * max(results.others.values(), default=0):.1f} % of its processors during a build. "
        f"Versions: Placette {versions.placette}, Python {versions.python} ({versions.python_build}), "
        f"Hugo {versions.hugo}, Pelican {versions.pelican}. How quick this Python is shows in stock Pelican's "
        f"{results.seconds.pelican:.1f} s: compare them before comparing ratios to Hugo.\n"
    )


def render_refusal(disturbed: Mapping[str, float]) -> str:
    """Why the results are not published."""
    shares = ", ".join(f"{name} ({100 * share:.0f} %)" for name, share in disturbed.items())
    return (
        f"Not published: others used more than {100 * QUIET:.0f} % of the processors during these builds: {shares}. "
        "Measure again when the machine has nothing else to do."
    )


def _rows(results: Results) -> list[tuple[str, ...]]:
    seconds, shares, limits = results.seconds, ratios(results.seconds), limits_for(results.posts)
    rows: list[tuple[str, ...]] = []
    for name, label in _RIVALS.items():
        taken = getattr(seconds, name)
        against = [cell for rival in _RIVALS for cell in (f"{taken / getattr(seconds, rival):.3f}", "")]
        rows.append((label, f"{taken:.2f}", *against))
    for name in SCENARIOS:
        against = []
        for rival in _RIVALS:
            share, limit = getattr(shares[name], rival), getattr(limits[name], rival)
            against += [f"{share:.3f}", limit.verdict(share) if limit else ""]
        rows.append((_LABELS[name], f"{getattr(seconds, name):.2f}", *against))
    return rows


def _others(results: Results) -> list[str]:
    peaks, serve, idle, growth = results.peaks, results.serve, 100 * results.idle, results.growth
    held = f"{peaks.placette / _MIB:.0f} MiB, Hugo {peaks.hugo / _MIB:.0f} MiB, ratio {peaks.ratio:.3f}"
    composing = f"while a component of every page does: {100 * results.idle_composing:.1f} %"
    drawn, soon = PICTURES.verdict(results.pictures_ms, " ms"), SERVE.verdict(serve.seconds, " s")
    lines = [
        f"peak memory of a cold build, workers included: {held} ({MEMORY.verdict(peaks.ratio)})",
        f"cores idle while the template of every page changes: {idle:.1f} % ({IDLE.verdict(idle, ' %')}); {composing}",
        f"a post's landscape and cards: {results.pictures_ms:.1f} ms of processor ({drawn})",
        f"`invoke serve`, {serve.posts:,} posts: {serve.seconds:.2f} s from saving a post to its page ({soon})",
    ]
    if growth is not None:
        lines.append(
            f"growth: {5 * results.posts:,} posts take {_times(growth.cold, GROWTH_COLD)} the time of "
            f"{results.posts:,} from nothing, {_times(growth.edit, GROWTH_EDIT)} after an edit"
        )
    return lines


def _times(value: float, limit: Limit) -> str:
    return f"{value:.2f} × ({limit.verdict(value)})"


def _point(point: Point, labels: Mapping[str, str]) -> str:
    rows = [
        (label, f"{point.seconds[name]:.2f}", f"{point.peaks[name] / _MIB:.0f}")
        for name, label in labels.items()
        if name in point.seconds
    ]
    return f"## {point.posts:,} posts, from nothing\n\n{_table(('maker', 'seconds', 'MiB'), rows)}\n"


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Markdown that is aligned in a terminal too: first column to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(heading, *rows, strict=True)]
    rule = [f"{'-' * widths[0]}", *(f"{'-' * (width - 1)}:" for width in widths[1:])]
    lines = [_aligned(row, widths) for row in (heading, *rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in (lines[0], rule, *lines[1:]))


def _aligned(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    label, *figures = row
    return [label.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(figures, widths[1:], strict=True))]
