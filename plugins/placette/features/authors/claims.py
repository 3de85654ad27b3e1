"""Names that are somebody's already, or speak for an institution: only editors add them.

A name is compared with all that the site knows by its letters as the eye sees them, so that no list of cases is needed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import dropwhile, takewhile
from string import digits
from typing import NamedTuple

from placette.engine.base.text import fold
from placette.engine.base.unicode_text import skeleton
from placette.features.authors.profile import AuthorKind

HEADS = """academi* adjoint* administrat* agglo* caf ccas chu city-hall college* communaute-commune* conseil* council*
    cpam departement* department* depute* deputy direction ecole* editor* elected elu elue elus elues etat gendarm*
    gouvernement* government* hopita* hospital* hotel-ville intercommunal* lycee* mairie* maire* mayor* metropol*
    minist* moderat* municip* newsroom offic* police* pompier* prefe* president* rectorat redaction* region* school*
    sdis senat* service* sous-pref* town-hall tresor* tribuna* universit* webm*"""
"""Words that begin the names of public bodies and offices, without articles; a star stands for any ending."""
_GENERIC = "admin blog ca cc commune* communaute cu equipe pays site team ville"
"""Words that claim something beside a name that is known, or alone: «Ville de Thiers», «L’équipe»."""
_TITLES = """m mr mme mlle monsieur madame mademoiselle docteur* dr maitre me professeur* pr prof mrs ms miss sir
    doctor"""
_LITTLE = "le la les l de du des d et aux au a en the of and for notre nos our"
_SPEAKS = """au-nom behalf porte-parole spokes* voix voice represent* compte page account ecri*-pour parle*-pour
    publi*-pour repond*-pour speak*-for write*-for"""
"""What in a description comes before the one in whose name somebody speaks."""
_IS = "suis sommes ici i-am we-are this-is"
"""What comes before a person's own office, or a place where they are merely from."""
_PERSONS = frozenset({AuthorKind.RESIDENT, AuthorKind.GUEST, AuthorKind.ELECTED})
"""The kinds of profiles with the name of a person."""
_WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_PARTS = re.compile(r"[,;:()\[\]/|–—\n]|\s-\s")
_SENTENCES = re.compile(r"[.!?;:\n]+\s")
_HUMPS = re.compile(r"(?<=[^\W\d_A-ZÀ-Þ])(?=[A-ZÀ-Þ])")
_DOTS = re.compile(r"(?<=\b\w)\.(?=\w\b)")
"""Dots inside an acronym: «S.D.I.S.»."""
_TWINS = str.maketrans("iʟ10", "lllo")
_SHORTEST = 6
"""Letters of the shortest name that a slip of the pen doesn't make another one."""
_REACH = 9
"""Words behind one that speaks for others in which their name may end."""


@lru_cache(8192)
def _seen(word: str) -> str:
    """Return the letters of a word as the eye takes them."""
    return skeleton(word).replace(" ", "").replace("rn", "m").replace("vv", "w").translate(_TWINS)


def _pattern(listed: Iterable[str]) -> re.Pattern[str]:
    """Return what matches the listed words at the beginning of others with spaces between, as eyes see them."""
    phrases = (
        " ".join(_seen(part.rstrip("*")) + ("[^ ]*" if part.endswith("*") else "") for part in phrase.split("-"))
        for phrase in listed
    )
    return re.compile(rf"(?<![^ ])(?:{'|'.join(phrases)})(?![^ ])")


_IS_LITTLE, _IS_TITLE, _IS_GENERIC, _SPEAKING, _BEING = (
    _pattern(table.split()) for table in (_LITTLE, _TITLES, _GENERIC, _SPEAKS, _IS)
)
_OFFICIAL = _pattern(("officiel*", "official*"))


class WordOfName(NamedTuple):
    """A word: as the eye sees it, as it is written, whether an article or a hyphen is before it."""

    letters: str
    text: str
    has_article: bool
    is_joined: bool


def _all_words(text: str) -> Iterator[WordOfName]:
    """Yield each word, numbers apart."""
    plain = _HUMPS.sub(" ", _DOTS.sub("", unicodedata.normalize("NFKC", text)))
    has_article = False
    for match in _WORD.finditer(plain):
        if letters := _seen(match[0].strip(digits)):
            is_joined = plain[match.start() - 1 : match.start()] == "-"
            yield WordOfName(letters, match[0], has_article, is_joined)
            has_article = bool(_IS_LITTLE.fullmatch(letters))


