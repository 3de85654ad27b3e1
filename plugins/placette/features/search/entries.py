"""The entries of the index: every page that features name, each with a number that seldom changes.

A number orders by date: the larger, the newer. It is made of a day and of a place in that day, so that a new post
moves no other, and an index changes only where it names that post. Pages without a date are spread over days
long past, by a checksum of their address.
"""

from __future__ import annotations

import json
import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from html import unescape
from itertools import chain, pairwise
from operator import itemgetter
from typing import NamedTuple, TypeVar
from zlib import crc32

from placette.engine.base.dates import long_date
from placette.engine.base.files import digest, write_new
from placette.engine.content.kinds import SearchedKind
from placette.engine.rendering.entries import Searched, Writing
from placette.engine.rendering.features import is_outside
from placette.engine.rendering.ledger import Workshop
from placette.engine.rendering.searched import face_of
from placette.features.search.words import STOP_WORDS, compounds_in, folded, joined, stem, words_in, words_of

EXACT = "_"  # the prefix of a whole name's term
HEAVIEST = 15  # the weight of an exact name, and the largest that four bits can have
_LIGHT = 4  # the weight of a stop word in a title: that of an ordinary word of a text
_TEXT = 3000  # characters of a text that a result may show words of
_SATURATION = 1.2
"""BM25's k1: how soon repeating a word counts no more (Robertson and Zaragoza, 2009, § 3.5, give 1.2 to 2)."""
_OFTEN, _STUFFED = 3, 0.04  # a word that is there more often, and makes up more of a text, counts for less
_FIELDS = {
    "title": (6.0, 7),
    "purpose": (6.0, 12),
    "names": (4.0, 4),
    "places": (3.0, 6),
    "subjects": (3.0, 6),
    "headings": (2.0, 20),
    "summary": (2.0, 20),
    "captions": (1.0, 30),
    "body": (1.0, 400),
}  # each field's weight, and how many words it usually has: constants, so that no text changes the weights of another
_NAMES = frozenset({"names", "places"})
"""The fields whose texts are names: each is also one word as a whole, «puydedome»."""
_REPEATED = _NAMES | {"subjects"}  # the fields that many pages have in common
_STEPS = [2 ** ((step - 0.5) / 2) / 8 for step in range(2, HEAVIEST + 1)]
"""The scores from which on a weight is 2, 3 … : each is half a doubling, and 1/8 is the least."""
_INLINE = "a|abbr|b|cite|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|time"
_REST = r"[^>\"]*(?:\"[^\"]*\"[^>\"]*)*>"
_INSIDE = re.compile(rf"</?(?:{_INLINE})\b{_REST}")
"""Tags inside words or sentences; any other ends a sentence."""
_TAG = re.compile(f"<{_REST}")
_NOTE = re.compile(r'<a [^>]*class="footnote-(?:ref|backref)"[^>]*>[^<]*</a>')  # «novembre 1095⁴» is no year 10954
_HEADING = re.compile(r"<h[1-6]\b[^>]*>(.*?)</h[1-6]>", re.DOTALL)
_CAPTION = re.compile(r"<figcaption\b[^>]*>(.*?)</figcaption>", re.DOTALL)
_ALTERNATIVE = re.compile(r'\balt="([^"]+)"')
_GROUPED = re.compile(r"([0-9])[ \u00a0\u202f](?=[0-9]{3}(?![0-9]))")  # the space inside «1 048»
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_IN_E = re.compile(r"(?i)([^\W_]+é)s?\b")  # «marché», of which the stem is that of «marches» too: a term of its own
_APART = '.,;:!?()«»“”"…'  # signs between words beside spaces; other signs do no harm


def contents_of(page: Searched, writing: Writing, lang: str) -> tuple[Mapping[str, int], bytes]:
    """Return a page's terms with their weights from 1 to 15, and its facts for results (JSON) on a site in ``lang``."""
    html = "\n".join(writing.html)
    body = plain(html)
    captions = [*_ALTERNATIVE.findall(html), *_CAPTION.findall(html)] if "<img" in html else []
    fields: dict[str, tuple[str, ...]] = {
        "title": (page.title,),
        "purpose": (writing.purpose,),
        "names": writing.names,
        "places": (*writing.places, *page.communes),
        "subjects": (page.category, *writing.subjects),
        "headings": tuple(map(plain, _HEADING.findall(html))),
        "summary": (writing.summary,),
        "captions": tuple(map(plain, captions)),
    }
    return _terms(fields, body, page, writing.weight), _shown(page, writing, body[:_TEXT], lang)


def plain(html: str) -> str:
    """Return the text of clean HTML without numbers of notes, on one line; spaces that don't break stay as they are."""
    text = unescape(_TAG.sub(" ", _INSIDE.sub("", _NOTE.sub("", html))))
    parts = text.encode("utf-8", "surrogatepass").split()  # of bytes: at ASCII's spaces alone
    return b" ".join(parts).decode("utf-8", "surrogatepass")


