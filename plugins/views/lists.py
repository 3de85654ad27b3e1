"""Views of the lists: home, categories, tags, periods, archives, authors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from babel.dates import format_date

from plugins.core.dates import month_name
from plugins.core.message import N_
from plugins.core.models import Article, Term
from plugins.core.page_views import ArchivesView, AuthorsView, HomeView, ListView, PeopleGroupView, TermsView, YearView
from plugins.core.text import fold
from plugins.core.views import LinkView, PaginationView, PersonView, PlaceView, TermView
from plugins.views.desk import Desk, card_view, head_view, places_of, term_view

_LATEST = 6
_KINDS = {
    "habitant": N_("Residents"),
    "association": N_("Associations"),
    "école": N_("Schools"),
    "service": N_("Public services"),
    "élu": N_("Elected representatives"),
    "équipe": N_("The team"),
    "invité": N_("Guests"),
}


def home_view(desk: Desk) -> HomeView:
    """The home page: the newest post large, then the latest, categories, places, faces."""
    articles = desk.build.published
    cards = [card_view(article, desk) for article in articles[: _LATEST + 1]]
    return HomeView(
        head=head_view(desk.site_name, desk.baseline, "", desk, feeds=_site_feeds(desk)),
        lead=cards[0] if cards else None,
        latest=tuple(cards[1:]),
        categories=category_terms(desk),
        people=_faces(desk),
        places=_places(articles, desk),
    )


def list_view(
    kind: str, term: Term, articles: Sequence[Article], page: PaginationView, path: str, desk: Desk
) -> ListView:
    """Posts of a category (``CATEGORY``) or a tag (``TAG``): one page of them, already cut."""
    feed = (
        desk.build.base + desk.urls.settings["CATEGORY_FEED_ATOM"].format(slug=term.slug) if kind == "CATEGORY" else ""
    )
    overline = desk.say(N_("Category")) if kind == "CATEGORY" else desk.say(N_("Key word"))
    feeds = (LinkView(f"{term.name} – {desk.site_name}", feed),) if feed else _site_feeds(desk)
    return ListView(
        head=head_view(
            _numbered(term.name, page, desk), term.description or f"{overline} : {term.name}", path, desk, feeds=feeds
        ),
        overline=overline,
        title=term.name,
        introduction=term.description,
        feed_url=feed,
        cards=tuple(card_view(article, desk) for article in articles),
        pagination=page,
    )


def period_view(
    first: datetime, monthly: bool, articles: Sequence[Article], page: PaginationView, path: str, desk: Desk
) -> ListView:
    """Posts of a year or a month; ``first`` is a moment inside it."""
    title = month_name(first, desk.lang) if monthly else f"{first.year}"
    months = () if monthly else _months([a for a in desk.build.published if a.date.year == first.year], desk)
    return ListView(
        head=head_view(
            _numbered(title, page, desk), desk.say(N_("Posts of this period.")), path, desk, feeds=_site_feeds(desk)
        ),
        overline=desk.say(N_("Archives")),
        title=title,
        introduction="",
        feed_url="",
        cards=tuple(card_view(article, desk) for article in articles),
        pagination=page,
        periods=months,
    )


def archives_view(path: str, desk: Desk) -> ArchivesView:
    """Every post, by year."""
    title = desk.say(N_("All posts"))
    years = tuple(
        YearView(_year(year, len(group), desk), _months(group, desk), tuple(card_view(a, desk) for a in group))
        for year, articles in groupby(desk.build.published, key=lambda article: article.date.year)
        if (group := list(articles))
    )
    return ArchivesView(
        head_view(title, desk.say(N_("Every post, by year.")), path, desk, feeds=_site_feeds(desk)), title, years
    )


def terms_view(kind: str, path: str, desk: Desk) -> TermsView:
    """All categories, or all tags."""
    categories = kind == "CATEGORY"
    title = desk.say(N_("Categories")) if categories else desk.say(N_("Key words"))
    introduction = (
        desk.say(N_("What is written about here.")) if categories else desk.say(N_("Every key word, by name."))
    )
    terms = category_terms(desk) if categories else tag_terms(desk)
    return TermsView(head_view(title, introduction, path, desk, feeds=_site_feeds(desk)), title, introduction, terms)


def authors_view(path: str, desk: Desk) -> AuthorsView:
    """Everyone who writes, grouped by kind in the order of the settings."""
    title = desk.say(N_("They write"))
    people = sorted(desk.people.values(), key=lambda person: fold(person.name))
    kinds = [*desk.people_kinds, *sorted({p.kind for p in people} - set(desk.people_kinds))]
    groups = tuple(
        PeopleGroupView(desk.say(_KINDS.get(kind, kind)), tuple(p for p in people if p.kind == kind)) for kind in kinds
    )
    description = desk.say(N_("Everyone who writes here."))
    return AuthorsView(head_view(title, description, path, desk), title, tuple(g for g in groups if g.people))


def category_terms(desk: Desk) -> tuple[TermView, ...]:
    """The categories that have posts, by name."""
    return _terms("CATEGORY", (article.category for article in desk.build.published), desk)


def tag_terms(desk: Desk) -> tuple[TermView, ...]:
    """The tags that have posts, by name."""
    return _terms("TAG", (tag for article in desk.build.published for tag in article.tags), desk)


def _terms(kind: str, found: Iterable[Term], desk: Desk) -> tuple[TermView, ...]:
    counts: Counter[str] = Counter()
    terms: dict[str, Term] = {}
    for term in found:
        counts[term.slug] += 1
        terms.setdefault(term.slug, term)
    return tuple(term_view(kind, t, counts[t.slug], desk) for t in sorted(terms.values(), key=lambda t: fold(t.name)))


def _months(articles: Sequence[Article], desk: Desk) -> tuple[TermView, ...]:
    groups = [(month, list(group)) for month, group in groupby(articles, key=lambda a: (a.date.year, a.date.month))]
    pattern = desk.urls.settings["MONTH_ARCHIVE_URL"]
    return tuple(
        TermView(
            format_date(group[0].date, "MMMM", locale=desk.lang),
            desk.build.base + pattern.format(date=group[0].date),
            len(group),
        )
        for _, group in reversed(groups)
    )


def _year(year: int, count: int, desk: Desk) -> TermView:
    pattern = desk.urls.settings["YEAR_ARCHIVE_URL"]
    return TermView(f"{year}", desk.build.base + pattern.format(date=datetime(year, 1, 1)), count)


def _faces(desk: Desk) -> tuple[PersonView, ...]:
    """Authors with posts, the most recent writers first."""
    keys = dict.fromkeys(key for article in desk.build.published for key in article.authors)
    return tuple(desk.people[key] for key in keys if key in desk.people)[: desk.settings.faces]


def _places(articles: Iterable[Article], desk: Desk) -> tuple[tuple[PlaceView, int], ...]:
    counts = Counter(place for article in articles for place in places_of(article, desk))
    return tuple(sorted(counts.items(), key=lambda pair: fold(pair[0].name)))


def _site_feeds(desk: Desk) -> tuple[LinkView, ...]:
    return (LinkView(desk.site_name, desk.build.base + desk.urls.settings["FEED_ALL_ATOM"]),)


def _numbered(title: str, page: PaginationView, desk: Desk) -> str:
    """«Randonnée, page 2», so that no two pages have one title."""
    return title if page.number == 1 else desk.say(N_("{title}, page {number}")).format(title=title, number=page.number)
