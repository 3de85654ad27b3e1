"""Posts as lists show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from placette.engine.base.dates import long_date
from placette.engine.base.message import N_
from placette.engine.library.models import Standing, Term
from placette.engine.pages.desk import Desk
from placette.engine.pages.lookup import Lookup, date_view, places_of
from placette.engine.pages.ports import DRAWING, PEOPLE, PERSON_MARKS, PICTURE
from placette.engine.pages.settings import ViewsSettings
from placette.engine.pages.views import CardView, RibbonView, TermView
from placette.features.posts.addresses import CATEGORY, TAG
from placette.features.posts.article import Article, standing_of
from placette.features.posts.groups import articles, published


def article_of(path: str, look: Lookup) -> Article:
    """A whole post, by source path."""
    look.note(f"post {path}")
    return articles(look.desk)[path]


def card_of(path: str, look: Lookup) -> CardView:
    """A post as lists show it."""
    look.note(f"card {path}")
    return look.kept(("card", path), lambda: card_view(articles(look.desk)[path], look.desk))


def cards_of(paths: Iterable[str], look: Lookup) -> tuple[CardView, ...]:
    """Several posts as lists show them."""
    return tuple(card_of(path, look) for path in paths)


def card_view(article: Article, desk: Desk) -> CardView:
    """A post as lists show it."""
    people = desk.ask(PEOPLE)
    return CardView(
        title=article.title,
        url=desk.base + article.url,
        summary=article.summary,
        lang=article.lang,
        category=category_term(article.category, desk),
        places=places_of(article.communes, desk),
        authors=tuple(people[key] for key in article.authors if key in people),
        date=date_view(article.date, desk.lang),
        reading_minutes=max(1, round(article.body.words / desk.options("VIEWS", ViewsSettings).words_per_minute)),
        picture=desk.ask(PICTURE)(article),
        ribbon=ribbon_view(article, desk),
    )


def category_term(term: Term, desk: Desk, count: int = 0) -> TermView:
    """A category with its address."""
    return TermView(term.name, desk.base + desk.addresses[CATEGORY].path(term.slug), count, term.description)


def tag_term(term: Term, desk: Desk, count: int = 0) -> TermView:
    """A key word with its address."""
    return TermView(term.name, desk.base + desk.addresses[TAG].path(term.slug), count, term.description)


def ribbon_view(article: Article, desk: Desk) -> RibbonView | None:
    """What a preview says of a post that isn't published; nothing of any other."""
    match _standing(article, desk):
        case Standing.DRAFT:
            return RibbonView("draft", desk.say(N_("Draft")), desk.say(N_("Draft")))
        case Standing.SCHEDULED:
            day = desk.build.held.get(article.path, article.date)
            label = desk.say(N_("Scheduled for {day}")).format(day=long_date(day, desk.lang))
            return RibbonView("scheduled", desk.say(N_("Scheduled")), label)
    return None


def _standing(article: Article, desk: Desk) -> Standing:
    standing = standing_of(article, desk.build.now)
    held = standing is Standing.PUBLISHED and article.path in desk.build.held
    return Standing.SCHEDULED if held else standing


def post_marks(desk: Desk) -> Iterator[tuple[str, str]]:
    """The marks of posts and of their cards: a post's covers its drawing, a card's its photo too, its people, how it
    stands."""
    people, drawing = desk.ask(PERSON_MARKS), desk.ask(DRAWING)
    for article in published(desk):
        drawn = drawing(article)
        yield f"post {article.path}", f"{article.mark} {drawn}"
        yield f"card {article.path}", _card_mark(article, drawn, people, desk)


def _card_mark(article: Article, drawn: str, people: Mapping[str, str], desk: Desk) -> str:
    photo = desk.build.photos[article.photo.path].digest if article.photo else ""
    standing = _standing(article, desk) if desk.build.preview else Standing.PUBLISHED
    until = str(desk.build.held.get(article.path, ""))
    return " ".join((article.mark, drawn, photo, standing, until, *(people.get(key, "") for key in article.authors)))
