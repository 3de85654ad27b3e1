"""Where posts and the lists of them lie."""

from __future__ import annotations

from placette.engine.pages.addresses import FeedAddress, FileAddress, PageAddress

ARTICLE = PageAddress("ARTICLE")
OEMBED_FILE = FileAddress("ARTICLE_OEMBED_SAVE_AS")
"""A post's oEmbed file; empty where none is wanted."""
CATEGORY = PageAddress("CATEGORY")
CATEGORY_FEED = FeedAddress("CATEGORY_FEED")
CATEGORIES = PageAddress("CATEGORIES")
TAG = PageAddress("TAG")
TAGS = PageAddress("TAGS")
YEAR = PageAddress("YEAR_ARCHIVE")
MONTH = PageAddress("MONTH_ARCHIVE")
ARCHIVES = PageAddress("ARCHIVES")
INDEX = PageAddress("INDEX")
NOT_FOUND = PageAddress("404")
