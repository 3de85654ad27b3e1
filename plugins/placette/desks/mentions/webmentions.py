"""A page that says that it mentions ours: fetched, and believed only if it leads here (W3C Webmention, 3.2.2)."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from placette.desks.mentions.addresses import same_page
from placette.desks.mentions.asking import AskingError, GoneError, fetch
from placette.desks.mentions.cleaning import clean_name, clean_text, words_in
from placette.desks.mentions.found import FoundMention, day_of
from placette.desks.status import Manner
from placette.engine.base.processes import Limits, run_bounded
from placette.features.mentions import LIMIT, MentionSource

LIMITS = Limits(cpu=2.0, wall=5.0, memory=512 * 1024 * 1024)
"""What reading a stranger's page may take."""
HTML = frozenset({"text/html", "application/xhtml+xml"})
"""Media types of pages."""
_LINKS = (("a[href], area[href]", "href"), ("img[src], video[src], audio[src], source[src]", "src"))
_EXCERPT = LIMIT // 2
"""Signs of the text of a page that says nothing of what its text is: its title."""


class PageRead(NamedTuple):
    """What a page says of itself; whether it leads to the target."""

    leads: bool
    author: str
    text: str
    day: str
    lang: str


def mention_at(source: str, target: str, post: str, manner: Manner) -> FoundMention:
    """The mention that a page holds; raises ``GoneError`` where it holds none, ``AskingError`` where nobody knows."""
    fetched = fetch(source, manner)
    if fetched.media_type not in HTML:
        raise GoneError(source)
    (page,) = run_bounded(read_page, [(fetched.body, fetched.url, target)], None, LIMITS)
    if page is None:
        raise AskingError("odd")
    if not page.leads:
        raise GoneError(source)
    return FoundMention(
        post=post,
        source=MentionSource.WEB,
        link=source,
        at=source,
        author=clean_name(page.author) or clean_name(urlsplit(source).hostname or ""),
        day=day_of(moment_in(page.day)),
        text=clean_text(page.text),
        lang=page.lang,
    )


def read_page(item: tuple[bytes, str, str], _shared: None) -> PageRead:
    """What a page (its bytes, its address) says, and whether it leads to a target: by parsing, comments don't count."""
    body, url, target = item
    try:
        tree = LexborHTMLParser(body.decode("utf-8", "replace"))
    except SelectolaxError:
        return PageRead(False, "", "", "", "")
    start, wanted = base_of(tree, url), same_page(target)
    leads = any(
        same_page(joined(start, node.attributes.get(name) or "")) == wanted
        for selector, name in _LINKS
        for node in tree.css(selector)
    )
    root = tree.css_first("html")
    lang = (root.attributes.get("lang") or "") if root else ""
    entry = tree.css_first(".h-entry")
    title = tree.css_first("title")
    if entry is None:
        return PageRead(leads, "", title.text()[:_EXCERPT] if title else "", "", lang)
    day = entry.css_first(".dt-published")
    return PageRead(
        leads, _author(entry), _words(entry, target), (day.attributes.get("datetime") or "") if day else "", lang
    )


def moment_in(written: str) -> datetime | None:
    """A date as pages and feeds write it; None where there is none."""
    try:
        return datetime.fromisoformat(written.strip())
    except ValueError:
        return None


def base_of(tree: LexborHTMLParser, url: str) -> str:
    """The address that a page's links are relative to; ``url`` is its own."""
    base = tree.css_first("base[href]")
    return joined(url, base.attributes.get("href") or "") if base else url


def joined(url: str, written: str) -> str:
    """A link as an address; empty for one that is none."""
    try:
        return urljoin(url, written)
    except ValueError:
        return ""


def _author(entry: LexborNode) -> str:
    card = entry.css_first(".p-author")
    name = (card.css_first(".p-name") or card) if card else None
    return name.text()[:_EXCERPT] if name else ""


def _words(entry: LexborNode, target: str) -> str:
    for selector in (".e-content", ".p-content", ".p-summary", ".p-name"):
        if found := entry.css_first(selector):
            return words_in(found, target)[: 4 * LIMIT]
    return ""
