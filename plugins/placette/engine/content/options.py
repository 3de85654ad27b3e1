"""The rules of a site for its texts, as values: what a check or a value may depend on beside the text itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from placette.engine.base.rows import Interned
from placette.engine.content.communes import CommuneIndex
from placette.engine.content.companions import Beside
from placette.engine.texts.values import Licence, PhotoFacts

VIDEOS = ("youtube.com", "vimeo.com")
"""The hosts whose videos may be shown where a site lists none. PeerTube has none here: anybody may run an instance."""


@dataclass(frozen=True, slots=True)
class Term(Interned):
    """A category or a tag: its name for readers and its slug in addresses."""

    name: str
    slug: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class TextAddresses:
    """Format strings of addresses by kind of text, as Pelican's own ``ARTICLE_URL`` and its kin."""

    patterns: Mapping[str, str] = field(default_factory=dict)
    """Empty for a kind without pages."""
    reserved: frozenset[str] = frozenset()
    """First parts of addresses that the site uses itself."""
    own: frozenset[str] = frozenset()
    """Whole addresses of pages of the site itself."""
    lists: str = "(?!)"
    """A regular expression for the addresses of passing lists, such as a category's."""

    def is_own(self, address: str) -> bool:
        """Return whether the site itself has, or may have, a page of its own there."""
        return address in self.own or (address.count("/") == 1 and address.rstrip("/") in self.reserved)


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """A site's rules for its texts. ``now`` bounds the dates and is in the site's zone."""

    now: datetime
    lang: str
    base: str
    """The path under which the site is published, with slashes at both ends."""
    languages: tuple[str, ...]
    licence: Licence
    categories: Mapping[str, Term]
    """By folded name."""
    communes: CommuneIndex
    addresses: TextAddresses = field(default_factory=TextAddresses)
    photos: Mapping[str, PhotoFacts] = field(default_factory=dict)
    beside: Mapping[str, Beside] = field(default_factory=dict)
    """Facts of the files that texts may name, by path."""
    origin: str = ""
    """Scheme and host of the site."""
    videos: tuple[str, ...] = VIDEOS
    """The hosts whose films may be shown."""
    charter: str = ""
    """The page with the publication rules (its slug)."""
    preview: bool = False
    """Whether drafts and scheduled posts are shown."""


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """Settings of the reading."""

    categories: dict[str, str] = field(default_factory=dict)
    """The closed list of categories: each name and one sentence that introduces its page."""
    languages: tuple[str, ...] = ("fr", "en", "oc")
    """Languages a text may be written in (BCP 47)."""
    licence: str = "CC BY 4.0"
    """The licence of a text when neither it nor its author says."""
    videos: tuple[str, ...] = VIDEOS
    """Hosts whose videos posts may show: those two, instances of PeerTube, or one that keeps MP4 or WebM files."""
    reserved: tuple[str, ...] = ()
    """First parts of addresses that no page may take, beside those the site uses."""
    advice_off: tuple[str, ...] = ()
    """Codes of the advice that ``invoke check`` is not to give, such as "alt-long", shown beside each."""
    readers: dict[str, str] = field(default_factory=dict)
    """Who of the team reads the proposals of a category or about a commune: its name, then theirs or their account."""
    skip_invalid: bool = False
    """Whether to publish what can be when some texts need mending (``invoke build --skip-invalid``)."""
    preview: bool = False
    """Whether to show drafts and scheduled posts: said by ``invoke build --preview`` alone, never by a file."""
