"""The subject of a mail without what mailers and lists put before it, and the receipt number it answers."""

from __future__ import annotations

import re

from placette.desks.letters.letter import RECEIPT_NUMBER
from placette.desks.letters.mail.decoding import clean_line

_LIMIT = 200
"""Characters of the longest subject that is kept; titles of posts are shorter."""
_NUMBER = re.compile(rf"\[({RECEIPT_NUMBER.pattern})\]", re.ASCII)
"""The form in which answers write it: a year and a number in a date or a telephone number is something else."""
_TAG = re.compile(r"\[[^\[\]]{1,60}\]\s*")
_PREFIX = re.compile(
    r"(?:re|ré|rép|réf|rép\.|réf\.|ref|fwd?|tr|trans|transf|aw|wg)\s?(?:[(\[]\d{1,3}[)\]])?\s?[:：]\s*", re.IGNORECASE
)
_FORWARD = re.compile(r"\s*(?:\[[^\[\]]{1,60}\]\s*)?(?:fwd?|tr|trans|transf|wg)\s?[:：]", re.IGNORECASE)


def clean_subject(subject: str) -> str:
    """``Re: [Réponse] TR : Le lavoir`` as ``Le lavoir``."""
    rest = _NUMBER.sub(" ", subject.replace("\u00a0", " ").replace("\u202f", " ")[: 4 * _LIMIT]).strip()
    while found := _PREFIX.match(rest) or _TAG.match(rest):
        rest = rest[found.end() :].lstrip()
    return clean_line(rest, _LIMIT)


def number_in(subject: str) -> str:
    """The receipt number (``2026-0042``) in square brackets; empty where there is none."""
    found = _NUMBER.search(subject)
    return found[1] if found else ""


def is_forwarded(subject: str) -> bool:
    """Whether a subject says that a mail was passed on (``TR : …``, ``Fwd: …``)."""
    return bool(_FORWARD.match(subject.replace("\u00a0", " ").replace("\u202f", " ")))
