"""Links of texts to pages that are no text's are seen once the pages are planned, at the text that holds them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from placette.engine.library.refusal import ContentRefusedError
from placette.engine.pages.dead_links import dead_links
from placette.engine.problems.messages import PAGELESS
from placette.engine.problems.problems import problem
from placette.plugin import read_planned, reader_of
from tests.fixture_site import Site, build, copy_site, settings_of

POST = "articles/2026/lien/index.md"
_MATTER = "---\ntitle: Un lien\ndate: 2026-04-02\nauthors: [lea-montel]\ncategory: Nature\nsummary: Un lien.\n---\n"
SITE: dict[str, Any] = {"SITEURL": "https://carnets.example", "IMAGES_LANDSCAPES": False, "SHARING_CARDS": False}


def write(content: Path, body: str, path: str = POST) -> None:
    (content / path).parent.mkdir(parents=True, exist_ok=True)
    (content / path).write_text(f"{_MATTER}Un texte.\n\n{body}\n", encoding="utf-8")


def hrefs(site: Site) -> list[str | None]:
    return [link.attributes["href"] for link in site.page("2026/lien/").css(".prose a")]


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


def test_what_leads_to_no_list_is_left_out_where_texts_may_be(content: Path, tmp_path: Path) -> None:
    write(content, "[x](/rubriques/nexistepas/)")
    write(content, "[y](../lien/index.md)", "articles/2026/suite/index.md")
    site = build(content, tmp_path, READING_SKIP_INVALID=True, **SITE)
    assert not (site.output / "2026/lien/index.html").exists()
    assert site.page("2026/suite/").css(".prose a[href]") == []
    assert {(found.code, found.path) for found in site.build.problems} >= {("link-missing", POST)}


def test_a_link_to_a_list_that_there_is_holds_whatever_its_anchor(content: Path, tmp_path: Path) -> None:
    write(content, "[a](/rubriques/nature/#x) [b](/#zz) [c](/rubriques/nature) [d](/recherche/?q=eau)")
    assert hrefs(build(content, tmp_path, **SITE)) == [
        "/rubriques/nature/",
        "/",
        "/rubriques/nature/",
        "/recherche/?q=eau",
    ]


def test_whole_addresses_of_the_site_are_its_own(content: Path, tmp_path: Path) -> None:
    write(
        content,
        "[a](https://carnets.example/2026/bonjour) [b](https://carnets.example) [c](https://carnets.example.org/)",
    )
    assert hrefs(build(content, tmp_path, **SITE)) == ["/2026/bonjour/", "/", "https://carnets.example.org/"]
    write(content, "[a](https://carnets.example/nexistepas/)")
    with pytest.raises(ContentRefusedError, match=r"2026/lien/index.md"):
        build(content, tmp_path, **SITE)


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
