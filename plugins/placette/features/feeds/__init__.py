"""Feeds in Atom and JSON, and the page that says in plain words how to follow the site."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from io import StringIO
from typing import Any, NamedTuple, TypedDict, TypeVar
from urllib.parse import urljoin

from feedgenerator import Atom1Feed, Enclosure, get_tag_uri
from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator
from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.geography import Point
from placette.engine.base.text import fold
from placette.engine.base.translation import N_
from placette.engine.rendering.addresses import PageAddress
from placette.engine.rendering.entries import FeedEntry
from placette.engine.rendering.features import Feature, FeedForm, Lookup, PageKind, Request, Single, Site
from placette.engine.rendering.lists import SITE_FEED, FeedContent, feeds_of, head_of, members_of, site_feeds
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.views import FeedView, HeadView, LinkView, PersonView

__all__ = ["FEATURE", "absolute_links", "register"]

T = TypeVar("T")

_SHARED, _MADE = 100, 400
"""Texts kept for the two forms of a feed, and entries of each form for other feeds of the same posts: some megabytes.
"""


def title_of(content: FeedContent, site: Site) -> str:
    """Return the title of a feed, with the site's name."""
    return f"{content.title} – {site.site_name}" if content.title else site.site_name


def address_of(person: PersonView, site: Site) -> str:
    """Return the absolute address of a person's page."""
    return site.absolute(person.url.removeprefix(site.base))


def text_of(path: str, entry: FeedEntry, address: str, look: Lookup) -> str:
    """Return the body of a text for its feeds, made once: reading it and following its links is most of the work."""
    texts = look.kept("feed texts", dict[str, str])
    if path not in texts:
        if len(texts) >= _SHARED:
            texts.clear()
        texts[path] = _bare(absolute_links(entry.html(), address))
    return texts[path]


def _made_once(make: Callable[[str, bool, Lookup], T], path: str, whole: bool, look: Lookup) -> T:
    """Return the entry of a text in one form: the same in the feeds of its author, its place, its category …"""
    entries = look.kept(("feed entries", make, whole), dict[str, tuple[T, set[str]]])
    if path not in entries:
        if len(entries) >= _MADE:
            entries.clear()
        lookup = Lookup(look.site, look.shared)
        entries[path] = make(path, whole, lookup), lookup.parts
    entry, parts = entries[path]
    look.parts |= parts
    return entry


def absolute_links(html: str, address: str) -> str:
    """Return the HTML of a body with every address absolute and one file a picture, for readers outside the site."""
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


def _bare(html: str) -> str:
    """Return the same without what only our sheets, our scripts and links within the page ask for."""
    tree = LexborHTMLParser(html, is_fragment=True)
    for name in ("class", "id", "tabindex", "role"):
        for node in tree.css(f"[{name}]"):
            del node.attrs[name]
    return (tree.html or "").replace("&nbsp;", "\u00a0")  # two bytes for six


_NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)
"""The last change of a feed without posts; the library would use the clock and differ at every build."""
_HTML = "http://www.w3.org/1999/xhtml"
_GEORSS = "http://www.georss.org/georss"

_EXPLAINED = N_(
    "This is a feed. Copy the address of this page into a feed reader: each new text will come to you, and nobody will"
    " ask for your e-mail address."
)


class _Entry(TypedDict):
    """An entry as it stands in feeds, and when it was changed."""

    updateddate: datetime
    written: str


