"""The converter's shortcuts change nothing: whatever the text, its HTML is what Python-Markdown makes without them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from placette.engine.texts.markup import MarkupError, excess, make_converter, to_html
from tests.engine.texts.test_texts_fuzzing import BODIES, BOUNDED

HERE = Path(__file__).parent
LINES = st.sampled_from(
    (
        *(
            "Du texte.",
            "**Gras** et la suite.",
            "*a* b",
            "_a_ b",
            "«a»",
            "“a”",
            '"a"',
            "(a)",
            "…",
            "— a",
            "12 a",
            "12. a",
        ),
        *(
            "12a",
            "1986. a",
            "² a",
            "- a",
            "+ a",
            "* a",
            "*a",
            "** a",
            "*[a]: b",
            "a b",
            "# a",
            "a # b",
            "#a",
            "##",
            "===",
        ),
        *("---", "***", "_ _ _", "* * *", "> a", ">a", ": a", ":a", "a : b", "| a | b |", "|---|---|", "a | b", "-|-"),
        *("!!! note", '!!! note "a"', "!! a", "[^1]: a", "[^1]", "[^2]", "[a]: b", "[a]:", "[a]", "![a]", "[b][a]"),
        *("[a](b)", "![a](b 'c')", "```", "~~~ python", "`a`", "``a`", "<b>a</b>", "<div>", "</div>", "<!-- a -->"),
        *(
            "<https://a.fr>",
            "<a@b.fr>",
            "&eacute;",
            "a & b",
            "\\*a\\*",
            "a\\",
            "a  ",
            "a \t",
            "a\x02  ",
            "///Footnotes Go Here///",
        ),
    )
)
STARTS = st.sampled_from(("", "", "", "", " ", "   ", "    ", "        ", "\t", "> ", "- ", "1. ", ":   ", "\x02"))
ENDS = st.sampled_from(("\n", "\n", "\n\n", "  \n", "\r\n", "\n\n\n", " "))
TEXTS = st.lists(st.tuples(STARTS, LINES, ENDS).map("".join), max_size=12).map("".join)


def convert_without_shortcuts(text: str) -> str | None:
    """What the library makes of a text; None where it fails."""
    with suppress(Exception):
        return str(make_converter().convert(text))  # a new one: where it fails, it would spoil the next text
    return None


def convert(text: str) -> str | None:
    with suppress(MarkupError):
        return to_html(text)
    return None


@BOUNDED
@given(st.one_of(BODIES, TEXTS))
def test_any_text_becomes_what_the_library_makes_of_it(text: str) -> None:
    assert convert(text) == convert_without_shortcuts(text)


def test_the_texts_we_have_become_what_the_library_makes_of_them() -> None:
    cases = yaml.safe_load((HERE / "body.yml").read_text(encoding="utf-8"))
    files = sorted((HERE.parents[1] / "content").rglob("*.md"))
    texts = [case["body"] for case in cases] + [path.read_text(encoding="utf-8") for path in files]
    assert [text for text in texts if convert(text) != convert_without_shortcuts(text)] == []


RUNS = (
    *(mark * 40 for mark in "[](){}<>*_`~!|^#+"),
    *("- " * 24 + "a", "-+*>" * 6, "> " * 24, "1. " * 12, "10) " * 12, "1986. " * 12, "7) 8. " * 6),
)


@pytest.mark.parametrize("run", RUNS)
def test_a_run_of_marks_is_too_much_wherever_it_stands(run: str) -> None:
    assert excess(run)
    assert excess(f"Un mot.\n\n{run}\nUn autre, en 1986.\n")
