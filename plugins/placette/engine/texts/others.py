"""Other people in a text: words that tell who they are, or how to reach them. Pure.

Words are compared as the eye sees them, without case, accents, marks of Markdown and letters that pass for others.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from placette.engine.base.text import CONTACT, fold
from placette.engine.base.unicode_text import skeleton

_WORD = re.compile(r"[^\W_]+")
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Characters that may part a word without being seen."""
_GAP = r"[ .\u00a0\u202f()/·-]{0,3}"
_HIDDEN = re.compile(
    rf"(?<![\w+])(?:(?:\+|00)\s?\d{{1,3}}{_GAP}(?:\(0\){_GAP})?\d(?:{_GAP}\d){{7,11}}|0{_GAP}[1-9](?:{_GAP}\d){{8}})(?!\w)"
    r"|[\w.+-]{1,64}\s?(?:@|＠|[(\[{]\s?(?:at|arobase|a)\s?[)\]}]|\s(?:arobase|at)\s)\s?[\w-]{1,63}"
    r"(?:\s?(?:\.|[(\[{]\s?(?:dot|point)\s?[)\]}]|\s(?:point|dot)\s)\s?[\w-]{2,63}){1,4}",
    re.IGNORECASE,
)
"""Numbers of other countries, and spellings that robots don't find."""
_CIVILITY = re.compile(
    r"(?<!\w)(?:M\.|MM\.|Mme|Mmes|Mlle|Mr\.?|Mrs\.?|Ms\.?|Monsieur|Madame|Mademoiselle|Messieurs|Mesdames)\s+"
    r"(?!(?:L[ea]s?\s+|L['’]\s?)?(?i:maires?|préf(?:et|ète)s?|présidente?s?|adjointe?s?|direct(?:eur|rice)s?|ministres?"
    r"|députée?s?|sénat(?:eur|rice)s?|conseill(?:er|ère)s?|bricolage)\b)"
    r"((?:(?:de|du|des)\s+|d['’])?[A-ZÀ-ÖØ-Þ][\w'’-]+(?:\s[A-ZÀ-ÖØ-Þ][\w'’-]+)?)"
)
"""A title before a surname, not before a function."""
_PARTICLES = frozenset("d de des du la le les l da di van von der".split())
"""Words of a surname that may be written small."""
_CAPITAL = "^"
"""The mark before a word that begins with a capital letter."""
_PLACES = frozenset(
    "allee avenue boulevard chemin college cours ecole espace gymnase hameau impasse jardin lieudit lycee moulin parc "
    "passage place pont quai route rue salle square stade street road".split()
)
"""Words before a surname that make it the name of a place."""
_SHORTEST = 3
"""Letters of the shortest surname that is looked for alone."""
_OF_ORGANISATIONS = re.compile(r"(?:(?:\+|00)33\D{0,3}(?:0\D{0,3})?|0\D{0,3})8")
"""First digits of numbers that no person has: the national numbering plan keeps them for services to callers."""


class Trace(NamedTuple):
    """Another person's name or address: where it begins in the text, and its kind."""

    offset: int
    value: str


class SoughtName(NamedTuple):
    """A name: its words as the eye sees them, its profile's slug, how it is written; exact, or a surname alone."""

    spelt: tuple[str, ...]
    slug: str
    name: str
    as_written: bool
    alone: bool = False


Names = Mapping[str, tuple[SoughtName, ...]]
"""Names to look for, by their first word."""


def contacts_in(text: str) -> Iterator[Trace]:
    """Each telephone number and e-mail address, hidden ones too."""
    seen = _plain(text)
    found = {one.start(): one[0] for pattern in (_HIDDEN, CONTACT) for one in pattern.finditer(seen)}
    last = -1
    for start, value in sorted(found.items()):
        if start > last:
            yield Trace(start, " ".join(value.split())[:60])
            last = start + len(value) - 1


