"""Words are found in any spelling: accents, capitals, ligatures, apostrophes and hyphens make no difference.

Whole texts are folded at once. ``themes/placette/static/js/search/words.js`` does the same to visitors' queries.
"""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple, cast
from zlib import crc32

import regex

from placette.engine.base.files import digest
from placette.engine.base.text import fold
from placette.engine.base.translation import SettingError
from placette.engine.rendering.entries import Searched
from placette.engine.rendering.features import Site, is_outside
from placette.engine.rendering.searched import searched_pages
from placette.engine.rendering.site import once_a_build

LONGEST = 40  # characters of a word that count
_ACUTE_ALONE = "\u00b4"  # an apostrophe on some keyboards; it would decompose into a space and a mark
_UNSEEN = r"\u00ad\u200c-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
"""Signs that show nothing but sit inside words: soft hyphens, joiners, marks of direction."""
_LATIN_MARKS = re.compile(rf"[\u0300-\u036f{_UNSEEN}]+")
_FAR = re.compile(r"[\u0370-\u2012\u2027-\u202e\u2030\u2033-\U0010ffff]")
"""Characters among which there may be marks of other scripts; ordinary punctuation isn't."""
_UNDIVIDED = dict(pair.split() for pair in "œ oe,æ ae,ß ss,ø o,ł l,đ d,ð d,þ th,ı i,ħ h,ŋ n,ŧ t,ς σ".split(","))
"""Letters that Unicode doesn't decompose."""
_UNDIVIDED_LETTER = re.compile(f"[{''.join(_UNDIVIDED)}]")
_APOSTROPHES = re.compile("[\u2018\u2019\u201b\u02bb\u02bc\u2032`]")
_GROUPED = re.compile(r"(?<![^\W_])[0-9]{1,3}(?: [0-9]{3})+(?![^\W_])")
"""A number whose figures are in groups of three."""
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_COMPOUND = re.compile(rf"{_WORD.pattern}(?:-{_WORD.pattern})+")
_ELISIONS = frozenset("l d j m t s n c qu jusqu lorsqu puisqu quoiqu".split())
_SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
STOP_WORDS: Mapping[str, frozenset[str]] = {
    "fr": frozenset(
        "a ai as au aux avec avoir c ca ce ces cet cette ceux chez comme comment d dans de des donc dont du elle "
        "elles en es est et etre eu il ils j je l la le les leur leurs lui m ma mais me meme mes moi mon n ne "
        "ni nos notre nous on ont ou par pas plus pour qu quand que quel quelle qui quoi s sa sans se ses si son "
        "sont sous sur t ta te tes toi ton tous tout toute toutes tres tu un une vers vos votre vous y".split()
    ),
    "en": frozenset(
        "a about all also am an and any are as at be been but by can could did do does for from had has have he "
        "her him his how i if in into is it its me more my no not of on or our out s she so some t than that the "
        "their them then there these they this those to too up us very was we were what when which who will with "
        "would you your".split()
    ),
}  # words without meaning of their own, folded, by language; «car» is a coach too, «été» a season


def words_of(text: str) -> list[str]:
    """Return the folded words of a text in order, stop words too."""
    return words_in(folded(text))


def words_in(text: str) -> list[str]:
    """Return the words of a folded text in order."""
    if text.isalpha():  # most, when they come one by one
        word = text[:LONGEST]
        return [_SAINTS.get(word, word)]
    if " " in text:
        text = _GROUPED.sub(lambda figures: figures[0].replace(" ", ""), text)
    runs: list[str] = _WORD.findall(text)
    words = [_without_apostrophes(run) if "'" in run else run for run in runs] if "'" in text else runs
    return [_SAINTS.get(word, word) for word in (word[:LONGEST] for word in words)]


def compounds_in(text: str) -> list[str]:
    """Return words with hyphens of a folded text, written as one: ``puydedome`` for "puy-de-dome"."""
    hyphened = [part for part in text.replace("\u2010", "-").split() if "-" in part]
    return [joined(words_in(run))[:LONGEST] for part in hyphened for run in _COMPOUND.findall(part)]


def joined(words: Iterable[str]) -> str:
    """Return words written as one, as a name without its spaces."""
    return "".join(words)


def folded(text: str) -> str:
    """Return the text without accents, capitals and ligatures, its apostrophes all of one kind."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace(_ACUTE_ALONE, "'"))
        text = _other_marks().sub("", text) if _FAR.search(text) else _LATIN_MARKS.sub("", text)
        if not text.isascii():
            text = _UNDIVIDED_LETTER.sub(lambda letter: _UNDIVIDED[letter[0]], text.lower())
            return _APOSTROPHES.sub("'", text)
    return text.lower().replace("`", "'")


@cache
def _other_marks() -> regex.Pattern[str]:
    """Return marks of any script; it takes longer to compile than all the rest of search to import."""
    return regex.compile(rf"[\p{{M}}{_UNSEEN}]+")


def _without_apostrophes(run: str) -> str:
    """Return a word without apostrophes: l'eau → eau, town's → town, aujourd'hui → aujourdhui."""
    *parts, last = run.split("'")
    words = [part for part in parts if part not in _ELISIONS]
    return joined(words if words and last == "s" else [*words, last])


