"""Files change places in one step; what isn't a file, or isn't there, stays as it is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from placette.engine.base import files as exchanging
from placette.engine.base.files import exchange_files

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems can't do it")


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    one, other = tmp_path / "nouveau é.html", tmp_path / "ancien.html"
    one.write_text("nouveau", encoding="utf-8")
    other.write_text("ancien", encoding="utf-8")
    return one, other


def test_two_files_change_places(pair: tuple[Path, Path]) -> None:
    one, other = pair
    numbers = one.stat().st_ino, other.stat().st_ino
    assert exchange_files(str(one), str(other))
    assert (one.read_text(), other.read_text()) == ("ancien", "nouveau")
    assert (other.stat().st_ino, one.stat().st_ino) == numbers


@pytest.mark.parametrize("kind", ["folder", "link", "nothing"])
def test_what_somebody_else_put_there_stays(pair: tuple[Path, Path], kind: str) -> None:
    one, other = pair
    other.unlink()
    if kind == "folder":
        other.mkdir()
        (other / "note.txt").write_text("de quelqu’un", encoding="utf-8")
    elif kind == "link":
        other.symlink_to(one)
    assert not exchange_files(str(one), str(other))
    assert one.read_text(encoding="utf-8") == "nouveau"
    assert (kind != "folder") or (other / "note.txt").is_file()
    assert other.is_symlink() == (kind == "link")


@pytest.mark.parametrize("is_folder", [True, False])
def test_what_no_file_can_take_the_place_of_stays(pair: tuple[Path, Path], is_folder: bool) -> None:
    one, other = pair
    one.unlink()
    if is_folder:
        one.mkdir()
    assert not exchange_files(str(one), str(other))
    assert other.read_text(encoding="utf-8") == "ancien"


def test_a_system_without_it_says_so(pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanging, "_renameat2", lambda: None)
    one, other = map(str, pair)
    assert not exchange_files(one, other)
