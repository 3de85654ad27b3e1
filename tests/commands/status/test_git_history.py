"""What git tells, asked of real repositories: since when a text is there."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from placette.commands.status.git_history import History, parse_log, read_history
from tests.fixture_site import commit, git, write_file

pytestmark = pytest.mark.whole

PARIS = ZoneInfo("Europe/Paris")
POST = "content/articles/2026/le-lavoir/index.md"


def change(place: Path, path: str, text: str, day: str, by: str = "Léa") -> None:
    write_file(place / path, text)
    commit(place, **on(day), GIT_AUTHOR_NAME=by)


def on(day: str) -> dict[str, str]:
    """Return the variables with which git commits late on a day: it is already the next in Paris."""
    return dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{day}T23:30:00+00:00")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An editor's clone. A file of it isn't committed."""
    folder = tmp_path_factory.mktemp("history")
    forge, own = folder / "forge", folder / "own"
    forge.mkdir()
    git(forge, "init", "-q", "-b", "main", ".")
    change(forge, POST, "un", "2026-03-01")
    change(forge, "content/pages/deux.md", "deux !", "2026-05-16", "Équipe")
    git(folder, "clone", "-q", str(forge), "own")
    write_file(own / "content/pages/neuf.md", "neuf")
    return own


@pytest.fixture(scope="module")
def history(clone: Path) -> History:
    return read_history(clone / "content", PARIS)


def test_a_file_is_there_since_the_commit_that_brought_it(history: History) -> None:
    added = history.added
    assert added["articles/2026/le-lavoir/index.md"] == (date(2026, 3, 2), "Léa")
    assert added["pages/deux.md"] == (date(2026, 5, 17), "Équipe")
    assert "pages/neuf.md" not in added
    assert (history.fault, history.shallow) == ("", False)


def test_a_file_that_came_back_is_there_since_it_came_back(clone: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", str(clone), "again")
    again = tmp_path / "again"
    git(again, "rm", "-q", POST)
    commit(again, **on("2026-06-21"))
    change(again, POST, "deux", "2026-06-22")
    found = read_history(again / "content", PARIS)
    assert found.added["articles/2026/le-lavoir/index.md"][0] == date(2026, 6, 23)


def test_a_shallow_clone_does_not_pretend_to_know(clone: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", clone.as_uri(), "shallow")
    found = read_history(tmp_path / "shallow" / "content", PARIS)
    assert (found.shallow, found.added, found.fault) == (True, {}, "")


def test_without_repository_or_without_git_there_is_a_reason_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    found = read_history(tmp_path, PARIS)
    assert found == History(fault=found.fault)
    assert "repository" in found.fault
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "git" in read_history(tmp_path, PARIS).fault


def test_a_repository_without_commits_has_no_history(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", ".")
    assert read_history(tmp_path, PARIS) == History()


def test_names_and_moments_of_strangers_are_read_as_they_are() -> None:
    raw = b"\x00999999999999999999\x00\x00\n1\x002\x00\x001777593600\x00B\xff\x00\nc\x00"
    found = list(parse_log(raw, PARIS))
    assert [(commit.day, commit.by, commit.paths) for commit in found] == [
        (None, "", ("1", "2")),
        (date(2026, 5, 1), "B\udcff", ("c",)),
    ]
