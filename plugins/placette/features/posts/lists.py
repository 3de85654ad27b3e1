"""Where posts and the lists of them lie."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import NamedTuple

from placette.engine.base.dates import long_date, month_alone, month_name
from placette.engine.base.text import fold, slugify
from placette.engine.base.translation import N_
from placette.engine.library.kinds import Commune, Standing, Term
from placette.engine.pages.addresses import FeedAddress, FileAddress, PageAddress
from placette.engine.pages.desk import Desk, Lookup, SlotsView, date_view, places_of
from placette.engine.pages.entries import numbered
from placette.engine.pages.features import DRAWING, PEOPLE, PERSON_MARKS, PICTURE, Above, Request
from placette.engine.pages.lists import (
    Collection,
    Member,
    Single,
    TermsContent,
    TermsSectionView,
    feeds_of,
    head_of,
    members_of,
    site_feeds,
)
from placette.engine.pages.settings import ViewsSettings
from placette.engine.pages.views import (
    CardView,
    CreditView,
    DateView,
    FeedView,
    HeadingView,
    HeadView,
    LicenceView,
    LinkView,
    PaginationView,
    PersonCountView,
    PersonView,
    QrView,
    RibbonView,
    TermView,
)
from placette.features.posts.kind import POST
from placette.features.posts.schema import Article, standing_of

ARTICLE = PageAddress("ARTICLE")
OEMBED_FILE = FileAddress("ARTICLE_OEMBED_URL")
"""A post's oEmbed file; empty where none is wanted."""
CATEGORY = PageAddress("CATEGORY", passing=True)
CATEGORY_FEED = FeedAddress("CATEGORY_FEED", passing=True)
CATEGORIES = PageAddress("CATEGORIES")
TAG = PageAddress("TAG", passing=True)
TAGS = PageAddress("TAGS")
YEAR = PageAddress("YEAR_ARCHIVE", passing=True)
MONTH = PageAddress("MONTH_ARCHIVE", passing=True)
ARCHIVES = PageAddress("ARCHIVES")
INDEX = PageAddress("INDEX", root=True)
NOT_FOUND = PageAddress("404")


Groups = Mapping[str, tuple[Term, list[str]]]
"""By slug: the term as first written, and the source paths of its posts, newest first."""
Paths = Mapping[str, list[str]]
"""By key: source paths of posts, newest first."""


def published(desk: Desk) -> tuple[Article, ...]:
    """The posts that are shown, newest first."""
    return desk.build.of(POST)


def leading(desk: Desk) -> Article | None:
    """The post that leads the home page: the newest of those that the team chose and whose days last, or the newest."""
    shown = published(desk)
    return next((article for article in shown if is_featured(article, desk)), shown[0] if shown else None)


def is_featured(article: Article, desk: Desk) -> bool:
    """Whether the team chose a post to lead the home page today."""
    return article.featured is not None and article.featured > desk.build.now


def articles(desk: Desk) -> Mapping[str, Article]:
    """The same by source path."""
    return desk.once(_by_path)


def categories(desk: Desk) -> Groups:
    """The posts of each category."""
    return desk.once(_by_category)


def tags(desk: Desk) -> Groups:
    """The posts of each tag."""
    return desk.once(_by_tag)


def written(desk: Desk) -> Paths:
    """The posts of each author, by key."""
    return desk.once(_by_author)


def of_communes(desk: Desk) -> Paths:
    """The posts about each commune, by code."""
    return desk.once(_by_commune)


def of_areas(desk: Desk) -> Paths:
    """The posts about communes of each département and intercommunalité, by code: no code is of both kinds."""
    return desk.once(_by_area)


def _by_path(desk: Desk) -> dict[str, Article]:
    return {article.path: article for article in published(desk)}


def _by_author(desk: Desk) -> dict[str, list[str]]:
    return by_key((key, article.path) for article in published(desk) for key in article.authors)


def _by_commune(desk: Desk) -> dict[str, list[str]]:
    return by_key((code, article.path) for article in published(desk) for code in article.communes)


