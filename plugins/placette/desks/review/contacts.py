"""Finds phone numbers and e-mail addresses in a text: everybody will read them, and robots collect them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from placette.desks.review.findings import Finding
from placette.desks.review.prose import Prose
from placette.engine.base.contacts import CONTACT

_CODE = "contact-shown"
_REPORTED = 5
_SHOWN = 60


def contacts(prose: Prose) -> Iterator[Finding]:
    """Each number and address in the author's own words, and in their links unless the words say it already."""
    shown = [Finding(found.start(), _CODE, {"value": found[0][:_SHOWN]}) for found in CONTACT.finditer(prose.words)]
    said = {_bare(str(finding.values["value"])) for finding in shown}
    linked = (finding for finding in _linked(prose) if _bare(str(finding.values["value"])) not in said)
    return islice(sorted((*shown, *linked), key=lambda finding: finding.at), _REPORTED)


def _linked(prose: Prose) -> Iterator[Finding]:
    """Those that a link leads to, which nobody reads but everybody can copy."""
    for mark in prose.contacts:
        for found in CONTACT.finditer(mark.text):
            yield Finding(mark.at + found.start(), _CODE, {"value": found[0][:_SHOWN]})


def _bare(value: str) -> str:
    """A number in the digits that one dials in France, however it is written; an address without capitals."""
    return value.casefold() if "@" in value else re.sub(r"^(?:00)?33", "0", re.sub(r"\D", "", value))
