"""Lists of posts: those of a category, a key word, a year, a month; the archives; all categories and key words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from itertools import groupby

from placette.engine.base.dates import month_alone, month_name
from placette.engine.base.message import N_
from placette.engine.base.text import fold
from placette.engine.library.models import Term
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Above
from placette.engine.pages.heads import head_of
from placette.engine.pages.lists import Collection, Member, feeds_of, members_of, site_feeds
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.requests import Request
from placette.engine.pages.terms import TermsContent
from placette.engine.pages.texts import numbered
from placette.engine.pages.views import FeedView, PaginationView, TermView
from placette.features.posts.addresses import ARCHIVES, CATEGORIES, CATEGORY, CATEGORY_FEED, MONTH, TAG, TAGS, YEAR
from placette.features.posts.article import Article
from placette.features.posts.cards import cards_of, category_term, tag_term
from placette.features.posts.contents import ArchivesContent, ListContent
from placette.features.posts.groups import categories, published, tags
from placette.features.posts.views import ArchivesView, ListView, YearView

_NEWEST_OF_YEAR = 60
"""Posts of a year that the archives show; the others are a step away, on the year's own pages."""


def _category_members(desk: Desk) -> Iterator[Member]:
    overline = desk.say(N_("Category"))
    for term, posts in categories(desk).values():
        words = (overline, term.name, term.description, term.description or f"{overline} : {term.name}")
        yield Member(term.slug, term.name, posts, partial(_cut, words, (), term), about=term)


def _tag_members(desk: Desk) -> Iterator[Member]:
    overline = desk.say(N_("Tag"))
    for term, posts in tags(desk).values():
        words = (overline, term.name, term.description, term.description or f"{overline} : {term.name}")
        yield Member(term.slug, term.name, posts, partial(_cut, words, (), None))


Words = tuple[str, str, str, str]
"""An overline, a title, an introduction, a description."""


def _cut(
    words: Words,
    periods: tuple[TermView, ...],
    subject: Term | None,
    posts: tuple[str, ...],
    pagination: PaginationView,
) -> ListContent:
    """One page of a list."""
    return ListContent(*words, posts, pagination, periods, subject)


def _period_members(key: Callable[[Article], object], desk: Desk) -> Iterator[Member]:
    for _, group in groupby(published(desk), key=key):
        found = list(group)
        first, monthly = found[0].date, key is month_of
        title = month_name(first, desk.lang) if monthly else f"{first.year}"
        words = (desk.say(N_("Archives")), title, "", desk.say(N_("Posts of this period.")))
        months = () if monthly else months_of(found, desk)
        yield Member("", title, [a.path for a in found], partial(_cut, words, months, None), date=first)


def year_of(article: Article) -> int:
    """The year a post appeared in."""
    return article.date.year


def month_of(article: Article) -> tuple[int, int]:
    """The month a post appeared in."""
    return article.date.year, article.date.month


CATEGORY_LISTS = Collection(
    CATEGORY, "category", _category_members, CATEGORY_FEED, N_("Categories"), section_order=20, listing_order=160
)
TAG_LISTS = Collection(TAG, "tag", _tag_members)
YEAR_LISTS = Collection(YEAR, "period_archives", partial(_period_members, year_of))
MONTH_LISTS = Collection(MONTH, "period_archives", partial(_period_members, month_of))


def months_of(articles: Iterable[Article], desk: Desk) -> tuple[TermView, ...]:
    """The months of a year's posts, from the first on."""
    groups = [list(group) for _, group in groupby(articles, key=month_of)]
    address = desk.addresses[MONTH]
    return tuple(
        TermView(
            month_alone(group[0].date, desk.lang),
            desk.base + address.path(date=group[0].date),
            len(group),
        )
        for group in reversed(groups)
    )


def category_feeds(desk: Desk) -> Mapping[str, tuple[FeedView, ...]]:
    """The feeds that a post announces, by its category's slug: those of the site, then those of the category."""
    whole, members = site_feeds(desk), members_of(CATEGORY_LISTS, desk)
    found = {member.slug: (*whole, *feeds_of(CATEGORY_LISTS, member, desk)) for member in members}
    return {term.slug: found.get(term.slug, whole) for term, _ in categories(desk).values()}


def category_terms(desk: Desk) -> tuple[TermView, ...]:
    """The categories that have posts, by name."""
    ordered = sorted(categories(desk).values(), key=lambda group: fold(group[0].name))
    return tuple(category_term(term, desk, len(posts)) for term, posts in ordered)


def categories_content(desk: Desk) -> TermsContent:
    """All categories."""
    return TermsContent(desk.say(N_("Categories")), desk.say(N_("What is written about here.")), category_terms(desk))


def tags_content(desk: Desk) -> TermsContent:
    """All key words."""
    ordered = sorted(tags(desk).values(), key=lambda group: fold(group[0].name))
    terms = tuple(tag_term(term, desk, len(posts)) for term, posts in ordered)
    return TermsContent(desk.say(N_("Tags")), desk.say(N_("Every tag, by name.")), terms)


def archives_content(desk: Desk) -> ArchivesContent:
    """Every year with its months and its newest posts."""
    years = []
    for year, group in groupby(published(desk), key=year_of):
        found = list(group)
        url = desk.base + desk.addresses[YEAR].path(date=datetime(year, 1, 1))
        newest = tuple(article.path for article in found[:_NEWEST_OF_YEAR])
        years.append((TermView(f"{year}", url, len(found)), months_of(found, desk), newest))
    return ArchivesContent(tuple(years))


def compose_list(request: Request, content: ListContent, look: Lookup) -> ListView:
    """One page of a list of posts."""
    title = numbered(content.title, content.pagination.number, look.desk.say)
    return ListView(
        head=head_of(request, title, content.description, look, content.subject),
        overline=content.overline,
        title=content.title,
        introduction=content.introduction,
        feed_url=feed_url(request),
        cards=cards_of(content.articles, look),
        pagination=content.pagination,
        periods=content.periods,
        calendar_url=calendar_url(request),
    )


def feed_url(request: Request) -> str:
    """The feed that a list shows a link to: the first that it announces."""
    return next((feed.url for feed in request.feeds if feed.type != "text/calendar"), "")


def calendar_url(request: Request) -> str:
    """The calendar that a list shows a link to; empty without one."""
    return next((feed.url for feed in request.feeds if feed.type == "text/calendar"), "")


def compose_archives(request: Request, content: ArchivesContent, look: Lookup) -> ArchivesView:
    """Every post, by year."""
    title = look.desk.say(N_("All posts"))
    years = tuple(YearView(year, months, cards_of(paths, look)) for year, months, paths in content.years)
    return ArchivesView(head_of(request, title, look.desk.say(N_("Every post, by year.")), look), title, years)


def categories_above(desk: Desk, _about: object) -> Above | None:
    """The page above that of a category."""
    address = desk.addresses[CATEGORIES]
    return Above(desk.say(N_("Categories")), address.url) if address else None


def archives_above(desk: Desk, _about: object) -> Above | None:
    """The page above those of years and months."""
    address = desk.addresses[ARCHIVES]
    return Above(desk.say(N_("Archives")), address.url) if address else None


def tags_above(desk: Desk, _about: object) -> Above | None:
    """The page above that of a key word."""
    address = desk.addresses[TAGS]
    return Above(desk.say(N_("Tags")), address.url) if address else None
