"""The plots of time and memory can be read by all, and are shown where the figures are."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.benchmarks.figures import Cost, Size
from tests.benchmarks.fixture_bench import MIB, RESULTS, SIZE
from tests.benchmarks.makers import LABELS, makers_at
from tests.benchmarks.plot import Series, drawings, render_plot, round_values, spread_out
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


def test_an_axis_reaches_from_one_round_value_to_another() -> None:
    assert round_values(0.35, 51) == pytest.approx([0.2, 0.5, 1, 2, 5, 10, 20, 50, 100])
    assert round_values(1.0, 1.0) == [1, 2]


def test_colours_are_other_ones_by_night_and_all_can_be_read() -> None:
    style = render_plot(drawings(POINTS, LABELS)["memory.svg"]).partition("<style>")[2].partition("</style>")[0]
    light, dark = style.split("@media (prefers-color-scheme:dark)")
    for part in (light, dark):
        ground = _luminance(re.findall(r"--g:(#\w+)", part)[0])
        inks = [_luminance(ink) for ink in re.findall(r"--c:(#\w+)", part)]
        assert len(inks) == len(LABELS) + 1
        assert min((max(ink, ground) + 0.05) / (min(ink, ground) + 0.05) for ink in inks) >= 4.5


def test_labels_never_lie_on_each_other() -> None:
    low, high, far = (Series(name, name, ((1, 1.0),)) for name in ("hugo", "astro", "pelican"))
    placed = spread_out({high: 200.0, low: 203.0, far: 50.0})
    assert placed[far] == 50.0
    assert abs(placed[high] - placed[low]) >= 17


def test_eleventy_and_astro_are_measured_with_small_sites_only() -> None:
    assert [maker.name for maker in makers_at(1000, node=True)][-2:] == ["eleventy", "astro"]
    assert makers_at(1001, node=True) == makers_at(100, node=False)


def test_every_maker_has_a_dash_of_its_own() -> None:
    costs = dict.fromkeys(LABELS, Cost(1.0, 1, 1.0))
    plot = render_plot(drawings([size(100, **costs), size(1000, **costs)], LABELS)["time.svg"])
    assert len(set(re.findall(r'stroke-dasharray="(.*?)"', plot))) == len(LABELS)


def test_the_plots_are_shown_with_the_results_and_in_the_readme(tmp_path: Path) -> None:
    readme, folder = tmp_path / "README.md", tmp_path / "tests" / "benchmarks"
    folder.mkdir(parents=True)
    readme.write_text("Before.\n<!-- plots of invoke bench -->\nold\n<!-- end of plots -->\nAfter.\n", encoding="utf-8")
    for _again in range(2):
        publish(replace(RESULTS, sizes=(replace(SIZE, posts=100), SIZE)), folder, readme)
    shown = readme.read_text(encoding="utf-8")
    assert re.findall(r"\]\((.*?)\)", shown) == ["tests/benchmarks/plots/time.svg", "tests/benchmarks/plots/memory.svg"]
    assert ("old" in shown, shown[:8], shown[-7:]) == (False, "Before.\n", "After.\n")
    results = (folder / "RESULTS.md").read_text(encoding="utf-8")
    for target in re.findall(r"!\[.*?\]\((.*?)\)", results):
        assert (folder / target).read_text(encoding="utf-8").startswith("<svg")


def test_of_one_size_nothing_is_drawn(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("Before.\n", encoding="utf-8")
    publish(RESULTS, tmp_path, readme)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["README.md", "RESULTS.md"]


def _luminance(colour: str) -> float:
    whole = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    shares = (int(whole[start : start + 2], 16) / 255 for start in (0, 2, 4))
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
