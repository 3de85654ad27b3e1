"""All texts of a series stand on one page, each with anchors of its own, for reading at one go and for paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.features.series import below
from tests.features.series.test_kind import EPISODE, hrefs
from tests.fixture_site import Site, build, only, write_file

pytestmark = pytest.mark.whole

WHOLE = "series/eau/en-entier/"


def write_episodes(content: Path, count: int, body: str = "Un mot.\n") -> None:
    write_file(content / "series/bassins.md", "---\ntitle: Bassins\nsummary: Des bassins.\n---\n")
    for number in range(1, count + 1):
        day = f"2026-01-{1 + number % 28:02}"
        text = EPISODE.format(n=number).replace(f"2026-01-{number:02}", day) + body
        write_file(content / f"articles/2026/bassin-{number}" / "index.md", text)


def test_it_holds_every_text_in_order_under_its_own_title(kitchen_sink: Site) -> None:
    assert kitchen_sink.texts_of(WHOLE, "main h1") == ["Au fil de l’eau"]
    titles = [node.text(strip=True) for node in kitchen_sink.page("series/eau/").css(".post-list .card__title")]
    assert kitchen_sink.texts_of(WHOLE, ".episode h2") == titles
    assert hrefs(kitchen_sink, WHOLE, ".page-header ol a") == ["#e1", "#e2"]
    for number, url in enumerate(("2025/premier-billet/", "2026/the-wash-house/"), 1):
        episode = only(kitchen_sink.page(WHOLE), f".episode[aria-labelledby=e{number}]")
        words = only(kitchen_sink.page(url), ".e-content").text()
        assert only(episode, ".e-content").text() == words
        assert only(episode, ".u-url").attributes["href"] == f"/blog/{url}"
        assert episode.css_first(".u-license") is not None
    assert "/blog/series/eau/en-entier/" in hrefs(kitchen_sink, "series/eau/", ".page-header a")


def test_machines_keep_to_the_pages_of_the_episodes(kitchen_sink: Site) -> None:
    assert only(kitchen_sink.page(WHOLE), "meta[name=robots]").attributes["content"] == "noindex"
    assert WHOLE not in kitchen_sink.text("sitemap.xml")


def test_notes_of_several_texts_have_anchors_of_their_own(content: Path, tmp_path: Path) -> None:
    write_episodes(content, 3, "\n## Le bord\n\nUne eau[^1].\n\n[^1]: Froide.\n")
    site = build(content, tmp_path)
    page = site.page("series/bassins/en-entier/")
    names = [node.attributes["id"] for node in page.css("[id]")]
    assert len(names) == len(set(names))
    followed = [str(node.attributes["href"])[1:] for node in page.css("main a[href^='#']")]
    assert set(followed) <= set(names)
    assert [node.attributes["href"] for node in page.css(".footnote-ref")] == [f"#e{n}-texte-fn:1" for n in (1, 2, 3)]
    assert len(page.css(".episode .e-content h3")) == 3
    assert page.css(".episode .e-content h2") == []


def test_a_series_of_one_episode_or_of_a_great_many_has_none(content: Path, tmp_path: Path) -> None:
    write_episodes(content, 1)
    one = build(content, tmp_path / "one")
    assert one.page("series/bassins/").css("a[href*=en-entier]") == []
    assert not any("en-entier" in path for path in one.files())
    write_episodes(content, 41)
    many = build(content, tmp_path / "many")
    assert not any("en-entier" in path for path in many.files())


def test_a_text_that_is_answered_or_corrected_says_so_here_too(content: Path, tmp_path: Path) -> None:
    write_episodes(content, 2)
    folder = content / "articles/2026/reponse"
    folder.mkdir()
    text = "---\ntitle: Réponse\nsummary: Une réponse.\ndate: 2026-02-03\nauthors: [lea]\ncategory: Nature\n"
    text += "answers: bassin-1\nright_of_reply: 2026-02-01\n---\nNon.\n"
    (folder / "index.md").write_text(text, encoding="utf-8")
    episodes = build(content, tmp_path).page("series/bassins/en-entier/").css(".episode")
    led = [[str(link.attributes["href"]) for link in one.css(".episode__more > a")] for one in episodes]
    assert led == [["/2026/bassin-1/"], []]


def test_a_site_may_leave_it_out(content: Path, tmp_path: Path) -> None:
    write_episodes(content, 2)
    site = build(content, tmp_path, SERIES_WHOLE_URL="")
    assert not any("en-entier" in path for path in site.files())
    assert site.page("series/bassins/").css("a[href*=en-entier]") == []


def test_only_anchors_and_headings_of_a_body_change() -> None:
    body = '<h2 id="texte-a">A</h2><p><a href="#texte-a">&lt;h2&gt;</a> <a href="/x/#texte-a">b</a></p><h6>F</h6>'
    moved = (
        '<h3 id="e1-texte-a">A</h3><p><a href="#e1-texte-a">&lt;h2&gt;</a> <a href="/x/#texte-a">b</a></p><h6>F</h6>'
    )
    assert below(body, "e1-") == moved
