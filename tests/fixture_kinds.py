"""The kinds of text of Placette's own features."""

from __future__ import annotations

import placette_mentions
from placette.engine.library.tree import gate_of
from placette.features import (
    agenda,
    authors,
    calls,
    communities,
    decisions,
    documents,
    letterbox,
    pages,
    posts,
    questions,
    replies,
    series,
    translations,
    walks,
)

_FEATURES = (
    *(posts, pages, authors, series, translations, communities, calls, questions, walks, agenda, letterbox),
    *(decisions, replies, placette_mentions),
)
KINDS = tuple(kind for module in _FEATURES for kind in module.FEATURE.kinds)
EXTENSIONS = tuple(extension for module in _FEATURES for extension in module.FEATURE.extensions)
ATTACHMENTS = tuple(documents.documents_of({}))
HOLDS = tuple(
    hold for module in _FEATURES for hold in module.FEATURE.holds({"DEFAULT_LANG": "fr", "REPLIES_OPEN": True})
)
GATE = gate_of(KINDS, attachments=ATTACHMENTS)
"""What may lie in a content folder."""
