"""What visitors find on the pages: the newest first, who did what, what comes before, after and beside."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborNode

from tests.fixture_site import Site, build, copy_site

NBSP = "\u00a0"


@pytest.mark.whole
@pytest.mark.parametrize(("count", "lead", "latest"), [(0, 0, 0), (1, 1, 0), (2, 1, 1), (8, 1, 7), (9, 1, 7)])
def test_the_home_page_shows_the_newest_large_and_seven(tmp_path: Path, count: int, lead: int, latest: int) -> None:
    content = copy_site("minimal", tmp_path)
    original = content / "articles/2026/bonjour"
    for number in range(1, count + 1):
        post = original.with_name(f"billet-{number}")
        shutil.copytree(original, post)
        source = (post / "index.md").read_text(encoding="utf-8")
        source = source.replace("Bonjour", f"Billet {number}").replace("2026-05-01", f"2026-05-{number:02}")
        (post / "index.md").write_text(source, encoding="utf-8")
    shutil.rmtree(original)
    site = build(content, tmp_path)
    titles = site.texts_of("", ".h-entry .p-name")
    assert titles == [f"Billet {number}" for number in range(count, count - lead - latest, -1)]
    assert len(site.page("").css(".lead")) == lead
    assert bool(site.page("").css(".empty")) is (count == 0)
    assert bool(site.page("").css("#latest ~ .section-heading__link")) is (count > 8), "only to what isn't here"
    assert site.page("").css("#people, #categories, #places") == [], "one of each is nothing to choose from"


def test_the_home_page_has_a_section_for_what_there_are_several_of(kitchen_sink: Site) -> None:
    page = kitchen_sink.page("")
    for section in ("people", "categories", "places"):
        assert page.css(f"#{section}"), section
    told = " ".join(kitchen_sink.texts_of("", ".near__item"))
    assert "2\N{NO-BREAK SPACE}billets" in told, "some are counted"
    assert "1\N{NO-BREAK SPACE}billet" not in told, "one is not"
    assert len(page.css(".near__item")) <= 6
    assert len(page.css(".near__item")) == len(page.css(".near__post"))
    assert not page.css(".calls"), "a call stands in the strip, never as a lone card"
    assert len(page.css(".strip")) == 1


def test_a_byline_says_who_did_what_in_good_french(kitchen_sink: Site) -> None:
    (first, *_others) = kitchen_sink.texts_of("2026/tout-le-markdown/", ".article__head .byline")
    said = " ".join(first.replace(NBSP, " ").split())
    assert [said.count(name) for name in ("Léa Montel", "Les Amis du lavoir", "Service de l’eau", "Hannah Price")] == [
        1
    ] * 4
    assert " de Les " not in said
    assert "by" not in said.split()
    assert (
        said.index("Léa Montel")
        < said.index(" et ")
        < said.index("Les Amis du lavoir")
        < said.index("Service de l’eau")
    )


def test_dates_are_written_as_people_say_them(kitchen_sink: Site) -> None:
    times = kitchen_sink.texts_of("2026/tout-le-markdown/", ".article__head time")
    assert times == [f"1er{NBSP}mai{NBSP}2026", f"12{NBSP}juin{NBSP}2026"]


def test_a_text_in_another_language_says_so_and_its_surroundings_do_not(kitchen_sink: Site) -> None:
    page = kitchen_sink.page("2026/the-wash-house/")
    assert [node.attributes.get("lang") for node in page.css("html, article.article")] == ["fr", "en"]
    assert [node.attributes.get("lang") for node in page.css(".article__foot, .article__head > div")] == ["fr"] * 5
    french = kitchen_sink.page("2026/tout-le-markdown/").css_first("article.article")
    assert french is not None
    assert "lang" not in french.attributes
    card = kitchen_sink.page("archives/").css_first("[href='/blog/2026/the-wash-house/']")
    assert card is not None
    assert "en" in [parent.attributes.get("lang") for parent in _parents(card)]


def _parents(node: LexborNode | None) -> Iterator[LexborNode]:
    """An element and all that it stands in."""
    while node is not None:
        yield node
        node = node.parent


def test_an_episode_leads_to_those_before_and_after_it_and_no_post_leads_to_another_twice(kitchen_sink: Site) -> None:
    links = kitchen_sink.page("2026/the-wash-house/").css(".neighbours a")
    assert {link.attributes["rel"]: link.attributes["href"] for link in links} == {"prev": "/blog/2025/premier-billet/"}
    for path in ("2026/tout-le-markdown/", "2026/the-wash-house/", "2025/premier-billet/"):
        found = kitchen_sink.page(path).css(".neighbours a, .article__next .card__title a")
        addresses = [link.attributes["href"] for link in found]
        assert addresses
        assert len(addresses) == len({*addresses, f"/blog/{path}"}) - 1


def test_authors_are_grouped_by_kind_those_without_posts_too(kitchen_sink: Site) -> None:
    groups = kitchen_sink.texts_of("auteurs/", "main h2")
    assert groups == ["Habitantes et habitants", "Associations", "Services publics", "Élues et élus"]
    names = kitchen_sink.texts_of("auteurs/", ".person__name")
    assert names == ["Hannah Price", "Léa Montel", "Les Amis du lavoir", "Service de l’eau", "Camille Aubier"]


def test_an_author_page_shows_their_posts_and_where_they_helped(kitchen_sink: Site) -> None:
    assert kitchen_sink.texts_of("auteurs/lea-montel/", ".h-feed .p-name a[dir=auto]")[::3] != []
    posts = [str(n.attributes["href"]) for n in kitchen_sink.page("auteurs/lea-montel/").css("main .h-entry .u-url")]
    assert posts == ["/blog/2026/tout-le-markdown/", "/blog/2026/the-wash-house/"]
    assert kitchen_sink.page("auteurs/camille/").css("main .h-entry") == []
    links = {
        n.attributes["href"]: n.attributes.get("rel")
        for n in kitchen_sink.page("auteurs/lea-montel/").css(".profile a.u-url")
    }
    assert links == {
        "https://lea.example": "me nofollow noopener",
        "https://piaille.example/@lea": "me nofollow noopener",
    }


def test_archives_list_every_post_by_year(kitchen_sink: Site) -> None:
    assert kitchen_sink.texts_of("archives/", "main h2") == ["2026", "2025"]
    assert len(kitchen_sink.page("archives/").css("main .h-entry, main .p-name a")) >= 3
    assert kitchen_sink.texts_of("2026/05/", "h1") == [f"mai{NBSP}2026"]


def test_the_plan_leads_to_every_page(kitchen_sink: Site) -> None:
    links = {str(node.attributes["href"]) for node in kitchen_sink.page("plan-du-site/").css("main a")}
    urls = [text.url for name in ("post", "page", "person") for text in kitchen_sink.build.texts[name]]
    assert {f"/blog/{url}" for url in urls} <= links


@pytest.mark.whole
def test_an_english_site_speaks_english(tmp_path: Path) -> None:
    site = build(copy_site("english", tmp_path), tmp_path, DEFAULT_LANG="en")
    page = site.page("2026/hello/")
    assert [node.attributes.get("lang") for node in page.css("html")] == ["en"]
    assert site.texts_of("2026/hello/", ".article__head time") == [f"1{NBSP}May{NBSP}2026"]
    assert site.texts_of("2026/hello/", ".skip-link") == ["Skip to content"]
    assert site.texts_of("auteurs/", "h1, main h2") == ["Authors"], "a single kind needs no heading"
    assert [n.attributes["content"] for n in page.css("meta[property='og:locale']")] == ["en_GB"]
