"""What files for machines show: feeds, maps, embeddings, lists of addresses."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.core.page_views import AddressView


@dataclass(frozen=True, slots=True)
class AddressesContent:
    """Addresses for robots, and where their list lies."""

    addresses: tuple[AddressView, ...]
    sitemap_url: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class FeedContent:
    """A feed's title (empty for that of the whole site) and its posts."""

    title: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EmbedContent:
    """A post (source path) as oEmbed."""

    article: str
