"""What other blogs write shows on the pages of places, people and the home page, on the map and in search."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

import pytest

from placette.defaults import without
from placette_network.gathered import Person
from placette_network.sources import is_public_name
from tests.fixture_site import EPOCH, ORIGIN, Site, build, only
from tests.placette_network.fixture_sources import HOST, text, write_gathered, write_source

pytestmark = pytest.mark.whole

PLAIN: dict[str, Any] = {"PICTURES_ON_PAGES": False}
COMMUNE = "communes/63113-clermont-ferrand/"
TITLES = "[aria-labelledby^=elsewhere] .term-list__link"
ON_HOME = ".shelf[aria-labelledby=elsewhere] a[rel]"
"""Each with the host that it leads to."""
DAY = 86_400


def made(content: Path, folder: Path, now: str = EPOCH, **settings: Any) -> Site:
    """The site, without drawings."""
    return build(content, folder, now, **PLAIN | settings)


def found_in_search(site: Site) -> list[dict[str, Any]]:
    """What search shows of texts elsewhere."""
    files = [json.loads(site.text(path)) for path in site.files() if path.startswith("recherche/data/d-")]
    return sorted((file for file in files if file.get("k") == "elsewhere"), key=lambda file: str(file["t"]))


def bytes_of(site: Site) -> dict[str, bytes]:
    return {path: (site.output / path).read_bytes() for path in site.files()}


def test_a_site_without_sources_is_byte_for_byte_as_without_the_package(content: Path, tmp_path: Path) -> None:
    write_gathered(content, "thiers", text("le-lavoir"))  # of nobody who is read
    whole = made(content, tmp_path / "whole")
    bare = made(content, tmp_path / "bare", PLUGINS=without("placette_network"))
    assert bytes_of(whole) == bytes_of(bare)


def test_a_card_leads_out_from_the_pages_of_its_places_and_the_home_page(content: Path, tmp_path: Path) -> None:
    write_source(content, name="« Thiers, le blog »", licence="CC BY-SA 4.0")
    write_gathered(content, "thiers", text("le-lavoir"))
    site = made(content, tmp_path)
    assert site.texts_of("", ON_HOME) == ["«\u00a0Thiers, le blog\u00a0» (blog.thiers.example) · Le lavoir"]
    for path in (COMMUNE, "departements/63-puy-de-dome/", "reseau/"):
        (card,) = (node for node in site.page(path).css(".term-list__link") if node.text() == "Le lavoir")
        assert (card.attributes["href"], card.attributes["rel"]) == (f"{HOST}/le-lavoir/", "nofollow ugc noopener")
        said = site.page(path).body
        assert said is not None
        for words in ("Ces liens mènent à d’autres sites.", "blog.thiers.example", "CC BY-SA 4.0"):
            assert words in said.text(), (path, words)
    assert "Ce que dit le-lavoir." in site.text(f"{COMMUNE}index.html")
    assert "Ce que dit le-lavoir." not in site.text("index.html")


def test_the_newest_come_first_and_only_a_few(content: Path, tmp_path: Path) -> None:
    for slug in ("thiers", "ambert", "royat", "riom"):
        own = [text(f"{slug}-{day}", f"2026-06-{day:02}", f"https://blog.{slug}.example") for day in range(1, 9)]
        write_source(content, slug)
        write_gathered(content, slug, *own)
    site = made(content, tmp_path)
    assert site.texts_of("", ON_HOME) == [
        "Ambert (blog.ambert.example) · Ambert 8",
        "Riom (blog.riom.example) · Riom 8",
    ]
    assert site.texts_of(COMMUNE, TITLES) == ["Ambert 8", "Riom 8", "Royat 8", "Thiers 8", "Ambert 7", "Riom 7"]
    assert len(found_in_search(site)) == 32


def test_what_is_not_accepted_of_a_later_day_of_a_source_that_left_or_for_editors_alone_is_not_shown(
    content: Path, tmp_path: Path
) -> None:
    write_source(content, accept="each")
    write_gathered(content, "thiers", text("vu", accepted=True), text("attend"))
    write_source(content, "ambert")
    own = "https://blog.ambert.example"
    by_others = text("repris", host="https://www.blog.parti.example")  # listed by a parent, say
    write_gathered(
        content, "ambert", text("demain", "2026-07-02", own), text("aujourd-hui", "2026-07-01", own), by_others
    )
    for slug, matter in (("parti", {"left": "2026-06-30"}), ("pas-encore", {"since": "2026-07-02"})):
        write_source(content, slug, **matter)
        write_gathered(content, slug, text(slug))
    write_source(content, "presse", kind="watch", agreed="")
    write_gathered(content, "presse", text("presse"))
    write_gathered(content, "inconnu", text("inconnu"))
    site = made(content, tmp_path)
    assert site.texts_of(COMMUNE, TITLES) == ["Aujourd hui", "Vu"]
    assert [one["t"] for one in found_in_search(site)] == ["Aujourd hui", "Vu"]
    sources = site.texts_of("reseau/", "[aria-labelledby=sources-site] .term-list__item > .term-list__link")
    assert sources == ["Ambert", "Thiers"]


def test_a_source_begins_and_leaves_on_its_day_although_no_file_changes(content: Path, tmp_path: Path) -> None:
    write_source(content, since="2026-07-02", left="2026-07-04")
    write_gathered(content, "thiers", text("le-lavoir"))
    seen = []
    for days in (0, 1, 3):
        site = made(content, tmp_path, str(int(EPOCH) + days * DAY))
        seen.append("reseau/index.html" in site.files())
    assert seen == [False, True, False]


def test_a_text_that_two_sources_list_stands_once_as_that_of_its_own_place(content: Path, tmp_path: Path) -> None:
    write_source(content, "agglo", name="A, l’agglo")
    alone = text("seul", host="https://nulle-part.example")
    write_gathered(content, "agglo", text("le-lavoir", title="Repris"), text("prêté", title="Jamais dit"), alone)
    write_source(content)
    write_gathered(content, "thiers", text("le-lavoir", host="http://www.blog.thiers.example"))
    site = made(content, tmp_path)
    assert site.texts_of(COMMUNE, TITLES) == ["Le lavoir", "Seul"]
    hosts = [node.text() for node in site.page(COMMUNE).css("[aria-labelledby=elsewhere] .term-list__item .meta bdi")]
    assert hosts == ["Thiers", "blog.thiers.example", "A, l’agglo", "nulle-part.example"]


@pytest.mark.parametrize("base", ["", "/blog"])
def test_what_leads_to_this_site_is_no_card(base: str, content: Path, tmp_path: Path) -> None:
    write_source(content)
    own = [
        text(f"le-lavoir{at}", host=host)
        for at, host in enumerate((f"{ORIGIN}{base}", "http://www.carnets.example/blog"))
    ]
    write_gathered(content, "thiers", *own, text("autre", host="https://carnets.example.org"))
    site = made(content, tmp_path, SITEURL=f"{ORIGIN}{base}")
    assert site.texts_of(COMMUNE, TITLES) == ["Autre"]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "mairie.localhost", "10.0.0.4:8080", "[::1]", "2130706433", "0x7f.1", "127.1", "mairie",
     "nas.local", "box.home", "１２７.0.0.1", "lo\uff43alhost", "192。168。1。1", "printer.internal."],
)  # fmt: skip
def test_no_card_leads_into_the_network_of_a_reader(host: str) -> None:
    assert not is_public_name(f"https://{host}/a/")
    assert is_public_name("https://blog.thiers.example/")
    assert is_public_name("https://xn--lpes-43d.example/")


def test_a_card_says_whose_words_follow_before_any_of_them(content: Path, tmp_path: Path) -> None:
    write_source(content, name="Le blog d’à côté")
    claims = ("Mairie de Clermont-Ferrand", "Μairie de Clermont-Ferrand", "Lu sur Thiers · blog.thiers.example")
    hosts = ("https://аmbert.example", "http://127.0.0.1", HOST)
    texts = [text(f"t{n}", host=host, title=claim) for n, (host, claim) in enumerate(zip(hosts, claims, strict=True))]
    summary = "Appelez le 06 39 98 12 34, lea@exemple.example."
    write_gathered(content, "thiers", *(one._replace(summary=summary, people=(Person(claims[0]),)) for one in texts))
    site = made(content, tmp_path)
    cards = [" ".join(card.text().split()) for card in site.page(COMMUNE).css("[aria-labelledby=elsewhere] li")]
    assert [card.partition(" Appelez")[0] for card in cards] == [
        f"Lu sur Le blog d’à côté · {HOST.removeprefix('https://')} {claims[2]}",
        f"Lu sur Le blog d’à côté · xn--mbert-3ve.example {claims[0]}",
    ]
    assert all("Appelez le …, …." in card for card in cards)
    assert "06 39" not in "".join(site.text(path) for path in site.files() if path.endswith((".html", ".xml", ".json")))


def test_places_and_categories_are_those_of_this_site_or_else_the_sources(content: Path, tmp_path: Path) -> None:
    write_source(content, commune="[Thiers, Ambert]", categories="[Patrimoine]")
    texts = (
        text("ici", categories=("sport", "NATURE")),
        text("ancienne", communes=("63001x", "2A004"), categories=("sport",)),
        text("nulle-part", communes=(), spot="La Pamparina", point=(45.85, 3.55)),
    )
    write_gathered(content, "thiers", *texts)
    site = made(content, tmp_path)
    assert site.texts_of(COMMUNE, TITLES) == ["Ici"]
    assert site.texts_of("communes/63430-thiers/", TITLES) == ["Ancienne", "Nulle part"]
    network = json.loads(site.text("feeds/reseau.json"))["items"]
    assert {one["title"]: one["tags"] for one in network}["Ancienne"] == ["Patrimoine"]


def test_a_commune_that_only_a_source_is_about_is_on_the_map_with_its_newest_text(
    content: Path, tmp_path: Path
) -> None:
    for commune in ("Thiers", "Ambert", "Riom"):
        slug = commune.lower()
        write_source(content, slug, commune=commune)
        write_gathered(content, slug, text(f"vu-de-{slug}", communes=(), host=f"https://blog.{slug}.example"))
    page = made(content, tmp_path).page("carte/")
    chosen = {node.attributes["id"]: node.text() for node in page.css(".chosen")}
    assert {f"place-{code}" for code in ("63113", "63430", "63003", "63300")} <= chosen.keys()
    assert "Vu de thiers" in chosen["place-63430"]
    assert "Lu sur" in chosen["place-63430"]
    assert "Bonjour" in chosen["place-63113"]


def test_a_stranger_cannot_have_pages_made_for_communes_that_nobody_reads_about(content: Path, tmp_path: Path) -> None:
    write_source(content)
    write_gathered(content, "thiers", text("partout", communes=("63430", "63003", "63300")))
    site = made(content, tmp_path)
    assert [path for path in site.files() if path.startswith("communes/63430")] == []


def test_a_resident_is_said_to_write_elsewhere_too(content: Path, tmp_path: Path) -> None:
    profile = content / "authors" / "lea.md"
    named = profile.read_text(encoding="utf-8").replace("kind:", "links:\n  site: https://lea.example\nkind:")
    profile.write_text(named, encoding="utf-8")
    for slug in ("lea", "atelier"):
        host = f"https://{slug}.example"
        write_source(content, slug, site=f"{host}/", kind="resident", author="lea", name=f"Carnet {slug}")
        write_gathered(content, slug, *(text(f"{slug}-{day}", f"2026-06-0{day}", host) for day in range(1, 6)))
    page = made(content, tmp_path).page("auteurs/lea/")
    heads = [node.text().strip() for node in page.css("[aria-labelledby^=blog-] h2")]
    assert heads == ["Écrit aussi sur Carnet atelier", "Écrit aussi sur Carnet lea"]
    links = {node.attributes["href"]: node.attributes["rel"] for node in page.css("[aria-labelledby^=blog-] > .meta a")}
    assert links == {
        "https://atelier.example/": "nofollow ugc noopener",  # their profile doesn't name it
        "https://lea.example/": "me nofollow noopener",
    }
    titles = [node.text() for node in page.css("[aria-labelledby^=blog-] .term-list__link")]
    assert titles == ["Atelier 5", "Atelier 4", "Atelier 3", "Lea 5", "Lea 4", "Lea 3"]


def test_the_page_of_the_network_lists_sources_by_kind_in_few_on_a_page(content: Path, tmp_path: Path) -> None:
    write_source(content, "lea", kind="resident", author="lea", body="Elle marche.")
    write_source(content, "club", kind="association", commune="Thiers", feed="https://blog.club.example/feed.xml")
    write_gathered(content, "club", text("course", host="https://blog.club.example"))
    for number in range(61):
        write_source(content, f"ville-{number:02}", site=f"https://v{number}.example/")
    site = made(content, tmp_path)
    first, second = site.page("reseau/"), site.page("reseau/page/2/")
    assert site.texts_of("reseau/", "main h2") == ["Les derniers textes", "Communes et services publics"]
    assert site.texts_of("reseau/page/2/", "main h2") == [
        "Communes et services publics",
        "Associations",
        "Blogs d’habitantes et d’habitants",
    ]
    assert len(first.css("[aria-labelledby=sources-site] li")) == 60
    club = only(second, "[aria-labelledby=sources-association] li")
    assert "Le dernier" in club.text()
    assert [node.attributes["href"] for node in club.css("a")][-1] == "https://blog.club.example/course/"
    assert "Elle marche." in only(second, "[aria-labelledby=sources-resident] li").text()
    listed = site.text("sitemap.xml")
    assert ("/reseau/</loc>" in listed, listed.count("/reseau/")) == (True, 1)
    assert "blog.club.example" not in listed
    assert "blog.club.example" not in "".join(node.text() for node in first.css("script"))


def test_the_list_for_feed_readers_is_opml_2(content: Path, tmp_path: Path) -> None:
    write_source(content, name="'A & \"B\" <c>'", feed="https://blog.thiers.example/feed.xml?a=1&b=2")
    write_source(content, "club", kind="association")
    root = Tree.fromstring(made(content, tmp_path).text("reseau/opml.xml"))
    assert (root.tag, root.attrib, [part.tag for part in root]) == ("opml", {"version": "2.0"}, ["head", "body"])
    (towns, clubs) = root.findall("body/outline")
    (thiers,), (club,) = towns, clubs
    assert thiers.attrib["xmlUrl"] == "https://blog.thiers.example/feed.xml?a=1&b=2"
    assert (thiers.attrib["type"], thiers.attrib["text"]) == ("rss", "A & «\xa0B\xa0» <c>")
    assert (club.attrib["type"], club.attrib["url"]) == ("link", "https://blog.club.example/")


def test_the_feed_of_the_network_has_them_and_no_other_feed(content: Path, tmp_path: Path) -> None:
    write_source(content, commune="Thiers", licence="CC BY 4.0")
    write_gathered(content, "thiers", text("le-lavoir", spot="La Pamparina", communes=(), summary="Un <b>lavoir</b>."))
    site = made(content, tmp_path)
    feeds = {path: site.text(path) for path in site.files() if path.startswith("feeds/")}
    assert {path for path, feed in feeds.items() if f"{HOST}/le-lavoir/" in feed} == {
        "feeds/reseau.atom.xml",
        "feeds/reseau.json",
    }
    (item,) = json.loads(feeds["feeds/reseau.json"])["items"]
    assert (item["url"], item["title"], item["content_text"]) == (
        f"{HOST}/le-lavoir/",
        "Le lavoir",
        "Un <b>lavoir</b>.",
    )
    assert item["authors"] == [{"name": "Thiers", "url": f"{HOST}/"}]
    assert item["_placette"]["license"]["name"] == "CC BY 4.0"
    assert item["_placette"]["places"][0]["insee"] == "63430"
    entry = Tree.fromstring(feeds["feeds/reseau.atom.xml"]).find("{http://www.w3.org/2005/Atom}entry")
    assert entry is not None
    assert f"{HOST}/le-lavoir/" in Tree.tostring(entry, encoding="unicode")
    assert [link.attributes["href"] for link in site.page("reseau/").css("link[type='application/atom+xml']")] == [
        "/feeds/reseau.atom.xml",
        "/feeds/all.atom.xml",
    ]


HOSTILE = '"><script>alert(1)</script>&]]>{{ 1 }}'


def test_words_of_strangers_are_nowhere_markup(content: Path, tmp_path: Path) -> None:
    write_source(content)
    person = {"people": [{"name": HOSTILE}], "spot": HOSTILE, "categories": [HOSTILE], "licence": HOSTILE, "lang": '"x'}
    values = {"key": HOSTILE, "link": f"{HOST}/a", "title": HOSTILE, "day": "2026-06-01", "summary": HOSTILE}
    bad = [{**values, "key": link, "link": link} for link in ("javascript:alert(1)", "//x.example/", "/a", "data:x,y")]
    file = write_gathered(content, "thiers")
    file.write_text(json.dumps({"texts": [{**values, **person}, *bad]}), encoding="utf-8")
    site = made(content, tmp_path)
    assert site.texts_of("", ON_HOME) == [f"Thiers (blog.thiers.example) · {HOSTILE}"]
    for path in site.files():
        if path.endswith((".html", ".xml", ".opml")):
            assert "<script>alert" not in site.text(path), path
    for path in site.files():
        if path.endswith((".xml", ".opml")):
            Tree.fromstring(site.text(path))
    assert [(one["o"], one["t"]) for one in found_in_search(site)] == [(f"{HOST}/a", HOSTILE)]
    links = [node.attributes["href"] or "" for path in ("", "reseau/") for node in site.page(path).css("main a[href]")]
    assert [link for link in links if not link.startswith(("/", "https://", "#"))] == []


def test_a_changed_card_changes_only_its_pages_and_nothing_else_is_made_again(content: Path, tmp_path: Path) -> None:
    write_source(content)
    write_source(content, "ambert", commune="Ambert")
    write_gathered(content, "ambert", text("ailleurs", communes=(), host="https://blog.ambert.example"))
    write_gathered(content, "thiers", text("le-lavoir", "2026-06-02"), text("autre"))
    first = bytes_of(made(content, tmp_path))
    write_gathered(content, "thiers", text("le-lavoir", "2026-06-02", title="Le vieux lavoir"), text("autre"))
    site = made(content, tmp_path)
    changed = {path for path, data in bytes_of(site).items() if first.get(path) != data}
    assert {COMMUNE + "index.html", "index.html", "reseau/index.html", "feeds/reseau.json"} <= changed
    assert [path for path in changed if path.startswith(("communes/63003", "2026/", "auteurs/"))] == []
    clean = made(content, tmp_path / "clean")
    assert bytes_of(clean) == bytes_of(site)
