"""Who could be recognised in what a decision says: names of profiles, e-mail addresses, telephone numbers. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from placette.engine.base.contacts import CONTACT

_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*\.?")
_MOST = 5
"""Words of the longest name."""
_ELISION = re.compile(r"^(?:[ldjmtsn]|qu)['’]", re.IGNORECASE)


def contacts_in(text: str) -> Iterator[str]:
    """The e-mail addresses and telephone numbers of a text."""
    return (found[0] for found in CONTACT.finditer(text))


def possible_names(text: str) -> Iterator[str]:
    """Each run of up to five words that begins with a capital letter: what may be somebody's name."""
    words = [_ELISION.sub("", found[0]) for found in _WORD.finditer(text)]
    for start, word in enumerate(words):
        if word[:1].isupper():
            for end in range(start + 1, min(start + _MOST, len(words)) + 1):
                yield " ".join(words[start:end]).rstrip(".")
