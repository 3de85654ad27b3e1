"""Where the posts take place, for maps and programs: one file in GeoJSON (RFC 7946), and points for feeds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from placette.engine.base.geography import Point
from placette.engine.pages.addresses import FileAddress
from placette.engine.pages.desk import Desk
from placette.engine.pages.lists import FeedContent
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.requests import Request
from placette.features.posts import Article, article_of, points_of, published

GEOJSON_FILE = FileAddress("POSTS_GEOJSON_URL")
GEOJSON = "geojson"
"""The kind of request."""
FEATURES = 2000
"""The newest posts, one a feature: a file of a megabyte, which a change of any of them makes again."""


def geojson_requests(desk: Desk) -> Iterator[Request]:
    """The file."""
    path = desk.addresses.file(GEOJSON_FILE)
    yield Request(GEOJSON, path, path, FeedContent("", tuple(article.path for article in published(desk)[:FEATURES])))


def write_geojson(_request: Request, content: FeedContent, look: Lookup) -> str:
    """The posts as features, newest first; one whose place isn't known has no geometry."""
    features = [_feature(article_of(path, look), look) for path in content.texts]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'


def _feature(article: Article, look: Lookup) -> dict[str, Any]:
    desk = look.desk
    communes = [desk.build.communes.by_code[code] for code in article.communes]
    values = {
        "title": article.title,
        "url": desk.absolute(article.url),
        "date": article.date.isoformat(),
        "summary": article.summary,
        "language": article.lang,
        "category": article.category.name,
        "authors": [person.name for person in look.people(article.authors)],
        "communes": [{"insee": commune.code, "name": commune.name} for commune in communes],
        "place": article.spot.name if article.spot else "",
    }
    properties = {name: value for name, value in values.items() if value}
    return {"type": "Feature", "geometry": _geometry(points_of(article, desk)), "properties": properties}


def _geometry(points: list[Point]) -> dict[str, Any] | None:
    """Longitude comes first in GeoJSON."""
    turned = [[lon, lat] for lat, lon in points]
    if not turned:
        return None
    kind, place = ("Point", turned[0]) if len(turned) == 1 else ("MultiPoint", turned)
    return {"type": kind, "coordinates": place}
