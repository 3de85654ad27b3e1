"""What files for machines show: feeds, maps, embeddings, lists of addresses."""

from __future__ import annotations

from typing import NamedTuple

from placette.engine.pages.page_views import AddressView


class AddressesContent(NamedTuple):
    """Addresses for robots, and where their list lies."""

    addresses: tuple[AddressView, ...]
    sitemap_url: str
    closed: bool = False


class FeedContent(NamedTuple):
    """A feed's title (empty for that of the whole site) and its posts."""

    title: str
    articles: tuple[str, ...]


class EmbedContent(NamedTuple):
    """A post (source path) as oEmbed."""

    article: str
