"""Photos and documents are opened some at a time: a folder of them may be larger than the computer's memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from placette.engine.base.scanning import Seen
from placette.engine.content import attachments, reading, tree
from placette.engine.content.memory import Memory
from placette.engine.content.reading import read_folder
from placette.engine.content.tree import SourceFile
from placette.engine.photos.photos import Inspection
from tests.engine.content.reading_site import OPTIONS, POST_PATH

COUNT, SIZE, HELD = 30, 1_000_000, 4_000_000


@pytest.mark.parametrize("suffix", [".jpg", ".pdf"])
def test_only_some_new_files_are_held_at_once(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []

    def look_out(_: Any, items: list[tuple[str, bytes]], *_rest: Any) -> Iterator[Inspection]:
        given.append(sum(len(data) for _, data in items))
        return (Inspection(None) for _ in items)

    def look(_: Any, items: list[tuple[str, bytes]], *_rest: Any) -> list[None]:
        given.append(sum(len(data) for _, data in items))
        return [None for _ in items]

    monkeypatch.setattr(reading, "bounded_out", look_out)
    monkeypatch.setattr(attachments, "run_bounded", look)
    monkeypatch.setattr(tree, "HELD", HELD)
    read_folder(tmp_path, OPTIONS, Memory(None))  # what is imported and prepared once
    for number in range(COUNT):
        place = tmp_path / POST_PATH.replace("index.md", f"p{number}{suffix}")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(number.to_bytes(2, "big") * (SIZE // 2))
    given.clear()
    tracemalloc.start()
    try:
        read_folder(tmp_path, OPTIONS, Memory(None))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sum(given) == COUNT * SIZE
    assert max(given) <= HELD
    assert most < 3 * HELD < COUNT * SIZE


def test_portions_keep_the_order_and_hold_a_file_that_is_larger_alone() -> None:
    sizes = [3, tree.HELD - 3, 1, tree.HELD + 1, 2, 0]
    files = [SourceFile(f"{at}.jpg", "photo", Seen(0, size, 0, 0, 0)) for at, size in enumerate(sizes)]
    assert [[file.seen.size for file in group] for group in tree.batches(files)] == [
        sizes[:2],
        [1],
        [tree.HELD + 1],
        [2, 0],
    ]
    assert list(tree.batches([])) == []
