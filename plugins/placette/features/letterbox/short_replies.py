"""Where short replies stand that were letters: on the page of their post, each at an anchor of its own.

The feature of replies knows this one, which therefore knows of theirs no more than the name of their kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from placette.engine.library.build import Build
from placette.features.posts import POST
from placette.features.translations import index_posts, meant_posts

SHORT_REPLY = "reply"
"""The name of their kind."""
REPLY_ANCHOR = "reply-"
"""How their anchors begin."""


class ReplyPlace(NamedTuple):
    """Where a reply is read, from the site's root; the title of the post that it replies to."""

    url: str
    title: str


def short_replies(build: Build) -> tuple[Any, ...]:
    """Those that are out or wait for their day."""
    return (*build.texts.get(SHORT_REPLY, ()), *build.waiting.get(SHORT_REPLY, ()))


def places_of_replies(build: Build) -> Mapping[str, ReplyPlace]:
    """The place of each that came with a letter, by its source path; none of one whose post isn't out."""
    replies = [reply for reply in short_replies(build) if reply.receipt]
    if not replies:
        return {}
    posts, shown = index_posts(build.addresses), {post.path: post for post in build.of(POST)}
    found = {}
    for reply in replies:
        meant = meant_posts(reply.post, f"articles/{reply.date.year}/", posts)
        if len(meant) == 1 and (post := shown.get(meant[0])):
            found[reply.path] = ReplyPlace(f"{post.url}#{REPLY_ANCHOR}{reply.slug}", post.title)
    return found
