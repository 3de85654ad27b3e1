"""Time and memory against the number of posts, as two small drawings (SVG), both axes logarithmic.

Each maker has a colour, a dash and a label at the end of its line: colours aren't needed to distinguish them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tests.benchmarks.figures import Size

_WIDTH, _HEIGHT = 610, 350
_LEFT, _RIGHT, _TOP, _BOTTOM = 86, 186, 44, 56
_LINE = 17
"""The least distance between two labels."""
_LOOKS = {
    "placette": ("", "#1f5c4d", "#7fd1bb"),
    "placette_plain": ("18 3", "#2c7a3f", "#a3d98c"),
    "hugo_full": ("9 4", "#8a3b12", "#f0a878"),
    "hugo_unrelated": ("9 4 2 4 2 4", "#7a5c00", "#e3c565"),
    "hugo": ("2 4", "#a3195b", "#f28dbb"),
    "pelican_plugins": ("14 4 2 4", "#33508c", "#9dbaf5"),
    "pelican": ("9 4 2 4", "#0b6a8a", "#84d0ea"),
    "eleventy": ("5 5", "#5b5b5b", "#c4c4c4"),
    "astro": ("14 5", "#6b3fa0", "#c6a6f2"),
}
"""A line's dash, its colour on a light ground, and on a dark one: each at least 4.5 : 1 to it."""


@dataclass(frozen=True, slots=True)
class Series:
    """One maker's line: posts and what they took, from the fewest posts."""

    name: str
    label: str
    values: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A plot's words and lines. ``unit`` stands behind each value."""

    title: str
    unit: str
    series: tuple[Series, ...]


def drawings(sizes: Sequence[Size], labels: Mapping[str, str]) -> dict[str, Drawing]:
    """The two plots, by the names of their files."""
    seconds = [(size.posts, {name: cost.seconds for name, cost in size.costs.items()}) for size in sizes]
    memory = [(size.posts, {name: cost.peak / 1024**2 for name, cost in size.costs.items()}) for size in sizes]
    return {
        "time.svg": Drawing("Seconds of a build from nothing", "s", _series(seconds, labels)),
        "memory.svg": Drawing("Memory of a build from nothing, workers included", "MiB", _series(memory, labels)),
    }


def render_plot(drawing: Drawing) -> str:
    """The drawing as SVG, with a title and a description for who doesn't see it."""
    values = [value for series in drawing.series for _posts, value in series.values]
    sizes = sorted({posts for series in drawing.series for posts, _value in series.values})
    across = _Scale(sizes[0], sizes[-1], _LEFT, _WIDTH - _RIGHT)
    ticks = round_values(min(values), max(values))
    up = _Scale(ticks[0], ticks[-1], _HEIGHT - _BOTTOM, _TOP)
    parts = [*_axes(drawing, across, up, sizes, ticks), *(_line(series, across, up) for series in drawing.series)]
    for size in sizes:
        ends = {one: up.at(one.values[-1][1]) for one in drawing.series if one.values[-1][0] == size}
        parts += [_label(one, across.at(size), ends[one], height) for one, height in spread_out(ends).items()]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"'
        f' aria-labelledby="title described">\n<title id="title">{escape(drawing.title)}</title>\n'
        f'<desc id="described">{escape(describe(drawing))}</desc>\n{_style()}\n'
        f'<rect class="ground" width="{_WIDTH}" height="{_HEIGHT}" rx="8"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def describe(drawing: Drawing) -> str:
    """All values in words."""
    lines = (
        f"{series.label}: "
        + ", ".join(f"{_short(value)} {drawing.unit} for {posts:,} posts" for posts, value in series.values)
        for series in drawing.series
    )
    return "; ".join(lines) + "."


def conclude(drawing: Drawing, names: Sequence[str]) -> str:
    """The finding in one sentence: what the makers of these names take with the most posts."""
    posts = max(series.values[-1][0] for series in drawing.series)
    ends = {series.name: (series.label, series.values[-1][1]) for series in drawing.series}
    values = (f"{label} {_short(value)} {drawing.unit}" for label, value in map(ends.__getitem__, names))
    return f"{drawing.title}, with {posts:,} posts: {'; '.join(values)}."


