"""Plain texts are typeset without a tree as they would be with one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from placette.engine.texts.body import BodySource
from placette.engine.texts.links import rel_outside, resolve_links
from placette.engine.texts.plain_text import LINK, convert_plain, plain_html
from placette.engine.texts.sanitizer import clean
from placette.engine.texts.surroundings import Surroundings
from placette.engine.texts.typography import typeset_tree

AROUND = Surroundings(lang="fr")
PARTS = (
    *(
        'L\'eau -- "pure" !',
        "1er mot...",
        "a < b & c > d",
        "&amp;",
        "*gras*",
        "<script>alert(1)</script>",
        "\n",
        "\n\n",
    ),
    *(" [ici](https://exemple.example/a?b=1&c=2) ", "https://exemple.example/x, ", "www.exemple.example", "(", ")"),
    *(' [l\'"autre"](https://exemple.example/«x») ', "moi@exemple.example", "\u00a0", "  ", "é", "12 km", "\u202f?"),
)


def by_tree(text: str, lang: str) -> str:
    tree = LexborHTMLParser(plain_html(text), is_fragment=True)
    typeset_tree(tree, lang)
    resolve_links(tree, "replies/x/2026-05-04-mot.md", lang, AROUND)
    return clean(tree.html or "")


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join), st.sampled_from(["fr", "en", "de"]))
def test_a_text_is_set_without_a_tree_as_with_one(text: str, lang: str) -> None:
    assert convert_plain(BodySource("replies/x/2026-05-04-mot.md", text, lang), AROUND).body.html == by_tree(text, lang)


@given(st.text(max_size=60), st.sampled_from(["fr", "en"]))
def test_any_text_is_set_without_a_tree_as_with_one(text: str, lang: str) -> None:
    shown = re.sub("[\0-\x09\x0b-\x1f\ud800-\udfff]", "", text)
    assert convert_plain(BodySource("replies/x/2026-05-04-mot.md", shown, lang), AROUND).body.html == by_tree(
        shown, lang
    )


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//elsewhere.example", "mailto:a@b.example", "https://a@b/", "a.md"]
)
def test_only_an_honest_address_of_another_site_needs_no_more_than_itself(address: str) -> None:
    assert rel_outside(address) == ""
    found = convert_plain(BodySource("replies/x/2026-05-04-mot.md", f"Voir [ici]({address}) donc.", "fr"), AROUND)
    assert LINK.search(f"[ici]({address})")
    assert "javascript" not in found.body.html
