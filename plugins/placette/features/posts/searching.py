"""Posts, as visitors look for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import dropwhile, groupby

from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.ports import PEOPLE
from placette.engine.pages.searched import Searched, SearchedKind, SearchedYear, joined_mark, searched_text
from placette.engine.texts.values import Status
from placette.features.posts.article import Article
from placette.features.posts.groups import published
from placette.features.posts.terms import year_of

_POST = SearchedKind("post", N_("Post"), N_("Posts"), 30)


def searched_posts(desk: Desk) -> Iterator[SearchedYear]:
    """Every post that the public may read: in a preview too, no drafts and none that are to come."""
    now = desk.build.now
    come = dropwhile(lambda article: article.date > now, published(desk))  # the newest first: those to come before all
    shown = [article for article in come if article.status is not Status.DRAFT]
    # Beside what a post says of itself, whose mark it has, it is found by the names of people.
    names = joined_mark(f"{key}\t{person.name}" for key, person in sorted(desk.ask(PEOPLE).items()))
    for year, group in groupby(shown, key=year_of):
        own = tuple(group)
        mark = joined_mark([names, *[article.mark for article in own]])
        yield SearchedYear(f"{year}", mark, len(own), partial(_pages, own, desk))


def _pages(articles: Iterable[Article], desk: Desk) -> tuple[Searched, ...]:
    return tuple(
        searched_text(
            _POST,
            article,
            desk,
            date=article.date,
            category=article.category.name,
            communes=article.communes,
            authors=article.authors,
            helpers=[key for _, keys in article.roles for key in keys] if article.roles else (),
            also=_also(article),
        )
        for article in articles
    )


def _also(article: Article) -> list[str]:
    """Tags, the place that it names, what it belongs to: an address says it in words."""
    found = [tag.name for tag in article.tags]
    if article.spot:
        found.append(article.spot.name)
    if article.series or article.communities:
        found += filter(None, (article.series, *article.communities))
    return found
