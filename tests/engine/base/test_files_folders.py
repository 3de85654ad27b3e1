"""Folders are entered one after the other, and never through a link."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from placette.engine.base import files
from placette.engine.base.files import (
    Folders,
    Store,
    copy_sharing,
    drop_links,
    real_folders,
    sweep_parts,
    walk_files,
    write_atomic,
)
from placette.engine.base.rows import open_rows
from tests.fixture_site import write_file


@pytest.fixture(params=["descriptors", "paths"])
def room(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one of somebody else beside it; once as Windows has it, without descriptors."""
    if request.param == "paths":
        monkeypatch.setattr(os, "supports_dir_fd", frozenset())
    (tmp_path / "room" / "a" / "b").mkdir(parents=True)
    write_file(tmp_path / "away" / "b" / "note.txt", "de quelqu’un")
    (tmp_path / "room" / "link").symlink_to(tmp_path / "away", target_is_directory=True)
    return tmp_path / "room"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_is_entered_and_a_link_is_none(room: Path) -> None:
    with Folders(room) as place:
        assert [place.enter(folder) for folder in ("a/b", "a", "", "link/b", "a/b/c/d")] == [*[""] * 3, "link", "a/b/c"]
        assert place.enter("a/b") == ""
        with os.fdopen(os.open(place.at("x"), files.NEW_FILE, 0o644, dir_fd=place.fd), "wb") as file:
            file.write(b"x")
    assert (room / "a/b/x").read_bytes() == b"x"


def test_folders_are_made_where_links_stood(room: Path) -> None:
    with Folders(room) as place:
        place.make("link/b/c")
        assert place.enter("link/b/c") == ""
    assert (room / "link/b/c").is_dir()
    assert not (room / "link").is_symlink()
    assert names(room.parent / "away/b") == ["note.txt"]


def test_what_was_entered_stays_whatever_takes_its_place(room: Path) -> None:
    if os.open not in os.supports_dir_fd:
        pytest.skip("the system has no descriptors of folders")
    with Folders(room) as place:
        place.enter("a/b")
        (room / "a").rename(room / "before")
        (room / "a").symlink_to(room.parent / "away", target_is_directory=True)
        os.close(os.open(place.at("new"), files.NEW_FILE, 0o644, dir_fd=place.fd))
    assert (room / "before/b/new").is_file()
    assert names(room.parent / "away/b") == ["note.txt"]


def test_few_descriptors_are_held_of_many_folders(room: Path) -> None:
    held = Path("/proc/self/fd")
    if not held.is_dir():
        pytest.skip("the system tells no descriptors")
    before = len(names(held))
    with Folders(room) as place:
        for number in range(300):
            place.make(f"{number}/x/y")
        assert len(names(held)) <= before + 4
    assert len(names(held)) == before


def test_a_folder_behind_a_link_is_no_real_one(room: Path) -> None:
    is_real = real_folders(str(room))
    assert [is_real(folder) for folder in ("", "a/b", "a", "link", "link/b", "absent")] == [True] * 3 + [False] * 3


def test_links_on_the_way_go_and_what_they_lead_to_stays(room: Path) -> None:
    drop_links(room, room / "link" / "b")
    assert not (room / "link").exists()
    assert (room.parent / "away/b/note.txt").is_file()


def test_nothing_is_kept_or_pruned_behind_a_linked_cache(room: Path) -> None:
    note = room.parent / "away/note.txt"
    note.write_text("de quelqu’un", encoding="utf-8")
    Store(room / "link").prune()
    assert note.is_file()
    (room / "link").symlink_to(room.parent / "away", target_is_directory=True)
    Store(room / "link").put("key", b"value")
    assert names(room.parent / "away") == ["b", "note.txt"]
    assert Store(room / "link").get("key") == b"value"


def test_rows_are_never_written_behind_a_link(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.sqlite"
    theirs.write_bytes(b"")
    (tmp_path / "a.state").symlink_to(theirs)
    with open_rows(tmp_path / "a.state", "CREATE TABLE a (b);"):
        pass
    assert theirs.read_bytes() == b""
    assert not (tmp_path / "a.state").is_symlink()


def test_a_copy_shares_bytes_until_a_file_is_replaced_and_takes_neither_links_nor_pipes(tmp_path: Path) -> None:
    source = tmp_path / "content"
    write_file(source / "a" / "post.md", b"before")
    (source / "a" / "photo.jpg").write_bytes(b"light")
    (source / "link").symlink_to("/etc")
    os.mkfifo(source / "pipe")
    copy = copy_sharing(source, tmp_path / "copy")
    assert sorted(path.name for path in copy.rglob("*")) == ["a", "photo.jpg", "post.md"]
    assert (copy / "a/photo.jpg").samefile(source / "a/photo.jpg")
    write_atomic(copy / "a/post.md", b"after")
    assert ((source / "a/post.md").read_bytes(), (copy / "a/post.md").read_bytes()) == (b"before", b"after")


@pytest.mark.parametrize(("durable", "order"), [(True, ["a", "root", "file", "replace", "b"]), (False, ["replace"])])
def test_a_file_and_its_folders_are_on_the_disk_before_it_has_its_name(
    durable: bool, order: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, replace, root = os.fsync, os.replace, tmp_path / "root"

    def synced(handle: int) -> None:
        sync(handle)
        status = os.fstat(handle)
        folders = {path.stat().st_ino: path.name for path in (root, *root.rglob("*")) if path.is_dir()}
        steps.append(folders.get(status.st_ino, "file"))

    def replaced(*places: Path) -> None:
        replace(*places)
        steps.append("replace")

    root.mkdir()
    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    assert write_atomic(root / "a" / "b" / "letter.eml", b"words", durable=durable)
    assert steps == order
    assert not write_atomic(root / "a" / "b" / "letter.eml", b"words", durable=durable)
    assert steps[len(order) :] == (["b"] if durable else [])


def test_what_a_killed_process_left_is_swept_once_nobody_writes_into_it(tmp_path: Path) -> None:
    for name, age in (("a/.placette-old.part", 700), ("a/.placette-new.part", 0), ("a/.post.part", 700)):
        write_file(tmp_path / name, b"words")
        os.utime(tmp_path / name, (0, time.time() - age))
    sweep_parts(tmp_path)
    assert walk_files(tmp_path) == ["a/.placette-new.part", "a/.post.part"]


def test_a_pipe_is_written_into_and_stays_one(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDWR)
    assert write_atomic(tmp_path / "pipe", b"words")
    assert ((tmp_path / "pipe").is_fifo(), os.read(reader, 10)) == (True, b"words")
    os.close(reader)
