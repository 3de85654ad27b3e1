"""The page that invites people to write offers only ways that exist, and a mail that reads well when it opens."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.catalogue import load_catalogue
from placette.features.letterbox.contributing import ready_text_mail
from tests.fixture_site import build, copy_site

PLAIN: dict[str, Any] = {"SHARING_CARDS": False, "IMAGES_LANDSCAPES": False}
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


def opening(folder: Path, **settings: Any) -> LexborHTMLParser:
    """The built page of a small site."""
    content = copy_site("minimal", folder)
    (content / "pages").mkdir(exist_ok=True)
    (content / "pages" / "contribuer.md").write_text(PAGE, encoding="utf-8")
    site = build(content, folder, **PLAIN, **{**CLOSED, **settings})
    return site.page("contribuer/")


def said(page: LexborHTMLParser, selector: str) -> str:
    (node,) = page.css(selector)
    return " ".join(node.text().split())


def words(text: str) -> str:
    """A text in which every blank is a plain space, without those that end a line."""
    plain = text.replace("\u00a0", " ").replace("\u202f", " ")
    return "\n".join(line.rstrip() for line in plain.split("\r\n"))


def test_a_site_without_a_letterbox_has_no_button_to_nowhere(tmp_path: Path) -> None:
    page = opening(tmp_path)
    assert said(page, "main h1") == "Racontez. On s’occupe du reste."
    assert page.css("main .contributing a") == page.css("main .contributing ul") == []


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
    assert counter in said(page, ".contributing__others")
    assert "Un courriel s’ouvre" in said(page, ".contributing__send .meta")


def test_a_form_comes_before_the_mail_and_learns_what_is_sent(tmp_path: Path) -> None:
    page = opening(
        tmp_path, LETTERBOX_FORM="https://formulaire.mairie-inventee.fr/?l=fr", LETTERBOX_ADDRESS="a@mairie-inventee.fr"
    )
    assert (
        page.css("main .contributing a")[0].attributes["href"]
        == "https://formulaire.mairie-inventee.fr/?l=fr&kind=post"
    )
    assert "a@mairie-inventee.fr" in said(page, ".contributing__others")


def test_an_invented_address_says_that_nothing_arrives(tmp_path: Path) -> None:
    page = opening(tmp_path, LETTERBOX_ADDRESS="lettres@carnets.example", LETTERBOX_TELEPHONE="sans objet, fictif")
    assert "rien n’arrive" in said(page, ".contributing__send .meta")
    assert page.css('main .contributing a[href^="tel:"]') == []


def test_the_mail_reads_well_before_it_is_filled_in() -> None:
    french = load_catalogue("fr")
    link = urlsplit(ready_text_mail("a@b.example", "Carnets & <Cie> ?x=1", "fr", french.gettext))
    asked = parse_qs(link.query, strict_parsing=True)
    assert link.path == "a@b.example"
    assert asked["subject"] == ["Un texte pour Carnets & <Cie> ?x=1"]
    assert words(asked["body"][0]) == MAIL
    assert set(asked) == {"subject", "body"}
