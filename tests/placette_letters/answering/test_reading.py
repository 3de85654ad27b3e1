"""Answering mails as people write them, and their meaning: a table of cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from placette_letters.answering.answer_parts import Labelled, labelled, numbered
from placette_letters.answering.questions import asked, review_mail
from placette_letters.answering.reading import answers_among, merged, read_answers
from placette_letters.letter import (
    WRITER,
    YOU_CHOOSE,
    Case,
    Consent,
    Enclosure,
    Letter,
    LetterProposal,
    Manuscript,
    Picture,
    Remark,
    WriterAnswers,
)
from tests.placette_letters.answering.fixture_letters import (
    DAY,
    NAMES,
    case_of,
    correspondent,
    gaps,
    translate,
    unflowed,
)

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
    """Return the values that aren't empty, as the table writes them."""
    values: dict[str, Any] = {name: getattr(answers, name) for name in WriterAnswers.__dataclass_fields__}
    values["consents"] = {c.what: _STANCES[c.agreed, c.none_shown] for c in answers.consents}
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
    """A megabyte of them in one mail once took hours to read."""
    assert labelled(f"Titre{blank * 500_000}: Le lavoir", ()) == Labelled("title", (), "Le lavoir")
    assert labelled(f"Titre{blank * 500_000}x", ()) is None
    assert numbered(f"1{blank * 500_000}x") is None


ASKS = ("signature", "licence", "commune", "category")
HEAD = "De : Les carnets\nEnvoyé : mardi 3 novembre 2026 10:12\nÀ : emile@courrier.example\nObjet : [2026-0042]\n\n"


def quotation(answers: Mapping[str, str], *, wrapped: bool = True, apart: bool = False) -> str:
    """Our mail as Outlook quotes it, with an answer below each last line of a question that ends so."""
    proposal = LetterProposal("2026-0042", "Le lavoir", PurePosixPath("articles/2026/le-lavoir"), {}, gaps(ASKS))
    part = review_mail(case_of(), proposal, (), correspondent()).get_body(("plain",))
    assert part
    text = str(part.get_content())
    lines: list[str] = []
    for line in (text if wrapped else unflowed(text)).splitlines():
        lines.append(line.rstrip())
        lines += [said for end, said in answers.items() if line.rstrip().replace("\u00a0", " ").endswith(end)]
    return HEAD + ("\n\n" if apart else "\n").join(lines)


def read(quoted: str, above: str = "") -> WriterAnswers:
    letter = Letter("<b2@voisins.example>", DAY, Manuscript(above, quoted=quoted), number="2026-0042")
    return read_answers(letter, gaps(ASKS), case_of(), translate("fr"))


@pytest.mark.parametrize("apart", [False, True], ids=["plain", "HTML"])
@pytest.mark.parametrize("wrapped", [False, True], ids=["whole", "wrapped"])
def test_an_answer_below_each_question_is_heard(wrapped: bool, apart: bool) -> None:
    said = {
        "Marie D. »": "Jean Le B.",
        "nom d’une licence.": "Oui",
        "Saint-Martin »": "Redon",
        "Patrimoine »": "Nature",
    }
    found = read(quotation(said, wrapped=wrapped, apart=apart))
    assert (found.signature, found.commune, found.category) == ("Jean Le B.", "Redon", "Nature")
    assert [(one.what, one.agreed) for one in found.consents] == [("licence", True)]
    assert not found.corrections


def test_a_quotation_without_an_answer_says_nothing() -> None:
    found = read(quotation({}), "Je vous réponds demain.")
    assert (found.consents, found.corrections) == ((), ("Je vous réponds demain.",))


def test_an_answer_behind_the_last_words_of_a_question_is_heard() -> None:
    changed = quotation({}).replace("Saint-Martin\u00a0»", "Saint-Martin\u00a0» Redon")
    assert answers_among(changed, asked(gaps(ASKS), case_of(), translate("fr")), translate("fr")) == "3. Redon"


