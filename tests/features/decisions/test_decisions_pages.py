"""Anybody may read what was refused and why; the numbers are those of the files; other sites pay nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from placette.features.decisions.counts import unlisted_reasons
from tests.fixture_site import Site, build, copy_site, only

PLAIN: dict[str, Any] = {"SHARING_CARDS": False, "PICTURES_ON_PAGES": False}


def words(page: LexborHTMLParser, selector: str) -> list[str]:
    """Return the words of the page's elements, with plain spaces."""
    return [" ".join(node.text(separator=" ").split()) for node in page.css(selector)]


def numbers(site: Site, path: str) -> dict[str, dict[str, str]]:
    """The table by month: by row, each number under the head of its column."""
    table = only(site.page(path), ".table-scroll[aria-labelledby=by-month] table")
    columns = [" ".join(node.text().split()) for node in table.css("thead th")][1:]
    rows = {}
    for row in table.css("tbody tr, tfoot tr"):
        (head,) = row.css("th")
        rows[" ".join(head.text().split())] = dict(zip(columns, (cell.text() for cell in row.css("td")), strict=True))
    return rows


def test_the_numbers_of_a_month_are_those_that_one_counts_in_the_files(kitchen_sink: Site) -> None:
    rows = numbers(kitchen_sink, "registre/")
    assert next(iter(rows)) == "juillet 2026"
    assert list(rows)[-2:] == ["novembre 2025", "Total"]
    assert rows["mai 2026"] | {"Textes publiés": ""} == {
        "Arrivées": "1",
        "Textes publiés": "",
        "Refus": "1",
        "Modifications": "0",
        "Corrections": "0",
        "Réponses données": "0",
        "Délai médian, en jours ouvrés": "2",  # from Thursday 7 May to Tuesday 12: the 8th is a holiday
    }
    assert rows["novembre 2025"]["Délai médian, en jours ouvrés"] == "3", "10 to 14 November: the 11th is a holiday"
    assert rows["juin 2026"]["Arrivées"] == "3", "letters of 22 and 29 June, and a request that was no letter"
    assert rows["Total"]["Refus"] == "1"


@pytest.mark.whole
def test_a_register_that_refuses_for_another_reason_is_not_published(tmp_path: Path) -> None:
    content = copy_site("kitchen-sink", tmp_path)
    (good,) = content.glob("decisions/2026/05-12-*.md")
    text = good.read_text(encoding="utf-8")
    assert 'motif: "#publicite"' in text
    for name in ("un-titre", "erreur"):
        good.with_name(f"05-12-{name}.md").write_text(text.replace("#publicite", f"#{name}"), encoding="utf-8")
    site = build(content, tmp_path, **PLAIN)
    found = unlisted_reasons(site.build, {})
    assert [(one.code, one.path, dict(one.values)["choices"]) for one in found] == [
        ("decision-article", "decisions/2026/05-12-erreur.md", "publicite"),
        ("decision-article", "decisions/2026/05-12-un-titre.md", "publicite"),
    ]


def test_each_decision_stands_on_the_page_of_its_year_by_month(kitchen_sink: Site) -> None:
    page = kitchen_sink.page("registre/2026/")
    assert [node.attributes["id"] for node in page.css(".decision")] == ["d-06-26-lavoir", "d-05-12-publicite"]
    assert words(page, ".section-heading__title")[:2] == ["juin 2026", "mai 2026"]
    assert words(page, "#d-05-12-publicite .decision__redress") == [
        "Après recours, le 29 mai 2026 : la décision est confirmée.",
        "Les tarifs étaient bien le but du texte.",
    ]
    article = only(page, "#d-05-12-publicite .decision__article a")
    assert article.attributes["href"] == "/blog/charte/#texte-publicite"
    assert kitchen_sink.page("charte/").css_first("#texte-publicite") is not None
    old = kitchen_sink.page("registre/2025/")
    assert "Lettre 2025-0007" in words(old, ".decision .meta")[0]


def test_what_is_written_is_text_and_nothing_else(kitchen_sink: Site) -> None:
    for path in ("registre/index.html", "registre/2026/index.html", "registre/2025/index.html"):
        tree = LexborHTMLParser(kitchen_sink.text(path))
        assert tree.css(".decision img, .decision b") == [], path
    feed = json.loads(kitchen_sink.text("feeds/registre.json"))
    assert all(not LexborHTMLParser(item["content_html"]).css("img, b") for item in feed["items"])


def test_a_post_says_what_was_changed_and_machines_read_it(kitchen_sink: Site) -> None:
    page = kitchen_sink.page("2026/the-wash-house/")
    (line,) = words(page, ".decided p")
    assert line.startswith("Modifié 26 juin 2026 · Un prix a été ôté")
    assert only(page, ".decided a").attributes["href"] == "/blog/registre/2026/#d-06-26-lavoir"
    told = json.loads(only(page, 'script[type="application/ld+json"]').text())
    (posting,) = (node for node in told["@graph"] if node["@type"] == "BlogPosting")
    assert posting["correction"][0]["datePublished"] == "2026-06-26"
