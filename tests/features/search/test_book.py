"""The index as in a book: one alphabet of people, places and the words of titles."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from placette.engine.pages.searched import Searched, SearchedKind, Writing
from placette.features.search.book import MOST_TITLES, Book, bound
from placette.features.search.words import words_of

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


def test_odd_titles_leave_the_words_of_others_alone() -> None:
    odd = ["", "   ", "’’’", "½ ﷺ ﬁn", "\ud800 x\u202e", "__proto__", "a" * 10_000]
    book = bound([*map(page, odd), page("Le lavoir")], "fr")
    assert titles(book, "lavoir") == ["Le lavoir"]


def test_however_many_titles_there_are_their_words_are_folded_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counting(text: str) -> list[str]:
        asked.append(text)
        return words_of(text)

    monkeypatch.setattr("placette.features.search.book.words_of", counting)
    book = bound([page(f"Le lavoir {number % 7} de l’été", day=number) for number in range(1000)], "fr")
    assert len(asked) == 1
    assert asked[0].count("\n") < 20
    assert titles(book, "lavoir")[0].startswith("Le lavoir")
