"""Announcements fit where they go, name people as each network knows them, and keep title and link whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from placette.commands.announcing import (
    NETWORKED,
    Parts,
    compose,
    credits_of,
    hashtags,
    networks_offered,
    new_posts,
    read_statuses,
    render_announced,
    render_blocks,
    write_text,
)
from placette.commands.announcing.announce_tasks import announce
from placette.engine.base.networks import NETWORKS
from placette.engine.base.translation import HERE, load_catalogue
from placette.engine.content.options import Term
from placette.features.authors.profile import AuthorKind
from placette.features.posts.kind import Role
from placette.features.sharing.publisher import LOCALE, SharingSettings
from tests.commands.announcing.conftest import Work
from tests.features.posts.test_posts_structured import ARTICLE, profile
from tests.fixture_site import ROOT

CASES = yaml.safe_load(Path(__file__).with_name("announcing.yml").read_text(encoding="utf-8"))
TITLES = yaml.safe_load((ROOT / "tests/features/sharing/titles.yml").read_text(encoding="utf-8"))
LINK = "https://carnets-d-un-territoire.example/2026/un-nom-court-qui-ne-l-est-pas-tout-a-fait/"
PARTS = Parts(
    title="Garabit, côté rivière",
    summary="On connaît l’arche, moins la rivière qui passe dessous. " * 5,
    credits=("Par @jean@carnets.example", "Photos : Léa Montel"),
    link=LINK,
    tags=("#Pont", "#MarchéDeNoël", "#Patrimoine"),
)
FRENCH = load_catalogue("fr", (LOCALE, HERE)).gettext


def post(days: int) -> Any:
    return replace(ARTICLE, url=f"2026/{days}/", date=ARTICLE.date + timedelta(days=days))


@pytest.mark.parametrize("case", CASES["hashtags"], ids=lambda case: case["gives"][0])
def test_tags_become_hashtags_that_can_be_read(case: dict[str, Any]) -> None:
    tags = [Term(name, "") for name in case["tags"]]
    assert list(hashtags(tags, Term(case["category"], ""))) == case["gives"]


def test_people_are_called_by_handle_only_where_they_have_one() -> None:
    jean = replace(
        profile("jean-borie", "Jean Borie", AuthorKind.RESIDENT), links=(("mastodon", "@borie@carnets.example"),)
    )
    people = {"jean-borie": jean, "lea-montel": profile("lea-montel", "Léa Montel", AuthorKind.RESIDENT)}
    article = replace(ARTICLE, authors=("jean-borie",), roles=((Role.PHOTOGRAPHER, ("lea-montel",)),))
    assert credits_of(article, people, "mastodon", FRENCH) == (
        "Par @borie@carnets.example",
        "Photos\u00a0: Léa Montel",
    )
    assert credits_of(article, people, "bluesky", FRENCH)[0] == "Par Jean Borie"
    assert credits_of(article, people, "email", FRENCH)[0] == "Par Jean Borie"


@pytest.mark.parametrize("network", NETWORKED, ids=lambda network: network.key)
@pytest.mark.parametrize("title", [title[:150].strip() for title in TITLES if title.strip()])
def test_title_and_link_stay_whole_and_the_text_fits(title: str, network: Any) -> None:
    text = write_text(replace(PARTS, title=title), network)
    assert LINK in text.body
    assert title in (text.subject if network.letter else text.body)
    alone = network.measure(compose(Parts(title, "", (), LINK, ()), network))
    assert text.fits or alone > network.limit
    assert text.length == network.measure(text.body)


def test_hashtags_go_first_from_the_end_then_words_of_the_summary_then_credits() -> None:
    bluesky = NETWORKS["bluesky"]
    whole = bluesky.measure(compose(PARTS, bluesky))
    one_less = write_text(PARTS, replace(bluesky, limit=whole - 1))
    assert "#MarchéDeNoël" in one_less.body
    assert "#Patrimoine" not in one_less.body
    assert PARTS.summary in one_less.body
    shorter = write_text(PARTS, bluesky)
    assert "#" not in shorter.body
    assert "…" in shorter.body
    assert all(credit in shorter.body for credit in PARTS.credits)
    bare = write_text(PARTS, replace(bluesky, limit=len(PARTS.title) + len(LINK) + 35))
    assert bare.body == f"{PARTS.title}\n\n{PARTS.credits[0]}\n\n{LINK}"


def test_what_was_announced_is_not_new_and_a_day_brings_it_back() -> None:
    posts = [post(2), post(1), post(0)]
    noted = frozenset(read_statuses(render_announced({"2026/0/", "2026/2/"}) + "\n# a comment\n"))
    assert noted == {"2026/0/", "2026/2/"}
    assert [found.url for found in new_posts(posts, noted, None)] == ["2026/1/"]
    assert [found.url for found in new_posts(posts, noted, date(2026, 9, 29))] == ["2026/1/", "2026/2/"]


def test_nothing_that_a_terminal_obeys_is_printed_and_emoji_stay_whole() -> None:
    title = "Fête \x1b[2J\x9b\u202e 👩‍👩‍👧‍👦"
    text = write_text(replace(PARTS, title=title), NETWORKED[0])
    shown = render_blocks([(replace(ARTICLE, title=title), [text])], FRENCH)
    assert not set(shown) & set("\x1b\x9b\u202e")
    assert "👩‍👩‍👧‍👦" in shown


@pytest.mark.parametrize(
    ("targets", "networks"),
    [
        ((), ["email"]),
        (("mastodon", "copy", "x"), ["mastodon", "x", "email"]),
        (("telegram", "facebook"), ["facebook", "groups", "email"]),
        (SharingSettings().targets, ["mastodon", "facebook", "groups", "email"]),
    ],
)
def test_texts_are_written_for_the_networks_that_the_site_offers(targets: tuple[str, ...], networks: list[str]) -> None:
    assert [network.key for network in networks_offered(targets)] == networks


@pytest.mark.whole
def test_an_hour_of_the_community_manager(project: Path, at_work: Work) -> None:
    first = at_work(announce)
    assert first.code == 0
    names = ("premier-billet", "the-wash-house", "tout-le-markdown")
    assert [name for name in names if f"/{name}/" in first.stdout] == [*names]
    assert not (project / ".announced.txt").exists()
    labels = [n.label for n in networks_offered(SharingSettings().targets)]
    assert all(first.stdout.count(f"── {FRENCH(label)} ") == len(names) for label in labels)
    assert at_work(announce, post="the-wash-house", done=True).code == 0
    assert (project / ".announced.txt").read_text(encoding="utf-8").endswith("\n2026/the-wash-house/\n")
    rest = at_work(announce, output=str(project / "texts.txt"))
    assert (rest.code, rest.stdout) == (0, "")
    written = (project / "texts.txt").read_text(encoding="utf-8")
    assert "premier-billet/" in written
    assert "the-wash-house/" not in written
    assert at_work(announce, done=True).code == 0
    assert at_work(announce).stdout == ""
    assert "the-wash-house/" in at_work(announce, since="2020-01-01").stdout


@pytest.mark.whole
@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"post": "the-wash-hose"}, "the-wash-house"),
        ({"post": "Wash"}, "the-wash-house"),
        ({"post": "brouillon"}, "est un brouillon"),
        ({"post": "content/articles/2026/demain/index.md"}, "paraît le"),
        ({"post": "\x1b[2J"}, "\\x1b"),
        ({"since": "demain"}, "2026-05-01"),
    ],
)
def test_what_cannot_be_announced_is_refused_in_a_sentence(
    project: Path, at_work: Work, options: dict[str, str], says: str
) -> None:
    refused = at_work(announce, **options)
    assert refused.code == 2
    assert says in refused.stderr
    assert "\x1b" not in refused.stderr
    assert list(project.glob("*.pdf")) == []
