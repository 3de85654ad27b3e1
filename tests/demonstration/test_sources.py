"""Each post of the demonstration has its place among the sources, and no source is quoted at length."""

from __future__ import annotations

import re

from tests.demonstration.accounts import CONTENT

SOURCES = (CONTENT / "README.md").read_text(encoding="utf-8")
POSTS = {path.parent.name for path in CONTENT.glob("articles/*/*/index.md")}
LONGEST_QUOTATION = 120  # characters: a line


def test_each_post_is_among_the_sources_and_nothing_else_is() -> None:
    headings = {name for line in re.findall(r"^### (.+)$", SOURCES, re.MULTILINE) for name in line.split(", ")}
    last = SOURCES.partition("### Sans fait")[2]
    named = headings | set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", last))
    assert sorted(POSTS - named) == []
    assert sorted(name for name in headings - POSTS if not name.startswith("Sans fait")) == []


def test_each_fact_says_who_says_it_and_when_it_was_read() -> None:
    rows = [line for line in SOURCES.splitlines() if line.startswith("| ") and not line.startswith(("| fait", "| ---"))]
    states = {row.rsplit("|", 2)[1].strip() for row in rows}
    assert len(rows) > 40
    assert {state for state in states if not re.fullmatch(r"relu, \d+ \w+ 20\d\d|noté|calculé", state)} == set()


def test_no_quotation_is_longer_than_a_line() -> None:
    assert [quoted for quoted in re.findall(r"«[^»]*»", SOURCES) if len(quoted) > LONGEST_QUOTATION] == []
