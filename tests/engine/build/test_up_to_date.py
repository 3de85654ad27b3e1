"""Files that a build keeps as one are known as those that it keeps one by one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placette.engine.base.files import digest
from placette.engine.base.rows import DamagedError, checksum
from placette.engine.build.state import keep_state, note_started, open_ledger
from placette.engine.build.up_to_date import begin_look, names_at, open_state
from placette.engine.rendering.ledger import Ledger, Written
from tests.engine.build.fixture_state import OUTPUT, no_output  # noqa: F401 - of every test here

Keys = Mapping[str, str]
"""Key by path."""
PLAIN, OLD, NEW = ({f"{name}/{number}.json": "k" for number in range(3)} for name in ("plain", "old", "new"))
ROW_GROUPS = {"old": OLD, "new": NEW}


def built(path: Path, plain: Keys, bound: Mapping[str, Keys], lost: Callable[[], frozenset[str]] = frozenset) -> Ledger:
    """A build of some files one by one, and of others in row groups."""
    last = open_state(path)
    ledger = open_ledger(last, lost)
    ledger.mark({})
    for name, files in bound.items():
        if not ledger.keeps(name, mark := digest(repr(sorted(files.items())).encode())):
            _want(ledger, files)
            ledger.bind(name, mark, files)
    _want(ledger, plain)
    ledger.loosen_rest()
    note_started(last, ledger)
    keep_state(last, ledger, OUTPUT, {}, {})
    return ledger


def _want(ledger: Ledger, files: Keys) -> None:
    for name in ledger.needs_of(files):
        ledger.note(name, f"digest of {files[name]}")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The state of a site with files of both kinds."""
    place = tmp_path / "a.state"
    built(place, PLAIN, ROW_GROUPS)
    return place


def change(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as base, base:
        base.executescript(script)


_KEYS = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("12"))
_BUILD = st.tuples(_KEYS, st.dictionaries(st.sampled_from(["x", "y"]), _KEYS))


@given(builds=st.lists(_BUILD, min_size=1, max_size=6))
def test_every_build_makes_what_differs_from_the_last_and_drops_what_is_gone(
    builds: list[tuple[Keys, dict[str, Keys]]],
) -> None:
    with TemporaryDirectory() as folder:
        path, before = Path(folder) / "a.state", dict[str, str]()
        for plain, given_ones in builds:
            taken = {*plain}
            bound = dict[str, dict[str, str]]()
            for name, own in given_ones.items():
                bound[name] = {p: k for p, k in own.items() if p not in taken}
                taken |= own.keys()
            now = {**plain, **{p: k for own in bound.values() for p, k in own.items()}}
            ledger = built(path, plain, bound)
            assert ledger.files.keys() - ledger.wanted.keys() == before.keys() - now.keys()
            assert {*ledger.names()} == now.keys()
            assert ledger.count() == len(now)
            assert ledger.digests() == {p: f"digest of {k}" for p, k in now.items()}
            assert {p for p in now if before.get(p) != now[p]} <= ledger.stale.keys()
            assert names_at(path) == sorted(now)
            assert begin_look(open_state(path), OUTPUT)() == frozenset()
            before = now


def test_what_is_kept_as_one_is_neither_wanted_nor_written_again(path: Path) -> None:
    change(
        path,
        "CREATE TABLE seen (name);"
        "CREATE TRIGGER a AFTER INSERT ON row_groups BEGIN INSERT INTO seen VALUES (new.name); END",
    )
    ledger = built(path, PLAIN, {"old": OLD, "new": {**NEW, "new/0.json": "kk"}})
    assert list(ledger.kept) == ["old"]
    assert list(ledger.stale) == ["new/0.json"]
    assert ledger.wanted.keys() == {*PLAIN, *NEW}
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("SELECT name FROM seen").fetchall() == [("new",)]


def test_of_a_sheaf_that_lost_a_file_that_one_is_made(path: Path) -> None:
    ledger = built(path, PLAIN, ROW_GROUPS, lambda: frozenset({"old/1.json"}))
    assert list(ledger.kept) == ["new"]
    assert list(ledger.stale) == ["old/1.json"]


