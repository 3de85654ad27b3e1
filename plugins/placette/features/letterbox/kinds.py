"""What a letter to the site may be about, and how the subject of a mail says so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class LetterKind(StrEnum):
    """What somebody wants who writes to the letterbox."""

    POST = "post"
    """A text to publish."""
    RESPONSE = "response"
    """A text that responds to a published one."""
    CORRECTION = "correction"
    """Something published that should be corrected."""
    REPORT = "report"
    """Something published that is held to be against the law or the charter (Regulation (EU) 2022/2065, article 16)."""


SUBJECTS = {
    LetterKind.RESPONSE: ("Réponse", "Response"),
    LetterKind.CORRECTION: ("Correction", "Correction"),
    LetterKind.REPORT: ("Signalement", "Report"),
}
"""The word in square brackets with which the subject of a ready mail begins, in French and in English."""

FIELD_LABELS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "page": ("Page", "Page"),
        "name": ("Nom", "Name"),
        "email": ("Adresse électronique", "E-mail address"),
        "title": ("Titre", "Title"),
        "commune": ("Commune", "Commune"),
        "signature": ("Signature", "Signature"),
        "licence": ("Licence", "Licence"),
        "people": ("Personnes reconnaissables", "Recognisable people"),
        "minors": ("Mineurs", "Minors"),
        "passage": ("Passage", "Passage"),
        "instead": ("À la place", "Instead"),
        "reasons": ("Raisons", "Reasons"),
        "good_faith": ("Bonne foi", "Good faith"),
    }
)
"""What stands before the colon of each line that a ready mail asks to fill in, by field, in French and in English.

Whoever reads such a mail finds its fields by these labels: they stay. ``reasons``, ``page``, ``name`` with ``email``
and ``good_faith`` are what a notice holds (Regulation (EU) 2022/2065, article 16, paragraph 2, points a to d).
"""

_WORDS = {word.casefold(): kind for kind, words in SUBJECTS.items() for word in words}
_BEGINNING = re.compile(r"\[(\w+)\]")


def kind_of_subject(subject: str) -> LetterKind:
    """The kind that a subject says (``Re: [Réponse] Le lavoir``); a text to publish where it says none."""
    found = [_WORDS[word.casefold()] for word in _BEGINNING.findall(subject) if word.casefold() in _WORDS]
    return found[0] if found else LetterKind.POST


def field_line(name: str, lang: str, value: str = "") -> str:
    """A line of a ready mail to fill in, with its label in French or in English."""
    french, english = FIELD_LABELS[name]
    return f"{french} : {value}" if lang == "fr" else f"{english}: {value}"
