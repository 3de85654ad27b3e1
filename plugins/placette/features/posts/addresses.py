"""Where posts and the lists of them lie."""

from __future__ import annotations

from placette.engine.pages.addresses import FeedAddress, FileAddress, PageAddress

ARTICLE = PageAddress("ARTICLE")
OEMBED_FILE = FileAddress("ARTICLE_OEMBED_URL")
"""A post's oEmbed file; empty where none is wanted."""
CATEGORY = PageAddress("CATEGORY", passing=True)
CATEGORY_FEED = FeedAddress("CATEGORY_FEED", passing=True)
CATEGORIES = PageAddress("CATEGORIES")
TAG = PageAddress("TAG", passing=True)
TAGS = PageAddress("TAGS")
YEAR = PageAddress("YEAR_ARCHIVE", passing=True)
MONTH = PageAddress("MONTH_ARCHIVE", passing=True)
ARCHIVES = PageAddress("ARCHIVES")
INDEX = PageAddress("INDEX", root=True)
NOT_FOUND = PageAddress("404")
