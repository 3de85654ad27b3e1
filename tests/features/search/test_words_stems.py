"""A word is found in all its forms, and browsers find the stems that the build finds."""

from __future__ import annotations

import random

import pytest

from placette.features.search.words import stem, words_of
from tests.features.search.fixture_engine import run_node
from tests.features.search.test_words import repository_texts

_ENDINGS = (
    "ement issement atrice logie usion ence ances euse eux aux oux amment emment ments iqUe able isme iv ic abil "
    "issante irions irent assions eraient eais aise ions ez iere ier ion s e ell enn onn ett y "
    "ational ization fulness ousli iviti biliti ogist ogi entli ed edly eed eedly ing ingly ies ied sses us ss "
    "icate ative alize ness ement ant ible ism ous ly l at bl iz pp tt"
).split()
_TWIN = 'import { stem } from "./stems.js";\ngive(given.map((word) => [stem(word, "fr"), stem(word, "en")]))'


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fr", "marche marches"),
        ("fr", "volcan volcans volcanique volcaniques"),
        ("fr", "chanter chantait chante chanteront"),
        ("fr", "cheval chevaux"),
        ("en", "walk walks walked walking"),
        ("en", "pony ponies"),
    ],
)
def test_forms_of_a_word_have_one_stem(lang: str, words: str) -> None:
    assert len({stem(word, lang) for word in words.split()}) == 1


@pytest.mark.parametrize("words", ["concert concertation", "commune communication", "nation natation"])
def test_what_is_done_and_the_doing_of_it_have_stems_of_their_own(words: str) -> None:
    assert len({stem(word, "fr") for word in words.split()}) == 2
    assert len({stem(f"{word}s", "fr") for word in words.split()} | {stem(word, "fr") for word in words.split()}) == 2


@pytest.mark.parametrize(
    ("word", "lang"), [("marches", "de"), ("les", ""), ("os", "fr"), ("a75es", "fr"), ("2êmes", "en")]
)
def test_other_languages_short_words_and_figures_stay(word: str, lang: str) -> None:
    assert stem(word, lang) == word


@pytest.mark.validator
def test_browsers_find_the_same_stems() -> None:
    """Every word of the repository, words made of them with endings that the rules know, and chance."""
    chance = random.Random(19)
    known = sorted({word for path in repository_texts() for word in words_of(path.read_text(encoding="utf-8"))})
    words = set(known)
    for _ in range(40_000):
        words.add(
            chance.choice(known)[: chance.randint(0, 8)] + "".join(chance.choices(_ENDINGS, k=chance.randint(1, 3)))
        )
        words.add("".join(chance.choices("aeiouylnstrdqupq", k=chance.randint(1, 9))) + chance.choice(["", *_ENDINGS]))
    for _ in range(5_000):
        words.update(words_of("".join(chr(chance.randrange(0x20, 0xD800)) for _ in range(12))))
    odd = ("\U00010330", "亿", "½", "Ⅻ", "٣")  # a letter beyond sixteen bits, a number that is a letter, numbers
    words.update(f"{head}{one}{tail}" for one in odd for head in ("", "a", "ch", "pal") for tail in (*_ENDINGS, "ae"))
    listed = sorted(word.lower() for word in words if word)
    assert len(listed) > 60_000
    theirs = run_node(_TWIN, listed)
    ours = [[stem(word, "fr"), stem(word, "en")] for word in listed]
    differing = [(word, mine, other) for word, mine, other in zip(listed, ours, theirs, strict=True) if mine != other]
    assert differing == []
