"""Sources of mentions: Bluesky, Mastodon, pages and lists of them (jf2); and the endpoints of pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, NamedTuple, TypeVar
from urllib.parse import quote, urljoin, urlsplit

from pydantic import AliasPath, BaseModel, Field, ValidationError
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from placette import Limits, Manner, run_bounded
from placette_mentions import LIMIT, LONGEST_ADDRESS, MentionSource
from placette_mentions.fetching import (
    AskingError,
    FoundMention,
    GoneError,
    Harvest,
    clean_name,
    clean_text,
    day_of,
    fetch,
    fetch_json,
    is_web_address,
    same_page,
    text_of,
    words_in,
)

_MOST = 1000
_Address = Annotated[str, Field(max_length=LONGEST_ADDRESS, pattern=r"^https?://")]
_M = TypeVar("_M", bound=BaseModel)


def _valid(model: type[_M], entry: Any) -> _M | None:
    """Return a valid entry of a foreign list, or None."""
    try:
        return model.model_validate(entry)
    except ValidationError:
        return None


BLUESKY_POST = re.compile(r"https://bsky\.app/profile/([A-Za-z0-9.:_-]{1,253})/post/([A-Za-z0-9._~:-]{1,512})/?")
_URI = r"^at://([A-Za-z0-9.:_-]{1,253})/app\.bsky\.feed\.post/([A-Za-z0-9._~:-]{1,512})$"
_UNSHOWN = "!no-unauthenticated"  # The label of those who don't want to be read by people who haven't signed in
_DEPTH = 6


class _Label(BaseModel):
    val: str = ""


class _Post(BaseModel):
    uri: Annotated[str, Field(pattern=_URI)]
    did: str = Field(validation_alias=AliasPath("author", "did"))
    handle: str = Field(validation_alias=AliasPath("author", "handle"))
    name: str = Field("", validation_alias=AliasPath("author", "displayName"))
    labels: list[_Label] = Field(default_factory=list, validation_alias=AliasPath("author", "labels"))
    text: str = Field(validation_alias=AliasPath("record", "text"))
    created: datetime = Field(validation_alias=AliasPath("record", "createdAt"))
    langs: list[str] = Field(default_factory=list, validation_alias=AliasPath("record", "langs"))


def answers_on_bluesky(found: re.Match[str], post: str, server: str, manner: Manner) -> Harvest:
    """Return the public answers to a post (of ``BLUESKY_POST``); raises ``AskingError`` and ``GoneError``."""
    author, key = found.groups()
    uri = quote(f"at://{author}/app.bsky.feed.post/{key}", safe="")
    address = f"{server.rstrip('/')}/xrpc/app.bsky.feed.getPostThread?uri={uri}&depth={_DEPTH}&parentHeight=0"
    listed = fetch_json(address, manner)
    thread = listed.get("thread") if isinstance(listed, dict) else None
    if not isinstance(thread, dict) or not isinstance(thread.get("replies", []), list):
        return Harvest(failures=[(found[0], "json")])
    return _walk(list(thread.get("replies", [])), author, post)


def is_on_bluesky(uri: str, server: str, manner: Manner) -> bool:
    """Return whether a post is still there. Raises ``AskingError`` and ``GoneError``."""
    address = f"{server.rstrip('/')}/xrpc/app.bsky.feed.getPosts?uris={quote(uri, safe='')}"
    listed = fetch_json(address, manner)
    posts = listed.get("posts") if isinstance(listed, dict) else None
    if not isinstance(posts, list):
        raise AskingError("json")
    return bool(posts)


def _walk(waiting: list[Any], own: str, post: str) -> Harvest:
    """Return all answers, and answers to them."""
    harvest = Harvest()
    while waiting and len(harvest.found) + harvest.left_out < _MOST:
        node = waiting.pop(0)
        if not isinstance(node, dict):
            harvest.left_out += 1
            continue
        replies = node.get("replies")
        waiting += replies if isinstance(replies, list) else []
        if node.get("post") is None:  # deleted or blocked: without author
            continue
        answer = _valid(_Post, node["post"])
        if answer is None:
            harvest.left_out += 1
        elif own not in {answer.handle, answer.did} and all(label.val != _UNSHOWN for label in answer.labels):
            profile = quote(answer.handle, safe=".:")
            mention = FoundMention(
                post=post,
                source=MentionSource.BLUESKY,
                link=f"https://bsky.app/profile/{profile}/post/{answer.uri.rpartition('/')[2]}",
                at=answer.uri,
                author=clean_name(answer.name) or clean_name(answer.handle),
                day=day_of(answer.created),
                text=clean_text(answer.text),
                lang=answer.langs[0] if answer.langs else "",
            )
            harvest.found.append(mention)
    harvest.left_out += len(waiting)
    return harvest


MASTODON_STATUS = re.compile(r"(https?://[^\s/?#@]+)/(?:@|users/)([\w.-]+)(?:/statuses)?/(\d{1,30})/?")
_SHOWN = frozenset({"public", "unlisted"})


class _Status(BaseModel):
    id: Annotated[str, Field(pattern=r"^\d{1,30}$")]
    url: _Address
    created_at: datetime
    content: str
    visibility: str
    acct: str = Field(validation_alias=AliasPath("account", "acct"))
    name: str = Field("", validation_alias=AliasPath("account", "display_name"))
    language: str | None = None


def answers_on_mastodon(found: re.Match[str], post: str, manner: Manner) -> Harvest:
    """Return the public answers to a status (of ``MASTODON_STATUS``); raises ``AskingError`` and ``GoneError``."""
    server, account, number = found.groups()
    listed = fetch_json(f"{server}/api/v1/statuses/{number}/context", manner)
    answers = listed.get("descendants") if isinstance(listed, dict) else None
    if not isinstance(answers, list):
        return Harvest(failures=[(found[0], "json")])
    harvest = Harvest(left_out=max(0, len(answers) - _MOST))
    for entry in answers[:_MOST]:
        status = _valid(_Status, entry)
        if status is None:
            harvest.left_out += 1
        elif status.visibility in _SHOWN and status.acct != account:
            mention = FoundMention(
                post=post,
                source=MentionSource.MASTODON,
                link=status.url,
                at=f"{server}/api/v1/statuses/{status.id}",
                author=clean_name(status.name) or clean_name(status.acct),
                day=day_of(status.created_at),
                text=text_of(status.content),
                lang=status.language or "",
            )
            harvest.found.append(mention)
    return harvest


LIMITS = Limits(cpu=2.0, wall=5.0, memory=512 * 1024 * 1024)  # Limits for reading a stranger's page
HTML = frozenset({"text/html", "application/xhtml+xml"})  # Media types of pages
_LINKS = (("a[href], area[href]", "href"), ("img[src], video[src], audio[src], source[src]", "src"))
_EXCERPT = LIMIT // 2  # Signs of the text of a page without marked text: its title


class PageRead(NamedTuple):
    """The declared facts of a page; whether it leads to the target."""

    leads: bool
    author: str
    text: str
    day: str
    lang: str


def mention_at(source: str, target: str, post: str, manner: Manner) -> FoundMention:
    """Return the mention on a page. Raises ``GoneError`` without one, ``AskingError`` where that is unknown."""
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
    """Return a page's facts (from its bytes, its address), and whether it leads to a target, comments excluded."""
    body, url, target = item
    try:
        tree = LexborHTMLParser(body.decode("utf-8", "replace"))
    except SelectolaxError:
        return PageRead(False, "", "", "", "")
    start, goal = base_of(tree, url), same_page(target)
    leads = any(
        same_page(joined(start, node.attributes.get(name) or "")) == goal
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
    """Return a date as pages and feeds write it; None where there is none."""
    try:
        return datetime.fromisoformat(written.strip())
    except ValueError:
        return None


def base_of(tree: LexborHTMLParser, url: str) -> str:
    """Return the address that a page's links are relative to; ``url`` is its own."""
    base = tree.css_first("base[href]")
    return joined(url, base.attributes.get("href") or "") if base else url


def joined(url: str, written: str) -> str:
    """Return a link as an address; empty for one that is none."""
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
        if node := entry.css_first(selector):
            return words_in(node, target)[: 4 * LIMIT]
    return ""


_WITH_WORDS = frozenset({"in-reply-to", "mention-of"})
"""Kinds of mentions with words: a like or a repost has none."""


class _Writer(BaseModel):
    name: str = ""


class _Content(BaseModel):
    text: str = ""
    html: str = ""


class _Entry(BaseModel):
    url: _Address
    source: _Address = Field(alias="wm-source")
    target: str = Field(alias="wm-target")
    way: str = Field("mention-of", alias="wm-property")
    author: _Writer = _Writer()
    published: str | None = None
    received: str | None = Field(None, alias="wm-received")
    content: _Content | str = ""
    private: bool = Field(False, alias="wm-private")


def listed_mentions(endpoint: str, target: str, post: str, manner: Manner) -> Harvest:
    """Return a service's mentions of a page. Raises ``AskingError`` and ``GoneError``."""
    joint = "&" if "?" in endpoint else "?"
    listed = fetch_json(f"{endpoint}{joint}target={quote(target, safe='')}&per-page={_MOST}", manner)
    children = listed.get("children") if isinstance(listed, dict) else None
    if not isinstance(children, list):
        return Harvest(failures=[(endpoint, "json")])
    harvest = Harvest(left_out=max(0, len(children) - _MOST))
    for child in children[:_MOST]:
        entry = _valid(_Entry, child)
        if entry is None or same_page(entry.target) != same_page(target):
            harvest.left_out += 1
        elif entry.way in _WITH_WORDS and not entry.private:
            content = entry.content
            text = (
                clean_text(content) if isinstance(content, str) else (text_of(content.html) or clean_text(content.text))
            )
            day = day_of(moment_in(entry.published or "") or moment_in(entry.received or ""))
            author = clean_name(entry.author.name)
            harvest.found.append(FoundMention(post, MentionSource.WEB, entry.url, entry.source, author, day, text))
    return harvest


_REL = "webmention"
_LINK = re.compile(r'<([^<>]*)>((?:[^",<]|"(?:\\.|[^"\\])*")*)')
"""A link of a ``Link`` header (RFC 8288, 3), and its parameters."""
_PARAMETER = re.compile(r';\s*rel\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^\s";,]*))', re.IGNORECASE)
_LONGEST_HEADER = 20_000  # Characters of `Link` headers that are looked at


def endpoint_of(target: str, manner: Manner) -> str:
    """Return the address to notify of a mention; empty where the page has none.

    Raises ``AskingError`` and ``GoneError``.
    """
    page = fetch(target, manner, whole=False)
    link = next(links_in_header(page.link), None)
    if link is not None:
        address = joined(page.url, link)
    elif page.media_type in HTML:
        (link_in_page,) = run_bounded(read_endpoint, [(page.body, page.url)], None, LIMITS)
        if link_in_page is None:
            raise AskingError("odd")
        address = link_in_page
    else:
        return ""
    return address if is_web_address(address) else ""


def links_in_header(written: str) -> Iterator[str]:
    """Yield the addresses that ``Link`` headers give for webmentions, as they write them."""
    for address, parameters in _LINK.findall(written[:_LONGEST_HEADER]):
        rel = _PARAMETER.search(parameters)
        if rel and _REL in (rel[1] or rel[2] or "").lower().split():
            yield address.strip()


def read_endpoint(page: tuple[bytes, str], _shared: None) -> str:
    """Return the first address for webmentions that a page (its bytes, its address) gives; empty for none."""
    body, url = page
    try:
        tree = LexborHTMLParser(body.decode("utf-8", "replace"))
    except SelectolaxError:
        return ""
    for node in tree.css("link[rel][href], a[rel][href]"):
        if _REL in (node.attributes.get("rel") or "").lower().split():
            return joined(base_of(tree, url), node.attributes.get("href") or "")
    return ""
