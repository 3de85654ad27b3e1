"""Posts that answer posts: each leads to the other, a right of reply before all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from placette.engine.pages.desk import Desk
from placette.engine.pages.lookup import Lookup
from placette.engine.texts.beginnings import first_words
from placette.features.posts import Article, article_of, articles, card_of, published
from placette.features.replies.claiming import DUE
from placette.features.replies.days import day_view
from placette.features.replies.views import AnsweredView, PostAnswerView, RightView
from placette.features.translations import index_posts, meant_posts

Paths = tuple[str, ...]


class AnsweredContent(NamedTuple):
    """The post that one answers (source path, empty where it isn't shown); when a right of reply was asked for."""

    path: str
    right: datetime | None


def answered_by(article: Article, desk: Desk) -> str:
    """The post that one answers, by source path; empty where there is none to be shown."""
    return answered_posts(desk).get(article.path, "") if article.answers else ""


def answers_to(article: Article, desk: Desk) -> Paths:
    """The posts that answer one (source paths): rights of reply first, then the oldest first."""
    return desk.once(_answers).get(article.path, ())


def answered_posts(desk: Desk) -> Mapping[str, str]:
    """Each post that is shown and answers another (source paths)."""
    return desk.once(_answered)


def _answered(desk: Desk) -> Mapping[str, str]:
    """Each post that answers another, and that one; names mean what they meant to the check."""
    claiming = [article for article in published(desk) if article.answers]
    posts = index_posts(desk.build.addresses) if claiming else {}
    meant = {article.path: meant_posts(article.answers, article.path, posts) for article in claiming}
    return {path: found[0] for path, found in meant.items() if len(found) == 1 and found[0] in articles(desk)}


def _answers(desk: Desk) -> Mapping[str, Paths]:
    found: defaultdict[str, list[Article]] = defaultdict(list)
    for path, answered in answered_posts(desk).items():
        found[answered].append(articles(desk)[path])
    return {path: tuple(one.path for one in sorted(answers, key=_rank)) for path, answers in found.items()}


def _rank(answer: Article) -> tuple[bool, datetime, str]:
    return answer.right_of_reply is None, answer.date, answer.path


def plan_answered(article: Article, desk: Desk) -> AnsweredContent | None:
    """What stands above an answer."""
    path = answered_by(article, desk)
    return AnsweredContent(path, article.right_of_reply) if path or article.right_of_reply else None


def answered_view(_article: Article, content: AnsweredContent, look: Lookup) -> AnsweredView:
    """The same, to be shown."""
    return AnsweredView(card_of(content.path, look) if content.path else None, _right(content.right, look))


def answer_views(_article: Article, paths: Paths, look: Lookup) -> tuple[PostAnswerView, ...]:
    """The posts that answer one, as its page shows them directly below its text."""
    return tuple(_answer(article_of(path, look), look) for path in paths)


def _answer(answer: Article, look: Lookup) -> PostAnswerView:
    words = first_words(look.html(answer)) or answer.summary
    return PostAnswerView(card_of(answer.path, look), words, _right(answer.right_of_reply, look))


def _right(received: datetime | None, look: Lookup) -> RightView | None:
    lang = look.desk.lang
    return RightView(day_view(received, lang), day_view(received + DUE, lang)) if received else None
