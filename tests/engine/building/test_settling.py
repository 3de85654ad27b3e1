"""A site on disk is whole at every moment, and only what is ours is touched."""

from __future__ import annotations

import errno
import gc
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from placette import plugin
from placette.engine.base.files import digest, walk_files, write_atomic
from placette.engine.building import building, settling
from placette.engine.building.building import places_of
from placette.engine.building.ledgers import keep_ledger, note_started, open_ledger
from placette.engine.building.noted import Kept, is_inside, read_kept
from placette.engine.building.settling import apply_settlement, plan_settlement
from placette.engine.library.build import Build
from placette.engine.pages.ledger import Ledger, Written
from tests.fixture_site import Site, build, settings_of

POST = "articles/2026/bonjour/index.md"


def contents(site: Site) -> dict[str, bytes]:
    return {path: (site.output / path).read_bytes() for path in site.files()}


def rewrite(content: Path, old: str, new: str) -> None:
    path = content / POST
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_second_build_of_the_same_content_writes_nothing(content: Path, tmp_path: Path) -> None:
    first = build(content, tmp_path)
    dates = {path: (first.output / path).stat().st_mtime_ns for path in first.files()}
    second = build(content, tmp_path)
    assert (second.outcome.settlement.put, second.outcome.settlement.remove) == ((), ())
    assert {path: (second.output / path).stat().st_mtime_ns for path in second.files()} == dates


def test_only_what_differs_is_written(content: Path, tmp_path: Path) -> None:
    build(content, tmp_path)
    rewrite(content, "L'eau est revenue", "L'eau n'est pas revenue")
    settlement = build(content, tmp_path).outcome.settlement
    areas = ("departements/63-puy-de-dome", "intercommunalites/246300701-clermont-auvergne-metropole")
    lists = ("all", "auteurs/lea", "communes/63113-clermont-ferrand", *areas, "rubriques/nature")
    feeds = [f"feeds/{of}.{form}" for of in lists for form in ("atom.xml", "json")]
    assert settlement.put == ("2026/bonjour/index.html", *feeds)
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


def test_builds_that_were_done_are_not_kept_in_memory(content: Path, tmp_path: Path) -> None:
    """A preview builds again and again in one process."""
    kept = []
    for number in range(4):
        rewrite(content, "Bonjour", f"Bonjour {number}")
        build(content, tmp_path)
        kept.append(sum(isinstance(found, Build) for found in gc.get_objects()))
    assert kept[-1] <= kept[1]


def test_a_removed_page_of_ours_comes_back(content: Path, tmp_path: Path) -> None:
    site = build(content, tmp_path)
    (site.output / "index.html").unlink()
    assert build(content, tmp_path).outcome.settlement.put == ("index.html",)


@pytest.mark.parametrize(
    ("module", "step"),
    [(building, "apply_settlement"), (building, "_inspect"), (plugin, "_run")],
    ids=["put", "look", "make"],
)
def test_a_crash_before_anything_is_put_in_place_leaves_the_old_site(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: ModuleType, step: str
) -> None:
    before = contents(site := build(content, tmp_path))
    rewrite(content, "L'eau", "Rien")
    monkeypatch.setattr(module, step, crash)
    with pytest.raises(OSError, match="crash"):
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
    real = settling._move
    monkeypatch.setattr(settling, "_move", crash_after(3, real))
    with pytest.raises(OSError, match="crash"):
        build(content, tmp_path)
    half = contents(site)
    monkeypatch.setattr(settling, "_move", real)
    after = contents(build(content, tmp_path))
    assert all(data in (before.get(path), after.get(path)) for path, data in half.items())
    other = tmp_path / "elsewhere"
    assert after == contents(build(content, other))


def test_a_site_settles_on_another_file_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_atomic(tmp_path / "staging" / "a.html", b"new")
    write_atomic(tmp_path / "output" / "a.html", b"old")
    real = os.replace
    monkeypatch.setattr(os, "replace", lambda s, t: elsewhere() if "staging" in str(s) else real(s, t))
    ledger = Ledger()
    assert ledger.needs("a.html", "key")
    ledger.note("a.html", digest(b"new"))
    settlement = plan_settlement(ledger, lambda _path, _digest: False)
    apply_settlement(settlement, tmp_path / "staging", tmp_path / "output")
    assert walk_files(tmp_path / "output") == ["a.html"]
    assert (tmp_path / "output" / "a.html").read_bytes() == b"new"


