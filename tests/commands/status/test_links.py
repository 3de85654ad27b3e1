"""Links are found with their lines, answers are remembered as long as they hold, and reported in words."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from gettext import NullTranslations
from pathlib import Path

import pytest

from placette.commands.status.links.memory import (
    FILE,
    Answer,
    due,
    known_links,
    read_answers,
    render_count,
    render_json,
    render_links,
    renewed,
    write_answers,
)
from placette.commands.status.links.outcomes import (
    Link,
    LinkFate,
    LinkOutcome,
    LinkPlace,
    Reply,
    Visit,
    is_web,
    judge,
    outside_links,
    seconds_to_wait,
)
from tests.commands.status.reading import read_site

TODAY = date(2026, 7, 1)
ALIVE, GONE, FAILING = (
    LinkOutcome(LinkFate.ALIVE, "", 200),
    LinkOutcome(LinkFate.GONE, "status", 404),
    LinkOutcome(LinkFate.FAILING, "timeout"),
)
POST = "articles/2026/bonjour/index.md"
PROFILE = "authors/lea.md"
TEXT = """---
title: Bonjour
summary: Un premier billet.
date: 2026-05-01
authors: [lea]
category: Nature
---
Voir [là](https://a.example/x?y=1#ici) et <https://b.example/>,
[chez nous](https://carnets.example/2026/bonjour/) ou [écrire](mailto:a@b.example).

Encore [là](https://a.example/x?y=1 "Titre") et [ailleurs][1].

[1]: HTTP://C.example/É
"""


def link(url: str) -> Link:
    return Link(url, (LinkPlace(POST, 8),))


def test_links_of_texts_and_profiles_are_found_with_their_lines(content: Path, tmp_path: Path) -> None:
    (content / POST).write_text(TEXT, encoding="utf-8")
    profile = content / PROFILE
    profile.write_text(
        profile.read_text(encoding="utf-8").replace("\n---\n", "\nlinks: {site: https://lea.example/}\n---\n", 1),
        encoding="utf-8",
    )
    build = read_site(content, tmp_path)
    assert [found for found in build.problems if found.severity == "blocks"] == []
    found = outside_links(build, "https://carnets.example", lambda path: (content / path).read_text(encoding="utf-8"))
    assert [(one.url, [(place.path, place.line) for place in one.places]) for one in found] == [
        ("HTTP://C.example/É", [(POST, 13)]),
        ("https://a.example/x?y=1", [(POST, 8)]),
        ("https://b.example/", [(POST, 8)]),
        ("https://lea.example/", [(PROFILE, 5)]),
    ]


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "javascript:alert(1)", "https://", "http://[", "mailto:a@b.example"]
)
def test_what_no_server_of_the_web_holds_is_not_asked(url: str) -> None:
    assert not is_web(url)


@pytest.mark.parametrize(
    ("reply", "fate"),
    [
        (Reply(204), LinkFate.ALIVE),
        (Reply(304), LinkFate.ALIVE),
        (Reply(301), LinkFate.FAILING),  # without saying where to
        (Reply(451), LinkFate.CLOSED),
        (Reply(999), LinkFate.CLOSED),
        (Reply(521), LinkFate.FAILING),
        (Reply(302, location="https://["), LinkFate.FAILING),
        (Reply(302, location="https://a.example/" + "x" * 3000), LinkFate.FAILING),
        (Reply(302, location="file:///etc/passwd"), LinkFate.FORBIDDEN),
        (Reply(302, location="#here"), LinkFate.FAILING),
    ],
)
def test_an_answer_has_one_meaning(reply: Reply, fate: LinkFate) -> None:
    found = judge(Visit("https://a.example/", "https://a.example/"), reply)
    assert isinstance(found, LinkOutcome)
    assert found.fate is fate


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("7", 7.0),
        ("Wed, 01 Jul 2026 12:00:30 GMT", 30.0),
        ("Wed, 01 Jul 2020 12:00:30 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("9" * 500, 999_999_999.0),
    ],
)
def test_a_server_says_when_to_come_back(written: str, seconds: float | None) -> None:
    assert seconds_to_wait(written, datetime(2026, 7, 1, 12, tzinfo=UTC)) == seconds


def test_a_live_answer_holds_for_days_and_a_dead_one_is_asked_again() -> None:
    ages = {f"https://{days}.example/": Answer(ALIVE, TODAY - timedelta(days=days)) for days in (0, 6, 7)}
    answers = {
        **ages,
        "https://dead.example/": Answer(GONE, TODAY, TODAY),
        "https://t.example/": Answer(ALIVE, date(2030, 1, 1)),
    }
    links = [link(url) for url in (*answers, "https://new.example/")]
    assert due(links, answers, TODAY, 7) == [
        *("https://7.example/", "https://t.example/", "https://new.example/", "https://dead.example/")
    ]
    assert len(due(links, answers, TODAY, 0)) == len(links)


def test_a_dead_link_is_dead_since_its_first_failure_and_forgotten_with_its_text() -> None:
    before = {
        "https://a.example/": Answer(FAILING, date(2026, 6, 1), date(2026, 5, 1)),
        "https://b.example/": Answer(ALIVE, TODAY),
    }
    links = [link("https://a.example/")]
    dead = renewed(links, before, {"https://a.example/": GONE}, TODAY)
    assert dead == {"https://a.example/": Answer(GONE, TODAY, date(2026, 5, 1))}
    alive = renewed(links, dead, {"https://a.example/": ALIVE}, TODAY)
    assert alive == {"https://a.example/": Answer(ALIVE, TODAY)}
    assert renewed(links, alive, {"https://a.example/": GONE}, TODAY)["https://a.example/"].since == TODAY
    assert renewed(links, before, {}, TODAY) == {"https://a.example/": before["https://a.example/"]}


@pytest.mark.parametrize("data", [b"", b"[]", b'{"https://a.example/": {"outcome": {"fate": "well"}}}', b"\xff\x00"])
def test_a_memory_that_is_not_ours_is_no_memory(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE).write_bytes(data)
    assert read_answers(tmp_path) == {}


def test_answers_come_back_as_they_were_kept(tmp_path: Path) -> None:
    answers = {"https://a.example/": Answer(GONE, TODAY, TODAY), "https://b.example/é": Answer(ALIVE, TODAY)}
    write_answers(tmp_path, answers)
    assert read_answers(tmp_path) == answers


def test_the_report_says_what_where_and_since_when_and_obeys_nobody() -> None:
    answers = {
        "https://dead.example/\x1b[2J": Answer(GONE, TODAY, date(2026, 5, 1)),
        "https://moved.example/": Answer(LinkOutcome(LinkFate.ALIVE, "", 200, "https://new.example/"), TODAY),
        "https://private.example/": Answer(LinkOutcome(LinkFate.FORBIDDEN, "private"), TODAY),
        "https://well.example/": Answer(ALIVE, TODAY),
    }
    known = known_links([link(url) for url in (*answers, "https://new.example/")], answers)
    report = render_links(known, NullTranslations(), "en")
    assert report == (
        f"Gone (1)\n  https://dead.example/\\x1b[2J\n      it answers 404, since 1\u00a0May\u00a02026\n"
        f"      {POST}:8\n\n"
        "Not checked: look at them yourself (1)\n  https://private.example/\n      it leads into a private network\n"
        f"      {POST}:8\n\n"
        "Moved for good: the new address is a proposal (1)\n  https://moved.example/\n    → https://new.example/\n"
        f"      {POST}:8"
    )
    assert render_count(known, 4, NullTranslations()).startswith("Outside links: 5. Answering: 2; gone: 1;")
    record = json.loads(render_json(known, 4))
    assert (record["version"], record["asked"], len(record["links"])) == (1, 4, 5)
    assert record["links"][0] == {
        "url": "https://dead.example/\x1b[2J",
        "fate": "gone",
        "why": "status",
        "status": 404,
        "moved": "",
        "asked": "2026-07-01",
        "since": "2026-05-01",
        "spots": [{"path": POST, "line": 8}],
    }
    assert record["links"][-1]["fate"] == "unknown"