def _terms(fields: Mapping[str, tuple[str, ...]], body: str, page: Searched, weight: float = 1.0) -> dict[str, int]:
    scores: defaultdict[str, float] = defaultdict(float)
    for field, texts in fields.items():
        if any(texts):
            for term, score in (_known if field in _REPEATED else _scored)(field, texts, page.lang):
                scores[term] += score
    counted = _counted(_stems_in(body, page.lang))
    score_of = _scores("body", counted)
    weight_of = {times: _weight(score * weight) for times, score in score_of.items()}  # of hundreds of words: a few
    terms = {term: weight_of[times] for term, times in counted.items()}
    for term, score in scores.items():
        terms[term] = _weight((score + score_of.get(counted[term], 0)) * weight)
    name_words = words_of(page.title)
    stops = STOP_WORDS.get(page.lang, frozenset()).intersection(name_words)
    accented = words_of(" ".join(_IN_E.findall(f"{page.title} {' '.join(fields['subjects'])}")))
    terms |= {word: max(terms.get(stem(word, page.lang), 0), _LIGHT) for word in (*stops, *accented)}
    name = joined(name_words)
    return terms | ({EXACT + name: HEAVIEST} if name and weight >= 1 else {})


def _scored(field: str, texts: tuple[str, ...], lang: str) -> list[tuple[str, float]]:
    """Return the score of each stem in the texts of a field."""
    stems_in = _stems_in_name if field in _NAMES else _stems_in
    counted = _counted(chain.from_iterable(stems_in(text, lang) for text in texts if text))
    score_of = _scores(field, counted)
    return [(term, score_of[times]) for term, times in counted.items()]


_known = lru_cache(maxsize=1 << 13)(_scored)


def _scores(field: str, counted: Mapping[str, int]) -> dict[int, float]:
    """Return the score of a word that is so many times in a field."""
    weight, usual = _FIELDS[field]
    words = sum(counted.values())
    length, often = _SATURATION * (0.25 + 0.75 * words / usual), max(_OFTEN, words * _STUFFED)
    return {times: weight * min(times, often) / (times + length) for times in set(counted.values())}


def _weight(score: float) -> int:
    return bisect(_STEPS, score) + 1


def _counted(stems: Iterable[str]) -> Counter[str]:
    """Return how often each stem occurs, also of those that are together as one text."""
    counted = Counter(stems)
    counted.pop("", None)
    for several in [text for text in counted if " " in text]:
        times = counted.pop(several)
        for part in several.split(" "):
            counted[part] += times
    return counted


def _stems_in(text: str, lang: str) -> Iterable[str]:
    """Return the stems of the words of a text, chunk by chunk, each with its hyphens and apostrophes."""
    text = _GROUPED.sub(r"\1", text)
    for sign in _APART:
        if sign in text:
            text = text.replace(sign, " ")  # half of a regular expression's time
    return map(_stems(lang).__getitem__, text.split())


def _stems_in_name(text: str, lang: str) -> tuple[str, ...]:
    """Return the stems of a name, and of the word that it is as a whole."""
    words = words_of(text)
    return (*_stems_in(text, lang), *((stem(joined(words), lang),) if len(words) > 1 else ()))


