"""Short replies to posts, as pages show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from placette.engine.library.models import Standing
from placette.engine.texts.values import Body, Licence

FOLDER = "replies"
"""Where they lie, from the content folder: ``replies/le-lavoir/2026-05-04-merci.md``."""
LIMIT = 1000
"""Signs of the longest; the addresses of links aren't counted."""


class PossibleName(NamedTuple):
    """Words that may be somebody's name, folded, and where they stand."""

    words: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class ShortReply:
    """A short reply. ``post`` names the post that it replies to, ``slug`` is unique among the replies to that one.

    It is signed by an ``author`` (key) or with a free ``name``. Without ``reader``, nobody has read it yet.
    """

    path: str
    slug: str
    post: str
    date: datetime
    name: str
    author: str
    reader: str
    lang: str
    licence: Licence
    people: tuple[str, ...] = ()
    """Keys of residents whom it names and who agreed."""
    receipt: str = ""
    """The number of the letter that it came with, or empty."""
    mentions: tuple[PossibleName, ...] = ()
    likenesses: tuple[tuple[int, str], ...] = ()
    """All that a free name may be taken for (``look_alikes.spellings``), sorted."""
    signed_at: tuple[int, int] = (0, 0)
    """Line and column of the name."""
    url: str = ""
    """Always empty: it stands on the page of the post."""
    body: Body = field(default_factory=Body)
    mark: str = ""
    """A digest of all of the above."""


def standing_of(reply: ShortReply, now: datetime) -> Standing:
    """What becomes of a reply at ``now``: what nobody has read is a draft."""
    if not reply.reader:
        return Standing.DRAFT
    return Standing.SCHEDULED if reply.date > now else Standing.PUBLISHED
