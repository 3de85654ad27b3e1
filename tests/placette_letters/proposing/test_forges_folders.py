"""A proposal written into the content folder: a foreign file is never touched, a cut run can be done again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from placette.engine.base.files import walk_files
from placette_letters.letter import LetterProposal
from placette_letters.proposing.branches import ProposingError
from placette_letters.proposing.forges import problems_of, write_folder
from placette_letters.proposing.front_matter import SiteFacts
from tests.fixture_site import write_file
from tests.placette_letters.proposing.fixture_letters import (
    made_of,
    make_case,
    make_facts,
    make_letter,
    make_settings,
    matter_of,
)
from tests.placette_letters.proposing.fixture_repositories import (
    FOLDER,
    MATTER,
    make_proposal,
)

pytestmark = pytest.mark.whole

POST = f"{FOLDER}/index.md"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    write_file(folder / "authors/lea.md", b"theirs")
    return folder


def with_file(path: str, data: bytes = b"x") -> LetterProposal:
    made = make_proposal()
    return replace(made, files={path: data, **made.files})


def test_twice_is_once(content: Path) -> None:
    made = make_proposal(a_jpg=b"a")
    assert write_folder(made, content) == (f"{FOLDER}/a.jpg", POST)
    assert write_folder(made, content) == ()
    assert walk_files(content) == [f"{FOLDER}/a.jpg", POST, "authors/lea.md"]


def test_an_update_replaces_and_removes_what_is_as_the_last_one_left_it(content: Path) -> None:
    first, second = make_proposal(a_jpg=b"a"), make_proposal(MATTER, b_jpg=b"b")
    write_folder(first, content)
    write_folder(second, content, first)
    assert walk_files(content) == [f"{FOLDER}/b.jpg", POST, "authors/lea.md"]
    assert (content / POST).read_text(encoding="utf-8") == MATTER


@pytest.mark.parametrize("before", [True, False])
def test_what_an_editor_changed_stays_and_nothing_is_written(before: bool, content: Path) -> None:
    first = make_proposal(a_jpg=b"a")
    write_folder(first, content)
    (content / POST).write_text("edited", encoding="utf-8")
    with pytest.raises(ProposingError, match="is there already and says something else"):
        write_folder(make_proposal(MATTER, b_jpg=b"b"), content, first if before else None)
    assert walk_files(content) == [f"{FOLDER}/a.jpg", POST, "authors/lea.md"]
    assert (content / POST).read_text(encoding="utf-8") == "edited"


@pytest.mark.parametrize(
    "path",
    ["authors/lea.md", "../x.md", "/tmp/x.md", "a/../../x.md", ".git/config", "articles/con.md", "a\\b.md", "A.md"],
)
def test_no_other_place_is_written(path: str, content: Path) -> None:
    with pytest.raises(ProposingError, match=r"nothing was written\.$"):
        write_folder(with_file(path), content)
    assert walk_files(content.parent) == ["content/authors/lea.md"]


def test_links_lead_nowhere(content: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (content / "articles").symlink_to(tmp_path / "outside")
    with pytest.raises(ProposingError, match="is no place"):
        write_folder(make_proposal(), content)
    (content / "articles").unlink()
    (content / FOLDER).mkdir(parents=True)
    (content / POST).symlink_to(tmp_path / "outside/index.md")
    with pytest.raises(ProposingError, match="is there already"):
        write_folder(make_proposal(), content)
    assert walk_files(tmp_path / "outside") == []


def test_a_disk_that_refuses_is_a_sentence(content: Path) -> None:
    (content / "articles").write_text("a file", encoding="utf-8")
    with pytest.raises(ProposingError, match="could not be written"):
        write_folder(make_proposal(), content)


def test_what_an_editor_changed_stays_where_the_letter_says_nothing_new_of_it(content: Path) -> None:
    first, second = make_proposal(a_jpg=b"a"), make_proposal(MATTER, a_jpg=b"a")
    write_folder(first, content)
    (content / FOLDER / "a.jpg").write_bytes(b"cut")
    assert write_folder(second, content, first) == (POST,)
    assert (content / FOLDER / "a.jpg").read_bytes() == b"cut"


def test_answers_of_somebody_new_update_what_the_first_run_wrote(tmp_path: Path) -> None:
    """The profile is the site's from then on, and the post, which its gaps block, is still its own."""
    settings = make_settings(tmp_path)
    content, facts = Path(settings["PATH"]), make_facts(settings)
    first = made_of(make_case(make_letter(fields={"name": "Marie"})), facts)
    write_folder(first, content)
    facts = make_facts(settings)
    again = made_of(make_case(make_letter(fields={"name": "Marie"})), facts, first.folder)
    assert again.files == first.files
    answered = made_of(make_case(make_letter(fields={"name": "Marie", "summary": "L’eau."})), facts, first.folder)
    assert write_folder(answered, content, again) == (f"{first.folder}/index.md",)
    other = made_of(make_case(make_letter(fields={"name": "Marie"})), facts)
    assert (matter_of(other)["auteurs"], "authors/marie.md" in other.files) == ([], False)


COMPLETE = make_letter(
    fields={
        "summary": "L'eau est de retour.",
        "commune": "Ambert",
        "category": "Patrimoine",
        "name": "Marie",
        "licence": "CC BY 4.0",
    }
)


def test_a_complete_letter_has_no_blocking_problem_and_the_site_stays_as_it_is(
    facts: SiteFacts, settings: dict[str, Any], tmp_path: Path
) -> None:
    content = Path(settings["PATH"])
    before = {path: (content / path).read_bytes() for path in walk_files(content)}
    proposal = made_of(make_case(COMPLETE), facts)
    assert [found for found in problems_of(proposal, settings, tmp_path) if found.severity == "blocks"] == []
    assert {path: (content / path).read_bytes() for path in walk_files(content)} == before
    assert not list(Path(settings["CACHE_PATH"]).glob("letters-*"))


def test_problems_of_other_texts_are_not_the_proposals(facts: SiteFacts, tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    broken = Path(settings["PATH"]) / "articles/2026/casse/index.md"
    write_file(broken, "---\ntitle: x\n---\n\n![](absent.jpg)\n")
    (broken.parent / "link.md").symlink_to("/etc/passwd")
    assert [
        found
        for found in problems_of(made_of(make_case(COMPLETE), facts), settings, tmp_path)
        if found.severity == "blocks"
    ] == []


def test_a_proposal_may_change_a_file_of_the_site_in_the_copy_alone(
    facts: SiteFacts, settings: dict[str, Any], tmp_path: Path
) -> None:
    proposal = made_of(make_case(COMPLETE), facts)
    own = Path(settings["PATH"]) / "authors/lea.md"
    before = own.read_bytes()
    over = replace(proposal, files={**proposal.files, "authors/lea.md": b"---\nname: x\nkind: nobody\n---\n"})
    assert "choice-unknown" in {found.code for found in problems_of(over, settings, tmp_path)}
    assert own.read_bytes() == before
