"""A word is found however it is written, and browsers fold what is typed as the build folds texts."""

from __future__ import annotations

import random
import sys
import unicodedata
from pathlib import Path

import pytest

from placette.features.search.words import STOP_WORDS, compounds_in, folded, joined, words_of
from tests.features.search.fixture_engine import run_node
from tests.fixture_site import ROOT

CASES = {
    "Marchés d'ÉTÉ": "marches ete",
    "l'eau l’eau lʼeau l‘eau l`eau l´eau l′eau l＇eau": "eau " * 8,
    "jusqu'à Lorsqu’il qu'on quoiqu'un": "a il on un",
    "aujourd'hui entr'ouvert presqu'île": "aujourdhui entrouvert presquile",
    "the town's well, James' mill": "the town well james mill",
    "l'Hôtel d'Artagnan's": "hotel artagnan",
    "Puy-de-Dôme Puy‑de‑Dôme": "puy de dome puy de dome",
    "1 048 m, 12\u00a0345\u202f678 ; 04 73 12 34 56": "1048 m 12345678 04 73 12 34 56",
    "en 2024 100 personnes, A75 120 km, 1 048e": "en 2024 100 personnes a75 120 km 1 048e",
    "St-Flour, Ste Anne, Sts, stes, 21st, best": "saint flour sainte anne saints saintes 21st best",
    "Œuvre, æquo, Straße, Søren, Łódź, Þór, ıŋħđ": "oeuvre aequo strasse soren lodz thor inhd",
    "deux\u00adième mot\u200fs": "deuxieme mots",
    "ﬁn m² ½ ①": "fin m2 1 2 1",
    "ΟΔΟΣ Волга 東京": "οδοσ волга 東京",
    "'' - _ __proto__ *[(\\ 😀 e\u0301": "proto e",
    "x" * 90: "x" * 40,
    "": "",
}


@pytest.mark.parametrize(("text", "words"), CASES.items())
def test_texts_give_folded_words(text: str, words: str) -> None:
    assert words_of(text) == words.split()


def test_hyphened_words_are_also_one() -> None:
    assert compounds_in(folded("Du Puy-de-Dôme à l'Isle-d’Abeau, Clermont‑Ferrand - seul, a- b")) == [
        *("puydedome", "isleabeau", "clermontferrand"),
    ]
    assert compounds_in(folded("x" * 30 + "-" + "y" * 30)) == ["x" * 30 + "y" * 10]
    assert joined(["puy", "de", "dome"]) == "puydedome"


def test_lone_surrogates_separate() -> None:
    assert words_of("a\ud800b") == ["a", "b"]


def test_stop_words_are_folded() -> None:
    assert {word for words in STOP_WORDS.values() for word in words if words_of(word) != [word]} == set()


@pytest.mark.validator
def test_browsers_leave_out_the_same_words() -> None:
    theirs = run_node(
        'import { STOP_WORDS } from "./stop-words.js";\ngive([...STOP_WORDS].map(([l, w]) => [l, [...w]]))', 0
    )
    assert {lang: frozenset(words) for lang, words in theirs} == STOP_WORDS


@pytest.mark.validator
def test_browsers_fold_as_the_build_does() -> None:
    """Every text of the repository, every character that both know, and chance."""
    chance = random.Random(19)
    known = set(
        run_node("give([...Array(0x110000).keys()].filter((n) => !/\\p{Cn}/u.test(String.fromCodePoint(n))))", 0)
    )
    ours = {point for point in range(sys.maxunicode + 1) if unicodedata.category(chr(point)) not in {"Cn", "Cs"}}
    characters = [chr(point) for point in sorted(ours & known)]
    assert len(characters) > 250_000
    texts = [*CASES, *(path.read_text(encoding="utf-8") for path in repository_texts())]
    texts += [f"a{character}b {character}" for character in characters]
    tricky = "'’´- \u00a0\u202f0123stleSTœÉd\u200f\u0301"
    texts += ["".join(chance.choices(tricky, k=40)) for _ in range(5_000)]
    texts += ["".join(chance.choices(characters, k=40)) for _ in range(5_000)]
    theirs = run_node('import { wordsOf } from "./words.js";\ngive(given.map(wordsOf))', texts)
    assert [(text[:60], words) for text, words in zip(texts, theirs, strict=True) if words != words_of(text)] == []


def repository_texts() -> list[Path]:
    """Texts, manual and catalogues, in French and English."""
    folders = [ROOT / name for name in ("content", "docs", "plugins/placette", "themes/placette/locale")]
    return sorted(path for folder in folders for kind in ("*.md", "*.po") for path in folder.rglob(kind))
