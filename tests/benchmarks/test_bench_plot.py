"""The plots of time and memory can be read by all, and are shown where the figures are."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.benchmarks.figures import Cost, Size
from tests.benchmarks.fixture_bench import MIB, RESULTS, SIZE
from tests.benchmarks.makers import LABELS
from tests.benchmarks.plot import Series, drawings, render_plot, spread_out
from tests.benchmarks.tables import publish


def size(posts: int, **costs: Cost) -> Size:
    return replace(SIZE, posts=posts, costs=costs)


POINTS = [
    size(1000, placette=Cost(5.0, 1, 60 * MIB), hugo=Cost(1.0, 1, 150 * MIB)),
    size(100, placette=Cost(4.0, 1, 50 * MIB), hugo=Cost(0.3, 1, 40 * MIB), astro=Cost(3.0, 1, 500 * MIB)),
]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def plot() -> ElementTree.Element:
    return ElementTree.fromstring(render_plot(drawings(POINTS, LABELS)["time.svg"]))


def test_who_does_not_see_a_plot_gets_its_title_and_every_value(plot: ElementTree.Element) -> None:
    named = {one.get("id"): one.text for one in plot if one.get("id")}
    assert plot.get("role") == "img"
    assert [named[name] for name in (plot.get("aria-labelledby") or "").split()] == list(named.values())
    assert named["title"] == "Seconds of a build from nothing"
    assert named["described"] == (
        "Placette: 4 s for 100 posts, 5 s for 1,000 posts; "
        f"Hugo, plain pages: 0.3 s for 100 posts, 1 s for 1,000 posts; {LABELS['astro']}: 3 s for 100 posts."
    )


def test_every_line_has_its_name_a_dash_of_its_own_and_a_dot_a_value(plot: ElementTree.Element) -> None:
    texts = [text.text for text in plot.iter(f"{SVG}text")]
    assert {"Placette", "Hugo, plain pages", LABELS["astro"], "100", "1,000", "1 s", "posts"} <= set(texts)
    lines = [line for line in plot.iter(f"{SVG}path") if line.get("stroke-dasharray") is not None]
    assert len({line.get("stroke-dasharray") for line in lines}) == len(lines) == 3
    assert len(list(plot.iter(f"{SVG}circle"))) == 5


def test_both_axes_are_logarithmic() -> None:
    points = [size(posts, hugo=Cost(posts / 100, 1, 1.0)) for posts in (100, 1000, 10_000)]
    plot = ElementTree.fromstring(render_plot(drawings(points, LABELS)["time.svg"]))
    dots = [(float(dot.get("cx", "")), float(dot.get("cy", ""))) for dot in plot.iter(f"{SVG}circle")]
    (x0, y0), (x1, y1), (x2, y2) = dots
    assert x1 - x0 == pytest.approx(x2 - x1, abs=0.2)
    assert y0 - y1 == pytest.approx(y1 - y2, abs=0.2)
    assert y0 > y1


def test_labels_never_lie_on_each_other() -> None:
    low, high, far = (Series(name, name, ((1, 1.0),)) for name in ("hugo", "astro", "pelican"))
    placed = spread_out({high: 200.0, low: 203.0, far: 50.0})
    assert placed[far] == 50.0
    assert abs(placed[high] - placed[low]) >= 17


def test_the_plots_are_shown_with_the_results_and_the_table_in_the_readme(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("Before.\n<!-- figures of invoke bench -->\nold\n<!-- end of figures -->\nAfter.\n", "utf-8")
    for _again in range(2):
        publish(replace(RESULTS, sizes=(replace(SIZE, posts=100), SIZE)), tmp_path, readme)
    text = readme.read_text(encoding="utf-8")
    assert ("old" in text, "![" in text, text.count("\n| ")) == (False, False, 5)
    assert (text[:8], text[-7:]) == ("Before.\n", "After.\n")
    plots = re.findall(r"!\[(.*?)\]\((.*?)\)", (tmp_path / "RESULTS.md").read_text(encoding="utf-8"))
    assert [(alt.count(". "), alt[-1]) for alt, _target in plots] == [(0, "."), (0, ".")]
    assert all((tmp_path / target).read_text(encoding="utf-8").startswith("<svg") for _alt, target in plots)
