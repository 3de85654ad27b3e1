"""HTML becomes the manuscripts that ``hypertext.yml`` says; no word of any page is lost, and none becomes markup."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from placette_letters.documents import read_html
from placette_letters.letter import Picture
from tests.placette_letters.documents.fixture_documents import HERE, png, shown, words_of, words_shown

CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "hypertext.yml").read_text(encoding="utf-8"))
INLINE = ("b", "i", "s", "a href='https://a.example/'", "sup", "span", "code", "u")
BLOCKS = ("p", "div", "ul", "ol", "li", "blockquote", "h2", "h4", "table", "tr", "td", "pre", "figcaption")
SIGNS = [*"#*_->=~`|[]()!&;:.{}\\1 \u00a0\nabé«»’", "&lt;", "    ", "<br>", "---", "www.a.example ", "[^1]: ", "- "]
TEXTS = st.lists(st.sampled_from(SIGNS), max_size=8).map("".join)
PAGES = st.recursive(
    TEXTS,
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>",
        st.sampled_from(INLINE + BLOCKS),
        st.lists(inner, max_size=4),
    ),
    max_leaves=15,
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_page_becomes_what_the_case_says(case: dict[str, Any]) -> None:
    manuscript = read_html(case["html"], {"lavoir": png()} if "cid:lavoir" in case["html"] else {})
    assert manuscript.markdown == case["markdown"].strip("\n")
    assert manuscript.title == case.get("title", "")
    assert [remark.code for remark in manuscript.remarks] == case.get("remarks", [])
    assert [picture.caption for picture in manuscript.pictures if "captions" in case] == case.get("captions", [])
    assert [problem for problem in shown(manuscript).problems if problem.code != "photo-alt"] == []


@given(PAGES)
def test_every_word_of_a_page_is_read(page: str) -> None:
    manuscript = read_html(page, {})
    told = LexborHTMLParser(page).text()
    assert _letters(told) == _letters(" ".join(words_shown(manuscript).elements()))
    assert [problem for problem in shown(manuscript).problems if problem.severity == "blocks"] == []


def _letters(text: str) -> str:
    """The letters of a text in the order of the alphabet: which words touch is up to the elements around them."""
    return "".join(sorted(character for character in "".join(words_of(text).elements()) if character.isalpha()))


def test_a_picture_that_the_page_does_not_name_comes_after_the_text() -> None:
    manuscript = read_html(
        "<p>Mot.</p>", {"x@y": png(), "le-lavoir.png": png(), "porte.png": png(shade=9), "a.gif": png(1, 1)}
    )
    assert manuscript.markdown == "Mot."
    assert manuscript.pictures == (Picture("photo-1.png", png()), Picture("porte.png", png(shade=9)))


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 1_900 + "fin",
        "<b>" * 1_900 + "fin",
        "<blockquote>" * 900 + "fin",
        "<ul><li>" * 1_900 + "fin",
        "<table><tr><td>" * 900 + "fin",
    ],
)
def test_a_page_nested_deeply_is_read(html: str) -> None:
    manuscript = read_html(html, {})
    assert "fin" in manuscript.markdown
    assert shown(manuscript).problems == ()


@pytest.mark.parametrize("html", ["<div>" * 50_000, "<SPAN\n>" * 50_000, "<blockquote><p>" * 3_000, "x" * 2_000_001])
def test_a_page_that_no_parser_should_see_is_refused(html: str) -> None:
    assert [remark.code for remark in read_html(f"<p>Mot.</p>{html}", {}).remarks] == ["text-complex"]
