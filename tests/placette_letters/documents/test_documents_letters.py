"""Letters as residents write them keep every word and their structure, whatever program and manner made them."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from placette_letters.documents import read_document
from placette_letters.letter import Manuscript
from tests.placette_letters.documents.fixture_documents import (
    LETTERS,
    MANNERS,
    open_letter,
    shown,
    word_letter,
    words_in,
    words_shown,
)

TAGS = {"h": "<h2", "p": "", "quote": "<blockquote", "photo": "<figure", "note": ""}


def is_sound(manuscript: Manuscript, data: bytes, numbers: Counter[str]) -> None:
    """No word is lost but typed numbers of lists, and the converter finds nothing wrong."""
    assert words_in(data) - words_shown(manuscript) - numbers == {}
    assert [problem for problem in shown(manuscript).problems if problem.code != "photo-alt"] == []
    assert [remark.code for remark in manuscript.remarks] == []


def expected(letter: dict[str, Any], kinds: tuple[str, ...]) -> dict[str, int]:
    blocks = [next(iter(block.items())) for block in letter["blocks"]]
    counts = {kind: sum(found == kind for found, _ in blocks) for kind in kinds}
    counts["li"] = sum(len(value) for kind, value in blocks if kind in {"ul", "ol"})
    counts["cells"] = sum(len(value) * len(value[0]) for kind, value in blocks if kind == "table")
    return counts


def counted(manuscript: Manuscript, kinds: tuple[str, ...]) -> dict[str, int]:
    html = shown(manuscript).body.html
    counts = {kind: html.count(TAGS[kind]) for kind in kinds}
    notes = re.sub(r'<div class="footnote">.*', "", html, flags=re.DOTALL)
    counts["li"] = notes.count("<li")
    counts["cells"] = len(re.findall("<t[hd][ >]", html))
    return counts


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter["name"])
def test_a_word_file_keeps_its_words_and_its_structure(letter: dict[str, Any], manner: str) -> None:
    data = word_letter(letter, manner)
    manuscript = read_document("lettre.docx", data)
    typed = [len(block["ol"]) for block in letter["blocks"] if "ol" in block and manner in {"bare", "messy"}]
    is_sound(manuscript, data, Counter(str(number + 1) for length in typed for number in range(length)))
    kinds = ("h", "quote", "photo") if manner == "styled" else ("photo",)
    assert counted(manuscript, kinds) == expected(letter, kinds)
    if manner == "styled":
        assert manuscript.title == letter["title"]


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter["name"])
def test_an_opendocument_text_keeps_its_words_and_its_structure(letter: dict[str, Any]) -> None:
    data = open_letter(letter)
    manuscript = read_document("lettre.odt", data)
    is_sound(manuscript, data, Counter())
    kinds = ("h", "quote", "photo")
    assert counted(manuscript, kinds) == expected(letter, kinds)
    assert manuscript.title == letter["title"]
    captions = [block["photo"][1] for block in letter["blocks"] if "photo" in block]
    assert [picture.caption for picture in manuscript.pictures] == captions
