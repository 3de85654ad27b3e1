"""Mentions that a service has received for the site, as it lists them: JF2, as webmention.io gives it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from pydantic import BaseModel, Field, ValidationError

from placette.desks.mentions.addresses import same_page
from placette.desks.mentions.asking import fetch_json
from placette.desks.mentions.cleaning import clean_name, clean_text, text_of
from placette.desks.mentions.found import FoundMention, Harvest, day_of
from placette.desks.mentions.webmentions import moment_in
from placette.desks.status import Manner
from placette.features.mentions import LONGEST_ADDRESS, MentionSource

_SAID = frozenset({"in-reply-to", "mention-of"})
"""Ways of mentioning that say something: who likes or repeats a post says nothing of it."""
_MOST = 1000


class _Writer(BaseModel):
    name: str = ""


class _Said(BaseModel):
    text: str = ""
    html: str = ""


class _Entry(BaseModel):
    url: str
    source: str = Field(alias="wm-source")
    target: str = Field(alias="wm-target")
    way: str = Field("mention-of", alias="wm-property")
    author: _Writer = _Writer()
    published: str | None = None
    received: str | None = Field(None, alias="wm-received")
    content: _Said | str = ""
    private: bool = Field(False, alias="wm-private")


def listed_mentions(endpoint: str, target: str, post: str, manner: Manner) -> Harvest:
    """What a service lists about a page; raises ``AskingError`` and ``GoneError``."""
    joint = "&" if "?" in endpoint else "?"
    listed = fetch_json(f"{endpoint}{joint}target={quote(target, safe='')}&per-page={_MOST}", manner)
    children = listed.get("children") if isinstance(listed, dict) else None
    if not isinstance(children, list):
        return Harvest(failures=[(endpoint, "json")])
    harvest = Harvest(left_out=max(0, len(children) - _MOST))
    for child in children[:_MOST]:
        entry = _read(child)
        if entry is None or same_page(entry.target) != same_page(target):
            harvest.left_out += 1
        elif entry.way in _SAID and not entry.private:
            harvest.found.append(_found(entry, post))
    return harvest


def _read(child: Any) -> _Entry | None:
    try:
        entry = _Entry.model_validate(child)
    except ValidationError:
        return None
    addresses = (entry.url, entry.source)
    honest = all(one.startswith(("https://", "http://")) and len(one) <= LONGEST_ADDRESS for one in addresses)
    return entry if honest else None


def _found(entry: _Entry, post: str) -> FoundMention:
    said = entry.content
    text = clean_text(said) if isinstance(said, str) else (text_of(said.html) or clean_text(said.text))
    day = day_of(moment_in(entry.published or "") or moment_in(entry.received or ""))
    author = clean_name(entry.author.name)
    return FoundMention(post, MentionSource.WEB, entry.url, entry.source, author, day, text)
