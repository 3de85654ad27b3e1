"""Other people in a text: what would say who they are, how to reach them, or where they live. Pure.

Words are compared as the eye sees them, without case, accents, marks of Markdown and letters that pass for others;
digits and letters of other widths or scripts count as the plain ones (NFKC).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import unescape
from itertools import accumulate
from typing import NamedTuple

from placette.engine.base.text import CONTACT, fold
from placette.engine.base.unicode_text import skeleton

_WORD = re.compile(r"[^\W_]+")
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""What may part a word without being seen."""
_MARKS = re.compile(r"[*~`_\\](?:(?<=[*~`])[*~`]*|(?<=_)(?:(?<!\w_)_*|_*(?!\w))|(?<=\\)(?=[@.+]))")
"""Marks of Markdown inside words and around them; a set of signs at its beginning is what ``re`` looks for fastest."""
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_GAP = r"[ .()/·‐–—-]{0,3}"
_HIDDEN = re.compile(
    # Two days, one behind the other, are no number.
    rf"(?<![\w+])(?!\d\d[./-]\d\d[./-](?:19|20)\d\d\s?[-–—]\s?\d\d[./-]\d\d[./-](?:19|20)?\d\d(?!\d))"
    rf"(?:(?:\+|00)\s?\d{{1,3}}{_GAP}(?:\(0\){_GAP})?\d(?:{_GAP}\d){{7,11}}|0{_GAP}[1-9](?:{_GAP}\d){{8}})(?!\w)"
    r"|[\w.+-]{1,64}\s?(?:@|＠|[(\[{]\s?(?:at|arobase|a)\s?[)\]}]|\s(?:arobase|at)\s)\s?[\w-]{1,63}"
    r"(?:\s?(?:\.(?!\n|\s+(?-i:[A-ZÀ-ÖØ-Þ]))|[(\[{]\s?(?:dot|point)\s?[)\]}]|\s(?:point|dot)\s)\s?[\w-]{2,63}){1,4}",
    re.IGNORECASE,
)
"""Numbers of other countries, and what is written so that robots don't find it."""
_IBANS = {
    country: length
    for length, countries in {
        15: "NO", 16: "BE", 18: "DK FI NL", 19: "SI", 20: "AT EE LT LU", 21: "CH HR LI LV", 22: "BG DE GB IE", 23: "GI",
        24: "AD CZ ES RO SE SK TN", 25: "PT", 26: "DZ IS TR", 27: "FR GR IT MC SM", 28: "CY HU MA PL SN", 31: "MT",
    }.items()
    for country in countries.split()
}  # fmt: skip
"""How many signs the number of an account has, by country (ISO 13616)."""
_IBAN = re.compile(rf"(?<!\w)(?=((?:{'|'.join(_IBANS)})\d\d(?:[ .-]?[0-9A-Z]){{11,27}}))", re.IGNORECASE | re.ASCII)
_PLATE = re.compile(r"(?<![\w-])[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}(?![\w-])", re.IGNORECASE)
"""Numbers of cars as France gives them since 2009."""
_IN_ADDRESS = re.compile(r"https?://[^\s<>\"()]*$", re.IGNORECASE)
"""The beginning of a web address, before a number in it."""
_LONGEST_ADDRESS = 500
_DIALLED = re.compile(r"(?<=[/=:])(?:33|262|590|594|596)[1-9]\d{8}(?![\w-])")
"""Numbers as ``wa.me/…`` and ``?phone=…`` have them, with the code of a French country."""
_WHOLE = re.compile(r"(?<=[/=:#])(?:(?:\+|00)?\d{9,15}|0[1-9](?:[.-]\d\d){4})(?![\w-]|\.\w)")
"""A number that is all that a web address has between two of its marks; it is an identifier elsewhere."""
_AT = r"\d{1,3} ?[°o] ?\d{1,2}(?:[.,]\d+)? ?['′’](?: ?\d{1,2}(?:[.,]\d+)? ?(?:[\"″”]|['′’]{2}))?"
_COORDINATES = re.compile(
    r"(?<![\w.,-])(?:[+-]?\d{1,2}\.\d{3,}(?<!00)°? ?[NS]? ?[,;/] ?[+-]?\d{1,3}\.\d{3,}(?<!00)"
    r"|[+-]?\d{1,2}[.,]\d{4,} ?[;/ ] ?[+-]?\d{1,3}[.,]\d{4,}"
    rf"|{_AT} ?[NSEWO]|[NSEWO] ?{_AT}|\d{{1,3}}[.,]\d{{3,}} ?° ?[NSEWO]|[NSEWO] ?\d{{1,3}}[.,]\d{{4,}})(?!\w)"
)
_HOUSE = re.compile(
    r"(?<![\w.,:/€-])(?!(?:19|20)\d\d(?!\d))(?P<number>\d{1,4}(?: ?- ?\d{1,4})?"
    r"(?: ?(?:bis|ter|quater)| ?[a-f](?![\w'’]))?(?: ?,)?) {0,3}(?:de la {1,2}|du {1,2}|de l['’] ?)?"
    r"(?:(?:rue|ruelle|avenue|av|boulevard|bl?v?d|impasse|imp|allée|chemin|chem|ch(?=\.? d)|sentier|faubourg|fbg|hameau"
    r"|lotissement|résidence|lieu[ -]dit|quai|route|rte|square|esplanade|venelle|parvis|pl"
    r"|place(?! (?:de (?:parking|stationnement)|assise|gratuite|libre|réservée|handicapée?|pmr)))\.? {1,3}"
    r"|(?:cours|passage) {1,3}(?-i:(?=[A-ZÀ-ÖØ-Þ]))"
    r"|(?:cité|clos|côte|domaine|montée|promenade|traverse|villa|voie) {1,3}"
    r"(?=(?:d[eu]s? |de la |(?:de )?l['’]|d['’])?(?-i:[A-ZÀ-ÖØ-Þ])))"
    r"(?P<name>[^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*){0,2})",
    re.IGNORECASE,
)
"""A number and a street. In the plural («12 rues») it is none; words with other meanings need a name behind them."""
_NO_HOUSE = re.compile(
    r"(?:\d[ .]?|\bh ?|\b(?:RD|RN|CD|VC|(?-i:D|N|[DLR]\.)|ligne|bus|tram|article|art\.|page|p\.|lundi|mardi|mercredi"
    r"|jeudi|vendredi|samedi|dimanche) ?)$",
    re.IGNORECASE,
)
"""What before a number makes it a part of a sum, an hour, a day, a road."""
_ONE = re.compile(r"1 ?(?!,)")
_NAME_OF_STREET = re.compile(r"(?i:d[eu]s? |de la |l['’]|d['’])|[A-ZÀ-ÖØ-Þ]")
_FUNCTIONS = (
    r"(?!(?i:(?:l[ea]s? +|l['’] ?|d[eu]s? +)?(?:maires?|(?:sous-)?préf(?:et|ète)s?|présidente?s?|adjointe?s?"
    r"|direct(?:eur|rice)s?|ministres?|députée?s?|sénat(?:eur|rice)s?|conseill(?:er|ère)s?|bricolage|secrétaires?"
    r"|receveu(?:r|se)s?|institut(?:eur|rice)s?|inspect(?:eur|rice)s?|juges?|curé|abbé|écoles|tout)\b))"
)
_SURNAME = r"(?:(?:de|du|des)\s+|d['’])?[A-ZÀ-ÖØ-Þ][\w'’-]+(?:\s[A-ZÀ-ÖØ-Þ][\w'’-]+)?"
_CIVILITY = re.compile(
    r"(?<!\w)(?:(?:(?i:m(?:mes?|lles?|rs?)\.?|monsieur|madame|mademoiselle|messieurs|mesdames)|MM?\.|Ms\.?)\s+"
    r"|(?<![Dd]u )(?:(?i:docteure?|professeure?|maître|dre?\.?|prof\.)|(?:Pr|Me)\.?) +)"
    rf"{_FUNCTIONS}{_SURNAME}"
)
"""A title before a surname, not before a function; places are called after «du docteur …»."""
_PARTICLES = frozenset("d de des du la le les l da di van von der".split())
"""Words of a surname that may be written small."""
_CAPITAL = "^"
"""The mark before a word that begins with a capital letter."""
_OF_ORGANISATIONS = re.compile(r"(?:(?:\+|00)33\D{0,3}(?:0\D{0,3})?|0\D{0,3})8")
"""First digits of numbers that no person has: the national numbering plan keeps them for services to callers."""


