"""Finds phone numbers and e-mail addresses in a text: everybody will read them, and robots collect them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from placette.desks.review.findings import Finding
from placette.desks.review.prose import Prose
<<<<<<< HEAD
from placette.engine.base.contacts import CONTACT
=======
from placette.engine.texts.contacts import CONTACT
>>>>>>> 5b609b417e49e30da692763267fcb83677258b6b

_REPORTED = 5


def contacts(prose: Prose) -> Iterator[Finding]:
    """Each number and address in the author's own words."""
    for found in islice(CONTACT.finditer(prose.words), _REPORTED):
        yield Finding(found.start(), "contact-shown", {"value": found[0][:60]})
