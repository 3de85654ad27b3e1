"""Posts as feeds show them."""

from __future__ import annotations

from functools import partial

from placette.engine.pages.entries import FeedEntry
from placette.engine.pages.lookup import Lookup
from placette.features.posts.cards import article_of, card_of
from placette.features.posts.groups import articles
from placette.features.posts.points import points_of
from placette.features.posts.recordings import recording_file


def post_entry(path: str, look: Lookup) -> FeedEntry | None:
    """A post in a feed; None where none lies at ``path``."""
    if path not in articles(look.desk):
        return None
    article = article_of(path, look)
    helpers = ((role.agent, person) for role, keys in article.roles for person in look.people(keys))
    return FeedEntry(
        url=article.url,
        title=article.title,
        summary=article.summary,
        lang=article.lang,
        date=article.date,
        modified=article.modified or article.date,
        html=partial(look.html, article),
        licence=article.licence,
        people=look.people(article.authors),
        helpers=tuple(helpers),
        subjects=(article.category.name, *(tag.name for tag in article.tags)),
        communes=article.communes,
        spot=(article.spot.name, article.spot.point) if article.spot else None,
        points=tuple(points_of(article, look.desk)),
        recording=recording_file(article, look.desk),
        picture=lambda: card_of(path, look).picture,
    )
