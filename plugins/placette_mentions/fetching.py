"""Fetch and clean pages, texts and mentions from elsewhere; the inbox of waiting webmentions."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from placette import LINK, Manner, characters, digest, exchange, load_settings, rel_outside, shorten
from placette_mentions import LIMIT, LONGEST_ADDRESS, MentionSource, MentionsSettings


def same_page(url: str) -> str:
    """Return an address without what doesn't matter: fragment, the case of its server, the slash of its root."""
    try:
        parts = urlsplit(urldefrag(url.strip()).url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme.lower()}://{(parts.hostname or '').lower()}{port}{parts.path or '/'}{query}"


MOST_BYTES = 1_000_000  # A conversation of a thousand answers has half of it
_HOPS = 5  # Redirects that are followed, each target looked at like the first address
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
REDIRECTED_AS_SENT = frozenset({307, 308})
"""Redirects after which the same is sent again, body and all (RFC 9110, 15.4)."""
_GONE = frozenset({404, 410})


FOR_EVER = frozenset({"private", "port", "scheme", "large", "loop", "odd", "no-host"})
"""Reasons that no second try changes."""


class Fetched(NamedTuple):
    """A page or a list: where it was found in the end, its kind, its bytes and its ``Link`` headers."""

    url: str
    media_type: str
    body: bytes
    link: str = ""


class AskingError(Exception):
    """A temporary failure: a key of ``WHY``, ``large``, ``json`` or the number of a status."""


class GoneError(Exception):
    """The server reports that the page is gone."""


def fetch(url: str, manner: Manner, most: int = MOST_BYTES, *, whole: bool = True) -> Fetched:
    """Return the content of an address. Raises ``AskingError`` and ``GoneError``.

    More than ``most`` bytes are an error, or are cut where the page needn't be ``whole``.
    """
    visited = set[str]()
    for _ in range(_HOPS + 1):
        if url in visited:
            raise AskingError("loop")
        visited.add(url)
        reply = exchange(url, "GET", manner, most + 1)
        if reply.why:
            raise AskingError(reply.why)
        if reply.status in _REDIRECTS and reply.location:
            url = target_of(url, reply.location)
            continue
        if reply.status in _GONE:
            raise GoneError(url)
        if not 200 <= reply.status < 300:
            raise AskingError(str(reply.status))
        if whole and len(reply.body) > most:
            raise AskingError("large")
        kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Fetched(url, kind, reply.body, reply.headers.get("link", ""))
    raise AskingError("loop")


def fetch_json(url: str, manner: Manner, most: int = MOST_BYTES) -> Any:
    """Return a value in JSON; raises ``AskingError`` and ``GoneError``."""
    fetched = fetch(url, manner, most)
    try:
        return json.loads(fetched.body)
    except (ValueError, RecursionError) as error:
        raise AskingError("json") from error


def target_of(url: str, location: str) -> str:
    """Return the target of a redirect. Raises ``AskingError`` where that isn't the web."""
    try:
        target = urldefrag(urljoin(url, location)).url
    except ValueError as error:
        raise AskingError("odd") from error
    if not target.startswith(("http://", "https://")):
        raise AskingError("scheme")
    return target


NAME_LIMIT = 80
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


def text_of(html: str) -> str:
    """The words of some HTML, with addresses in place of links to other sites; cleaned. Empty where there are none."""
    try:
        tree = LexborHTMLParser(html[:_LONGEST], is_fragment=True)
        return clean_text(words_in(tree.root)) if tree.root else ""
    except SelectolaxError:
        return ""


def words_in(node: LexborNode, own: str = "") -> str:
    """The words of an element, not cleaned yet, with addresses behind those of links, but for a page of our ``own``.

    The element is used up.
    """
    for unread in node.css(_UNREAD):
        unread.decompose()
    for link in node.css("a[href]"):
        address, classes = link.attributes.get("href") or "", (link.attributes.get("class") or "").split()
        words = " ".join(link.text().split())
        if not _NAMING & set(classes) and rel_outside(address) and not (own and address.startswith(own)):
            link.replace_with(f"{address} " if words in address or "://" in words else f"{words} ({address})")
    for line in node.css("br"):
        line.replace_with("\n")
    for place in node.css(_PLACES):
        place.insert_before("\n\n")
        place.insert_after("\n\n")
    return node.text()


def clean_text(text: str) -> str:
    """Return a text of at most ``LIMIT`` signs, without invisible signs and deceptive links."""
    cleaned = characters.without_tricks(text[:_LONGEST])
    lines = (_BLANKS.sub(" ", line).strip() for line in _CONFLICT.sub("", cleaned).split("\n"))
    cleaned = _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()
    cleaned = LINK.sub(_honest, cleaned.replace("](", "] ("))
    return cleaned if len(cleaned) <= LIMIT else _cut(cleaned)


