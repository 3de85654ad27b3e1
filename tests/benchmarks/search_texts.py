"""Posts whose words are spread as in a language, to search in: the same ones every time.

The vocabulary is that of the repository's own French texts, most frequent first, then derivations of its words («re-»,
«-ement», «-eur» …) and words that begin as one of them and end as another, until there are 48,000. A word's frequency
falls with its rank (Zipf's law). A post says the words of its title again in its body, as people do.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate

from tests.benchmarks.corpus import Corpus, Post, make_corpus
from tests.benchmarks.measuring import ROOT

SEED = 48
VOCABULARY = 48_000
_BODY_WORDS = 380
_SMALL_WORDS = 120
"""The most frequent words of French are small ones; titles are not about them."""
_TEXTS = ("content/**/*.md", "docs/fr/*.md", "README.md", "CONTRIBUTING.md")
_WORD = re.compile(r"(?<!\w)[a-jl-vx-zàâäçéèêëîïôöùûüÿœæ]{2,20}(?!\w)")
_NOT_FRENCH = re.compile(r"`[^`]*`|```.*?```|https?:\S+|\]\([^)]*\)|^---$.*?^---$", re.DOTALL | re.MULTILINE)
_ENDING = re.compile(r"(?:ements?|euses?|iers?|ières?|ées?|és|er|ons|ent|ait|es|s|e|é)$")
_BEFORE = ("re", "dé", "en", "mal", "sur", "par", "contre", "entre")
_AFTER = (
    *("er", "ement", "ements", "eur", "euse", "age", "ages", "ier", "ière", "erie", "able", "ables", "ette", "aison"),
    *("ation", "ations", "if", "ive", "oir", "oire", "ure", "ures", "isme", "iste", "istes", "ade", "esse", "ot", "al"),
)
_VOWELS = "aeiouyâàéèêëîïôöùûüœæ"
_BEGINNING = re.compile(rf"[^{_VOWELS}]*[{_VOWELS}]+[^{_VOWELS}]+")
_TITLES = (
    *("Le {0} de {1}", "{0} : {1} pour {2}", "Quand {0} et {1} font {2}", "La {0} du {1}", "{0} et {1}", "Premier {0}"),
    *(
        "Un {0} dans le {1}",
        "À la {0}, des {1} sans {2}",
        "L’{0} des {1} {2}",
        "{0} ou {1} ? {2} et {3}",
        "Notre {0}, un {1}",
    ),
)


@cache
def make_texts(posts: int) -> Corpus:
    """That many posts with distinct titles, oldest first."""
    dice = random.Random(SEED)
    drawn = _Drawn(dice)
    taken: set[str] = set()
    written: list[Post] = []
    for post in make_corpus(posts).posts:
        subject = drawn.title(taken)
        body = drawn.body(_WORD.findall(subject.lower()))
        written.append(replace(post, title=subject, body=body, lang="fr", event=None, replies=()))
    return Corpus(tuple(written))


@cache
def vocabulary() -> tuple[str, ...]:
    """All words, the most frequent first."""
    counts: Counter[str] = Counter()
    for pattern in _TEXTS:
        for path in sorted(ROOT.glob(pattern)):
            if not path.name.startswith("reference-"):
                counts.update(_WORD.findall(_NOT_FRENCH.sub(" ", path.read_text(encoding="utf-8").lower())))
    known = [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    derived = sorted(set(_derivations(known)) - set(known))
    random.Random(-SEED).shuffle(derived)
    return tuple([*known, *derived][:VOCABULARY])


def _derivations(words: Sequence[str]) -> Iterator[str]:
    dice = random.Random(SEED)
    roots = sorted({root for word in words if len(root := _ENDING.sub("", word)) >= 4})
    parts = [(begun.group(), root[begun.end() :]) for root in roots if (begun := _BEGINNING.match(root))]
    ends = sorted({end for _, end in parts if len(end) > 1 and end[0] in _VOWELS})
    for root in roots:
        for _ in range(4):
            yield root + dice.choice(_AFTER)
        yield dice.choice(_BEFORE) + root + dice.choice(_AFTER)
    for beginning, _ in parts:
        for _ in range(10):
            yield beginning + dice.choice(ends) + dice.choice(("", "e", "s", *_AFTER))


class _Drawn:
    """Words, sentences, titles and bodies drawn by chance."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._words = vocabulary()
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self._words))))
        self._subjects = [word for word in self._words[_SMALL_WORDS:] if len(word) >= 4]
        self._subject_weights = list(accumulate((rank + 40) ** -1.0 for rank in range(len(self._subjects))))

    def title(self, taken: set[str]) -> str:
        """A title whose longest words none has yet."""
        while True:
            words = self._dice.choices(self._subjects, cum_weights=self._subject_weights, k=4)
            made = self._dice.choice(_TITLES).format(*words)
            told = " ".join(sorted(map(fold, longest_words(made))))
            if told not in taken:
                taken.add(told)
                return made[0].upper() + made[1:]

    def body(self, subjects: Sequence[str]) -> str:
        """About 400 words in paragraphs, with headings, a list and a quotation; some are the title's."""
        words = self._dice.choices(self._words, cum_weights=self._weights, k=_BODY_WORDS)
        for subject in (word for word in subjects if len(word) >= 4):
            for _ in range(self._dice.randint(1, 3)):
                words[self._dice.randrange(len(words))] = subject
        sentences = list(self._sentences(words))
        heading = " ".join(self._dice.choices(self._subjects, cum_weights=self._subject_weights, k=3)).capitalize()
        third = len(sentences) // 3
        listed = "\n".join(f"- {sentence}" for sentence in sentences[third : third + 3])
        return (
            f"{' '.join(sentences[:third])}\n\n{listed}\n\n## {heading}\n\n"
            f"{' '.join(sentences[third + 3 : -2])}\n\n> {' '.join(sentences[-2:])}\n"
        )

    def _sentences(self, words: Sequence[str]) -> Iterator[str]:
        position = 0
        while position < len(words):
            size = self._dice.randint(6, 18)
            said = [self._elided(word) for word in words[position : position + size]]
            position += size
            text = " ".join(said)
            yield f"{text[0].upper()}{text[1:]}."

    def _elided(self, word: str) -> str:
        return f"l’{word}" if len(word) > 3 and word[0] in _VOWELS and self._dice.random() < 0.3 else word


# Words as people type them: without accents, in the other number, or with one letter wrong

_TOKEN = re.compile(r"[^\W_]+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_JOINED = str.maketrans({"œ": "oe", "æ": "ae"})


def fold(text: str) -> str:
    """Small letters without accents."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_JOINED))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def longest_words(title: str, count: int = 3) -> list[str]:
    """The longest words of a title, in its order."""
    words = list(dict.fromkeys(_TOKEN.findall(title)))
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
