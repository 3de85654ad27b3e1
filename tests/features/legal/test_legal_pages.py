"""The text of legal pages: every sentence that the law asks for, from the settings, in both languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from placette.engine.texts.typography import typeset_text
from tests.features.legal.fixture_town import PLAIN, TOWN, write_pages
from tests.fixture_site import Site, copy_site, only
from tests.fixture_site import build as build_site

pytestmark = pytest.mark.whole

NOTICE, PRIVACY, ACCESSIBILITY = "mentions-legales/", "confidentialite/", "accessibilite/"
AUDITED = {
    "state": "partielle",
    "audit": date(2026, 5, 4),
    "by": "Audit SA",
    "rate": 71.5,
    "failures": ("des contrastes",),
    "exemptions": ("une carte ancienne",),
    "excluded": ("des vidéos de 2019",),
    "tests": ("NVDA et Firefox",),
    "tools": ("axe",),
    "sample": ("agenda", "page d’une balade"),
}


def town(folder: Path, lang: str = "fr", **changed: Any) -> Site:
    """The site of a town in which some settings (without their prefix) say something else."""
    write_pages(content := copy_site("minimal", folder))
    own = {f"LEGAL_{name}": value for name, value in changed.items()}
    return build_site(content, folder, **{**PLAIN, **TOWN, **own}, DEFAULT_LANG=lang)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The town, audited, with an examiner of appeals and a forge abroad."""
    forge = {"name": "Forge", "role": "garde les textes", "country": "États-Unis", "transfer": "décision d’adéquation"}
    return town(
        tmp_path_factory.mktemp("town"),
        MEDIATION="le médiateur départemental",
        EDITOR="Paul Vidal",
        PROCESSORS=(*TOWN["LEGAL_PROCESSORS"], forge),
        ACCESSIBILITY=TOWN["LEGAL_ACCESSIBILITY"] | AUDITED,
    )


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Site:
    audited = TOWN["LEGAL_ACCESSIBILITY"] | AUDITED
    return town(tmp_path_factory.mktemp("english"), "en", ACCESSIBILITY=audited)


def legal_text(site: Site, address: str) -> str:
    """Return a page's text from the settings, with plain spaces."""
    return " ".join(only(site.page(address), ".legal").text(separator=" ").split())


SENTENCES = {
    NOTICE: (
        "article 1-1 de la loi du 21 juin 2004",
        "Nom Commune d’Orcines Statut commune, collectivité territoriale",
        "Adresse Place Saint-Julien, 63870 Orcines Téléphone 04 73 00 00 00 Courriel mairie@place-inventee.fr",
        "Numéro SIREN 216 302 638",
        "Directeur ou directrice de la publication Jeanne Morel, maire Responsable de la rédaction Paul Vidal",
        "Nom Hébergeur SA Adresse 2 rue du Port, 59100 Roubaix Téléphone +33 9 72 00 00 00",
        "règlement (UE) 2022/2065, article 16",
        "organisme de règlement des litiges",
        "le médiateur départemental",
        "article L. 2121-27-1",
        "Accessibilité : partiellement conforme.",
    ),
    PRIVACY: (
        "Responsable du traitement Commune d’Orcines",
        "Délégué à la protection des données dpo@place-inventee.fr",
        "mission d’intérêt public",
        "Hébergeur SA (France) – sert les pages",
        "Forge (États-Unis) – garde les textes – décision d’adéquation",
        "plainte à la CNIL",
    ),
    ACCESSIBILITY: (
        "Accessibilité : partiellement conforme. Le site Carnets d’Auvergne est partiellement conforme",
        "L’audit de conformité du 4 mai 2026, réalisé par Audit SA, révèle que 71,5 % des critères",
        "Dérogations pour charge disproportionnée une carte ancienne",
        "Cette déclaration a été établie le 1er juin 2026",
        "accueil mentions légales accessibilité plan du site agenda page d’une balade",
        "https://place-inventee.fr/accessibilite",
        "Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07",
    ),
}


@pytest.mark.parametrize("address", SENTENCES)
def test_every_sentence_that_the_law_asks_for_is_there(site: Site, address: str) -> None:
    text = legal_text(site, address)
    assert [sentence for sentence in SENTENCES[address] if sentence not in text] == []
    assert "{" not in text
    assert "à renseigner" not in text
    assert "démonstration" not in text


ENGLISH = {
    NOTICE: ("Director of the publication Jeanne Morel, maire", "article 1-1", "proves who asks", "article 17"),
    PRIVACY: ("Controller Commune d’Orcines", "mission of public interest", "within a month"),
    ACCESSIBILITY: ("Accessibility: partially compliant.", "71.5 % of the criteria", "Remedies"),
}


