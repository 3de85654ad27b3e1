"""Everything the reading depends on beside the bytes of the texts, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from placette.engine.library.communes import CommuneIndex
from placette.engine.library.models import Term
from placette.engine.texts.renditions import PhotoFacts
from placette.engine.texts.values import Licence
from placette.features.walks.tracks import Track


@dataclass(frozen=True, slots=True)
class Addresses:
    """Format strings of addresses, as Pelican's own ``ARTICLE_URL`` and its kin."""

    article: str = "{date:%Y}/{slug}/"
    page: str = "{slug}/"
    author: str = "auteurs/{slug}/"
    series: str = "series/{slug}/"
    community: str = "communautes/{slug}/"
    call: str = "appels/{slug}/"
    walk: str = "balades/{slug}/"
    event: str = "agenda/{slug}/"
    reserved: frozenset[str] = frozenset()
    """First parts of addresses that the site uses itself."""
    own: frozenset[str] = frozenset()
    """Whole addresses of pages of the site itself."""


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """A site's rules for its texts. ``now`` bounds the dates and is in the site's zone."""

    now: datetime
    lang: str
    base: str
    languages: tuple[str, ...]
    licence: Licence
    categories: Mapping[str, Term]
    """By folded name."""
    communes: CommuneIndex
    addresses: Addresses = field(default_factory=Addresses)
    photos: Mapping[str, PhotoFacts] = field(default_factory=dict)
    tracks: Mapping[str, Track] = field(default_factory=dict)
    """Those that walks may name, by path; what can't be used says why."""
    table_label: str = "Table"
    note_back: str = "Back to the text"
    advice_off: frozenset[str] = frozenset()
    """Codes of advice that the site does not want."""
    preview: bool = False
    """Whether drafts and scheduled posts are shown."""