def _untitled(words: Iterable[WordOfName]) -> list[WordOfName]:
    """Return the words but for titles before a name."""
    return list(dropwhile(lambda word: _IS_TITLE.fullmatch(word.letters), words))


def _main(words: Iterable[WordOfName]) -> list[WordOfName]:
    """Return the words but articles."""
    return [word for word in words if not _IS_LITTLE.fullmatch(word.letters)]


def _text(words: Iterable[WordOfName]) -> str:
    return " ".join(word.letters for word in words)


def _is_one_edit(name: str, other: str) -> bool:
    """Return whether one letter more, less, other, or two in another order make one of the other."""
    at = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(name, other, strict=False)))
    rest, rest_there = name[at:], other[at:]
    is_turned = rest[1::-1] == rest_there[:2] and rest[2:] == rest_there[2:]
    return is_turned or rest[1:] == rest_there[1:] or rest[1:] == rest_there or rest == rest_there[1:]


class Bearer(StrEnum):
    """Who or what bears a name that the site knows."""

    PLACE = "place"
    BODY = "body"
    PERSON = "person"


class NameForm(NamedTuple):
    """A name as it is compared: the words that tell it from others of its kind, and letters without any space."""

    words: tuple[str, ...]
    letters: str  # Of all words
    main: str  # Of those that tell it from others
    turned: str  # Of these, the last one first
    ordered: str  # Of these, as in a dictionary


def _form(words: tuple[str, ...], letters: str) -> NameForm:
    turned = (*words[-1:], *words[:-1])
    return NameForm(words, letters, *map("".join, (words, turned, sorted(words))))


class KnownName(NamedTuple):
    """A name that the site knows."""

    name: str
    bearer: Bearer
    form: NameForm

    def is_like(self, form: NameForm) -> bool:
        """Return whether a name of this form would be taken for this one.

        A place's name is many a resident's surname: «Camille Thiers» is nobody but herself.
        """
        own_form = self.form
        if form.letters in own_form[1:4] or form.main == own_form.main or form.ordered == own_form.ordered:
            return True
        is_near = len(form.words) == len(own_form.words) and abs(len(form.main) - len(own_form.main)) < 2
        pairs = ((form.main, own_form.main), (form.ordered, own_form.ordered))
        if is_near and len(form.main) >= _SHORTEST and any(_is_one_edit(*pair) for pair in pairs):
            return True
        if self.bearer is Bearer.PLACE:
            return False
        if self.bearer is Bearer.PERSON and len(own_form.words) > 1 and self._is_shortened(form.words):
            return True
        fewer, more = sorted((frozenset(form.words), frozenset(own_form.words)), key=len)
        return fewer <= more and (len(fewer) > 1 or (self.bearer is Bearer.BODY and len(form.words) == 1))

    def _is_shortened(self, words: tuple[str, ...]) -> bool:
        """Return whether these are the surname, alone or with initials."""
        initials = {word[0] for word in self.form.words[:-1]}
        return [word for word in words if word not in initials] == [self.form.words[-1]]


class Claim(NamedTuple):
    """What a name claims: a word of office, or the name that is known which it would be taken for."""

    word: str
    known: str = ""


