"""Where the pages about people lie."""

from __future__ import annotations

from placette.engine.pages.addresses import FeedAddress, PageAddress

AUTHOR = PageAddress("AUTHOR")
AUTHOR_FEED = FeedAddress("AUTHOR_FEED")
AUTHORS = PageAddress("AUTHORS")
AUTHORS_BY_COMMUNE = PageAddress("AUTHORS_BY_COMMUNE")
AUTHORS_BY_NAME = PageAddress("AUTHORS_BY_NAME")
