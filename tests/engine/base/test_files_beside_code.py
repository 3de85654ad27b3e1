"""What was made of our own files is kept where Python keeps their bytecode, if it may keep any."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from placette.engine.base.files import keep_beside, kept_beside, kept_while


@pytest.fixture(autouse=True)
def writing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def test_what_was_kept_is_found_until_it_is_damaged(tmp_path: Path) -> None:
    module = str(tmp_path / "words.py")
    assert kept_beside(module, "made.bin") is None
    keep_beside(module, "made.bin", b"made")
    assert kept_beside(module, "made.bin") == b"made"
    (kept,) = tmp_path.rglob("made.bin")
    kept.write_bytes(kept.read_bytes() + b"?")
    assert kept_beside(module, "made.bin") is None


def test_nothing_is_kept_where_no_bytecode_is_to_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    keep_beside(str(tmp_path / "words.py"), "made.bin", b"made")
    assert list(tmp_path.rglob("*")) == []


def test_what_is_kept_is_made_anew_for_another_mark(tmp_path: Path) -> None:
    made = iter((b"one", b"two"))
    marks = ("a", "a", "b", "b")
    found = [kept_while(str(tmp_path / "words.py"), "made.bin", mark, lambda: next(made)) for mark in marks]
    assert found == [b"one", b"one", b"two", b"two"]
