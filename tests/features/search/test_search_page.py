"""The page for searching, as a build writes it: an index as in a book, on one page or on one for each letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.features.search import page
from placette.features.search import words as outline
from tests.fixture_site import Site, build, copy_site, only

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with four lines of its index on a page."""
    folder = tmp_path_factory.mktemp("large")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outline, "LINES", 4)
        return build(copy_site("kitchen-sink", folder), folder, SITEURL="https://carnets.example/blog")


def letters_of(site: Site) -> list[str]:
    """The pages of the letters of an index, as addresses from the site's root."""
    links = site.page("recherche/").css(".book-initials a")
    return [(node.attributes["href"] or "").removeprefix("/blog/") for node in links]


def heads_of(site: Site, path: str) -> list[str]:
    """Return the head of each line of an index's page."""
    return site.texts_of(path, ".book__lines > li > :first-child")


def test_a_small_index_stands_on_the_page_with_letters_to_jump_to(tmp_path: Path) -> None:
    site = build(copy_site("minimal", tmp_path), tmp_path)
    found = site.page("recherche/")
    letters = [node.attributes["id"] for node in found.css(".book__letter")]
    assert letters == sorted(letters, key=str)
    assert [f"#{letter}" for letter in letters] == [n.attributes["href"] for n in found.css(".book-initials a")]
    assert len(found.css("#search [data-search-place]")) == 1
    assert only(found, "h1").text() == "Rechercher"
    assert letters
    assert site.page("").css_first(".search-box a").attributes["href"] == "/recherche/#search"  # type: ignore[union-attr]
    assert not any(path.startswith("recherche/lettres/") for path in site.files())


def test_every_line_leads_somewhere(kitchen_sink: Site) -> None:
    lines = [line for path in letters_of(kitchen_sink) for line in kitchen_sink.page(path).css(".book__lines > li")]
    assert [line.text() for line in lines if not line.css("a")] == []
    assert lines


def test_a_large_index_has_a_page_for_each_letter_that_goes_on_at_others(large: Site, kitchen_sink: Site) -> None:
    start = large.page("recherche/")
    assert start.css(".book__lines > li") == []
    lines: list[str] = []
    for path in letters_of(large):
        first = large.page(path)
        assert only(first, ".breadcrumbs li:last-child a").attributes["href"] == "/blog/recherche/#index"
        assert first.css("[data-search-place]") == []
        assert only(first, "h1").text().startswith("Index\u00a0: ")
        pages = [path, *sorted(p for p in large.files() if p.startswith(f"{path}page/"))]
        for number, one in enumerate(pages, 1):
            shown = heads_of(large, one.removesuffix("index.html"))
            assert 1 <= len(shown) <= 4
            assert number == 1 or len(pages) > 1
            lines += shown
    whole = [letters for path in letters_of(kitchen_sink) for letters in heads_of(kitchen_sink, path)]
    assert sorted(lines) == sorted(whole)


def test_without_an_address_of_letters_a_large_index_is_left_out(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "_ONE_PAGE", 0)
        site = build(copy_site("minimal", tmp_path), tmp_path, SEARCH_LETTER_URL="")
    assert site.page("recherche/").css("[data-search-book]") == []


def test_a_site_without_the_page_has_no_field_and_nothing_of_an_index(tmp_path: Path) -> None:
    site = build(copy_site("minimal", tmp_path), tmp_path, SEARCH_URL="", SEARCH_LETTER_URL="")
    assert [
        path for path in site.files() if "recherche" in path or ("theme/search-" in path and path.endswith(".js"))
    ] == []
    assert "data-search" not in site.text("index.html")
    assert "data-search" not in site.text("404.html")
