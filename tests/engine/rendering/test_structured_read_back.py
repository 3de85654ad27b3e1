"""A page's data for machines come back exactly from parsers that had no part in writing it, on every kind of page."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Literal

import feedparser
import pytest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, HttpUrl

from placette.engine.base.networks import profile_url
from placette.engine.rendering.lists import ENTRIES
from placette.features.agenda.event import EVENT
from placette.features.authors.profile import PROFILE, Profile
from placette.features.posts.kind import POST, Article
from placette.features.questions.kinds import QUESTION
from placette.features.series import episode_of
from placette.features.series.kind import SERIES
from tests.fixture_reading import PageData, read_page
from tests.fixture_site import Site, build

pytestmark = pytest.mark.whole

HOSTILE = '"D\'un" coup </script><script>x()</script> ]]> <b>&amp; 🐸</b>'
EMBEDDED = "{date:%Y}/{slug}/oembed.json"
PLAIN = {"SHARING_CARDS": False, "PICTURES_ON_PAGES": False}
_LISTS = re.compile(
    r"balades/|reseau/|(rubriques|mots-cles|archives|auteurs|communes|intercommunalites|departements|carte|communautes|appels"
    r"|agenda|series|dialogue|registre|questions|questions/(services|lieux|sujets)|20\d\d|20\d\d/\d\d)/(.+/)?"
    r"|gazette/(page/\d+/)?"
)


@pytest.fixture(params=["kitchen_sink", "demonstration_pages"])
def site(request: pytest.FixtureRequest) -> Site:
    """Each of the sites that are read back."""
    found: Site = request.getfixturevalue(request.param)
    return found


def data_of(site: Site, path: str) -> PageData:
    """Return the data of the page at this path from the site's root."""
    return _read(site.output / (f"{path}index.html" if not path or path.endswith("/") else path), address(site, path))


@cache
def _read(file: Path, url: str) -> PageData:
    return read_page(file.read_text(encoding="utf-8"), url)


def address(site: Site, path: str) -> str:
    return f"{site.address}/{path}"


def paths(site: Site) -> list[str]:
    """Every page, but for those that do nothing but lead to another."""
    pages = [path for path in site.files() if path.endswith(".html")]
    return [path.removesuffix("index.html") for path in pages if 'http-equiv="refresh"' not in site.text(path)]


def gone(site: Site) -> set[str]:
    """Return the pages of withdrawn texts, which have no author."""
    return {"410.html", *(text.url for text in site.build.gone)}


def people(site: Site) -> dict[str, Profile]:
    return {profile.key: profile for profile in site.build.of(PROFILE)}


def is_file(site: Site, url: str) -> bool:
    path = url.removeprefix(address(site, ""))
    return (site.output / (f"{path}index.html" if not path or path.endswith("/") else path)).is_file()


