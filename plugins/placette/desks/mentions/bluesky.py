"""Answers on Bluesky, from the public server of its app (lexicons app.bsky.feed.getPostThread and getPosts)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel, Field, ValidationError

from placette.desks.mentions.asking import AskingError, fetch_json
from placette.desks.mentions.cleaning import clean_name, clean_text
from placette.desks.mentions.found import FoundMention, Harvest, day_of
from placette.desks.status import Manner
from placette.features.mentions import MentionSource

_POST = re.compile(r"https://bsky\.app/profile/([A-Za-z0-9.:_-]{1,253})/post/([A-Za-z0-9._~:-]{1,512})/?")
_URI = re.compile(r"at://([A-Za-z0-9.:_-]{1,253})/app\.bsky\.feed\.post/([A-Za-z0-9._~:-]{1,512})")
_UNSHOWN = "!no-unauthenticated"
"""The label of those who don't want to be read by people who haven't signed in."""
_MOST = 1000
_DEPTH = 6


class _Label(BaseModel):
    val: str = ""


class _Author(BaseModel):
    did: str
    handle: str
    displayName: str = ""  # noqa: N815 - as the lexicon calls it
    labels: list[_Label] = Field(default_factory=list)


class _Words(BaseModel):
    text: str
    createdAt: datetime  # noqa: N815
    langs: list[str] = Field(default_factory=list)


class _Post(BaseModel):
    uri: str
    author: _Author
    record: _Words


def is_bluesky_post(address: str) -> bool:
    """Whether an address is a post, as people copy it from Bluesky."""
    return _POST.fullmatch(address) is not None


def answers_on_bluesky(address: str, post: str, server: str, manner: Manner) -> Harvest:
    """The public answers to a post; raises ``AskingError`` and ``GoneError``."""
    known = _POST.fullmatch(address)
    if not known:
        return Harvest(left_out=1)
    own, key = known.groups()
    uri = quote(f"at://{own}/app.bsky.feed.post/{key}", safe="")
    asked = f"{server.rstrip('/')}/xrpc/app.bsky.feed.getPostThread?uri={uri}&depth={_DEPTH}&parentHeight=0"
    listed = fetch_json(asked, manner)
    thread = listed.get("thread") if isinstance(listed, dict) else None
    if not isinstance(thread, dict) or not isinstance(thread.get("replies", []), list):
        return Harvest(failures=[(address, "json")])
    return _walk(list(thread.get("replies", [])), own, post)


def is_on_bluesky(uri: str, server: str, manner: Manner) -> bool:
    """Whether a post is still there; raises ``AskingError`` and ``GoneError``."""
    asked = f"{server.rstrip('/')}/xrpc/app.bsky.feed.getPosts?uris={quote(uri, safe='')}"
    listed = fetch_json(asked, manner)
    posts = listed.get("posts") if isinstance(listed, dict) else None
    if not isinstance(posts, list):
        raise AskingError("json")
    return bool(posts)


def _walk(waiting: list[Any], own: str, post: str) -> Harvest:
    """All answers, and answers to them."""
    harvest = Harvest()
    while waiting and len(harvest.found) + harvest.left_out < _MOST:
        node = waiting.pop(0)
        if not isinstance(node, dict):
            harvest.left_out += 1
            continue
        replies = node.get("replies")
        waiting += replies if isinstance(replies, list) else []
        if node.get("post") is None:  # deleted or blocked: nothing is said of whom
            continue
        answer = _read(node["post"])
        if answer is None:
            harvest.left_out += 1
        elif own not in {answer.author.handle, answer.author.did} and not _hides(answer.author):
            harvest.found.append(_found(answer, post))
    harvest.left_out += len(waiting)
    return harvest


def _hides(author: _Author) -> bool:
    return any(label.val == _UNSHOWN for label in author.labels)


def _read(entry: Any) -> _Post | None:
    try:
        answer = _Post.model_validate(entry)
    except ValidationError:
        return None
    return answer if _URI.fullmatch(answer.uri) else None


def _found(answer: _Post, post: str) -> FoundMention:
    key = answer.uri.rpartition("/")[2]
    return FoundMention(
        post=post,
        source=MentionSource.BLUESKY,
        link=f"https://bsky.app/profile/{quote(answer.author.handle, safe='.:')}/post/{key}",
        at=answer.uri,
        author=clean_name(answer.author.displayName) or clean_name(answer.author.handle),
        day=day_of(answer.record.createdAt),
        text=clean_text(answer.record.text),
        lang=answer.record.langs[0] if answer.record.langs else "",
    )