def test_what_stands_between_is_passed_over_once_however_long_it_is() -> None:
    changed = quotation({}).replace("Saint-Martin\u00a0»", f"Saint-Martin\u00a0»{'.' * 300_000} Redon e\u0301tang")
    assert answers_among(changed, asked(gaps(ASKS), case_of(), translate("fr")), translate("fr")) == "3. Redon étang"


def test_our_words_agree_to_nothing_where_a_question_was_changed() -> None:
    changed = quotation({}).replace("Dans tous les cas, ils restent à vous.", "")
    assert not read(changed, "Bonjour").consents
    cut = quotation({"Marie D. »": "Jean"}).replace("\n2. ", "\n")
    assert cut.partition("\n\n")[2] in "".join(read(cut).corrections), "an editor reads what isn't understood"


_WORDS = st.sampled_from(["", "a", "b"])
_CONSENT = st.builds(
    Consent, st.sampled_from(["licence", "people", "minors"]), st.booleans(), _WORDS, st.just(date(2026, 11, 3))
)
_CONSENTS = st.lists(_CONSENT, max_size=3, unique_by=lambda consent: consent.what).map(
    lambda found: tuple(sorted(found, key=lambda consent: consent.what))
)
_ANSWERS = st.builds(
    WriterAnswers,
    title=_WORDS,
    commune=_WORDS,
    signature=_WORDS,
    consents=_CONSENTS,
    alts=st.dictionaries(st.sampled_from(["x.jpg", "y.jpg"]), _WORDS),
    corrections=st.lists(_WORDS, max_size=2, unique=True).map(tuple),
)


def _consent(what: str, *, agreed: bool, day: int = 3) -> Consent:
    return Consent(what, agreed=agreed, wording=f"{what}/1", day=date(2026, 11, day))


def test_later_words_win_and_silence_changes_nothing() -> None:
    old = WriterAnswers(title="Le lavoir", commune="Ambert", alts={"a.jpg": "le bassin", "b.jpg": "la fontaine"})
    new = WriterAnswers(title="Le vieux lavoir", alts={"b.jpg": "la source"}, corrections=("1880",))
    both = merged(old, new)
    assert (both.title, both.commune, both.corrections) == ("Le vieux lavoir", "Ambert", ("1880",))
    assert both.alts == {"a.jpg": "le bassin", "b.jpg": "la source"}


def test_consents_add_up() -> None:
    old, new = (
        WriterAnswers(consents=(_consent("licence", agreed=True),)),
        WriterAnswers(consents=(_consent("people", agreed=True),)),
    )
    assert [consent.what for consent in merged(old, new).consents] == ["licence", "people"]


def test_a_no_after_a_yes_takes_it_back_and_leaves_no_yes() -> None:
    old = WriterAnswers(licence="CC BY 4.0", consents=(_consent("licence", agreed=True),))
    both = merged(old, WriterAnswers(consents=(_consent("licence", agreed=False, day=9),)))
    assert both.consents == (_consent("licence", agreed=False, day=9),)
    assert both.licence == ""


def test_a_yes_after_a_no_counts() -> None:
    old = WriterAnswers(consents=(_consent("licence", agreed=False),))
    new = WriterAnswers(licence="CC BY-SA 4.0", consents=(_consent("licence", agreed=True, day=9),))
    assert merged(old, new).licence == "CC BY-SA 4.0"


def test_pictures_of_one_name_are_replaced_and_the_last_version_stays() -> None:
    old = WriterAnswers(pictures=(Picture("a.jpg", b"1"), Picture("b.jpg", b"2")), written=Manuscript("one"))
    both = merged(old, WriterAnswers(pictures=(Picture("a.jpg", b"3"),)))
    assert both.pictures == (Picture("a.jpg", b"3"), Picture("b.jpg", b"2"))
    assert both.written == Manuscript("one")


@given(_ANSWERS)
def test_nothing_said_and_the_same_said_again_change_nothing(answers: WriterAnswers) -> None:
    assert merged(answers, WriterAnswers()) == merged(WriterAnswers(), answers) == merged(answers, answers) == answers
