"""The figures as people read them: in a terminal, in ``RESULTS.md``, and as four lines in the README."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tests.benchmarks.figures import QUIET, Cost, Results, Size, limits
from tests.benchmarks.makers import HUGO_FULL, HUGO_UNRELATED, LABELS, OURS, PELICAN, PLAIN
from tests.benchmarks.plot import conclude, drawings, render_plot

_CHANGES = {
    "unchanged": "nothing changed",
    "new": "one post more, first on every list",
    "edit": "one post edited",
    "title": "one title edited",
    "template": "the template of every page changed",
    "component": "a component of every page changed",
}
_MIB = 1024**2
_PLOTS = "plots"
_USUAL = (100, 1000)
"""Posts of the sites that the README speaks of."""
_VISIT = "at most 60 kB in 8 requests, nothing from elsewhere"
"""A post without photos, with its fonts, as ``tests/browser/test_traffic.py`` holds it."""
_FENCED = re.compile(r"(?s)(<!-- figures of invoke bench -->\n).*?(<!-- end of figures -->)")
"""Where the README has its table."""
_COMPARED = """\
«Placette» is what a site gets that sets nothing: a landscape and a card for sharing are drawn for each post; «nothing
drawn» is the same without them. «Hugo, the same work» is the site in `tests/benchmarks/hugo_full`: its page of a post
weighs as much as ours and holds the same; its README.md says what it leaves out: above all sanitising, the check of
links and the gate, which Hugo doesn't have, search and the drawings. «Pelican, 4 plugins» has what its users add:
sitemap, related posts, image-process, and Pagefind as its search. Stock Pelican, Hugo's plain pages, Eleventy and Astro
make plain pages with photos as they are.

The posts are mixed, from a seed: three lengths, two languages, tables, notes; one in 50 has a photo, one in 12
announces an event, one in five has replies. No site has pages of communes. Memory is that of all processes, parts that
they share once.
"""


def render_figures(results: Results) -> str:
    """All tables, for a terminal and for ``RESULTS.md``."""
    parts = (*map(_cold, results.sizes), _related(results), _after(results.sizes), *map(_touched, results.sizes))
    return "\n".join(part for part in (*parts, _limits(results)) if part)


def render_results(results: Results, plots: str) -> str:
    """The text of ``RESULTS.md``; ``plots`` shows the drawings, or nothing."""
    machine, versions = results.machine, results.versions
    rounds = ", ".join(f"{size.rounds} with {size.posts:,} posts" for size in results.sizes)
    others = max((share for size in results.sizes for share in size.others.values()), default=0)
    return (
        "# How long builds take\n\n"
        f"Written by `invoke bench` on {results.day}: medians of interleaved runs ({rounds}), each build in a process "
        f"of its own; ours is `invoke build`, as a user runs it.\n\n{_COMPARED}\n{plots}{render_figures(results)}\n"
        f"Machine: {machine.cores} cores ({machine.cpu}), {machine.memory / 1024**3:.0f} GiB, {machine.platform}; "
        f"others used at most {100 * others:.1f} % of its processors during builds of a kind (median). "
        f"Versions: Placette {versions.placette}, Python {versions.python}, "
        f"Hugo {versions.hugo}, Pelican {versions.pelican}. How quick this Python is shows in stock Pelican's "
        f"{results.sizes[-1].costs[PELICAN.name].seconds:.2f} s for {results.sizes[-1].posts:,} posts: compare them "
        "before comparing ratios to Hugo.\n"
    )


def render_refusal(disturbed: Mapping[str, float]) -> str:
    """Why the results are not published."""
    shares = ", ".join(f"{name} ({100 * share:.0f} %)" for name, share in disturbed.items())
    return (
        f"Not published: others used more than {100 * QUIET:.0f} % of the processors during these builds: {shares}. "
        "Measure again when the machine has nothing else to do."
    )


def publish(results: Results, folder: Path, readme: Path) -> None:
    """Write ``RESULTS.md`` into ``folder``, with plots of several sizes below it, and the table of the README."""
    shown = ""
    if len(results.sizes) > 1:
        (folder / _PLOTS).mkdir(exist_ok=True)
        for name, drawing in drawings(results.sizes, LABELS).items():
            (folder / _PLOTS / name).write_text(render_plot(drawing), encoding="utf-8")
            shown += f"![{conclude(drawing, (OURS.name, PLAIN.name, HUGO_FULL.name))}]({_PLOTS}/{name})\n\n"
    (folder / "RESULTS.md").write_text(render_results(results, shown), encoding="utf-8")
    text = readme.read_text(encoding="utf-8")
    table = render_summary(results)
    readme.write_text(_FENCED.sub(lambda match: f"{match[1]}{table}{match[2]}", text), encoding="utf-8")


def render_summary(results: Results) -> str:
    """Return what a town feels, in four lines, of the sizes that are usual for one."""
    sizes = [size for size in results.sizes if size.posts in _USUAL] or results.sizes[-1:]
    posts = _joined(f"{size.posts:,}" for size in sizes)
    edits = _joined(f"{size.changes[OURS.name]['edit'].seconds:.1f} s" for size in sizes)
    ours, hugo = (_joined(f"{size.costs[maker.name].seconds:.1f} s" for size in sizes) for maker in (OURS, HUGO_FULL))
    memory, theirs = (
        _joined(f"{size.costs[maker.name].peak / _MIB:,.0f} MiB" for size in sizes) for maker in (OURS, HUGO_FULL)
    )
    rows = (
        ("you correct a post", f"seen in {results.serve.seconds:.1f} s, built in {edits}"),
        ("first build", f"{ours}; Hugo with the same work {hugo}"),
        ("a visitor’s page", _VISIT),
        ("memory", f"{memory}; Hugo with the same work {theirs}"),
    )
    return f"| | {posts} posts |\n|---|---|\n" + "".join(f"| {what} | {value} |\n" for what, value in rows)


def _joined(values: Iterable[str]) -> str:
    return " and ".join(values)


def _cold(size: Size) -> str:
    heading = ("maker", "seconds", "processor s", "MiB", "× stock Pelican")
    base = size.costs[PELICAN.name].seconds
    rows = [_cost(label, size.costs[name], base) for name, label in LABELS.items() if name in size.costs]
    return f"## {size.posts:,} posts, from nothing\n\n{render_table(heading, rows)}"


def _cost(label: str, cost: Cost, base: float) -> tuple[str, ...]:
    held = f"{cost.peak / _MIB:.0f}" if cost.peak else "–"
    return (label, f"{cost.seconds:.2f}", f"{cost.processor:.2f}", held, f"{cost.seconds / base:.2f}")


def _related(results: Results) -> str:
    """What Hugo's related posts take, said beside the figures."""
    shares = []
    for size in results.sizes:
        whole, without = (size.costs[maker.name].seconds for maker in (HUGO_FULL, HUGO_UNRELATED))
        shares.append(f"{max(0.0, whole - without):.2f} of {whole:.2f} s with {size.posts:,}")
    return (
        "Hugo's related posts take more than ten times as long for ten times the posts, since it compares each post "
        f"with all that share a word: {', '.join(shares)} posts of «Hugo, the same work».\n"
    )