def clean_name(text: str) -> str:
    """Return a name on one line."""
    return shorten(" ".join(characters.without_tricks(text[:_LONGEST]).split()), NAME_LIMIT)


def _honest(found: re.Match[str]) -> str:
    """Return an address unchanged, or as words where it isn't one that pages may link to."""
    address = found[0] if found[0].startswith("http") else f"https://{found[0]}"
    return found[0] if rel_outside(address) else found[0].replace("://", " ").replace("www.", "www ")


def _cut(text: str) -> str:
    """Return the beginning, cut between two words; paragraphs stay, no address is cut."""
    start = text[: LIMIT - 2]
    return f"{start.rpartition(' ')[0].rstrip() or start} …"


_EARLIEST = date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class FoundMention:
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

    @property
    def fetched(self) -> str:
        """A digest of its visible text."""
        return print_of(self.author, self.text)

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.day:%Y-%m-%d}-{self.source}-{digest(self.at.encode('utf-8', 'replace'))[:12]}.md"


@dataclass(frozen=True, slots=True)
class KnownMention:
    """A file of the content folder: its path from there, and its values."""

    path: str
    post: str
    source: MentionSource
    link: str
    at: str
    author: str
    text: str
    fetched: str
    accepted: bool

    @property
    def is_edited(self) -> bool:
        """Whether an editor has changed the fetched text."""
        return print_of(self.author, self.text) != self.fetched


@dataclass(slots=True)
class Harvest:
    """The result of one request: mentions, how many entries couldn't be used, failed addresses (address, why)."""

    found: list[FoundMention] = field(default_factory=list)
    left_out: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other: Harvest) -> None:
        """Add the results of another."""
        self.found += other.found
        self.left_out += other.left_out
        self.failures += other.failures


def day_of(moment: datetime | None) -> date:
    """Return the day of a moment from a foreign server; today for none, and for an impossible one."""
    today = datetime.now(UTC).date()
    day = moment.date() if moment else today
    return day if _EARLIEST <= day <= today else today


def print_of(author: str, text: str) -> str:
    """Return the digest of an author's name and a text."""
    return digest(author.encode("utf-8", "replace"), text.encode("utf-8", "replace"))


MOST_WAITING = 2000  # Files that wait at once; later ones are refused until `invoke mentions` has run
_LARGEST = 4 * LONGEST_ADDRESS


class Notification(NamedTuple):
    """A claim that a page mentions one of ours."""

    source: str
    target: str


class InboxFullError(Exception):
    """No more can be kept."""


def inbox_folder(settings: Mapping[str, Any]) -> Path:
    """Return the folder of waiting notifications."""
    options = load_settings(MentionsSettings, "MENTIONS", settings)
    return Path(options.inbox) if options.inbox else Path(settings["CACHE_PATH"]) / "webmentions"


def keep_notification(folder: Path, notification: Notification) -> None:
    """Keep one, whole or not at all; the same twice is one. Raises ``InboxFullError`` and ``OSError``."""
    name = f"{digest(notification.source.encode(), notification.target.encode())}.json"
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / name).exists():
        return
    if sum(1 for _ in os.scandir(folder)) >= MOST_WAITING:
        raise InboxFullError
    part = folder / f".{secrets.token_hex(8)}.part"
    try:
        part.write_text(json.dumps(notification._asdict()), encoding="ascii")
        part.rename(folder / name)
    finally:
        part.unlink(missing_ok=True)


def waiting_notifications(folder: Path) -> Iterator[tuple[Path, Notification | None]]:
    """Yield waiting notifications with their files; None for a file that isn't ours to read."""
    for file in sorted(folder.glob("[!.]*.json"))[:MOST_WAITING] if folder.is_dir() else ():
        notification = None
        with suppress(OSError, ValueError, KeyError, TypeError):
            if file.stat().st_size <= _LARGEST and not file.is_symlink():
                value = json.loads(file.read_bytes())
                notification = Notification(str(value["source"]), str(value["target"]))
        yield file, notification


def fault_of(notification: Notification, site: str) -> str:
    """Return the fault of a notification, in English, the language for senders; empty for none."""
    for name, address in notification._asdict().items():
        if not is_web_address(address):
            return f"{name} is not an http or https address"
    if same_page(notification.source) == same_page(notification.target):
        return "source and target are the same"
    if not same_page(notification.target).startswith(same_page(f"{site.rstrip('/')}/")):
        return "target is not a page of this site"
    return ""


def is_web_address(address: str) -> bool:
    """Return whether an address is a valid and honest one of the web."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    honest = address.isprintable() and " " not in address and "\\" not in address and "@" not in parts.netloc
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and honest and len(address) <= LONGEST_ADDRESS
