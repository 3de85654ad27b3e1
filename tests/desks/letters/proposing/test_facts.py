"""What a site says of itself before a letter becomes one of its posts."""

from __future__ import annotations

from pathlib import Path

from placette.desks.letters.proposing import SiteFacts
from placette.desks.letters.proposing.facts import words_of
from tests.desks.letters.proposing.fixture_letters import make_facts, make_settings


def test_choices_people_and_addresses(facts: SiteFacts) -> None:
    assert (facts.lang, facts.licence, facts.languages) == ("fr", "CC BY 4.0", ("fr", "en", "oc"))
    assert facts.categories["marche"] == "Marché"
    assert facts.people == {"lea": "Léa Montel"}
    assert (set(facts.keys), set(facts.slugs)) == ({"lea"}, {"bonjour"})
    assert facts.page_at("https://carnets.example/blog/2026/bonjour/#texte-x") == "articles/2026/bonjour/index.md"
    assert facts.page_at("https://carnets.example/2026/bonjour/") == ""


def test_what_was_withdrawn_keeps_its_name(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    gone = Path(settings["PATH"]) / "articles/2026/parti/index.md"
    gone.parent.mkdir()
    gone.write_text("---\nstatus: withdrawn\ndate: 2026-05-02\n---\n", encoding="utf-8")
    (Path(settings["PATH"]) / "authors/paul.md").write_text("---\nstatus: withdrawn\n---\n", encoding="utf-8")
    facts = make_facts(settings)
    assert "parti" in facts.slugs
    assert "paul" in facts.keys


def test_a_language_without_a_catalogue_is_spoken_to_in_english() -> None:
    assert words_of("oc").gettext("the commune") == "the commune"
