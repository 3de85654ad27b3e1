"""Atom feeds: whole texts, every author, the category and tags, absolute addresses."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from urllib.parse import urljoin

from feedgenerator import Atom1Feed, get_tag_uri
from selectolax.lexbor import LexborHTMLParser

from plugins.core.models import Article
from plugins.views.lookup import Lookup
from plugins.views.requests import FeedContent

_NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)
"""What a feed without posts says of its last change; the library would say «now» and differ at every build."""


class _Atom(Atom1Feed):  # type: ignore[misc]
    """Atom with more than one author an entry and no clock, which the library's own cannot write."""

    def latest_post_date(self) -> datetime:
        """The newest change of a post."""
        return max((item["updateddate"] for item in self.items), default=_NOTHING_YET)

    def add_item_elements(self, handler, item):  # type: ignore[no-untyped-def]
        """Add the co-authors after what the library writes."""
        super().add_item_elements(handler, item)
        for name, uri in item.get("co_authors", ()):
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.addQuickElement("uri", uri)
            handler.endElement("author")


def render_feed(content: FeedContent, path: str, look: Lookup) -> str:
    """The feed at ``path`` from the site's root, newest post first."""
    desk = look.desk
    feed = _Atom(
        title=f"{content.title} – {desk.site_name}" if content.title else desk.site_name,
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
    people = look.people(article.authors)
    authors = [(p.name, desk.urls.absolute(p.url.removeprefix(desk.build.base))) for p in people]
    name, uri = authors[0] if authors else (desk.site_name, desk.urls.absolute(""))
    feed.add_item(
        title=article.title,
        link=address,
        unique_id=get_tag_uri(address, article.date),
        description=escape(article.summary),  # the library calls it HTML
        content=absolute_links(look.html(article), address),
        categories=[article.category.name, *(tag.name for tag in article.tags)],
        author_name=name,
        author_link=uri,
        pubdate=article.date,
        updateddate=article.modified or article.date,
        item_copyright=article.licence.label,
        co_authors=authors[1:],
    )


def absolute_links(html: str, address: str) -> str:
    """The HTML of a body with every address absolute, for readers outside the site."""
    tree = LexborHTMLParser(html, is_fragment=True)
    for name in ("href", "src"):
        for node in tree.css(f"[{name}]"):
            written = node.attributes[name] or ""
            if not written.startswith("https://"):
                node.attrs[name] = urljoin(address, written)
    for node in tree.css("source"):
        node.decompose()
    return tree.html or ""
