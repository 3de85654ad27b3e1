"""A page of the last build is known in parts as long as every byte of it is what was written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cache, partial
from pathlib import Path

import pytest

from placette.engine.base.files import digest
from placette.engine.build.frames import parts_in
from placette.engine.build.state import keep_state, note_started, open_ledger, sizes_at
from placette.engine.build.up_to_date import open_state
from placette.engine.rendering.ledger import Ledger, PageParts, Written

PAGE: PageParts = (b"", "en-tête".encode(), b"<main>", b"corps", b"</main>")
FRAME = "frame article"


def build(folder: Path, page: PageParts, mark: str) -> Ledger:
    """A build of a page in parts, and of a file that has none."""
    output, last = folder / "output", open_state(folder / "state")
    output.mkdir(exist_ok=True)
    ledger = open_ledger(last, frozenset)
    ledger.mark({"post a": "1", FRAME: mark})
    if ledger.needs("index.html", "key"):
        parts = None if ledger.wants_frame("index.html") else ("post a", FRAME)
        (output / "index.html").write_bytes(b"".join(page))
        ledger.note_page("index.html", Written("", digest(b"".join(page)), parts, tuple(map(len, page))), None)
    if ledger.needs("a.json", "key"):
        (output / "a.json").write_bytes(b"{}")
        ledger.note("a.json", digest(b"{}"))
    note_started(last, ledger)
    keep_state(last, ledger, output, {}, {"built": True})
    return ledger


def known(folder: Path) -> Callable[[str], PageParts]:
    return partial(parts_in, folder / "output", cache(partial(sizes_at, folder / "state")))


def change(folder: Path, script: str) -> None:
    with closing(sqlite3.connect(folder / "state")) as base, base:
        base.executescript(script)


def test_a_page_is_known_in_its_parts(tmp_path: Path) -> None:
    build(tmp_path, PAGE, "1")
    assert [known(tmp_path)(path) for path in ("index.html", "a.json", "other.html")] == [PAGE, (), ()]


def test_what_surrounds_a_page_changes_and_its_parts_stay(tmp_path: Path) -> None:
    build(tmp_path, PAGE, "1")
    page = (b"<p>", *PAGE[1:4], b"</main><footer>")
    assert build(tmp_path, page, "2").stale == {"index.html": (FRAME,)}
    assert known(tmp_path)("index.html") == page
    after = build(tmp_path, page, "2")
    assert after.stale == {}
    assert after.shows({"post a", FRAME}) == {"index.html": ("post a", FRAME)}
    assert after.files["index.html"] == Written("key", digest(b"".join(page)))


@pytest.mark.parametrize(
    "script",
    [
        "UPDATE files SET sizes = replace(sizes, ' 8 ', ' 9 ')",
        "UPDATE files SET sizes = replace(sizes, ' 8 6 ', ' 9 5 ')",
        "UPDATE files SET sizes = '0 0 8 6 5 7' WHERE sizes != ''",
        "UPDATE files SET sizes = 'x' WHERE sizes != ''",
        "UPDATE files SET sizes = NULL",
        "UPDATE files SET digest = 'x'",
        "DROP TABLE files",
    ],
)
def test_nothing_is_made_of_sizes_that_are_not_what_was_written(tmp_path: Path, script: str) -> None:
    build(tmp_path, PAGE, "1")
    change(tmp_path, script)
    assert known(tmp_path)("index.html") == ()


def test_nothing_is_made_of_a_page_that_is_not_what_was_written(tmp_path: Path) -> None:
    build(tmp_path, PAGE, "1")
    page = tmp_path / "output" / "index.html"
    page.write_bytes(page.read_bytes().replace(b"corps", b"CORPS"))
    assert known(tmp_path)("index.html") == ()
    page.unlink()
    assert known(tmp_path)("index.html") == ()
