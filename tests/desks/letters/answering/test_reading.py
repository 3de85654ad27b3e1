"""Answering mails as people write them, and what is understood: a table of cases."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from placette.desks.letters import mail as _declared  # noqa: F401 - its remarks are declared by importing it
from placette.desks.letters.answering import read_answers
from placette.desks.letters.answering.labels import Labelled, labelled, numbered
from placette.desks.letters.letter import (
    WRITER,
    YOU_CHOOSE,
    Case,
    Enclosure,
    Letter,
    Manuscript,
    Picture,
    Remark,
    WriterAnswers,
)
from tests.desks.letters.answering.fixture_letters import DAY, NAMES, case_of, gaps, translate

CASES = yaml.safe_load(Path(__file__).with_name("reading.yml").read_text(encoding="utf-8"))
_STANCES = {(True, False): True, (False, False): False, (True, True): "nobody"}
ALL = [
    "title",
    "signature",
    "alt lavoir.jpg",
    "credit",
    "licence",
    "people",
    "minors",
    "commune",
    "category",
    "summary",
]


def _answer(case: dict[str, Any]) -> Letter:
    pictures = tuple(Picture(name, b"new " + name.encode()) for name in case.get("sends", ()))
    enclosures = (Enclosure(case["encloses"], b"%PDF"),) if "encloses" in case else ()
    remarks = (Remark("mail-note", (("text", case["note"]),)),) if "note" in case else ()
    written = Manuscript(case["mail"].strip("\n"), "", pictures, enclosures, remarks)
    return Letter("<b2@voisins.example>", DAY, written, number="2026-0042", fields=case.get("fields", {}))


def _understood(answers: WriterAnswers) -> dict[str, Any]:
    """What isn't empty, as the table writes it."""
    values: dict[str, Any] = {name: getattr(answers, name) for name in WriterAnswers.__dataclass_fields__}
    values["consents"] = {c.what: _STANCES[c.agreed, c.nobody] for c in answers.consents}
    values["pictures"] = [picture.name for picture in answers.pictures]
    values["corrections"] = list(answers.corrections)
    values["credit"] = "(whoever signs)" if answers.credit == WRITER else answers.credit
    values["category"] = "(the editors choose)" if answers.category == YOU_CHOOSE else answers.category
    values["written"] = answers.written.markdown if answers.written else ""
    return {name: value for name, value in values.items() if value}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_an_answer_is_understood_as_it_was_meant(case: dict[str, Any]) -> None:
    known = case_of(case.get("pictures", NAMES), case.get("claims", ""), agreed=case.get("agreed", ()))
    answers = read_answers(_answer(case), gaps(case["asks"]), known, translate(case.get("lang", "fr")))
    assert _understood(answers) == case["gives"]


def test_the_table_is_large_and_has_no_case_twice() -> None:
    assert len({case["case"] for case in CASES}) == len(CASES) >= 80


def _read(text: str, asks: list[str], case: Case | None = None) -> WriterAnswers:
    return read_answers(_answer({"mail": text}), gaps(asks), case or case_of(), translate("fr"))


AGREEING = [
    case
    for case in CASES
    if {True, "nobody"} & set(case["gives"].get("consents", {}).values()) and "\n" not in case["mail"].strip()
]


@pytest.mark.parametrize(
    "doubt", [" ?", ", je crois", ", peut-être", " mais je dois encore vérifier", ", enfin je vais voir"]
)
@pytest.mark.parametrize("case", AGREEING, ids=lambda case: case["case"])
def test_the_same_answer_with_a_doubt_at_its_end_agrees_to_less(case: dict[str, Any], doubt: str) -> None:
    known = case_of(case.get("pictures", NAMES), case.get("claims", ""), agreed=case.get("agreed", ()))
    doubtful = _answer({**case, "mail": case["mail"].strip().rstrip(".!") + doubt})
    answers = read_answers(doubtful, gaps(case["asks"]), known, translate(case.get("lang", "fr")))
    sure = {what for what, stance in case["gives"]["consents"].items() if stance}
    assert {consent.what for consent in answers.consents if consent.agreed} < sure
    assert answers.corrections


def test_a_consent_keeps_the_wording_that_was_read_its_version_the_words_and_the_day() -> None:
    (consent,) = _read("1. CC BY-SA", ["licence", "commune"]).consents
    assert consent.wording.startswith("licence/1: Acceptez-vous que votre texte et vos photos paraissent ici")
    assert consent.wording.endswith("→ CC BY-SA")
    assert "Tous droits réservés" in consent.wording
    assert consent.day == DAY.date()


def test_the_same_picture_again_is_not_there_twice() -> None:
    case = case_of()
    again = replace(_answer({"mail": "Bonjour"}), written=replace(case.letter.written, markdown="Bonjour"))
    assert read_answers(again, gaps(["title"]), case, translate("fr")).pictures == ()


def test_what_is_too_long_to_be_read_reaches_the_editor() -> None:
    lines = "\n\n".join(f"ligne {number}" for number in range(400))
    assert any("ligne 399" in correction for correction in _read(f"> x\n{lines}", ["title", "commune"]).corrections)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_no_words_break_the_reading_and_none_but_a_clear_yes_is_one_for_children(text: str) -> None:
    answers = _read(text, ALL)
    agreed = {consent.what for consent in answers.consents if consent.agreed}
    assert "minors" not in agreed


@pytest.mark.parametrize(
    "piece", ["1. ", "> 1. ", "photo 1 et ", "oui ", "a.", "pas d'", "Bonjour, ", "![", "\\", "l'"]
)
def test_a_long_run_of_anything_is_read_quickly(piece: str) -> None:
    assert _read(piece * 20_000, ALL).title == ""


@pytest.mark.parametrize("blank", [" ", "\u00a0"])
def test_a_line_of_blanks_is_read_at_once(blank: str) -> None:
    """A megabyte of them in one mail kept the desk busy for hours."""
    assert labelled(f"Titre{blank * 500_000}: Le lavoir", ()) == Labelled("title", (), "Le lavoir")
    assert labelled(f"Titre{blank * 500_000}x", ()) is None
    assert numbered(f"1{blank * 500_000}x") is None
