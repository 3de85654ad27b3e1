"""A new site is whole in its place or not there at all, in a repository of its own or in the one around it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from placette.desks.starting.answers import AnswerError
from placette.desks.starting.writing import begin_history, refuse_taken, write_site

FILES = {"a.md": "à\n", "b/c/d.txt": "x"}


def test_all_files_are_there_at_once(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    write_site(tmp_path / "site", FILES)
    assert {path: (tmp_path / "site" / path).read_text(encoding="utf-8") for path in FILES} == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("failure", [OSError("disk full"), KeyboardInterrupt()])
def test_interrupted_it_leaves_nothing(failure: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []

    def fail(_folder: Path, path: str, _data: bytes) -> None:
        if written:
            raise failure
        written.append(path)

    monkeypatch.setattr("placette.desks.starting.writing.write_new", fail)
    with pytest.raises(type(failure)):
        write_site(tmp_path / "site", FILES)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", ["../out.md", "a/../../out.md"])
def test_no_file_leaves_the_folder(path: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="outside"):
        write_site(tmp_path / "site", {path: "x"})
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_already_is_left_alone(tmp_path: Path) -> None:
    for name in ("full", "empty"):
        (tmp_path / name).mkdir()
    (tmp_path / "full" / "ours").touch()
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    for name in ("full", "file", "link"):
        with pytest.raises(AnswerError):
            refuse_taken(tmp_path / name)
    for name in ("empty", "none"):
        refuse_taken(tmp_path / name)


def test_it_begins_a_history_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "a")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "a@a.example")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    write_site(tmp_path / "site", FILES)
    assert begin_history(tmp_path / "site", "Commencer le site") == ""
    command = ["git", "log", "--format=%s", "--name-only"]
    log = subprocess.run(command, cwd=tmp_path / "site", capture_output=True, encoding="utf-8", check=True).stdout
    assert sorted(log.split("\n")) == sorted(["", "", "Commencer le site", *FILES])
    write_site(tmp_path / "site" / "inner", FILES)
    assert "another" in begin_history(tmp_path / "site" / "inner", "x")


def test_without_git_it_says_what_is_left_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    write_site(tmp_path / "site", FILES)
    assert "git init" in begin_history(tmp_path / "site", "x")
