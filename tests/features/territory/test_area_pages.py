"""The page of the map stays light however many communes it shows; each of them is one step away."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.features.territory import area_pages
from tests.fixture_site import build, copy_site

TEXT = """---
title: Un matin
summary: Une phrase.
date: 2026-05-02
authors: [lea]
category: Nature
commune: {code}
---
Du texte.
"""


def test_of_very_many_communes_the_map_lists_departements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(area_pages, "MOST_LISTED", 2)
    content = copy_site("minimal", tmp_path)
    for code in ("15138", "15168"):
        path = content / f"articles/2026/billet-{code}/index.md"
        path.parent.mkdir()
        path.write_text(TEXT.format(code=code), encoding="utf-8")
    site = build(content, tmp_path, SHARING_CARDS=False, IMAGES_LANDSCAPES=False)
    page = site.page("carte/")
    assert page.css(".by-area .places") == page.css(".unplaced") == []
    assert [link.attributes["href"] for link in page.css(".by-area__name a")] == [
        "/departements/15-cantal/",
        "/departements/63-puy-de-dome/",
    ]
    assert site.texts_of("carte/", ".by-area .meta")[0] == "250 communes, dont 2 racontées ici."
    for index in ("communes/", "departements/15-cantal/"):
        links = {link.attributes["href"] for link in site.page(index).css("a")}
        assert {"/communes/15138-murat/", "/communes/15168-ruynes-en-margeride/"} <= links
