"""What a line says that it answers: «Titre : …», «Photo 2 : …», «lavoir.jpg = …», «3) …», «la photo montre …»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple


class Labelled(NamedTuple):
    """What a line is about, and what it says of it. ``about`` are names of pictures.

    ``code`` is a code of gaps, or ``caption``. A photo with a number that there isn't is about none.
    """

    code: str
    about: tuple[str, ...]
    text: str


_FIELDS = {
    "title": r"titres?|titles?",
    "summary": r"r[ée]sum[ée]s?|summary|chapeau|chap[ôo]",
    "commune": r"communes?|ville|village|lieu|town|place",
    "category": r"rubriques?|cat[ée]gories?|category|heading|section|th[èe]me",
    "credit": r"cr[ée]dits?(?: photos?)?|photographes?|photographers?|photos|auteure? des photos|autrice des photos",
    "licence": r"licen[cs]es?",
    "signature": r"signatures?|sign[ée]e?|noms?|pr[ée]nom|pseudo(?:nyme)?|name|pseudonym|signed",
    "people": r"personnes(?: reconnaissables)?|gens|people",
    "minors": r"enfants?|mineure?s?|children|child|minors?|kids",
}
_BLANKS = re.compile(r"\s{2,}")
"""One blank does: the patterns below need minutes for a line of many."""
_BEFORE = r"(?:[-*•–]\s+)?(?:pour |concernant |for |as for |comme |et )?(?:l[ea]s? |l['’]|mon |ma |mes |the |my )?"
_SEPARATOR = r"\s*(?:[:=→]|\s[-–—]\s|(?=«))\s*"
_SAYS = r"\s*,?\s+(?:c['’]est|ce sera(?:it)?|serait|sera|est|is|would be|will be)\s+(?=[«“\"A-ZÀ-Ý])"
_FIELD = {
    code: re.compile(
        rf"{_BEFORE}(?:(?i:{words}))(?: (?:du|de mon|of the|of my) (?:texte|text))?(?:{_SEPARATOR}|{_SAYS})(.*)"
    )
    for code, words in _FIELDS.items()
}
_TAKEN_BY = re.compile(
    rf"{_BEFORE}(?:toutes les )?(?:photos?|pictures?)\s+(?:ont [ée]t[ée]\s+|a [ée]t[ée]\s+|sont\s+|were\s+|was\s+)?"
    r"(?:prises?|faites?|taken)\s+(?:par|by)\s+(.*)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:[-*•]\s+)?(?:\*\*|__)?(?:question|r[ée]ponse|answer|q|r|n°|no?)?\s*(?:n°\s*|no\s+|#)?(\d{1,2})(?:\*\*|__)?"
    r"\s*(?:[.):/°=]|[-–—]\s|\s[-–—](?=\S)|[.)]?\*\*)\s*(?:[-–—:]\s*)?(?!\d)(.*)",
    re.IGNORECASE,
)
_PICTURE = r"(?:photographies?|photos?|images?|pictures?|clich[ée]s?|pics?)"
_VERB = (
    r"(?:(?:on (?:y )?voit|on reconna[îi]t|elle montre|montre(?:nt)?|repr[ée]sente(?:nt)?|c['’]est"
    r"|il s['’]agit d['’e]\s?|shows?|is|you (?:can )?see)\s+)"
)
_NUMBERED_PICTURE = re.compile(
    rf"(?:[-*•–]\s+)?(?P<caption>(?:l[ée]gende|caption)\s*(?:de |pour |of |for )?(?:la |the )?)?"
    rf"(?:sur |pour |for |in )?(?:l[ea]s? |the )?{_PICTURE}\s*(?:n°|no?\.?(?=\s*\d)|num[ée]ros?|number|#)?\s*"
    rf"(?P<numbers>\d{{1,2}}(?:\s*(?:,|et|and|&|\+)\s*\d{{1,2}})*)(?!\d)(?!\s*(?:ans|x|cm|personnes))\s*(?:\([^)]*\))?\s*"
    rf"(?:[:=.)→,]|[-–—])*\s*{_VERB}?(?P<text>.*)",
    re.IGNORECASE,
)
_ORDINALS = {
    1: r"premi[èe]re|1\s?[èe]?re|first|1st",
    2: r"deuxi[èe]me|seconde?|2\s?(?:e|[èe]me|nde?|nd)|second",
    3: r"troisi[èe]me|3\s?(?:e|[èe]me|rd)|third",
    4: r"quatri[èe]me|4\s?(?:e|[èe]me|th)|fourth",
    5: r"cinqui[èe]me|5\s?(?:e|[èe]me|th)|fifth",
    6: r"sixi[èe]me|6\s?(?:e|[èe]me|th)|sixth",
}
_ORDINAL_PICTURE = {
    number: re.compile(
        rf"(?:[-*•–]\s+)?(?:sur |pour |for |in )?(?:la |l['’]|the )?(?:{words})(?:\s+{_PICTURE})?\s*"
        rf"(?:(?:[:=,]|\s[-–—]\s)\s*{_VERB}?|{_VERB})(.*)",
        re.IGNORECASE,
    )
    for number, words in _ORDINALS.items()
}
_THE_PICTURE = re.compile(
    rf"(?:[-*•–]\s+)?(?:(?:sur |in )?(?:la|ma|cette|l['’]|the|my|this)\s*)?{_PICTURE}\s*"
    rf"(?:[:=]\s*{_VERB}?|,?\s*{_VERB})(.*)",
    re.IGNORECASE,
)


def numbered(line: str) -> tuple[int, str] | None:
    """The number that a line begins with as an answer does, and what follows it; None for another line."""
    found = _NUMBER.fullmatch(_BLANKS.sub(" ", line.strip()))
    return (int(found[1]), found[2].strip(" *_")) if found else None


def labelled(line: str, names: Sequence[str], wanted: Sequence[str] = ()) -> Labelled | None:
    """What a line names itself; None for a line without a label.

    ``names`` are the pictures in the order of the mails; ``wanted`` those whose description was asked for.
    """
    plain = _BLANKS.sub(" ", line.strip().lstrip("*_"))
    if found := _TAKEN_BY.fullmatch(plain):
        return Labelled("credit", (), found[1])
    return _of_picture(plain, names) or _of_field(plain) or _of_the_picture(plain, names, wanted)


def _of_field(line: str) -> Labelled | None:
    for code, pattern in _FIELD.items():
        if found := pattern.fullmatch(line[:1].lower() + line[1:]):
            return Labelled(code, (), line[len(line) - len(found[1]) :].strip(" *_"))
    return None


def _of_picture(line: str, names: Sequence[str]) -> Labelled | None:
    if found := _NUMBERED_PICTURE.fullmatch(line):
        about = _numbers(found["numbers"], names)
        return (
            Labelled("caption" if found["caption"] else "alt", about, found["text"])
            if about
            else Labelled("alt", (), line)
        )
    for number, pattern in _ORDINAL_PICTURE.items():
        if number <= len(names) and (said := pattern.fullmatch(line)):
            return Labelled("alt", (names[number - 1],), said[1])
    return _of_file(line, names)


def _numbers(written: str, names: Sequence[str]) -> tuple[str, ...]:
    """The pictures of these numbers; none where one of the numbers is no picture's."""
    numbers = [int(number) for number in re.findall(r"\d+", written)]
    return tuple(names[n - 1] for n in numbers) if all(0 < n <= len(names) for n in numbers) else ()


def _of_file(line: str, names: Sequence[str]) -> Labelled | None:
    """A line that begins with the name of a picture, with or without its ending."""
    for name in sorted(names, key=len, reverse=True):
        stem, dot, ending = name.rpartition(".")
        spelt = r"[\s_.-]*".join(map(re.escape, re.findall(r"[^\W_]+", stem if dot else name)))
        pattern = rf"{spelt}(?:\.{re.escape(ending)})?\s*(?:(?:[:=→,]|[-–—])\s*{_VERB}?|{_VERB})(.*)"
        if len(spelt) > 2 and (said := re.fullmatch(pattern, line, re.IGNORECASE)):
            return Labelled("alt", (name,), said[1])
    return None


def _of_the_picture(line: str, names: Sequence[str], wanted: Sequence[str]) -> Labelled | None:
    """«La photo montre …»: clear where there is one picture, or one that was asked for."""
    only = tuple(names) if len(names) == 1 else tuple(wanted)
    found = _THE_PICTURE.fullmatch(line)
    return Labelled("alt", only, found[1]) if found and len(only) == 1 else None
