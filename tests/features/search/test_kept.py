"""What is kept of an index from one build to the next, and what is not believed of it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from placette.engine.base.rows import DamagedError
from placette.engine.pages.searched import SearchedKind
from placette.features.search.facets import YearFacts
from placette.features.search.kept import TERMS, GroupRow, KeptGroup, KeptIndex, KeptPage, KeptYear, open_kept

ROW = GroupRow(KeptGroup(9, 1, "d1"), '{"eau":"1c"}', '[[3,1,"eau","1c"]]')
FACTS = YearFacts(1, (SearchedKind("post", "Post", "Posts", 30),), ("fr",), ("Nature",), ("Ambert", "Orcines"), "f1")
YEARS = {
    "2025": KeptYear("d1", 1, FACTS),
    "2026": KeptYear("d2", 3, FACTS._replace(categories=())),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with open_kept(tmp_path / "cache" / "search.sqlite", "m1") as kept:
        kept.put_years(YEARS)
        kept.put_pages({}, [("a/", KeptPage("2025", "p1", 7), "eau"), ("b/", KeptPage("2026", "p2", 8), "")], [])
        kept.put_groups(TERMS, {"": ROW, "x": ROW}, [])
    return tmp_path / "cache" / "search.sqlite"


def known(kept: KeptIndex) -> list[str]:
    """The addresses of all pages that it knows."""
    return [url for (url,) in kept.base.execute("SELECT url FROM known ORDER BY url")]


def test_pages_are_known_by_their_years(path: Path) -> None:
    with open_kept(path, "m1") as kept:
        assert kept.years == YEARS
        assert kept.pages([]) == {}
        before = kept.pages(["2026"])
        assert before == {"b/": KeptPage("2026", "p2", 8)}
        kept.put_years({"2025": kept.years["2025"], "2027": YEARS["2026"]})
        kept.put_pages(before, [("b/", KeptPage("2027", "p3", 9), "")], [])
    with open_kept(path, "m1") as kept:
        assert list(kept.years) == ["2025", "2027"]
        assert kept.pages(["2026", "2027"]) == {"b/": KeptPage("2027", "p3", 9)}
        assert list(kept.pages(["2025", "2027"])) == ["a/", "b/"]


def test_what_is_known_of_a_year_is_not_believed_once_it_was_changed(path: Path) -> None:
    with sqlite3.connect(path) as base:
        base.execute("UPDATE years SET most = 99")
    with pytest.raises(DamagedError), open_kept(path, "m1"):
        pass


def test_what_was_put_is_there(path: Path) -> None:
    with open_kept(path, "m1") as kept:
        assert known(kept) == ["a/", "b/"]
        before = kept.pages(["2025"])
        assert dict(kept.terms(["a/", "c/"])) == {"a/": "eau"}
        assert kept.group(TERMS, "") == {"eau": "1c"}
        assert kept.best(TERMS, "") == [[3, 1, "eau", "1c"]]
        trees = kept.trees(500)
        assert (trees.terms.totals, trees.endings.totals) == ({"": (9, 1), "x": (9, 1)}, {})
        assert trees.terms.most == 500
        assert trees.terms.terms("x") == {"eau": [1, 19]}
        kept.put_pages(before, [], ["a/"])
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
        kept.put_years({})
        kept.put_pages({}, [], ["a/"])
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
        "UPDATE groups SET size = 'large'",
        "UPDATE groups SET terms = NULL",
        "UPDATE groups SET digest = NULL",
        "UPDATE groups SET digest = 'd' || char(10) || 'e'",
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


def test_tables_of_another_form_are_made_anew(path: Path) -> None:
    with sqlite3.connect(path) as base:
        base.executescript("UPDATE made SET form = 1; DROP TABLE groups; CREATE TABLE groups (tree, body, leaf)")
    with open_kept(path, "m1") as kept:
        kept.put_groups(TERMS, {"": ROW}, ())
    with open_kept(path, "m1") as kept:
        assert kept.groups == {(TERMS, ""): ROW.group}
