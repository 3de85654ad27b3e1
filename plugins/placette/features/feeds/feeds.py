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
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.machine_contents import FeedContent
from placette.engine.pages.views import PersonView
from placette.features.posts.article import Article
from placette.features.posts.roles import ROLE_NAMES
from placette.features.territory.geojson import points_of

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


def render_atom(content: FeedContent, path: str, look: Lookup) -> str:
    """The Atom feed at ``path`` from the site's root, newest post first."""
    desk = look.desk
    feed = _Atom(
        title=_title(content, desk),
        link=desk.urls.absolute(""),
        feed_url=desk.urls.absolute(path),
        feed_guid=desk.urls.absolute(path),
        description="",
        language=desk.lang,
    )
    for article in content.articles:
        _add_entry(feed, look.article(article), look)
    return str(feed.writeString("utf-8"))


def _add_entry(feed: Atom1Feed, article: Article, look: Lookup) -> None:
    desk = look.desk
    address = desk.urls.absolute(article.url)
    authors = [(person.name, _address(person, desk)) for person in look.people(article.authors)]
    name, uri = authors[0] if authors else (desk.site_name, desk.urls.absolute(""))
    feed.add_item(
        title=article.title,
        link=address,
        unique_id=get_tag_uri(address, article.date),
        description=escape(article.summary),  # the library calls it HTML
        content=_text(article, address, look),
        categories=[article.category.name, *(tag.name for tag in article.tags)],
        author_name=name,
        author_link=uri,
        pubdate=article.date,
        updateddate=article.modified or article.date,
        item_copyright=article.licence.label,
        lang=article.lang,
        licence_url=article.licence.url,
        co_authors=authors[1:],
        points=points_of(article, desk),
        contributors=[(role, person.name, _address(person, desk)) for role, person in _helpers(article, look)],
    )


def render_json_feed(content: FeedContent, path: str, look: Lookup) -> str:
    """The JSON Feed 1.1 (jsonfeed.org) at ``path`` from the site's root, newest post first."""
    desk = look.desk
    feed = {
        "version": _JSON_FEED,
        "title": _title(content, desk),
        "home_page_url": desk.urls.absolute(""),
        "feed_url": desk.urls.absolute(path),
        "language": desk.lang,
        "items": [_item(look.article(article), look) for article in content.articles],
    }
    return json.dumps(feed, ensure_ascii=False)


def _item(article: Article, look: Lookup) -> dict[str, Any]:
    desk = look.desk
    address = desk.urls.absolute(article.url)
    picture = look.card(article.path).picture
    item = {
        "id": get_tag_uri(address, article.date),
        "url": address,
        "title": article.title,
        "summary": article.summary,
        "content_html": _text(article, address, look),
        "image": desk.urls.absolute(picture.src.removeprefix(desk.build.base)) if picture and not picture.drawn else "",
        "date_published": article.date.isoformat(),
        "date_modified": (article.modified or article.date).isoformat(),
        "authors": [_author(person, desk) for person in look.people(article.authors)],
        "tags": [article.category.name, *(tag.name for tag in article.tags)],
        "language": article.lang,
        "_placette": _own(article, look),
    }
    return {name: value for name, value in item.items() if value}


def _own(article: Article, look: Lookup) -> dict[str, Any]:
    """What JSON Feed has no words for: who took part and how, where the post takes place, its licence."""
    communes = [look.desk.build.communes.by_code[code] for code in article.communes]
    found = {
        "contributors": [_author(p, look.desk) | {"role": role} for role, p in _helpers(article, look)],
        "places": [{"name": place.name, "insee": place.code} | _position(place.point) for place in communes],
        "spot": {"name": article.spot.name} | _position(article.spot.point) if article.spot else {},
        "license": {"name": article.licence.label, "url": article.licence.url},
    }
    return {name: value for name, value in found.items() if value}


def _position(point: Point | None) -> dict[str, float]:
    return {"latitude": point[0], "longitude": point[1]} if point else {}


def _author(person: PersonView, desk: Desk) -> dict[str, str]:
    author = {"name": person.name, "url": _address(person, desk)}
    if person.portrait:
        author["avatar"] = desk.urls.absolute(person.portrait.src.removeprefix(desk.build.base))
    return author


def _helpers(article: Article, look: Lookup) -> list[tuple[str, PersonView]]:
    """Who took part beside the authors, each with the name of their role."""
    return [(ROLE_NAMES[role], person) for role, keys in article.roles for person in look.people(keys)]


def _title(content: FeedContent, desk: Desk) -> str:
    return f"{content.title} – {desk.site_name}" if content.title else desk.site_name


def _address(person: PersonView, desk: Desk) -> str:
    return desk.urls.absolute(person.url.removeprefix(desk.build.base))


def _text(article: Article, address: str, look: Lookup) -> str:
    """The body of a post for its feeds: reading it and following its links is most of the work, so it is done once."""
    if article.path not in look.texts:
        if len(look.texts) >= _SHARED:
            look.texts.clear()
        look.texts[article.path] = absolute_links(look.html(article), address)
    return look.texts[article.path]


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
