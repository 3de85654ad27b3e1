"""Feeds of short replies: all of them, and those to one post."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from operator import attrgetter

from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.entries import FeedEntry
from placette.engine.pages.lists import announced, feed_requests
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.requests import Request
from placette.engine.pages.views import FeedView
from placette.features.posts import articles
from placette.features.replies.kind import REPLY
from placette.features.replies.reply import FOLDER
from placette.features.replies.threads import FEED, THREAD_FEED, anchor_of, feed_slug, reply_at, signer_of, threads

_TITLE = N_("Replies")
_TO = N_("Replies to “{title}”")
_ONE = N_("Reply to “{title}”")


def reply_requests(desk: Desk) -> Iterator[Request]:
    """The feeds: none where there is no reply."""
    found = threads(desk)
    if not found:
        return
    everything = sorted((one for own in found.values() for one in own), key=attrgetter("date", "path"), reverse=True)
    yield from feed_requests(FEED, "", desk.say(_TITLE), [one.path for one in everything], desk)
    for path, replies in found.items():
        article = articles(desk)[path]
        title, newest = desk.say(_TO).format(title=article.title), [one.path for one in reversed(replies)]
        yield from feed_requests(THREAD_FEED, feed_slug(article), title, newest, desk, article.url)


def reply_entry(path: str, look: Lookup) -> FeedEntry | None:
    """A reply in a feed; None where none lies at ``path``."""
    found = reply_at(path, look.desk) if path.startswith(f"{FOLDER}/") else None
    if found is None:
        return None
    reply, article = look.text(REPLY, found[0]), found[1]
    look.note(f"card {article.path}")
    return FeedEntry(
        url=f"{article.url}#{anchor_of(reply)}",
        title=look.desk.say(_ONE).format(title=article.title),
        summary="",
        lang=reply.lang,
        date=reply.date,
        modified=reply.date,
        html=partial(look.html, reply),
        licence=reply.licence,
        people=(signer_of(reply, article, look),),
        subjects=(article.category.name,),
    )


def announced_feeds(about: object, label: str, desk: Desk) -> Iterator[FeedView]:
    """The feed of all replies, beside those of the whole site."""
    if about is None and threads(desk):
        yield from announced(FEED, "", f"{desk.say(_TITLE)} – {label}", desk)
