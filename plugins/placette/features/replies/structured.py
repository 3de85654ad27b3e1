"""What machines read of answers and short replies, in the words of schema.org."""

from __future__ import annotations

from placette.engine.pages.desk import Desk
from placette.engine.pages.features import InPost
from placette.engine.pages.ports import PEOPLE
from placette.engine.pages.structured import JsonLd
from placette.features.posts import Article, articles
from placette.features.replies.answers import answered_by, answers_to
from placette.features.replies.reply import ShortReply
from placette.features.replies.threads import anchor_of, threads


def in_post(article: Article, desk: Desk) -> InPost:
    """An answer is about what it answers, which is its subject; short replies are comments."""
    answered, answers = answered_by(article, desk), answers_to(article, desk)
    replies = threads(desk).get(article.path, ())
    if not (answered or answers or replies):
        return InPost()
    properties: JsonLd = {}
    if answered:
        properties["about"] = _work(answered, desk)
    if answers:
        properties["subjectOf"] = [_work(path, desk) for path in answers]
    if replies:
        properties |= {"commentCount": len(replies), "comment": [_comment(one, article, desk) for one in replies]}
    parts = [f"card {path}" for path in (answered, *answers) if path] + [f"reply {one.path}" for one in replies]
    return InPost(properties=properties, parts=tuple(parts))


def _work(path: str, desk: Desk) -> JsonLd:
    article = articles(desk)[path]
    url = desk.absolute(article.url)
    return {"@type": "BlogPosting", "@id": f"{url}#article", "url": url, "headline": article.title}


def _comment(reply: ShortReply, article: Article, desk: Desk) -> JsonLd:
    """A comment without its words, which stand on the page: once is enough."""
    person = desk.ask(PEOPLE).get(reply.author)
    url = f"{desk.absolute(article.url)}#{anchor_of(reply)}"
    return {
        "@type": "Comment",
        "@id": url,
        "url": url,
        "dateCreated": f"{reply.date:%Y-%m-%d}",
        "inLanguage": reply.lang,
        "author": {"@type": "Person", "name": person.name if person else reply.name},
    }
