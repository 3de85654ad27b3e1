"""The check's problems as somebody reads them who has no file."""

from __future__ import annotations

import re

import pytest

from placette.engine.problems.messages import MESSAGES
from placette.engine.problems.problems import problem
from placette_letters.answering.questions import _SENTENCES, in_plain_words
from tests.placette_letters.answering.fixture_letters import translate

_POST = "articles/2026/le-lavoir/index.md"


def test_each_sentence_is_for_a_code_that_there_is() -> None:
    assert _SENTENCES.keys() - MESSAGES.keys() == set()


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("code", _SENTENCES)
def test_a_sentence_has_no_code_no_line_and_no_jargon(code: str, lang: str) -> None:
    (said,) = in_plain_words([problem(code, _POST, 12, value="four.jpg", name="Léa")], translate(lang))
    assert not re.search(r"\b12\b|[{}<>]|Markdown|HTML|index\.md|SVG|EXIF|http|invoke", said)
    assert code not in said


def test_what_only_an_editor_can_mend_is_not_sent() -> None:
    found = [problem("html-removed", _POST, what="<font>"), problem("slug-taken", _POST, other="x")]
    assert in_plain_words(found, translate("fr")) == ()


def test_one_thing_is_said_once_and_not_too_much() -> None:
    found = [problem("photo-missing", _POST, line, value=f"{line // 2}.jpg") for line in range(40)]
    said = in_plain_words(found, translate("fr"))
    assert len(said) == len(set(said)) == 6


@pytest.mark.parametrize(("key", "word"), [("titre", "titre"), ("title", "titre"), ("résumé", "résumé")])
def test_what_is_too_long_is_named_as_people_call_it(key: str, word: str) -> None:
    (said,) = in_plain_words([problem("value-long", _POST, 2, key=key, length=200, limit=150)], translate("fr"))
    assert said.startswith(f"Votre {word}")
    assert "150" in said


def test_a_key_that_writers_do_not_know_is_for_the_editor() -> None:
    assert in_plain_words([problem("value-long", _POST, 2, key="tags", length=200, limit=150)], translate("fr")) == ()
