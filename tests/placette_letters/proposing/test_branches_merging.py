"""An editor changes a proposal while its writer answers: neither of the two loses a word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from placette_letters.proposing import write_branch
from placette_letters.proposing.branches import merge_texts
from tests.placette_letters.proposing.fixture_repositories import (
    BODY,
    BRANCH,
    FOLDER,
    MATTER,
    POST,
    edit,
    editors_state,
    git,
    make_clone,
    make_forge,
    make_proposal,
    shown,
)

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("merging.yml").read_text(encoding="utf-8"))
TEXT = MATTER + BODY


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    return make_clone(tmp_path, make_forge(tmp_path))


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
@pytest.mark.parametrize("amend", [False, True], ids=["commit", "amended"])
def test_two_changes_of_one_post(case: dict[str, Any], amend: bool, clone: Path) -> None:
    write_branch(make_proposal(TEXT), clone, "main")
    edited, written = TEXT.replace(*case["edited"]), TEXT.replace(*case["written"])
    written = written.replace(*case["also"]) if "also" in case else written
    theirs = edit(clone, {POST: edited}, amend=amend)
    before = editors_state(clone)
    made = write_branch(make_proposal(written), clone, "main")
    assert editors_state(clone) == before
    assert git(clone, "rev-parse", f"{made.commit}^1") == theirs
    assert git(clone, "show", f"{made.commit}^2:{POST}") + "\n" == written, "the writer's version is in the history"
    if amend:
        # nothing tells what the letter had said: every line that differs stays the editor's
        assert shown(clone) == edited
    else:
        assert [words for words in case["has"] if words not in shown(clone)] == []
        assert [words for words in case.get("lacks", []) if words in shown(clone)] == []
    kept = [dict(remark.values)["path"] for remark in made.remarks if remark.code == "proposal-editor-kept"]
    if not amend:
        assert kept == ([POST] if case.get("kept") else [])
    assert bool(kept) or not amend or edited == written
    again = write_branch(make_proposal(written), clone, "main")
    assert (again.commit, again.is_new) == (made.commit, False)


def test_a_second_answer_is_compared_with_the_first_one(clone: Path) -> None:
    write_branch(make_proposal(TEXT), clone, "main")
    edit(clone, {POST: TEXT.replace("Le lavoir", "Le lavoir du bas")})
    second = TEXT.replace("résumé: # à compléter", 'résumé: "De l’eau."')
    write_branch(make_proposal(second), clone, "main")
    edit(clone, {POST: shown(clone).replace("revenue.", "revenue, enfin.")})
    third = write_branch(make_proposal(second.replace("froide", "glacée")), clone, "main")
    assert third.remarks == ()
    for words in ("Le lavoir du bas", "De l’eau.", "revenue, enfin.", "glacée"):
        assert words in shown(clone)


def test_files_that_an_editor_takes_away_or_replaces_stay_so_with_a_remark(clone: Path) -> None:
    write_branch(make_proposal(a_jpg=b"a", b_jpg=b"b", c_jpg=b"c"), clone, "main")
    place = f"content/{FOLDER}"
    edit(clone, {f"{place}/a.jpg": None, f"{place}/b.jpg": "cut", f"{place}/notes.md": "mine"})
    made = write_branch(make_proposal(a_jpg=b"a2", b_jpg=b"b2", c_jpg=b"c2", d_jpg=b"d"), clone, "main")
    names = git(clone, "ls-tree", "--name-only", BRANCH, f"{place}/").splitlines()
    assert [name.rpartition("/")[2] for name in names] == ["b.jpg", "c.jpg", "d.jpg", "index.md", "notes.md"]
    assert [git(clone, "show", f"{BRANCH}:{place}/{name}.jpg") for name in "bcd"] == ["cut", "c2", "d"]
    assert [dict(remark.values)["path"] for remark in made.remarks] == [f"{place}/a.jpg", f"{place}/b.jpg"]


def test_a_folder_that_an_editor_renamed_gets_the_answers_too(clone: Path) -> None:
    write_branch(make_proposal(TEXT * 3, a_jpg=b"a" * 500), clone, "main")
    moved = POST.replace("le-lavoir", "lavoir-d-en-bas")
    edit(clone, {POST: None, moved: TEXT * 3})
    write_branch(make_proposal((TEXT * 3).replace("froide", "glacée", 1), a_jpg=b"a" * 500), clone, "main")
    assert "glacée" in shown(clone, moved)


def test_what_was_changed_on_the_forge_is_taken_in_first(clone: Path, tmp_path: Path) -> None:
    forge = tmp_path / "forge.git"
    first = write_branch(make_proposal(TEXT), clone, "main", remote="origin")
    git(clone, "-c", "core.hooksPath=/dev/null", "push", "--quiet", "origin", BRANCH)
    edit(clone, {POST: TEXT.replace("Le lavoir", "Le lavoir du bas")})
    git(clone, "push", "--quiet", "origin", BRANCH)
    git(clone, "update-ref", f"refs/heads/{BRANCH}", first.commit)  # the editor did so in the forge's own pages
    taken = write_branch(make_proposal(TEXT), clone, "main", remote="origin")
    assert "Le lavoir du bas" in shown(clone)
    assert (taken.commit, taken.is_new) == (git(forge, "rev-parse", BRANCH), True)
    written = TEXT.replace("résumé: # à compléter", 'résumé: "De l’eau."')
    write_branch(make_proposal(written), clone, "main", remote="origin")
    assert ("Le lavoir du bas" in shown(clone), "De l’eau." in shown(clone)) == (True, True)


def test_a_fresh_clone_goes_on_from_the_forges_branch(clone: Path, tmp_path: Path) -> None:
    write_branch(make_proposal(TEXT), clone, "main")
    edit(clone, {POST: TEXT.replace("Le lavoir", "Le lavoir du bas")})
    git(clone, "push", "--quiet", "origin", BRANCH)
    git(tmp_path, "clone", "--quiet", "forge.git", "fresh")
    fresh = tmp_path / "fresh"
    made = write_branch(make_proposal(TEXT.replace("froide", "glacée")), fresh, "main", remote="origin")
    assert made.remarks == ()
    assert ("Le lavoir du bas" in shown(fresh), "glacée" in shown(fresh)) == (True, True)


def test_both_places_may_have_changed(clone: Path) -> None:
    first = write_branch(make_proposal(TEXT), clone, "main")
    edit(clone, {POST: TEXT.replace("froide", "très froide")})
    git(clone, "push", "--quiet", "origin", BRANCH)
    git(clone, "update-ref", f"refs/heads/{BRANCH}", first.commit)
    edit(clone, {POST: TEXT.replace("Le lavoir", "Le lavoir du bas").replace("froide", "fraîche")})
    made = write_branch(make_proposal(TEXT), clone, "main", remote="origin")
    assert ("très froide" in shown(clone), "Le lavoir du bas" in shown(clone)) == (True, True)
    assert [remark.code for remark in made.remarks] == ["proposal-editor-kept"]


def test_what_is_no_text_is_not_merged() -> None:
    assert merge_texts(b"a\0b", b"a\0a", b"c\0a") == (b"a\0b", False)
