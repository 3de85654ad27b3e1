"""Short replies: read before they appear, below the post with anchors of their own, in feeds; off by default."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import feedparser
import pytest

from placette.features.replies import examine_replies
from placette.features.replies.reply import RepliesSettings
from tests.commands.doctor.fixture_patient import patient_of
from tests.features.replies.fixture_replies import (
    OPEN,
    ORIGINAL,
    codes,
    published,
    write_post,
    write_profile,
    write_reply,
    write_team,
)
from tests.fixture_site import ORIGIN, Site, build, only

pytestmark = pytest.mark.whole

LATE = "1796083200"  # 1 December 2026: no post takes replies any more


@pytest.fixture
def replied(content: Path, tmp_path: Path) -> Site:
    """Build a post with a reply by an author of the site and one under a free name."""
    write_team(content)
    write_profile(content, "eau", "Service Eau", "service", "office: mairie\n")
    link = "Voir [ce billet](../../articles/2026/bonjour/index.md) et https://exemple.fr/page."
    write_reply(content, text=f"Merci, j'y étais en 1998 avec toute la famille. {link}")
    write_reply(content, "2026-05-12-precision", "La vanne rouvre lundi.", "auteur: eau\nrelu par: equipe\nlang: fr\n")
    return build(content, tmp_path, **OPEN)


def test_replies_stand_below_the_post_the_oldest_first_each_with_its_anchor(replied: Site) -> None:
    page = replied.page(ORIGINAL)
    anchors = [node.attributes["id"] for node in page.css(".reply")]
    assert anchors == ["reply-2026-05-12-precision", "reply-2026-05-20-merci"]
    assert [node.attributes["href"] for node in page.css(".reply .u-url")] == [f"#{anchor}" for anchor in anchors]
    assert replied.texts_of(ORIGINAL, ".reply .p-author") == ["Service Eau", "Une lectrice"]
    assert [node.attributes.get("href") for node in page.css(".reply a.p-author")] == ["/auteurs/eau/"]
    assert "Service Eau, mairie" in replied.texts_of(ORIGINAL, ".reply .meta")[0]
    assert replied.texts_of(ORIGINAL, "#replies") == ["2 réponses"]


def test_links_of_a_reply_are_those_of_any_text(replied: Site) -> None:
    links = replied.page(ORIGINAL).css("#reply-2026-05-20-merci .prose a")
    assert [(node.attributes["href"], node.attributes.get("rel")) for node in links] == [
        ("/2026/bonjour/", None),
        ("https://exemple.fr/page", "nofollow ugc noopener"),
    ]


def test_the_page_says_until_when_one_may_reply_and_offers_it_no_longer_afterwards(
    content: Path, tmp_path: Path
) -> None:
    write_team(content)
    while_open = build(content, tmp_path, **OPEN).texts_of(ORIGINAL, ".letters")[0]
    assert "relus avant de paraître, jusqu’au 26\u00a0juin\u00a02026." in while_open
    assert "Répondre" in while_open
    write_post(content, "plus-tard", date="2026-06-27")
    closed = build(content, tmp_path, **OPEN).texts_of(ORIGINAL, ".letters")[0]
    assert "On pouvait répondre jusqu’au 26\u00a0juin\u00a02026." in closed
    assert "Répondre" not in closed
    assert "Droit de réponse" in closed
    assert build(content, tmp_path, **OPEN | {"LETTERBOX_ADDRESS": ""}).page(ORIGINAL).css(".letters") == []


def test_there_is_a_feed_of_all_replies_and_one_of_each_post_that_has_some(replied: Site) -> None:
    feeds = [path for path in replied.files() if path.startswith("feeds/reponses")]
    assert feeds == [
        "feeds/reponses.atom.xml",
        "feeds/reponses.json",
        "feeds/reponses/2026-bonjour.atom.xml",
    ]
    items = json.loads(replied.text("feeds/reponses.json"))["items"]
    assert [item["url"] for item in items] == [
        f"{ORIGIN}/{ORIGINAL}#reply-2026-05-20-merci",
        f"{ORIGIN}/{ORIGINAL}#reply-2026-05-12-precision",
    ]
    assert [item["authors"][0]["name"] for item in items] == ["Une lectrice", "Service Eau"]
    assert {item["title"] for item in items} == {"Réponse à «\u00a0Bonjour\u00a0»"}
    own = feedparser.parse(replied.text("feeds/reponses/2026-bonjour.atom.xml"))
    assert not own.bozo
    assert [entry.author for entry in own.entries] == ["Une lectrice", "Service Eau"]
    assert len({entry.id for entry in own.entries}) == 2
    assert only(replied.page(ORIGINAL), ".answers a[href$='2026-bonjour.atom.xml']")
    assert replied.page("").css("head link[href='/feeds/reponses.json']")


def test_machines_are_told_of_comments_without_their_words(replied: Site) -> None:
    data = only(replied.page(ORIGINAL), "script[type='application/ld+json']").text()
    post: dict[str, Any] = json.loads(data)["@graph"][0]
    assert post["commentCount"] == 2
    assert post["comment"][1] == {
        "@type": "Comment",
        "@id": f"{ORIGIN}/{ORIGINAL}#reply-2026-05-20-merci",
        "url": f"{ORIGIN}/{ORIGINAL}#reply-2026-05-20-merci",
        "dateCreated": "2026-05-20",
        "inLanguage": "fr",
        "author": {"@type": "Person", "name": "Une lectrice"},
    }


def test_replies_are_off_by_default(content: Path, tmp_path: Path) -> None:
    write_team(content)
    write_reply(content)
    write_reply(content, "2026-05-21-ailleurs", post="nulle-part")
    site = build(content, tmp_path, REPLIES_OPEN=RepliesSettings().open)
    assert site.build.problems == ()
    assert ".reply" not in site.text(f"{ORIGINAL}index.html")
    assert not [path for path in site.files() if "reponses" in path]
    assert site.page(ORIGINAL).css(".answers, .reply") == []


def test_what_nobody_has_read_waits(content: Path, tmp_path: Path) -> None:
    write_team(content)
    path = write_reply(content, matter="name: Une lectrice\n")
    assert build(content, tmp_path, **OPEN).page(ORIGINAL).css(".reply") == []
    path.write_text(path.read_text("utf-8").replace("---\nMerci", "read_by: equipe\n---\nMerci"), "utf-8")
    assert len(build(content, tmp_path, **OPEN).page(ORIGINAL).css(".reply")) == 1


@pytest.mark.parametrize(
    ("line", "day", "found"),
    [
        ("", "2026-06-26", []),
        ("", "2026-06-27", ["reply-closed"]),
        ("réponses: 2026-05-15\n", "2026-05-16", ["reply-closed"]),
        ("replies: none\n", "2026-05-02", ["reply-closed"]),
        ("replies: 2026-12-31\n", "2026-06-30", []),
        ("", "2026-04-30", ["reply-draft"]),
    ],
)
def test_replies_close_after_some_weeks_or_on_the_posts_own_day(
    line: str, day: str, found: list[str], content: Path, tmp_path: Path
) -> None:
    write_team(content)
    write_post(content, "bonjour", line, "2026-05-01")
    write_reply(content, f"{day}-merci")
    site = published(content, tmp_path)
    assert [code for _, code in codes(site)] == found
    assert len(site.page(ORIGINAL).css(".reply")) == (not found)


def test_comments_of_another_site_wait_whatever_they_say_and_appear_under_other_rules(
    content: Path, tmp_path: Path
) -> None:
    write_team(content)
    write_post(content, "bonjour", "", "2026-05-01")
    mark = "imported: wp:c7@blog.example 0123456789abcdef 0123456789abcdef\n"
    write_reply(content, "2026-06-28-tard", "Un mot. " * 200, f"nom: Une lectrice\nrelu par: equipe\n{mark}")
    write_reply(content, "2026-06-28-attend", "**Un mot**", f"nom: L'équipe\n{mark}")
    write_reply(content, "2026-06-28-nulle-part", "Un mot.", f"nom: Zoé\n{mark}", post="nulle-part")
    site = published(content, tmp_path)
    assert codes(site) == []
    assert [one.attributes["id"] for one in site.page(ORIGINAL).css(".reply")] == ["reply-2026-06-28-tard"]


def test_residents_are_not_named_unless_they_wrote_or_agreed(content: Path, tmp_path: Path) -> None:
    write_team(content)
    for key, name, kind in (
        ("jean", "Jean Borie", "habitant"),
        ("camille", "Camille Aubier", "élue"),
        ("paul", "Paul de la Tour", "habitant"),
    ):
        write_profile(content, key, name, kind, "office: maire\nside: majority\n" if kind == "élue" else "")
    write_reply(content, "2026-05-20-un", "Merci à Léa Montel, et à Camille Aubier pour sa visite.")
    write_reply(content, "2026-05-20-deux", "Je crois que c'était\nJEAN  BORIE, à la gare.")
    write_reply(content, "2026-05-20-trois", "Paul de la Tour le sait bien.")
    agreed = "name: Une lectrice\nread_by: equipe\npersonnes: [jean]\n"
    write_reply(content, "2026-05-20-quatre", "C'était Jean Borie.", agreed)
    write_reply(content, "2026-05-20-cinq", "C'est moi, Jean Borie.", "author: jean\nread_by: equipe\n")
    site = published(content, tmp_path)
    named = [found for found in site.build.problems if found.code == "reply-named"]
    assert [(found.path.rpartition("/")[2], found.line, found.column) for found in named] == [
        ("2026-05-20-deux.md", 6, 1),
        ("2026-05-20-trois.md", 5, 1),
    ]
    assert len(site.page(ORIGINAL).css(".reply")) == 3


@pytest.mark.parametrize("name", ["lea montel", "LÉA  MONTEL", "Léa Моntel"])
def test_a_free_name_cannot_pass_for_somebody_who_writes_here(name: str, content: Path, tmp_path: Path) -> None:
    write_team(content)
    write_reply(content, matter=f'name: "{name}"\nread_by: equipe\n')
    found = {code for _, code in codes(published(content, tmp_path))}
    assert found & {"reply-alike", "name-script"}


HOSTILE = (
    "<script>alert(1)</script> bonjour à toutes et à tous",
    "![](https://evil.example/x.png) bonjour à toutes et à tous",
    "bonjour \u202eà toutes et à tous",
    "[a](https://a.fr) [b](https://b.fr) [c](https://c.fr) [d](https://d.fr) bonjour à toutes et à tous",
    "Appelez le 06 39 98 12 34, à toute heure.",
    "Écrivez à jean.borie@exemple.fr, il répond.",
    "a" * 1001,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_replies_are_kept_out_and_stop_no_other(text: str, content: Path, tmp_path: Path) -> None:
    write_team(content)
    write_reply(content, "2026-05-19-bon")
    write_reply(content, text=text)
    site = published(content, tmp_path)
    assert {path for path, _ in codes(site)} == {"2026-05-20-merci.md"}
    assert len(site.page(ORIGINAL).css(".reply")) == 1


def test_replies_that_nobody_can_send_or_see_or_has_read_are_told(content: Path, tmp_path: Path) -> None:
    def found(**settings: Any) -> list[str]:
        site = patient_of(tmp_path, **{"LETTERBOX_ADDRESS": "lettres@carnets.example", **settings}).site()
        return [problem.code for problem in examine_replies(site)]

    write_team(content)
    assert found(REPLIES_OPEN=False) == []
    assert found(REPLIES_OPEN=True, LETTERBOX_ADDRESS="") == ["replies-nowhere"]
    write_reply(content)
    assert found(REPLIES_OPEN=True) == []
    assert found(REPLIES_OPEN=False) == ["replies-closed"]
    write_reply(content, "2026-05-21-autre", matter="name: Une lectrice\n")
    assert found(REPLIES_OPEN=True) == ["replies-waiting"]
