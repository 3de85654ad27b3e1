"""The benchmark's figures are what they say, and its corpus is mixed."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace

import pytest

from tests.benchmarks.corpus import CHANGES, make_corpus, newest, photo_of
from tests.benchmarks.figures import Cost, Growth, as_json, cost_of, limits, sizes_from
from tests.benchmarks.fixture_bench import COSTS, MIB, RESULTS, SIZE
from tests.benchmarks.makers import LABELS
from tests.benchmarks.measuring import Timed, python_build
from tests.benchmarks.tables import render_figures, render_results


def test_each_figure_has_a_median_of_its_own_and_memory_is_the_most() -> None:
    timed = [Timed(9, "", 3, peak=5), Timed(4, "", 8, peak=9), Timed(5, "", 2, peak=1)]
    assert cost_of(timed, 7.5) == Cost(seconds=5, processor=3, peak=9, one_core=7.5)


def test_builds_are_disturbed_when_others_use_more_than_a_little() -> None:
    disturbed = replace(RESULTS, sizes=(replace(SIZE, others={"hugo": 0.05, "pelican": 0.051}),)).disturbed
    assert disturbed == {"pelican, 1,000 posts": 0.051}


def test_a_figure_is_held_to_the_limit_of_its_size() -> None:
    large = replace(SIZE, posts=10_000)
    found = {held.what: held for held in limits(replace(RESULTS, sizes=(SIZE, large), growth=Growth(10_000, 5.1, 2.6)))}
    assert (found["1,000 posts, nothing drawn, from nothing"].value, found["1,000 posts, the same"].value) == (0.8, 1.4)
    assert [held.what for held in found.values() if not held.holds] == [
        "1,000 posts, one post edited",
        "1,000 posts, one title edited",
        "10,000 posts, one title edited",
        "1,000 posts, `invoke serve` from saving a post to its page",
        "50,000 posts, nothing drawn, one post edited",
    ]
    assert found["10,000 posts, a post's landscape and cards"].value == pytest.approx(0.7)
    assert found["10,000 posts, memory, nothing drawn"].value == pytest.approx(0.3)


def test_the_json_has_what_programs_look_for() -> None:
    found = json.loads(json.dumps(as_json(RESULTS)))
    (size,) = found["sizes"]
    assert (found["day"], size["posts"], size["rounds"]) == ("2026-07-01", 1000, 3)
    assert size["costs"]["hugo"] == {"seconds": 2, "processor": 3, "peak": 200 * MIB, "one_core": 3.5}
    assert size["changes"]["pelican"]["new"] == {"seconds": 5.0, "files": 1205, "bytes": 9_400_000}
    assert found["limits"][-1]["most"] == 0.3
    assert found["growth"] is None
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
        ["8.00", "14.00", "13.50", "80", "1.60"],
        ["39", "690", "6", "90", "16", "120"],
    ]
    assert rows["Pelican, 4 plugins"] == [["20.00", "21.00", "21.00", "150", "4.00"]]
    assert rows["stock Pelican"][1] == ["1,205", "9,400", "4", "50", "", ""]
    assert rows["one title edited"] == [["0.90"]]
    assert rows["1,000 posts, one post more"] == [["39.00", "✓ ≤ 40", "files"], ["0.69", "✓ ≤ 0.7", "MB"]]
    assert rows["1,000 posts, one title edited"] == [["16.00", "✗ ≤ 15", "files"]]
    assert "share a word: 2.00 of 5.00 s with 1,000 posts of «Hugo, the same work»." in text
    for table in re.findall(r"(?m)(?:^\|.*\n)+", text):
        assert len({len(line) for line in table.splitlines()}) == 1


def test_what_was_not_measured_is_left_empty() -> None:
    costs = {**COSTS, "placette": Cost(8, 14, 0, None)}
    rows = cells(render_figures(replace(RESULTS, sizes=(replace(SIZE, costs=costs),))))
    assert rows["Placette"][0] == ["8.00", "14.00", "", "–", "1.60"]


def test_the_results_say_where_when_and_with_what() -> None:
    text = render_results(RESULTS, "")
    assert "on 2026-07-01: medians of interleaved runs (3 with 1,000 posts)" in text
    assert "2 cores (A processor), 8 GiB, Linux 6 x86_64" in text
    assert "Placette 0.1.0, Python 3.11.7 (with PGO, without LTO), Hugo 0.168.0, Pelican 4.12.0" in text
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


def test_a_change_is_one_post_and_each_another_one() -> None:
    corpus = make_corpus(40)
    changed = {name: change(corpus, 0) for name, change in CHANGES.items()}
    assert len({post.number for post in changed.values()}) == 3
    assert changed["new"].date > corpus.posts[-1].date
    assert changed["new"] == newest(corpus)
    before = corpus.posts[changed["title"].number]
    assert (changed["title"].slug, changed["title"].body) == (before.slug, before.body)
    assert changed["title"].title != before.title


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
