"""Communities have a page, a feed, a contact; a call is open until its last day."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import feedparser
import pytest

from placette.features.calls.call import CALL, open_calls
from tests.fixture_site import Site, only

BASE = "/blog/"
COMMUNITY, OPEN, CLOSED = "communautes/les-pieds-dans-l-eau/", "appels/vos-lavoirs/", "appels/vos-ponts/"
PARIS = ZoneInfo("Europe/Paris")
PLAIN = {"SHARING_CARDS": False, "PICTURES_ON_PAGES": False}
TEXT = "---\ntitle: Vos lavoirs\nsummary: Un souvenir.\ndeadline: 2026-07-04\nauthors: [lea]\n---\nÉcrivez.\n"


def hrefs(site: Site, path: str, selector: str = "main a") -> set[str | None]:
    return {node.attributes["href"] for node in site.page(path).css(selector)}


def test_a_community_shows_its_welcome_who_answers_for_it_its_posts_and_its_calls(kitchen_sink: Site) -> None:
    assert kitchen_sink.texts_of(COMMUNITY, "h1") == ["Les pieds dans l’eau"]
    assert kitchen_sink.texts_of(COMMUNITY, ".prose p") == ["Bienvenue, et commencez par le premier."]
    assert kitchen_sink.texts_of(COMMUNITY, ".author-card__name") == ["Léa Montel", "Les Amis du lavoir"]
    assert kitchen_sink.texts_of(COMMUNITY, ".post-list .p-name") == ["The wash-house", "Premier billet"]
    assert kitchen_sink.texts_of(COMMUNITY, ".calls__title") == ["Vos lavoirs"]
    assert kitchen_sink.page(COMMUNITY).css(".prose img"), "a picture of a post may be shown again"


def test_its_feeds_in_both_forms_hold_its_posts_and_its_page_announces_them(kitchen_sink: Site) -> None:
    atom = feedparser.parse(kitchen_sink.text("feeds/communautes/les-pieds-dans-l-eau.atom.xml"))
    told = json.loads(kitchen_sink.text("feeds/communautes/les-pieds-dans-l-eau.json"))
    assert [entry.title for entry in atom.entries] == [item["title"] for item in told["items"]]
    assert [entry.title for entry in atom.entries] == ["The wash-house", "Premier billet"]
    announced = hrefs(kitchen_sink, COMMUNITY, 'link[rel="alternate"]')
    assert announced == {f"{BASE}feeds/communautes/les-pieds-dans-l-eau.{end}" for end in ("atom.xml", "json")}


def test_a_post_leads_to_what_it_belongs_to(kitchen_sink: Site) -> None:
    assert {BASE + COMMUNITY, BASE + CLOSED} <= hrefs(kitchen_sink, "2026/the-wash-house/", "header a")
    assert BASE + COMMUNITY in hrefs(kitchen_sink, "2025/premier-billet/", "header a")


def test_an_open_call_is_asked_wherever_people_look(kitchen_sink: Site) -> None:
    for path in ("", "appels/", "plan-du-site/", COMMUNITY):
        assert BASE + OPEN in hrefs(kitchen_sink, path), path
    assert "Jusqu’au 30\u00a0septembre\u00a02026." in kitchen_sink.text("appels/index.html")
    assert f"{OPEN}</loc>" in kitchen_sink.text("sitemap.xml")
    assert kitchen_sink.texts_of(OPEN, "strong time") == ["30\u00a0septembre\u00a02026"]
    assert not kitchen_sink.page(OPEN).css('meta[name="robots"]')


def test_a_closed_call_keeps_its_page_and_its_answers_and_stands_nowhere_else(kitchen_sink: Site) -> None:
    for path in ("", "appels/", "plan-du-site/", "communautes/", COMMUNITY):
        assert BASE + CLOSED not in hrefs(kitchen_sink, path), path
    assert CLOSED not in kitchen_sink.text("sitemap.xml")
    assert only(kitchen_sink.page(CLOSED), 'meta[name="robots"]').attributes["content"] == "noindex"
    assert kitchen_sink.texts_of(CLOSED, ".notice") == [
        "Cet appel est clos\u00a0: son dernier jour était le 30\u00a0juin\u00a02026."
    ]
    assert kitchen_sink.texts_of(CLOSED, ".post-list .p-name") == ["The wash-house"]
    assert not kitchen_sink.page(CLOSED).css("main > .wrap .page-header .button")


def test_the_lists_and_the_plan_name_every_community(kitchen_sink: Site) -> None:
    for path in ("communautes/", "plan-du-site/"):
        assert BASE + COMMUNITY in hrefs(kitchen_sink, path)
    assert {f"{BASE}communautes/", f"{BASE}appels/"} <= hrefs(kitchen_sink, "")
    assert f"{COMMUNITY}</loc>" in kitchen_sink.text("sitemap.xml")


@pytest.mark.parametrize(("now", "is_open"), [("2026-09-30T23:59:59", True), ("2026-10-01T00:00:00", False)])
def test_a_call_is_open_until_the_end_of_its_last_day_where_the_site_is(
    kitchen_sink: Site, now: str, is_open: bool
) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=PARIS)
    assert [call.slug for call in open_calls(kitchen_sink.build.of(CALL), moment)] == ["vos-lavoirs"] * is_open
