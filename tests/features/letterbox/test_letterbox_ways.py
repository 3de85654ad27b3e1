"""Below each post, event and walk stands how to respond to it, have it corrected, report it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from tests.features.legal.fixture_town import TOWN, write_pages
from tests.fixture_site import Site, build, copy_site

pytestmark = pytest.mark.whole

PLAIN: dict[str, Any] = {"SHARING_CARDS": False, "PICTURES_ON_PAGES": False}
ABOUT = ("2026/the-wash-house/", "agenda/visite/", "balades/tour-du-lavoir/")
OPEN = {"LETTERBOX_ADDRESS": "lettres@place-inventee.fr"}


def links(site: Site, path: str) -> dict[str, str]:
    """The links of the foot, by label."""
    nodes = site.page(path).css(".letters a, .site-footer a")
    return {node.text().strip(): node.attributes["href"] or "" for node in nodes}


def written_pages(site: Site) -> list[str]:
    """The pages that can be written about."""
    kinds = ("post", "event", "walk", "question", "call")
    return [value.url for kind in kinds for value in site.build.texts.get(kind, ())]


def test_every_post_event_and_walk_has_ready_mails_about_itself(kitchen_sink: Site) -> None:
    pages = written_pages(kitchen_sink)
    assert {path.split("/")[0] for path in pages} >= {"2026", "agenda", "balades", "questions", "appels"}
    for path in pages:
        found = links(kitchen_sink, path)
        ways = ["Droit de réponse", "Demander une correction", "Signaler un problème"]
        for label in ways if path.startswith("appels/") else ["Répondre", *ways]:
            address, asked = found[label].split("?")
            assert address == "mailto:lettres@carnets.example"
            assert f"Page : {kitchen_sink.address}/{path}" in unquote(asked), path


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A town that takes letters and has its legal pages."""
    folder = tmp_path_factory.mktemp("town")
    write_pages(content := copy_site("minimal", folder))
    return build(content, folder, **{**PLAIN, **TOWN, **OPEN}, LETTERBOX_KEEP_DAYS=90)


def test_reports_have_one_link_and_the_legal_notice_says_what_becomes_of_them(town: Site) -> None:
    found = links(town, "2026/bonjour/")
    assert found["Ce que devient un signalement"] == "/mentions-legales/#legal-notify"
    assert found["Suivre une lettre"] == "/contribuer/suivi/"


def test_the_page_on_privacy_says_what_is_kept_of_letters_and_for_how_long(town: Site) -> None:
    text = " ".join((town.page("confidentialite/").css_first(".legal").text(separator=" ")).split())  # type: ignore[union-attr]
    assert "Les lettres que vous envoyez" in text
    assert "La lettre et l’adresse sont effacées 90 jours après la dernière étape." in text
    assert "ou écrivez à dpo@place-inventee.fr" in text
    assert "elle en accuse réception" in text
    assert "L. 311-6" in text


def test_a_site_without_letterbox_keeps_the_link_of_the_legal_notice(tmp_path: Path) -> None:
    write_pages(content := copy_site("minimal", tmp_path))
    site = build(content, tmp_path, **{**PLAIN, **TOWN})
    assert links(site, "2026/bonjour/")["Signaler un problème"] == "/mentions-legales/#legal-notify"
    assert site.page("2026/bonjour/").css(".letters") == []
    assert "Les lettres que vous envoyez" not in site.text("confidentialite/index.html")


def test_a_site_with_a_form_leads_there_and_names_no_address(tmp_path: Path) -> None:
    content = copy_site("minimal", tmp_path)
    site = build(content, tmp_path, **PLAIN, **OPEN, LETTERBOX_FORM="https://formulaire.place-inventee.fr/?a=1")
    found = links(site, "2026/bonjour/")
    asked = parse_qs(urlsplit(found["Signaler un problème"]).query)
    assert asked == {"a": ["1"], "kind": ["report"], "about": [f"{site.address}/2026/bonjour/"]}
    assert "lettres@" not in site.text("2026/bonjour/index.html")
