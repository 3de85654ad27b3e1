"""Feeds in Atom, for readers; a browser shows them in the site's look."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from feedgenerator import Atom1Feed, Enclosure, get_tag_uri

from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.entries import FeedFile, entry_of
from placette.engine.pages.lists import FeedContent
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.ports import ASSETS
from placette.engine.pages.requests import Request
from placette.features.feeds.contents import address_of, text_of, title_of

_NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)
"""What a feed without posts says of its last change; the library would say «now» and differ at every build."""
_HTML = "http://www.w3.org/1999/xhtml"
_GEORSS = "http://www.georss.org/georss"

_EXPLAINED = N_(
    "This is a feed. Copy the address of this page into a feed reader: each new text will come to you, and nobody will"
    " ask for your e-mail address."
)
_ON_THE_SITE = N_("Read on the site")


class _Atom(Atom1Feed):  # type: ignore[misc]
    """Atom with several authors, contributors and languages and no clock, which the library's own cannot write."""

    def root_attributes(self) -> dict[str, str]:
        """Declare the words of schema.org too, for the roles, those of GeoRSS, for the place, and those of pages."""
        own = {"xmlns:h": _HTML} if self.feed["shown"] else {}
        return {**super().root_attributes(), "xmlns:schema": "https://schema.org/", "xmlns:georss": _GEORSS, **own}

    def add_root_elements(self, handler):  # type: ignore[no-untyped-def]
        """Add, for whoever opens the feed in a browser, what it is and where its texts stand on the site."""
        super().add_root_elements(handler)
        if not self.feed["shown"]:
            return
        handler.startElement("h:div", {})
        handler.addQuickElement("h:h1", self.feed["title"])
        handler.addQuickElement("h:p", self.feed["explained"])
        handler.startElement("h:p", {})
        handler.addQuickElement("h:a", self.feed["named"], {"href": self.feed["link"]})
        handler.endElement("h:p")
        handler.endElement("h:div")

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """The language of an entry, for a text in another than the site's."""
        return {"xml:lang": item["lang"]}

    def latest_post_date(self) -> datetime:
        """The newest change of a post."""
        return max((item["updateddate"] for item in self.items), default=_NOTHING_YET)

    def add_item_elements(self, handler, item):  # type: ignore[no-untyped-def]
        """Add the co-authors, the contributors and the licence after what the library writes, and a title to follow."""
        if self.feed["shown"]:
            handler.startElement("h:h2", {})
            handler.addQuickElement("h:a", item["title"], {"href": item["link"]})
            handler.endElement("h:h2")
        super().add_item_elements(handler, item)
        handler.addQuickElement("summary", item["summary"])
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
    """An Atom feed, newest post first; with the style sheets that a browser shows it with, if the site has any."""
    desk, path, sheets = look.desk, request.save_as, _sheets(look.desk)
    feed = _Atom(
        title=title_of(content, desk),
        link=desk.absolute(content.page),
        feed_url=desk.absolute(path),
        feed_guid=desk.absolute(path),
        description="",
        language=desk.lang,
        shown=bool(sheets),
        explained=desk.say(_EXPLAINED),
        named=desk.say(_ON_THE_SITE),
    )
    for path in content.texts:
        _add_entry(feed, path, look)
    declaration, rest = str(feed.writeString("utf-8")).split("\n", 1)
    return "\n".join((declaration, *(f'<?xml-stylesheet type="text/css" href="{url}"?>' for url in sheets), rest))


def _sheets(desk: Desk) -> tuple[str, ...]:
    assets = desk.ask(ASSETS)
    return (assets.stylesheet_url, assets.sheets["feed"]) if "feed" in assets.sheets else ()


def _enclosure(file: FeedFile) -> Any:
    return Enclosure(file.url, str(file.length), file.mime_type)


def _add_entry(feed: Atom1Feed, path: str, look: Lookup) -> None:
    desk, entry = look.desk, entry_of(path, look)
    address = desk.absolute(entry.url)
    authors = [(person.name, address_of(person, desk)) for person in entry.people]
    name, uri = authors[0] if authors else (desk.site_name, desk.absolute(""))
    feed.add_item(
        title=entry.title,
        link=address,
        unique_id=get_tag_uri(address, entry.date),
        description=None,  # the library calls it HTML
        summary=entry.summary,
        content=text_of(path, entry, address, look),
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
        enclosures=[_enclosure(entry.recording)] if entry.recording else [],
        contributors=[(role, person.name, address_of(person, desk)) for role, person in entry.helpers],
    )