@dataclass(frozen=True)
class KnownNames:
    """What a site knows: names of places, of bodies such as itself and its sources, of people; its words of office."""

    places: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()

    def with_profiles(self, profiles: Iterable[tuple[str, AuthorKind]], bodies: Iterable[str] = ()) -> KnownNames:
        """Return these names with those of profiles, each with its kind, and of more bodies."""
        names = list(profiles)
        people = [name for name, kind in names if kind in _PERSONS]
        others = [name for name, kind in names if kind not in _PERSONS]
        return replace(self, bodies=(*self.bodies, *others, *bodies), people=(*self.people, *people))

    def judge(self, name: str, allowed: str = "") -> Claim | None:
        """Return what a name claims; None for one that a resident may bear. Who is ``allowed`` has this very name."""
        parts = _PARTS.split(name)
        if claim := next(filter(None, (self._official(name), *map(self._office, parts))), None):
            return claim
        for text in dict.fromkeys((name, _BRACKETS.sub(" ", name), *parts)):
            words = list(_all_words(text))
            untitled = _untitled(words)
            if _main(untitled) and not self._core(untitled):
                return Claim(text.strip())
            other = self._like(words, set(Bearer), allowed)
            if not other and len(untitled) < len(words):  # «M. Thiers» is a resident, «M. Borie» may be an author
                other = self._like(untitled, {Bearer.PERSON, Bearer.BODY}, allowed)
            if other:
                return Claim("", other)
        return self._spoken(name)

    def judge_description(self, description: str) -> Claim | None:
        """Return in whose name a description says that it speaks, anywhere in it.

        Whoever writes «Infirmière à l’école de Royat» speaks of their work, not for the school.
        """
        claims = [self._official(description)]
        for sentence in _SENTENCES.split(description):
            claims += [self._office(sentence, only_first=True), self._spoken(sentence)]
        return next(filter(None, claims), None)

    @cached_property
    def _heads(self) -> re.Pattern[str]:
        return _pattern((*HEADS.split(), *self.offices))

    @cached_property
    def _before_places(self) -> re.Pattern[str]:
        """What may be written together with a place's name: «villedethiers»."""
        heads = "|".join(_seen(word.rstrip("*")) for word in f"{HEADS} {_GENERIC}".split())
        return re.compile(rf"(?:{heads})(?:d[eu]?s?|de?la?)?")

    @cached_property
    def _names(self) -> tuple[KnownName, ...]:
        """The names that are known, people's first. «Vichy Communauté» has no more to it than Vichy."""
        names = {Bearer.PERSON: self.people, Bearer.BODY: self.bodies, Bearer.PLACE: self.places}
        rows = [
            KnownName(name, bearer, self._form(_untitled(_all_words(_BRACKETS.sub(" ", name).partition(",")[0]))))
            for bearer, names_of in names.items()
            for name in names_of
        ]
        places = {row.form.words for row in rows if row.bearer is Bearer.PLACE or len(row.form.words) == 1}
        bodies = {row for row in rows if row.bearer is Bearer.BODY and row.form.words in places}
        return tuple(row._replace(bearer=Bearer.PLACE) if row in bodies else row for row in rows if row.form.words)

    def _form(self, words: Sequence[WordOfName]) -> NameForm:
        return _form(self._core(words), _text(words).replace(" ", ""))

    def _core(self, words: Iterable[WordOfName]) -> tuple[str, ...]:
        """Return the words that tell a name from others of its kind."""
        letters = (word.letters for word in _main(words))
        return tuple(word for word in letters if not (_IS_GENERIC.fullmatch(word) or self._heads.fullmatch(word)))

    def _official(self, text: str) -> Claim | None:
        word = next((word for word in _all_words(text) if _OFFICIAL.fullmatch(word.letters)), None)
        return Claim(fold(word.text)) if word else None

    def _office(self, text: str, *, only_first: bool = False) -> Claim | None:
        """Return the word of office at the head of a text, or free inside it: in «Jean Maire» it is a surname."""
        words = _main(_untitled(_all_words(text)))
        may_follow = not only_first and sum(not word.is_joined for word in words) > 2
        for at, word in enumerate(words):
            is_head = at == 0 or (may_follow and not (word.has_article or word.is_joined))
            if is_head and self._heads.match(_text(words[at : at + _REACH])):
                return Claim(fold(word.text))
        return None

    def _like(self, words: Sequence[WordOfName], bearers: Container[Bearer], allowed: str = "") -> str:
        """Return the name that these words would be taken for."""
        form = self._form(words)
        for name in self._names if form.words else ():
            if name.bearer not in bearers or name.name == allowed:
                continue
            end = name.form.letters
            if name.is_like(form) or (
                name.bearer is Bearer.PLACE
                and form.letters.endswith(end)
                and self._before_places.fullmatch(form.letters.removesuffix(end))
            ):
                return name.name
        return ""

    def _spoken(self, sentence: str) -> Claim | None:
        """Return in whose name a sentence speaks."""
        text = list(_all_words(sentence))
        for at in range(len(text)):
            ahead = _text(text[at : at + _REACH])
            speaking = _SPEAKING.match(ahead)
            if not (opening := speaking or _BEING.match(ahead)):
                continue
            after = at + len(opening[0].split())
            words = _untitled(_main(text[after : after + _REACH]))
            if words and self._heads.match(_text(words)):
                return Claim(fold(words[0].text))
            for count in range(1, len(words) + 1 if speaking else 0):
                if other := self._like(words[:count], {Bearer.PLACE, Bearer.BODY}):
                    return Claim("", other)
        return None
