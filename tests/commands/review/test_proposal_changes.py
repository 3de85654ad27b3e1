"""Git lists everything that a proposal changes, whatever the proposal does to hide it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from placette.commands.review.proposal import base_texts, list_changes, proposed_texts
from placette.engine.base.git import GitError
from placette.engine.texts.characters import TEXT_LIMIT
from tests.engine.library.reading_site import post

POST = "content/articles/2026/le-lavoir/index.md"
IDENTITY = ("-c", "user.name=A", "-c", "user.email=a@a.example", "-c", "commit.gpgsign=false")


def git(repository: Path, *arguments: str) -> None:
    subprocess.run(["git", *IDENTITY, *arguments], cwd=repository, check=True, capture_output=True)


def write(repository: Path, path: str, data: bytes) -> None:
    (repository / path).parent.mkdir(parents=True, exist_ok=True)
    (repository / path).write_bytes(data)


def commit(repository: Path) -> None:
    git(repository, "add", "-A", "--force")
    git(repository, "commit", "-qm", "x", "--allow-empty")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository on a branch that has left ``main``, which has gone on since."""
    git(tmp_path, "init", "-q", "-b", "main", ".")
    write(tmp_path, POST, post().encode())
    write(tmp_path, "tasks.py", b"x\n")
    commit(tmp_path)
    git(tmp_path, "branch", "proposal")
    write(tmp_path, "later.md", b"x\n")
    commit(tmp_path)
    git(tmp_path, "switch", "-q", "proposal")
    return tmp_path


def listed(repository: Path) -> list[str]:
    return sorted(f"{change.status} {change.mode} {change.path}" for change in list_changes(repository, "main"))


def test_only_what_the_proposal_does_is_told_not_what_the_base_did_since(repository: Path) -> None:
    assert listed(repository) == []
    write(repository, POST, post("Autre.\n").encode())
    commit(repository)
    assert listed(repository) == [f"M 100644 {POST}"]


def test_a_renamed_file_is_one_removed_and_one_added(repository: Path) -> None:
    git(repository, "config", "diff.renames", "copies")
    git(repository, "mv", "tasks.py", "content/tasks.md")
    commit(repository)
    assert listed(repository) == ["A 100644 content/tasks.md", "D 000000 tasks.py"]


def test_links_programs_and_other_repositories_are_told_by_their_modes(repository: Path) -> None:
    (repository / "content/lien.md").symlink_to("/etc/passwd")
    (repository / "tasks.py").chmod(0o755)
    git(repository, "add", "-A")
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},content/sous-depot.md")
    git(repository, "commit", "-qm", "x")
    assert listed(repository) == [
        "A 120000 content/lien.md",
        "A 160000 content/sous-depot.md",
        "M 100755 tasks.py",
    ]
    assert proposed_texts(repository, list_changes(repository, "main")) == {}


@pytest.mark.parametrize("ignore", ["all", "dirty", "untracked"])
def test_a_proposal_cannot_hide_another_repository(repository: Path, ignore: str) -> None:
    section = f'[submodule "a"]\n\tpath = content/a.md\n\turl = ./a\n\tignore = {ignore}\n'
    write(repository, ".gitmodules", section.encode())
    git(repository, "add", ".gitmodules")
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},content/a.md")
    git(repository, "commit", "-qm", "x")
    assert "A 160000 content/a.md" in listed(repository)


@pytest.mark.parametrize(
    "attributes", ["* -diff", "* diff=evil", "* filter=evil", "* export-ignore", "* text eol=crlf", "*.md binary"]
)
def test_a_proposal_cannot_hide_a_change_by_attributes_or_run_anything(repository: Path, attributes: str) -> None:
    for name in ("diff.external", "diff.evil.textconv", "diff.evil.command", "filter.evil.smudge", "core.fsmonitor"):
        git(repository, "config", name, f"touch {repository}/ran; false")
    write(repository, ".gitattributes", attributes.encode())
    write(repository, POST, b"x\n")
    git(repository, "-c", "core.fsmonitor=false", "add", "-A")
    git(repository, "-c", "core.fsmonitor=false", "commit", "-qm", "x")
    (repository / "ran").unlink(missing_ok=True)
    assert listed(repository) == ["A 100644 .gitattributes", f"M 100644 {POST}"]
    assert proposed_texts(repository, list_changes(repository, "main")) == {POST: b"x\n"}
    assert not (repository / "ran").exists()


NAMES = [
    b"a\nb.md",
    b'a"b.md',
    b"a\\b.md",
    b"a\tb.md",
    b":(top)a.md",
    b"\xff.md",
    "été.md".encode(),
    b"-a.md",
    b"\x1b[31m.md",
]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_told_as_it_is(repository: Path, name: bytes) -> None:
    path = os.fsdecode(b"content/" + name)
    blob = subprocess.run(
        ["git", "hash-object", "-w", "--stdin"], cwd=repository, input=b"x\n", check=True, capture_output=True
    ).stdout.decode()
    entry = b"100644 " + blob.strip().encode() + b"\t" + os.fsencode(path) + b"\0"
    subprocess.run(["git", "update-index", "-z", "--index-info"], cwd=repository, input=entry, check=True)
    git(repository, "commit", "-qm", "x")
    changes = list_changes(repository, "main")
    assert [change.path for change in changes] == [path]
    assert proposed_texts(repository, changes) == {path: b"x\n"}


def test_a_text_too_large_to_be_one_is_not_read(repository: Path) -> None:
    write(repository, POST, b"x" * (TEXT_LIMIT + 1))
    write(repository, "content/vide.md", b"")
    write(repository, "content/deux.md", b"\nsha 12\n\0\n")
    commit(repository)
    texts = proposed_texts(repository, list_changes(repository, "main"))
    assert texts == {POST: b"", "content/vide.md": b"", "content/deux.md": b"\nsha 12\n\0\n"}


def test_the_texts_of_the_base_are_those_the_proposal_left(repository: Path) -> None:
    write(repository, POST, b"x")
    commit(repository)
    git(repository, "switch", "-q", "main")
    write(repository, "content/articles/2026/plus-tard/index.md", b"x")
    commit(repository)
    git(repository, "switch", "-q", "proposal")
    assert base_texts(repository, "main", "content/") == {POST: post().encode()}
    assert base_texts(repository, "main", "nothing/") == {}


@pytest.mark.parametrize("base", ["nowhere", "", "--output=ran", "-O/etc/passwd", "main:tasks.py", "a\nb"])
def test_a_base_that_is_none_is_an_error_of_git_s(repository: Path, base: str) -> None:
    with pytest.raises(GitError):
        base_texts(repository, base, "content/")
    if base:
        with pytest.raises(GitError):
            list_changes(repository, base)
    assert not (repository / "ran").exists()


def test_a_folder_without_repository_is_an_error_of_git_s(tmp_path: Path) -> None:
    with pytest.raises(GitError):
        list_changes(tmp_path / "absent", "main")
