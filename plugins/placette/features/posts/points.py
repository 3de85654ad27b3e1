"""Where posts take place, for feeds and maps."""

from __future__ import annotations

from placette.engine.base.geography import Point
from placette.engine.pages.desk import Desk
from placette.features.posts.article import Article


def points_of(article: Article, desk: Desk) -> list[Point]:
    """Where a post takes place, in degrees: the place that it names, or its communes as far as they are known."""
    if article.spot and article.spot.point:
        return [article.spot.point]
    known = desk.build.communes.by_code
    return [point for code in article.communes if (point := known[code].point)]
