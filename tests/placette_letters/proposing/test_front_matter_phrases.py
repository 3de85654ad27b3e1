"""Titles and first sentences, from subjects and texts as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from placette_letters.proposing.front_matter import as_title, first_sentence, first_words

CASES: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("phrases.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("subject", "title"), CASES["titles"].items())
def test_a_subject_is_a_title_if_it_says_something(subject: str, title: str) -> None:
    assert as_title(subject) == title


@pytest.mark.parametrize(("text", "sentence"), CASES["sentences"].items())
def test_the_first_sentence_passes_over_greetings_and_what_is_no_prose(text: str, sentence: str) -> None:
    assert first_sentence(text).replace("’", "'") == sentence


def test_long_ones_are_cut_between_words() -> None:
    assert len(as_title("Un lavoir " * 50)) <= 110
    assert len(first_sentence("Un lavoir " * 500)) <= 220
    assert first_words("Un lavoir " * 50).endswith("lavoir…")