_ALGORITHMS = {"fr": "french", "en": "english"}
_PAIR = 2
_SHORT = 2  # letters of a word that is its own stem
_DIGIT = regex.compile(r"\p{N}")  # as browsers know it: ``str.isnumeric`` counts letters of Chinese too


def stem(word: str, lang: str) -> str:
    """Return the stem of a folded word; the word itself in other languages, with a digit, or when it is short."""
    if lang not in _ALGORITHMS or len(word) <= _SHORT or (not word.isalpha() and _DIGIT.search(word)):
        return word
    root = _stemmer(lang)(word)
    if lang == "fr" and word.endswith(("ation", "ations")):  # a concertation is no concert
        return max(root, word.rpartition("ion")[0], key=len)
    return root


@functools.cache
def _stemmer(lang: str) -> Callable[[str], str]:
    """Return Snowball's algorithm; its library is imported when the first word needs it."""
    from Stemmer import Stemmer  # noqa: PLC0415

    return cast("Callable[[str], str]", Stemmer(_ALGORITHMS[lang], maxCacheSize=0).stemWord)


SYNONYMS = {
    "fr": "bus, autobus, car, autocar, navette; mairie, hôtel de ville; déchetterie, déchèterie; poubelle, ordures; "
    "vélo, bicyclette; médecin, docteur; cantine, restaurant scolaire; bibliothèque, médiathèque; article, billet; "
    "randonnée, balade, promenade; parking, stationnement; travaux, chantier; brocante, vide-grenier; écrire, rédiger; "
    "éclairage, lampadaire, réverbère, lampe; garderie, périscolaire; "
    "abonner, abonnement, newsletter, flux, rss, lettre d’information",
    "en": "bus, coach, shuttle; town hall, city hall; rubbish, garbage, trash; tip, dump, recycling centre; "
    "bike, bicycle; doctor, GP; walk, hike, ramble; car park, parking; article, post; "
    "subscribe, subscription, newsletter, feed, rss",
}  # words that find the same, by language


@dataclass(frozen=True, slots=True)
class SearchingSettings:
    """Settings of search."""

    synonyms: tuple[str, ...] = ()
    """Further words that find the same, each group as one text (``"navette, pibus"``).

    A group that shares a word with one that search knows extends it.
    """

    def __post_init__(self) -> None:
        """Raise ``SettingError`` for a group of fewer than two words."""
        for group in self.synonyms:
            if len(set(_meaning(group))) < _PAIR:
                raise SettingError(f"SEARCHING_SYNONYMS: {group!r}  →  'navette, pibus'")


def synonyms_of(langs: Iterable[str], own: Iterable[str], lang: str) -> list[list[str]]:
    """Return the groups of words that find the same, folded and without stop words; those that share one are one."""
    groups: list[dict[str, str]] = []
    for text in (*(text for other in langs for text in SYNONYMS.get(other, "").split(";")), *own):
        group = {" ".join(stem(word, lang) for word in words.split()): words for words in _meaning(text)}
        shared = [other for other in groups if other.keys() & group.keys()]
        groups = [other for other in groups if other not in shared]
        groups.append({key: words for part in (*shared, group) for key, words in part.items()})
    return [[*group.values()] for group in groups if group]


def _meaning(group: str) -> list[str]:
    stops = frozenset().union(*STOP_WORDS.values())
    phrases = (" ".join(word for word in words_of(part) if word not in stops) for part in group.split(","))
    return [words for words in phrases if words]


NO_LETTER = "0"  # the letter of words without one: figures, signs, other scripts
MOST_TITLES = 12  # titles beside a word: the newest
_NAMED = frozenset({"person", "place"})  # kinds whose titles are names: each is a line of its own
_SHORTEST = 2  # letters of a word that has a line
_BOOK_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_APOSTROPHE = re.compile("['’]")
_PLURAL = re.compile(r"(.{3,})[sx]")
_ARTICLES = {
    lang: re.compile(rf"({own})([^(]+?)((?: \(.*)?)", re.I) for lang, own in (("fr", "l['’]|la |les? "), ("en", "the "))
}  # an article at the beginning of a name, ignored when names are sorted


class BookLine(NamedTuple):
    """A line: its label, its address if it is a name, its titles (numbers), how many more there are."""

    label: str
    url: str = ""
    titles: tuple[int, ...] = ()
    more: int = 0


class Book(NamedTuple):
    """The lines of each letter in alphabetical order, and the pages that their numbers mean."""

    letters: Mapping[str, tuple[BookLine, ...]]
    pages: Sequence[Searched]
    shown: Sequence[str]  # all that a line shows of each page, as one text
    size: int  # how many lines and titles it has


