"""A post in several languages: each of its pages leads to the others, and no other page changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from placette.features.posts.kind import POST
from tests.fixture_site import ORIGIN, Site, build, only, write_file

pytestmark = pytest.mark.whole

POST_TEXT = """---
title: {title}
summary: Une phrase.
date: {date}
authors: [lea]
category: Nature
tags: [rivière]
commune: "63113"
{more}---
Un mot.
"""
ENGLISH_ONE = "translation_of: bonjour\nlang: en\n"
ORIGINAL, ENGLISH, OCCITAN = "2026/bonjour/", "2026/hello/", "2026/adieu/"


def write(content: Path, name: str, title: str, more: str = "", date: str = "2026-05-02") -> None:
    write_file(content / "articles" / date[:4] / name / "index.md", POST_TEXT.format(title=title, more=more, date=date))


def write_versions(content: Path) -> None:
    write(content, "hello", "Hello", ENGLISH_ONE)
    write(content, "adieu", "Adieu-siatz", "traduction_de: 2026/bonjour\nlang: oc\n")


@pytest.fixture
def translated(content: Path, tmp_path: Path) -> Site:
    """A post in three languages."""
    write_versions(content)
    return build(content, tmp_path)


def links(site: Site, path: str) -> list[tuple[str, str]]:
    """The other languages that a page offers: where each link leads, and in what language."""
    found = site.page(path).css(".article__head a[rel=alternate]")
    assert all(node.attributes["lang"] == node.attributes["hreflang"] for node in found)
    return [(str(node.attributes["href"]), str(node.attributes["hreflang"])) for node in found]


def alternates(site: Site, path: str) -> list[tuple[str, str]]:
    found = site.page(path).css("head link[hreflang]")
    assert {node.attributes["rel"] for node in found} <= {"alternate"}
    return [(str(node.attributes["hreflang"]), str(node.attributes["href"])) for node in found]


def posting(site: Site, path: str) -> dict[str, Any]:
    data = only(site.page(path), "script[type='application/ld+json']").text()
    found: dict[str, Any] = json.loads(data)["@graph"][0]
    return found


def test_each_version_leads_to_the_others(translated: Site) -> None:
    english, occitan, french = ("/2026/hello/", "en"), ("/2026/adieu/", "oc"), ("/2026/bonjour/", "fr")
    assert links(translated, ORIGINAL) == [english, occitan]
    assert links(translated, ENGLISH) == [french, occitan]
    assert links(translated, OCCITAN) == [french, english]


def test_the_line_names_languages_in_themselves_and_says_which_is_the_original(translated: Site) -> None:
    (line,) = (text for text in translated.texts_of(ENGLISH, ".article__head .meta") if "langue" in text)
    assert line == (
        "Ce billet dans d’autres langues\u00a0: français – Bonjour (texte original) · occitan – Adieu-siatz"
    )
    (line,) = (text for text in translated.texts_of(ORIGINAL, ".article__head .meta") if "langue" in text)
    assert line == "Ce billet dans d’autres langues\u00a0: English – Hello · occitan – Adieu-siatz"


def test_a_line_about_one_other_language_is_in_the_singular(content: Path, tmp_path: Path) -> None:
    write(content, "hello", "Hello", ENGLISH_ONE)
    lines = build(content, tmp_path).texts_of(ORIGINAL, ".article__head .meta")
    assert "Ce billet dans une autre langue\u00a0: English – Hello" in lines


def test_every_version_announces_all_of_them_and_the_original_for_everybody_else(translated: Site) -> None:
    expected = [
        ("fr", f"{ORIGIN}/2026/bonjour/"),
        ("en", f"{ORIGIN}/2026/hello/"),
        ("oc", f"{ORIGIN}/2026/adieu/"),
        ("x-default", f"{ORIGIN}/2026/bonjour/"),
    ]
    assert [alternates(translated, path) for path in (ORIGINAL, ENGLISH, OCCITAN)] == [expected] * 3
    assert alternates(translated, "") == []


def test_machines_are_told_which_text_translates_which(translated: Site) -> None:
    original = {
        "@type": "BlogPosting",
        "@id": f"{ORIGIN}/2026/bonjour/#article",
        "url": f"{ORIGIN}/2026/bonjour/",
        "headline": "Bonjour",
        "inLanguage": "fr",
    }
    assert [posting(translated, path)["translationOfWork"] for path in (ENGLISH, OCCITAN)] == [original, original]
    assert [work["headline"] for work in posting(translated, ORIGINAL)["workTranslation"]] == ["Hello", "Adieu-siatz"]
    assert "translationOfWork" not in posting(translated, ORIGINAL)
    assert "workTranslation" not in posting(translated, ENGLISH)


def test_other_versions_are_neither_neighbours_nor_what_to_read_next(content: Path, tmp_path: Path) -> None:
    write_versions(content)
    for number in range(1, 5):
        write(content, f"crue-{number}", f"Crue {number}", date=f"2026-04-0{number}")  # older ones alone are proposed
    site = build(content, tmp_path)
    for path in (ORIGINAL, ENGLISH, OCCITAN):
        shown = site.page(path).css("section[aria-labelledby=related] .card__title a, .neighbours a")
        addresses = {str(node.attributes["href"]) for node in shown}
        assert addresses.isdisjoint({f"/{ORIGINAL}", f"/{ENGLISH}", f"/{OCCITAN}"})
        assert len(site.page(path).css("section[aria-labelledby=related] .card")) == 2


FATES = {
    "the original waits for its day": ("bonjour", "", "2026-08-01"),
    "the original is a draft": ("bonjour", "status: draft\n", "2026-05-01"),
    "the translation is a draft": ("hello", f"{ENGLISH_ONE}status: draft\n", "2026-05-02"),
}


def pages_with_languages(site: Site) -> list[str]:
    return [path for path in site.files() if path.endswith((".html", ".xml")) and "hreflang" in site.text(path)]


@pytest.mark.parametrize(("name", "more", "date"), FATES.values(), ids=FATES)
def test_nothing_is_shown_of_what_is_not_out(name: str, more: str, date: str, content: Path, tmp_path: Path) -> None:
    write(content, "hello", "Hello", ENGLISH_ONE)
    write(content, name, "Un titre", more, date)
    assert pages_with_languages(build(content, tmp_path)) == []


def test_nothing_is_shown_of_an_original_that_was_withdrawn(content: Path, tmp_path: Path) -> None:
    write_versions(content)
    before = build(content, tmp_path)
    assert links(before, ENGLISH)
    withdrawn = "---\nstatus: withdrawn\ndate: 2026-05-01\n---\n"
    (content / "articles/2026/bonjour/index.md").write_text(withdrawn, encoding="utf-8")
    site = build(content, tmp_path)
    assert pages_with_languages(site) == []
    assert "translationOfWork" not in site.text(f"{ENGLISH}index.html")


def rename_the_original(content: Path) -> None:
    (content / "articles/2026/bonjour").rename(content / "articles/2026/bonsoir")


CHANGES: tuple[Callable[[Path], object], ...] = (
    write_versions,
    lambda content: write(content, "hello", "Hi", ENGLISH_ONE),
    lambda content: write(content, "adieu", "Adiu", "lang: fr\n"),
    rename_the_original,
    lambda content: write(content, "hello", "Hi", "translation_of: bonsoir\nlang: en\n"),
    lambda content: write(content, "bonsoir", "Bonsoir", date="2025-05-02"),
)
"""A pair comes, a title changes, a language, the original's name; the pair is mended; a namesake makes it ambiguous."""


def contents(site: Site) -> dict[str, bytes]:
    own = (path for path in site.files() if not path.endswith(("provenance.json", ".gz", ".br")))
    return {path: (site.output / path).read_bytes() for path in own}


def test_a_build_after_each_change_is_what_a_clean_one_is(content: Path, tmp_path: Path) -> None:
    paired = []
    for number, change in enumerate(CHANGES):
        change(content)
        after = build(content, tmp_path, READING_SKIP_INVALID=True)
        assert contents(after) == contents(build(content, tmp_path / f"{number}", READING_SKIP_INVALID=True))
        paired.append(len(pages_with_languages(after)))
    assert paired == [4, 4, 3, 0, 3, 0]


HOSTILE = ("../../authors/lea", "<script>alert(1)</script>")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_can_lead_to_nothing_but_a_post(name: str, content: Path, tmp_path: Path) -> None:
    write(content, "hello", "Hello", f"translation_of: '{name}'\nlang: en\n")
    site = build(content, tmp_path, READING_SKIP_INVALID=True)
    assert [found.code for found in site.build.problems if found.path.endswith("hello/index.md")] == [
        "translation-unknown"
    ]
    assert [article.slug for article in site.build.of(POST)] == ["bonjour"]
