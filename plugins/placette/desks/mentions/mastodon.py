"""Answers on Mastodon, from the public API of the server where a post was announced.

Sources: docs.joinmastodon.org/methods/statuses/#context and entities/Status. Without signing in a server gives up to
sixty answers, so that one that is missing from the list is asked for by itself before it counts as gone.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ValidationError

from placette.desks.mentions.asking import fetch_json
from placette.desks.mentions.cleaning import clean_name, text_of
from placette.desks.mentions.found import FoundMention, Harvest, day_of
from placette.desks.status import Manner
from placette.features.mentions import LONGEST_ADDRESS, MentionSource

_STATUS = re.compile(r"(https?://[^\s/?#@]+)/(?:@|users/)([\w.-]+)(?:/statuses)?/(\d{1,30})/?")
_ID = re.compile(r"\d{1,30}")
_SHOWN = frozenset({"public", "unlisted"})
_MOST = 1000
"""Answers to one status that are looked at."""


class _Account(BaseModel):
    acct: str
    display_name: str = ""


class _Status(BaseModel):
    id: str
    url: str
    created_at: datetime
    content: str
    visibility: str
    account: _Account
    language: str | None = None


def is_status(address: str) -> bool:
    """Whether an address is a status, as people copy it from Mastodon."""
    return _STATUS.fullmatch(address) is not None


def answers_on_mastodon(address: str, post: str, manner: Manner) -> Harvest:
    """The public answers to a status; raises ``AskingError`` and ``GoneError``."""
    known = _STATUS.fullmatch(address)
    if not known:
        return Harvest(left_out=1)
    server, own, number = known.groups()
    listed = fetch_json(f"{server}/api/v1/statuses/{number}/context", manner)
    answers = listed.get("descendants") if isinstance(listed, dict) else None
    if not isinstance(answers, list):
        return Harvest(failures=[(address, "json")])
    harvest = Harvest(left_out=max(0, len(answers) - _MOST))
    for entry in answers[:_MOST]:
        status = _read(entry)
        if status is None:
            harvest.left_out += 1
        elif status.visibility in _SHOWN and status.account.acct != own:
            harvest.found.append(_found(status, server, post))
    return harvest


def _read(entry: Any) -> _Status | None:
    try:
        status = _Status.model_validate(entry)
    except ValidationError:
        return None
    honest = status.url.startswith(("https://", "http://")) and len(status.url) <= LONGEST_ADDRESS
    return status if honest and _ID.fullmatch(status.id) else None


def _found(status: _Status, server: str, post: str) -> FoundMention:
    return FoundMention(
        post=post,
        source=MentionSource.MASTODON,
        link=status.url,
        at=f"{server}/api/v1/statuses/{status.id}",
        author=clean_name(status.account.display_name) or clean_name(status.account.acct),
        day=day_of(status.created_at),
        text=text_of(status.content),
        lang=status.language or "",
    )
