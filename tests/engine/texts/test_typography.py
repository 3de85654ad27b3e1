"""Typography: each case of ``typography/*.yml`` is set as it says, and setting it twice changes nothing more.

In those files ``~`` stands for U+00A0 and ``^`` for U+202F; a case without ``gives``, ``must`` or
``must_not`` is one where nothing may change. Strings in double quotes may hold escapes. HTML is compared
as a parser writes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from cProfile import Profile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from placette.engine.texts.typography import typeset_text, typeset_tree

NOTATION = str.maketrans({"~": "\u00a0", "^": "\u202f"})
CASES = [
    (f"{path.stem}: {case['name']}", case)
    for path in sorted((Path(__file__).parent / "typography").glob("*.yml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def parse(html: str) -> LexborHTMLParser:
    return LexborHTMLParser(html, is_fragment=True)


def written(tree: LexborHTMLParser) -> str:
    return (tree.html or "").replace("&nbsp;", "\u00a0")


def typeset_html(html: str, lang: str) -> tuple[str, str]:
    """How a body is set, and what setting it once more gives."""
    tree = parse(html)
    typeset_tree(tree, lang)
    once = written(tree)
    typeset_tree(tree, lang)
    return once, written(tree)


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES])
def test_case(case: dict[str, Any]) -> None:
    lang = case.get("lang", "fr")
    if "html" in case:
        once, twice = typeset_html(case["html"], lang)
        expected = written(parse(case.get("gives", case["html"]).translate(NOTATION)))
    else:
        once = typeset_text(case["text"], lang)
        twice = typeset_text(once, lang)
        expected = case.get("gives", case["text"]).translate(NOTATION)
    if "must" not in case and "must_not" not in case:
        assert once == expected
    for rule, pattern in case.get("must", {}).items():
        assert re.search(pattern.translate(NOTATION), once), rule
    for rule, pattern in case.get("must_not", {}).items():
        assert not re.search(pattern.translate(NOTATION), once), rule
    assert twice == once


WORDS = (
    "mot|Le|M.|Mme|A.|1|12|500|2e|1er|3ème|XVIIIe|Ier|siècle|mai|h|km|€|%|n°|.|...|..|--|---|-|:|;|!|?|!?|,"
    "|(|)|[|]|’|…|–|s'|l'|=|*|/|'|«|»|“|”|<em>|</em>|<b>|</b>|<br>|<p>|</p>|<sup>|</sup>|\u00a0|\u202f| |\n"
    '|"|""|<code>"x"</code>|<i lang="en">"x"</i>|<!--"x"-->|<img alt="...">|&#39;|&lt;|&amp;|&nbsp;|&quot;'
    "|https://x.fr/?a;b|a@b.fr|🙂"
)
PIECES = st.sampled_from(WORDS.split("|"))
TAG = re.compile(r"<(?!/?sup>)[^>]*>")


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=12).map("".join), st.sampled_from(["fr", "en", "oc"]))
def test_any_text_is_set_once_and_keeps_its_tags(source: str, lang: str) -> None:
    (html, again), text = typeset_html(source, lang), typeset_text(source, lang)
    assert again == html
    assert typeset_text(text, lang) == text
    assert TAG.findall(html) == TAG.findall(written(parse(source)))


HOSTILE = (
    *('"', "'", "M. ", "« ", "-- ", " :", "12 ", "1 000 ", "n° ", "1er ", '"a" ', "<b> ", "<pre>", "<!--", "https://"),
    *("a@b.", "&nbsp;", 'x<i>"</i>', "\u202f", "\u2028", "\ufdd1"),
)


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_takes_work_in_proportion_to_its_length(unit: str) -> None:
    for typeset in (typeset_html, typeset_text):
        small, large = (calls_for(typeset, unit * (size // len(unit))) for size in (5_000, 20_000))
        assert large <= 5 * small + 5_000


def calls_for(typeset: Callable[[str, str], object], text: str) -> int:
    """How many functions the setting of a text calls, in Python and below: the same on every machine."""
    profile = Profile(builtins=True)
    profile.runcall(typeset, text, "fr")
    return sum(entry.callcount for entry in profile.getstats())
