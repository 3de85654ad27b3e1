"""The mails as people read them, in both languages: each is a text beside this file, to be read aloud."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from pathlib import Path, PurePosixPath

import pytest

from placette.engine.base.translation import Message, Severity
from placette.features.decisions import Ruling, Statement
from placette.features.letterbox import LetterKind
from placette_letters.answering.mails import Correspondent
from placette_letters.answering.questions import review_mail
from placette_letters.answering.receipts import (
    published_mail,
    receipt_mail,
    scheduled_mail,
    statement_mail,
    unusable_mail,
)
from placette_letters.letter import Case, Enclosure, LetterProposal, Manuscript, Remark
from placette_letters.remarks import REMARKS
from tests.placette_letters.answering.fixture_letters import case_of, correspondent, gaps, unflowed

MAILS = Path(__file__).with_name("mails")
_PAGE = "https://carnets.example/2026/le-lavoir/"
_FOUR = ("four-1.jpg", "four-2.jpg", "four-3.jpg", "four-4.jpg")
_POST = "articles/2026/le-lavoir/index.md"


def _about(case: Case) -> Case:
    return replace(case, letter=replace(case.letter, about=_PAGE))


def _with(case: Case, **changes: object) -> Case:
    return replace(case, letter=replace(case.letter, written=replace(case.letter.written, **changes)))  # type: ignore[arg-type]


def _proposal(*asks: str) -> LetterProposal:
    files = {"articles/2026/le-lavoir/lavoir.jpg": b"", "articles/2026/le-lavoir/img-2031.jpg": b"", _POST: b""}
    title, folder = "Le lavoir de mon grand-père", PurePosixPath("articles/2026/le-lavoir")
    return LetterProposal("2026-0042", title, folder, files, gaps(asks))


def _broken() -> Case:
    remarks = (
        Remark("sample-broken", (("reason", "four.jpg"),)),
        Remark("sample-told"),
        Remark("mail-signature", (("lines", "1"), ("text", "Bande d’escrocs,"))),
        Remark("mail-quoted", (("lines", "12"), ("text", "Le maire est un escroc."))),
    )
    return _with(case_of(), remarks=remarks, enclosures=(Enclosure("plan-du-bourg.pdf", b""),))


def _nothing() -> Case:
    case = case_of()
    written = Manuscript("", remarks=(Remark("sample-broken", (("reason", "texte.pages"),)),))
    return replace(case, letter=replace(case.letter, written=written))


def _statement(ruling: Ruling) -> Statement:
    return Statement(
        ruling=ruling,
        reasons="Le texte donne des tarifs. Son auteur y tenait.",
        article="Publicité",
        url="https://carnets.example/charte/#texte-publicite",
        by="la rédaction",
        days=15,
        until=date(2026, 12, 1),
        examiner="la médiatrice",
        title="La vue",
        passage="420 € la semaine",
    )


_EASY = ("title", "signature", "alt lavoir.jpg", "alt IMG_2031.jpg", "credit", "commune", "category", "summary")
_CONSENTS = ("licence", "people four-1.jpg", "minors", *(f"alt {name}" for name in _FOUR))
COMPOSERS: dict[str, Callable[[Correspondent], EmailMessage]] = {
    "receipt-post": lambda who: receipt_mail(case_of(), who),
    "receipt-broken": lambda who: receipt_mail(_broken(), who),
    "receipt-response": lambda who: receipt_mail(_about(case_of(kind=LetterKind.RESPONSE)), who),
    "receipt-right": lambda who: receipt_mail(case_of(kind=LetterKind.RIGHT_OF_REPLY), who),
    "receipt-correction": lambda who: receipt_mail(_about(case_of(kind=LetterKind.CORRECTION)), who),
    "receipt-report": lambda who: receipt_mail(_about(case_of(kind=LetterKind.REPORT)), who),
    "review-first": lambda who: review_mail(case_of(), _proposal(*_EASY), gaps(_EASY), who),
    "review-consents": lambda who: review_mail(case_of(_FOUR), _proposal(*_CONSENTS), gaps(_CONSENTS), who),
    "review-ready": lambda who: review_mail(case_of(), _proposal(), (), who),
    "published": lambda who: published_mail(case_of(), _PAGE, who),
    "scheduled": lambda who: scheduled_mail(case_of(), date(2026, 12, 1), who),
    "statement-refused": lambda who: statement_mail(
        case_of(), replace(_statement(Ruling.REFUSED), court_of="Commune d’Orcines", mediation="le médiateur"), who
    ),
    "statement-removed": lambda who: statement_mail(
        case_of(), replace(_statement(Ruling.REMOVED), law="article 9 du code civil", reported=True), who
    ),
    "statement-corrected": lambda who: statement_mail(case_of(), _statement(Ruling.CORRECTED), who),
    "statement-report": lambda who: statement_mail(
        _about(case_of(kind=LetterKind.REPORT)), _statement(Ruling.KEPT), who, to_reporter=True
    ),
    "unusable": lambda who: unusable_mail(_nothing(), who),
}


@pytest.fixture(autouse=True)
def _remarks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two remarks, in sentences that the catalogues have."""
    broken = Message("The picture cannot be used: {reason}.", "Export it again as JPEG or PNG.")
    monkeypatch.setitem(REMARKS, "sample-broken", broken)
    monkeypatch.setitem(REMARKS, "sample-told", replace(broken, what="never sent", severity=Severity.ADVICE))


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", COMPOSERS)
def test_a_mail_reads_as_it_was_written(name: str, lang: str) -> None:
    mail = COMPOSERS[name](correspondent(lang))
    body = mail.get_body()
    assert body
    text = f"{mail['Subject']}\n\n{unflowed(body.get_content())}"
    assert text == (MAILS / f"{name}.{lang}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", COMPOSERS)