class _Stems(dict[str, str]):
    """By chunk, the stems of its significant words, and of the word that a compound is as a whole: one text."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self.lang, self.stops = lang, STOP_WORDS.get(lang, frozenset())

    def __missing__(self, chunk: str) -> str:
        text = folded(chunk)
        words = [word for word in words_in(text) if word not in self.stops]
        compounds = filter(None, compounds_in(text)) if "-" in text or "\u2010" in text else ()
        stems = self[chunk] = " ".join([stem(word, self.lang) for word in (*words, *compounds)])
        return stems


_stems = cache(_Stems)  # those of a language, as far as they were needed


def _shown(page: Searched, writing: Writing, text: str, lang: str) -> bytes:
    """Return the facts of a page that a result shows; empty ones are left out."""
    values = {
        "k": page.kind.key,
        "o" if is_outside(page.url) else "u": page.url,
        "t": page.title,
        "l": page.lang,
        "w": long_date(page.date, lang) if page.date else "",
        "p": writing.place,
        "a": writing.author,
        "s": writing.summary,
        "x": text,
    }
    return compact({key: value for key, value in values.items() if value})


def compact(value: object) -> bytes:
    """Return JSON without spaces."""
    return _ENCODER.encode(value).encode("utf-8", "replace")


P = TypeVar("P")

_NO_DAYS = 4096  # days before the first for pages without date
_LEAST_ROOM = 16  # places in a day, at least: a power of two


class IndexEntry(NamedTuple):
    """A page in the index. ``mark`` changes with all that the index has of it, its number too."""

    number: int
    mark: str
    page: Searched


def entries_of(pages: Iterable[Searched], room: int, mark: str) -> tuple[IndexEntry, ...]:
    """Return the pages of whole days, in the order of their numbers; ``mark`` is common to all pages."""
    dated = numbered([(page.date, page.url, page) for page in pages], room)
    faces = ((number, f"{number}\n{face_of(page)}".encode("utf-8", "replace"), page) for number, page in dated)
    return tuple([IndexEntry(number, digest(mark.encode(), face), page) for number, face, page in faces])


def fullest(dated: Iterable[tuple[date | None, str]]) -> int:
    """Return the most pages (date and address) that a day has."""
    return max(Counter(_day(url, day) for day, url in dated).values(), default=0)


def room_for(most: int) -> int:
    """Return how many places each day has, for the fullest of all: a power of two, so that it seldom changes."""
    return max(_LEAST_ROOM, 1 << (max(most, 1) - 1).bit_length())


def numbered(dated: Iterable[tuple[date | None, str, P]], room: int) -> Iterator[tuple[int, P]]:
    """Yield the pages of whole days by number, which depends on their dates and addresses and on ``room`` alone."""
    days: defaultdict[int, list[tuple[str, P]]] = defaultdict(list)
    for day, url, page in dated:
        days[_day(url, day)].append((url, page))
    for number in sorted(days):
        for place, (_, page) in enumerate(sorted(days[number], key=itemgetter(0))):
            yield number * room + place, page


def _day(url: str, day: date | None) -> int:
    return crc32(url.encode()) % _NO_DAYS if day is None else _NO_DAYS + day.toordinal()


_OTHER = re.compile(r"[^a-z0-9_]")


def group_file(kind: str, beginning: str) -> str:
    """Return the file of terms (``t-pu.json``), a summary (``s``) or endings (``e``): no name of a Windows device."""
    return f"{kind}-{_OTHER.sub(lambda found: f'-{ord(found[0]):x}-', beginning)}.json"


def page_file(number: int) -> str:
    """Return the name of a page's file for results: ``d-`` and its number in hexadecimal."""
    return f"d-{number:x}.json"


def year_file(year: str) -> str:
    """Return the name of the file by which the pages of a year are filtered."""
    return f"y-{year}.json"


ROOT = "root.json"
FACETS = "facets.json"


def put(path: str, data: bytes, workshop: Workshop) -> None:
    """Put a file whose bytes are at hand."""
    put_made(path, digest(data), lambda: data, workshop)


def put_made(path: str, key: str, make: Callable[[], bytes], workshop: Workshop) -> None:
    """Put a file: ``key`` is a digest of its sources; its bytes are asked for only if it isn't there."""
    if workshop.ledger.needs(path, key):
        data = make()
        write_new(workshop.output, path, data)
        workshop.ledger.note(path, digest(data), look=workshop.ledger.look_at(path, data))


_NONE = -1


def kinds_of(pages: Iterable[Searched]) -> list[SearchedKind]:
    """Return the kinds of pages, in the order of their groups."""
    return sorted({page.kind for page in pages}, key=lambda kind: (kind.order, kind.key))


def facet_files(years: Mapping[str, Sequence[IndexEntry]]) -> dict[str, bytes]:
    """Return the files of the facets, by name: the choices, and by which of them the pages of each year are found."""
    pages = [entry.page for entries in years.values() for entry in entries]
    kinds = [kind.key for kind in kinds_of(pages)]
    categories = sorted({page.category for page in pages if page.category})
    communes = sorted({name for page in pages for name in page.communes})
    places = [{name: place for place, name in enumerate(names)} for names in (kinds, categories, communes)]
    columns = {year_file(year): compact(_columns(entries, *places)) for year, entries in years.items()}
    return {FACETS: compact({"kinds": kinds, "categories": categories, "communes": communes}), **columns}


def _columns(
    entries: Sequence[IndexEntry], kinds: Mapping[str, int], categories: Mapping[str, int], communes: Mapping[str, int]
) -> dict[str, list[object]]:
    """Return the pages of a year as columns: differences of numbers, kinds, categories, communes."""
    numbers = [0, *(entry.number for entry in entries)]
    return {
        "n": [after - before for before, after in pairwise(numbers)],
        "k": [kinds[entry.page.kind.key] for entry in entries],
        "c": [categories.get(entry.page.category, _NONE) for entry in entries],
        "m": [_one_or_many([communes[name] for name in entry.page.communes]) for entry in entries],
    }


def _one_or_many(places: list[int]) -> int | list[int]:
    return places if len(places) > 1 else next(iter(places), _NONE)
