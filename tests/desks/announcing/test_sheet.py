"""The editors' sheet shows each post as others will, says what is cut, and no stranger's word does anything in it."""

from __future__ import annotations

import gettext
from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from placette.desks.announcing.sheet.previews import (
    PREVIEW_STYLES,
    PageHead,
    PreviewStyle,
    newest_first,
    preview,
    read_head,
)
from placette.desks.announcing.sheet.rendering import gather_entries, render_sheet
from placette.features.posts.kind import POST
from tests.fixture_site import Site, copy_project, only, run

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
HEAD = PageHead("https://www.a.example/b/", "Un titre – Carnets", "Un résumé.", "Carnets", "fr", "2026-05-01", (), "")


def page(title: str, summary: str) -> bytes:
    from html import escape

    return (
        f'<meta property="og:type" content="article"><meta property="og:title" content="{escape(title)}">'
        f'<meta property="og:description" content="{escape(summary)}"><meta property="og:site_name" content="Carnets">'
        '<meta property="og:url" content="https://a.example/2026/b/"><link rel=canonical href="https://a.example/">'
    ).encode()


def rendered(folder: Path) -> str:
    return render_sheet(gather_entries(folder), gettext.NullTranslations(), "fr")


def test_every_published_post_is_on_the_sheet_with_its_cards_in_it(kitchen_sink: Site) -> None:
    entries = gather_entries(kitchen_sink.output)
    assert {entry.head.own_title for entry in entries} == {article.title for article in kitchen_sink.build.of(POST)}
    dates = [entry.head.published for entry in entries]
    assert dates == sorted(dates, reverse=True)
    tree = LexborHTMLParser(render_sheet(entries, gettext.NullTranslations(), "fr"))
    assert len(tree.css(".preview")) == len(entries) * len(PREVIEW_STYLES)
    sources = [node.attributes["src"] or "" for node in tree.css("img")]
    assert len(sources) == len(entries) * len(PREVIEW_STYLES)
    assert {source.partition(",")[0] for source in sources} == {"data:image/jpeg;base64"}
    assert {node.text().strip() for node in tree.css(".host")} == {"carnets.example"}


def test_the_words_of_strangers_are_words(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(page(EVIL, EVIL))
    html = rendered(tmp_path)
    tree = LexborHTMLParser(html)
    assert tree.css("script, img, [onerror]") == []
    assert EVIL in only(tree, "h2").text()
    assert "default-src 'none'" in (only(tree, "meta[http-equiv]").attributes["content"] or "")
    assert "http-equiv" in html.partition("<title>")[0]  # before whatever it governs


def test_a_site_without_posts_has_a_sheet(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(b'<link rel=canonical href="https://a.example/">')
    assert "No post is published yet." in rendered(tmp_path)


@pytest.mark.parametrize("network", PREVIEW_STYLES, ids=lambda network: network.key)
def test_what_is_longer_than_shown_is_cut_with_a_warning(network: PreviewStyle) -> None:
    long = replace(HEAD, title="mot " * 60 + "– Carnets", summary="mot " * 90)
    shown = preview(long, network)
    assert len(shown.title) <= network.title
    assert len(shown.summary) <= network.summary
    assert (shown.title_cut, shown.summary_cut) == (True, network.summary > 0)
    calm = preview(HEAD, network)
    assert (calm.title, calm.title_cut, calm.summary_cut) == (HEAD.title, False, False)


def test_the_name_of_the_site_may_be_cut_without_a_word() -> None:
    title = "x" * (PREVIEW_STYLES[0].title - 4)
    shown = preview(replace(HEAD, title=f"{title} – Carnets"), PREVIEW_STYLES[0])
    assert shown.title.endswith("…")
    assert not shown.title_cut


def test_warnings_are_on_the_sheet(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(page("mot " * 60, "Un résumé."))
    tree = LexborHTMLParser(rendered(tmp_path))
    assert len(tree.css(".warning--title")) == len(PREVIEW_STYLES)
    assert "1 title is cut somewhere." in only(tree, ".counts").text()


def test_a_host_is_named_as_previews_name_it() -> None:
    assert HEAD.host == "a.example"


def test_only_posts_are_told_newest_first() -> None:
    assert read_head(b'<meta property="og:type" content="website">') is None
    older = replace(HEAD, published="2025-01-01")
    assert newest_first([older, HEAD]) == [HEAD, older]


def test_the_task_writes_a_sheet_and_publishes_nothing(tmp_path: Path) -> None:
    project = copy_project("minimal", tmp_path)
    made = run(project, "invoke", "cards")
    assert made.returncode == 0, made.stderr
    sheet = project / ".placette" / "sheet" / "cards.html"
    assert str(sheet) in made.stdout
    assert "Les billets vus d’ailleurs" in sheet.read_text(encoding="utf-8")
    assert not (project / "output").exists()


def test_the_task_stops_where_a_text_needs_mending(tmp_path: Path) -> None:
    project = copy_project("broken", tmp_path)
    refused = run(project, "invoke", "cards")
    assert (refused.returncode, "Traceback" in refused.stderr) == (1, False)
    assert "La planche n’a pas été faite" in refused.stderr
    assert not (project / ".placette" / "sheet" / "cards.html").exists()
