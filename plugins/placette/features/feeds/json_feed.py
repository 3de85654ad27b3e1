"""Feeds in JSON (jsonfeed.org)."""

from __future__ import annotations

import json
from typing import Any

from feedgenerator import get_tag_uri

from placette.engine.base.geography import Point
from placette.engine.pages.desk import Desk
from placette.engine.pages.entries import FeedEntry, FeedFile, entry_of
from placette.engine.pages.lists import FeedContent
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.requests import Request
from placette.engine.pages.views import PersonView
from placette.features.feeds.contents import address_of, text_of, title_of

_JSON_FEED = "https://jsonfeed.org/version/1.1"


def write_json_feed(request: Request, content: FeedContent, look: Lookup) -> str:
    """A JSON Feed 1.1 (jsonfeed.org), newest post first."""
    desk, path = look.desk, request.save_as
    feed = {
        "version": _JSON_FEED,
        "title": title_of(content, desk),
        "home_page_url": desk.absolute(content.page),
        "feed_url": desk.absolute(path),
        "language": desk.lang,
        "items": [_item(path, look) for path in content.texts],
    }
    return json.dumps(feed, ensure_ascii=False)


def _item(path: str, look: Lookup) -> dict[str, Any]:
    desk, entry = look.desk, entry_of(path, look)
    address, picture = desk.absolute(entry.url), entry.picture()
    item = {
        "id": get_tag_uri(address, entry.date),
        "url": address,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": text_of(path, entry, address, look),
        "image": desk.absolute(picture.src.removeprefix(desk.base)) if picture and not picture.drawn else "",
        "date_published": entry.date.isoformat(),
        "date_modified": entry.modified.isoformat(),
        "authors": [_author(person, desk) for person in entry.people],
        "attachments": [_attachment(entry.recording)] if entry.recording else [],
        "tags": list(entry.subjects),
        "language": entry.lang,
        "_placette": _own(entry, desk),
    }
    return {name: value for name, value in item.items() if value}


def _attachment(file: FeedFile) -> dict[str, Any]:
    return {"url": file.url, "mime_type": file.mime_type, "size_in_bytes": file.length}


def _own(entry: FeedEntry, desk: Desk) -> dict[str, Any]:
    """What JSON Feed has no words for: who took part and how, where the text takes place, its licence."""
    communes = [desk.build.communes.by_code[code] for code in entry.communes]
    found = {
        "contributors": [_author(person, desk) | {"role": role} for role, person in entry.helpers],
        "places": [{"name": place.name, "insee": place.code} | _position(place.point) for place in communes],
        "spot": {"name": entry.spot[0]} | _position(entry.spot[1]) if entry.spot else {},
        "license": {"name": entry.licence.label, "url": entry.licence.url},
    }
    return {name: value for name, value in found.items() if value}


def _position(point: Point | None) -> dict[str, float]:
    return {"latitude": point[0], "longitude": point[1]} if point else {}


def _author(person: PersonView, desk: Desk) -> dict[str, str]:
    author = {"name": person.name, "url": address_of(person, desk)}
    if person.portrait:
        author["avatar"] = desk.absolute(person.portrait.src.removeprefix(desk.base))
    return author
