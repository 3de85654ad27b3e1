"""What git knows of copies of a site, asked of real repositories."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from placette.desks.doctor.copies import Copies, read_copies
from tests.desks.status.test_history import change, git

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A repository with one text that its forge, another folder, has too."""
    forge, own = tmp_path / "forge.git", tmp_path / "own"
    own.mkdir()
    git(tmp_path, "init", "-q", "--bare", str(forge))
    git(own, "init", "-q", "-b", "main", ".")
    change(own, "content/a.md", "un", "2026-03-01")
    git(own, "remote", "add", "origin", str(forge))
    git(own, "push", "-q", "origin", "main")
    return own


def read(own: Path) -> Copies:
    return read_copies(own / "content", PARIS)


def test_what_is_pushed_is_safe(own: Path) -> None:
    known = Copies(remotes=("origin",), near=frozenset({"origin"}), newest=date(2026, 3, 2))
    assert read(own) == known


def test_what_is_only_here_is_counted(own: Path) -> None:
    for day in ("2026-04-01", "2026-05-01"):
        change(own, "content/b.md", day, day)
    (own / "content" / "c.md").write_text("trois")
    (own / "content" / "a.md").write_text("deux")
    (own / "beside.md").write_text("not content")
    copies = read(own)
    assert (copies.unpushed, copies.unpushed_since, copies.uncommitted) == (2, date(2026, 4, 2), 2)


@pytest.mark.parametrize(
    ("url", "near"),
    [
        ("https://user:secret@forge.example/carnets.git", False),
        ("git@forge.example:carnets.git", False),
        ("ssh://git@forge.example/carnets.git", False),
        ("../forge.git", True),
        ("/media/key/carnets", True),
        ("C:\\carnets", True),
        ("D:/carnets", True),
        ("file:///media/key/carnets", True),
    ],
)
def test_a_forge_is_told_from_a_folder(own: Path, url: str, near: bool) -> None:
    git(own, "remote", "set-url", "origin", url)
    copies = read(own)
    assert (copies.remotes, bool(copies.near)) == (("origin",), near)
    assert "secret" not in repr(copies)


def test_a_folder_out_of_a_zip_file_has_no_repository(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    assert read(tmp_path) == Copies(repository=False)


def test_a_damaged_repository_says_why(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / ".git").mkdir()
    assert "git" in read(tmp_path).fault


def test_a_repository_without_commit_or_remote_knows_so(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    git(tmp_path, "init", "-q", ".")
    (tmp_path / "content" / "a.md").write_text("un")
    assert read(tmp_path) == Copies(tracked=False, uncommitted=1)


def test_a_folder_that_git_ignores_is_not_tracked(own: Path) -> None:
    (own / "texts").mkdir()
    (own / "texts" / "a.md").write_text("un")
    (own / ".gitignore").write_text("/texts/\n")
    assert not read_copies(own / "texts", PARIS).tracked


def test_a_shallow_clone_is_known(own: Path, tmp_path: Path) -> None:
    change(own, "content/b.md", "deux", "2026-04-01")
    git(tmp_path, "clone", "-q", "--depth=1", own.as_uri(), str(tmp_path / "shallow"))
    copies = read(tmp_path / "shallow")
    assert (copies.shallow, copies.unpushed, copies.remotes) == (True, 0, ("origin",))


def test_nothing_is_written(own: Path) -> None:
    os.utime(own / "content" / "a.md", (1, 1))  # git would note that it is the same nevertheless
    before = (own / ".git" / "index").read_bytes()
    assert read(own).uncommitted == 0
    assert (own / ".git" / "index").read_bytes() == before


def test_nothing_that_a_repository_holds_is_run(own: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {ran}\n")
    program.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "log.showSignature", "gpg.program"):
        git(own, "config", name, "true" if name == "log.showSignature" else str(program))
    change(own, "content/b.md", "deux", "2026-04-01")
    ran.unlink(missing_ok=True)  # the test's own git may run it
    assert read(own).unpushed == 1
    assert not ran.exists()
