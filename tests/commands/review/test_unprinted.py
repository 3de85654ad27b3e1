"""No word of a text is lost in silence: it is on the page, as on GitHub's preview, or the check says so."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from placette.commands.review.unprinted import unprinted
from placette.engine.texts.markup import MarkupError, to_html
from tests.engine.texts.test_markup import TEXTS, as_github
from tests.engine.texts.test_texts_fuzzing import BODIES, BOUNDED
from tests.fixture_site import ROOT

_TABLES = ("commands/review/advice/marks.yml", "engine/texts/markup.yml", "engine/content/problems/texts.yml")
_COMMENT = re.compile(r"<!--(?:>|->|.*?(?:-->|\Z))", re.DOTALL)
_HIDDEN = re.compile(
    r"<!--(?:>|->|.*?-->)|</?[a-zA-Z][^<>]*>|\[[^\]\n]*\]: (?:#|<>)[^\n]*|\]\[[^\]\n]*\]|\[[^\]\n]*\]:|&\w+;"
    r"|(?:`{3,}|~{3,})[ \t]*[^\s`]*",
    re.DOTALL,
)
"""What nobody means to be seen: comments that end, tags, names of definitions and of languages."""
_WORD, _LONG = re.compile(r"[^\W\d_]+"), re.compile("[a-zé]{5,}")
MARKS = st.lists(
    st.sampled_from(
        (
            *("-\u00a0des gants\n", "-\u00a0", "- ", "> ", "    ", "1. ", "[9h]: messe\n", "[NB]: bottes\n", "[9h] "),
            *("#Titre\n", "##La source\n", "| a | b |\n|---|---|\n", "| `c|d` | e |\n", "| f | grange | h |\n"),
            *("`", "``", "```\n", "[^1]", "[^1]: ", "notice\n", "<!-- ", "-->", "*[CLE]: Commission\n", "CLE "),
            *("\n", "\n\n", "\\", "1° un\n", "a) deux\n", "<div>\n"),
        )
    ),
    max_size=14,
).map("".join)  # fmt: skip


def bodies() -> dict[str, str]:
    """The texts of the demonstration, and those of the tables."""
    found = {str(path): path.read_text(encoding="utf-8") for path in sorted((ROOT / "content").rglob("*.md"))}
    found = {name: text.partition("\n---\n")[2] for name, text in found.items()}
    for table in _TABLES:
        for case in yaml.safe_load((ROOT / "tests" / table).read_text(encoding="utf-8")):
            found[f"{table} {case['name']}"] = case.get("body") or case.get("text") or ""
    return {name: text for name, text in found.items() if "- - - - -" not in text}  # nested too deep to be converted


def said_of(text: str) -> str:
    """The passages that the advice on a text is about."""
    said = ""
    for one in unprinted(text):
        end = -1 if str(one.values.get("words", "")).startswith("<!--") else text.find("\n\n", one.at)
        said += text[one.at : end if end >= 0 else len(text)]
    return said


def unsaid(text: str) -> list[str]:
    """The words of a text that are nowhere in its HTML, and that no advice is about."""
    shown = re.sub(r"\W", "", _COMMENT.sub("", LexborHTMLParser(to_html(text), is_fragment=True).html or ""))
    said = said_of(text)
    return [word for word in _LONG.findall(_HIDDEN.sub(" ", text)) if word not in shown and word not in said]


@BOUNDED
@given(st.one_of(BODIES, TEXTS, MARKS))
@example("[^1]: notice\n    [^2]: source\n\na[^1]\n")
def test_every_word_of_any_text_is_shown_or_said_to_be_left_out(text: str) -> None:
    try:
        assert unsaid(text) == []
    except MarkupError:
        return


def test_every_word_that_a_forge_shows_is_shown_or_said_to_be_left_out() -> None:
    """At most two in a thousand are said, with names of alerts and of abbreviations, which a forge prints."""
    texts, lost, total = bodies(), 0, 0
    assert len(texts) > 200
    for name, text in texts.items():
        theirs = Counter(_WORD.findall(LexborHTMLParser(as_github(text)).text()))
        ours = Counter(_WORD.findall(unescape(_COMMENT.sub("", to_html(text)))))  # meanings are in attributes
        lost, total = lost + (theirs - ours).total(), total + theirs.total()
        assert unsaid(text) == [], name
        assert [word for word in theirs.keys() - ours.keys() if word not in said_of(text) + "NOTE"] == [], name
    assert total > 25_000
    assert lost / total <= 0.002, (lost, total)
