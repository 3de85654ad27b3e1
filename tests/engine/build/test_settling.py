"""A site on disk is whole at every moment, and only what is ours is touched."""

from __future__ import annotations

import errno
import gc
import itertools
import os
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest
from pelican import signals

from placette.engine.base.files import digest, walk_files, write_atomic
from placette.engine.build.settling import apply_settlement, plan_settlement
from placette.engine.build.state import keep_state, note_started, open_ledger
from placette.engine.build.up_to_date import State, is_inside, lost_files, names_at, open_state, places_of
from placette.engine.content.build import Build
from placette.engine.rendering.ledger import Ledger, Written
from tests.fixture_site import Site, build, edit_file, settings_of, write_file

pytestmark = pytest.mark.whole

POST = "articles/2026/bonjour/index.md"


def contents(site: Site) -> dict[str, bytes]:
    return {path: (site.output / path).read_bytes() for path in site.files()}


def rewrite(content: Path, old: str, new: str) -> None:
    edit_file(content / POST, old, new)


def test_only_what_differs_is_written(content: Path, tmp_path: Path) -> None:
    build(content, tmp_path)
    rewrite(content, "L'eau est revenue", "L'eau n'est pas revenue")
    settlement = build(content, tmp_path).outcome.settlement
    feeds = ("feeds/all.atom.xml", "feeds/all.json")  # those of lists hold summaries
    (shown,) = [path for path in settlement.put if path.startswith("recherche/data/d-")]
    assert settlement.put == ("2026/bonjour/index.html", *feeds, shown)
    assert settlement.remove == ()


def test_a_deleted_post_disappears_with_its_folder_and_a_file_of_others_stays(content: Path, tmp_path: Path) -> None:
    shutil.copytree(content / "articles/2026/bonjour", content / "articles/2026/adieu")
    site = build(content, tmp_path)
    write_atomic(site.output / "2026" / "note.txt", b"not ours")
    write_atomic(site.output / "CNAME", b"site.example")
    shutil.rmtree(content / "articles/2026/adieu")
    after = build(content, tmp_path)
    assert "2026/adieu/index.html" in after.outcome.settlement.remove
    assert not (site.output / "2026" / "adieu").exists()
    assert not [path for path in site.files() if "adieu" in path]
    assert {"2026/note.txt", "CNAME"} <= set(site.files())


def test_a_folder_of_others_in_the_place_of_a_file_stops_the_build_and_stays(content: Path, tmp_path: Path) -> None:
    site = build(content, tmp_path)
    page = site.output / "2026" / "bonjour" / "index.html"
    page.unlink()
    write_atomic(page / "note.txt", b"not ours")
    rewrite(content, "L'eau est revenue", "L'eau n'est pas revenue")
    with pytest.raises(OSError, match="bonjour"):
        build(content, tmp_path)
    assert (page / "note.txt").read_bytes() == b"not ours"


def test_builds_that_were_done_are_not_kept_in_memory(content: Path, tmp_path: Path) -> None:
    """A preview builds again and again in one process."""
    kept = []
    for number in range(4):
        rewrite(content, "Bonjour", f"Bonjour {number}")
        build(content, tmp_path)
        kept.append(sum(isinstance(found, Build) for found in gc.get_objects()))
    assert kept[-1] <= kept[1]


@pytest.mark.parametrize("signal", [signals.initialized, signals.all_generators_finalized, signals.finalized, None])
def test_a_crash_before_anything_is_put_in_place_leaves_the_old_site(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signal: Any
) -> None:
    before = contents(site := build(content, tmp_path))
    rewrite(content, "L'eau", "Rien")
    if not signal:
        monkeypatch.setattr(os, "replace", crash_after(0))
    with signal.connected_to(crash) if signal else nullcontext(), pytest.raises(OSError, match="crash"):
        build(content, tmp_path)
    assert contents(site) == before
    assert not list((tmp_path / "cache").glob("*.staging"))


