"""Visitors find a word however it is written: accents, capitals, ligatures, apostrophes and hyphens make no difference.

Whole texts are folded at once. ``themes/placette/static/js/search/words.js`` does the same to what visitors type.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

import regex

LONGEST = 40
"""Characters of a word that count."""
_ACUTE_ALONE = "\u00b4"
"""An apostrophe on some keyboards; it would decompose into a space and a mark."""
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
"""A number whose figures stand in groups of three."""
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_COMPOUND = re.compile(rf"{_WORD.pattern}(?:-{_WORD.pattern})+")
_ELISIONS = frozenset("l d j m t s n c qu jusqu lorsqu puisqu quoiqu".split())
_SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
STOP_WORDS: Mapping[str, frozenset[str]] = {
    "fr": frozenset(
        "a ai as au aux avec avoir c ca car ce ces cet cette ceux chez comme d dans de des donc dont du elle "
        "elles en es est et ete etre eu il ils j je l la le les leur leurs lui m ma mais me meme mes moi mon n ne "
        "ni nos notre nous on ont ou par pas plus pour qu quand que quel quelle qui quoi s sa sans se ses si son "
        "sont sous sur t ta te tes toi ton tous tout toute toutes tres tu un une vers vos votre vous y".split()
    ),
    "en": frozenset(
        "a about all also am an and any are as at be been but by can could did do does for from had has have he "
        "her him his how i if in into is it its me more my no not of on or our out s she so some t than that the "
        "their them then there these they this those to too up us very was we were what when which who will with "
        "would you your".split()
    ),
}
"""Words that say nothing by themselves, folded, by language."""


def words_of(text: str) -> list[str]:
    """The folded words of a text in order, stop words too."""
    return words_in(folded(text))


def words_in(text: str) -> list[str]:
    """The words of a folded text in order."""
    if text.isalpha():  # most, when they come one by one
        word = text[:LONGEST]
        return [_SAINTS.get(word, word)]
    if " " in text:
        text = _GROUPED.sub(lambda figures: figures[0].replace(" ", ""), text)
    runs: list[str] = _WORD.findall(text)
    words = [_without_apostrophes(run) if "'" in run else run for run in runs] if "'" in text else runs
    return [_SAINTS.get(word, word) for word in (word[:LONGEST] for word in words)]


def compounds_in(text: str) -> list[str]:
    """Words with hyphens of a folded text, written as one: ``puydedome`` for "puy-de-dome"."""
    hyphened = [part for part in text.replace("\u2010", "-").split() if "-" in part]
    return [joined(words_in(run))[:LONGEST] for part in hyphened for run in _COMPOUND.findall(part)]


def joined(words: Iterable[str]) -> str:
    """Words written as one, as a name without its spaces."""
    return "".join(words)


def folded(text: str) -> str:
    """The text without accents, capitals and ligatures, its apostrophes all of one kind."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace(_ACUTE_ALONE, "'"))
        text = _other_marks().sub("", text) if _FAR.search(text) else _LATIN_MARKS.sub("", text)
        if not text.isascii():
            text = _UNDIVIDED_LETTER.sub(lambda letter: _UNDIVIDED[letter[0]], text.lower())
            return _APOSTROPHES.sub("'", text)
    return text.lower().replace("`", "'")


@cache
def _other_marks() -> regex.Pattern[str]:
    """Marks of any script; it takes longer to compile than all the rest of search to import."""
    return regex.compile(rf"[\p{{M}}{_UNSEEN}]+")


def _without_apostrophes(run: str) -> str:
    """What apostrophes leave of a word: l'eau → eau, town's → town, aujourd'hui → aujourdhui."""
    *parts, last = run.split("'")
    kept = [part for part in parts if part not in _ELISIONS]
    return joined(kept if kept and last == "s" else [*kept, last])
