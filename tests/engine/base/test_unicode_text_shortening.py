"""Texts are cut between words and never inside a character as people count them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from placette.engine.base.unicode_text import balance, break_word, graphemes, shorten, wrap

CASES = yaml.safe_load(Path(__file__).with_name("shortening.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "limit", "expected"), CASES)
def test_shorten_cuts_where_a_reader_would(text: str, limit: int, expected: str) -> None:
    assert shorten(text, limit) == expected


@given(st.text(max_size=60), st.integers(-2, 40))
def test_shorten_never_exceeds_its_limit(text: str, limit: int) -> None:
    assert len(graphemes(shorten(text, limit))) <= max(limit, 0)


@given(st.text(max_size=60))
def test_graphemes_lose_nothing(text: str) -> None:
    assert "".join(graphemes(text)) == text


WORDS = st.lists(st.text("ab\u00a0é", min_size=1, max_size=12), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("le lavoir du bourg", 9, ["le lavoir", "du bourg"]),
        ("le lavoir", 4, ["le", "lavo", "ir"]),
        ("un «\u00a0oui\u00a0» net", 9, ["un", "«\u00a0oui\u00a0»", "net"]),
        ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 7, ["👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"]),
        ("", 4, [""]),
    ],
)
def test_lines_end_between_words_where_they_can(text: str, width: int, expected: list[str]) -> None:
    assert wrap(text.split(" "), width, len) == expected


def test_no_word_is_left_alone() -> None:
    words = "un lavoir au bord de la route".split()
    assert wrap(words, 26, len) == ["un lavoir au bord de la", "route"]
    assert balance(words, 26, len, within=1) == ["un lavoir au", "bord de la route"]


def test_a_word_wider_than_a_line_is_broken_in_it() -> None:
    assert break_word("exemple.fr/un-nom", 14, len) == ["exemple.fr/un-", "nom"]


@given(WORDS, st.integers(1, 20))
def test_balanced_lines_are_no_more_no_wider_and_lose_nothing(words: list[str], width: int) -> None:
    lines, even = wrap(words, width, len), balance(words, width, len, within=1)
    assert len(even) <= len(lines)
    assert max(map(len, even)) <= width
    assert "".join(even).replace(" ", "") == "".join(words)
