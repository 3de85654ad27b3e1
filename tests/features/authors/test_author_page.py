"""An author's page says who somebody is before how to follow them, and names what its links lead to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixture_site import Site, build, copy_site, only


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return copy_site("minimal", tmp_path)


def test_who_they_are_comes_before_how_to_follow_them(kitchen_sink: Site) -> None:
    text = only(kitchen_sink.page("auteurs/lea-montel/"), ".profile__text")
    parts = [node.attributes.get("class") or "" for node in text.iter()]
    assert parts.index("prose") < parts.index("chips")
    assert parts[-1] == "chips"


def test_links_say_whose_they_are(kitchen_sink: Site) -> None:
    chips = kitchen_sink.texts_of("auteurs/lea-montel/", ".profile .chip")
    assert chips[0] == "Suivre Léa Montel"
    assert "Site de Léa Montel" in chips


def test_posts_are_headed_by_whose_they_are_and_counted_from_two_on(content: Path, tmp_path: Path) -> None:
    post = (content / "articles" / "2026" / "bonjour" / "index.md").read_text(encoding="utf-8")
    assert build(content, tmp_path / "one").texts_of("auteurs/lea/", "#posts") == ["Billet de Léa Montel"]
    (content / "articles" / "2026" / "encore").mkdir()
    (content / "articles" / "2026" / "encore" / "index.md").write_text(post, encoding="utf-8")
    assert build(content, tmp_path / "two").texts_of("auteurs/lea/", "#posts") == ["2 billets de Léa Montel"]


def test_who_made_something_in_a_post_has_a_card_below_it(kitchen_sink: Site) -> None:
    cards = kitchen_sink.page("2026/the-wash-house/").css(".author-card")
    assert ["hannah" in (card.html or "") for card in cards] == [True, False]
    assert "Traductions" in cards[1].text()
    assert "billet" not in cards[1].text()
