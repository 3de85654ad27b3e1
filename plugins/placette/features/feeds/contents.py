"""What feeds of both forms say: whole texts, titles, absolute addresses."""

from __future__ import annotations

from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from placette.engine.pages.desk import Desk
from placette.engine.pages.entries import FeedEntry
from placette.engine.pages.lists import FeedContent
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.views import PersonView

_SHARED = 100
"""Texts kept between feeds, for the two forms of one and for lists of the same newest posts: some megabytes."""


def title_of(content: FeedContent, desk: Desk) -> str:
    """The title of a feed, with the site's name."""
    return f"{content.title} – {desk.site_name}" if content.title else desk.site_name


def address_of(person: PersonView, desk: Desk) -> str:
    """The absolute address of a person's page."""
    return desk.absolute(person.url.removeprefix(desk.base))


def text_of(path: str, entry: FeedEntry, address: str, look: Lookup) -> str:
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
