"""Questions have pages, lists and a feed; other pages lead to them, and they change by themselves."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import feedparser
import pytest

from tests.fixture_site import EPOCH, Site, build, copy_site

pytestmark = pytest.mark.whole

BASE = "/blog/"
PAGE, OPEN = "questions/l-eau-est-elle-bonne/", "questions/qui-tond/"
PLAIN: dict[str, Any] = {"SHARING_CARDS": False, "PICTURES_ON_PAGES": False}


def hrefs(site: Site, path: str, selector: str = "main a") -> list[str | None]:
    return [node.attributes["href"] for node in site.page(path).css(selector)]


def test_a_page_shows_the_question_its_answer_and_what_followed(kitchen_sink: Site) -> None:
    assert kitchen_sink.texts_of(PAGE, "h1") == ["L’eau du lavoir est-elle bonne\u202f? <script>alert(1)</script>"]
    assert kitchen_sink.texts_of(PAGE, ".question__asked .prose p")[-1] == "Et pour les vaches\u202f?"
    assert kitchen_sink.texts_of(PAGE, ".question__answer .prose strong") == ["bonne"]
    assert "Service de l’eau" in kitchen_sink.texts_of(PAGE, ".question__signature")[0]
    assert "mairie de Volcville" in kitchen_sink.texts_of(PAGE, ".question__signature")[0]
    assert kitchen_sink.texts_of(PAGE, ".question__answer .notice")[0].startswith("À vérifier")
    assert "pas bleue" in kitchen_sink.texts_of(PAGE, ".question__correction")[0]
    assert "https://eau.example/analyse?a=1&b=2" in hrefs(kitchen_sink, PAGE, ".question__sources a")
    assert f"{BASE}2026/the-wash-house/" in hrefs(kitchen_sink, PAGE, ".question__sources a")


def test_no_anchor_stands_twice_and_each_leads_somewhere(kitchen_sink: Site) -> None:
    page = kitchen_sink.page(PAGE)
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(ids) == len(set(ids))
    inside = [href for href in hrefs(kitchen_sink, PAGE) if href and href.startswith("#")]
    assert len(inside) >= 4
    assert [href for href in inside if href[1:] not in ids] == []


def test_an_open_question_says_how_long_it_has_waited(kitchen_sink: Site) -> None:
    assert kitchen_sink.texts_of(OPEN, "header strong") == ["Sans réponse depuis 48 jours ouvrés"]
    assert kitchen_sink.texts_of(OPEN, ".question__waits") == ["Elle attend depuis 48 jours ouvrés."]


def test_less_than_a_working_day_is_no_number_of_days(tmp_path: Path) -> None:
    content = copy_site("kitchen-sink", tmp_path)
    for name, asked in ((OPEN, "2026-07-01"), (PAGE, "2026-03-12")):
        text = content / name / "index.md"
        told = re.sub(r"(?m)^(asked|posée): .*$", rf"\1: {asked}", text.read_text(encoding="utf-8"))
        text.write_text(told.replace("transmise: 2026-03-03\n", ""), encoding="utf-8")
    site = build(content, tmp_path, EPOCH, **PLAIN)
    assert site.texts_of(OPEN, ".question__waits") == ["Elle attend depuis moins d’un jour ouvré."]
    assert site.texts_of(OPEN, "header strong")[0].endswith(", attend depuis moins d’un jour ouvré")
    assert "en moins d’un jour ouvré" in site.texts_of(PAGE, ".question__answer")[0]


def test_lists_hold_open_questions_first_and_no_numbers(kitchen_sink: Site) -> None:
    found = hrefs(kitchen_sink, "questions/", ".question-list a")
    assert found == [BASE + OPEN, BASE + PAGE]
    ways = kitchen_sink.texts_of("questions/", ".question-ways a")
    assert ways == ["Service de l’eau", "Patrimoine"]
    assert not any(character.isdigit() for text in ways for character in text)
    for path in ("questions/services/service-eau/", "questions/sujets/patrimoine/"):
        assert BASE + PAGE in hrefs(kitchen_sink, path), path


def test_who_has_a_question_reads_what_happens_and_has_one_button(tmp_path: Path) -> None:
    content = copy_site("kitchen-sink", tmp_path)
    site = build(content, tmp_path, EPOCH, LETTERBOX_ADDRESS="lettres@mairie-inventee.fr", **PLAIN)
    for path in ("", "questions/"):
        assert "/questions/poser/" in hrefs(site, path), path
    (button,) = hrefs(site, "questions/poser/", ".button--strong:not(.menu__write, .button--band)")
    assert str(button).startswith("mailto:lettres@mairie-inventee.fr?subject=%5BQuestion%5D")
    steps = site.texts_of("questions/poser/", ".ask__steps li")
    assert ["2 jours ouvrés" in steps[1], "20 jours ouvrés" in steps[2]] == [True, True]
    assert "Votre nom ne paraît que si vous le demandez." in site.texts_of("questions/poser/", ".ask__notes")[0]
    assert f"/{PAGE}" in hrefs(site, "questions/poser/", ".question-list a")
    form = build(content, tmp_path / "form", EPOCH, LETTERBOX_FORM="https://ecrire.mairie-inventee.fr", **PLAIN)
    assert "https://ecrire.mairie-inventee.fr?kind=question" in hrefs(form, "questions/poser/")


def test_where_nobody_takes_questions_nothing_leads_to_asking_one(tmp_path: Path) -> None:
    content = copy_site("kitchen-sink", tmp_path)
    closed: dict[str, Any] = dict.fromkeys((f"LETTERBOX_{name}" for name in ("ADDRESS", "TELEPHONE", "COUNTER")), "")
    site = build(content, tmp_path, EPOCH, **closed, **PLAIN)
    assert [path for path in site.files() if path.endswith(".html") and "questions/poser/" in site.text(path)] == []
    assert "questions/poser/index.html" not in site.files()
    at_counter: dict[str, Any] = closed | {"LETTERBOX_COUNTER": "À l’accueil."}
    counter = build(content, tmp_path / "counter", EPOCH, **at_counter, **PLAIN)
    assert hrefs(counter, "questions/poser/", ".button--strong:not(.menu__write, .button--band)") == []
    assert "À l’accueil." in counter.texts_of("questions/poser/", ".ask__notes")[0]


def test_pages_about_the_same_lead_to_it(kitchen_sink: Site) -> None:
    assert BASE + PAGE in hrefs(kitchen_sink, "2026/the-wash-house/")
    assert BASE + PAGE in hrefs(kitchen_sink, "auteurs/service-eau/")
    assert BASE + PAGE in hrefs(kitchen_sink, "", "section[aria-labelledby=question-of-month] a")
    assert {BASE + PAGE, BASE + OPEN} <= set(hrefs(kitchen_sink, "plan-du-site/"))
    assert f"{PAGE}</loc>" in kitchen_sink.text("sitemap.xml")


def test_the_feed_holds_the_newest_first_with_their_answers(kitchen_sink: Site) -> None:
    atom = feedparser.parse(kitchen_sink.text("feeds/questions.atom.xml"))
    told = json.loads(kitchen_sink.text("feeds/questions.json"))
    assert [entry.title for entry in atom.entries] == [item["title"] for item in told["items"]]
    assert told["items"][0]["title"] == "Who mows the village green?"
    assert "Pour les grenouilles" in told["items"][1]["content_html"]
    assert "/blog/feeds/questions.json" in hrefs(kitchen_sink, PAGE, 'link[rel="alternate"]')


def test_machines_read_a_question_and_its_accepted_answer(kitchen_sink: Site) -> None:
    script = kitchen_sink.page(PAGE).css_first('script[type="application/ld+json"]')
    assert script is not None
    page = json.loads(script.text())["@graph"][0]
    question = page["mainEntity"]
    assert (page["@type"], question["@type"], question["answerCount"]) == ("QAPage", "Question", 1)
    accepted = question["acceptedAnswer"]
    assert accepted["author"][0]["name"] == "Service de l’eau"
    assert accepted["dateModified"].startswith("2026-03-20")
    assert "author" not in question, "whoever asked has no name"
    assert accepted["url"].endswith("#r0")
    open_one = kitchen_sink.page(OPEN).css_first('script[type="application/ld+json"]')
    assert open_one is not None
    assert json.loads(open_one.text())["@graph"][0]["mainEntity"]["answerCount"] == 0


def test_a_document_that_an_answer_rests_on_comes_with_it(tmp_path: Path) -> None:
    content = copy_site("kitchen-sink", tmp_path)
    answer, document = content / PAGE / "answer-1.md", content / PAGE / "deliberation.csv"
    text = answer.read_text(encoding="utf-8").replace('"https://eau.example/analyse"', document.name)
    answer.write_text(text, encoding="utf-8")
    document.write_text("Année;Mètres cubes\n2026;12\n", encoding="utf-8")
    site = build(content, tmp_path, EPOCH, **PLAIN)
    assert [found for found in site.build.problems if found.path.startswith(PAGE)] == []
    address = f"{PAGE}deliberation.csv"
    assert f"/{address}" in hrefs(site, PAGE, ".question__sources a")
    assert address in site.files()
