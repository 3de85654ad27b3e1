"""Fetch pages and lists from elsewhere, and clean the texts of mentions."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from placette import LINK, Limits, Manner, Words, Work, characters, digest, rel_outside
from placette_mentions import LIMIT, MentionSource

MOST_BYTES = 1_000_000  # A conversation of a thousand answers has half of it
NAME_LIMIT = 80
_HOPS = 5  # Redirects that are followed, each target looked at like the first address
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_UNREAD = (
    "script, style, template, noscript, iframe, object, embed, svg, math, img, picture, video, audio, canvas, form,"
    " select, textarea, button, head, title, [hidden]"
)
_NAMING = frozenset({"mention", "hashtag", "u-url"})  # Classes of links whose words say enough
_PLACES = "p, div, li, blockquote, h1, h2, h3, h4, h5, h6, tr, section, article, pre"
_BLANKS = re.compile(r"[ \t\u00a0\u202f\u3000]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_CONFLICT = re.compile(r"^[<>|]{7}", re.MULTILINE)  # git's marks around two versions, refused in texts
_LONGEST = 20 * LIMIT  # Signs of HTML or text that are looked at; more isn't an answer to anything
_EARLIEST = date(1990, 1, 1)
_LIMITS = Limits(cpu=2.0, wall=5.0, memory=512 * 1024 * 1024)  # Limits for reading a stranger's page
_LINKS = (("a[href], area[href]", "href"), ("img[src], video[src], audio[src], source[src]", "src"))


class FoundMention(NamedTuple):
    """A mention elsewhere, cleaned. ``post`` is the year and the name of a post's folder.

    ``at`` is the address to look for it again: it is unique.
    """

    post: str
    source: MentionSource
    link: str
    at: str
    author: str
    day: date
    text: str
    lang: str = ""


class AskingError(Exception):
    """A temporary failure: a key of ``WHY`` or the number of a status."""


class GoneError(Exception):
    """The server reports that the page is gone."""


def fetch(url: str, manner: Manner, most: int = MOST_BYTES) -> tuple[str, bytes]:
    """Return where an address leads in the end, and its content. Raises ``AskingError`` and ``GoneError``."""
    for _ in range(_HOPS + 1):
        reply = manner.exchange(url, "GET", most + 1)
        if reply.why:
            raise AskingError(reply.why)
        if reply.status in _REDIRECTS and reply.location:
            url = joined(url, reply.location)
            if not url.startswith(("http://", "https://")):
                raise AskingError("scheme")
            continue
        if reply.status in _GONE:
            raise GoneError(url)
        if not 200 <= reply.status < 300:
            raise AskingError(str(reply.status))
        if len(reply.body) > most:
            raise AskingError("large")
        return url, reply.body
    raise AskingError("loop")


def fetch_json(url: str, manner: Manner) -> dict[str, Any]:
    """Return an object in JSON; raises ``AskingError`` and ``GoneError``."""
    try:
        value = json.loads(fetch(url, manner)[1])
    except (ValueError, RecursionError) as error:
        raise AskingError("odd") from error
    if not isinstance(value, dict):
        raise AskingError("odd")
    return value


def list_in(value: dict[str, Any], name: str) -> list[Any]:
    """Return a list of a server's answer; raises ``AskingError`` where there is none."""
    entries = value.get(name)
    if not isinstance(entries, list):
        raise AskingError("odd")
    return entries


def leads_to(url: str, target: str, manner: Manner) -> bool:
    """Return whether a page has a link to another, comments excluded. Raises ``AskingError`` and ``GoneError``."""
    at, body = fetch(url, manner)
    (is_linked,) = Work.bounded(has_link, [(body, at, target)], None, _LIMITS)
    if is_linked is None:
        raise AskingError("odd")
    return bool(is_linked)


def has_link(page: tuple[bytes, str, str], _shared: None) -> bool:
    """Return whether a page, of these bytes at this address, has a link to a target."""
    body, url, target = page
    try:
        tree = LexborHTMLParser(body.decode("utf-8", "replace"))
    except SelectolaxError:
        return False
    base = tree.css_first("base[href]")
    start, goal = joined(url, base.attributes.get("href") or "") if base else url, same_page(target)
    addresses = (node.attributes.get(name) or "" for selector, name in _LINKS for node in tree.css(selector))
    return any(same_page(joined(start, address)) == goal for address in addresses)


def joined(url: str, written: str) -> str:
    """Return a link of a page as a whole address; empty for one that is none."""
    try:
        return urljoin(url, written)
    except ValueError:
        return ""


def same_page(url: str) -> str:
    """Return an address without what doesn't matter: fragment, the case of its server, the slash of its root."""
    try:
        parts = urlsplit(urldefrag(url.strip()).url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme.lower()}://{(parts.hostname or '').lower()}{port}{parts.path or '/'}{query}"


def text_of(html: str) -> str:
    """Return the words of some HTML, with addresses in place of links to other sites; cleaned, empty without any."""
    try:
        tree = LexborHTMLParser(html[:_LONGEST], is_fragment=True)
    except SelectolaxError:
        return ""
    for unread in tree.css(_UNREAD):
        unread.decompose()
    for link in tree.css("a[href]"):
        address, classes = link.attributes.get("href") or "", (link.attributes.get("class") or "").split()
        words = " ".join(link.text().split())
        if not _NAMING & set(classes) and rel_outside(address):
            link.replace_with(f"{address} " if words in address or "://" in words else f"{words} ({address})")
    for line in tree.css("br"):
        line.replace_with("\n")
    for place in tree.css(_PLACES):
        place.insert_before("\n\n")
        place.insert_after("\n\n")
    return clean_text(tree.root.text()) if tree.root else ""


def clean_text(text: str) -> str:
    """Return a text of at most ``LIMIT`` signs, without invisible signs and deceptive links."""
    cleaned = characters.without_tricks(text[:_LONGEST])
    lines = (_BLANKS.sub(" ", line).strip() for line in _CONFLICT.sub("", cleaned).split("\n"))
    cleaned = _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()
    cleaned = LINK.sub(_honest, cleaned.replace("](", "] ("))
    return cleaned if len(cleaned) <= LIMIT else _cut(cleaned)


def clean_name(text: str) -> str:
    """Return a name on one line."""
    return Words.shorten(" ".join(characters.without_tricks(text[:_LONGEST]).split()), NAME_LIMIT)


def _honest(match: re.Match[str]) -> str:
    """Return an address unchanged, or as words where it isn't one that pages may link to."""
    address = match[0] if match[0].startswith("http") else f"https://{match[0]}"
    return match[0] if rel_outside(address) else match[0].replace("://", " ").replace("www.", "www ")


def _cut(text: str) -> str:
    """Return the beginning, cut between two words; paragraphs stay, no address is cut."""
    start = text[: LIMIT - 2]
    return f"{start.rpartition(' ')[0].rstrip() or start} …"


def day_of(moment: datetime | None) -> date:
    """Return the day of a moment from a foreign server; today for none, and for an impossible one."""
    today = datetime.now(UTC).date()
    day = moment.date() if moment else today
    return day if _EARLIEST <= day <= today else today


def print_of(author: str, text: str) -> str:
    """Return the digest of an author's name and a text."""
    return digest(author.encode("utf-8", "replace"), text.encode("utf-8", "replace"))
