"""A consultation on its page, in lists, feeds and searches, and for machines: while it runs, waits, and is decided."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.fixture_site import Site, build, only, write_file

BASE = "/blog/"
RUNNING, PENDING, DECIDED = "appels/le-banc/", "appels/le-nom-de-la-place/", "appels/your-tap/"
PLAIN: dict[str, Any] = {"SHARING_CARDS": False, "PICTURES_ON_PAGES": False}
TEXT = """---
titre: Le banc
résumé: Un banc.
question: Où mettre le banc ?
ouverture: 2026-06-10
échéance: 2026-06-20
auteurs: [lea]
{more}---
Dites.
"""
SERVICE = "---\nname: Service de l'eau\nkind: service\noffice: mairie\n---\nUne phrase.\n"
SIGNED = "décision: À l'ombre.\ndécidé_le: 2026-06-25\ndécidé_par: eau\nbilan: bonjour\n"


def words(site: Site, path: str, selector: str) -> str:
    return " ".join(" ".join(site.texts_of(path, selector)).split())


def test_a_running_one_says_until_when_and_how_to_answer(kitchen_sink: Site) -> None:
    assert words(kitchen_sink, RUNNING, ".consultation__question") == "De quel côté du lavoir faut-il mettre le banc ?"
    assert words(kitchen_sink, RUNNING, ".consultation__when") == "Ouverte jusqu’au 31 août 2026"
    assert only(kitchen_sink.page(RUNNING), ".consultation .button").text() == "Donner mon avis"


def test_a_pending_one_counts_the_days_and_stays_in_the_lists(kitchen_sink: Site) -> None:
    assert words(kitchen_sink, PENDING, ".consultation__when") == "La décision est attendue depuis 31 jours."
    assert not kitchen_sink.page(PENDING).css(".consultation .button")
    listed = words(kitchen_sink, "appels/", ".term-list")
    assert "Consultation close le 31 mai 2026. Comment s’appelle la place ?" in listed
    assert f"{PENDING}</loc>" in kitchen_sink.text("sitemap.xml")
    assert not kitchen_sink.page(PENDING).css('meta[name="robots"]')


def test_a_decided_one_says_what_by_whom_in_what_capacity_when_and_where_more_is_said(kitchen_sink: Site) -> None:
    decision = words(kitchen_sink, DECIDED, ".consultation__next")
    assert decision.startswith("La décision It runs from April to October, and a notice says so.")
    assert "20 avril 2026" in decision
    assert "mairie" in decision.casefold() or "commune" in decision.casefold()
    links = [node.attributes["href"] for node in kitchen_sink.page(DECIDED).css(".consultation__next a")]
    assert f"{BASE}2026/the-wash-house/" in links
    assert f"{BASE}registre/" in links
    assert "<winter>" not in kitchen_sink.text(f"{DECIDED}index.html")


def test_machines_read_a_question_and_its_accepted_answer(kitchen_sink: Site) -> None:
    def question(path: str) -> dict[str, Any]:
        data = only(kitchen_sink.page(path), "script[type='application/ld+json']").text()
        found: dict[str, Any] = json.loads(data)["@graph"][0]["mainEntity"]
        return found

    decided = question(DECIDED)
    assert decided["name"] == "Should the tap at the wash-house run in <winter>?"
    assert decided["temporal"] == "2026-03-01/2026-03-31"
    assert decided["acceptedAnswer"]["text"] == "It runs from April to October, and a notice says so."
    assert "acceptedAnswer" not in question(RUNNING)


@pytest.mark.parametrize("ending", ["atom.xml", "json"])
def test_the_feed_holds_what_was_asked_and_what_was_decided(kitchen_sink: Site, ending: str) -> None:
    text = kitchen_sink.text(f"feeds/consultations.{ending}")
    assert "a notice says so" in text
    if ending == "atom.xml":
        entries = feedparser.parse(text).entries
        assert [entry.title for entry in entries] == ["Le banc du lavoir", "Le nom de la place", "Your tap"]
    announced = [node.attributes["href"] for node in kitchen_sink.page("").css('link[rel="alternate"]')]
    assert f"{BASE}feeds/consultations.{ending}" in announced


@pytest.mark.whole
def test_a_consultation_goes_from_stage_to_stage_as_in_a_build_from_nothing(content: Path, tmp_path: Path) -> None:
    write_file(content / "calls/banc.md", TEXT.format(more=SIGNED))
    (content / "authors/eau.md").write_text(SERVICE, encoding="utf-8")
    shown = {
        "2026-06-09": "Elle ouvre le 10 juin 2026.",
        "2026-06-21": "La décision est attendue depuis 1 jour.",
        "2026-06-25": "",
    }
    for day, said in shown.items():
        moment = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=ZoneInfo("Europe/Paris"))
        now = f"{int(moment.timestamp())}"
        again, clean = build(content, tmp_path, now, **PLAIN), build(content, tmp_path / day, now, **PLAIN)
        assert words(again, "appels/banc/", ".consultation__when") == said, day
        assert [p for p in clean.files() if (again.output / p).read_bytes() != (clean.output / p).read_bytes()] == []
        assert ("À l’ombre." in again.text("feeds/consultations.atom.xml")) is (said == "")
    tree = LexborHTMLParser(again.text("appels/banc/index.html"))
    assert "À l’ombre." in only(tree, ".consultation__words").text()
