"""Feeds in two forms: whole texts, every author, who took part and how, the category and tags, absolute addresses."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import urljoin

from feedgenerator import Atom1Feed, get_tag_uri
from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.geography import Point
from placette.engine.pages.desk import Desk
from placette.engine.pages.entries import FeedEntry, entry_of
from placette.engine.pages.lists import FeedContent
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.requests import Request
from placette.engine.pages.views import PersonView

_NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)
"""What a feed without posts says of its last change; the library would say «now» and differ at every build."""
_SHARED = 100
"""Texts kept between feeds, for the two forms of one and for lists of the same newest posts: some megabytes."""
_GEORSS = "http://www.georss.org/georss"
_JSON_FEED = "https://jsonfeed.org/version/1.1"


class _Atom(Atom1Feed):  # type: ignore[misc]
    """Atom with several authors, contributors and languages and no clock, which the library's own cannot write."""

    def root_attributes(self) -> dict[str, str]:
        """Declare the words of schema.org too, for the roles, and those of GeoRSS, for the place."""
        return {**super().root_attributes(), "xmlns:schema": "https://schema.org/", "xmlns:georss": _GEORSS}

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """The language of an entry, for a text in another than the site's."""
        return {"xml:lang": item["lang"]}

    def latest_post_date(self) -> datetime:
        """The newest change of a post."""
        return max((item["updateddate"] for item in self.items), default=_NOTHING_YET)

    def add_item_elements(self, handler, item):  # type: ignore[no-untyped-def]
        """Add the co-authors, the contributors and the licence after what the library writes."""
        super().add_item_elements(handler, item)
        people = [("author", "", *author) for author in item["co_authors"]]
        people += [("contributor", *contributor) for contributor in item["contributors"]]
        for part, role, name, uri in people:
            handler.startElement(part, {})
            handler.addQuickElement("name", name)
            handler.addQuickElement("uri", uri)
            if role:
                handler.addQuickElement("schema:roleName", role)
            handler.endElement(part)
        for lat, lon in item["points"][:1]:  # GeoRSS has one place an entry
            handler.addQuickElement("georss:point", f"{lat} {lon}")
        if item["licence_url"]:
            handler.addQuickElement("link", "", {"rel": "license", "href": item["licence_url"]})


def write_atom(request: Request, content: FeedContent, look: Lookup) -> str:
    """An Atom feed, newest post first."""
    desk, path = look.desk, request.save_as
    feed = _Atom(
        title=_title(content, desk),
        link=desk.absolute(""),
        feed_url=desk.absolute(path),
        feed_guid=desk.absolute(path),
        description="",
        language=desk.lang,
    )
    for path in content.texts:
        _add_entry(feed, path, look)
    return str(feed.writeString("utf-8"))


def _add_entry(feed: Atom1Feed, path: str, look: Lookup) -> None:
    desk, entry = look.desk, entry_of(path, look)
    address = desk.absolute(entry.url)
    authors = [(person.name, _address(person, desk)) for person in entry.people]
    name, uri = authors[0] if authors else (desk.site_name, desk.absolute(""))
    feed.add_item(
        title=entry.title,
        link=address,
        unique_id=get_tag_uri(address, entry.date),
        description=escape(entry.summary),  # the library calls it HTML
        content=_text(path, entry, address, look),
        categories=list(entry.subjects),
        author_name=name,
        author_link=uri,
        pubdate=entry.date,
        updateddate=entry.modified,
        item_copyright=entry.licence.label,
        lang=entry.lang,
        licence_url=entry.licence.url,
        co_authors=authors[1:],
        points=entry.points,
        contributors=[(role, person.name, _address(person, desk)) for role, person in entry.helpers],
    )


def write_json_feed(request: Request, content: FeedContent, look: Lookup) -> str:
    """A JSON Feed 1.1 (jsonfeed.org), newest post first."""
    desk, path = look.desk, request.save_as
    feed = {
        "version": _JSON_FEED,
        "title": _title(content, desk),
        "home_page_url": desk.absolute(""),
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
        "content_html": _text(path, entry, address, look),
        "image": desk.absolute(picture.src.removeprefix(desk.base)) if picture and not picture.drawn else "",
        "date_published": entry.date.isoformat(),
        "date_modified": entry.modified.isoformat(),
        "authors": [_author(person, desk) for person in entry.people],
        "tags": list(entry.subjects),
        "language": entry.lang,
        "_placette": _own(entry, desk),
    }
    return {name: value for name, value in item.items() if value}


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
    author = {"name": person.name, "url": _address(person, desk)}
    if person.portrait:
        author["avatar"] = desk.absolute(person.portrait.src.removeprefix(desk.base))
    return author


def _title(content: FeedContent, desk: Desk) -> str:
    return f"{content.title} – {desk.site_name}" if content.title else desk.site_name


def _address(person: PersonView, desk: Desk) -> str:
    return desk.absolute(person.url.removeprefix(desk.base))


def _text(path: str, entry: FeedEntry, address: str, look: Lookup) -> str:
    """The body of a text for its feeds: reading it and following its links is most of the work, so it is done once."""
    texts = look.kept("feed texts", dict[str, str])
    if path not in texts:
        if len(texts) >= _SHARED:
            texts.clear()
        texts[path] = absolute_links(entry.html(), address)
    return texts[path]


def absolute_links(html: str, address: str) -> str:
    """The HTML of a body with every address absolute and one file a picture, for readers outside the site."""
    tree = LexborHTMLParser(html, is_fragment=True)
    for name in ("href", "src"):
        for node in tree.css(f"[{name}]"):
            written = node.attributes[name] or ""
            if not written.startswith("https://"):
                node.attrs[name] = urljoin(address, written)
    for node in tree.css("source"):
        node.decompose()
    for node in tree.css("img[srcset]"):
        del node.attrs["srcset"], node.attrs["sizes"]
    return tree.html or ""
