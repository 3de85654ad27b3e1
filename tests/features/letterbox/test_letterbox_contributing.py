"""The page that invites people to write offers only ways that exist, and a mail that reads well when it opens."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.translation import load_catalogue
from placette.features.letterbox import ready_mail
from placette.features.letterbox.receipts import FIELD_LABELS, LetterKind, kind_of_subject
from tests.fixture_site import build, copy_site, write_file

PLAIN: dict[str, Any] = {"SHARING_CARDS": False, "PICTURES_ON_PAGES": False}
CLOSED: dict[str, Any] = dict.fromkeys(
    (f"LETTERBOX_{name}" for name in ("ADDRESS", "FORM", "TELEPHONE", "COUNTER")), ""
)
PAGE = "---\ntitle: Racontez. On s'occupe du reste.\nsummary: Trois photos.\n---\nPar lettre\n:   Une feuille.\n"
MAIL = """Bonjour,

Voici mon texte, écrit ci-dessous ou joint à ce message, avec mes photos :




Si vous voulez, complétez ces lignes ; nous vous demanderons ce qui manque.

Titre :
Signature :
Commune :
Personnes reconnaissables :
Mineurs :"""

QUESTION = [
    *("Bonjour,", "", "Voici ma question :", "", "", "", ""),
    *("Si vous voulez, complétez ces lignes. Sans signature, votre nom ne paraît pas.", ""),
    *("À qui :", "Commune :", "Signature :"),
]


def opening(folder: Path, **settings: Any) -> LexborHTMLParser:
    """The built page of a small site."""
    content = copy_site("minimal", folder)
    write_file(content / "pages" / "contribuer.md", PAGE)
    site = build(content, folder, **PLAIN, **{**CLOSED, **settings})
    return site.page("contribuer/")


def text_of(page: LexborHTMLParser, selector: str) -> str:
    (node,) = page.css(selector)
    return " ".join(node.text().split())


def words(text: str) -> str:
    """A text in which every blank is a plain space, without those that end a line."""
    plain = text.replace("\u00a0", " ").replace("\u202f", " ")
    return "\n".join(line.rstrip() for line in plain.split("\r\n"))


@pytest.mark.whole
def test_a_site_without_a_letterbox_has_no_button_to_nowhere(tmp_path: Path) -> None:
    page = opening(tmp_path)
    assert text_of(page, "main h1") == "Racontez. On s’occupe du reste."
    assert page.css("main .contributing a") == page.css("main .contributing ul") == []


@pytest.mark.whole
def test_the_button_opens_a_mail_and_the_telephone_can_be_touched(tmp_path: Path) -> None:
    counter = "À l’accueil de la mairie"
    page = opening(
        tmp_path,
        LETTERBOX_ADDRESS="lettres@mairie-inventee.fr",
        LETTERBOX_TELEPHONE="+33 4 73 00 00 00",
        LETTERBOX_COUNTER=counter,
    )
    links = [link.attributes["href"] or "" for link in page.css("main .contributing a")]
    assert links[0].startswith("mailto:lettres@mairie-inventee.fr?subject=Un%20texte%20pour%20")
    assert links[1:] == ["tel:+33473000000", "/contribuer/suivi/"]
    assert counter in text_of(page, ".contributing__others")
    assert "Un courriel s’ouvre" in text_of(page, ".contributing__send .meta")


@pytest.mark.whole
def test_a_form_comes_before_the_mail_and_learns_what_is_sent(tmp_path: Path) -> None:
    page = opening(
        tmp_path, LETTERBOX_FORM="https://formulaire.mairie-inventee.fr/?l=fr", LETTERBOX_ADDRESS="a@mairie-inventee.fr"
    )
    assert (
        page.css("main .contributing a")[0].attributes["href"]
        == "https://formulaire.mairie-inventee.fr/?l=fr&kind=post"
    )
    assert "a@mairie-inventee.fr" in text_of(page, ".contributing__others")


@pytest.mark.whole
def test_an_invented_address_says_that_nothing_arrives(tmp_path: Path) -> None:
    page = opening(tmp_path, LETTERBOX_ADDRESS="lettres@carnets.example", LETTERBOX_TELEPHONE="sans objet, fictif")
    assert "rien n’arrive" in text_of(page, ".contributing__send .meta")
    assert page.css('main .contributing a[href^="tel:"]') == []


def test_the_mail_reads_well_before_it_is_filled_in() -> None:
    french = load_catalogue("fr")
    link = urlsplit(ready_mail(LetterKind.POST, "a@b.example", "Carnets & <Cie> ?x=1", "", "fr", french.gettext))
    asked = parse_qs(link.query, strict_parsing=True)
    assert link.path == "a@b.example"
    assert asked["subject"] == ["Un texte pour Carnets & <Cie> ?x=1"]
    assert words(asked["body"][0]) == MAIL
    assert set(asked) == {"subject", "body"}


def test_a_question_has_a_mail_of_its_own_with_three_lines_to_fill_in() -> None:
    words_of = load_catalogue("fr").gettext
    asked = parse_qs(urlsplit(ready_mail(LetterKind.QUESTION, TO, "Carnets", "", "fr", words_of)).query)
    assert kind_of_subject(asked["subject"][0]) is LetterKind.QUESTION
    assert words(asked["body"][0]).split("\n") == QUESTION


TO = "lettres@carnets.example"
URL = "https://carnets.example/2026/le-lavoir/"
TITLE = "Le lavoir a retrouvé son eau"


def parts(link: str) -> tuple[str, str, str]:
    """Receiver, subject and body of a link, read as a mail program reads it."""
    written = urlsplit(link)
    asked = dict(pair.split("=", 1) for pair in written.query.split("&"))
    assert written.scheme == "mailto"
    assert set(asked) == {"subject", "body"}
    return unquote(written.path), unquote(asked["subject"]), unquote(asked["body"])


def mail(kind: LetterKind, lang: str = "fr") -> tuple[str, str, str]:
    return parts(ready_mail(kind, TO, TITLE, URL, lang, load_catalogue(lang).gettext))


@pytest.mark.parametrize(("kind", "lang"), [(LetterKind.CORRECTION, "fr"), (LetterKind.REPORT, "en")])
def test_the_reader_of_mails_finds_the_kind_and_the_page(kind: LetterKind, lang: str) -> None:
    to, subject, body = mail(kind, lang=lang)
    assert to == TO
    assert kind_of_subject(subject) is kind
    colon = " : " if lang == "fr" else ": "
    assert f"Page{colon}{URL}" in body.split("\r\n")


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
        ("« Où\u202f? » [Signalement] \u00a0+1", "« Où ? » [Signalement] +1"),
        ("Gauche\u202edroite\u2028bas\x00", "Gauche droite bas"),
    ],
)  # fmt: skip
def test_a_title_stays_in_the_subject_whatever_it_holds(title: str, shown: str) -> None:
    link = ready_mail(LetterKind.RESPONSE, TO, title, URL, "fr", load_catalogue("fr").gettext)
    assert re.fullmatch(r"mailto:lettres@carnets\.example\?subject=[\w.~%-]+&body=[\w.~%-]+", link, re.ASCII)
    assert parts(link)[1] == f"[Réponse] {shown}"
    assert kind_of_subject(parts(link)[1]) is LetterKind.RESPONSE


@pytest.mark.parametrize("address", ["a?bcc=x@b.example", "a%0Ab@c.example"])
def test_an_address_can_add_no_other_receiver(address: str) -> None:
    link = ready_mail(LetterKind.REPORT, address, TITLE, URL, "en", load_catalogue("en").gettext)
    assert parts(link)[0] == address
