"""Where the posts take place, for maps and programs: one file in GeoJSON (RFC 7946), and points for feeds."""

from __future__ import annotations

import json
from typing import Any

from placette.engine.base.geography import Point
from placette.engine.pages.desk import Desk
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.machine_contents import FeedContent
from placette.features.posts.article import Article

GEOJSON = "geojson"
"""The kind of request."""
FEATURES = 2000
"""The newest posts, one a feature: a file of a megabyte, which a change of any of them makes again."""


def points_of(article: Article, desk: Desk) -> list[Point]:
    """Where a post takes place, in degrees: the place that it names, or its communes as far as they are known."""
    if article.spot and article.spot.point:
        return [article.spot.point]
    known = desk.build.communes.by_code
    return [point for code in article.communes if (point := known[code].point)]


def render_geojson(content: FeedContent, look: Lookup) -> str:
    """The posts as features, newest first; one whose place isn't known has no geometry."""
    features = [_feature(look.article(path), look) for path in content.articles]
    told = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    return f'{{"type": "FeatureCollection", "features": [\n{told}\n]}}\n'


def _feature(article: Article, look: Lookup) -> dict[str, Any]:
    desk = look.desk
    communes = [desk.build.communes.by_code[code] for code in article.communes]
    told = {
        "title": article.title,
        "url": desk.urls.absolute(article.url),
        "date": article.date.isoformat(),
        "summary": article.summary,
        "language": article.lang,
        "category": article.category.name,
        "authors": [person.name for person in look.people(article.authors)],
        "communes": [{"insee": commune.code, "name": commune.name} for commune in communes],
        "place": article.spot.name if article.spot else "",
    }
    properties = {name: value for name, value in told.items() if value}
    return {"type": "Feature", "geometry": _geometry(points_of(article, desk)), "properties": properties}


def _geometry(points: list[Point]) -> dict[str, Any] | None:
    """Longitude comes first in GeoJSON."""
    turned = [[lon, lat] for lat, lon in points]
    if not turned:
        return None
    kind, place = ("Point", turned[0]) if len(turned) == 1 else ("MultiPoint", turned)
    return {"type": kind, "coordinates": place}
