"""What a build leaves is read back as it was, or not believed."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placette.engine.base.files import digest
from placette.engine.base.rows import DamagedError, checksum
from placette.engine.build import state
from placette.engine.build.inspection import Facts
from placette.engine.build.state import keep_state, note_started, open_ledger, read_facts
from placette.engine.build.up_to_date import State, lost_files, names_at, open_state
from placette.engine.rendering.ledger import Ledger, Written
from tests.engine.build.fixture_state import OUTPUT, no_output  # noqa: F401 - of every test here
from tests.fixture_site import ROOT, Site, build

Files = Mapping[str, tuple[str, list[str]]]
"""Key and parts by path."""
PATHS = [f"{number}/index.html" for number in range(12)]
PARTS = ["post a", "post b", "card é"]
ONE, TWO = digest(b"1"), digest(b"2")
ALL: Files = {path: ("k", ["post a"]) for path in PATHS}


def made(path: Path, files: Files, marks: Mapping[str, str]) -> tuple[State, Ledger]:
    """What a build of these files finds, and what it makes; nothing is put in place yet."""
    last = open_state(path)
    ledger = open_ledger(last, frozenset)
    ledger.mark(marks)
    for name, (key, parts) in files.items():
        if ledger.needs(name, key):
            ledger.note(name, f"digest of {key}", tuple(parts))
    return last, ledger


def built(path: Path, files: Files, marks: Mapping[str, str]) -> Ledger:
    """A build of these files, from its beginning to its end."""
    last, ledger = made(path, files, marks)
    note_started(last, ledger)
    facts = {name: Facts((ledger.wanted[name].key,), ("/", name)) for name in ledger.stale}
    keep_state(last, ledger, OUTPUT, facts, {"texts": len(files)})
    return ledger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a site of many files was noted, and then one of them changed."""
    place = tmp_path / "a.state"
    built(place, ALL, {"post a": ONE})
    built(place, {**ALL, PATHS[0]: ("kk", ["post a"])}, {"post a": ONE})
    return place