class _Atom(Atom1Feed):  # type: ignore[misc]
    """Atom with several authors, contributors and languages and no clock, which the library's own cannot write."""

    def root_attributes(self) -> dict[str, str]:
        """Declare the words of schema.org too, for the roles, those of GeoRSS, for the place, and those of pages."""
        attributes = {"xmlns:h": _HTML} if self.feed["shown"] else {}
        return {
            **super().root_attributes(),
            "xmlns:schema": "https://schema.org/",
            "xmlns:georss": _GEORSS,
            **attributes,
        }

    def add_root_elements(self, handler):  # type: ignore[no-untyped-def]
        """Add the feed's description and a link to its texts, for people who open it in a browser."""
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
        """Return the language of an entry, for a text in another than the site's."""
        return {"xml:lang": item["lang"]}

    def latest_post_date(self) -> datetime:
        """Return the newest change of a post."""
        return max((item["updateddate"] for item in self.items), default=_NOTHING_YET)

    def write_items(self, handler):  # type: ignore[no-untyped-def]
        """Add entries that are written already."""
        for item in self.items:
            handler.ignorableWhitespace(item["written"])

    def entry(self) -> _Entry:
        """Return the only entry, written."""
        output, (item,) = StringIO(), self.items
        super().write_items(SimplerXMLGenerator(output, "utf-8", short_empty_elements=True))
        return {"updateddate": item["updateddate"], "written": output.getvalue()}

    def add_item_elements(self, handler, item):  # type: ignore[no-untyped-def]
        """Add the co-authors, the contributors and the licence after the library's elements, and a title to follow."""
        if self.feed["shown"]:
            handler.startElement("h:h2", {})
            handler.addQuickElement("h:a", item["title"], {"href": item["link"]})
            handler.endElement("h:h2")
        super().add_item_elements(handler, item)
        if item["html"]:  # unescaped, which is a fifth shorter
            handler.startElement("content", {"type": "html"})
            handler.ignorableWhitespace(f"<![CDATA[{item['html'].replace(']]>', ']]]]><![CDATA[>')}]]>")
            handler.endElement("content")
        handler.addQuickElement("summary", item["summary"], {"type": "text"})  # untyped, some readers guess HTML
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
    """Return an Atom feed, newest post first; with the style sheets that a browser shows it with, if there are any."""
    site, path, sheets = look.site, request.save_as, _sheets(look.site)
    feed = _Atom(
        title=title_of(content, site),
        link=site.absolute(content.page),
        feed_url=site.absolute(path),
        feed_guid=site.absolute(path),
        description="",
        language=site.lang,
        shown=bool(sheets),
        explained=site.say(_EXPLAINED),
        named=site.say(N_("Read on the site")),
    )
    feed.items = [_made_once(_written, path, content.whole, look) for path in content.texts]
    declaration, rest = str(feed.writeString("utf-8")).split("\n", 1)
    return "\n".join((declaration, *(f'<?xml-stylesheet type="text/css" href="{url}"?>' for url in sheets), rest))


def _sheets(site: Site) -> tuple[str, ...]:
    assets = site.ask(Ports.ASSETS)
    return (assets.stylesheet_url, assets.sheets["feed"]) if "feed" in assets.sheets else ()


def entry_of(path: str, look: Lookup) -> FeedEntry:
    """Return a text by source path; raises ``KeyError`` for one that no feature puts into feeds."""
    for feature in look.site.features:
        if (entry := feature.entry(path, look)) is not None:
            return entry
    raise KeyError(path)


def _written(path: str, whole: bool, look: Lookup) -> _Entry:
    site, entry = look.site, entry_of(path, look)
    feed = _Atom(title="", link="", description="", shown=bool(_sheets(site)))
    address = site.absolute(entry.url)
    authors = [(person.name, address_of(person, site)) for person in entry.people]
    name, uri = authors[0] if authors else (site.site_name, site.absolute(""))
    feed.add_item(
        title=entry.title,
        link=address,
        unique_id=get_tag_uri(address, entry.date),
        description=None,  # the library calls it HTML
        summary=entry.summary,
        html=text_of(path, entry, address, look) if whole else "",
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
        enclosures=[Enclosure(url, str(size), mime) for url, size, mime in entry.files],
        contributors=[(role, person.name, address_of(person, site)) for role, person in entry.helpers],
    )
    return feed.entry()


_JSON_FEED = "https://jsonfeed.org/version/1.1"


def write_json_feed(request: Request, content: FeedContent, look: Lookup) -> str:
    """Return a JSON Feed 1.1 (jsonfeed.org), newest post first."""
    site, path = look.site, request.save_as
    feed: dict[str, Any] = {
        "version": _JSON_FEED,
        "title": title_of(content, site),
        "home_page_url": site.absolute(content.page),
        "feed_url": site.absolute(path),
        "language": site.lang,
        "_placette": {"version": 1},
    }
    items = ", ".join(_made_once(_item, path, content.whole, look) for path in content.texts)
    return f'{json.dumps(feed, ensure_ascii=False)[:-1]}, "items": [{items}]}}'


def _item(path: str, whole: bool, look: Lookup) -> str:
    site, entry = look.site, entry_of(path, look)
    address, picture = site.absolute(entry.url), entry.picture()
    item = {
        "id": get_tag_uri(address, entry.date),
        "url": address,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": text_of(path, entry, address, look) if whole else "",
        "content_text": "" if whole else entry.summary or entry.title,  # an item must have one of both
        "image": site.absolute(picture.src.removeprefix(site.base)) if picture and not picture.drawn else "",
        "date_published": entry.date.isoformat(),
        "date_modified": entry.modified.isoformat(),
        "authors": [_author(person, site) for person in entry.people],
        "attachments": [{"url": url, "mime_type": mime, "size_in_bytes": size} for url, size, mime in entry.files],
        "tags": list(entry.subjects),
        "language": entry.lang,
        "_placette": _own(entry, site),
    }
    return json.dumps({name: value for name, value in item.items() if value}, ensure_ascii=False)