def test_a_mail_has_short_lines_no_tracking_and_comes_from_the_site(name: str, lang: str) -> None:
    mail = COMPOSERS[name](correspondent(lang))
    body = mail.get_body()
    assert body
    lines = body.get_content().split("\n")
    assert all(len(line) <= 78 or "://" in line for line in lines)
    assert (body["Content-Type"].params["format"], body.get_content_type()) == ("flowed", "text/plain")
    assert str(mail["From"]) == "Carnets du Haut-Pays <lettres@carnets.example>"
    assert str(mail["To"]) == "marie@voisins.example"
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["In-Reply-To"] == mail["References"] == "<a1@voisins.example>"
    absent = ("Precedence", "Disposition-Notification-To", "Return-Receipt-To", "Cc", "Bcc", "Date", "List-Unsubscribe")
    assert [header for header in absent if mail[header]] == []


def test_the_texts_beside_this_file_are_those_of_the_mails() -> None:
    assert {path.name for path in MAILS.iterdir()} == {
        f"{name}.{lang}.txt" for name in COMPOSERS for lang in ("fr", "en")
    }


@pytest.mark.parametrize("name", COMPOSERS)
def test_a_mail_that_is_made_again_is_the_same(name: str) -> None:
    first, second = COMPOSERS[name](correspondent()), COMPOSERS[name](correspondent())
    assert first["Message-ID"] == second["Message-ID"]
    assert str(first["Message-ID"]).startswith("<2026-0042.")


def test_a_review_says_which_picture_could_not_be_used_and_what_to_send() -> None:
    """It is found out when the picture is made ready, after the receipt has left."""
    proposal = replace(
        _proposal(), remarks=(Remark("sample-broken", (("reason", "four.heic"),)), Remark("sample-told"))
    )
    mail = review_mail(case_of(), proposal, (), correspondent("en"))
    body = mail.get_body()
    assert body
    text = " ".join(str(body.get_content()).split())
    assert "What we could not use: - The picture cannot be used: four.heic. Export it again as JPEG or PNG." in text
    assert ("never sent" in text, str(mail["Subject"]).endswith("A few questions about your text")) == (False, True)


def test_whoever_gave_a_name_that_somebody_has_is_told_so() -> None:
    case = case_of()
    named = replace(case, letter=replace(case.letter, fields={"signature": "Jean D."}))
    body = review_mail(named, _proposal("signature"), gaps(["signature"]), correspondent("fr")).get_body()
    assert body
    text = " ".join(str(body.get_content()).split())
    assert (
        "1. « Jean D. » est aussi la signature d’une personne qui écrit déjà ici. Si c’est vous, dites-le-nous" in text
    )
    assert "votre prénom, votre nom complet" not in text
