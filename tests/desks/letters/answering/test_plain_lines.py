"""Flowed lines come back as they were, and strangers' words are harmless."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placette.desks.letters.answering.plain_lines import WIDTH, flowed, in_one_line, quotable, shown_file
from tests.desks.letters.answering.fixture_letters import unflowed

_LINE = st.text(st.sampled_from("ab éà’,.>:-\u00a0"), max_size=300).map(lambda text: " ".join(text.split(" ")).strip())


@given(st.lists(st.lists(_LINE.filter(bool), min_size=1, max_size=3).map("\n".join), min_size=1, max_size=4))
def test_long_lines_are_broken_and_come_back(blocks: list[str]) -> None:
    text = flowed(blocks)
    squeezed = ["\n".join(" ".join(line.split(" ")) for line in block.split("\n")) for block in blocks]
    assert " ".join(unflowed(text).split()) == " ".join(" ".join(squeezed).split())
    assert all(len(line) <= WIDTH + 2 or " " not in line.strip() for line in text.split("\n"))
    assert not any(line.startswith((">", "From ")) for line in text.split("\n"))


def test_lines_end_where_a_block_says_so() -> None:
    assert unflowed(flowed(["Photo 1 : lavoir.jpg\nPhoto 2 : four.jpg", "Merci"])) == (
        "Photo 1 : lavoir.jpg\nPhoto 2 : four.jpg\n\nMerci\n"
    )


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("Le lavoir, 1914 1918", "Le lavoir, 1914 1918"),
        ("M. Dupont et l’eau du bourg.", "M. Dupont et l’eau du bourg."),
        ("Voir https://casino.example/x", "Voir …"),
        ("casino.example", "…"),
        ("Appelez le 04.73.00.00.00", "Appelez le …"),
        ("Appelez +33 4 73 00 00 00 !", "Appelez … !"),
        ("a\u202eb\x00c\nd", "a b c d"),
    ],
)
def test_a_title_is_repeated_without_addresses(given_text: str, shown: str) -> None:
    assert quotable(given_text) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [("20261103_101500.jpg", "20261103_101500.jpg"), ("www.casino.example.jpg", "www_casino_example.jpg"), ("x", "x")],
)
def test_a_file_keeps_its_name_and_is_no_link(name: str, shown: str) -> None:
    assert shown_file(name) == shown


def test_a_line_is_cut_where_it_is_too_long() -> None:
    assert in_one_line("a" * 200, 20) == "a" * 19 + "…"
