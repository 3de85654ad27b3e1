"""The benchmark's figures are what they say."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from tests.benchmarks.describing import python_build
from tests.benchmarks.figures import SCENARIOS, Growth, Point, Ratio, as_json, median_seconds, most_of, ratios
from tests.benchmarks.limits import Limit, limits_for
from tests.benchmarks.publishing import LABELS
from tests.benchmarks.tables import render_figures, render_results
from tests.commands.quality.fixture_bench import MIB, RESULTS, SECONDS


def test_each_figure_has_a_median_of_its_own() -> None:
    runs = [SECONDS, replace(SECONDS, cold=9, edit=0.1), replace(SECONDS, cold=5, edit=0.3, hugo=1)]
    assert median_seconds(runs) == replace(SECONDS, cold=5, edit=0.3)


def test_a_ratio_is_ours_over_a_cold_build_of_the_rival() -> None:
    assert ratios(SECONDS) == {
        "cold": Ratio(2, 0.8, 0.4),
        "unchanged": Ratio(0.1, 0.04, 0.02),
        "edit": Ratio(0.25, 0.1, 0.05),
        "new": Ratio(0.5, 0.2, 0.1),
        "template": Ratio(1, 0.4, 0.2),
        "component": Ratio(1.5, 0.6, 0.3),
        "pictures": Ratio(4, 1.6, 0.8),
    }


def test_large_sites_are_held_to_stricter_limits() -> None:
    small, large = limits_for(2000), limits_for(10_000)
    assert [limits["cold"].hugo_full for limits in (small, large)] == [Limit(0.9), Limit(0.6)]
    assert [limits["template"].hugo_full for limits in (small, large)] == [Limit(0.5), Limit(0.3)]
    assert small["cold"].hugo == large["cold"].hugo == Limit(3, then=2)
    assert list(small) == list(large) == list(SCENARIOS)


def test_of_each_build_the_run_that_was_disturbed_most_counts() -> None:
    assert most_of([{"cold": 0.01, "edit": 0.2}, {"cold": 0.04}]) == {"cold": 0.04, "edit": 0.2}


def test_the_json_has_what_programs_look_for() -> None:
    found = json.loads(json.dumps(as_json(RESULTS)))
    assert found["posts"] == 1000
    assert list(found["ratios"]) == list(SCENARIOS)
    assert found["ratios"]["edit"] == {"hugo": 0.25, "hugo_full": 0.1, "pelican": 0.05}
    assert found["memory"] == {"hugo": 0.3}
    assert (found["pictures_ms"], found["idle"], found["idle_composing"], found["repeat"]) == (30.0, 0.0725, 0.05, 3)
    assert set(found["seconds"]) == {*SCENARIOS, "hugo", "hugo_full", "pelican"}
    assert set(found["machine"]) == {"cores", "cpu", "memory", "platform"}
    assert set(found["versions"]) == {"python", "python_build", "pelican", "hugo", "placette"}
    assert "growth" not in found
    assert as_json(replace(RESULTS, growth=Growth(5.1, 2.4)))["growth"] == {"cold": 5.1, "edit": 2.4}
    point = as_json(replace(RESULTS, points=[Point(100, {"astro": 3.0}, {"astro": 9.0})]))["points"]
    assert point == [{"posts": 100, "seconds": {"astro": 3.0}, "peaks": {"astro": 9.0}}]


IDLE = (
    "- cores idle while the template of every page changes: 7.2 % (✓ ≤ 8 %); "
    "while a component of every page does: 5.0 %"
)


def test_the_table_shows_which_limits_hold() -> None:
    lines = render_figures(replace(RESULTS, growth=Growth(5.25, 2.4))).splitlines()
    cells = {line.split("|")[1].strip(): [cell.strip() for cell in line.split("|")[2:-1]] for line in lines[2:12]}
    assert cells["cold"] == ["4.00", "2.000", "✓ ≤ 3, then 2", "0.800", "✓ ≤ 0.9", "0.400", "✓ ≤ 0.5"]
    assert cells["one post edited"] == ["0.50", "0.250", "✗ ≤ 0.15", "0.100", "", "0.050", "✓ ≤ 0.05"]
    assert cells["cold, landscapes and cards drawn"] == ["8.00", "4.000", "", "1.600", "", "0.800", ""]
    assert cells["Hugo, the same work, cold"] == ["5.00", "2.500", "", "1.000", "", "0.500", ""]
    assert len({len(line) for line in lines[:12]}) == 1
    assert lines[13:] == [
        "- peak memory of a cold build, workers included: 60 MiB, Hugo 200 MiB, ratio 0.300 (✓ ≤ 0.35)",
        IDLE,
        "- a post's landscape and cards: 30.0 ms of processor (✗ ≤ 25 ms)",
        "- `invoke serve`, 1,000 posts: 0.75 s from saving a post to its page (✗ ≤ 0.25 s)",
        "- growth: 5,000 posts take 5.25 × (✗ ≤ 5.2) the time of 1,000 from nothing, 2.40 × (✓ ≤ 2.5) after an edit",
    ]


def test_the_results_say_where_when_and_with_what() -> None:
    point = Point(100, {"placette": 5.0, "astro": 3.0}, {"placette": 60 * MIB, "astro": 500 * MIB})
    text = render_results(replace(RESULTS, points=[point]), LABELS, "")
    assert "2026-07-01: 1,000 posts, medians of 3 interleaved runs" in text
    assert "2 cores (A processor), 8 GiB, Linux 6 x86_64" in text
    assert "Placette 0.1.0, Python 3.11.7 (with PGO, without LTO), Hugo 0.168.0, Pelican 4.12.0" in text
    assert "others used at most 3.0 % of its processors" in text
    assert "stock Pelican's 10.0 s" in text
    assert re.search(r"\| Astro [\d.]+ +\|    3.00 \| 500 \|", text)


@pytest.mark.parametrize(
    ("configured", "says"),
    [
        ("'--enable-shared' '--prefix=/somewhere'", "without PGO, without LTO"),
        ("'--enable-optimizations' '--with-lto'", "with PGO, with LTO"),
        (None, "build unknown"),
    ],
)
def test_how_python_was_made_is_said(configured: str | None, says: str) -> None:
    assert python_build(configured) == says
