"""The page that says how to follow the site: every address on it answers, and it stays short."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.features import feeds
from tests.fixture_site import Site, build, copy_site

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("follow")
    return build(copy_site("kitchen-sink", folder), folder)


def hrefs(site: Site, selector: str = "main a") -> list[str]:
    return [str(link.attributes["href"]) for link in site.page("suivre/").css(selector)]


def test_every_address_on_it_answers(site: Site) -> None:
    found = hrefs(site)
    assert len(found) == len(set(found)) > 10
    files = set(site.files())
    assert [url for url in found if url.removeprefix(site.address).lstrip("/") not in files] == []
    assert f"{site.address}/feeds/all.atom.xml" in found, "to be copied: it is whole"


def test_it_offers_lists_of_each_kind_calendars_and_people_elsewhere(site: Site) -> None:
    assert {"Rubriques", "Communes", "Auteurs et autrices"} <= {*site.texts_of("suivre/", "summary")}
    assert "/feeds/agenda.ics" in hrefs(site, 'main a[type="text/calendar"]')
    assert [text for text in site.texts_of("suivre/", "details li span") if text.startswith("@")]


def test_every_page_leads_to_it(site: Site) -> None:
    for page in ("", "archives/", "recherche/"):
        assert "/suivre/" in [link.attributes["href"] for link in site.page(page).css("footer a")]


def test_there_are_few_lists_of_a_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "_MOST", 2)
    site = build(copy_site("kitchen-sink", tmp_path), tmp_path)
    kinds = site.page("suivre/").css("details")
    assert max(len(kind.css("li")) for kind in kinds[:2]) == 2
    assert [kind for kind in kinds if "le plus de billets" in kind.text()]


def test_a_site_without_its_feed_has_no_such_page(tmp_path: Path) -> None:
    site = build(copy_site("minimal", tmp_path), tmp_path, FEED_ALL_ATOM="", FEED_ALL_JSON="")
    assert "suivre/index.html" not in site.files()
    assert "suivre" not in site.text("index.html")
