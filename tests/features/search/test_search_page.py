"""The page for searching, as a build writes it: an index as in a book, on one page or on one for each letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.features.search import outline, page
from tests.fixture_site import Site, build, copy_site, only


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site whose index counts as large, with four lines on a page."""
    folder = tmp_path_factory.mktemp("large")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "_ONE_PAGE", 5)
        patch.setattr(outline, "LINES", 4)
        patch.setattr(page, "LINES", 4)
        return build(copy_site("kitchen-sink", folder), folder, SITEURL="https://carnets.example/blog")


def test_a_small_index_stands_on_the_page_with_letters_to_jump_to(kitchen_sink: Site) -> None:
    found = kitchen_sink.page("recherche/")
    letters = [node.attributes["id"] for node in found.css(".book__letter")]
    assert letters == sorted(letters, key=str)
    assert [f"#{letter}" for letter in letters] == [n.attributes["href"] for n in found.css(".book-initials a")]
    assert len(found.css("#search [data-search-place]")) == 1
    assert only(found, "h1").text() == "Rechercher"
    assert kitchen_sink.page("").css_first(".search-box a").attributes["href"] == "/blog/recherche/#search"  # type: ignore[union-attr]
    assert not any(path.startswith("recherche/lettres/") for path in kitchen_sink.files())


def test_every_line_leads_somewhere(kitchen_sink: Site) -> None:
    for line in kitchen_sink.page("recherche/").css(".book__line"):
        assert line.css("a"), line.text()


def test_drafts_and_what_is_to_come_are_in_no_line(kitchen_sink: Site) -> None:
    addresses = {node.attributes["href"] for node in kitchen_sink.page("recherche/").css(".book a")}
    files = {f"/blog/{path.removesuffix('index.html')}" for path in kitchen_sink.files()}
    assert addresses <= files


def test_a_large_index_has_a_page_for_each_letter_that_goes_on_at_others(large: Site, kitchen_sink: Site) -> None:
    start = large.page("recherche/")
    assert start.css(".book__line") == []
    links = [node.attributes["href"] or "" for node in start.css(".book-initials a")]
    assert links
    lines: list[str] = []
    for link in links:
        path = link.removeprefix("/blog/")
        first = large.page(path)
        assert only(first, "[aria-current]:not(.menu__link)").attributes["href"] == link
        assert first.css("[data-search-place]") == []
        assert only(first, "h1").text().startswith("Index\u00a0: ")
        pages = [path, *sorted(p for p in large.files() if p.startswith(f"{path}page/"))]
        for number, one in enumerate(pages, 1):
            shown = large.texts_of(one.removesuffix("index.html"), ".book__line > :first-child")
            assert 1 <= len(shown) <= 4
            assert number == 1 or len(pages) > 1
            lines += shown
    whole = kitchen_sink.texts_of("recherche/", ".book__line > :first-child")
    assert sorted(lines) == sorted(whole)


def test_without_an_address_of_letters_a_large_index_is_left_out(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "_ONE_PAGE", 0)
        site = build(copy_site("minimal", tmp_path), tmp_path, SEARCH_LETTER_SAVE_AS="")
    assert site.page("recherche/").css("[data-search-book]") == []


def test_a_site_without_the_page_has_no_field_and_nothing_of_an_index(tmp_path: Path) -> None:
    site = build(copy_site("minimal", tmp_path), tmp_path, SEARCH_SAVE_AS="", SEARCH_LETTER_SAVE_AS="")
    assert [
        path for path in site.files() if "recherche" in path or ("theme/search-" in path and path.endswith(".js"))
    ] == []
    assert "data-search" not in site.text("index.html")
    assert "data-search" not in site.text("404.html")
