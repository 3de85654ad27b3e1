"""The kinds of text of Placette's own features."""

from __future__ import annotations

import placette_gazette
import placette_mentions
import placette_network
from placette.engine.content.extended import extended_kinds
from placette.engine.content.tree import gate_of
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
    *(decisions, replies, placette_mentions, placette_gazette, placette_network),
)
EXTENSIONS = tuple(extension for module in _FEATURES for extension in module.FEATURE.extensions)
KINDS = extended_kinds((kind for module in _FEATURES for kind in module.FEATURE.kinds), EXTENSIONS)
POSTS = next(kind for kind in KINDS if kind.name == posts.POST.name)
"""Posts with all that features add to them."""
ATTACHMENTS = documents.documents_of({}).attachments
_SETTINGS = {"DEFAULT_LANG": "fr", "REPLIES_OPEN": True, "PATH": "content"}
EMBARGOES = tuple(embargo for module in _FEATURES for embargo in module.FEATURE.configure(_SETTINGS).embargoes)
GATE = gate_of(KINDS, attachments=ATTACHMENTS)
"""What may lie in a content folder."""
