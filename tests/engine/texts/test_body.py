"""Markdown becomes the HTML, and the problems, that each case of ``body.yml`` says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from placette.engine.texts.body import LINK, BodySource, convert_body, convert_plain, first_words
from placette.engine.texts.links import Surroundings, rel_outside
from placette.engine.texts.sanitizer import clean
from placette.engine.texts.values import PhotoFacts
from placette.features.posts.kind import POST
from tests.engine.content.reading_site import OPTIONS, POST_PATH, place, post, read_texts
from tests.engine.texts.inertness import harms

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("body.yml").read_text(encoding="utf-8"))
FOLDER = POST_PATH.removesuffix("index.md")
SITE = replace(
    OPTIONS,
    photos={
        f"{FOLDER}{name}": PhotoFacts(f"{FOLDER}{name}", name, *size, tint="#336699")
        for name, size in {"lavoir.jpg": (2000, 1500), "petit.jpg": (300, 200)}.items()
    },
)
LICENSED = "licence: CC BY 4.0\nminors: none\n"
WATER = "---\ntitle: L'eau\n---\n## La source\n\nUn mot.\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_body_becomes_what_the_case_says(case: dict[str, Any]) -> None:
    library = read_texts({POST_PATH: post(case["body"], case.get("matter", "")), "pages/eau.md": WATER}, SITE)
    told = [found for found in library.problems if found.path == POST_PATH]
    assert sorted(f"{found.line or 1}:{found.column} {found.code}" for found in told) == sorted(case.get("expect", []))
    html = "".join(article.body.html for article in library.of(POST))
    assert [part for part in case.get("holds", []) if part not in html] == [], html
    assert [part for part in case.get("lacks", []) if part in html] == [], html
    assert harms(html) == []
    assert clean(html) == html


def test_a_text_on_which_the_converter_fails_does_not_change_the_next_one() -> None:
    def convert(text: str) -> str:
        return convert_body(BodySource(POST_PATH, text, "fr"), Surroundings()).body.html

    honest = "- a\n\n    b\n- c\n\nd\n"
    before = convert(honest)
    assert convert("> " * 100 + "a\n") == ""
    assert convert(honest) == before


def test_the_words_headings_and_photos_of_a_text_are_counted() -> None:
    body = 'Un *deux* trois.\n\n## Quatre\n\n![Cinq.](petit.jpg "-- Léa")\n\n[six](lavoir.jpg)\n'
    (article,) = read_texts({POST_PATH: post(body, LICENSED)}, SITE).of(POST)
    assert [(heading.id, heading.text, heading.level) for heading in article.body.headings] == [
        ("texte-quatre", "Quatre", 2)
    ]
    assert [photo.path for photo in article.body.photos] == [f"{FOLDER}petit.jpg", f"{FOLDER}lavoir.jpg"]
    assert article.body.words == 6
    assert place(next(iter(read_texts({POST_PATH: post("[x](y)")}).problems))) == "8:5 link-missing"


def test_a_post_without_summary_is_summed_up_by_its_first_paragraph_not_its_marks() -> None:
    text = post("![Le bassin.](petit.jpg '-- Léa')\n\nL'eau *est* [là](https://exemple.fr).\n", LICENSED)
    text = text.replace("summary: Une phrase.\n", "")
    (article,) = read_texts({POST_PATH: text}, SITE).of(POST)
    assert article.summary == "L’eau est là."


AROUND = Surroundings(lang="fr")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//elsewhere.example", "mailto:a@b.example", "https://a@b/", "a.md"]
)
def test_only_an_honest_address_of_another_site_needs_no_more_than_itself(address: str) -> None:
    assert rel_outside(address) == ""
    found = convert_plain(BodySource("replies/x/2026-05-04-mot.md", f"Voir [ici]({address}) donc.", "fr"), AROUND)
    assert LINK.search(f"[ici]({address})")
    assert "javascript" not in found.body.html


def test_the_first_words_of_a_text_keep_its_no_break_spaces_and_are_more_than_two() -> None:
    html = (
        "<p>Les\n «\u00a0deux\u00a0».</p><p>Le lavoir<sup><a class=footnote-ref>4</a></sup> et le pré.</p><p>Oui.</p>"
    )
    assert first_words(html) == "Les «\u00a0deux\u00a0». Le lavoir et le pré."