def _after(sizes: Sequence[Size]) -> str:
    heading = ("Placette, after a change, seconds", *(f"{size.posts:,} posts" for size in sizes))
    rows = [
        (label, *(f"{size.changes[OURS.name][name].seconds:.2f}" for size in sizes)) for name, label in _CHANGES.items()
    ]
    return f"## After a change\n\n{render_table(heading, rows)}"


def _touched(size: Size) -> str:
    """What a host must be sent after a change: files, and kB of them."""
    kinds = ("new", "edit", "title")
    heading = ("maker", *(cell for kind in ("new post", "edit", "title") for cell in (f"{kind}, files", "kB")))
    rows = [
        (label, *(cell for kind in kinds for cell in _sent(size, name, kind)))
        for name, label in LABELS.items()
        if size.changes.get(name)
    ]
    return f"## {size.posts:,} posts, what a change touches\n\n{render_table(heading, rows)}"


def _sent(size: Size, name: str, kind: str) -> tuple[str, str]:
    change = size.changes[name].get(kind)
    return (f"{change.files:,}", f"{change.bytes / 1000:,.0f}") if change else ("", "")


def _limits(results: Results) -> str:
    rows = [
        (held.what, f"{held.value:.2f}", f"{'✓' if held.holds else '✗'} ≤ {held.most:g}", held.unit)
        for held in limits(results)
    ]
    return f"## Limits\n\n{render_table(('what', 'is', 'limit', 'unit'), rows)}"


def render_table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Markdown that is aligned in a terminal too: first column to the left, figures to the right."""
    listed = list(rows)
    widths = [max(map(len, column)) for column in zip(heading, *listed, strict=True)]
    rule = [f"{'-' * widths[0]}", *(f"{'-' * (width - 1)}:" for width in widths[1:])]
    lines = [list(_aligned(row, widths)) for row in (heading, *listed)]
    return "".join(f"| {' | '.join(line)} |\n" for line in (lines[0], rule, *lines[1:]))


def _aligned(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    label, *figures = row
    yield label.ljust(widths[0])
    yield from (cell.rjust(width) for cell, width in zip(figures, widths[1:], strict=True))
