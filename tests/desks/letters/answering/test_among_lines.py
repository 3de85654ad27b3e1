"""Answers written below our questions in Outlook, which marks no line as quoted, are heard; our own words never are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

import pytest

from placette.desks.letters.answering import read_answers, review_mail
from placette.desks.letters.answering.among_lines import answers_among
from placette.desks.letters.answering.questions import asked
from placette.desks.letters.letter import Letter, LetterProposal, Manuscript, WriterAnswers
from tests.desks.letters.answering.fixture_letters import DAY, case_of, correspondent, gaps, translate, unflowed

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
