"""The page that explains how to share on Mastodon: found from each post and the site map, or left out altogether."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from placette.engine.base.translation import SettingError
from placette.features.posts.kind import POST
from tests.fixture_site import Site, build

pytestmark = pytest.mark.whole


def _hrefs(site: Site, path: str) -> list[str | None]:
    return [node.attributes.get("href") for node in site.page(path).css("main a")]


def test_posts_and_the_site_map_lead_to_the_page_below_the_path_of_the_site(kitchen_sink: Site) -> None:
    post = kitchen_sink.build.of(POST)[0]
    (link,) = kitchen_sink.page(post.url).css("a[data-mastodon]")
    assert link.attributes["href"] == "/blog/partager/"
    assert (link.attributes["data-mastodon"] or "").startswith("https://{server}/share?text=")
    assert kitchen_sink.texts_of("partager/", "h1") == ["Partager sur Mastodon"]
    assert _hrefs(kitchen_sink, "plan-du-site/").count("/blog/partager/") == 1
    assert "https://carnets.example/blog/partager/" in kitchen_sink.text("sitemap.xml")
    assert [link for link in kitchen_sink.page("").css("header a, footer a") if "partager" in str(link.html)] == []


def test_a_site_can_do_without_the_page_and_then_has_no_mastodon_link(content: Path, tmp_path: Path) -> None:
    site = build(content, tmp_path, SHARE_URL="")
    assert [path for path in site.files() if path.startswith(("partager", "share"))] == []
    assert site.page(site.build.of(POST)[0].url).css("[data-mastodon], dialog") == []
    assert "Mastodon" not in site.text("plan-du-site/index.html")
    assert "partager" not in site.text("sitemap.xml")


def test_the_order_of_links_and_buttons_is_that_of_the_settings_and_no_target_leaves_the_block_out(
    content: Path, tmp_path: Path
) -> None:
    site = build(content, tmp_path, SHARING_TARGETS=("copy", "x", "sheet", "email"))
    post = site.build.of(POST)[0].url
    assert site.texts_of(post, ".share :is(li a, li button)") == ["Copier le lien", "X", "Courriel"]
    assert len(site.page(post).css(".share summary[data-share-sheet]")) == 1
    assert build(content, tmp_path, SHARING_TARGETS=()).page(post).css(".share") == []


def test_the_home_page_names_the_accounts_of_the_site_and_the_page_to_follow_leads_there(
    content: Path, tmp_path: Path
) -> None:
    accounts = {"mastodon": "@ville@instance.example", "bluesky": "ville.example"}
    urls = ["https://instance.example/@ville", "https://bsky.app/profile/ville.example"]
    site = build(content, tmp_path, SHARING_ACCOUNTS=accounts)
    assert [link.attributes["href"] for link in site.page("").css("link[rel=me]")] == urls
    assert site.page("archives/").css("[rel=me]") == []
    assert [link.attributes["href"] for link in site.page("suivre/").css("main a[rel=me]")] == urls
    assert site.texts_of("suivre/", "main a[rel=me]") == ["Mastodon", "Bluesky"]
    (data,) = site.texts_of("", "script[type='application/ld+json']")
    assert next(node["sameAs"] for node in json.loads(data)["@graph"] if "sameAs" in node) == urls


@pytest.mark.parametrize("accounts", [{"mastodn": "@a@b.example"}, {"mastodon": "javascript:x"}, {"site": ""}])
def test_an_account_that_leads_nowhere_is_refused(content: Path, tmp_path: Path, accounts: dict[str, str]) -> None:
    with pytest.raises(SettingError, match=r"SHARING_ACCOUNTS|mastodn"):
        build(content, tmp_path, SHARING_ACCOUNTS=accounts)
