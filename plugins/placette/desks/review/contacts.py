"""Finds phone numbers and e-mail addresses in a text: everybody will read them, and robots collect them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from placette.desks.review.findings import Finding
from placette.desks.review.prose import Prose

_REPORTED = 5
_CONTACT = re.compile(
    r"(?<![\w+.])(?:(?:\+33|0033)[ .\u00a0\u202f-]?[1-9]|0[1-9])(?:[ .\u00a0\u202f-]?\d\d){4}(?!\d)"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
)
"""French numbers as people write them, and addresses."""


def contacts(prose: Prose) -> Iterator[Finding]:
    """Each number and address in the author's own words."""
    for found in islice(_CONTACT.finditer(prose.words), _REPORTED):
        yield Finding(found.start(), "contact-shown", {"value": found[0][:60]})