def sealed(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest() + text.encode()


DAMAGED = [b"", b"{", b"\x00" * 40]
DAMAGED += map(sealed, ("[]", "null", "{}", '{"form": 1}', '{"form": 1, "names": [], "files": 1}'))


@pytest.mark.parametrize("data", DAMAGED)
def test_a_damaged_ledger_is_no_ledger(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.ledger").write_bytes(data)
    (tmp_path / "a.started").write_bytes(data)
    assert read_kept(tmp_path / "a.ledger") == read_kept(tmp_path / "absent.ledger") == Kept()
    ledger = open_ledger(tmp_path / "a.ledger", Kept(), tmp_path)
    assert (ledger.files, ledger.lost()) == ({}, frozenset())


HOSTILE = [
    "../kept.txt",
    "a/../../kept.txt",
    "{root}/kept.txt",
    "C:/kept.txt",
    "..\\kept.txt",
    "\\kept.txt",
    "./../kept.txt",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_ledger_removes_nothing_outside(content: Path, tmp_path: Path, name: str) -> None:
    site = build(content, tmp_path)
    kept = tmp_path / "kept.txt"
    kept.write_text("not ours")
    path = places_of(settings_of(content, tmp_path)).ledger
    known = read_kept(path)
    hostile = name.format(root=tmp_path)
    assert not is_inside(hostile)
    files = {**known.files, hostile: Written("0", "0")}
    note_started(path, Ledger({}, wanted=files), Kept())
    keep_ledger(path, Ledger(wanted=files), known, site.output, {})
    assert build(content, tmp_path).outcome.settlement.remove == ()
    assert kept.read_text() == "not ours"
    assert "index.html" in site.files()


def test_a_ledger_is_read_back_and_what_lies_otherwise_is_lost(tmp_path: Path) -> None:
    output, path = tmp_path / "output", tmp_path / "a.ledger"
    for name in ("é/index.html", "b.html", "c.html", "d.html"):
        write_atomic(output / name, name.encode())
    ledger = Ledger()
    ledger.mark({"card x": "1", "post x": "2"})
    for name in walk_files(output):
        ledger.needs(name, f"key of {name}")
        ledger.note(name, digest(name.encode()), ("card x", "post x"))
    keep_ledger(path, ledger, Kept(), output, {"texts": 3})
    (output / "b.html").unlink()
    (output / "c.html").write_bytes(b"C.html")
    (output / "d.html").write_bytes(b"d.html")  # rewritten with the same bytes: another signature, the same file
    kept = read_kept(path)
    again = open_ledger(path, kept, output)
    assert (again.files, again.marks, kept.seal) == (ledger.wanted, ledger.marked, {"texts": 3})
    assert again.lost() == {"b.html", "c.html"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_what_is_no_file_any_more_is_lost_and_never_opened(tmp_path: Path) -> None:
    output, path, ledger = tmp_path / "output", tmp_path / "a.ledger", Ledger()
    write_atomic(output / "a.html", b"a")
    ledger.needs("a.html", "key")
    ledger.note("a.html", digest(b"a"))
    keep_ledger(path, ledger, Kept(), output, {})
    (output / "a.html").unlink()
    os.mkfifo(output / "a.html")  # whoever opens it waits for somebody to write there
    assert open_ledger(path, read_kept(path), output).lost() == {"a.html"}


def elsewhere() -> None:
    raise OSError(errno.EXDEV, "another file system")


def crash(*_arguments: object) -> None:
    raise OSError("crash")


def crash_after(count: int, real: Callable[[Path, Path], None]) -> Callable[[Path, Path], None]:
    """``real`` for the first calls, then a crash."""
    calls: list[Path] = []

    def move(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) > count:
            crash()
        real(source, target)

    return move
