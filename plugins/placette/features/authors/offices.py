"""Names that others are known by, or that speak for an institution: only editors add a profile with one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

from placette.engine.base.text import fold
from placette.engine.base.unicode_text import skeleton

OFFICES: Mapping[str, str] = {
    "fr": """mairie maire adjoint adjointe municip* communaute metropole agglomeration intercommunal* prefecture prefet
        prefete sous-prefet service* departement* region regions regional* conseiller conseillere president presidente
        elu elue elus elues depute* senat* ministre* ministere* gouvernement* etat police* gendarm* pompier* douane*
        justice tribunal rectorat academie ecole ecoles college* lycee* universit* hopital* redaction* officiel*
        moderat* administrat*""",
    "en": """mayor* town-hall city-hall council* prefecture department* region* president elected deputy senator*
        minister* ministry government* state police* gendarm* fire-brigade customs justice court school* college*
        universit* hospital* editor* newsroom official* moderator* administrat*""",
}
"""Words of office by language, folded; a star stands for any ending. ``PROFILES_OFFICES`` adds a site's own."""
_ALONE = frozenset({"equipe", "team", "admin", "site", "carnets", "blog"})
"""Words that are an office when nothing else stands beside them: «L’équipe»."""
_TITLES = frozenset(
    {*("m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle", "docteur", "dr", "maitre", "me")}
) | {
    *("professeur", "professeure", "pr", "prof", "mrs", "ms", "miss", "sir", "doctor"),
}
_LITTLE = frozenset({"le", "la", "les", "l", "de", "du", "des", "d", "et", "aux", "au", "a", "the", "of", "and"})
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
"""Words without numbers: «Camille Aubier 63» is taken for «Camille Aubier»."""
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_HUMPS = re.compile(r"(?<=[^\W\d_A-ZÀ-Þ])(?=[A-ZÀ-Þ])")


def _words(text: str) -> list[str]:
    """Return the words, folded; «MairieDeVichy» has three."""
    return _WORDS.findall(fold(_HUMPS.sub(" ", unicodedata.normalize("NFKC", text))))


def known_words(name: str) -> frozenset[str]:
    """Return what tells a name from others: its words without brackets, titles, order, words of office.

    «Aubier Camille, maire» and «Camille Aubier (élue)» give the same words.
    """
    words = [part for word in _words(_BRACKETS.sub(" ", name)) for part in word.split("-")]
    names = [word for word in words if word not in _TITLES | _LITTLE and not office_in(word)]
    return frozenset(map(skeleton, names))


@cache
def _seen_offices(more: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return whole words of office and beginnings of such words, as eyes see them."""
    listed = [word for words in OFFICES.values() for word in words.split()] + [fold(word) for word in more]
    whole = frozenset(skeleton(word) for word in listed if not word.endswith("*"))
    return whole, tuple(skeleton(word[:-1]) for word in listed if word.endswith("*"))


def office_in(text: str, more: tuple[str, ...] = ()) -> str:
    """Return the first word of office in a name, as folded; empty where there is none. ``more`` are a site's own."""
    whole, beginnings = _seen_offices(more)
    words = _words(text)
    parts = [part for word in words for part in (word, *word.split("-"))]
    joined = [f"{one}-{other}" for one, other in pairwise(words)]
    for word in (*parts, *joined):
        if (form := skeleton(word)) in whole or form.startswith(beginnings):
            return word
    names = [word for word in words if word not in _LITTLE]
    return names[0] if names and set(names) <= _ALONE else ""


def office_claimed(description: str, more: tuple[str, ...] = ()) -> str:
    """Return the word of office that a description begins with, or «officiel» anywhere in it; or nothing.

    Whoever writes «Infirmière à l’école de Royat» speaks of their work, not for the school.
    """
    words = [word for word in _words(description) if word not in _LITTLE]
    official = next((word for word in words if word.startswith(("officiel", "official"))), "")
    return official or (office_in(words[0], more) if words else "")


def likenesses(name: str, known: Mapping[str, str]) -> Iterator[str]:
    """Return the keys of those whose name (by key) consists of the same words."""
    names = known_words(name)
    return (key for key, other in known.items() if names and known_words(other) == names)
