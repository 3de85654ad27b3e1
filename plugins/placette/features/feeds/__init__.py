"""Feeds in Atom and JSON, for those who subscribe."""

from __future__ import annotations

from placette.engine.pages.features import Feature, FeedForm
from placette.engine.pages.lists import SITE_FEED
from placette.features.feeds.atom import write_atom
from placette.features.feeds.json_feed import write_json_feed

__all__ = ["FEATURE", "register"]

FEATURE = Feature(
    name="feeds",
    order=130,
    addresses=(SITE_FEED,),
    feeds=(
        FeedForm("feed", "ATOM", "application/atom+xml", write_atom),
        FeedForm("feed.json", "JSON", "application/feed+json", write_json_feed),
    ),
)
register = FEATURE.register
