"""A proposal becomes a branch: the editor's own work stays untouched, twice is once, a kill loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from placette_letters.proposing import ProposingError, write_branch
from tests.placette_letters.proposing.fixture_repositories import (
    BODY,
    BRANCH,
    MATTER,
    POST,
    editors_state,
    git,
    make_clone,
    make_proposal,
    shown,
)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    return make_clone(tmp_path)


def test_a_branch_is_one_commit_and_nothing_of_the_editors_moves(clone: Path) -> None:
    before = editors_state(clone)
    written = write_branch(make_proposal(lavoir_jpg=b"\xff\xd8jpeg\r\n"), clone, "main")
    assert editors_state(clone) == before
    assert (written.commit, written.is_new, written.remarks) == (git(clone, "rev-parse", BRANCH), True, ())
    assert git(clone, "rev-list", "--count", f"main..{BRANCH}") == "1"
    assert git(clone, "diff", "--name-only", "main", BRANCH).splitlines() == [
        POST,
        POST.replace("index.md", "lavoir.jpg"),
    ]
    assert shown(clone) == MATTER + BODY
    assert not (clone.parent / "hook-ran").exists()
    people = git(clone, "log", "-1", "--format=%an <%ae> %cn <%ce>", BRANCH)
    assert people == "Lettres <lettres@invalid> Lettres <lettres@invalid>"
    assert git(clone, "log", "-1", "--format=%s", BRANCH) == "Lettre 2026-0042 : Le lavoir"


def test_bytes_stay_as_they_are_whatever_the_repository_says_of_line_ends(clone: Path) -> None:
    (clone / ".gitattributes").write_text("* text=auto eol=crlf\n", encoding="utf-8")
    git(clone, "config", "core.autocrlf", "true")
    write_branch(make_proposal("a\r\nb\n"), clone, "main")
    raw = subprocess.run(["git", "cat-file", "blob", f"{BRANCH}:{POST}"], cwd=clone, capture_output=True, check=True)
    assert raw.stdout == b"a\r\nb\n"


def test_twice_is_once(clone: Path) -> None:
    first = write_branch(make_proposal(), clone, "main")
    again = write_branch(make_proposal(), clone, "main")
    assert (again.commit, again.is_new) == (first.commit, False)


def test_an_update_follows_the_first_commit_and_takes_away_what_is_gone(clone: Path) -> None:
    first = write_branch(make_proposal(a_jpg=b"a"), clone, "main")
    second = write_branch(make_proposal(MATTER + "\nAutre.\n", b_jpg=b"b"), clone, "main")
    assert git(clone, "rev-parse", f"{second.commit}^") == first.commit
    names = git(clone, "ls-tree", "--name-only", BRANCH, f"{POST.removesuffix('index.md')}").splitlines()
    assert [name.rpartition("/")[2] for name in names] == ["b.jpg", "index.md"]


def test_the_trunk_may_go_on_meanwhile(clone: Path) -> None:
    write_branch(make_proposal(), clone, "main")
    for hook in (clone / ".git/hooks").glob("*"):
        hook.unlink()
    git(clone, "commit", "--quiet", "-m", "Go on")
    again = write_branch(make_proposal(), clone, "main")
    assert not again.is_new
    write_branch(make_proposal(MATTER + "\nAutre.\n"), clone, "main")
    assert git(clone, "diff", "--name-only", f"main...{BRANCH}") == POST


def test_a_file_of_somebody_elses_is_never_replaced(clone: Path) -> None:
    proposal = make_proposal()
    theirs = replace(proposal, files={**proposal.files, "authors/lea.md": b"---\nname: x\n---\n"})
    with pytest.raises(ProposingError, match=r"content/authors/lea\.md is already on the branch main"):
        write_branch(theirs, clone, "main")
    assert git(clone, "branch", "--list", BRANCH) == ""
    same = replace(
        proposal, files={**proposal.files, "authors/lea.md": (clone / "content/authors/lea.md").read_bytes()}
    )
    assert write_branch(same, clone, "main").is_new


def test_a_branch_that_was_accepted_is_left_alone(clone: Path) -> None:
    written = write_branch(make_proposal(), clone, "main")
    after = write_branch(make_proposal(MATTER + "\nAutre.\n"), clone, written.commit)
    assert (after.commit, after.is_new, [remark.code for remark in after.remarks]) == (
        *(written.commit, False),
        ["proposal-merged"],
    )


def test_a_branch_that_somebody_works_on_is_not_moved_under_their_feet(clone: Path, tmp_path: Path) -> None:
    first = write_branch(make_proposal(), clone, "main")
    for hook in (clone / ".git/hooks").glob("*"):
        hook.unlink()
    git(clone, "worktree", "add", "--quiet", str(tmp_path / "open"), BRANCH)
    with pytest.raises(ProposingError, match="is open in a working tree"):
        write_branch(make_proposal(MATTER + "\nAutre.\n"), clone, "main")
    assert git(clone, "rev-parse", BRANCH) == first.commit
    assert not write_branch(make_proposal(), clone, "main").is_new


@pytest.mark.parametrize("number", ["", "../x", "2026-42", "2026-0042\n", "-d", "2026-0042 x", "2026-0042.lock"])
def test_only_numbers_of_letters_name_a_branch(number: str, clone: Path) -> None:
    with pytest.raises(ProposingError, match="is not the number of a letter"):
        write_branch(replace(make_proposal(), number=number), clone, "main")


@pytest.mark.parametrize("onto", ["absent", "--all", "", "main:content"])
def test_a_branch_to_build_on_is_needed(onto: str, clone: Path) -> None:
    with pytest.raises(ProposingError, match="There is no branch"):
        write_branch(make_proposal(), clone, onto)


def test_a_title_puts_nothing_into_the_commits_trailers(clone: Path) -> None:
    title = "Le lavoir\n\nProposal: 0123\nSigned-off-by: Maire <maire@mairie.example>" + "é" * 300
    write_branch(make_proposal(title=title), clone, "main")
    said = git(clone, "log", "-1", "--format=%B", BRANCH)
    assert len(said.splitlines()[0]) <= 72
    assert git(clone, "log", "-1", "--format=%(trailers:key=Signed-off-by)", BRANCH) == ""


@pytest.mark.parametrize("content", ["", "."])
def test_a_site_may_be_the_whole_repository(content: str, clone: Path) -> None:
    write_branch(make_proposal(), clone, "main", content=content)
    assert shown(clone, POST.removeprefix("content/")) == MATTER + BODY


def test_variables_of_a_hook_lead_nowhere_else(clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "init", "--quiet", "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other/.git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "other/.git/index"))
    write_branch(make_proposal(), clone, "main")
    monkeypatch.delenv("GIT_DIR")
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert shown(clone) == MATTER + BODY


def run_killed(clone: Path, text: str, step: int, moment: str) -> bool:
    """Write the branch in a process that is killed in its ``step``-th run of git, or just after it; whether it was."""
    left = [step]

    def count() -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    class Counted(subprocess.Popen[bytes]):
        def __init__(self, *words: Any, **named: Any) -> None:
            super().__init__(*words, **named)
            if moment == "during":
                count()

        def communicate(self, *words: Any, **named: Any) -> Any:
            done = super().communicate(*words, **named)
            if moment == "after":
                count()
            return done

    child = os.fork()
    if child == 0:
        subprocess.Popen = Counted  # type: ignore[assignment,misc]
        write_branch(make_proposal(text, a_jpg=b"a"), clone, "main")
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert os.waitstatus_to_exitcode(status) in {0, -signal.SIGKILL}
    return os.waitstatus_to_exitcode(status) != 0


@pytest.mark.parametrize("moment", ["during", "after"])
def test_a_run_that_is_killed_at_any_step_loses_and_doubles_nothing(moment: str, clone: Path) -> None:
    first = write_branch(make_proposal(a_jpg=b"a"), clone, "main")
    text, step = MATTER + "\nAutre.\n", 1
    while run_killed(clone, text, step, moment):
        assert git(clone, "rev-list", "--count", f"main..{BRANCH}") in {"1", "2"}
        step += 1
    assert step > 8
    write_branch(make_proposal(text, a_jpg=b"a"), clone, "main")
    assert git(clone, "rev-list", "--count", f"main..{BRANCH}") == "2"
    assert (shown(clone), git(clone, "rev-parse", f"{BRANCH}^")) == (text, first.commit)
    assert git(clone, "fsck", "--no-progress", "--no-dangling") == ""
