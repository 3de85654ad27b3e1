"""What a build must know of the index as in a book."""

from __future__ import annotations

from itertools import pairwise

from placette.engine.rendering.entries import Searched
from placette.features.search.words import bound, mark_of, starts_of
from tests.features.search.test_words import page


def marks(*pages: Searched) -> dict[str, tuple[str, ...]]:
    book = bound(pages, "fr")
    spans = {letter: pairwise(starts_of(lines)) for letter, lines in book.letters.items()}
    return {key: tuple(mark_of(book.letters[key][a:b], book) for a, b in pairs) for key, pairs in spans.items()}


def test_a_mark_changes_with_what_the_lines_show_and_with_nothing_else() -> None:
    before = marks(page("Le lavoir"), page("Moulin vert", day=2))
    assert marks(page("Le lavoir"), page("Moulin vert", day=2)) == before
    after = marks(page("Le lavoir"), page("Moulin bleu", day=2))
    assert after["l"] == before["l"]
    assert after["m"] != before["m"]


def test_one_more_word_moves_few_lines_to_another_page() -> None:
    titles = [f"M{a}{b}{c}" for a in "aeiou" for b in "bdlnrt" for c in "aeiou"] * 2
    titles = [f"{title}x{at}" for at, title in enumerate(titles)]
    before = marks(*map(page, titles))["m"]
    assert len(before) > 3
    more = ("Mabxx", "Madxx", "Mellx", "Millx", "Molle", "Morxx", "Mudxx", "Mutxx")
    moved = [len({*before} - {*marks(*map(page, [*titles, word]))["m"]}) for word in more]
    assert sum(moved) <= len(more) + 2, moved
