"""A post that answers another: each leads to the other, and a right of reply is directly below the text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from placette.features.replies.answers import due_rights
from tests.features.replies.fixture_replies import ORIGINAL, write_post, write_profile
from tests.fixture_site import ORIGIN, Site, build, only

pytestmark = pytest.mark.whole

ANSWER = "2026/reponse/"


def posting(site: Site, path: str) -> dict[str, Any]:
    data = only(site.page(path), "script[type='application/ld+json']").text()
    found: dict[str, Any] = json.loads(data)["@graph"][0]
    return found


@pytest.fixture
def answered(content: Path, tmp_path: Path) -> Site:
    """A post, an answer, and a later right of reply."""
    write_profile(content, "camille", "Camille Aubier", "élue", "office: conseillère municipale\nside: opposition\n")
    write_post(content, "reponse", "répond à: bonjour\n", title="Une réponse", author="camille")
    write_post(content, "droit", "answers: 2026/bonjour\ndroit de réponse: 2026-06-08\n", "2026-06-10", title="Droit")
    return build(content, tmp_path, REPLIES_OPEN=False)


def test_the_answered_post_shows_who_answers_with_the_first_lines_rights_of_reply_first(answered: Site) -> None:
    assert answered.texts_of(ORIGINAL, ".answer__title") == ["Droit", "Une réponse"]
    assert answered.texts_of(ORIGINAL, ".answer .p-summary") == ["Un premier mot. Un second."] * 2
    assert answered.texts_of(ORIGINAL, ".answer .p-author") == ["Léa Montel", "Camille Aubier"]
    links = [node.attributes["href"] for node in answered.page(ORIGINAL).css(".answer__title a")]
    assert links == ["/2026/droit/", "/2026/reponse/"]


def test_a_right_of_reply_stands_directly_below_the_text_with_its_days(answered: Site) -> None:
    page = answered.page(ORIGINAL)
    after = only(page, ".answers")
    before = after.prev
    while before is not None and before.tag == "-text":
        before = before.prev
    assert before is not None
    assert before.css_first("[data-quotable]") is not None
    (right,) = page.css(".answer--right")
    assert " ".join(right.text().split()).startswith(
        "Droit de réponse · reçu le 8 juin 2026, à publier au plus tard le 11 juin 2026"
    )
    assert [node.attributes["datetime"] for node in right.css("time")][:2] == ["2026-06-08", "2026-06-11"]


def test_the_answer_says_above_its_text_what_it_answers(answered: Site) -> None:
    head = " ".join(answered.texts_of(ANSWER, ".article__head .meta"))
    assert "Répond à «\u00a0Bonjour\u00a0» · Léa Montel" in head
    link = only(answered.page(ANSWER), ".article__head a.u-in-reply-to")
    assert link.attributes["href"] == f"/{ORIGINAL}"
    right = " ".join(answered.texts_of("2026/droit/", ".article__head .meta"))
    assert "Droit de réponse à «\u00a0Bonjour\u00a0» · reçu le 8\u00a0juin\u00a02026" in right


def test_machines_are_told_the_same(answered: Site) -> None:
    assert posting(answered, ANSWER)["about"]["@id"] == f"{ORIGIN}/{ORIGINAL}#article"
    assert [work["headline"] for work in posting(answered, ORIGINAL)["subjectOf"]] == ["Droit", "Une réponse"]
    assert "comment" not in posting(answered, ORIGINAL)


def test_what_stands_there_already_is_not_proposed_to_read_next(answered: Site) -> None:
    for path in (ORIGINAL, ANSWER):
        others = answered.page(path).css("section[aria-labelledby=related] a, .neighbours a")
        addresses = {node.attributes["href"] for node in others}
        assert addresses.isdisjoint({"/2026/bonjour/", "/2026/reponse/"})


def test_of_a_post_that_is_withdrawn_a_right_of_reply_stays_and_says_so(content: Path, tmp_path: Path) -> None:
    write_post(content, "droit", "answers: bonjour\nright_of_reply: 2026-06-01\n")
    (content / "articles/2026/bonjour/index.md").write_text("---\nstatus: withdrawn\ndate: 2026-05-01\n---\n", "utf-8")
    site = build(content, tmp_path)
    head = " ".join(site.texts_of("2026/droit/", ".article__head .meta"))
    assert "Droit de réponse · reçu le 1er\u00a0juin\u00a02026" in head
    assert site.page("2026/droit/").css("a.u-in-reply-to") == []


def test_a_right_of_reply_is_due_until_it_is_out_or_its_letter_is_closed(content: Path, tmp_path: Path) -> None:
    """Those that came without a letter too; a letter and its draft are one."""
    asked = "answers: bonjour\nright_of_reply: 2026-06-{day}\n{more}"
    write_post(content, "a-la-main", asked.format(day="11", more="status: draft\n"), "2026-06-12")
    write_post(content, "paru", asked.format(day="01", more='receipt: "2026-0001"\n'))
    write_post(content, "refuse", asked.format(day="02", more='receipt: "2026-0002"\nstatus: draft\n'), "2026-06-12")
    write_post(content, "brouillon", asked.format(day="10", more='receipt: "2026-0003"\nstatus: draft\n'), "2026-06-12")
    (content / "letters").mkdir()
    for number, days in (("1", ""), ("2", "closed: 2026-06-04\n"), ("3", ""), ("4", "read: 2026-06-13\n")):
        received = f"kind: {'droit de réponse' if number == '4' else 'right-of-reply'}\nreceived: 2026-06-0{number}\n"
        (content / f"letters/2026-000{number}.md").write_text(f"---\n{received}{days}---\n", "utf-8")
    found = due_rights(build(content, tmp_path, REPLIES_OPEN=False).build)
    assert [(one.number, one.path.split("/")[-1], f"{one.until}") for one in found] == [
        ("2026-0003", "2026-0003.md", "2026-06-06"),
        ("2026-0004", "2026-0004.md", "2026-06-07"),
        ("", "index.md", "2026-06-14"),
    ]
