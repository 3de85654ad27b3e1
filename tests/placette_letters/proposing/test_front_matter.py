"""What a site says of itself before a letter becomes one of its posts."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from placette_letters.proposing.front_matter import (
    SiteFacts,
    as_title,
    commune_said,
    first_sentence,
    first_words,
    name_of,
    words_of,
)
from tests.placette_letters.proposing.fixture_letters import make_facts, make_settings


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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dimanche à Ambert, il pleuvait.", "Ambert"),
        ("à AMBERT", "Ambert"),
        ("Le four de Saint-Germain-Lembron chauffe.", "Saint-Germain-Lembron"),
        ("Saint Germain Lembron", "Saint-Germain-Lembron"),
        ("la Chaise-Dieu", "La Chaise-Dieu"),
        ("Ambert et encore Ambert", "Ambert"),
        ("Ambert et Brioude", ""),
        ("un ambertois", ""),
        ("ambert", ""),
        ("au mois de mars", ""),
        ("Paris", ""),
        ("", ""),
    ],
)
def test_one_whole_name_with_a_capital(text: str, name: str, facts: SiteFacts) -> None:
    found = commune_said(text, facts.communes)
    assert (found.name if found else "") == name


def test_namesakes_are_no_guess_and_are_written_by_their_code(facts: SiteFacts) -> None:
    twins = [codes for codes in facts.communes.by_name.values() if len(codes) > 1]
    assert twins
    for code in twins[0]:
        commune = facts.communes.by_code[code]
        assert commune_said(f"À {commune.name}, ce soir", facts.communes) is None
        assert name_of(commune, facts.communes) == code


CASES: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("phrases.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("subject", "title"), CASES["titles"].items())
def test_a_subject_is_a_title_if_it_says_something(subject: str, title: str) -> None:
    assert as_title(subject) == title


@pytest.mark.parametrize(("text", "sentence"), CASES["sentences"].items())
def test_the_first_sentence_passes_over_greetings_and_what_is_no_prose(text: str, sentence: str) -> None:
    assert first_sentence(text).replace("’", "'") == sentence


def test_long_ones_are_cut_between_words() -> None:
    assert len(as_title("Un lavoir " * 50)) <= 110
    assert len(first_sentence("Un lavoir " * 500)) <= 220
    assert first_words("Un lavoir " * 50).endswith("lavoir…")