_YEARS = "trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-sept"
_AGE = (
    rf"\b(?:(?:[3-9]|1[0-7]|{_YEARS}) (?:ans|ANS)(?! (?:après|avant|plus|que|de|durant)\b| d['’])"
    r"|(?:[3-9]|1[0-7])[ -]years?[ -]old)\b"
)
_CLASS = (
    r"\b(?:CP|CE[12]|CM[12]|(?:petite|moyenne|grande) section|(?:en|élève de|classe de) (?:[3-6]e|sixième|cinquième"
    r"|quatrième|troisième)(?! (?:position|place|année)))\b"
)
_NAMED_CHILD = re.compile(
    r"(?<![\w'’-])(?!(?:L[ae]s?|Une?|D[eu]s?|Depuis) |[LD]['’])[A-ZÀ-ÖØ-Þ][\w’'-]+ [A-ZÀ-ÖØ-Þ][\w’'-]+"
    rf"(?:,? \(?| a (?:eu )?| est )(?:{_AGE}|[^.!?\n]{{0,40}}{_CLASS})"
)


class Trace(NamedTuple):
    """Another person's name or address: where it begins in the text, and its kind."""

    offset: int
    value: str


class SoughtName(NamedTuple):
    """A name: its words as the eye sees them, its profile's slug, how it is written; whether it must be exact."""

    spelt: tuple[str, ...]
    slug: str
    name: str
    as_written: bool