@once_a_build
def book_of(site: Site) -> Book:
    """Return the index of a site."""
    return bound(searched_pages(site), site.lang)


def bound(pages: Iterable[Searched], lang: str) -> Book:
    """Return the index of some pages, for a site in a language."""
    inside = [page for page in pages if not is_outside(page.url)]
    ordered = sorted(inside, key=lambda page: page.date.toordinal() if page.date else 0, reverse=True)
    lines = _names([page for page in ordered if page.kind.key in _NAMED], lang)
    titled = [page for page in ordered if page.kind.key not in _NAMED]
    for word, (label, numbers) in _words(titled).items():
        titles, more = tuple(numbers[:MOST_TITLES]), max(0, len(numbers) - MOST_TITLES)
        first, *others = lines.get(word, [BookLine(label)])
        title = titled[numbers[0]].title
        if len(numbers) == 1 and " " not in title and fold(title) == word:
            lines[word] = [BookLine(label, titled[numbers[0]].url), *lines.get(word, ())]
        else:
            lines[word] = [BookLine(first.label, first.url, titles, more), *others]
    letters: defaultdict[str, list[BookLine]] = defaultdict(list)
    for key in sorted(lines):
        letters[key[0] if "a" <= key[:1] <= "z" else NO_LETTER] += lines[key]
    shown = [f"{page.title}\t{page.url}\t{page.lang}" for page in titled]
    size = sum(len(group) + sum(len(line.titles) for line in group) for group in letters.values())
    return Book({letter: tuple(letters[letter]) for letter in sorted(letters)}, titled, shown, size)


def _names(pages: Iterable[Searched], lang: str) -> dict[str, list[BookLine]]:
    """Return a line for each name, by its sort key: «Puy-en-Velay (Le)»."""
    lines_of: defaultdict[str, list[BookLine]] = defaultdict(list)
    article = _ARTICLES.get(lang)
    for page in sorted(pages, key=lambda page: (page.title, page.url)):
        parts = article.fullmatch(page.title) if article else None
        label = f"{parts[2]} ({parts[1].strip()}){parts[3]}" if parts else page.title
        lines_of[fold(label)].append(BookLine(label, page.url))
    return dict(lines_of)


def _words(pages: Sequence[Searched]) -> dict[str, tuple[str, list[int]]]:
    """Return the meaningful words of titles: the spelling of each, and the numbers of the pages, newest first."""
    spellings: defaultdict[str, str] = defaultdict(str)
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for number, page in enumerate(pages):
        stops = STOP_WORDS.get(page.lang, frozenset())
        for token in _BOOK_WORD.findall(page.title):
            word = _first_word(token)
            if len(word) >= _SHORTEST and word not in stops:  # small letters come after capitals: «marché»
                spellings[word] = max(token, spellings[word])
                numbers[word].append(number)
    return _joined({word: (_label(token, word), sorted({*numbers[word]})) for word, token in spellings.items()})


@lru_cache(1 << 14)
def _first_word(token: str) -> str:
    """Return the folded word of a token; of a sign for several words the first."""
    return next(iter(words_of(token)), "")


def _label(token: str, word: str) -> str:
    """Return a word as in titles, without an elided word before it."""
    last = _APOSTROPHE.split(token)[-1]
    return last if len(word) <= len(last) + 1 else token


def _joined(words: dict[str, tuple[str, list[int]]]) -> dict[str, tuple[str, list[int]]]:
    """Return the same with each plural on the line of its singular."""
    for word in [word for word in words if word[-1] in "sx"]:
        match = _PLURAL.fullmatch(word)
        if match and match[1] in words:
            label, numbers = words.pop(word)
            one, others = words[match[1]]
            words[match[1]] = f"{one}, {label}", sorted({*numbers, *others})
    return words


LINES = 150  # lines on a page of a letter at the most
_FEWEST, _OFTEN = 20, 20  # the fewest but on the last page, and after how many more a page ends, about


def starts_of(lines: Sequence[BookLine]) -> Iterator[int]:
    """Yield where each page of a letter begins among its lines, and the last one ends.

    A page ends with a line whose word says so: one more word changes its own page, not all that follow.
    """
    start = 0
    yield start
    for end, line in enumerate(lines, 1):
        is_end = end - start >= _FEWEST and not crc32(line.label.encode("utf-8", "replace")) % _OFTEN
        if is_end or end - start >= LINES or end == len(lines):
            yield (start := end)


def mark_of(lines: Sequence[BookLine], book: Book) -> str:
    """Return a digest of all that some lines show."""
    numbers = {number for line in lines for number in line.titles}
    text = "\n".join(map(book.shown.__getitem__, sorted(numbers)))
    return digest(json.dumps(lines).encode(), text.encode("utf-8", "replace"))