def by_key(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Pairs of a key and a value, as lists by key."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)


def _by_area(desk: Desk) -> dict[str, list[str]]:
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    communes: Mapping[str, Commune] = desk.build.communes.by_code
    for article in published(desk):
        for commune in map(communes.__getitem__, article.communes):
            found[commune.department_code][article.path] = None
            if commune.epci:
                found[commune.epci][article.path] = None
    return {code: list(paths) for code, paths in found.items()}


def _by_category(desk: Desk) -> Groups:
    return _group((article.category, article) for article in published(desk))


def _by_tag(desk: Desk) -> Groups:
    return _group((tag, article) for article in published(desk) for tag in article.tags)


def _group(pairs: Iterable[tuple[Term, Article]]) -> Groups:
    groups: dict[str, tuple[Term, list[str]]] = {}
    for term, article in pairs:
        groups.setdefault(term.slug, (term, []))[1].append(article.path)
    return groups


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


class PostContent(NamedTuple):
    """A post (source path), how many posts each author has, its neighbours in time, the posts to read next."""

    article: str
    counts: tuple[int, ...]
    newer: str
    older: str
    related: tuple[str, ...]


class EmbedContent(NamedTuple):
    """A post (source path) as oEmbed."""

    article: str


class HomeContent(NamedTuple):
    """The post that leads, whether the team chose it, the newest others, whether there are older ones.

    Then categories, faces (keys), lists to take part in.
    """

    articles: tuple[str, ...]
    is_chosen: bool
    more: bool
    categories: tuple[TermView, ...]
    people: tuple[str, ...]
    invites: tuple[LinkView, ...]


class ListContent(NamedTuple):
    """One page of a list: its words, its posts, where it stands, its months if it is a year, the category it is of."""

    overline: str
    title: str
    introduction: str
    description: str
    articles: tuple[str, ...]
    pagination: PaginationView
    periods: tuple[TermView, ...] = ()
    subject: Term | None = None
    """What the list is about, if that has a card of its own."""


class ArchivesContent(NamedTuple):
    """Years, newest first: the year, its months, its newest posts."""

    years: tuple[tuple[TermView, tuple[TermView, ...], tuple[str, ...]], ...]


class LatestContent(NamedTuple):
    """Some of the newest posts."""

    articles: tuple[str, ...]


_SHORT, _SHOWN = 4, 3
"""Entries from which a list stands by itself, and those of another list that are shown below it."""


def inviting(desk: Desk) -> Iterator[Single]:
    """The lists that the home page links to where it asks visitors to take part."""
    return (single for feature in desk.features for single in feature.singles if single.invites)


def company_of(single: Single, desk: Desk) -> tuple[TermsSectionView, ...]:
    """The first entries of the other lists that invite visitors; nothing below a list that is long enough."""
    if single.entries is None or single.entries(desk) >= _SHORT:
        return ()
    return tuple(_sections(single, desk))


def _sections(single: Single, desk: Desk) -> Iterator[TermsSectionView]:
    for one in inviting(desk):
        if one.address == single.address or not desk.addresses[one.address]:
            continue
        content = desk.once(one.content)
        if isinstance(content, TermsContent) and content.terms:
            yield TermsSectionView(slugify(content.title), content.title, content.terms[:_SHOWN])


class ContributorView(NamedTuple):
    """Somebody who had a part in a post beside its authors, and what they are in it («dessins, photos»)."""

    person: PersonView
    part: str


class ArticleView(NamedTuple):
    """A post with all that surrounds it."""

    head: HeadView
    card: CardView
    authors: tuple[PersonCountView, ...]
    contributors: tuple[ContributorView, ...]
    credits: tuple[CreditView, ...]
    modified: DateView | None
    body_html: str
    capital: bool
    """Whether its first letter may be a large one: it begins a paragraph, and isn't half of an elision."""
    headings: tuple[HeadingView, ...]
    tags: tuple[TermView, ...]
    recording: LinkView | None
    """Where the text can be heard, and how long that takes."""
    licence: LicenceView
    related: tuple[CardView, ...]
    previous: CardView | None
    next: CardView | None
    qr: QrView
    slots: SlotsView


class HomeView(NamedTuple):
    """The home page."""

    head: HeadView
    lead: CardView | None
    is_chosen: bool
    """Whether the team chose the post that leads; otherwise it is the newest."""
    latest: tuple[CardView, ...]
    """Up to seven posts beside the lead, newest first."""
    more: bool
    """Whether there are posts beside these."""
    categories: tuple[TermView, ...]
    """Up to eight, those with most posts."""
    people: tuple[PersonView, ...]
    invites: tuple[LinkView, ...]
    """The lists of what visitors may take part in."""
    slots: SlotsView


class ListView(NamedTuple):
    """Posts of a category, a tag, a year or a month."""

    head: HeadView
    overline: str
    """What kind of list («Rubrique», «Mot-clé», «Archives»)."""
    title: str
    introduction: str
    feed_url: str
    cards: tuple[CardView, ...]
    pagination: PaginationView
    periods: tuple[TermView, ...] = ()
    """Months of a year, or empty."""
    calendar_url: str = ""
    """The events of a category to subscribe to, or empty."""


class YearView(NamedTuple):
    """One year of the archives, newest post first."""

    year: TermView
    months: tuple[TermView, ...]
    cards: tuple[CardView, ...]


class ArchivesView(NamedTuple):
    """Every post, by year."""

    head: HeadView
    title: str
    years: tuple[YearView, ...]


class NotFoundView(NamedTuple):
    """The page for an address that leads nowhere."""

    head: HeadView
    title: str
    latest: tuple[CardView, ...]


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