Names = Mapping[str, tuple[SoughtName, ...]]
"""Names to look for, by their first word."""


def contacts_in(text: str) -> Iterator[Trace]:
    """Yield each telephone number, e-mail address, account, car, position and street with a number, hidden ones too."""
    plain = _plain(text)
    placed = None
    for start, end in _spans(plain):
        placed = placed or _Places(text, plain)
        yield Trace(placed.before(start), " ".join(plain[start:end].split())[:60])


def without_contacts(text: str) -> str:
    """Return a text with three dots for all of that; one that holds nothing of it stays as it is."""
    plain, end, parts = _plain(text), 0, []
    for start, after in _spans(plain):
        parts += [plain[end:start], "…"]
        end = after
    return "".join((*parts, plain[end:])) if parts else text


def _spans(seen: str) -> Iterator[tuple[int, int]]:
    """Yield where contacts begin and end, none inside another."""
    simple = (pattern.finditer(seen) for pattern in (_HIDDEN, CONTACT, _PLATE, _COORDINATES, _DIALLED))
    spans = [match.span() for matches in simple for match in matches]
    last = 0
    for start, end in sorted((*spans, *_accounts(seen), *_houses(seen)), key=lambda span: (span[0], -span[1])):
        if start >= last and not _is_identifier(seen, start, end):
            yield start, end
            last = end


def _is_identifier(seen: str, start: int, end: int) -> bool:
    """Return whether digits only name a page of the web: a part of an address, or a book (ISBN-10) there."""
    if "@" in seen[start:end] or not _IN_ADDRESS.search(seen, max(0, start - _LONGEST_ADDRESS), start):
        return False
    whole = _WHOLE.match(seen, start)
    digits = [int(digit) for digit in seen[start:end] if digit.isdecimal()]
    is_book = len(digits) == 10 and sum(weight * digit for weight, digit in enumerate(digits[::-1], 1)) % 11 == 0
    return not whole or whole.end() != end or is_book


def _accounts(seen: str) -> Iterator[tuple[int, int]]:
    """Yield numbers of accounts whose check digits are right (ISO 7064, mod 97-10)."""
    for match in _IBAN.finditer(seen):
        length = _IBANS[match[1][:2].upper()]
        signs = [at for at in range(*match.span(1)) if seen[at].isalnum()][:length]
        turned = (seen[at] for at in (*signs[4:], *signs[:4]))
        if len(signs) == length and int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1:
            yield match.start(), signs[-1] + 1


def _houses(seen: str) -> Iterator[tuple[int, int]]:
    """Yield numbers with a street, but for sums, hours, days and roads; a single one needs the name of a street."""
    for match in _HOUSE.finditer(seen):
        if not _NO_HOUSE.search(seen[max(0, match.start() - 12) : match.start()]) and (
            not _ONE.fullmatch(match["number"]) or _NAME_OF_STREET.match(match["name"])
        ):
            yield match.span()


def same_contact(contact: str) -> str:
    """Return a contact as it is compared, without case and signs: a number in the digits that one dials in France."""
    bare = re.sub(r"[^\w@]", "", contact).casefold()
    return re.sub(r"^(?:00)?330?(?=\d{9}$)", "0", bare)


