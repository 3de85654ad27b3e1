"""A proposal becomes a branch: the editor's own work stays untouched, twice is once, a kill loses nothing."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from placette_letters.proposing.branches import ProposingError, merge_texts, write_branch
from tests.fixture_site import git
from tests.placette_letters.proposing.fixture_repositories import (
    BODY,
    BRANCH,
    FOLDER,
    MATTER,
    POST,
    edit,
    editors_state,
    make_clone,
    make_forge,
    make_proposal,
    shown,
)

pytestmark = pytest.mark.whole


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    return make_clone(tmp_path)


def test_a_branch_is_one_commit_and_nothing_of_the_editors_moves(clone: Path) -> None:
    before = editors_state(clone)
    written = write_branch(make_proposal(lavoir_jpg=b"\xff\xd8jpeg\r\n"), clone, "main")
    assert editors_state(clone) == before
    assert (written.commit, written.remarks) == (git(clone, "rev-parse", BRANCH), ())
    assert git(clone, "rev-list", "--count", f"main..{BRANCH}") == "1"
    assert git(clone, "diff", "--name-only", "main", BRANCH).splitlines() == [
        POST,
        POST.replace("index.md", "lavoir.jpg"),
    ]
    assert shown(clone) == MATTER + BODY
    assert not (clone.parent / "hook-ran").exists()
    people = git(clone, "log", "-1", "--format=%an <%ae> %cn <%ce>", BRANCH)
    assert people == "Lettres <lettres@invalid> Lettres <lettres@invalid>"
    assert git(clone, "log", "-1", "--format=%s", BRANCH) == "Lettre 2026-0042\u00a0: Le lavoir"


def test_the_commit_says_what_is_not_in_the_text_and_its_trailers_stay_the_last(clone: Path) -> None:
    made = replace(make_proposal(), title="Le lavoir [skip ci]", left_out="Absent du texte : “Proposal: x”")
    first = write_branch(made, clone, "main")
    message = git(clone, "log", "-1", "--format=%B", BRANCH)
    assert message.startswith(
        "Lettre 2026-0042\u00a0: Le lavoir (skip ci)\n\nAbsent du texte : “Proposal: x”\n\nLetter: "
    )
    assert write_branch(made, clone, "main").commit == first.commit


def test_bytes_stay_as_they_are_whatever_the_repository_says_of_line_ends(clone: Path) -> None:
    (clone / ".gitattributes").write_text("* text=auto eol=crlf\n", encoding="utf-8")
    git(clone, "config", "core.autocrlf", "true")
    write_branch(make_proposal("a\r\nb\n"), clone, "main")
    raw = subprocess.run(["git", "cat-file", "blob", f"{BRANCH}:{POST}"], cwd=clone, capture_output=True, check=True)
    assert raw.stdout == b"a\r\nb\n"


def test_twice_is_once(clone: Path) -> None:
    first = write_branch(make_proposal(), clone, "main")
    again = write_branch(make_proposal(), clone, "main")
    assert again.commit == first.commit


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
    before = git(clone, "rev-parse", BRANCH)
    assert write_branch(make_proposal(), clone, "main").commit == before
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
    assert write_branch(same, clone, "main").commit


def test_a_branch_that_was_accepted_is_left_alone(clone: Path) -> None:
    written = write_branch(make_proposal(), clone, "main")
    after = write_branch(make_proposal(MATTER + "\nAutre.\n"), clone, written.commit)
    assert (after.commit, [remark.code for remark in after.remarks]) == (written.commit, ["proposal-merged"])


def test_a_branch_that_somebody_works_on_is_not_moved_under_their_feet(clone: Path, tmp_path: Path) -> None:
    first = write_branch(make_proposal(), clone, "main")
    for hook in (clone / ".git/hooks").glob("*"):
        hook.unlink()
    git(clone, "worktree", "add", "--quiet", str(tmp_path / "open"), BRANCH)
    with pytest.raises(ProposingError, match="is open in a working tree"):
        write_branch(make_proposal(MATTER + "\nAutre.\n"), clone, "main")
    assert git(clone, "rev-parse", BRANCH) == first.commit
    assert write_branch(make_proposal(), clone, "main").commit == first.commit


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


CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("merging.yml").read_text(encoding="utf-8"))
TEXT = MATTER + BODY


@pytest.fixture
def forged(tmp_path: Path) -> Path:
    return make_clone(tmp_path, make_forge(tmp_path))


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
@pytest.mark.parametrize("amend", [False, True], ids=["commit", "amended"])
def test_two_changes_of_one_post(case: dict[str, Any], amend: bool, forged: Path) -> None:
    write_branch(make_proposal(TEXT), forged, "main")
    edited, written = TEXT.replace(*case["edited"]), TEXT.replace(*case["written"])
    written = written.replace(*case["also"]) if "also" in case else written
    theirs = edit(forged, {POST: edited}, amend=amend)
    before = editors_state(forged)
    made = write_branch(make_proposal(written), forged, "main")
    assert editors_state(forged) == before
    assert git(forged, "rev-parse", f"{made.commit}^1") == theirs
    assert git(forged, "show", f"{made.commit}^2:{POST}") + "\n" == written, "the writer's version is in the history"
    if amend:
        # the letter's version is unknown: every line that differs stays the editor's
        assert shown(forged) == edited
    else:
        assert [words for words in case["has"] if words not in shown(forged)] == []
        assert [words for words in case.get("lacks", []) if words in shown(forged)] == []
    remaining = [dict(remark.values)["path"] for remark in made.remarks if remark.code == "proposal-editor-kept"]
    if not amend:
        assert remaining == ([POST] if case.get("kept") else [])
    assert bool(remaining) or not amend or edited == written
    again = write_branch(make_proposal(written), forged, "main")
    assert again.commit == made.commit


def test_a_second_answer_is_compared_with_the_first_one(forged: Path) -> None:
    write_branch(make_proposal(TEXT), forged, "main")
    edit(forged, {POST: TEXT.replace("Le lavoir", "Le lavoir du bas")})
    second = TEXT.replace("résumé: # à compléter", 'résumé: "De l’eau."')
    write_branch(make_proposal(second), forged, "main")
    edit(forged, {POST: shown(forged).replace("revenue.", "revenue, enfin.")})
    third = write_branch(make_proposal(second.replace("froide", "glacée")), forged, "main")
    assert third.remarks == ()
    for words in ("Le lavoir du bas", "De l’eau.", "revenue, enfin.", "glacée"):
        assert words in shown(forged)


def test_files_that_an_editor_takes_away_or_replaces_stay_so_with_a_remark(forged: Path) -> None:
    write_branch(make_proposal(a_jpg=b"a", b_jpg=b"b", c_jpg=b"c"), forged, "main")
    place = f"content/{FOLDER}"
    edit(forged, {f"{place}/a.jpg": None, f"{place}/b.jpg": "cut", f"{place}/notes.md": "mine"})
    made = write_branch(make_proposal(a_jpg=b"a2", b_jpg=b"b2", c_jpg=b"c2", d_jpg=b"d"), forged, "main")
    names = git(forged, "ls-tree", "--name-only", BRANCH, f"{place}/").splitlines()
    assert [name.rpartition("/")[2] for name in names] == ["b.jpg", "c.jpg", "d.jpg", "index.md", "notes.md"]
    assert [git(forged, "show", f"{BRANCH}:{place}/{name}.jpg") for name in "bcd"] == ["cut", "c2", "d"]
    assert [dict(remark.values)["path"] for remark in made.remarks] == [f"{place}/a.jpg", f"{place}/b.jpg"]


def test_a_folder_that_an_editor_renamed_gets_the_answers_too(forged: Path) -> None:
    write_branch(make_proposal(TEXT * 3, a_jpg=b"a" * 500), forged, "main")
    moved = POST.replace("le-lavoir", "lavoir-d-en-bas")
    edit(forged, {POST: None, moved: TEXT * 3})
    write_branch(make_proposal((TEXT * 3).replace("froide", "glacée", 1), a_jpg=b"a" * 500), forged, "main")
    assert "glacée" in shown(forged, moved)


def test_what_was_changed_on_the_forge_is_taken_in_first(forged: Path, tmp_path: Path) -> None:
    forge = tmp_path / "forge.git"
    first = write_branch(make_proposal(TEXT), forged, "main", remote="origin")
    git(forged, "-c", "core.hooksPath=/dev/null", "push", "--quiet", "origin", BRANCH)
    edit(forged, {POST: TEXT.replace("Le lavoir", "Le lavoir du bas")})
    git(forged, "push", "--quiet", "origin", BRANCH)
    git(forged, "update-ref", f"refs/heads/{BRANCH}", first.commit)  # the editor did so in the forge's own pages
    taken = write_branch(make_proposal(TEXT), forged, "main", remote="origin")
    assert "Le lavoir du bas" in shown(forged)
    assert taken.commit == git(forge, "rev-parse", BRANCH)
    written = TEXT.replace("résumé: # à compléter", 'résumé: "De l’eau."')
    write_branch(make_proposal(written), forged, "main", remote="origin")
    assert ("Le lavoir du bas" in shown(forged), "De l’eau." in shown(forged)) == (True, True)


def test_both_places_may_have_changed(forged: Path) -> None:
    first = write_branch(make_proposal(TEXT), forged, "main")
    edit(forged, {POST: TEXT.replace("froide", "très froide")})
    git(forged, "push", "--quiet", "origin", BRANCH)
    git(forged, "update-ref", f"refs/heads/{BRANCH}", first.commit)
    edit(forged, {POST: TEXT.replace("Le lavoir", "Le lavoir du bas").replace("froide", "fraîche")})
    made = write_branch(make_proposal(TEXT), forged, "main", remote="origin")
    assert ("très froide" in shown(forged), "Le lavoir du bas" in shown(forged)) == (True, True)
    assert [remark.code for remark in made.remarks] == ["proposal-editor-kept"]


def test_what_is_no_text_is_not_merged() -> None:
    assert merge_texts(b"a\0b", b"a\0a", b"c\0a") == (b"a\0b", False)
