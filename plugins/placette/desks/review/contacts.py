"""Finds phone numbers and e-mail addresses in a text: everybody will read them, and robots collect them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from placette.desks.review.findings import Finding
from placette.desks.review.prose import Prose
from placette.engine.base.contacts import CONTACT

_REPORTED = 5


def contacts(prose: Prose) -> Iterator[Finding]:
    """Each number and address in the author's own words."""
    for found in islice(CONTACT.finditer(prose.words), _REPORTED):
        yield Finding(found.start(), "contact-shown", {"value": found[0][:60]})
