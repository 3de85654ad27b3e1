"""Plain mails become the Markdown that ``plain.yml`` says, and every word of any text survives our converter."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from placette.desks.letters.documents import read_plain
from tests.desks.letters.documents.fixture_documents import HERE, shown, words_of, words_shown

CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "plain.yml").read_text(encoding="utf-8"))
STARTS = ("    ", "```", "---", "www.a.example", "https://b.example/c_d", "[^1]: ", "\t", "&amp;", "<b>", "1. ", "- ")
SIGNS = st.sampled_from([*"#*_-+>=~`|[]()<>!&;:.{}^\\/1234 \n\nabé«»€%@$\"'’", *STARTS])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_plain_text_becomes_what_the_case_says(case: dict[str, Any]) -> None:
    manuscript = read_plain(case["text"])
    assert manuscript.markdown == case["markdown"].strip("\n")
    assert [remark.code for remark in manuscript.remarks] == case.get("remarks", [])
    assert shown(manuscript).problems == ()


@given(st.lists(SIGNS, max_size=40).map("".join))
def test_no_word_of_any_text_is_lost_or_becomes_markup(text: str) -> None:
    manuscript = read_plain(text)
    html = shown(manuscript).body.html
    assert words_of(text) - words_shown(manuscript) - words_of("1 2 3 4 12 34 123 234 1234") == {}
    assert not any(
        f"<{tag}" in html
        for tag in (
            "h1",
            "h2",
            "h3",
            "h4",
            "em",
            "strong",
            "del",
            "code",
            "pre",
            "table",
            "dl",
            "div",
            "img",
            "b>",
            "sup",
        )
    )


def test_lists_nested_without_end_are_lists_all_the_same() -> None:
    manuscript = read_plain("".join(f"{' ' * 2 * depth}- mot\n" for depth in range(100)))
    assert shown(manuscript).problems == ()
    assert shown(manuscript).body.html.count("<li>") == 100