def test_every_page_says_what_it_is_and_the_way_to_it(site: Site) -> None:
    posts = {article.url for article in site.build.of(POST)}
    authors = {profile.url for profile in site.build.of(PROFILE)}
    events = {event.url for event in site.build.of(EVENT)}
    questions = {question.url for question in site.build.of(QUESTION)}
    for path in paths(site):
        page = data_of(site, path)
        if path in {"", "404.html", *gone(site)}:
            assert page.thing("WebSite")["url"] == address(site, "")
            continue
        main = {"BlogPosting": path in posts, "Event": path in events, "QAPage": path in questions}
        main |= {"ProfilePage": re.sub(r"page/\d+/", "", path) in authors}
        kind = next((name for name, true in main.items() if true), "")
        kind = kind or ("SearchResultsPage" if path.startswith("recherche/") else "")
        kind = kind or ("CollectionPage" if _LISTS.fullmatch(path) else "WebPage")
        assert page.thing(kind)["url"] == address(site, path), path
        steps = page.thing("BreadcrumbList")["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        assert (steps[0]["item"], steps[-1]["item"]) == (address(site, ""), address(site, path))
        assert [step["item"] for step in steps if not is_file(site, step["item"])] == []


def test_every_page_is_known_to_networks(site: Site) -> None:
    for path in paths(site):
        page = data_of(site, path)
        if path in gone(site):
            assert not {"canonical", "og:url"} & {*page.rels, *page.graph}
            continue
        assert page.rels["canonical"] == page.graph["og:url"] == [address(site, path)]
        for name in ("og:title", "og:type", "og:site_name", "og:locale", "og:description"):
            assert [len(value) > 0 for value in page.graph[name]] == [True], (path, name)
        assert page.names["twitter:card"] == ["summary_large_image"]
        for name in ("title", "image"):
            assert page.names.get(f"twitter:{name}", []) == page.graph.get(f"og:{name}", [])[:1], (path, name)
        assert page.names["description"] == page.graph["og:description"], path
        assert "twitter:description" not in page.names, "X takes that of Open Graph"


def test_posts_come_back_as_they_are(site: Site) -> None:
    for article in site.build.of(POST):
        expect_post(site, article)


def expect_post(site: Site, article: Article) -> None:
    """What every vocabulary tells of a post is what the post says."""
    page, known = data_of(site, article.url), people(site)
    authors = [(known[key].name, address(site, known[key].url)) for key in article.authors]
    helpers = [(role.agent, known[key].name) for role, keys in article.roles for key in keys]
    communes = [site.build.communes.by_code[code] for code in article.communes]
    modified = article.modified or article.date

    posting = page.thing("BlogPosting")
    assert (posting["headline"], posting.get("description", "")) == (article.title, article.summary)
    assert [(author["name"], author["url"]) for author in posting["author"]] == authors
    assert [(c["roleName"], c["contributor"]["name"]) for c in posting.get("contributor", [])] == helpers
    assert (posting["datePublished"], posting["dateModified"]) == (article.date.isoformat(), modified.isoformat())
    assert (posting["inLanguage"], posting["wordCount"]) == (article.lang, article.body.words)
    assert (posting["articleSection"], posting.get("keywords", [])) == (
        article.category.name,
        [tag.name for tag in article.tags],
    )
    if not article.whole_territory:
        places = posting.get("contentLocation", [])
        assert [p["identifier"]["value"] for p in places if "identifier" in p] == list(article.communes)
        assert [p["name"] for p in places if "identifier" not in p] == ([article.spot.name] if article.spot else [])
    assert posting["license"]["url"] == article.licence.url if article.licence.url else posting["copyrightNotice"]

    assert page.graph["og:title"] == [article.title]
    assert page.graph["og:type"] == ["article"]
    assert page.graph.get("article:tag", []) == posting.get("keywords", [])
    assert page.graph["article:author"] == [url for _, url in authors]
    assert page.names["author"] == [name for name, _ in authors]

    entry = page.item("h-entry")["properties"]
    assert entry["name"] == [article.title]
    assert entry.get("summary", []) == [article.summary] * bool(article.summary)
    assert [(a["properties"]["name"][0], a["properties"]["url"][0]) for a in entry["author"]] == authors
    assert [c["properties"]["name"][0] for c in entry.get("contributor", [])] == [name for _, name in helpers]
    assert entry["url"] == [address(site, article.url)]
    assert [value.replace("T", " ")[:19] for value in entry["published"]] == [f"{article.date:%Y-%m-%d %H:%M:%S}"]
    assert entry["category"] == [article.category.name, *(tag.name for tag in article.tags)]
    assert entry.get("location", []) == [commune.name for commune in communes]
    assert entry["content"][0]["lang"] == article.lang
    assert [is_file(site, photo["value"]) for photo in entry.get("featured", [])] == [True] * bool(article.photo)
    assert page.rels.get("license", []) == [article.licence.url] * bool(article.licence.url)


def test_an_author_is_a_card_of_their_own_page_and_of_their_feed(site: Site) -> None:
    for profile in site.build.of(PROFILE):
        page, url = data_of(site, profile.url), address(site, profile.url)
        card = page.item("h-card")["properties"]
        same = [found for name, written in profile.links if (found := profile_url(name, written))]
        assert card["uid"] == [url], "what makes it the card that represents the page"
        assert (card["name"], card["url"], card["role"]) == ([profile.name], [url, *same], [profile.kind_label])
        assert card.get("note", []) == [profile.description] * bool(profile.description)
        places = [site.build.communes.by_code[code].name for code in profile.communes]
        assert card.get("locality", []) == places[:1]
        assert [is_file(site, _plain(photo)) for photo in card.get("photo", [])] == [True] * bool(profile.photo)
        assert page.rels.get("me", []) == same
        handles = [w for name, w in profile.links if name == "mastodon"]
        assert page.names.get("fediverse:creator", []) == handles

        entity = page.thing("ProfilePage")["mainEntity"]
        assert (entity["name"], entity["url"], entity.get("sameAs", [])) == (profile.name, url, same)
        assert ("image" in entity) is bool(profile.photo)
        written = [a.url for a in site.build.of(POST) if profile.key in a.authors]
        if written:
            feed = page.item("h-feed")
            assert feed["properties"]["author"] == [url]
            assert _entries(feed) == [address(site, path) for path in written[:12]]


def _plain(photo: Any) -> str:
    """The address of a picture, which mf2py gives with its alternative if it has one."""
    return str(photo["value"] if isinstance(photo, dict) else photo)


def _entries(feed: dict[str, Any]) -> list[str]:
    return [child["properties"]["url"][0] for child in feed["children"]]


def test_lists_are_feeds_of_their_posts(site: Site) -> None:
    published = site.build.of(POST)
    home = data_of(site, "").item("h-feed")
    assert home["properties"]["name"] == ["Carnets d’Auvergne"]
    assert _entries(home) == [address(site, article.url) for article in published[:8]]
    for slug, name in {(article.category.slug, article.category.name) for article in published}:
        feed = data_of(site, f"rubriques/{slug}/").item("h-feed")
        assert feed["properties"]["name"] == [name]
        assert _entries(feed) == [address(site, a.url) for a in published if a.category.slug == slug][:12]
    for child in home["children"]:
        assert {"name", "url", "author", "published", "category"} <= set(child["properties"])


class Strict(BaseModel):
    """What the specification names, and extensions that begin with a low line."""

    model_config = ConfigDict(extra="forbid", strict=False)


class JsonAuthor(Strict):
    name: str
    url: HttpUrl | None = None
    avatar: HttpUrl | None = None


class JsonAttachment(Strict):
    url: HttpUrl
    mime_type: str = Field(pattern=r"^\w+/[\w.+-]+$")
    size_in_bytes: int = Field(gt=0)


class JsonItem(Strict):
    """https://www.jsonfeed.org/version/1.1/: ``id`` and a content are required, the rest is what we promise."""

    id: str = Field(min_length=1)
    url: HttpUrl
    title: str = Field(min_length=1)
    content_html: str = ""
    content_text: str = ""
    summary: str = ""
    image: HttpUrl | None = None
    date_published: AwareDatetime
    date_modified: AwareDatetime
    authors: list[JsonAuthor] = []
    """None for unsigned texts: a question, a decision."""
    tags: list[str] = []
    language: str
    attachments: list[JsonAttachment] = []
    """The recording of a post."""
    own: dict[str, Any] = Field(alias="_placette")


class JsonFeed(Strict):
    version: Literal["https://jsonfeed.org/version/1.1"]
    title: str = Field(min_length=1)
    home_page_url: HttpUrl
    feed_url: HttpUrl
    language: str
    own: dict[Literal["version"], Literal[1]] = Field(alias="_placette")
    items: list[JsonItem]


def test_both_forms_of_a_feed_hold_the_same_posts_and_people(site: Site) -> None:
    feeds = [path for path in site.files() if path.endswith(".atom.xml")]
    assert len(feeds) > len(site.build.of(PROFILE))
    both = [path for path in feeds if (site.output / path.replace(".atom.xml", ".json")).is_file()]
    assert "feeds/all.atom.xml" in both
    for path in both:
        atom = feedparser.parse(site.text(path), sanitize_html=False, resolve_relative_uris=False)
        feed = JsonFeed.model_validate_json(site.text(path.replace(".atom.xml", ".json")))
        assert not atom.bozo
        assert (feed.title, str(feed.feed_url)) == (atom.feed.title, atom.feed.id.replace(".atom.xml", ".json"))
        assert len(feed.items) == len(atom.entries)
        for item, entry in zip(feed.items, atom.entries, strict=True):
            expect_same_entry(item, entry)


def expect_same_entry(item: JsonItem, entry: Any) -> None:
    assert (item.id, str(item.url), item.title) == (entry.id, entry.link, entry.title)
    content = entry.get("content", [])
    assert [item.content_html][: len(content)] == [one.value for one in content]
    assert bool(item.content_html) == bool(content) != bool(item.content_text)  # an item has one of both
    assert (item.content_text or item.summary, item.summary) == (item.summary, entry.get("summary", ""))
    assert [item.language][: len(content)] == [one.language for one in content]
    assert (item.date_published.isoformat(), item.date_modified.isoformat()) == (entry.published, entry.updated)
    signed = [(author.name, str(author.url)) for author in item.authors]
    assert not signed or signed == [(author.name, author.href) for author in entry.authors]  # Atom names the site then
    assert item.tags == [tag.term for tag in entry.get("tags", [])]
    helpers = [(c["name"], c["url"]) for c in item.own.get("contributors", [])]
    assert helpers == [(c.name, c.href) for c in entry.get("contributors", [])]
    assert item.own["license"]["name"] == entry.rights


def test_feeds_name_everyone_who_took_part_and_how(site: Site) -> None:
    items = {item["url"]: item for item in json.loads(site.text("feeds/all.json"))["items"]}
    for article in site.build.of(POST)[:ENTRIES]:
        told_ = items[address(site, article.url)]["_placette"].get("contributors", [])
        expected = [(role.agent, people(site)[key].name) for role, keys in article.roles for key in keys]
        assert [(one["role"], one["name"]) for one in told_] == expected
    assert any(item["_placette"].get("contributors") for item in items.values())


def test_feeds_name_the_series_of_a_post_and_its_number_there(site: Site) -> None:
    items = {item["url"]: item for item in json.loads(site.text("feeds/all.json"))["items"]}
    series = {one.slug: one for one in site.build.of(SERIES)}
    for article in site.build.of(POST)[:ENTRIES]:
        part, one = episode_of(article), series.get(episode_of(article).series)
        expected = {"title": one.title, "url": address(site, one.url), "number": part.episode} if one else None
        assert items[address(site, article.url)]["_placette"].get("series") == expected
    assert any(item["_placette"].get("series") for item in items.values())


def test_feeds_that_pages_announce_exist_and_that_of_the_site_in_both_forms(site: Site) -> None:
    for path in ("", site.build.of(POST)[0].url, site.build.of(PROFILE)[0].url):
        page = data_of(site, path)
        atom, as_json = page.alternates("application/atom+xml"), page.alternates("application/feed+json")
        assert [url for url in as_json if "/all." in url] == [
            u.replace(".atom.xml", ".json") for u in atom if "/all." in u
        ]
        base = "/" + address(site, "").split("/", 3)[3]
        assert [url for url in (*atom, *as_json) if not (site.output / url.removeprefix(base)).is_file()] == []


def expect_embedding(site: Site) -> None:
    for article in site.build.of(POST):
        (url,) = data_of(site, article.url).alternates("application/json+oembed")
        answer = json.loads(site.text(url.removeprefix(address(site, ""))))
        names = [people(site)[key].name for key in article.authors]
        assert (answer["version"], answer["type"], answer["title"]) == ("1.0", "link", article.title)
        assert (answer["author_name"], answer["provider_url"]) == (", ".join(names), address(site, ""))
        assert is_file(site, answer["author_url"])
        sizes = {"thumbnail_url", "thumbnail_width", "thumbnail_height"}
        assert sizes & set(answer) in (set(), sizes), "all three or none (oembed.com, 2.3.4)"
        assert is_file(site, answer.get("thumbnail_url", answer["author_url"]))
    assert [page for page in paths(site) if data_of(site, page).alternates("application/json+oembed")] == sorted(
        article.url for article in site.build.of(POST)
    )


def test_a_post_can_be_embedded_without_a_server_where_the_settings_say_so(
    kitchen_sink: Site, demonstration_pages: Site
) -> None:
    expect_embedding(kitchen_sink)
    assert not [path for path in demonstration_pages.files() if path.endswith("oembed.json")]


def test_a_card_stands_for_the_embedded_post(kitchen_sink: Site) -> None:
    answer = json.loads(kitchen_sink.text("2026/tout-le-markdown/oembed.json"))
    assert answer["thumbnail_url"] == data_of(kitchen_sink, "2026/tout-le-markdown/").graph["og:image"][0]


def test_hostile_texts_come_back_exactly(content: Path, tmp_path: Path) -> None:
    post, author = content / "articles/2026/bonjour/index.md", content / "authors/lea.md"
    source = post.read_text(encoding="utf-8")
    for key in ("title", "summary"):
        line = f"{key}: '{HOSTILE.replace(chr(39), chr(39) * 2)}'".replace("\\", r"\\")
        source = re.sub(rf"^{key}: .*", line, source, flags=re.M)
    post.write_text(source.replace("[rivière]", "['<i>]]>\"🐸']"), encoding="utf-8")
    author.write_text(
        author.read_text(encoding="utf-8").replace("kind:", 'description: "</title><b> \\"🐸\\" ]]> & co"\nkind:'),
        encoding="utf-8",
    )
    site = build(content, tmp_path, ARTICLE_OEMBED_URL=EMBEDDED, **PLAIN)
    (article,) = site.build.of(POST)
    assert "</script>" in article.title
    assert "🐸" in article.tags[0].name
    expect_post(site, article)
    test_an_author_is_a_card_of_their_own_page_and_of_their_feed(site)
    test_both_forms_of_a_feed_hold_the_same_posts_and_people(site)
    expect_embedding(site)
    entry = feedparser.parse(site.text("feeds/all.atom.xml")).entries[0]
    assert (entry.title, [tag.term for tag in entry.tags][1:]) == (article.title, [article.tags[0].name])


def test_settings_leave_out_feeds_as_json_and_embedding(content: Path, tmp_path: Path) -> None:
    off = dict.fromkeys(
        (
            *(f"{name}_FEED_JSON" for name in ("CATEGORY", "COMMUNE", "DEPARTMENT", "EPCI", "AUTHOR")),
            "FEED_ALL_JSON",
            "ARTICLE_OEMBED_URL",
        ),
        "",
    )
    site = build(content, tmp_path, **PLAIN, **off)
    files = [path for path in site.files() if not path.startswith("recherche/data/")]
    assert [path for path in files if path.endswith(".json")] == ["provenance.json"]
    page = data_of(site, "2026/bonjour/")
    assert len(page.alternates("application/atom+xml")) == 2
    assert page.alternates("application/feed+json") + page.alternates("application/json+oembed") == []
