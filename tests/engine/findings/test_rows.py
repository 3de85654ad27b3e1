"""One report, printed for a terminal, for programs and as a page; a stranger's words are never obeyed."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.translation import Severity, load_catalogue
from placette.engine.findings.problems import columns, problem
from placette.engine.findings.reports import WIDTH, cut
from placette.engine.findings.rows import FindingSection, FindingsReport, Row
from tests.fixture_site import only

NOW = datetime(2026, 7, 1, tzinfo=UTC)
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\x1b[31m\udcff"
LONG = "word " * 30 + "https://a.example/a-very-long-address-that-nobody-may-cut-in-two-because-it-is-to-be-copied/x"
DUE = Row("Letter 2026-0100", "not read", ("letters/a.md",), "invoke letters", ("Léa",), due=date(2026, 6, 30))
WRONG = Row("What is a.", mend="git push", code="a", severity=Severity.BLOCKING)
FINE = Row("What is b.", code="b", severity=Severity.FINE)
STRANGE = Row(EVIL, EVIL, (EVIL,), EVIL, (EVIL,), url="https://thiers.example/?a=1&b='")
SECTIONS = (FindingSection("due", "Deadlines", [DUE], ["A note."]), FindingSection("rest", "The rest", [WRONG, FINE]))


def report(*sections: FindingSection, lang: str = "en") -> FindingsReport:
    return FindingsReport("Carnets", NOW, sections or SECTIONS, load_catalogue(lang), lang)


def test_a_terminal_has_the_day_first_and_what_to_do_last() -> None:
    text = report().as_text().replace("\u00a0", " ")
    assert text == (
        "Carnets, 1 July 2026\n\n"
        "Deadlines (1)\n  A note.\n"
        "  30 June 2026       Letter 2026-0100\n"
        "                     not read (Léa)\n"
        "                     letters/a.md\n"
        "                     → invoke letters\n\n"
        "The rest (2)\n  What is a.  [a, to fix]\n    → git push\n  What is b.  [b, fine]"
    )
    coloured = report().as_text("colour").replace("\u00a0", " ")
    assert re.sub(r"\x1b\[\d+m", "", coloured) == text != coloured


def test_lines_fit_but_for_what_must_stay_whole_and_long_lists_are_cut() -> None:
    rows = [Row("word " * 30, LONG, due=NOW.date()), Row(LONG, mend=LONG)]
    text = report(FindingSection("x", "X", rows)).as_text()
    assert [line for line in text.split("\n") if columns(line) > WIDTH and "https://" not in line] == []
    assert text.count("copied/x") == 3
    assert "… and 16 more: invoke status --page" in report(FindingSection("x", "X", [FINE] * 26)).as_text(most=10)
    assert cut("新" * 50, 9) == "新新新新…"


def test_programs_read_every_field() -> None:
    record = json.loads(
        report(*SECTIONS, FindingSection("strange", EVIL, [STRANGE], facts={"day": NOW.date()})).as_json()
    )
    assert (record["version"], record["now"]) == (1, "2026-07-01T00:00:00+00:00")
    assert record["count"] == {"blocks": 1, "missing": 0, "advice": 0, "fine": 1}
    due, rest, strange = record["sections"]
    row: dict[str, object] = {
        "what": "Letter 2026-0100",
        "note": "not read",
        "where": ["letters/a.md"],
        "mend": "invoke letters",
    }
    row |= {"who": ["Léa"], "since": None, "due": "2026-06-30", "is_late": False, "url": "", "code": ""}
    assert due["rows"] == [{**row, "severity": None}]
    assert (rest["name"], rest["rows"][0]["severity"]) == ("rest", "blocks")
    assert (strange["facts"], strange["rows"][0]["what"]) == ({"day": "2026-07-01"}, EVIL)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_page_leads_to_every_section_and_obeys_nobody(lang: str) -> None:
    evil = FindingSection("strange", EVIL, [STRANGE], [EVIL], "https://thiers.example/")
    page = report(*SECTIONS, evil, lang=lang).as_page(EVIL).decode()
    tree = LexborHTMLParser(page)
    assert only(tree, "html").attributes["lang"] == lang
    targets = [(node.attributes["href"] or "").removeprefix("#") for node in tree.css("nav a")]
    assert targets == [node.attributes["id"] for node in tree.css("section")]
    assert [node.text() for node in tree.css("h2 .count")] == ["1", "2", "1"]
    assert tree.css("script, img, [onerror], iframe, form") == []
    assert "<script>alert(1)</script>" in only(tree, ":has(> h1)").text()
    assert "default-src 'none'" in (only(tree, "meta[http-equiv]").attributes["content"] or "")
    assert page.index("http-equiv") < page.index("<title>")  # before whatever it governs
    assert "noindex" in (only(tree, "meta[name=robots]").attributes["content"] or "")
    assert [node.attributes["href"] for node in tree.css("main a")] == [evil.url, STRANGE.url]
    assert "\x1b" not in report(evil).as_text()


def test_the_row_of_a_problem_has_its_place_and_both_sentences() -> None:
    say = load_catalogue("en").gettext
    row = Row.of(problem("link-scheme", "articles/a.md", 7, value="x"), say)
    assert (row.where, row.code, row.severity) == (("articles/a.md:7",), "link-scheme", Severity.BLOCKING)
    assert row.mend.startswith("Links begin with")
