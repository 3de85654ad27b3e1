"""Texts are cut between words and never inside a character as people count them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from placette.engine.base.networks import weight_on_x
from placette.engine.base.shortening import graphemes, one, shorten

CASES = yaml.safe_load(Path(__file__).with_name("shortening.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "limit", "expected"), CASES)
def test_shorten_cuts_where_a_reader_would(text: str, limit: int, expected: str) -> None:
    assert shorten(text, limit) == expected


@given(st.text(max_size=60), st.integers(-2, 40))
def test_shorten_never_exceeds_its_limit(text: str, limit: int) -> None:
    assert len(graphemes(shorten(text, limit))) <= max(limit, 0)


@pytest.mark.parametrize(("weight", "heaviest"), [(one, 1), (weight_on_x, 2)])
@given(text=st.text(max_size=60), limit=st.integers(-2, 130))
def test_a_text_that_obviously_fits_is_what_counting_would_give(
    weight: Callable[[str], int], heaviest: int, text: str, limit: int
) -> None:
    assert shorten(text, limit, weight, heaviest) == shorten(text, limit, weight, heaviest=1000)


@given(st.text(max_size=60))
def test_graphemes_lose_nothing(text: str) -> None:
    assert "".join(graphemes(text)) == text
