"""A word is found however it is written, and browsers fold what is typed as the build folds texts."""

from __future__ import annotations

import random
import sys
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from placette.engine.base.translation import SettingError
from placette.engine.content.kinds import SearchedKind
from placette.engine.rendering.entries import Searched, Writing
from placette.features.search.words import (
    MOST_TITLES,
    STOP_WORDS,
    Book,
    SearchingSettings,
    bound,
    compounds_in,
    folded,
    joined,
    synonyms_of,
    words_of,
)
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
    folders = [ROOT / name for name in ("content", "docs", "plugins", "themes/placette/locale")]
    return sorted(path for folder in folders for kind in ("*.md", "*.po") for path in folder.rglob(kind))


PERSON, PLACE, POST = (SearchedKind(key, key, key, order) for order, key in enumerate(("person", "place", "post")))


def page(title: str, kind: SearchedKind = POST, lang: str = "fr", day: int = 1) -> Searched:
    return Searched(kind, f"x/{title}/", title, "", Writing, lang, datetime(2026, 1, 1) + timedelta(days=day))


def labels(book: Book) -> dict[str, list[str]]:
    return {letter: [line.label for line in lines] for letter, lines in book.letters.items()}


def titles(book: Book, label: str) -> list[str]:
    (line,) = [line for lines in book.letters.values() for line in lines if line.label == label]
    return [book.pages[number].title for number in line.titles]


def test_names_and_words_stand_in_one_alphabet_as_a_french_dictionary_sorts_them() -> None:
    book = bound([page("Élodie Vernet", PERSON), page("Écluse", PLACE), page("Zénith et écumes", day=2)], "fr")
    assert labels(book) == {"e": ["Écluse", "écumes", "Élodie Vernet"], "z": ["Zénith"]}


def test_a_name_stands_where_its_first_word_of_weight_does() -> None:
    names = [
        page(name, PLACE) for name in ("Le Puy-en-Velay", "La Chaise-Dieu", "L’Étrat (Loire)", "Lapalisse", "Lyon")
    ]
    assert labels(bound(names, "fr")) == {
        "c": ["Chaise-Dieu (La)"],
        "e": ["Étrat (L’) (Loire)"],
        "l": ["Lapalisse", "Lyon"],
        "p": ["Puy-en-Velay (Le)"],
    }
    assert labels(bound([page("The Mill", PLACE, "en")], "en")) == {"m": ["Mill (The)"]}


def test_words_that_say_nothing_are_left_out_by_the_language_of_their_title() -> None:
    book = bound([page("Le moulin et la rivière"), page("The mill on the river", lang="en")], "fr")
    assert [label for found in labels(book).values() for label in found] == ["mill", "moulin", "river", "rivière"]


def test_a_word_stands_without_its_elision_and_as_titles_write_it() -> None:
    book = bound([page("L’eau d’Orcines"), page("Aujourd’hui, la rue"), page("Rue « Haute »")], "fr")
    assert [label for found in labels(book).values() for label in found] == [
        "Aujourd’hui",
        "eau",
        "Haute",
        "Orcines",
        "rue",
    ]
    assert titles(book, "rue") == ["Aujourd’hui, la rue", "Rue « Haute »"]


def test_a_plural_stands_with_its_singular() -> None:
    book = bound([page("Un marché", day=1), page("Deux marchés", day=2), page("Des oiseaux")], "fr")
    assert titles(book, "marché, marchés") == ["Deux marchés", "Un marché"]
    assert labels(book)["o"] == ["oiseaux"]


def test_a_place_has_the_titles_that_name_it_and_a_title_of_one_word_is_a_name() -> None:
    book = bound([page("Murol", PLACE), page("L’été à Murol"), page("Accessibilité")], "fr")
    assert titles(book, "Murol") == ["L’été à Murol"]
    assert [(line.label, line.url, line.titles) for line in book.letters["a"]] == [
        ("Accessibilité", "x/Accessibilité/", ())
    ]


def test_of_a_word_in_many_titles_the_newest_are_shown_and_the_others_counted() -> None:
    book = bound([page(f"Lavoir {number}", day=number) for number in range(30)], "fr")
    (line,) = book.letters["l"]
    assert len(line.titles) == MOST_TITLES
    assert line.more == 30 - MOST_TITLES
    assert titles(book, "Lavoir")[0] == "Lavoir 29"


def test_what_begins_with_no_letter_stands_together() -> None:
    book = bound([page("1648 à Clermont"), page("Ελλάδα")], "fr")
    assert labels(book)["0"] == ["1648", "Ελλάδα"]


def test_synonyms_of_a_site_extend_those_that_search_knows() -> None:
    groups = synonyms_of(["en", "fr"], ("Navettes, PIBUS", "lavoir, bassin", "bassins, fontaine"), "fr")
    assert sum("bus" in group for group in groups) == 1
    (bus,) = (group for group in groups if "bus" in group)
    assert {"car", "autocar", "coach", "pibus"} <= set(bus)
    assert {"lavoir", "fontaine"} <= {*next(group for group in groups if "lavoir" in group)}
    assert ["mairie", "hotel ville"] in groups
    assert synonyms_of(["br"], (), "br") == []


def test_odd_signs_in_synonyms_are_no_words() -> None:
    (group,) = synonyms_of([], ('<b>l’Été</b> !, «\u202e\\"», __proto__,, saison',), "fr")
    assert all(words == " ".join(words_of(words)) for words in group)
    assert {"proto", "saison"} <= set(group)
    for one in ("", "navette", "navette, Navette", "le, la", ",;"):
        with pytest.raises(SettingError, match="SEARCHING_SYNONYMS"):
            SearchingSettings((one,))
