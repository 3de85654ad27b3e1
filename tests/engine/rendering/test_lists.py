"""What robots read: the addresses of every page, where each one lives, and what it is about."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from xml.etree import ElementTree

import pytest

from placette.engine.content.reading import ContentRefusedError
from placette.engine.findings.messages import PAGELESS
from placette.engine.findings.problems import problem
from placette.engine.rendering.lists import Leaf, dead_links, leaves
from placette.plugin import read_planned, reader_of
from tests.fixture_site import Site, build, copy_site, settings_of, write_file

BASE = "https://carnets.example/blog/"
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def pages(site: Site) -> list[str]:
    return [path for path in site.files() if path.endswith(".html")]


def paged(items: range, *, newest_first: bool) -> list[Leaf]:
    """The pages of a list of these items, three a page."""
    site = SimpleNamespace(base="/", paginate=lambda _file, _url, number: (f"a/{number}.html", f"a/{number}"))
    return leaves("a.html", "a", items, 3, cast("Any", site), newest_first=newest_first)


@pytest.mark.parametrize("count", range(1, 40))
def test_a_new_post_moves_no_page_of_a_list_but_its_first(count: int) -> None:
    before = paged(range(count - 1, -1, -1), newest_first=True)
    assert [item for page in before for item in page.items] == list(range(count - 1, -1, -1))
    assert all(len(page.items) == 3 for page in before[1:])
    assert len(before[0].items) in range(min(count, 2), 5)
    later = {page.save_as: page for page in paged(range(count, -1, -1), newest_first=True)}
    changed = [page.save_as for page in before if later[page.save_as] != page]
    moved = len(later) > len(before) > 1  # what was on the first page has a page of its own: the next one leads there
    assert changed == (["a.html", f"a/{len(before) - 1}.html"] if moved else ["a.html"])


def test_pages_of_a_list_in_another_order_are_counted_from_its_first() -> None:
    first, second, third = paged(range(7), newest_first=False)
    assert (first.save_as, second.save_as, third.items) == ("a.html", "a/2.html", (6,))
    assert second.pagination == (2, 3, "/a", "/a/3")


@pytest.mark.whole
def test_the_sitemap_lists_pages_that_exist_and_no_others(kitchen_sink: Site) -> None:
    root = ElementTree.fromstring(kitchen_sink.text("sitemap.xml"))
    addresses = [node.text or "" for node in root.findall("s:url/s:loc", NS)]
    assert len(addresses) == len(set(addresses))
    files = {f"{address.removeprefix(BASE)}index.html" for address in addresses if address.startswith(BASE)}
    assert len(files) == len(addresses)
    assert files <= set(pages(kitchen_sink))
    urls = [text.url for name in ("post", "page", "person") for text in kitchen_sink.build.texts[name]]
    assert {f"{url}index.html" for url in urls} <= files
    dates = {node.text for node in root.findall("s:url/s:lastmod", NS)}
    posts = {"2026-06-12T00:00:00+02:00", "2026-04-02T00:00:00+02:00", "2025-12-31T00:00:00+01:00"}
    assert dates == posts | {"2026-04-20T00:00:00+02:00", "2026-03-20T00:00:00+01:00"}  # those of questions


def test_robots_are_welcome_and_told_where_the_sitemap_is(kitchen_sink: Site) -> None:
    lines = kitchen_sink.text("robots.txt").splitlines()
    assert lines == ["User-agent: *", "Allow: /", "", f"Sitemap: {BASE}sitemap.xml"]


def test_titles_are_unique_and_say_the_name_of_the_site(kitchen_sink: Site) -> None:
    titles = [kitchen_sink.texts_of(path, "head title")[0] for path in pages(kitchen_sink)]
    assert len(set(titles)) == len(titles)
    assert [title for title in titles if "Carnets d’Auvergne" not in title] == []


def test_the_policy_forbids_whatever_is_not_ours(kitchen_sink: Site) -> None:
    for path in pages(kitchen_sink):
        (policy,) = kitchen_sink.page(path).css("meta[http-equiv]")
        rules = dict(rule.split(" ", 1) for rule in (policy.attributes["content"] or "").split("; "))
        assert rules["default-src"] == rules["object-src"] == rules["base-uri"] == "'none'"
        assert set(rules.values()) == {"'none'", "'self'"}


POST = "articles/2026/lien/index.md"
_MATTER = "---\ntitle: Un lien\ndate: 2026-04-02\nauthors: [lea-montel]\ncategory: Nature\nsummary: Un lien.\n---\n"
SITE: dict[str, Any] = {"SITEURL": "https://carnets.example", "PICTURES_ON_PAGES": False, "SHARING_CARDS": False}


def write(content: Path, body: str, path: str = POST) -> None:
    write_file(content / path, f"{_MATTER}Un texte.\n\n{body}\n")


def hrefs(site: Site) -> list[str | None]:
    return [link.attributes["href"] for link in site.page("2026/lien/").css(".prose a")]


@pytest.mark.whole
@pytest.mark.parametrize("address", ["/rubriques/nexistepas/", "/communes/nexistepas/", "/2025/12/", "/auteurs/zz/"])
def test_a_link_to_a_list_that_there_is_not_is_a_fault_of_its_text(content: Path, tmp_path: Path, address: str) -> None:
    write(content, f"[x]({address})")
    with pytest.raises(ContentRefusedError) as refusal:
        build(content, tmp_path, **SITE)
    (found,) = refusal.value.problems
    assert (found.code, found.path, found.line) == ("link-missing", POST, 10)
    settings = settings_of(content, tmp_path, **SITE)
    assert found in read_planned(settings, reader_of(settings)).problems


def test_a_list_of_like_name_is_proposed_and_thousands_are_not_searched_for() -> None:
    made = {f"rubriques/sujet-{number}/" for number in range(2000)} | {
        "rubriques/nature/",
        "rubriques/art/",
        "natur.html",
    }
    listed = [f"rubriques/natur{x}/" for x in ("", *map(str, range(3000)))]
    problems = [(one, problem("link-missing", POST, 1, value=f"/{one}", wanted=one.rstrip("/"))) for one in listed]
    found = [dict(one.values) for one in dead_links(problems, frozenset(made))]
    assert (found[0]["names"], found[0]["value"]) == ("/rubriques/nature/", "/rubriques/natur/")
    assert sum("names" in values for values in found) <= 50
    assert len(found) == len(listed)


@pytest.mark.whole
def test_what_leads_to_no_list_is_left_out_where_texts_may_be(content: Path, tmp_path: Path) -> None:
    write(content, "[x](/rubriques/nexistepas/)")
    write(content, "[y](../lien/index.md)", "articles/2026/suite/index.md")
    site = build(content, tmp_path, READING_SKIP_INVALID=True, **SITE)
    assert not (site.output / "2026/lien/index.html").exists()
    assert site.page("2026/suite/").css(".prose a[href]") == []
    assert {(found.code, found.path) for found in site.build.problems} >= {("link-missing", POST)}


@pytest.mark.whole
def test_a_link_to_a_list_that_there_is_holds_whatever_its_anchor(content: Path, tmp_path: Path) -> None:
    write(content, "[a](/rubriques/nature/#x) [b](/#zz) [c](/rubriques/nature) [d](/recherche/?q=eau)")
    assert hrefs(build(content, tmp_path, **SITE)) == [
        "/rubriques/nature/",
        "/",
        "/rubriques/nature/",
        "/recherche/?q=eau",
    ]


@pytest.mark.whole
def test_whole_addresses_of_the_site_are_its_own(content: Path, tmp_path: Path) -> None:
    write(
        content,
        "[a](https://carnets.example/2026/bonjour) [b](https://carnets.example) [c](https://carnets.example.org/)",
    )
    assert hrefs(build(content, tmp_path, **SITE)) == ["/2026/bonjour/", "/", "https://carnets.example.org/"]
    write(content, "[a](https://carnets.example/nexistepas/)")
    with pytest.raises(ContentRefusedError, match=r"2026/lien/index.md"):
        build(content, tmp_path, **SITE)


@pytest.mark.whole
def test_what_a_link_was_refused_for_may_come(content: Path, tmp_path: Path) -> None:
    write(content, "[x](/2026/suite/)")
    with pytest.raises(ContentRefusedError):
        build(content, tmp_path, **SITE)
    write(content, "La suite.", "articles/2026/suite/index.md")
    assert hrefs(build(content, tmp_path, **SITE)) == ["/2026/suite/"]
    write(content, "La suite.", "articles/2026/fin/index.md")
    (content / "articles/2026/suite/index.md").unlink()
    with pytest.raises(ContentRefusedError):
        build(content, tmp_path, **SITE)


@pytest.mark.whole
def test_a_link_to_a_text_without_a_page_says_so_whatever_was_read_before(tmp_path: Path) -> None:
    content = copy_site("kitchen-sink", tmp_path)
    (reply,) = list((content / "replies").rglob("2026-06-20-thanks.md"))
    write(content, f"[x](../../../{reply.relative_to(content).as_posix()})")
    settings = settings_of(content, tmp_path, **SITE)
    (there,) = [found for found in read_planned(settings, reader_of(settings)).problems if found.path == POST]
    assert (there.code, dict(there.values)["proposal"]) == ("link-missing", PAGELESS)
    reply.unlink()
    (gone,) = [found for found in read_planned(settings, reader_of(settings)).problems if found.path == POST]
    assert (gone.code, dict(gone.values)["proposal"] != PAGELESS) == ("link-missing", True)


@pytest.mark.whole
def test_a_short_reply_may_hold_an_address_of_the_site(tmp_path: Path) -> None:
    content = copy_site("kitchen-sink", tmp_path)
    (reply,) = list((content / "replies").rglob("2026-06-20-thanks.md"))
    told = reply.read_text(encoding="utf-8")
    reply.write_text(f"{told}\nhttps://carnets.example/2026/the-wash-house/\n", encoding="utf-8")
    settings = settings_of(content, tmp_path, **SITE)
    path = reply.relative_to(content).as_posix()
    assert [found for found in read_planned(settings, reader_of(settings)).problems if found.path == path] == []
    reply.write_text(f"{told}\nhttps://carnets.example/2024/old-page/\n", encoding="utf-8")
    (found,) = [found for found in read_planned(settings, reader_of(settings)).problems if found.path == path]
    assert found.code == "link-missing"
