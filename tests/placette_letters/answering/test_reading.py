"""Answers to our mails: a first line that is a word we asked for counts, and an editor reads all the rest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from placette_letters.answering.questions import asked
from placette_letters.answering.reading import merged, read_answers
from placette_letters.letter import Consent, Enclosure, Gap, Letter, Manuscript, Picture, Remark, WriterAnswers
from tests.placette_letters.answering.fixture_letters import DAY, NAMES, case_of, gaps, translate

_LINES = yaml.safe_load(Path(__file__).with_name("first-lines.yml").read_text(encoding="utf-8"))


def read(text: str, *asks: str, lang: str = "fr", claims: str = "", **parts: object) -> WriterAnswers:
    letter = Letter("<b2@voisins.example>", DAY, Manuscript(text, **parts), number="2026-0042")  # type: ignore[arg-type]
    return read_answers(letter, gaps(asks), case_of(claims=claims), translate(lang))


@pytest.mark.parametrize(
    ("line", "asks", "consent", "licence"),
    _LINES["counts"],
)
def test_a_first_line_that_is_a_word_we_asked_for_counts(
    line: str, asks: str, consent: list[bool], licence: str
) -> None:
    answers = read(f"\n{line}\n\nÀ mardi.", asks, "title")
    assert [(it.what, it.agreed, it.none_shown) for it in answers.consents] == [(asks, *consent)]
    assert (answers.licence, answers.corrections) == (licence, ("À mardi.",))


@pytest.mark.parametrize(
    ("text", "asks"),
    _LINES["nothing"],
)
def test_anything_else_agrees_to_nothing_and_an_editor_reads_it(text: str, asks: str) -> None:
    answers = read(text, asks, "commune")
    assert (answers.consents, answers.licence, answers.corrections) == ((), "", (text,))


def test_one_consent_is_asked_at_a_time_and_a_yes_is_to_that_one() -> None:
    open_gaps = gaps(["minors", "people", "licence", "title"])
    assert {gap.code for gap in asked(open_gaps)} == {"licence", "title"}
    assert [it.what for it in read("Oui", "minors", "people", "licence").consents] == ["licence"]


def test_a_consent_is_asked_even_if_much_is_missing() -> None:
    many = (*(Gap("alt", f"{n}.jpg") for n in range(3)), *gaps(["title", "signature", "credit", "commune", "minors"]))
    assert Gap("minors") in asked(many)
    assert len(asked(many)) == 6


def test_a_bare_yes_is_to_the_licence_that_the_writer_named() -> None:
    assert read("Yes", "licence", lang="en", claims="CC BY-SA 4.0").licence == "CC BY-SA 4.0"


def test_a_consent_keeps_the_wording_that_was_read_its_version_the_words_and_the_day() -> None:
    (consent,) = read("CC BY-SA 4.0", "licence").consents
    assert consent.wording.startswith("licence/1: Acceptez-vous que votre texte et vos photos paraissent ici")
    assert consent.wording.endswith("→ CC BY-SA 4.0")
    assert "Tous droits réservés" in consent.wording
    assert consent.day == DAY.date()


def test_what_comes_beside_the_words_reaches_the_editor() -> None:
    """What looked quoted too: answers may stand among our lines, and nothing tells them apart."""
    remarks = (Remark("mail-quoted", (("lines", "1"), ("text", "1. Quel titre ? Le four"))),)
    answers = read("Voir plus bas.", "title", remarks=remarks, enclosures=(Enclosure("plan.pdf", b"%PDF"),))
    assert answers.corrections[:2] == ("Voir plus bas.", "1. Quel titre ? Le four")
    assert "plan.pdf" in answers.corrections[2]


def test_pictures_that_come_are_new_ones_under_names_of_their_own() -> None:
    again, other = Picture(NAMES[0], NAMES[0].encode()), Picture(NAMES[0], b"another")
    assert [(it.name, it.data) for it in read("", pictures=(again, other)).pictures] == [("lavoir-2.jpg", b"another")]


def test_a_text_that_was_missing_is_the_whole_answer() -> None:
    written = Manuscript("Oui")
    answers = read_answers(
        Letter("<b2@voisins.example>", DAY, written), gaps(["licence"]), case_of(), translate("fr"), brings_text=True
    )
    assert (answers.written, answers.consents) == (written, ())


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_no_words_break_the_reading_and_none_are_lost(text: str) -> None:
    answers = read(text, "minors")
    assert not any(consent.agreed for consent in answers.consents)
    assert bool(answers.corrections) >= any(map(str.isalnum, text))


def _consent(what: str, *, agreed: bool, day: int = 3) -> Consent:
    return Consent(what, agreed=agreed, wording=f"{what}/1", day=date(2026, 11, day))


def test_answers_add_up_and_the_same_again_changes_nothing() -> None:
    old = WriterAnswers(consents=(_consent("licence", agreed=True),), corrections=("1880",))
    both = merged(old, WriterAnswers(consents=(_consent("people", agreed=True),), corrections=("1881",)))
    assert [consent.what for consent in both.consents] == ["licence", "people"]
    assert both.corrections == ("1880", "1881")
    assert merged(both, WriterAnswers()) == merged(WriterAnswers(), both) == merged(both, both) == both


def test_the_last_word_on_a_consent_counts() -> None:
    yes = WriterAnswers(licence="CC BY 4.0", consents=(_consent("licence", agreed=True),))
    no = WriterAnswers(consents=(_consent("licence", agreed=False, day=9),))
    assert (merged(yes, no).consents, merged(yes, no).licence) == (no.consents, "")
    assert merged(no, yes).licence == "CC BY 4.0"