def _own(entry: FeedEntry, site: Site) -> dict[str, Any]:
    """Return what JSON Feed has no words for: roles of people, the text's place, its series, its licence.

    The manual of ``placette_network`` describes it, by the version that the feed names: other sites read it.
    """
    communes = [site.build.communes.by_code[code] for code in entry.communes]
    fields = {
        "contributors": [_author(person, site) | {"role": role} for role, person in entry.helpers],
        "places": [{"name": place.name, "insee": place.code} | _position(place.point) for place in communes],
        "spot": {"name": entry.spot[0]} | _position(entry.spot[1]) if entry.spot else {},
        "series": dict(zip(("title", "url", "number"), entry.series or (), strict=False)),
        "license": {"name": entry.licence.label, "url": entry.licence.url},
    }
    return {name: value for name, value in fields.items() if value}


def _position(point: Point | None) -> dict[str, float]:
    return {"latitude": point[0], "longitude": point[1]} if point else {}


def _author(person: PersonView, site: Site) -> dict[str, str]:
    author = {"name": person.name, "url": address_of(person, site)}
    if person.portrait and not person.portrait.drawn:  # who reads a feed may not know views in drawings
        author["avatar"] = site.absolute(person.portrait.src.removeprefix(site.base))
    return author


FOLLOW = PageAddress("FOLLOW")
_USE = N_("Subscribe to new texts: feed (RSS), calendar.")
_FOLLOWING = N_("Receive new texts without coming back to check, and without giving anyone your address.")
_BY_MAIL = N_("Receive new texts without coming back to check.")
_MOST = 40
"""The most feeds of one kind on the page that offers them: a territory may have thousands of people and communes."""


class FollowedView(NamedTuple):
    """A list that can be followed: its name, its feed, its calendar (empty: none), addresses in the Fediverse."""

    label: str
    feed_url: str
    calendar_url: str = ""
    handles: tuple[str, ...] = ()


Kind = tuple[str, tuple[FollowedView, ...], bool]
"""The title of a kind of lists, its lists, and whether there are others, with fewer posts."""


class FollowContent(NamedTuple):
    """The feed of the whole site (absolute), its calendar, the lists of each kind, the feeds beside, its accounts."""

    feed_url: str
    calendar_url: str
    kinds: tuple[Kind, ...]
    others: tuple[LinkView, ...]
    accounts: tuple[LinkView, ...] = ()


class FollowView(NamedTuple):
    """How to hear of what is new, in words for people who don't know feeds."""

    head: HeadView
    title: str
    introduction: str
    offer: FollowContent


def _followed(site: Site) -> FollowContent | None:
    """Return what can be followed; None where the settings leave out the site's own feed."""
    whole = next(iter(site_feeds(site)), None)
    if whole is None:
        return None
    also = list(site.also_announced(None, site.site_name))
    ending = f" – {site.site_name}"
    others = tuple(LinkView(one.label.removesuffix(ending), one.url) for one in also if one.type == whole.type)
    address = site.absolute(whole.url.removeprefix(site.base))
    return FollowContent(address, _calendar(also), tuple(_kinds(site, whole.type)), others, site.ask(Ports.ACCOUNTS))


def _calendar(announced: Iterable[FeedView]) -> str:
    return next((one.url for one in announced if one.type == "text/calendar"), "")


def _kinds(site: Site, mime_type: str) -> Iterator[Kind]:
    handles = site.ask(Ports.HANDLES)
    for one in sorted((o for f in site.features for o in f.collections if o.feed), key=lambda one: one.section_order):
        found = [member for member in members_of(one, site) if member.fed and not member.quiet and member.posts]
        kept = sorted(found, key=lambda member: -len(member.posts))[:_MOST]
        rows = []
        for member in sorted(kept, key=lambda member: fold(member.shown or member.label)):
            feeds = feeds_of(one, member, site)
            if own := next((feed.url for feed in feeds if feed.type == mime_type), ""):
                named = handles.get(member.slug, ()) if one.template == "author" else ()
                rows.append(FollowedView(member.shown or member.label, own, _calendar(feeds), named))
        if rows and one.section:
            yield site.say(one.section), tuple(rows), len(found) > len(kept)


def _compose_follow(request: Request, content: FollowContent, look: Lookup) -> FollowView:
    site = look.site
    title = site.say(N_("Follow {site}")).format(site=site.site_name)
    introduction = site.say(_BY_MAIL if site.ask(Ports.SUBSCRIPTION) else _FOLLOWING)
    return FollowView(head_of(request, title, introduction, look), title, introduction, content)


FEATURE = Feature(
    name="feeds",
    order=130,
    addresses=(SITE_FEED, FOLLOW),
    singles=(Single(FOLLOW, "follow", _followed, N_("Follow this site"), 95, 75, frame="follow", finds=_USE),),
    pages=(
        PageKind("follow", _compose_follow, "WebPage"),
        FeedForm("feed", write_atom, "ATOM", "application/atom+xml"),
        FeedForm("feed.json", write_json_feed, "JSON", "application/feed+json"),
    ),
)
register = FEATURE.register
