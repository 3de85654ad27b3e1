"""A proposal written into the content folder: somebody else's file is never touched, a cut run can be done again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from placette.desks.letters.letter import LetterProposal
from placette.desks.letters.proposing import ProposingError, write_folder
from placette.engine.base.files import walk_files
from tests.desks.letters.proposing.fixture_repositories import FOLDER, MATTER, make_proposal

POST = f"{FOLDER}/index.md"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "authors").mkdir(parents=True)
    (folder / "authors/lea.md").write_bytes(b"theirs")
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
