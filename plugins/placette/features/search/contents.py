"""What the index holds of one page: its words with their weights, and what a result shows of it."""

from __future__ import annotations

import json
import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from html import unescape
from itertools import chain
from typing import NamedTuple

from placette.engine.base.dates import long_date
from placette.engine.pages.searched import Searched, Writing
from placette.features.search.stems import stem
from placette.features.search.words import STOP_WORDS, compounds_in, folded, joined, words_in, words_of

EXACT = "_"
"""How the term of a whole name begins."""
HEAVIEST = 15
"""The weight of an exact name, and the largest that four bits hold."""
_TEXT = 3000
"""Characters of a text that a result may show words of."""
_SATURATION = 1.2
"""BM25's k1: how soon repeating a word counts no more (Robertson and Zaragoza, 2009, § 3.5, give 1.2 to 2)."""
_FIELDS = {
    "title": (6.0, 7),
    "names": (4.0, 4),
    "places": (3.0, 6),
    "subjects": (3.0, 6),
    "headings": (2.0, 20),
    "summary": (2.0, 20),
    "captions": (1.0, 30),
    "body": (1.0, 400),
}
"""Each field's weight, and how many words it usually has: constants, so that no text changes the weights of another."""
_NAMES = frozenset({"names", "places"})
"""The fields whose texts are names: each is also one word as a whole, «puydedome»."""
_REPEATED = _NAMES | {"subjects"}
"""The fields that many pages have in common."""
_STEPS = [2 ** ((step - 0.5) / 2) / 8 for step in range(2, HEAVIEST + 1)]
"""The scores from which on a weight is 2, 3 … : each is half a doubling, and 1/8 is the least."""
_INLINE = "a|abbr|b|cite|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|time"
_REST = r"[^>\"]*(?:\"[^\"]*\"[^>\"]*)*>"
_INSIDE = re.compile(rf"</?(?:{_INLINE})\b{_REST}")
"""Tags that stand inside words or sentences; any other begins something else."""
_TAG = re.compile(f"<{_REST}")
_HEADING = re.compile(r"<h[1-6]\b[^>]*>(.*?)</h[1-6]>", re.DOTALL)
_CAPTION = re.compile(r"<figcaption\b[^>]*>(.*?)</figcaption>", re.DOTALL)
_ALTERNATIVE = re.compile(r'\balt="([^"]+)"')
_GROUPED = re.compile(r"([0-9])[ \u00a0\u202f](?=[0-9]{3}(?![0-9]))")
"""The space inside «1 048»."""
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_APART = '.,;:!?()«»“”"…'
"""What stands between words beside spaces; other signs do no harm."""


class PageContents(NamedTuple):
    """The terms of a page, each with its weight from 1 to 15, and what a result shows of the page (JSON)."""

    terms: Mapping[str, int]
    shown: bytes


def contents_of(page: Searched, writing: Writing, lang: str) -> PageContents:
    """What the index holds of a page; ``lang`` is that of the site."""
    html = "\n".join(writing.html)
    body = plain(html)
    captions = [*_ALTERNATIVE.findall(html), *_CAPTION.findall(html)] if "<img" in html else []
    fields: dict[str, tuple[str, ...]] = {
        "title": (page.title,),
        "names": writing.names,
        "places": (*writing.places, *page.communes),
        "subjects": (page.category, *writing.subjects),
        "headings": tuple(map(plain, _HEADING.findall(html))),
        "summary": (writing.summary,),
        "captions": tuple(map(plain, captions)),
    }
    return PageContents(_terms(fields, body, page), _shown(page, writing, body[:_TEXT], lang))


def plain(html: str) -> str:
    """The text of clean HTML, on one line; spaces that don't break stay as they are."""
    text = unescape(_TAG.sub(" ", _INSIDE.sub("", html)))
    parts = text.encode("utf-8", "surrogatepass").split()  # of bytes: at no others than ASCII's spaces
    return b" ".join(parts).decode("utf-8", "surrogatepass")


def _terms(fields: Mapping[str, tuple[str, ...]], body: str, page: Searched) -> dict[str, int]:
    scores: defaultdict[str, float] = defaultdict(float)
    for field, texts in fields.items():
        if any(texts):
            for term, score in (_known if field in _REPEATED else _scored)(field, texts, page.lang):
                scores[term] += score
    counted = _counted(_stems_in(body, page.lang))
    score_of = _scores("body", counted)
    weight_of = {times: _weight(score) for times, score in score_of.items()}  # of hundreds of words: a few
    terms = {term: weight_of[times] for term, times in counted.items()}
    for term, score in scores.items():
        terms[term] = _weight(score + score_of.get(counted[term], 0))
    name = joined(words_of(page.title))
    return terms | ({EXACT + name: HEAVIEST} if name else {})


def _scored(field: str, texts: tuple[str, ...], lang: str) -> list[tuple[str, float]]:
    """What each stem scores that stands in the texts of a field."""
    stems_in = _stems_in_name if field in _NAMES else _stems_in
    counted = _counted(chain.from_iterable(stems_in(text, lang) for text in texts if text))
    score_of = _scores(field, counted)
    return [(term, score_of[times]) for term, times in counted.items()]


_known = lru_cache(maxsize=1 << 13)(_scored)


def _scores(field: str, counted: Mapping[str, int]) -> dict[int, float]:
    """What a word scores that stands so many times in a field."""
    weight, usual = _FIELDS[field]
    length = _SATURATION * (0.25 + 0.75 * sum(counted.values()) / usual)
    return {times: weight * times / (times + length) for times in set(counted.values())}


def _weight(score: float) -> int:
    return bisect(_STEPS, score) + 1


def _counted(stems: Iterable[str]) -> Counter[str]:
    """How often each stem is there, of those that stand together as one text too."""
    counted = Counter(stems)
    counted.pop("", None)
    for several in [text for text in counted if " " in text]:
        times = counted.pop(several)
        for part in several.split(" "):
            counted[part] += times
    return counted


def _stems_in(text: str, lang: str) -> Iterable[str]:
    """The stems of the words of a text, chunk by chunk, each with the hyphens and apostrophes that are part of it."""
    text = _GROUPED.sub(r"\1", text)
    for sign in _APART:
        if sign in text:
            text = text.replace(sign, " ")  # half of what a regular expression takes
    return map(_stems(lang).__getitem__, text.split())


def _stems_in_name(text: str, lang: str) -> tuple[str, ...]:
    """Those of a name, and that of the word which it is as a whole."""
    words = words_of(text)
    return (*_stems_in(text, lang), *((stem(joined(words), lang),) if len(words) > 1 else ()))


class _Stems(dict[str, str]):
    """By chunk, the stems of its words that say something, and of the word that a compound is as a whole: one text."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self.lang, self.stops = lang, STOP_WORDS.get(lang, frozenset())

    def __missing__(self, chunk: str) -> str:
        text = folded(chunk)
        words = [word for word in words_in(text) if word not in self.stops]
        compounds = filter(None, compounds_in(text)) if "-" in text or "\u2010" in text else ()
        found = self[chunk] = " ".join([stem(word, self.lang) for word in (*words, *compounds)])
        return found


_stems = cache(_Stems)
"""Those of a language, as far as they were asked for."""


def _shown(page: Searched, writing: Writing, text: str, lang: str) -> bytes:
    """What a result shows of a page; what is empty is left out."""
    values = {
        "k": page.kind.key,
        "u": page.url,
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
    """JSON without spaces."""
    return _ENCODER.encode(value).encode("utf-8", "replace")