def is_place(contact: str) -> bool:
    """Return whether a contact is a house or a position, which a place may have, and no way to reach or to pay."""
    return bool(_HOUSE.match(contact) or _COORDINATES.match(contact))


def is_of_organisation(contact: str) -> bool:
    """Return whether a telephone number is one that only services have: it may appear in a service's text."""
    return not any(map(str.isalpha, contact)) and bool(_OF_ORGANISATIONS.match(contact))


def titled_in(text: str) -> Iterator[Trace]:
    """Yield each surname behind a title: «Mme Dupont», «docteur Durand»."""
    plain = _plain(text)
    places = _Places(text, plain)
    for title in _CIVILITY.finditer(plain):
        yield Trace(places.before(title.start()), " ".join(title[0].split())[:60])


def child_named(text: str) -> Trace | None:
    """Return the first passage that names a child: first and last name with an age or a class."""
    plain = _plain(text)
    child = _NAMED_CHILD.search(plain)
    return Trace(_Places(text, plain).before(child.start()), child[0].strip()[:60]) if child else None


class _Places:
    """Where signs of a text as it is compared stand in the text as it was written: in the same line, about there."""

    def __init__(self, text: str, seen: str) -> None:
        self._lines, self._seen = (
            [0, *accumulate(len(line) + 1 for line in version.split("\n"))] for version in (text, seen)
        )

    def before(self, at: int) -> int:
        """Return the offset in the text as it was written."""
        line = min(bisect_right(self._seen, at), len(self._lines) - 1) - 1
        return min(self._lines[line] + at - self._seen[line], self._lines[line + 1] - 1)


def words_of(text: str) -> str:
    """Return the words of a text as names are looked for in them; a line stays a line."""
    lines = (" ".join(_seen(word) for word in _WORD.findall(line)) for line in _plain(text).split("\n"))
    return "\n".join(lines)


def names_among(people: Iterable[tuple[str, str]]) -> Names:
    """Return the names of people (slug, name) to look for; words between brackets are none of a name.

    A name of one word, or with small letters but particles, is looked for as it is written: «Rose» isn't a rose.
    """
    by_word: dict[str, tuple[SoughtName, ...]] = {}
    for slug, name in people:
        spelt = tuple(map(_seen, _WORD.findall(re.sub(r"\(.*?\)", " ", name))))
        as_written = len(spelt) == 1 or not all(word.startswith(_CAPITAL) or word in _PARTICLES for word in spelt)
        bare = tuple(word.lstrip(_CAPITAL) for word in spelt)
        if spelt:
            sought_name = SoughtName(spelt if as_written else bare, slug, name, as_written)
            by_word[bare[0]] = (*by_word.get(bare[0], ()), sought_name)
    return by_word


def named_in(words: str, names: Names, allowed: Iterable[str] = ()) -> Iterator[tuple[int, str]]:
    """Yield people of ``names`` in the words of a text: the line (from 0), and the name of each."""
    excepted = set(allowed)
    every = [(line, word) for line, line_words in enumerate(words.split("\n")) for word in line_words.split()]
    for at, (line, word) in enumerate(every):
        for sought_name in names.get(word.lstrip(_CAPITAL), ()):
            there = [word_there for _, word_there in every[at : at + len(sought_name.spelt)]]
            compared = there if sought_name.as_written else [word_there.lstrip(_CAPITAL) for word_there in there]
            if sought_name.slug not in excepted and tuple(compared) == sought_name.spelt:
                yield line, sought_name.name


@lru_cache(8192)
def _seen(word: str) -> str:
    """Return a word as the eye sees it, with a sign before it where it begins with a capital letter."""
    return f"{_CAPITAL if word[:1].isupper() else ''}{fold(skeleton(fold(word)))}"


@lru_cache(1)  # several look at one text
def _plain(text: str) -> str:
    """Return a text without marks, entities and signs that pass for others; its lines stay."""
    if "&" in text:
        text = unescape(text)
    text = text.replace("%40", "@").replace("%2B", "+")
    plain = _NOT_ASCII.sub(lambda sign: _folded_sign(sign[0]), _INVISIBLE.sub("", text))
    return _MARKS.sub("", plain).replace("\t", " ")


@lru_cache(4096)
def _folded_sign(sign: str) -> str:
    """Return a sign as NFKC writes it; a digit of any script as ours. A line's end stays one sign."""
    return "".join(str(unicodedata.decimal(character, character)) for character in unicodedata.normalize("NFKC", sign))
