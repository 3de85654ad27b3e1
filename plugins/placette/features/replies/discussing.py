"""Posts that answer posts in the dialogue of the site, rights of reply among them."""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.dialogue import FEW, DialogueItem, DialoguePart
from placette.engine.texts.beginnings import first_words
from placette.features.posts import Article, articles
from placette.features.replies.answers import answered_posts

_EXCHANGES = DialoguePart(
    key="exchanges",
    title=N_("Texts that answer texts"),
    about=N_("Whoever disagrees writes too: each text leads to the other."),
    order=50,
    kind="answers",
)


def discussed_answers(desk: Desk) -> Iterator[DialogueItem]:
    """The newest answers first."""
    pairs = [(articles(desk)[path], articles(desk)[answered]) for path, answered in answered_posts(desk).items()]
    pairs.sort(key=lambda pair: (pair[0].date, pair[0].path), reverse=True)
    yield from (_item(answer, answered, desk) for answer, answered in pairs[:FEW])


def _item(answer: Article, answered: Article, desk: Desk) -> DialogueItem:
    return DialogueItem(
        part=_EXCHANGES,
        url=desk.base + answer.url,
        title=answer.title,
        lang=answer.lang,
        label=desk.say(N_("Right of reply")) if answer.right_of_reply else "",
        day=answer.date,
        words=answer.summary or first_words(desk.build.body_of(answer).html),
        words_lang=answer.lang,
        people=answer.authors,
        answered=answered.title,
        answered_url=desk.base + answered.url,
        answered_lang=answered.lang,
    )
