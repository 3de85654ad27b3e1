"""The page of a post: planned beside its neighbours, composed with its byline."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import unescape

from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Above
from placette.engine.pages.heads import head_of
from placette.engine.pages.lookup import Lookup, date_view
from placette.engine.pages.requests import Request
from placette.engine.pages.slots import plan_slots, slot_views
from placette.engine.pages.texts import headings_of, licence_view, qr_view
from placette.engine.pages.views import PersonCountView
from placette.features.posts.addresses import ARTICLE, CATEGORY, OEMBED_FILE
from placette.features.posts.article import Article
from placette.features.posts.bylines import credits_of
from placette.features.posts.cards import article_of, card_of, cards_of, tag_term
from placette.features.posts.contents import EmbedContent, PostContent
from placette.features.posts.groups import published, written
from placette.features.posts.oembed import OEMBED
from placette.features.posts.places import file_of
from placette.features.posts.recordings import recording_link
from placette.features.posts.related import SHOWN, read_next
from placette.features.posts.terms import category_feeds
from placette.features.posts.views import ArticleView, ContributorView

_CAPITAL = re.compile(r"<p>([^\W\d_](?!['’])(?:(?!</p>).)*+)</p>\s*+(?!<[uo]l\b)", re.DOTALL)
"""A beginning that may carry a large first letter: a paragraph that introduces no list. Of «J’ai», the letter alone
would be cut from its apostrophe."""
_TAG = re.compile(r"<[^>]*>")
_BESIDE = 160
"""Characters, three lines or so, that stand beside a large letter at least."""


def begins_with_capital(html: str) -> bool:
    """Whether the first letter of a body may be a large one."""
    found = _CAPITAL.match(html)
    return found is not None and len(found[1]) > _BESIDE and len(unescape(_TAG.sub("", found[1]))) > _BESIDE


def post_requests(desk: Desk) -> Iterator[Request]:
    """The page of each post, and its file for those who embed it.

    What a feature shows beside the post already is not shown twice, as its neighbour in time or to read next.
    """
    numbers = {key: len(paths) for key, paths in written(desk).items()}
    page, embedded = file_of(desk.addresses[ARTICLE].save_as, desk), file_of(desk.addresses.file(OEMBED_FILE), desk)
    shown, related, feeds = published(desk), read_next(desk), category_feeds(desk)
    beside = [feature.beside for feature in desk.features if feature.beside]
    paths = ["", *(article.path for article in shown), ""]
    for number, article in enumerate(shown):
        counts = tuple(map(numbers.__getitem__, article.authors))
        newer, older, following = paths[number], paths[number + 2], related[number]
        following = tuple(path for path in following if path not in {newer, older})
        for others in (shown_beside(article, desk) for shown_beside in beside):
            newer, older = "" if newer in others else newer, "" if older in others else older
            following = tuple(path for path in following if path not in others) if others else following
        content = PostContent(article.path, counts, newer, older, following[:SHOWN])
        slots = plan_slots("article", article, desk)
        yield Request("article", page(article), article.url, content, feeds[article.category.slug], slots)
        file = embedded(article)
        yield Request(OEMBED, file, file, EmbedContent(article.path))


def compose_article(request: Request, content: PostContent, look: Lookup) -> ArticleView:
    """The view of a post's page."""
    article, desk = article_of(content.article, look), look.desk
    body, file = look.body(article), file_of(desk.addresses.file(OEMBED_FILE), desk)(article)
    return ArticleView(
        head=head_of(request, article.title, article.summary, look, article, embedded=file),
        card=card_of(article.path, look),
        authors=counted(zip(article.authors, content.counts, strict=True), look),
        contributors=_contributors(article, look),
        credits=credits_of(article, look),
        modified=date_view(article.modified, desk.lang) if article.modified else None,
        body_html=body.html,
        capital=begins_with_capital(body.html),
        headings=headings_of(body),
        tags=tuple(tag_term(tag, desk) for tag in article.tags),
        recording=recording_link(article, desk),
        licence=licence_view(article.licence),
        related=cards_of(content.related, look),
        previous=card_of(content.older, look) if content.older else None,
        next=card_of(content.newer, look) if content.newer else None,
        qr=qr_view(desk.absolute(article.url)),
        slots=slot_views(request, article, look),
    )


def category_above(desk: Desk, about: Article) -> Above:
    """The page above a post: that of its category."""
    return Above(about.category.name, desk.addresses[CATEGORY].path(about.category.slug))


def counted(people: Iterable[tuple[str, int]], look: Lookup) -> tuple[PersonCountView, ...]:
    """People by key, each with a number of posts."""
    return tuple(PersonCountView(person, count) for key, count in people if (person := look.person(key)))


def _contributors(article: Article, look: Lookup) -> tuple[ContributorView, ...]:
    """Who drew, photographed, translated or wrote down; authors have cards of their own."""
    parts = defaultdict[str, list[str]](list)
    for role, keys in article.roles:
        for key in keys if role.is_shown else ():
            parts[key].append(look.desk.say(role.part))
    return tuple(
        ContributorView(person, ", ".join(done))
        for key, done in parts.items()
        if key not in article.authors and (person := look.person(key))
    )
