"""What the cards of posts and categories show."""

from __future__ import annotations

from placette.engine.base.message import N_
from placette.engine.library.models import Term
from placette.engine.pages.desk import Desk
from placette.engine.pages.ports import DRAWING, FACES, PEOPLE
from placette.engine.pages.subjects import Subject, places_line, shot_of
from placette.features.posts.article import Article

_SHORT_NAME = 30
"""Characters of the longest name that stays on one line."""


def article_subject(article: Article, desk: Desk) -> Subject:
    """A post: who wrote it, with their faces, and where it takes place."""
    people, faces = desk.ask(PEOPLE), desk.ask(FACES)
    keys = [key for key in article.authors if key in people]
    names = tuple(people[key].name for key in keys)
    return Subject(
        slug=article.slug,
        title=article.title,
        place=places_line(desk.build.communes.by_code[code] for code in article.communes),
        note=", ".join(name.replace(" ", "\u00a0") if len(name) <= _SHORT_NAME else name for name in names),
        authors=names,
        sitters=tuple(faces[key] for key in keys),
        drawing=desk.ask(DRAWING)(article),
        photo=shot_of(article.photo, desk.build) if article.photo else None,
        work=True,
    )


def category_subject(category: Term, desk: Desk) -> Subject:
    """A category."""
    return Subject(
        category.slug,
        category.name,
        desk.say(N_("The category")),
        category.description,
        drawing=desk.ask(DRAWING)(category),
    )
