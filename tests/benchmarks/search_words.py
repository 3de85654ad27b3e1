"""Words as people type them: without accents, in the other number, or with one letter wrong."""

from __future__ import annotations

import random
import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_JOINED = str.maketrans({"œ": "oe", "æ": "ae"})


def fold(text: str) -> str:
    """Small letters without accents."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_JOINED))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def longest_words(title: str, count: int = 3) -> list[str]:
    """The longest words of a title, in its order."""
    words = list(dict.fromkeys(_WORD.findall(title)))
    kept = sorted(range(len(words)), key=lambda place: (-len(words[place]), place))[:count]
    return [words[place] for place in sorted(kept)]


def other_number(word: str) -> str:
    """The singular of a plural, the plural of a singular, by the rules that children learn; «la» stays as it is."""
    if len(word) < 3:
        return word
    for ending, other in (("eaux", "eau"), ("aux", "al"), ("eux", "eu"), ("eau", "eaux"), ("eu", "eux"), ("al", "aux")):
        if word.lower().endswith(ending):
            return word[: -len(ending)] + other
    if word.lower().endswith(("s", "x")):
        return word[:-1]
    return word if word[-1].isdigit() or word.lower().endswith("z") else f"{word}s"


def mistyped(words: list[str], dice: random.Random) -> list[str]:
    """The words, one of which has two letters swapped, one dropped, doubled or replaced."""
    long = [place for place, word in enumerate(words) if len(word) >= 4] or list(range(len(words)))
    place = dice.choice(long)
    return [_mistake(word, dice) if number == place else word for number, word in enumerate(words)]


def _mistake(word: str, dice: random.Random) -> str:
    while True:
        at = dice.randrange(len(word))
        made = dice.choice(
            (
                word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + dice.choice(_LETTERS) + word[at + 1 :],
            )
        )
        if made and fold(made) != fold(word):
            return made
