"""Where the files of posts lie: patterns with dates, formatted only where they must be."""

from __future__ import annotations

from collections.abc import Callable

from placette.engine.pages.desk import Desk
from placette.features.posts.addresses import ARTICLE
from placette.features.posts.article import Article


def file_of(pattern: str, desk: Desk) -> Callable[[Article], str]:
    """From a post to the path that a pattern gives it, from the site's root; empty where the pattern is.

    A path that begins with the post's own address is not formatted again: dates cost most of it.
    """
    own = desk.addresses[ARTICLE].url
    rest = pattern.removeprefix(own)
    if pattern.startswith(own) and "{" not in rest:
        return lambda article: article.url + rest
    return lambda article: pattern.format(date=article.date, slug=article.slug)