def change(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as base, base:
        base.executescript(script)


_FILE = st.tuples(st.sampled_from(["k", "kk", "kkk"]), st.lists(st.sampled_from(PARTS), max_size=3, unique=True))
_MARKS = st.dictionaries(st.sampled_from(PARTS), st.sampled_from("12"))
_BUILD = st.tuples(st.dictionaries(st.sampled_from(PATHS), _FILE), _MARKS)


@given(builds=st.lists(_BUILD, min_size=1, max_size=6))
def test_what_was_noted_is_read_back(builds: list[tuple[Files, dict[str, str]]]) -> None:
    with TemporaryDirectory() as folder:
        path, parts = Path(folder) / "a.state", dict[str, tuple[str, ...]]()
        for files, marks in builds:
            made = built(path, files, marks)
            wanted = made.wanted
            last = open_state(path)
            found = open_ledger(last, frozenset)
            parts = {name: wanted[name].parts or () if name in made.stale else parts[name] for name in files}
            shown = {*chain.from_iterable(parts.values())}
            assert found.files == {name: written._replace(parts=()) for name, written in wanted.items()}
            assert found.shows({*PARTS}) == {name: own for name, own in parts.items() if own}
            assert found.shows({PARTS[0]}) == {name: (PARTS[0],) for name, own in parts.items() if PARTS[0] in own}
            assert found.marks == dict.fromkeys(shown, "") | marks
            assert last.note == {"texts": len(files)}
            assert lost_files(last, OUTPUT)() == frozenset()
            assert names_at(path) == sorted(wanted)
            assert {name: facts.anchors for name, facts in read_facts(path, set(wanted)).items()} == {
                name: (written.key,) for name, written in wanted.items()
            }


def test_only_the_rows_of_what_changed_are_written(path: Path) -> None:
    change(path, "UPDATE files SET size = 7; CREATE TABLE seen (number)")
    change(path, "CREATE TRIGGER a AFTER INSERT ON facts BEGIN INSERT INTO seen VALUES (new.path); END")
    change(path, "CREATE TRIGGER b AFTER INSERT ON parts BEGIN INSERT INTO seen VALUES (new.name); END")
    files: Files = {**ALL, PATHS[0]: ("kk", ["post a"]), PATHS[3]: ("kk", ["post b"])}
    built(path, files, {"post a": ONE, "post b": ONE})
    assert lost_files(open_state(path), OUTPUT)() == {*PATHS} - {PATHS[3]}
    with closing(sqlite3.connect(path)) as base:
        assert [row[0] for row in base.execute("SELECT number FROM seen")] == ["post b", PATHS[3]]


def test_files_that_were_about_to_be_put_in_place_are_ours_after_a_crash(path: Path) -> None:
    known = believed(path)
    for name in ("un.html", "deux.html"):
        last, ledger = made(path, {**ALL, name: ("k", [])}, {"post a": ONE})
        note_started(last, ledger)
    after = open_state(path)
    assert after.started == lost_files(after, OUTPUT)() == {"un.html", "deux.html"}
    assert believed(path) == {**known, "un.html": Written(""), "deux.html": Written("")}
    assert names_at(path) == sorted({*known, "un.html", "deux.html"})
    assert built(path, ALL, {"post a": ONE}).files.keys() - known.keys() == {"un.html", "deux.html"}
    assert names_at(path) == sorted(known)


@pytest.mark.parametrize(
    "damage", [lambda d: d[:-1], lambda d: d[: len(d) // 2], lambda d: b"", lambda d: b"{}", lambda d: d[::-1]]
)
def test_of_a_damaged_file_nothing_is_believed(path: Path, damage: Any) -> None:
    path.write_bytes(damage(path.read_bytes()))
    assert believed(path) == {}
    built(path, ALL, {"post a": ONE})
    assert believed(path).keys() == ALL.keys()


@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_no_damage_makes_an_old_file_pass_for_a_new_one(place: float, bit: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.state"
        built(path, {**ALL, "seul.html": ("k", ["post b"])}, {"post a": ONE, "post b": ONE})
        data = bytearray(path.read_bytes())
        data[int(place * len(data))] ^= 1 << bit
        path.write_bytes(data)
        try:
            _, ledger = made(path, ALL, {"post a": TWO, "post b": ONE})
        except DamagedError:
            return
        assert ledger.stale.keys() == ALL.keys()


FOREIGN = [
    "DROP TABLE files", "ALTER TABLE files RENAME key TO other",
    "UPDATE files SET key = 'other' WHERE path = '3/index.html'", "UPDATE files SET parts = '[]'",
    "UPDATE files SET parts = '[7]'", "UPDATE files SET parts = x'00'", "UPDATE files SET digest = NULL",
    "UPDATE files SET path = '../kept.txt' WHERE path = '3/index.html'", "INSERT INTO started VALUES ('/kept.txt')",
    "INSERT INTO started VALUES (x'00')", "UPDATE parts SET mark = x'02'", "UPDATE parts SET name = x'00'",
    "DELETE FROM parts",
    "DROP TABLE parts; CREATE TABLE parts (number, name, mark); INSERT INTO parts VALUES ('un', 'post a', '')",
    "DROP TABLE fingerprint", "DELETE FROM fingerprint", "UPDATE fingerprint SET note = 'no JSON'",
    "UPDATE fingerprint SET note = x'00'",
]  # fmt: skip


@pytest.mark.parametrize("script", FOREIGN)
def test_foreign_rows_are_not_believed(path: Path, script: str) -> None:
    change(path, script)
    assert believed(path) == {}


SIGNED = [
    "UPDATE files SET path = '../kept.txt' WHERE path = '3/index.html'",
    "UPDATE files SET parts = '[7]'",
    "UPDATE files SET parts = x'00'",
    "UPDATE files SET digest = NULL",
    "UPDATE files SET path = 'a' || char(10) || 'b' WHERE path = '3/index.html'",
    "DELETE FROM parts",
]


@pytest.mark.parametrize("script", SIGNED)
def test_nor_are_they_with_the_right_checksum(path: Path, script: str) -> None:
    change(path, script)
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("UPDATE fingerprint SET sum = ?", (checksum(*state._texts(base)),))
    assert believed(path) == {}


def believed(path: Path) -> Mapping[str, Written]:
    """The files that are believed in once what turns out to be damaged has been dropped, as a build drops it."""
    try:
        return open_ledger(open_state(path), frozenset).files
    except DamagedError:
        path.unlink()
        return open_ledger(open_state(path), frozenset).files


def test_another_form_still_tells_whose_the_files_are(path: Path) -> None:
    change(path, "PRAGMA user_version = 7; ALTER TABLE files RENAME key TO other")
    change(path, "INSERT INTO started VALUES ('a.html')")
    names = {*PATHS, "a.html"}
    other = open_state(path)
    assert other == State(path, started=frozenset(names))
    assert lost_files(other, OUTPUT)() == names
    last, ledger = made(path, {}, {})
    note_started(last, ledger)
    assert open_state(path).started == names  # a crash forgets none of them
    built(path, {PATHS[0]: ("k", [])}, {})
    assert names_at(path) == [PATHS[0]]


def test_a_path_of_another_form_that_leaves_the_output_is_not_believed(path: Path) -> None:
    change(path, "PRAGMA user_version = 7; UPDATE files SET path = '../kept.txt' WHERE path = '3/index.html'")
    assert (open_state(path), names_at(path)) == (State(path), [])


def test_paths_are_looked_at_before_files_are(path: Path) -> None:
    before = open_state(path)
    change(path, "UPDATE files SET path = '../kept.txt' WHERE path = '3/index.html'")
    with pytest.raises(DamagedError):
        lost_files(before, OUTPUT)()


def test_the_facts_of_a_page_are_there_as_they_were_or_the_file_is_damaged(path: Path) -> None:
    assert read_facts(path, {PATHS[0]}) == {PATHS[0]: Facts(("kk",), ("/", PATHS[0]))}
    change(path, f"DELETE FROM facts WHERE path = '{PATHS[0]}'; UPDATE facts SET targets = ''")
    for name in PATHS[:2]:
        with pytest.raises(DamagedError):
            read_facts(path, {name})


def test_damage_that_only_the_writing_meets_drops_the_file(path: Path) -> None:
    change(path, "DROP TABLE facts; CREATE TABLE facts (other)")
    built(path, {**ALL, PATHS[3]: ("kk", [])}, {"post a": ONE})
    assert not path.exists()


EVIL = '<p onclick="alert(1)">Du texte.</p><script>alert(1)</script>'


def contents(site: Site) -> dict[str, bytes]:
    return {path: (site.output / path).read_bytes() for path in site.files()}


def rewrite_bodies(memory: Path, value: str, *, signed: bool) -> None:
    """Put ``value`` in the place of every body that is kept, with the digest it needs or without."""

    def rewritten(found: dict[str, Any]) -> dict[str, Any]:
        return {**found, "html": value} if "html" in found else found

    count = 0
    with closing(sqlite3.connect(memory)) as base, base:
        for key, kept in base.execute("SELECT key, value FROM results").fetchall():
            evil = json.dumps(json.loads(kept, object_hook=rewritten)).encode()
            total = hashlib.sha256(key.encode() + b"\0" + evil).digest() if signed else b"0"
            count += b"onclick" in evil
            base.execute("UPDATE results SET sum = ?, value = ? WHERE key = ?", (total, evil, key))
    assert count > 1


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    """A copy of the theme, to be changed."""
    return Path(shutil.copytree(ROOT / "themes" / "placette", tmp_path / "theme"))


@pytest.mark.whole
@pytest.mark.parametrize("signed", [True, False])
def test_a_text_that_was_tampered_with_is_read_again(content: Path, tmp_path: Path, theme: Path, signed: bool) -> None:
    build(content, tmp_path, THEME=str(theme))
    rewrite_bodies(tmp_path / "cache" / "readings-build.sqlite", EVIL, signed=signed)
    with (theme / "templates" / "article.html").open("a", encoding="utf-8") as template:
        template.write("<!-- printed again -->")
    site = build(content, tmp_path, THEME=str(theme))
    assert "2026/bonjour/index.html" in site.outcome.reasons
    assert not any(b"alert(1)" in data for data in contents(site).values())
    assert contents(site) == contents(build(content, tmp_path / "elsewhere", THEME=str(theme)))