def spread_out(ends: Mapping[Series, float]) -> dict[Series, float]:
    """Heights for labels, none on another: from the lowest line up, each at its line's end or above the one before."""
    placed: dict[Series, float] = {}
    limit = _HEIGHT - _BOTTOM / 2.0
    for series in sorted(ends, key=lambda one: -ends[one]):
        limit = placed[series] = min(ends[series], limit)
        limit -= _LINE
    return placed


def round_values(least: float, most: float) -> list[float]:
    """The values 1, 2 and 5 of each power of ten, the fewest that hold ``least`` and ``most`` between them."""
    powers = range(math.floor(math.log10(least)), math.floor(math.log10(most)) + 2)
    values = [digit * 10.0**power for power in powers for digit in (1, 2, 5)]
    first = max(value for value in values if value <= least * 1.001)
    last = min(value for value in values if value > most)
    return [value for value in values if first <= value <= last]


@dataclass(frozen=True, slots=True)
class _Scale:
    """A logarithmic axis: ``least`` lies at ``start``, ``most`` at ``end``."""

    least: float
    most: float
    start: float
    end: float

    def at(self, value: float) -> float:
        span = math.log10(self.most / self.least) or 1.0
        return round(self.start + (self.end - self.start) * math.log10(value / self.least) / span, 1)


def _series(found: Sequence[tuple[int, Mapping[str, float]]], labels: Mapping[str, str]) -> tuple[Series, ...]:
    ordered = sorted(found, key=lambda point: point[0])
    lines = (Series(n, label, tuple((p, v[n]) for p, v in ordered if n in v)) for n, label in labels.items())
    return tuple(line for line in lines if line.values)


def _axes(drawing: Drawing, across: _Scale, up: _Scale, sizes: Sequence[int], ticks: Sequence[float]) -> Iterator[str]:
    yield f'<text class="heading" x="16" y="26">{escape(drawing.title)}</text>'
    for value in ticks:
        y = up.at(value)
        yield f'<path class="rule" d="M{_LEFT} {y}H{_WIDTH - _RIGHT}"/>'
        yield f'<text class="tick" x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:,g} {drawing.unit}</text>'
    for size in sizes:
        x = across.at(size)
        yield f'<path class="rule" d="M{x} {_TOP}V{_HEIGHT - _BOTTOM}"/>'
        yield f'<text class="tick" x="{x}" y="{_HEIGHT - _BOTTOM + 20}" text-anchor="middle">{size:,}</text>'
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    yield f'<text class="tick" x="{middle:g}" y="{_HEIGHT - 14}" text-anchor="middle">posts</text>'


def _line(series: Series, across: _Scale, up: _Scale) -> str:
    places = [(across.at(posts), up.at(value)) for posts, value in series.values]
    path = "L".join(f"{x:g} {y:g}" for x, y in places)
    dots = "".join(f'<circle cx="{x:g}" cy="{y:g}" r="3.5"/>' for x, y in places)
    return f'<g class="{series.name}"><path d="M{path}" stroke-dasharray="{_LOOKS[series.name][0]}"/>{dots}</g>'


def _label(series: Series, x: float, end: float, height: float) -> str:
    leader = f'<path class="leader" d="M{x + 5:g} {end:g}L{x + 12:g} {height:g}"/>' if height != end else ""
    words = f'<text x="{x + 14:g}" y="{height + 4:.1f}">{escape(series.label)}</text>'
    return f'<g class="{series.name}">{leader}{words}</g>'


def _style() -> str:
    light, dark = ("".join(f".{name}{{--c:{look[ground]}}}" for name, look in _LOOKS.items()) for ground in (1, 2))
    return (
        "<style>text{font:13px system-ui,sans-serif;fill:var(--c);stroke:var(--g);"
        "stroke-width:8;stroke-linejoin:round;paint-order:stroke}"
        ".heading{font-weight:600;font-size:15px}"
        ".rule{stroke:var(--c);stroke-opacity:.25;fill:none}g path{fill:none;stroke:var(--c);stroke-width:2.5}"
        "g .leader{stroke-width:1}circle{fill:var(--c)}.ground{fill:var(--g)}"
        "svg{--g:#fff}"
        f".heading,.tick,.rule{{--c:#333}}{light}"
        f"@media (prefers-color-scheme:dark){{svg{{--g:#15181a}}.heading,.tick,.rule{{--c:#ddd}}{dark}}}</style>"
    )


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
