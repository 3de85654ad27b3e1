"""Until when a post takes short replies."""

from __future__ import annotations

from datetime import date, timedelta

from placette.engine.texts.fields import NEVER
from placette.features.posts import Article
from placette.features.replies.settings import RepliesSettings


def last_day(article: Article, own: RepliesSettings) -> date | None:
    """The last day on which a reply may be dated; None for a post that takes none."""
    if article.replies is not None:
        return None if article.replies.year == NEVER.year else article.replies.date()
    return article.date.date() + timedelta(weeks=own.weeks)
