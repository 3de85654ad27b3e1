"""Values that only look filled in: «(fictif)», an address that can't exist, «à renseigner»."""

from __future__ import annotations

import re

from placette.engine.base.text import fold

_FICTIONS = re.compile(
    r"\bfictif|\bfictive|\bfictitious|\bsans objet\b|\ba (?:renseigner|completer|remplir|preciser)\b"
    r"|\bto be (?:filled|completed)|\btodo\b|\bxxx|\.{3}|\[.*\]"
    r"|[.@](?:example|invalid|test)\b|\bexample\.(?:com|net|org)\b"
)
"""Names that no host can have are those of RFC 2606."""


def is_fictitious(written: str) -> bool:
    """Whether a value stands in for one that somebody still has to write."""
    return _FICTIONS.search(fold(written)) is not None
