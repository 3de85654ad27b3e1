"""The theme's answers to the 106 criteria of RGAA 4.1: complete, with proofs that exist, and what no page may hold."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.fixture_site import ROOT, Site

TABLE = (ROOT / "themes/placette/RGAA.md").read_text(encoding="utf-8")
CRITERIA = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)
"""How many each of the 13 themes has."""
STATES = {"conforme", "non applicable", "non conforme", "à vérifier"}
ABSENT = (
    "iframe, frame, object, embed, canvas, applet, video, audio",
    "[style], [align], [bgcolor], [valign], font, center, big, tt, marquee, blink",
    "[target], [accesskey], [tabindex]:not([tabindex='0'], [tabindex='-1']), [dir=rtl]",
    "img[ismap], img[src*=captcha], input[type=image], map, form",
    ".prose p:empty, table:not(:has(th[scope])), th:not([scope])",
    "meta[http-equiv=refresh]:not([content^='0;'])",
    "main a:is([href$='.pdf'], [href$='.doc'], [href$='.docx'], [href$='.odt'], [href$='.ods'], [href$='.xlsx'])",
)
PLANTED = ("<iframe></iframe>", "<div class=prose><p></p></div>", "<table><tr><td>1</table>", '<b style="top:0">b</b>')
_WAYS = ".site-header a, .menu a, .site-footer a"
_PROOF = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


class Answer(NamedTuple):
    """A line of the table."""

    number: str
    name: str
    state: str
    proof: str


ANSWERS = [Answer(*line) for line in re.findall(r"^\| (\d+\.\d+) \| (.+?) \| (.+?) \| (.+) \|$", TABLE, re.MULTILINE)]


def test_each_of_the_106_criteria_is_answered_once() -> None:
    numbers = [f"{theme}.{number}" for theme, count in enumerate(CRITERIA, 1) for number in range(1, count + 1)]
    assert [answer.number for answer in ANSWERS] == numbers
    assert len(numbers) == 106
    assert {answer.state for answer in ANSWERS} <= STATES


def test_the_sums_above_the_table_are_those_of_the_table() -> None:
    count = Counter(answer.state for answer in ANSWERS)
    told = re.search(r"(\d+) conformes, (\d+) non applicables, (\d+) non conforme, (\d+) à vérifier", TABLE)
    assert told
    states = ("conforme", "non applicable", "non conforme", "à vérifier")
    assert [int(number) for number in told.groups()] == [count[state] for state in states]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.number)
def test_an_answer_names_tests_that_exist_or_says_who_looked(answer: Answer) -> None:
    proofs = _PROOF.findall(answer.proof)
    sources = {path: (ROOT / path).read_text(encoding="utf-8") for path, _name in proofs}
    assert [name for path, name in proofs if not re.search(rf"^def {name}\(", sources[path], re.MULTILINE)] == []
    assert proofs or re.search("regardé|par un audit", answer.proof, re.IGNORECASE)
    assert (answer.state == "à vérifier") == ("À vérifier par un audit" in answer.proof)


def test_what_does_not_apply_is_on_no_page(kitchen_sink: Site) -> None:
    pages = {path: kitchen_sink.page(path) for path in kitchen_sink.files() if path.endswith(".html")}
    held = {(path, node.html) for path, page in pages.items() for what in ABSENT for node in page.css(what)}
    assert sorted(held) == []


@pytest.mark.parametrize("planted", PLANTED)
def test_what_must_be_absent_is_seen(planted: str) -> None:
    page = LexborHTMLParser(f"<main>{planted}</main>")
    assert any(page.css(what) for what in ABSENT)


def test_every_page_has_the_same_ways_at_the_same_place(kitchen_sink: Site) -> None:
    pages = {path: kitchen_sink.page(path) for path in kitchen_sink.files() if path.endswith(".html")}
    ways = {
        path: tuple(str(node.attributes["href"]).partition("?")[0] for node in page.css(_WAYS))
        for path, page in pages.items()
    }
    whole = {path: found for path, found in ways.items() if found}
    assert len(set(whole.values())) == 1
    found = next(iter(whole.values()))
    assert {"/blog/plan-du-site/", "/blog/recherche/#search"} <= set(found)
    without = {path for path in ways if not ways[path]}
    assert all(pages[path].css("meta[http-equiv=refresh]") for path in without), "only what leads on at once has none"


def test_no_script_listens_to_movements_or_opens_windows() -> None:
    scripts = {path: path.read_text(encoding="utf-8") for path in (ROOT / "themes/placette/static/js").rglob("*.js")}
    assert scripts
    moved = re.compile(r"devicemotion|deviceorientation|Accelerometer|Gyroscope|window\.open")
    assert [path.name for path, source in scripts.items() if moved.search(source)] == []
