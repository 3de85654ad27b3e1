"""What was said elsewhere about a post, below its text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.lookup import Lookup, date_view
from placette.features.mentions.kind import MENTION
from placette.features.mentions.mention import OutsideMention
from placette.features.mentions.settings import MentionsSettings
from placette.features.mentions.views import MentionView
from placette.features.posts import Article, articles
from placette.features.translations import index_posts, meant_posts

_ANCHOR = "mention-"
Paths = tuple[str, ...]


def mentions_of(desk: Desk) -> Mapping[str, tuple[OutsideMention, ...]]:
    """The accepted mentions of each post that is shown, by its source path, the oldest first."""
    return desk.once(_mentions)


def _mentions(desk: Desk) -> Mapping[str, tuple[OutsideMention, ...]]:
    mentions = desk.build.of(MENTION)
    posts, shown = index_posts(desk.build.addresses) if mentions else {}, articles(desk) if mentions else {}
    found: defaultdict[str, list[OutsideMention]] = defaultdict(list)
    for mention in mentions:
        meant = meant_posts(mention.post, f"articles/{mention.date.year}/", posts)
        if len(meant) == 1 and meant[0] in shown:
            found[meant[0]].append(mention)
    return {path: tuple(own) for path, own in found.items()}


def _by_path(desk: Desk) -> Mapping[str, OutsideMention]:
    return {mention.path: mention for own in mentions_of(desk).values() for mention in own}


def plan_mentions(article: Article, desk: Desk) -> Paths | None:
    """The mentions below a post (source paths), the oldest first."""
    most = desk.options("MENTIONS", MentionsSettings).most
    return tuple(mention.path for mention in mentions_of(desk).get(article.path, ())[:most]) or None


def mention_views(_article: Article, paths: Paths, look: Lookup) -> tuple[MentionView, ...]:
    """The same, to be shown."""
    return tuple(_views(paths, look))


def _views(paths: Paths, look: Lookup) -> Iterator[MentionView]:
    for path in paths:
        known = look.desk.once(_by_path).get(path)
        if known:
            mention = look.text(MENTION, known)
            place = urlsplit(mention.link).hostname or ""
            yield MentionView(
                anchor=f"{_ANCHOR}{mention.slug}",
                name=mention.author or look.desk.say(N_("Somebody")),
                url=mention.link,
                place=place,
                lang=mention.lang,
                date=date_view(mention.date, look.desk.lang),
                body_html=look.html(mention),
            )


def mention_marks(desk: Desk) -> Iterator[tuple[str, str]]:
    """The parts that pages look at."""
    return ((f"mention {path}", mention.mark) for path, mention in desk.once(_by_path).items())


def endpoint_of(desk: Desk) -> Callable[[Any], str]:
    """Where others say that they mention a page, as the pages of posts name it."""
    endpoint = desk.options("MENTIONS", MentionsSettings).endpoint
    return lambda about: endpoint if isinstance(about, Article) else ""
