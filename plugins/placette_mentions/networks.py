"""Where mentions are asked for: Bluesky, Mastodon, and a service's list of webmentions (jf2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any, TypeVar
from urllib.parse import quote

from pydantic import AliasPath, BaseModel, Field, ValidationError

from placette import Manner
from placette_mentions import LONGEST_ADDRESS, MentionSource
from placette_mentions.fetching import (
    FoundMention,
    clean_name,
    clean_text,
    day_of,
    fetch_json,
    list_in,
    same_page,
    text_of,
)

BLUESKY_POST = re.compile(r"https://bsky\.app/profile/([A-Za-z0-9.:_-]{1,253})/post/([A-Za-z0-9._~:-]{1,512})/?")
MASTODON_STATUS = re.compile(r"(https?://[^\s/?#@]+)/(?:@|users/)([\w.-]+)(?:/statuses)?/(\d{1,30})/?")
_MOST = 1000
_URI = r"^at://([A-Za-z0-9.:_-]{1,253})/app\.bsky\.feed\.post/([A-Za-z0-9._~:-]{1,512})$"
_UNSHOWN = "!no-unauthenticated"  # The label of those who don't want to be read by people who haven't signed in
_DEPTH = 6
_SHOWN = frozenset({"public", "unlisted"})
_WITH_WORDS = frozenset({"in-reply-to", "mention-of"})
"""Kinds of webmentions with words: a like or a repost has none."""
_Address = Annotated[str, Field(max_length=LONGEST_ADDRESS, pattern=r"^https?://")]
_M = TypeVar("_M", bound=BaseModel)
Mentions = Iterator[FoundMention | None]
"""Mentions, and None for each entry of a list that can't be used."""


def _valid(model: type[_M], entry: Any) -> _M | None:
    """Return a valid entry of a foreign list, or None."""
    try:
        return model.model_validate(entry)
    except ValidationError:
        return None


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


def answers_on_bluesky(match: re.Match[str], post: str, server: str, manner: Manner) -> Mentions:
    """Yield the public answers to a post (of ``BLUESKY_POST``), and answers to them.

    Raises ``AskingError`` and ``GoneError``.
    """
    author, key = match.groups()
    uri = quote(f"at://{author}/app.bsky.feed.post/{key}", safe="")
    address = f"{server.rstrip('/')}/xrpc/app.bsky.feed.getPostThread?uri={uri}&depth={_DEPTH}&parentHeight=0"
    thread = fetch_json(address, manner).get("thread")
    waiting = list_in({"replies": [], **thread} if isinstance(thread, dict) else {}, "replies")
    for place, node in enumerate(waiting):  # which grows
        if place >= _MOST or not isinstance(node, dict):
            yield None
            continue
        replies = node.get("replies")
        waiting += replies if isinstance(replies, list) else []
        if node.get("post") is None:  # deleted or blocked: without author
            continue
        answer = _valid(_Post, node["post"])
        if answer is None:
            yield None
        elif author not in {answer.handle, answer.did} and all(label.val != _UNSHOWN for label in answer.labels):
            yield FoundMention(
                post=post,
                source=MentionSource.BLUESKY,
                link=f"https://bsky.app/profile/{quote(answer.handle, safe='.:')}/post/{answer.uri.rpartition('/')[2]}",
                at=answer.uri,
                author=clean_name(answer.name) or clean_name(answer.handle),
                day=day_of(answer.created),
                text=clean_text(answer.text),
                lang=answer.langs[0] if answer.langs else "",
            )


def is_on_bluesky(uri: str, server: str, manner: Manner) -> bool:
    """Return whether a post is still there. Raises ``AskingError`` and ``GoneError``."""
    address = f"{server.rstrip('/')}/xrpc/app.bsky.feed.getPosts?uris={quote(uri, safe='')}"
    return bool(list_in(fetch_json(address, manner), "posts"))


class _Status(BaseModel):
    id: Annotated[str, Field(pattern=r"^\d{1,30}$")]
    url: _Address
    created_at: datetime
    content: str
    visibility: str
    acct: str = Field(validation_alias=AliasPath("account", "acct"))
    name: str = Field("", validation_alias=AliasPath("account", "display_name"))
    language: str | None = None


def answers_on_mastodon(match: re.Match[str], post: str, manner: Manner) -> Mentions:
    """Yield the public answers to a status (of ``MASTODON_STATUS``); raises ``AskingError`` and ``GoneError``."""
    server, account, number = match.groups()
    answers = list_in(fetch_json(f"{server}/api/v1/statuses/{number}/context", manner), "descendants")
    for place, entry in enumerate(answers):
        status = _valid(_Status, entry) if place < _MOST else None
        if status is None:
            yield None
        elif status.visibility in _SHOWN and status.acct != account:
            yield FoundMention(
                post=post,
                source=MentionSource.MASTODON,
                link=status.url,
                at=f"{server}/api/v1/statuses/{status.id}",
                author=clean_name(status.name) or clean_name(status.acct),
                day=day_of(status.created_at),
                text=text_of(status.content),
                lang=status.language or "",
            )


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


def listed_mentions(endpoint: str, target: str, post: str, manner: Manner) -> Mentions:
    """Yield a service's mentions of a page. Raises ``AskingError`` and ``GoneError``."""
    joint = "&" if "?" in endpoint else "?"
    listed = fetch_json(f"{endpoint}{joint}target={quote(target, safe='')}&per-page={_MOST}", manner)
    for place, child in enumerate(list_in(listed, "children")):
        entry = _valid(_Entry, child) if place < _MOST else None
        if entry is None or same_page(entry.target) != same_page(target):
            yield None
        elif entry.way in _WITH_WORDS and not entry.private:
            content = _Content(text=entry.content) if isinstance(entry.content, str) else entry.content
            text = text_of(content.html) or clean_text(content.text)
            day = day_of(_moment_in(entry.published) or _moment_in(entry.received))
            yield FoundMention(
                post, MentionSource.WEB, entry.url, entry.source, clean_name(entry.author.name), day, text
            )


def _moment_in(written: str | None) -> datetime | None:
    """Return a date as feeds write it; None where there is none."""
    with suppress(ValueError):
        return datetime.fromisoformat((written or "").strip())
    return None
