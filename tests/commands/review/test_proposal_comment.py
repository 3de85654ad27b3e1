"""The answer to a proposal thanks, gives good news first, and holds nothing that a forge would act upon."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from placette.commands.review.proposal import Verdict, write_comment
from placette.engine.base.translation import load_catalogue
from placette.engine.problems.problems import Problem, problem

FRENCH = load_catalogue("fr").gettext
POST = "articles/2026/le-lavoir/index.md"
FORGE_SEES = re.compile(r"(?<!\w)[@#!%~$&]\w|https?://|www\.|GH-\d", re.IGNORECASE)
"""A person, a discussion, a label, an address, as GitHub and GitLab find them in the words of a comment."""
HOSTILE = (
    "@equipe",
    "&#64;equipe &commat;equipe",
    "#12 GH-12 !12 %12 ~urgent $12",
    "https://mal.example www.mal.example ftp://mal.example",
    "[clic](https://mal.example) ![x](https://mal.example/x.png) <https://mal.example>",
    "<img src=x onerror=alert(1)><script>alert(1)</script><!-- x",
    "`code` ``` **gras** _italique_ ~~barré~~ | a | b |",
    "a\n\n# Titre\n- [ ] tâche\n\n    code\n***\n| a |\n|---|",
    "\\[clic](javascript:alert(1)) \\\\`x`",
    "$\\unicode{x}$ :tada: [^1] [x]: https://mal.example",
)


def comment(*problems: Problem, verdict: Verdict | None = None) -> str:
    return write_comment(verdict or Verdict((), changed=(POST,)), problems, FRENCH)


def shown(text: str) -> LexborHTMLParser:
    """The comment as Markdown makes it HTML."""
    return LexborHTMLParser(MarkdownIt("gfm-like", {"linkify": False}).render(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_stranger_wrote_is_shown_and_not_obeyed(text: str) -> None:
    quoted = problem("choice-unknown", POST, 4, 1, f"category: {text}", value=text, key=text, choices=text)
    named = problem("file-name", f"articles/2026/{text}", name=text, better="x")
    written = comment(quoted, named, verdict=Verdict((), changed=(f"articles/2026/{text}/b.md", POST)))
    page = shown(written)
    assert page.css("a, img, script, table, em, del, pre, h1, h2, hr, input") == []
    assert len(page.css("h3")) == 2
    for code in page.css("code"):
        code.decompose()
    body = page.body
    assert body is not None
    assert not FORGE_SEES.search(body.text()), body.text()


def test_words_are_still_those_that_were_written() -> None:
    text = "Été à 20 h : 5 % de l’eau (voir page 3) !"
    body = shown(comment(problem("choice-unknown", POST, 4, 1, value=text, key="x", choices="a"))).body
    assert body is not None
    assert text in body.text()


@pytest.mark.parametrize(("new", "first"), [(("authors/zoe.md",), "Bienvenue"), ((), "Merci")])
def test_somebody_new_is_welcomed(new: tuple[str, ...], first: str) -> None:
    written = comment(verdict=Verdict((), new_authors=new, changed=(POST,)))
    assert written.startswith(first)
    assert ("licence" in written) == bool(new)


def test_good_news_come_first_then_what_blocks_then_advice_each_once() -> None:
    blocking = problem("text-empty", "pages/a.md", 3)
    verdict = Verdict((blocking,), changed=("pages/a.md", POST))
    written = comment(problem("heading-jump", POST, 9, 1), blocking, verdict=verdict)
    parts = [line for line in written.split("\n") if line.startswith("### ")]
    headings = ["### Rien à corriger", "### À corriger avant la publication", "### Quelques conseils, si vous voulez"]
    assert parts == headings
    assert written.count("`pages/a.md`") == 1
    assert f"- ✓ `{POST}`" in written


def test_a_long_answer_is_cut_and_what_is_left_is_counted() -> None:
    long = "é" * 5000
    problems = [
        problem("choice-unknown", f"articles/2026/{number}/index.md", line, 1, long, value=long, key="x", choices=long)
        for number in range(200)
        for line in range(1, 40)
    ]
    advice = [problem("jargon", f"pages/{number}.md", 1, 1, long, found=long, better=long) for number in range(200)]
    changed = tuple(f"authors/{number}.md" for number in range(500))
    written = comment(*problems, *advice, verdict=Verdict((), changed=changed))
    assert len(written) <= 65_536
    assert len(shown(written).css("h3")) == 3
    assert "- … et 27 de plus." in written
    assert "- … et 480 de plus." in written


def test_each_problem_names_its_code_and_the_page_that_explains_it() -> None:
    found = problem("text-empty", POST, 3)
    written = write_comment(Verdict((), changed=(POST,)), [found], FRENCH, (), "docs/fr/problemes.md")
    assert "(`text-empty`)" in written
    assert "Ce que veut dire un code, et pourquoi\u00a0: `docs/fr/problemes.md`." in written
    assert "docs/" not in comment(found)
    assert "docs/" not in write_comment(Verdict((), changed=(POST,)), [], FRENCH, (), "docs/fr/problemes.md")
