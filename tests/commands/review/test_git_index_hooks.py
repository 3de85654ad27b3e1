"""``invoke hook`` has git refuse what would enter its history: a real repository, real commits."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from placette.commands.review.git_index import MARK
from tests.engine.content.reading_site import make_photo
from tests.fixture_site import ask_git, commit, copy_project, git, invoke, make_repository, run, write_file

IGNORED = "__pycache__\n.placette*\noutput\ncache\n*.sqlite\nplugins\nthemes\n"
PHOTO = "content/articles/2026/bonjour/lavoir.jpg"
pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.no_cover,
    pytest.mark.whole,
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A site whose repository is its own folder."""
    return make_repository(copy_project("minimal", tmp_path), IGNORED)


def write_photo(project: Path) -> Path:
    return write_file(project / PHOTO, make_photo(".jpg", 80, 60, gps=True))


def commits(folder: Path) -> int:
    return len(git(folder, "log", "--oneline").splitlines())


def test_a_photo_that_tells_where_somebody_lives_does_not_enter_the_history(project: Path) -> None:
    invoke(project, "hook")
    write_photo(project)
    git(project, "add", ".")
    refused = ask_git(project, "commit", "--message=A photo")
    assert (refused.returncode, commits(project)) == (1, 1)
    output = refused.stdout + refused.stderr
    assert f"{PHOTO.removeprefix('content/')}\n" in output
    assert "[photo-position, à corriger]" in output
    assert "invoke check --fix" in output
    invoke(project, "check", "--fix")
    still = ask_git(project, "commit", "--message=A photo")
    assert (still.returncode, commits(project)) == (1, 1), "the index still holds the old file"
    git(project, "add", ".")
    accepted = ask_git(project, "commit", "--message=A photo")
    assert (accepted.returncode, commits(project)) == (0, 2), accepted.stderr


def test_what_is_not_staged_does_not_matter(project: Path) -> None:
    run(project, "invoke", "hook")
    write_photo(project)
    post = project / "content/articles/2026/bonjour/index.md"
    post.write_text(post.read_text(encoding="utf-8") + "\nUne phrase de plus.\n", encoding="utf-8")
    part = ask_git(project, "commit", "--message=A sentence", str(post))
    assert (part.returncode, commits(project)) == (0, 2), part.stdout + part.stderr
    git(project, "add", ".")
    assert ask_git(project, "commit", "--message=A photo", "--all").returncode == 1
    invoke(project, "check", "--staged", code=1)
    git(project, "reset", "--quiet")
    invoke(project, "check", "--staged")


def test_the_hook_works_from_a_folder_below_and_for_a_site_below_its_repository(tmp_path: Path) -> None:
    project = copy_project("minimal", tmp_path / "le site d'ici")
    write_file(project / ".gitignore", IGNORED)
    make_repository(tmp_path)
    invoke(project / "content", "hook")
    write_photo(project)
    git(project / "content", "add", ".")
    refused = ask_git(project / "content" / "articles", "commit", "--message=A photo")
    assert "[photo-position, à corriger]" in refused.stdout + refused.stderr
    assert (refused.returncode, commits(tmp_path)) == (1, 1)
    (project / PHOTO).unlink()
    commit(project)
    assert commits(tmp_path) == 2


def test_a_hook_of_somebody_else_is_left_alone_unless_one_insists(project: Path) -> None:
    own = project / ".git/hooks/pre-commit"
    write_file(own, "#!/bin/sh\nexit 0\n")
    for options in ([], ["--remove"]):
        refused = run(project, "invoke", "hook", *options)
        assert (refused.returncode, "Traceback" in refused.stderr) == (1, False)
        assert "invoke check --staged" in refused.stderr
        assert own.read_text(encoding="utf-8") == "#!/bin/sh\nexit 0\n"
    invoke(project, "hook", "--force")
    assert MARK in own.read_text(encoding="utf-8").splitlines()
    invoke(project, "hook", "--remove")
    assert not own.exists()
    invoke(project, "hook", "--remove")


def test_the_folder_of_hooks_that_a_person_chose_is_used_and_other_repositories_are_spared(
    project: Path, tmp_path: Path
) -> None:
    git(project, "config", "core.hooksPath", str(tmp_path / "mes crochets"))
    invoke(project, "hook")
    assert (tmp_path / "mes crochets/pre-commit").is_file()
    assert not (project / ".git/hooks/pre-commit").exists()
    write_photo(project)
    git(project, "add", ".")
    assert ask_git(project, "commit", "--message=A photo").returncode == 1
    other = tmp_path / "autre"
    write_file(other / "a.txt", "a")
    git(other, "init", "--quiet")
    git(other, "add", ".")
    hooks = f"core.hooksPath={tmp_path / 'mes crochets'}"
    assert ask_git(other, "-c", hooks, "commit", "--quiet", "--message=Begin").returncode == 0


def test_a_link_in_the_index_is_told_and_not_followed(project: Path, tmp_path: Path) -> None:
    (tmp_path / "ailleurs.md").write_text("---\n---\n", encoding="utf-8")
    link = project / "content/pages/a.md"
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(tmp_path / "ailleurs.md")
    git(project, "add", ".")
    done = run(project, "invoke", "check", "--staged")
    assert (done.returncode, "[file-link, à corriger]" in done.stdout) == (1, True)
    shutil.rmtree(project / "content")
    (project / "content").symlink_to(tmp_path)
    git(project, "add", ".")
    stopped = run(project, "invoke", "check", "--staged")
    assert (stopped.returncode, "Traceback" in stopped.stderr) == (2, False)
