"""What pages may print of answers and short replies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from placette.engine.pages.views import CardView, DateView


class RightView(NamedTuple):
    """The days of a right of reply: when it was asked for, until when it was due."""

    received: DateView
    due: DateView


class AnsweredView(NamedTuple):
    """Above an answer: the post that it answers, None where it isn't shown; the days of a right of reply."""

    card: CardView | None
    right: RightView | None


class PostAnswerView(NamedTuple):
    """Below a post: one that answers it, with its first lines."""

    card: CardView
    words: str
    right: RightView | None


class ReplyView(NamedTuple):
    """A short reply. ``url`` is the page of who signs it, or empty; ``office`` the capacity in which they speak.

    ``lang`` is that of ``body_html``.
    """

    anchor: str
    name: str
    url: str
    office: str
    lang: str
    date: DateView
    body_html: str


@dataclass(frozen=True, slots=True)
class ThreadView:
    """The short replies to a post. ``closes`` is the last day for more, None where it takes none.

    ``invites`` says whether the page's own ways of writing to the site lead to a reply.
    """

    replies: tuple[ReplyView, ...]
    closes: DateView | None
    feed_url: str
    invites: bool
    limit: str
    """How many signs a reply may have, as people write the number."""