def test_a_file_that_no_longer_lies_there_is_found_and_what_was_not_made_is_signed_as_it_was(path: Path) -> None:
    change(path, "UPDATE row_groups SET signed = replace(signed, '1, 2, 3', '1, 2, 4') WHERE name = 'old'")
    with closing(sqlite3.connect(path)) as base, base:
        for row in base.execute("SELECT * FROM row_groups").fetchall():
            base.execute("UPDATE row_groups SET sum = ? WHERE name = ?", (checksum(*row[:-1]), row[0]))
    assert begin_look(open_state(path), OUTPUT)() == {*OLD}
    built(path, PLAIN, {"old": {**OLD, "old/3.json": "k"}, "new": NEW})
    assert begin_look(open_state(path), OUTPUT)() == {*OLD}


@pytest.mark.parametrize("bound", [{"old": OLD}, {}])
def test_a_sheaf_that_nobody_wants_any_more_goes_file_by_file(path: Path, bound: Mapping[str, Keys]) -> None:
    ledger = built(path, PLAIN, bound)
    assert ledger.files.keys() - ledger.wanted.keys() == {*OLD, *NEW} - {p for own in bound.values() for p in own}
    assert names_at(path) == sorted({*PLAIN, *(p for own in bound.values() for p in own)})


def test_files_go_from_one_kind_to_the_other_and_are_known_once(path: Path) -> None:
    for plain, bound in (({**PLAIN, **OLD}, {"new": NEW}), ({}, {"all": {**PLAIN, **OLD, **NEW}}), (PLAIN, ROW_GROUPS)):
        ledger = built(path, plain, bound)
        assert ledger.files.keys() == ledger.wanted.keys() | ledger.files.keys()
        assert names_at(path) == sorted({*PLAIN, *OLD, *NEW})
        with closing(sqlite3.connect(path)) as base:
            assert {row[0] for row in base.execute("SELECT path FROM files")} == {*plain}


def test_another_form_still_tells_whose_they_are(path: Path) -> None:
    change(path, "PRAGMA user_version = 7")
    assert open_state(path).started == {*PLAIN, *OLD, *NEW}
    change(path, "PRAGMA user_version = 1; DROP TABLE row_groups")
    assert open_state(path).started == {*PLAIN}


@pytest.mark.parametrize(
    "script",
    [
        "UPDATE row_groups SET mark = 'other' WHERE name = 'old'",
        "UPDATE row_groups SET keys = 'k'",
        "UPDATE row_groups SET digests = NULL",
        "UPDATE row_groups SET signed = x'00'",
        "UPDATE row_groups SET paths = replace(paths, 'old/1', '../1')",
        "DROP TABLE row_groups",
        "DROP TABLE row_groups; CREATE TABLE row_groups (name, paths); INSERT INTO row_groups VALUES ('old', 'a')",
    ],
)
def test_foreign_rows_are_not_believed(path: Path, script: str) -> None:
    change(path, script)
    with pytest.raises(DamagedError):
        open_ledger(open_state(path), frozenset)


@pytest.mark.parametrize(
    "script", ["UPDATE row_groups SET keys = 'k'", "UPDATE row_groups SET paths = replace(paths, 'old/1', '../1')"]
)
def test_nor_are_they_with_the_right_checksum(path: Path, script: str) -> None:
    change(path, script)
    with closing(sqlite3.connect(path)) as base, base:
        for row in base.execute("SELECT * FROM row_groups").fetchall():
            base.execute("UPDATE row_groups SET sum = ? WHERE name = ?", (checksum(*row[:-1]), row[0]))
    with pytest.raises(DamagedError):
        open_ledger(open_state(path), frozenset)


def test_its_files_are_at_hand_one_by_one_once_they_are_wanted_so(path: Path) -> None:
    ledger = open_ledger(open_state(path), frozenset)
    assert not ledger.files.keys() & {*OLD}
    ledger.loosen("old")
    assert {p: ledger.files[p] for p in OLD} == {p: Written("k", "digest of k") for p in OLD}
