"""Texts that answer texts: posts that answer posts, rights of reply among them, and short replies read beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from placette.engine.library.build import Build
from placette.engine.pages.features import Feature, Slot
from placette.engine.pages.site import Site
from placette.features.posts import Article
from placette.features.replies.answers import (
    CLAIMS,
    answer_views,
    answered_by,
    answered_view,
    answers_to,
    discussed_answers,
    plan_answered,
)
from placette.features.replies.reply import (
    FOLDER,
    LIMIT,
    REPLY,
    RepliesSettings,
    ShortReply,
    configure,
    first_contact,
    first_mark,
    has_words_of_its_own,
    last_day,
    length,
)
from placette.features.replies.threads import (
    FEED,
    THREAD_FEED,
    announced_feeds,
    examine_replies,
    in_post,
    plan_thread,
    reply_entry,
    reply_requests,
    thread_view,
)

__all__ = [
    "FEATURE",
    "FOLDER",
    "LIMIT",
    "REPLY",
    "RepliesSettings",
    "ShortReply",
    "first_contact",
    "first_mark",
    "has_words_of_its_own",
    "last_day",
    "length",
    "register",
]


def _beside(article: Article, site: Site) -> frozenset[str]:
    """What stands above and below a post already isn't proposed again as what to read next."""
    answered, answers = answered_by(article, site), answers_to(article, site)
    return frozenset((*([answered] if answered else []), *answers))


def _moments(build: Build) -> Iterator[datetime]:
    return (reply.date for reply in build.scheduled(REPLY) if reply.path not in build.held)


FEATURE = Feature(
    name="replies",
    order=12,  # a right of reply stands before all that others add below a text
    kinds=(REPLY,),
    extensions=(CLAIMS,),
    settings={"REPLIES": RepliesSettings},
    configure=configure,
    addresses=(FEED, THREAD_FEED),
    slots=(
        Slot("article", "overline", "answers", "answered_line", plan_answered, answered_view, styled=True),
        Slot("article", "after", "answers", "answer_list", answers_to, answer_views, styled=True),
        Slot("article", "after", "replies", "thread", plan_thread, thread_view, styled=True),
    ),
    requests=reply_requests,
    entry=reply_entry,
    announces=announced_feeds,
    beside=_beside,
    in_post=in_post,
    dialogue=discussed_answers,
    moments=_moments,
    examined=examine_replies,
)
register = FEATURE.register
