"""A mention is below a post once an editor has accepted it; a site without the feature has nothing of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from placette.engine.base.translation import SettingError
from placette.engine.content.reading import ContentRefusedError
from placette_mentions import MENTION, MentionsSettings, examine_mentions
from tests.commands.doctor.fixture_patient import codes, patient_of
from tests.features.replies.fixture_replies import contents
from tests.fixture_site import Site, build, only

pytestmark = pytest.mark.whole

POST = "2026/bonjour/"
PLAIN: dict[str, Any] = {"SHARING_CARDS": False, "PICTURES_ON_PAGES": False}
MATTER = {
    "author": "Léa M.",
    "url": "https://mastodon.example/@lea/1",
    "source": "mastodon",
    "accepted": "true",
    "answers": "2026/bonjour",
    "fetched": "x",
}


def write_mention(content: Path, name: str = "2026-05-20-mastodon-1", text: str = "Bien vu.", **matter: str) -> Path:
    folder = content / "mentions" / "bonjour"
    folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(f'{key}: "{value}"\n' for key, value in {**MATTER, **matter}.items())
    (folder / f"{name}.md").write_text(f"---\n{lines}---\n{text}\n", encoding="utf-8")
    return folder / f"{name}.md"


def test_an_accepted_mention_stands_below_its_post_and_leads_to_where_it_was_said(
    content: Path, tmp_path: Path
) -> None:
    write_mention(content, text="Bien vu, voir https://exemple.example/page.\n\n**Non** <b>gras</b>")
    write_mention(content, "2026-05-10-web-2", "", author="", url="https://ailleurs.example/b", source="web")
    site = build(content, tmp_path, **PLAIN)
    page = site.page(POST)
    assert [node.attributes["id"] for node in page.css(".reply")] == [
        "mention-2026-05-10-web-2",
        "mention-2026-05-20-mastodon-1",
    ]
    assert site.texts_of(POST, "#mentions") == ["Ailleurs"]
    assert site.texts_of(POST, ".reply .p-author") == ["Quelqu’un", "Léa M."]
    links = [(node.attributes["href"], node.attributes.get("rel")) for node in page.css(".reply .u-url")]
    rel = "nofollow ugc noopener"
    assert links == [("https://ailleurs.example/b", rel), ("https://mastodon.example/@lea/1", rel)]
    said = only(page, "#mention-2026-05-20-mastodon-1 .prose").html or ""
    assert f'<a href="https://exemple.example/page" rel="{rel}" class="bare">' in said
    assert "<b>" not in said
    assert page.css("#mention-2026-05-20-mastodon-1 img") == []


def test_what_nobody_has_accepted_is_nowhere_and_can_stop_nothing(content: Path, tmp_path: Path) -> None:
    before = contents(build(content, tmp_path / "before", **PLAIN))
    write_mention(content, text="Appelez le 06 39 98 12 34 " + "x" * 3000, accepted="false", author="Аlice", url="x")
    site = build(content, tmp_path / "after", **PLAIN)
    assert len(site.build.drafts(MENTION)) == 1
    assert contents(site) == before


def test_to_accept_one_makes_the_page_of_its_post_again_and_to_remove_it_too(content: Path, tmp_path: Path) -> None:
    file = write_mention(content, accepted="false")

    def shown() -> bool:
        return "Bien vu." in build(content, tmp_path, **PLAIN).text(f"{POST}index.html")

    assert not shown()
    file.write_text(file.read_text(encoding="utf-8").replace('"false"', '"oui"'), encoding="utf-8")
    assert shown()
    file.unlink()
    assert not shown()


def test_a_mention_of_a_post_that_there_is_not_is_not_shown(content: Path, tmp_path: Path) -> None:
    write_mention(content, answers="2025/parti")
    assert "Bien vu." not in "".join(map(str, contents(build(content, tmp_path, **PLAIN)).values()))


@pytest.mark.parametrize(
    ("text", "matter", "code"),
    [
        ("Écrivez à lea@exemple.fr.", {}, "mention-contact"),
        ("Venez au 12 bis rue des Lilas.", {}, "mention-contact"),
        ("x" * 1200, {}, "mention-long"),
        ("Bien.", {"url": "javascript:alert(1)"}, "mention-url"),
        ("Bien.", {"url": "https://a@b.example/"}, "mention-url"),
        ("Bien.", {"author": "Аlice"}, "name-script"),
        ("Bien.", {"author": "06 39 98 12 34"}, "mention-contact"),
    ],
)
def test_what_is_accepted_must_be_fit_to_be_shown(
    content: Path, tmp_path: Path, text: str, matter: dict[str, str], code: str
) -> None:
    write_mention(content, text=text, **matter)
    with pytest.raises(ContentRefusedError) as refused:
        build(content, tmp_path, **PLAIN)
    assert [found.code for found in refused.value.problems] == [code]


def heads(site: Site) -> set[str]:
    return {path for path in site.files() if path.endswith(".html") and 'rel="webmention"' in site.text(path)}


def test_pages_of_posts_name_where_to_send_mentions_only_where_the_site_says_so(content: Path, tmp_path: Path) -> None:
    assert heads(build(content, tmp_path / "without", **PLAIN)) == set()
    site = build(content, tmp_path / "with", MENTIONS_ENDPOINT="https://mentions.example/", **PLAIN)
    assert f"{POST}index.html" in heads(site)
    assert all(path.startswith(("2026/", "2025/")) for path in heads(site))
    assert only(site.page(POST), 'link[rel="webmention"]').attributes["href"] == "https://mentions.example/"


@pytest.mark.parametrize("own", [{"endpoint": "mentions"}, {"jf2": "ftp://x/"}, {"most": 0}, {"bluesky": "x"}])
def test_settings_that_cannot_be_meant_are_refused(own: dict[str, Any]) -> None:
    with pytest.raises(SettingError, match="MENTIONS_"):
        MentionsSettings(**own)


def test_mentions_that_wait_are_told_and_accepted_ones_are_not(content: Path, tmp_path: Path) -> None:
    write_mention(content)
    assert codes(examine_mentions(patient_of(tmp_path).site())) == []
    write_mention(content, "2026-05-21-mastodon-2", accepted="false")
    assert codes(examine_mentions(patient_of(tmp_path).site())) == ["mentions-waiting"]
