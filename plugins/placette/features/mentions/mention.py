"""What was said elsewhere about a post, as its page shows it once an editor has accepted it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from placette.engine.library.models import Standing
from placette.engine.texts.values import Body

FOLDER = "mentions"
"""Where they lie, from the content folder: ``mentions/le-lavoir/2026-05-04-mastodon-3f2a9c81d0e4.md``."""
LIMIT = 1000
"""Signs of the longest text that is kept of one."""


class MentionSource(StrEnum):
    """Where it was said."""

    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    WEB = "web"
    """A page that sent a webmention."""


@dataclass(frozen=True, slots=True)
class OutsideMention:
    """Something said elsewhere. ``post`` names the post that it is about, ``link`` is its own address.

    ``slug`` is unique among the mentions of that post.
    """

    path: str
    slug: str
    post: str
    date: datetime
    author: str
    link: str
    source: MentionSource
    accepted: bool
    lang: str
    url: str = ""
    """Always empty: it stands on the page of the post."""
    body: Body = field(default_factory=Body)
    mark: str = ""
    """A digest of all of the above."""


def standing_of(mention: OutsideMention, now: datetime) -> Standing:
    """What becomes of a mention at ``now``: one that no editor has accepted is a draft."""
    if not mention.accepted:
        return Standing.DRAFT
    return Standing.SCHEDULED if mention.date > now else Standing.PUBLISHED
