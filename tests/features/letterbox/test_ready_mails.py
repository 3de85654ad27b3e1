"""A ready mail says what it is about and what to fill in; no title can add to it."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from placette.engine.base.catalogue import load_catalogue
from placette.features.letterbox.kinds import FIELD_LABELS, LetterKind, kind_of_subject
from placette.features.letterbox.ready_mails import WrittenAbout, blank_mail, form_link

TO = "lettres@carnets.example"
URL = "https://carnets.example/2026/le-lavoir/"
WASH_HOUSE = WrittenAbout("Le lavoir a retrouvé son eau", URL)


def parts(link: str) -> tuple[str, str, str]:
    """Receiver, subject and body of a link, read as a mail program reads it."""
    written = urlsplit(link)
    asked = dict(pair.split("=", 1) for pair in written.query.split("&"))
    assert written.scheme == "mailto"
    assert set(asked) == {"subject", "body"}
    return unquote(written.path), unquote(asked["subject"]), unquote(asked["body"])


def mail(kind: LetterKind, about: WrittenAbout = WASH_HOUSE, lang: str = "fr") -> tuple[str, str, str]:
    return parts(blank_mail(TO, kind, lang, load_catalogue(lang).gettext).about(about))


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("kind", [LetterKind.RESPONSE, LetterKind.CORRECTION, LetterKind.REPORT])
def test_the_reader_of_mails_finds_the_kind_and_the_page(kind: LetterKind, lang: str) -> None:
    to, subject, body = mail(kind, lang=lang)
    assert to == TO
    assert kind_of_subject(subject) is kind
    colon = " : " if lang == "fr" else ": "
    assert f"Page{colon}{URL}" in body.split("\r\n")


def test_a_response_reads_well_and_leaves_room_for_the_text() -> None:
    _, subject, body = mail(LetterKind.RESPONSE)
    assert subject == "[Réponse] Le lavoir a retrouvé son eau"
    assert body.split("\r\n") == [
        *("Bonjour,", "", "Voici ma réponse, à publier\u00a0:", "", "", ""),
        *(f"Page : {URL}", "Nom : ", "Commune : ", ""),
    ]


def test_a_report_asks_for_all_that_the_law_wants_of_a_notice() -> None:
    _, subject, body = mail(LetterKind.REPORT)
    assert subject.startswith("[Signalement] ")
    labels = [line.split(" : ")[0] for line in body.split("\r\n") if " : " in line]
    wanted = ("page", "passage", "reasons", "name", "email", "good_faith")
    assert labels == [FIELD_LABELS[name][0] for name in wanted]
    assert re.search(r"Bonne foi : Je pense de bonne foi .* exact", body)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Eau & feu ?subject=x&bcc=autre@mal.example#fin", "Eau & feu ?subject=x&bcc=autre@mal.example#fin"),
        ("Un\r\nBcc: autre@mal.example", "Un Bcc: autre@mal.example"),
        ("Un%0D%0ABcc: autre@mal.example", "Un%0D%0ABcc: autre@mal.example"),
        ("« Où\u202f? » [Signalement] \u00a0+1", "« Où ? » [Signalement] +1"),
        ("\"><script>alert(1)</script>", "\"><script>alert(1)</script>"),
        ("Gauche\u202edroite\u2028bas\x00", "Gauche droite bas"),
        ("日本 🌊 l’été", "日本 🌊 l’été"),
    ],
)  # fmt: skip
def test_a_title_stays_in_the_subject_whatever_it_holds(title: str, shown: str) -> None:
    link = blank_mail(TO, LetterKind.RESPONSE, "fr", load_catalogue("fr").gettext).about(WrittenAbout(title, URL))
    assert re.fullmatch(r"mailto:lettres@carnets\.example\?subject=[\w.~%-]+&body=[\w.~%-]+", link, re.ASCII)
    assert parts(link)[1] == f"[Réponse] {shown}"
    assert kind_of_subject(parts(link)[1]) is LetterKind.RESPONSE


@pytest.mark.parametrize("address", ["a?bcc=x@b.example", "a&b@c.example", "a%0Ab@c.example", "a#b@c.example"])
def test_an_address_can_add_no_other_receiver(address: str) -> None:
    link = blank_mail(address, LetterKind.REPORT, "en", load_catalogue("en").gettext).about(WASH_HOUSE)
    assert parts(link)[0] == address


@pytest.mark.parametrize(
    ("form", "before"),
    [
        ("https://formulaire.example/", ""),
        ("https://formulaire.example/ecrire?lang=fr", "lang=fr&"),
        ("https://formulaire.example/#haut", ""),
    ],
)
def test_a_link_to_the_form_says_kind_and_page_beside_what_the_address_says(form: str, before: str) -> None:
    written = urlsplit(form_link(form, LetterKind.CORRECTION, WrittenAbout("x", f"{URL}?a=1&kind=post#é")))
    assert written.query.startswith(f"{before}kind=correction&about=https%3A%2F%2F")
    assert parse_qs(written.query)["kind"] == ["correction"]
    assert parse_qs(written.query)["about"] == [f"{URL}?a=1&kind=post#é"]
    assert (written.netloc, written.fragment) == (urlsplit(form).netloc, urlsplit(form).fragment)
