"""The benchmark's figures are what they say, and its corpus is mixed."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace

import pytest

from tests.benchmarks.corpus import make_corpus, photo_of
from tests.benchmarks.figures import Cost, as_json, cost_of, limits, sizes_from
from tests.benchmarks.fixture_bench import COSTS, MIB, RESULTS, SIZE
from tests.benchmarks.makers import LABELS
from tests.benchmarks.measuring import Timed
from tests.benchmarks.tables import render_figures, render_results, render_summary


def test_each_figure_has_a_median_of_its_own_and_memory_is_the_most() -> None:
    timed = [Timed(9, "", 3, peak=5), Timed(4, "", 8, peak=9), Timed(5, "", 2, peak=1)]
    assert cost_of(timed) == Cost(seconds=5, processor=3, peak=9)


def test_builds_are_disturbed_when_others_use_more_than_a_little() -> None:
    disturbed = replace(RESULTS, sizes=(replace(SIZE, others={"hugo": 0.05, "pelican": 0.051}),)).disturbed
    assert disturbed == {"pelican, 1,000 posts": 0.051}


def test_a_figure_is_held_to_the_limit_of_its_size() -> None:
    large = replace(SIZE, posts=10_000)
    rows = {row.what: row for row in limits(replace(RESULTS, sizes=(SIZE, large)))}
    assert rows["1,000 posts, from nothing"].value == pytest.approx(14 / 9)
    assert [row.what for row in rows.values() if not row.holds] == [
        "1,000 posts, one title edited",
        "10,000 posts, one title edited",
        "1,000 posts, `invoke serve` from saving a post to its page",
    ]
    assert rows["10,000 posts, a post's landscape and card"].value == pytest.approx(0.7)
    assert rows["10,000 posts, memory, nothing drawn"].value == pytest.approx(0.3)


def test_the_json_has_what_programs_look_for() -> None:
    found = json.loads(json.dumps(as_json(RESULTS)))
    (size,) = found["sizes"]
    assert (found["day"], size["posts"], size["rounds"]) == ("2026-07-01", 1000, 3)
    assert size["costs"]["hugo"] == {"seconds": 2, "processor": 3, "peak": 200 * MIB}
    assert size["changes"]["pelican"]["new"] == {"seconds": 5.0, "files": 1205, "bytes": 9_400_000}
    assert found["limits"][-1]["most"] == 0.3
    assert sizes_from(found) == [SIZE]


def cells(text: str) -> dict[str, list[list[str]]]:
    """The figures of each row, by its first column; several tables may have it."""
    rows: dict[str, list[list[str]]] = {}
    for line in text.splitlines():
        if line.startswith("| "):
            label, *figures = (cell.strip() for cell in line.strip("|").split("|"))
            rows.setdefault(label, []).append(figures)
    return rows


def test_the_tables_say_what_was_measured_of_whom() -> None:
    text = render_figures(RESULTS)
    rows = cells(text)
    assert rows["Placette"] == [
        ["8.00", "14.00", "80", "1.60"],
        ["39", "690", "6", "90", "16", "120"],
    ]
    assert rows["Pelican, 4 plugins"] == [["20.00", "21.00", "150", "4.00"]]
    assert rows["stock Pelican"][1] == ["1,205", "9,400", "4", "50", "", ""]
    assert rows["one title edited"] == [["0.90"]]
    assert rows["1,000 posts, one post more"] == [["39.00", "✓ ≤ 40", "files"], ["0.69", "✓ ≤ 0.7", "MB"]]
    assert rows["1,000 posts, one title edited"] == [["16.00", "✗ ≤ 15", "files"]]
    assert "share a word: 2.00 of 5.00 s with 1,000 posts of «Hugo, the same work»." in text
    for table in re.findall(r"(?m)(?:^\|.*\n)+", text):
        assert len({len(line) for line in table.splitlines()}) == 1


def test_the_readme_says_in_four_lines_what_a_town_feels() -> None:
    rows = cells(render_summary(replace(RESULTS, sizes=(replace(SIZE, posts=100), SIZE, replace(SIZE, posts=10_000)))))
    assert len(rows) == 5
    assert rows["you correct a post"] == [["seen in 0.8 s, built in 0.8 s and 0.8 s"]]
    assert rows["first build"] == [["8.0 s and 8.0 s; Hugo with the same work 5.0 s and 5.0 s"]]
    assert rows["memory"] == [["80 MiB and 80 MiB; Hugo with the same work 300 MiB and 300 MiB"]]


def test_what_was_not_measured_is_left_empty() -> None:
    costs = {**COSTS, "placette": Cost(8, 14, 0)}
    rows = cells(render_figures(replace(RESULTS, sizes=(replace(SIZE, costs=costs),))))
    assert rows["Placette"][0] == ["8.00", "14.00", "–", "1.60"]


def test_the_results_say_where_when_and_with_what() -> None:
    text = render_results(RESULTS, "")
    assert "on 2026-07-01: medians of interleaved runs (3 with 1,000 posts)" in text
    assert "2 cores (A processor), 8 GiB, Linux 6 x86_64" in text
    assert "Placette 0.1.0, Python 3.11.7, Hugo 0.168.0, Pelican 4.12.0" in text
    assert "others used at most 3.0 % of its processors" in text
    assert "stock Pelican's 5.00 s for 1,000 posts" in text
    assert all(label in text for name, label in LABELS.items() if name in COSTS)


def test_the_posts_are_mixed_and_always_the_same() -> None:
    posts = make_corpus(400).posts
    make_corpus.cache_clear()
    assert make_corpus(400).posts == posts
    words = Counter(len(post.body.split()) // 400 for post in posts)
    assert min(words[0], words[1], sum(words[many] for many in words if many >= 3)) > 30
    assert len([post for post in posts if post.lang == "en"]) in range(20, 60)
    assert len([post for post in posts if post.replies]) in range(50, 110)
    assert (len([post for post in posts if post.event]), len([post for post in posts if post.has_photo])) == (33, 8)
    assert len([post for post in posts if "\n|---|" in post.body]) > 100
    assert len([post for post in posts if "[^2]: " in post.body]) > 40
    assert len({photo_of(number) for number in (3, 11, 28)}) == 3
