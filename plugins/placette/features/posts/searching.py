"""Posts, as visitors look for them."""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.base.message import N_
from placette.engine.library.models import Standing
from placette.engine.pages.desk import Desk
from placette.engine.pages.searched import Searched, SearchedKind, searched_text
from placette.features.posts.article import Article, standing_of
from placette.features.posts.groups import published

_POST = SearchedKind("post", N_("Post"), N_("Posts"), 30)


def searched_posts(desk: Desk) -> Iterator[Searched]:
    """Every post that the public may read: in a preview too, no drafts and none that are to come."""
    now, is_public = desk.build.now, Standing.PUBLISHED
    for article in published(desk):
        if standing_of(article, now) is is_public:
            yield searched_text(
                _POST,
                article,
                desk,
                date=article.date,
                category=article.category.name,
                communes=article.communes,
                authors=article.authors,
                helpers=[key for _, keys in article.roles for key in keys] if article.roles else (),
                also=_also(article),
            )


def _also(article: Article) -> list[str]:
    """Tags, the place that it names, what it belongs to: an address says it in words."""
    found = [tag.name for tag in article.tags]
    if article.spot:
        found.append(article.spot.name)
    if article.series or article.communities:
        found += filter(None, (article.series, *article.communities))
    return found
