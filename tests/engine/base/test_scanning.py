"""What lies in a folder is seen as it is, however it is nested."""

from __future__ import annotations

from pathlib import Path

from placette.engine.base.scanning import scan_folder, scan_tree
from placette.engine.content.tree import walk_content
from tests.fixture_kinds import GATE

DEEP = 1200
"""Folders in each other: more than Python's limit of calls, less than the longest path."""


def test_each_folder_comes_before_what_it_holds_in_order_of_name(tmp_path: Path) -> None:
    for path in ("b/y.md", "b/x/z.md", "a.md", "c"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"")
    (tmp_path / "link").symlink_to(tmp_path / "b")
    assert [path for path, _ in scan_tree(str(tmp_path))] == ["a.md", "b", "b/x", "b/x/z.md", "b/y.md", "c", "link"]


def test_folders_nested_without_end_are_refused_like_any_other(tmp_path: Path) -> None:
    deepest = tmp_path / "articles"
    deepest.mkdir()
    for _ in range(DEEP):
        deepest = deepest / "a"
        deepest.mkdir()
    (deepest / "index.md").write_bytes(b"")
    files, problems = walk_content(tmp_path, GATE)
    (deepest / "index.md").unlink()
    while deepest != tmp_path:  # what tidies up after tests calls itself for each folder
        deepest.rmdir()
        deepest = deepest.parent
    assert files == ()
    assert [found.code for found in problems] == ["file-place"]


def test_a_scan_has_all_that_lies_there_and_when_it_last_changed(tmp_path: Path) -> None:
    assert scan_folder(str(tmp_path)).entries == scan_folder(str(tmp_path / "absent")).entries == []
    (tmp_path / "un" / "deux").mkdir(parents=True)
    (tmp_path / "un" / "é.md").write_text("x")
    (tmp_path / "link").symlink_to("/nowhere")
    (tmp_path / "\udcff.md").write_bytes(b"")
    scan = scan_folder(str(tmp_path))
    assert scan.latest == max(seen.latest for _, seen in scan.entries)
    assert [path for path, _ in scan.entries] == ["link", "un", "un/deux", "un/é.md", "\udcff.md"]
