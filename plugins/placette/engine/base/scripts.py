"""The scripts that names are written in, after Unicode's rules for identifiers (UTS #39, UAX #31)."""

from __future__ import annotations

import regex

from placette.engine.base.look_alikes import skeleton

_RECOMMENDED = (
    "Arabic Armenian Bengali Bopomofo Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Han Hangul Hebrew"
    " Hiragana Kannada Katakana Khmer Lao Latin Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan"
).split()
"""The scripts in everyday use (UAX #31, table 5)."""
_TOGETHER = frozenset({"Han", "Hiragana", "Katakana", "Hangul", "Bopomofo"})
"""Those that one word may mix (UTS #39, 5.1)."""
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_LETTERS = {name: regex.compile(rf"\p{{Script={name}}}") for name in _RECOMMENDED}
_ANY_LETTER = regex.compile(r"\p{L}")
_PLAIN = regex.compile(r"[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]*+")
_LATIN_SIGNS = regex.compile(r"[\p{Block=Phonetic_Extensions}\p{Block=IPA_Extensions}\p{Block=Latin_Extended_D}]")
"""Latin letters of phonetics and small capitals (ᴀ, ɢ), which no name needs and which pass for others."""


def odd_word(name: str) -> str:
    """The first word of a name in which letters pass for others; empty when there is none.

    It mixes scripts, is in one of no everyday use, or reads as Latin letters beside a word that is Latin.
    """
    if _PLAIN.fullmatch(name) and not _LATIN_SIGNS.search(name):
        return ""
    words = _WORD.findall(name)
    beside_latin = any(_PLAIN.fullmatch(word) and _LETTERS["Latin"].search(word) for word in words)
    return next((word for word in words if _is_odd(word) or (beside_latin and _passes_for_latin(word))), "")


def _passes_for_latin(word: str) -> bool:
    """Whether each letter of a word in capitals and small letters, but Latin ones, looks like a Latin one."""
    return not _PLAIN.fullmatch(word) and word.upper() != word.lower() and skeleton(word).isascii()


def _is_odd(word: str) -> bool:
    letters = _ANY_LETTER.findall(word)
    scripts = {_script(letter) for letter in letters}
    return "" in scripts or bool(_LATIN_SIGNS.search(word)) or (len(scripts) > 1 and not scripts <= _TOGETHER)


def _script(letter: str) -> str:
    """The script of a letter; empty for one that is not in everyday use."""
    return next((name for name, pattern in _LETTERS.items() if pattern.match(letter)), "")
