"""What is kept of an index from one build to the next, and what is not believed of it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from placette.engine.base.rows import DamagedError
from placette.features.search.kept import TERMS, GroupRow, KeptGroup, KeptIndex, KeptPage, open_kept

ROW = GroupRow(KeptGroup(9, 1, "d1"), '{"eau":"1c"}', '[[3,1,"eau","1c"]]')


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with open_kept(tmp_path / "cache" / "search.sqlite", "m1") as kept:
        assert kept.differing({"2025": "d1", "2026": "d2"}) == ["2025", "2026"]
        kept.put_years({"2025": "d1", "2026": "d2"})
        kept.put_pages([("a/", KeptPage("2025", "p1", 7), "eau"), ("b/", KeptPage("2026", "p2", 8), "")], [])
        kept.put_groups(TERMS, {"": ROW, "x": ROW}, [])
    return tmp_path / "cache" / "search.sqlite"


def known(kept: KeptIndex) -> list[str]:
    """The addresses of all pages that it knows."""
    return [url for (url,) in kept.base.execute("SELECT url FROM known ORDER BY url")]


def test_only_pages_of_years_that_differ_are_looked_at(path: Path) -> None:
    with open_kept(path, "m1") as kept:
        assert (kept.differing({"2025": "d1", "2026": "d2"}), kept.pages) == ([], {})
        assert kept.differing({"2025": "d1", "2026": "d3", "2027": "d4"}) == ["2026", "2027"]
        assert list(kept.pages) == ["b/"]
        kept.put_years({"2025": "d1", "2026": "d3", "2027": "d4"})
        kept.put_pages([("b/", KeptPage("2027", "p3", 9), "")], [])
    with open_kept(path, "m1") as kept:
        assert kept.differing({"2025": "d1", "2026": "d3"}) == ["2027"]
        assert kept.pages == {"b/": KeptPage("2027", "p3", 9)}
        kept.put_years({"2025": "d1", "2026": "d3"})
        assert (kept.differing({"2026": "d5"}), list(kept.pages)) == (["2025", "2026"], ["a/"])


def test_what_was_put_is_there(path: Path) -> None:
    with open_kept(path, "m1") as kept:
        assert known(kept) == ["a/", "b/"]
        assert kept.differing({"2026": "d2"}) == ["2025"]
        assert kept.pages == {"a/": KeptPage("2025", "p1", 7)}
        assert dict(kept.terms(["a/", "c/"])) == {"a/": "eau"}
        assert kept.group(TERMS, "") == {"eau": "1c"}
        assert kept.best(TERMS, "") == [[3, 1, "eau", "1c"]]
        trees = kept.trees(500)
        assert (trees.terms.totals, trees.endings.totals) == ({"": (9, 1), "x": (9, 1)}, {})
        assert trees.terms.most == 500
        assert trees.terms.terms("x") == {"eau": [1, 19]}
        kept.put_pages([], ["a/"])
        kept.put_groups(TERMS, {}, ["x"])
    with open_kept(path, "m1") as kept:
        assert (known(kept), list(kept.groups)) == (["b/"], [(TERMS, "")])


def test_nothing_is_believed_of_an_index_that_was_made_otherwise(path: Path) -> None:
    with open_kept(path, "m2") as kept:
        assert (known(kept), kept.groups) == ([], {})
    with open_kept(path, "m1") as kept:
        assert (known(kept), kept.groups) == ([], {})


def test_a_build_that_fails_changes_nothing(path: Path) -> None:
    with pytest.raises(KeyError), open_kept(path, "m1") as kept:  # noqa: PT012 - it must fail while it is open
        kept.differing({})
        kept.put_years({})
        kept.put_pages([], ["a/"])
        raise KeyError
    with open_kept(path, "m1") as kept:
        assert known(kept) == ["a/", "b/"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE pages SET terms = 'pont' WHERE url = 'a/'",
        "UPDATE groups SET body = '{}'",
        "UPDATE groups SET best = '[]'",
        "UPDATE groups SET body = 7",
    ],
)
def test_a_row_that_was_changed_is_not_believed(path: Path, change: str) -> None:
    with sqlite3.connect(path) as base:
        base.execute(change)
    with pytest.raises(DamagedError), open_kept(path, "m1") as kept:  # noqa: PT012 - whichever row it is
        dict(kept.terms(["a/"]))
        kept.best(TERMS, "")
        kept.group(TERMS, "")


def test_another_file_and_a_group_that_is_not_there_are_damage(path: Path) -> None:
    with pytest.raises(DamagedError), open_kept(path, "m1") as kept:
        kept.group(TERMS, "zz")
    path.write_bytes(b"not a database, but long enough to be looked at" * 9)
    with pytest.raises(DamagedError), open_kept(path, "m1"):
        pass