def test_after_a_crash_half_way_every_file_is_old_or_new_and_the_next_build_is_right(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(content / "articles/2026/bonjour", content / "articles/2026/adieu")
    before = contents(site := build(content, tmp_path))
    shutil.rmtree(content / "articles/2026/adieu")
    rewrite(content, "Bonjour", "Salut")
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", crash_after(3))
        with pytest.raises(OSError, match="crash"):
            build(content, tmp_path)
    half = contents(site)
    after = contents(build(content, tmp_path))
    assert all(data in (before.get(path), after.get(path)) for path, data in half.items())
    other = tmp_path / "elsewhere"
    assert after == contents(build(content, other))


def test_a_site_settles_on_another_file_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_atomic(tmp_path / "staging" / "a.html", b"new")
    write_atomic(tmp_path / "output" / "a.html", b"old")
    real = os.replace
    monkeypatch.setattr(os, "replace", lambda s, t, **at: real(s, t, **at) if s.endswith(".part") else elsewhere())
    ledger = Ledger()
    assert ledger.needs("a.html", "key")
    ledger.note("a.html", digest(b"new"))
    settlement = plan_settlement(ledger, lambda _path, _digest: False)
    apply_settlement(settlement, tmp_path / "staging", tmp_path / "output")
    assert walk_files(tmp_path / "output") == ["a.html"]
    assert (tmp_path / "output" / "a.html").read_bytes() == b"new"


@pytest.mark.parametrize("data", [b"", b"{", b"\x00" * 40, b"SQLite format 3\x00", b"SQLite format 3\x00" * 400])
def test_a_damaged_state_is_no_state(tmp_path: Path, data: bytes) -> None:
    path, absent = tmp_path / "a.state", tmp_path / "absent.state"
    path.write_bytes(data)
    assert (open_state(path), names_at(path)) == (State(path), [])
    assert (open_state(absent), absent.exists()) == (State(absent), False)
    assert ledger_at(path, tmp_path) == (Ledger({}, {}, ANY), frozenset())


def ledger_at(path: Path, output: Path) -> tuple[Ledger, frozenset[str]]:
    """The ledger of a new build, and which files are lost."""
    last = open_state(path)
    ledger = open_ledger(last, lost_files(last, output))
    return ledger, ledger.lost()


HOSTILE = [
    "../kept.txt", "a/../../kept.txt", "{root}/kept.txt", "C:/kept.txt", "..\\kept.txt", "\\kept.txt",
    "./../kept.txt",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_state_removes_nothing_outside(content: Path, tmp_path: Path, name: str) -> None:
    site = build(content, tmp_path)
    kept = tmp_path / "kept.txt"
    kept.write_text("not ours")
    path = places_of(settings_of(content, tmp_path)).state
    last = open_state(path)
    known = open_ledger(last, frozenset)
    hostile = name.format(root=tmp_path)
    assert not is_inside(hostile)
    ledger = Ledger(
        known.files, known.marks, wanted={**known.files, hostile: Written("0", "0")}, stale={hostile: ("new",)}
    )
    note_started(last, ledger)
    assert (open_state(path), names_at(path)) == (State(path), [])
    keep_state(last, ledger, site.output, {}, {})
    assert names_at(path) == []
    assert build(content, tmp_path).outcome.settlement.remove == ()
    assert kept.read_text() == "not ours"
    assert "index.html" in site.files()


def test_a_ledger_is_read_back_and_what_lies_otherwise_is_lost(tmp_path: Path) -> None:
    output, path = tmp_path / "output", tmp_path / "a.state"
    for name in ("é/index.html", "b.html", "c.html", "d.html"):
        write_atomic(output / name, name.encode())
    ledger = Ledger()
    ledger.mark({"card x": "1", "post x": "2"})
    for name in walk_files(output):
        ledger.needs(name, f"key of {name}")
        ledger.note(name, digest(name.encode()), ("card x", "post x"))
    keep_state(State(path), ledger, output, {}, {"texts": 3})
    (output / "b.html").unlink()
    (output / "c.html").write_bytes(b"C.html")
    (output / "d.html").write_bytes(b"d.html")  # rewritten with the same bytes: another signature, the same file
    again, lost = ledger_at(path, output)
    assert again.files == {name: written._replace(parts=()) for name, written in ledger.wanted.items()}
    assert again.shows({"post x"}) == dict.fromkeys(ledger.wanted, ("post x",))
    assert (again.marks, open_state(path).note) == (ledger.marked, {"texts": 3})
    assert lost == {"b.html", "c.html"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_what_is_no_file_any_more_is_lost_and_never_opened(tmp_path: Path) -> None:
    output, path, ledger = tmp_path / "output", tmp_path / "a.state", Ledger()
    write_atomic(output / "a.html", b"a")
    ledger.needs("a.html", "key")
    ledger.note("a.html", digest(b"a"))
    keep_state(State(path), ledger, output, {}, {})
    (output / "a.html").unlink()
    os.mkfifo(output / "a.html")  # opening it waits for a writer
    assert ledger_at(path, output)[1] == {"a.html"}


def elsewhere() -> None:
    raise OSError(errno.EXDEV, "another file system")


def crash(*_arguments: object) -> None:
    raise OSError("crash")


def crash_after(count: int) -> Callable[..., None]:
    """``os.replace`` for so many files that are put in place, then a crash; for others as ever."""
    real, moves = os.replace, itertools.count()

    def replace(source: str, target: str, **folders: int | None) -> None:
        if folders and next(moves) >= count:
            crash()
        real(source, target, **folders)

    return replace


LINKED = {"2026": "a folder of pages", "theme": "a folder of files", "2026/bonjour": "a folder in one", "": "a page"}


@pytest.mark.parametrize("same", [True, False], ids=["same", "other"])
@pytest.mark.parametrize("folder", LINKED)
def test_nothing_is_written_behind_a_link_and_the_site_is_whole_again(
    content: Path, tmp_path: Path, folder: str, same: bool
) -> None:
    site = build(content, tmp_path)
    before, away, place = contents(site), tmp_path / "away", site.output / (folder or "index.html")
    place.rename(away)  # what it leads to is as we made it, so that its bytes alone don't tell
    place.symlink_to(away, target_is_directory=away.is_dir())
    theirs = sorted(away.rglob("*.*")) or [away]
    if not same:
        theirs[0].write_bytes(b"de quelqu'un")
    kept = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in theirs if path.is_file()}
    outcome = build(content, tmp_path).outcome
    assert outcome.settlement.put
    assert not place.is_symlink()
    assert contents(site) == before
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in kept} == kept


def test_nothing_is_removed_behind_a_link(content: Path, tmp_path: Path) -> None:
    shutil.copytree(content / "articles/2026/bonjour", content / "articles/2026/adieu")
    site, away = build(content, tmp_path), tmp_path / "away"
    (site.output / "2026/adieu").rename(away)
    (site.output / "2026/adieu").symlink_to(away, target_is_directory=True)
    there = sorted(path.name for path in away.iterdir())
    shutil.rmtree(content / "articles/2026/adieu")
    assert "2026/adieu/index.html" in build(content, tmp_path).outcome.settlement.remove
    assert sorted(path.name for path in away.iterdir()) == there


@pytest.mark.parametrize("name", ["photos", "theme", "{staging}", "{state}", "{lock}"])
def test_no_cache_of_a_build_is_written_behind_a_link(content: Path, tmp_path: Path, name: str) -> None:
    places = places_of(settings_of(content, tmp_path))
    own = {"staging": places.staging.name, "state": places.state.name, "lock": places.lock.name}
    away, linked = tmp_path / "away", tmp_path / "cache" / name.format_map(own)
    write_file(away / "note.txt", b"de quelqu'un")
    linked.parent.mkdir()
    linked.symlink_to(away if name[0] != "{" or "staging" in name else away / "note.txt")
    build(content, tmp_path)
    assert {path.name: path.read_bytes() for path in away.iterdir()} == {"note.txt": b"de quelqu'un"}
