"""Short replies beside all other texts: what keeps one back although nothing is wrong with it by itself.

It is found once all is read, for it depends on the site's settings, on posts and on everybody's names. Each such reply
has a problem that blocks, and is held back where a site is published without the texts that have some.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from typing import TYPE_CHECKING, Any

from placette.engine.base.dates import long_date
from placette.engine.base.look_alikes import spellings
from placette.engine.base.settings import load_settings
from placette.engine.base.text import fold
from placette.engine.library.holds import Held, Hold
from placette.engine.problems.messages import NEAR
from placette.engine.problems.problems import Problem, problem
from placette.engine.texts.values import Status
from placette.features.authors import PROFILE, AuthorKind, Profile
from placette.features.posts import POST, Article
from placette.features.replies.closing import last_day
from placette.features.replies.kind import REPLY
from placette.features.replies.messages import FOLDER_NAME
from placette.features.replies.reply import ShortReply
from placette.features.replies.settings import RepliesSettings
from placette.features.translations import Posts, dated_name, index_posts, meant_posts, near_names

if TYPE_CHECKING:
    from placette.engine.library.library import Library

_PRIVATE = frozenset({AuthorKind.RESIDENT, AuthorKind.GUEST})
"""Whose name isn't to be written by others without asking; those who speak in public answer for what they do there."""
_FAR = 9000
"""The year until which a reply is held that something keeps back."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What a reply is looked at beside."""

    own: RepliesSettings
    lang: str
    posts: Posts
    articles: Mapping[str, Article]
    residents: Mapping[str, Profile]
    """By folded name."""
    faces: Mapping[tuple[int, str], Profile]
    """By all that a name may be taken for."""


def holds(settings: Mapping[str, Any]) -> Iterator[Hold]:
    """The hold of a site that takes short replies; none for others, which don't show any."""
    own = load_settings(RepliesSettings, "REPLIES", settings)
    if own.open:
        yield partial(held_replies, own, settings["DEFAULT_LANG"])


def held_replies(own: RepliesSettings, lang: str, library: Library, now: datetime) -> Iterator[Held]:
    """The replies that something keeps back."""
    replies = library.of(REPLY)
    if not replies:
        return
    profiles = library.of(PROFILE)
    private = (profile for profile in profiles if profile.kind in _PRIVATE)
    faces = {face: profile for profile in profiles for face in spellings(profile.name)}
    around = _Around(
        own,
        lang,
        index_posts(library.addresses),
        {article.path: article for article in library.of(POST)},
        {folded: profile for profile in private if " " in (folded := fold(profile.name))},
        faces if any(reply.name for reply in replies) else {},
    )
    counts = Counter[str]()
    until = datetime(_FAR, 1, 1, tzinfo=now.tzinfo)
    for reply in replies:
        meant = meant_posts(reply.post, f"articles/{reply.date.year}/", around.posts)
        wrong = _misplaced(reply, meant, around) or _of_people(reply, around.articles.get(meant[0]), around)
        wrong = wrong or _beyond(reply, meant[0], counts, around)
        if wrong:
            yield Held(reply.path, until, wrong)


def _misplaced(reply: ShortReply, meant: list[str], around: _Around) -> Problem | None:
    """A reply to no post, to several, or to one that nobody could read."""
    if not meant:
        close = near_names(reply.post, around.posts)
        proposal, names = (NEAR, ", ".join(close)) if close else (FOLDER_NAME, "")
        return problem("reply-unknown", reply.path, value=reply.post, proposal=proposal, names=names)
    if len(meant) > 1:
        return problem("reply-ambiguous", reply.path, value=reply.post, names=", ".join(map(dated_name, meant)))
    article = around.articles.get(meant[0])
    if article is None:  # withdrawn, or to be mended itself
        return None
    if article.status is Status.DRAFT or article.date.date() > reply.date.date():
        return problem("reply-draft", reply.path, value=reply.post)
    last = last_day(article, around.own)
    if last is None or reply.date.date() > last:
        day = long_date(datetime.combine(last or article.date.date(), time()), around.lang)
        return problem("reply-closed", reply.path, value=reply.post, day=day)
    return None


def _of_people(reply: ShortReply, article: Article | None, around: _Around) -> Problem | None:
    """A free name that passes for somebody's, and residents who are named and neither wrote nor agreed."""
    other = next((around.faces[face] for face in reply.likenesses if face in around.faces), None)
    if other:
        return problem("reply-alike", reply.path, *reply.signed_at, value=reply.name, name=other.name, key=other.key)
    own = {reply.author, *reply.people}
    if article:
        own |= {*article.authors, *(key for _, keys in article.roles for key in keys)}
    for words, line, column in reply.mentions:
        named = around.residents.get(words)
        if named and named.key not in own:
            return problem("reply-named", reply.path, line, column, name=named.name, key=named.key)
    return None


def _beyond(reply: ShortReply, post: str, counts: Counter[str], around: _Around) -> Problem | None:
    """A reply more than a post may have; those that nobody has read yet aren't counted."""
    if reply.reader:
        counts[post] += 1
    if counts[post] > around.own.most:
        return problem("reply-many", reply.path, value=reply.post, limit=around.own.most)
    return None
