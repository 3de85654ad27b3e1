"""A letter that became a short reply is followed to its place: on the page of its post."""

from __future__ import annotations

from datetime import date
from gettext import NullTranslations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from placette.features.letterbox import LetterKind, Receipt, came_of, median_sentences, receipt_source
from tests.features.replies.fixture_replies import OPEN, write_reply, write_team
from tests.fixture_site import Site, build, copy_site, only, write_file

NUMBER = "2026-0042"


def sent(content: Path, name: str, more: str = "read_by: equipe\n") -> None:
    write_team(content)
    receipt = Receipt(NUMBER, LetterKind.RESPONSE, date(2026, 5, 18), date(2026, 5, 19))
    (content / "letters").mkdir(exist_ok=True)
    (content / receipt.file).write_text(receipt_source(receipt), encoding="utf-8")
    write_reply(content, name, matter=f'name: Une lectrice\nreceipt: "{NUMBER}"\n{more}')


def made(content: Path, folder: Path) -> Site:
    return build(content, folder, **(OPEN | {"REPLIES_WEEKS": 99}))


@pytest.mark.whole
def test_a_reply_that_is_out_is_where_its_letter_went(content: Path, tmp_path: Path) -> None:
    sent(content, "2026-05-20-merci")
    site = made(content, tmp_path)
    became = came_of(site.build)[NUMBER]
    assert (became.url, became.is_out) == ("2026/bonjour/#reply-2026-05-20-merci", True)
    links = [node.attributes["href"] for node in site.page("contribuer/suivi/").css("main a")]
    assert "/2026/bonjour/#reply-2026-05-20-merci" in links


@pytest.mark.whole
def test_one_that_waits_for_its_day_is_scheduled_and_one_that_nobody_read_is_nothing_yet(
    content: Path, tmp_path: Path
) -> None:
    sent(content, "2026-08-20-merci")
    became = came_of(made(content, tmp_path / "a").build)[NUMBER]
    assert (became.day, became.is_out) == (date(2026, 8, 20), False)
    sent(content, "2026-08-20-merci", "")
    assert came_of(made(content, tmp_path / "b").build) == {}


ROAD = "contribuer/suivi/"
PLAIN: dict[str, Any] = {"SHARING_CARDS": False, "PICTURES_ON_PAGES": False}
CLOSED: dict[str, Any] = {"LETTERBOX_ADDRESS": "", "LETTERBOX_FORM": ""}
PROMISED = "un accusé de réception sous 2 jours ouvrés, une première réponse sous 10 jours ouvrés"
RECEIPT_TEXT = "---\nkind: post\nreceived: 2026-06-29\n---\n"


def words(site: Site, selector: str) -> list[str]:
    """Return the words of the page's elements, with plain spaces."""
    return [" ".join(node.text(separator=" ").split()) for node in site.page(ROAD).css(selector)]


def test_each_letter_has_an_anchor_and_says_where_it_is_the_newest_first(kitchen_sink: Site) -> None:
    page = kitchen_sink.page(ROAD)
    anchors = [node.attributes["id"] for node in page.css(".letter")]
    assert anchors == [f"n-{number}" for number in ("2026-0003", "2026-0002", "2026-0001", "2025-0007", "2024-0001")]
    assert words(kitchen_sink, ".letter") == [
        "2026-0003 Un texte Reçu 29 juin 2026 (depuis 2 jours)",
        "2026-0002 Un texte Reçu 22 juin 2026 Lu 24 juin 2026 Programmé 2 juillet 2026",
        "2026-0001 Une réponse Reçu 23 mars 2026 Lu 25 mars 2026 Publié 2 avril 2026 The wash-house",
        "2025-0007 Une correction Reçu 10 novembre 2025 Lu 12 novembre 2025 Clos 14 novembre 2025",
        "2024-0001 Un texte Reçu 6 mai 2024 Lu 7 mai 2024 À compléter 13 mai 2024 (depuis 779 jours)",
    ]
    assert words(kitchen_sink, ".road__year") == ["2026", "2025", "2024"]
    assert only(page, "#n-2026-0001 .letter__post a").attributes["href"] == "/blog/2026/the-wash-house/"


def test_what_is_promised_stands_beside_what_happens(kitchen_sink: Site) -> None:
    assert words(kitchen_sink, ".road__facts li") == [
        f"Nous nous y engageons : {PROMISED}.",
        "1 lettre attend notre réponse.",
        "1 lettre attend un complément.",
        "La moitié des lettres ont été lues en 2 jours ouvrés au plus.",
        "La moitié des textes publiés l’ont été en 8 jours ouvrés au plus.",
    ]
    assert "État au 1 er juillet 2026." in " ".join(words(kitchen_sink, ".road > .meta"))


@pytest.mark.whole
def test_a_page_of_the_sites_own_may_stand_above_it(tmp_path: Path) -> None:
    content = copy_site("minimal", tmp_path)
    (content / "pages").mkdir(exist_ok=True)
    page = "---\ntitle: Contribuer\nsummary: Comment écrire.\n---\nÉcrivez.\n"
    (content / "pages" / "contribuer.md").write_text(page, encoding="utf-8")
    site = build(content, tmp_path, **PLAIN)
    assert site.texts_of("contribuer/", "h1") == ["Contribuer"]
    assert site.texts_of(ROAD, ".breadcrumbs a") == ["Accueil", "Écrire"], "not its title, which may be a sentence"
    assert words(site, ".road > .standfirst")[-1] == "Aucune lettre pour l’instant."


@pytest.mark.whole
def test_a_site_that_takes_no_letters_has_the_page_only_where_there_are_receipts(tmp_path: Path) -> None:
    content = copy_site("minimal", tmp_path)
    without = build(content, tmp_path, **PLAIN, **CLOSED)
    assert f"{ROAD}index.html" not in without.files()
    assert ROAD not in without.text("plan-du-site/index.html")
    write_file(content / "letters" / "2026-0001.md", RECEIPT_TEXT)
    site = build(content, tmp_path, **PLAIN, **CLOSED)
    assert words(site, ".letter__number") == ["2026-0001"]
    assert words(site, ".road__facts li") == ["1 lettre attend notre réponse."]
    assert "letters" not in site.text("2026/bonjour/index.html")


def test_letters_read_on_the_day_they_came_were_not_read_within_no_day() -> None:
    site: Any = SimpleNamespace(words=NullTranslations())
    assert list(median_sentences(0, 0.5, site)) == [
        "Half of the letters were read within 1 working day.",
        "Half of the published texts appeared within 1 working day.",
    ]
