"""The index as in a book: people, places and the words of titles in one alphabet, for those who have no script.

Only titles are read, all at once. What stands in it depends on nothing else, so a page of it is made again only when
a line of it changes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from placette.engine.base.text import fold
from placette.engine.pages.desk import Desk
from placette.engine.pages.searched import Searched, searched_pages
from placette.features.search.words import STOP_WORDS, words_of

NO_LETTER = "0"
"""The letter of what begins with none: figures, signs, other scripts."""
MOST_TITLES = 12
"""Titles that stand with a word: the newest."""
_NAMED = frozenset({"person", "place"})
"""Kinds whose titles are names: each is a line of its own."""
_SHORTEST = 2
"""Letters of a word that has a line."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_APOSTROPHE = re.compile("['’]")
_PLURAL = re.compile(r"(.{3,})[sx]")
_ARTICLES = {
    lang: re.compile(rf"({own})([^(]+?)((?: \(.*)?)", re.I) for lang, own in (("fr", "l['’]|la |les? "), ("en", "the "))
}
"""An article at the beginning of a name, by which nobody looks for it."""


class BookLine(NamedTuple):
    """A line: what it says, its address if it is a name, the titles that hold it (numbers), how many more do."""

    label: str
    url: str = ""
    titles: tuple[int, ...] = ()
    more: int = 0


class Book(NamedTuple):
    """The lines of each letter in alphabetical order, and the pages whose numbers they hold."""

    letters: Mapping[str, tuple[BookLine, ...]]
    pages: Sequence[Searched]
    said: Sequence[str]
    """All that a line shows of each page, as one text."""
    size: int
    """How many lines and titles it has."""


def book_of(desk: Desk) -> Book:
    """The index of a site."""
    return desk.once(_book)


def _book(desk: Desk) -> Book:
    return bound(searched_pages(desk), desk.lang)


def bound(pages: Iterable[Searched], lang: str) -> Book:
    """The index of some pages, for a site in a language."""
    ordered = sorted(pages, key=lambda page: page.date.toordinal() if page.date else 0, reverse=True)
    lines = _names([page for page in ordered if page.kind.key in _NAMED], lang)
    titled = [page for page in ordered if page.kind.key not in _NAMED]
    for word, (label, numbers) in _words(titled).items():
        titles, more = tuple(numbers[:MOST_TITLES]), max(0, len(numbers) - MOST_TITLES)
        first, *others = lines.get(word, [BookLine(label)])
        if _is_whole(word, numbers, titled):
            lines[word] = [BookLine(label, titled[numbers[0]].url), *lines.get(word, ())]
        else:
            lines[word] = [BookLine(first.label, first.url, titles, more), *others]
    letters: defaultdict[str, list[BookLine]] = defaultdict(list)
    for key in sorted(lines):
        letters[letter_of(key)] += lines[key]
    said = [f"{page.title}\t{page.url}\t{page.lang}" for page in titled]
    size = sum(len(found) + sum(len(line.titles) for line in found) for found in letters.values())
    return Book({letter: tuple(letters[letter]) for letter in sorted(letters)}, titled, said, size)


def _is_whole(word: str, numbers: Sequence[int], titled: Sequence[Searched]) -> bool:
    """Whether a word is all of one title, which is a name then."""
    if len(numbers) > 1:
        return False
    title = titled[numbers[0]].title
    return " " not in title and fold(title) == word


def letter_of(key: str) -> str:
    """The letter under which a folded word stands."""
    return key[0] if "a" <= key[:1] <= "z" else NO_LETTER


def _names(pages: Iterable[Searched], lang: str) -> dict[str, list[BookLine]]:
    """A line for each name, by what it is sorted by: «Puy-en-Velay (Le)»."""
    found: defaultdict[str, list[BookLine]] = defaultdict(list)
    article = _ARTICLES.get(lang)
    for page in sorted(pages, key=lambda page: (page.title, page.url)):
        parts = article.fullmatch(page.title) if article else None
        label = f"{parts[2]} ({parts[1].strip()}){parts[3]}" if parts else page.title
        found[fold(label)].append(BookLine(label, page.url))
    return dict(found)


def _words(pages: Sequence[Searched]) -> dict[str, tuple[str, list[int]]]:
    """The words of titles that say something: how each is written, and the numbers of the pages, newest first."""
    runs: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, page in enumerate(pages):  # thousands of titles: a word is looked at once, however many hold it
        places = runs[page.lang]
        for run in page.title.split():
            places[run].append(number)
    tokens = {run: [run] if run.isalpha() else _WORD.findall(run) for places in runs.values() for run in places}
    folded = _folded({token for found in tokens.values() for token in found})
    written: defaultdict[str, list[str]] = defaultdict(list)
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for lang, places in runs.items():
        stops = STOP_WORDS.get(lang, frozenset())
        for run, these in places.items():
            for token in tokens[run]:
                word = folded[token]
                if len(word) >= _SHORTEST and word not in stops:
                    written[word].append(token)
                    numbers[word].extend(these)
    # Small letters come after capitals: «marché» rather than «Marché».
    return _joined({word: (_label(max(forms), word), _in_order(numbers[word])) for word, forms in written.items()})


def _in_order(numbers: Iterable[int]) -> list[int]:
    return sorted(set(numbers))


def _folded(tokens: set[str]) -> dict[str, str]:
    """Each token as the index has it, without elision; folded all at once."""
    ordered = sorted(tokens)
    words = words_of("\n".join(ordered))
    if len(words) != len(ordered):  # a sign that stands for several words
        words = [next(iter(words_of(token)), "") for token in ordered]
    return dict(zip(ordered, words, strict=True))


def _label(token: str, word: str) -> str:
    """A word as titles write it, without what was elided before it."""
    last = _APOSTROPHE.split(token)[-1]
    return last if len(word) <= len(last) + 1 else token


def _joined(words: dict[str, tuple[str, list[int]]]) -> dict[str, tuple[str, list[int]]]:
    """The same with each plural on the line of its singular."""
    for word in [word for word in words if word[-1] in "sx"]:
        found = _PLURAL.fullmatch(word)
        if found and found[1] in words:
            label, numbers = words.pop(word)
            one, others = words[found[1]]
            words[found[1]] = f"{one}, {label}", _in_order([*numbers, *others])
    return words
