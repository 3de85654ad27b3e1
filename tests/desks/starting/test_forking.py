"""What a town has changed since it took over the software is asked of git, and nothing that git lacks is replaced."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from placette.desks.starting.forking import in_the_way, read_fork
from placette.engine.base.git import GitError

CHANGED = frozenset({"a.html", "été.md", "link"})


def git(folder: Path, *words: str) -> None:
    names = ("-c", "user.name=Test", "-c", "user.email=test@a.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *names, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A site in a folder of its repository; its first commit is the software's."""
    site = tmp_path / "site"
    site.mkdir()
    git(tmp_path, "init", "-q", "-b", "main")
    (site / "a.html").write_text("a\n")
    (site / "b.html").write_text("b\n")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "Software")
    git(tmp_path, "tag", "software")
    (site / "a.html").write_text("ours\n")
    (site / "été.md").write_text("c\n")
    (site / "link").symlink_to("/etc/hostname")
    (tmp_path / "beside.md").write_text("")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "Town")
    return site


def test_without_a_base_nothing_is_known_of_changes(town: Path) -> None:
    fork = read_fork(town)
    assert fork.files == {"a.html", "b.html", "été.md", "link"}
    assert (fork.links, fork.changed) == (frozenset({"link"}), None)
    assert (fork.read("a.html"), fork.began("a.html")) == (b"ours\n", None)


def test_with_a_base_git_knows_what_the_town_has_changed(town: Path) -> None:
    fork = read_fork(town, "software")
    assert fork.changed == CHANGED
    assert (fork.began("a.html"), fork.began("été.md")) == ("a\n", None)


def test_a_remote_called_upstream_gives_the_base(town: Path) -> None:
    git(town, "update-ref", "refs/remotes/upstream/main", "software")
    assert read_fork(town).changed == CHANGED


@pytest.mark.parametrize("base", ["nowhere", "--output=x", "HEAD:site/a.html"])
def test_a_base_must_be_a_commit(town: Path, base: str) -> None:
    with pytest.raises(GitError):
        read_fork(town, base)
    assert not (town / "x").exists()


def test_what_git_lacks_and_what_lies_behind_a_link_is_in_the_way(town: Path, tmp_path: Path) -> None:
    (town / "own.txt").write_text("not in git\n")
    (tmp_path / "elsewhere").mkdir()
    (town / "themes").symlink_to(tmp_path / "elsewhere")
    fork = read_fork(town)
    paths = ["a.html", "new.txt", "own.txt", "themes/README.md", "new/new.txt"]
    assert in_the_way(town, fork, paths) == ["own.txt", "themes/README.md"]
