"""Each post of the demonstration has its place among the sources, and no source is quoted at length."""

from __future__ import annotations

import re

import pytest

from tests.demonstration.accounts import CONTENT

SOURCES = (CONTENT / "README.md").read_text(encoding="utf-8")
POSTS = {path.parent.name for path in CONTENT.glob("articles/*/*/index.md")}
LONGEST_QUOTATION = 120  # characters: a line


def test_each_post_is_among_the_sources_and_nothing_else_is() -> None:
    headings = {name for line in re.findall(r"^### (.+)$", SOURCES, re.MULTILINE) for name in line.split(", ")}
    last = SOURCES.partition("### Sans fait")[2]
    named = headings | set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", last))
    assert sorted(POSTS - named) == []
    assert sorted(name for name in headings - POSTS if not name.startswith("Sans fait")) == []


def test_each_fact_says_who_says_it_and_when_it_was_read() -> None:
    rows = [line for line in SOURCES.splitlines() if line.startswith("| ") and not line.startswith(("| fait", "| ---"))]
    states = {row.rsplit("|", 2)[1].strip() for row in rows}
    assert len(rows) > 40
    assert {state for state in states if not re.fullmatch(r"relu, \d+ \w+ 20\d\d|noté|calculé", state)} == set()


def test_no_quotation_is_longer_than_a_line() -> None:
    assert [quoted for quoted in re.findall(r"«[^»]*»", SOURCES) if len(quoted) > LONGEST_QUOTATION] == []


def _written() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(CONTENT.rglob("*.md")) if path.name != "README.md"]


def test_each_profile_says_that_it_is_invented() -> None:
    profiles = {path.stem: path.read_text(encoding="utf-8") for path in CONTENT.glob("authors/*.md")}
    living = {name: text for name, text in profiles.items() if "status: withdrawn" not in text}
    assert (
        sorted(name for name, text in living.items() if not re.search(r"inventée?s?\b|est un personnage", text)) == []
    )


@pytest.mark.parametrize(("tic", "most"), [(r"\bonze\b", 6), (r"\bl['’]on\b", 20), (r"\btorchons?\b", 0)])
def test_no_turn_of_phrase_comes_back_in_every_voice(tic: str, most: int) -> None:
    assert sum(len(re.findall(tic, text, re.IGNORECASE)) for text in _written()) <= most


def test_some_post_shows_a_recording_a_video_a_long_table_and_photos() -> None:
    folder = CONTENT / "articles/2026/mes-lavoirs"
    text = (folder / "index.md").read_text(encoding="utf-8")
    assert "\naudio: lecture.mp3\n" in text
    assert "vidéo, sur ina.fr](http" in text
    assert text.count("\n|") > 15
    assert text.count("(dessinée pour la démonstration)") == len(list(folder.glob("*.jpg")))
    assert "<summary>L'enregistrement : ce qu'on entend</summary>" in text