@pytest.mark.parametrize("address", ENGLISH)
def test_a_site_in_english_says_it_in_english(english: Site, address: str) -> None:
    text = legal_text(english, address)
    assert [sentence for sentence in ENGLISH[address] if sentence not in text] == []
    assert [word for word in ("Éditeur", "Responsable", "conformité", " loi du ") if word in text] == []


def test_the_declaration_keeps_the_order_and_the_headings_of_the_law(site: Site) -> None:
    headings = [" ".join(node.text().split()) for node in site.page(ACCESSIBILITY).css(".legal h2, .legal h3")]
    assert headings == [
        "État de conformité",
        "Résultats des tests",
        "Contenus non accessibles",
        "Non-conformité",
        "Dérogations pour charge disproportionnée",
        "Contenus non soumis à l’obligation d’accessibilité",
        "Établissement de cette déclaration d’accessibilité",
        "Technologies utilisées pour la réalisation du site",
        "Environnement de test",
        "Outils pour évaluer l’accessibilité",
        "Pages du site ayant fait l’objet de la vérification de conformité",
        "Retour d’information et contact",
        "Voies de recours",
    ]


@pytest.mark.parametrize("address", SENTENCES)
def test_the_towns_own_text_follows_and_the_table_of_contents_names_both(site: Site, address: str) -> None:
    page = site.page(address)
    blocks = [node.attributes["class"] for node in page.css(".prose")]
    assert blocks == ["prose legal", "prose e-content"]
    links = [node.attributes["href"] for node in page.css(".toc__link")]
    assert links == [f"#{node.attributes['id']}" for node in page.css(".prose h2, .prose h3")]
    assert links[-1] == "#texte-chez-nous"
    assert len(set(links)) == len(links)


def test_a_notice_is_a_message_that_begins_with_the_four_fields(site: Site) -> None:
    (link,) = [node for node in site.page(NOTICE).css("#legal-notify ~ p a") if node.text() == "écrire un signalement"]
    parts = urlsplit(link.attributes["href"] or "")
    assert (parts.scheme, parts.path) == ("mailto", "carnets@place-inventee.fr")
    asked = parse_qs(parts.query)
    assert asked["subject"] == ["Signalement d’un contenu illicite"]
    assert [line[:2] for line in asked["body"][0].split("\n") if line] == ["1.", "2.", "3.", "4."]
    assert "bonne foi" in asked["body"][0]


def test_a_notice_may_go_through_a_form(tmp_path: Path) -> None:
    page = town(tmp_path, CONTACT="https://place-inventee.fr/signaler?a=1&b=2").page(NOTICE)
    links = [node.attributes["href"] for node in page.css("a") if node.text() == "écrire un signalement"]
    assert links == ["https://place-inventee.fr/signaler?a=1&b=2"]


def test_without_audit_no_rate_is_given_and_the_state_says_why(tmp_path: Path) -> None:
    text = legal_text(town(tmp_path), ACCESSIBILITY)
    assert "il n’existe aucun résultat d’audit en cours de validité" in text
    assert "aucun taux de conformité" in text
    assert "L’échantillon prévu pour l’audit" in text
    assert "Accessibilité : non conforme." in text


@pytest.mark.parametrize(
    ("basis", "holds", "lacks"),
    [
        ("interet", ("intérêt légitime", "(article 21)"), ("mission d’intérêt public", "(article 20)")),
        (
            "consentement",
            ("vous y consentez", "(article 20)"),
            ("mission d’intérêt public", "(article 21)", "L’accord demandé"),
        ),
    ],
)
def test_the_rights_follow_from_the_basis(
    tmp_path: Path, basis: str, holds: tuple[str, ...], lacks: tuple[str]
) -> None:
    text = legal_text(town(tmp_path, BASIS=basis), PRIVACY)
    assert [words for words in holds if words not in text] == []
    assert [words for words in lacks if words in text] == []


@pytest.mark.parametrize(
    ("kind", "opposition", "says"),
    [
        ("intercommunalite", "tribunes", "articles L. 5211-1 et L. 2121-27-1"),
        ("departement", "tribunes", "article L. 3121-24-1"),
        ("region", "tribunes", "article L. 4132-23-1"),
        ("commune", "sans-objet", "ne diffuse pas d’information générale"),
    ],
)
def test_each_body_names_the_article_that_gives_its_opposition_a_space(
    tmp_path: Path, kind: str, opposition: str, says: str
) -> None:
    page = town(tmp_path, PUBLISHER_KIND=kind, OPPOSITION=opposition)
    assert says in legal_text(page, NOTICE)
    assert ("/tribunes/" in page.text(f"{NOTICE}index.html")) is (opposition == "tribunes")


