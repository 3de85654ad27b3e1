"""What a letter to the site may be about, and how the subject of a mail says so."""

from __future__ import annotations

import re
from enum import StrEnum


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

_WORDS = {word.casefold(): kind for kind, words in SUBJECTS.items() for word in words}
_BEGINNING = re.compile(r"\[(\w+)\]")


def kind_of_subject(subject: str) -> LetterKind:
    """The kind that a subject says (``Re: [Réponse] Le lavoir``); a text to publish where it says none."""
    found = [_WORDS[word.casefold()] for word in _BEGINNING.findall(subject) if word.casefold() in _WORDS]
    return found[0] if found else LetterKind.POST
