"""Which licence of the list somebody names, however they write it: «ccby sa», «tous droits réservés», “etalab”."""

from __future__ import annotations

import re

from placette.engine.base.text import fold
from placette.engine.texts.licences import LICENCES

_BY, _BY_SA, _OPEN, _RESERVED = (licence.label for licence in LICENCES)
_CREATIVE = re.compile(
    r"\bcc ?by(?P<more>(?: ?(?:sa|nc|nd))*)(?: ?v? ?(?P<version>\d(?:\.\d)?))?\b|\bby ?(?P<short>sa)\b"
)
_OTHERS = (
    (re.compile(r"\blicence ouverte(?: ?v? ?(?P<version>\d(?:\.\d)?))?\b|\betalab(?: 2\.0)?\b"), _OPEN),
    (re.compile(r"\btous (?:les )?droits(?: reserves?)?\b|\ball rights? reserved\b"), _RESERVED),
)
_FOREIGN = re.compile(r"\bcc ?0\b|\bcc zero\b|\b(?:cc )?(?:by )?n[cd]\b|\bpublic domain\b|\bdomaine public\b|\bgpl\b")
_DOUBT = re.compile(
    r"\?|\b(?:pas|ni|sauf|jamais|surtout pas|not|never|except|ou|or|sinon|peut etre|maybe|je crois|i think|si|if)\b"
)


def names_of_licences(text: str) -> tuple[str, ...]:
    """The labels of the list that a text names, and ``""`` for a licence that isn't on it, in their order here."""
    plain = _plain(text)
    found = {_creative(one) for one in _CREATIVE.finditer(plain)}
    for pattern, label in _OTHERS:
        found |= {label if _is_two(one) else "" for one in pattern.finditer(plain)}
    found |= {""} if _FOREIGN.search(plain) else set()
    return tuple(sorted(found))


def licence_chosen(text: str) -> str:
    """The one licence that a text chooses beyond doubt; empty otherwise («CC BY ou CC BY-SA», «pas CC BY»)."""
    names = names_of_licences(text)
    if len(names) != 1 or _DOUBT.search(_plain(re.sub(r"^\s*(?:non|no)\b[\s,.:;]*", "", text, flags=re.IGNORECASE))):
        return ""
    return names[0]


def without_licences(text: str) -> str:
    """The text with each name of a licence as the one word “licence”, so that its stops end no clause."""
    short = re.compile(
        r"cc[ _-]*by(?:[ _-]*(?:sa|nc|nd))*(?:[ _-]*v?\d(?:\.\d)?)?|\bby[ _-]sa\b|licence ouverte(?: ?v?\d(?:\.\d)?)?"
        r"|tous (?:les )?droits r[ée]serv[ée]s?|all rights? reserved",
        re.IGNORECASE,
    )
    return short.sub("licence", text)


def _creative(found: re.Match[str]) -> str:
    if found["short"]:
        return _BY_SA
    if found["version"] not in {None, "4", "4.0"}:
        return ""
    return {"": _BY, "sa": _BY_SA}.get((found["more"] or "").strip(), "")


def _is_two(found: re.Match[str]) -> bool:
    return found.groupdict().get("version") in {None, "2", "2.0"}


def _plain(text: str) -> str:
    return re.sub(r"[\s_’'-]+", " ", fold(text)).strip()