def is_of_organisation(contact: str) -> bool:
    """Return whether a telephone number is one that only services have: it may appear in a service's text."""
    return "@" not in contact and bool(_OF_ORGANISATIONS.match(contact))


def titled_in(text: str) -> Iterator[Trace]:
    """Each surname behind a title: «Mme Dupont»."""
    for one in _CIVILITY.finditer(_plain(text)):
        yield Trace(one.start(), " ".join(one[0].split())[:60])


def words_of(text: str) -> str:
    """The words of a text as names are looked for in them; a line stays a line."""
    lines = (" ".join(_seen(word) for word in _WORD.findall(line)) for line in _plain(text).split("\n"))
    return "\n".join(lines)


def names_among(people: Iterable[tuple[str, str]], alone: Container[str] = ()) -> Names:
    """Return the names of people (slug, name) to look for; words between brackets are none of a name.

    Of those in ``alone`` (slugs) the surname alone is looked for too, as it is written, except as the name of a street.
    A name with other small words is no name and surname: «L'hôte de la vue» doesn't hide a person called Vue.
    """
    found: dict[str, tuple[SoughtName, ...]] = {}
    for slug, name in people:
        for sought in _sought(slug, name, alone=slug in alone):
            first = sought.spelt[0].lstrip(_CAPITAL)
            found[first] = (*found.get(first, ()), sought)
    return found


def _sought(slug: str, name: str, *, alone: bool) -> Iterator[SoughtName]:
    """A name in full, then its surname."""
    written = re.sub(r"\(.*?\)", " ", name).split()
    spelt = tuple(_seen(word) for one in written for word in _WORD.findall(one))
    if not spelt:
        return
    bare = tuple(word.lstrip(_CAPITAL) for word in spelt)
    capital = all(word.startswith(_CAPITAL) or word in _PARTICLES for word in spelt)
    as_written = len(spelt) == 1 or not capital
    yield SoughtName(spelt if as_written else bare, slug, name, as_written)
    surname = tuple(_seen(word) for word in _WORD.findall(written[-1]))
    if alone and len(written) > 1 and capital and surname and len(surname[-1].lstrip(_CAPITAL)) >= _SHORTEST:
        yield SoughtName(surname, slug, name, as_written=True, alone=True)


def named_in(words: str, names: Names, allowed: Iterable[str] = ()) -> Iterator[tuple[int, str]]:
    """People of ``names`` in the words of a text: the line (from 0), and the name of each.

    A pseudonym of one word, or one with small letters, is found only as it is written: «Rose» isn't a rose.
    """
    known = set(allowed)
    every = [(line, word) for line, one in enumerate(words.split("\n")) for word in one.split()]
    for at, (line, word) in enumerate(every):
        for sought in names.get(word.lstrip(_CAPITAL), ()):
            there = [found for _, found in every[at : at + len(sought.spelt)]]
            compared = there if sought.as_written else [found.lstrip(_CAPITAL) for found in there]
            is_place = sought.alone and _is_place(found for _, found in every[max(0, at - 3) : at])
            if sought.slug not in known and tuple(compared) == sought.spelt and not is_place:
                yield line, sought.name


def _is_place(before: Iterable[str]) -> bool:
    """Whether the words before a surname make it the name of a street or a school: «rue Pasteur», «pont des Borie»."""
    last = [word.lstrip(_CAPITAL) for word in before]
    while last and last[-1] in _PARTICLES:
        last.pop()
    return bool(last) and last[-1] in _PLACES


@lru_cache(8192)
def _seen(word: str) -> str:
    """A word as the eye sees it, with a sign before it where it begins with a capital letter."""
    return f"{_CAPITAL if word[:1].isupper() else ''}{fold(skeleton(fold(word)))}"


def _plain(text: str) -> str:
    """A text without marks inside words, and with its entities written out; lines and places stay."""
    if "&" in text:
        text = unescape(text)
    return re.sub(r"(?<=\w)[*~`]+(?=\w)|\\(?=[@.+])", "", _INVISIBLE.sub("", text))