def test_what_is_missing_is_shown_as_such_and_a_demonstration_says_what_it_is(tmp_path: Path) -> None:
    site = town(tmp_path, DIRECTOR="", PROCESSORS=(), DEMONSTRATION=True, CONTACT="a@b.example")
    text = legal_text(site, NOTICE)
    assert "Directeur ou directrice de la publication à renseigner" in text
    assert "Ce site est une démonstration" in text
    assert "Personne n’est encore nommé" in legal_text(site, PRIVACY)
    assert "a@b.example" not in "".join(str(node.attributes["href"]) for node in site.page(NOTICE).css("a"))
    assert {found.code for found in site.outcome.lacking} == {"legal-missing"}


EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> {cnil} {x}"


def test_whatever_a_setting_says_is_text(tmp_path: Path) -> None:
    names = ("PUBLISHER", "PUBLISHER_ADDRESS", "DIRECTOR", "EDITOR", "MEDIATION")
    changed: dict[str, Any] = dict.fromkeys(names, EVIL)
    changed |= {"HOST": {"name": EVIL, "address": EVIL, "telephone": f"(fictif) {EVIL}"}}
    changed |= {"PROCESSORS": ({"name": EVIL, "role": EVIL, "country": EVIL, "transfer": EVIL},)}
    changed |= {"CONTACT": "javascript:alert(1)//(fictif)", "DPO": f"(fictif) {EVIL}"}
    changed |= {"ACCESSIBILITY": {"failures": (EVIL,), "entity": EVIL, "contact": "javascript:alert(1)//.example"}}
    site = town(tmp_path, **changed)
    for address in SENTENCES:
        legal = only(site.page(address), ".legal")
        assert legal.css("script, img, [onerror]") == []
        assert typeset_text(EVIL, "fr") in legal.text()
        assert [node.attributes["href"] for node in legal.css("a") if "script" in (node.attributes["href"] or "")] == []


def test_every_post_leads_to_where_it_is_reported(site: Site) -> None:
    for address in ("2026/bonjour/", "", "auteurs/"):
        link = site.page(address).css(".site-footer__link")[-1]
        assert (link.text(), link.attributes["href"]) == ("Signaler un problème", "/mentions-legales/#legal-notify")
    assert site.page(NOTICE).css_first("#legal-notify") is not None


def test_other_pages_have_nothing_of_it(site: Site, tmp_path: Path) -> None:
    legal = {f"{address}index.html" for address in SENTENCES}
    others = [path for path in site.files() if path.endswith(".html") and path not in legal]
    assert [path for path in others if LexborHTMLParser(site.text(path)).css_first(".legal")] == []
    assert "tribunes/index.html" in others
    none = dict.fromkeys(("NOTICE_PAGE", "PRIVACY_PAGE", "ACCESSIBILITY_PAGE"), "")
    without = town(tmp_path, **none)
    assert "Signaler un problème" not in without.text("2026/bonjour/index.html")
    assert [
        path for path in without.files() if path.endswith(".html") and 'class="prose legal"' in without.text(path)
    ] == []


def test_a_page_in_another_language_keeps_the_laws_words_in_the_sites(tmp_path: Path) -> None:
    write_pages(content := copy_site("minimal", tmp_path))
    page = content / "pages" / "mentions-legales.md"
    page.write_text(page.read_text("utf-8").replace("summary:", "lang: en\nsummary:"), "utf-8")
    site = build_site(content, tmp_path, **PLAIN, **TOWN)
    assert only(site.page(NOTICE), ".legal").attributes["lang"] == "fr"


@pytest.mark.parametrize(
    ("rights", "said"), [("allow", ""), ("licence", "dont la licence réserve"), ("reserve", "Rien de ce site")]
)
def test_the_notice_says_what_may_be_mined(tmp_path: Path, rights: str, said: str) -> None:
    write_pages(content := copy_site("minimal", tmp_path))
    site = build_site(content, tmp_path, **{**PLAIN, **TOWN}, MINING_RIGHTS=rights)
    assert (said in legal_text(site, NOTICE) and "L. 122-5-3" in legal_text(site, NOTICE)) == bool(said)
    assert bool(site.page(NOTICE).css("#legal-mining")) == bool(said)
