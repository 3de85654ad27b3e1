"""What the check says of a proposal that lies nowhere yet: its own problems, and nothing is written."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from placette.desks.letters.proposing import ProposingError, SiteFacts, problems_of
from placette.engine.base.files import walk_files
from tests.desks.letters.proposing.fixture_letters import (
    agreed,
    made_of,
    make_case,
    make_letter,
    make_settings,
)

COMPLETE: dict[str, Any] = {
    "summary": "L'eau est de retour.",
    "commune": "Ambert",
    "category": "Patrimoine",
    "signature": "Marie",
    "consents": agreed("licence"),
}


def test_a_complete_letter_has_no_blocking_problem_and_the_site_stays_as_it_is(
    facts: SiteFacts, settings: dict[str, Any]
) -> None:
    content = Path(settings["PATH"])
    before = {path: (content / path).read_bytes() for path in walk_files(content)}
    made = made_of(make_case(**COMPLETE), facts)
    assert [found for found in problems_of(made, settings) if found.severity == "blocks"] == []
    assert {path: (content / path).read_bytes() for path in walk_files(content)} == before
    assert not list(Path(settings["CACHE_PATH"]).glob("letters-*"))


def test_gaps_and_what_a_stranger_wrote_are_for_the_gate_to_say(facts: SiteFacts, settings: dict[str, Any]) -> None:
    text = "Texte.\n\n![](https://evil.example/pixel.gif)\n\n[x](javascript:alert(1))\n\nRien\u202e.\n"
    made = made_of(make_case(make_letter(text)), facts)
    codes = {found.code for found in problems_of(made, settings)}
    assert {"invisible-character"} <= codes
    made = made_of(make_case(make_letter(text.replace("\u202e", ""))), facts)
    codes = {found.code for found in problems_of(made, settings)}
    assert {"photo-remote", "link-scheme"} <= codes
    assert all(found.path in made.files for found in problems_of(made, settings))


def test_problems_of_other_texts_are_not_the_proposals(facts: SiteFacts, tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    broken = Path(settings["PATH"]) / "articles/2026/casse/index.md"
    broken.parent.mkdir()
    broken.write_text("---\ntitle: x\n---\n\n![](absent.jpg)\n", encoding="utf-8")
    (broken.parent / "link.md").symlink_to("/etc/passwd")
    assert [
        found for found in problems_of(made_of(make_case(**COMPLETE), facts), settings) if found.severity == "blocks"
    ] == []


def test_a_proposal_may_change_a_file_of_the_site_in_the_copy_alone(facts: SiteFacts, settings: dict[str, Any]) -> None:
    made = made_of(make_case(**COMPLETE), facts)
    own = Path(settings["PATH"]) / "authors/lea.md"
    before = own.read_bytes()
    over = replace(made, files={**made.files, "authors/lea.md": b"---\nname: x\nkind: nobody\n---\n"})
    assert "choice-unknown" in {found.code for found in problems_of(over, settings)}
    assert own.read_bytes() == before


def test_a_site_that_cannot_be_read_is_a_sentence(facts: SiteFacts, tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    shutil.rmtree(settings["PATH"])
    Path(settings["CACHE_PATH"]).write_text("no folder", encoding="utf-8")
    with pytest.raises(ProposingError, match="could not be checked"):
        problems_of(made_of(make_case(), facts), settings)
