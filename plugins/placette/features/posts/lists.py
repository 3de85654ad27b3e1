"""Lists of posts: by category, key word, year and month, the archives; cards, and the values for them."""

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
from placette.engine.content.communes import Commune
from placette.engine.content.kinds import TextStatus
from placette.engine.content.options import Term
from placette.engine.rendering import lists, views
from placette.engine.rendering.addresses import FeedAddress, FileAddress, PageAddress
from placette.engine.rendering.entries import numbered
from placette.engine.rendering.features import PEOPLE, Above, Collection, Lookup, Member, Request, Single, Site
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.site import SlotsView, ViewsSettings, date_view, once_a_build, places_of
from placette.features.posts.kind import POST, Article, status_of
from placette.features.posts.videos import VideoView

ARTICLE = PageAddress("ARTICLE")
OEMBED_FILE = FileAddress("ARTICLE_OEMBED_URL")  # a post's oEmbed file; empty where none is wanted
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
Paths = Mapping[str, list[str]]  # by key: source paths of posts, newest first


def published(site: Site) -> tuple[Article, ...]:
    """Return the posts that are shown, newest first."""
    return site.build.of(POST)


def leading(site: Site) -> Article | None:
    """Return the post that leads the home page: the newest that the team chose and whose days last, or the newest."""
    shown = published(site)
    return next((article for article in shown if is_featured(article, site)), shown[0] if shown else None)


def is_featured(article: Article, site: Site) -> bool:
    """Return whether the team features a post on the home page today."""
    return article.featured is not None and article.featured > site.build.now


@once_a_build
def articles(site: Site) -> Mapping[str, Article]:
    """Return the posts by source path."""
    return {article.path: article for article in published(site)}


@once_a_build
def categories(site: Site) -> Groups:
    """Return the posts of each category."""
    return _group((article.category, article) for article in published(site))


@once_a_build
def tags(site: Site) -> Groups:
    """Return the posts of each tag."""
    return _group((tag, article) for article in published(site) for tag in article.tags)


@once_a_build
def written(site: Site) -> Paths:
    """Return the posts of each author, by key."""
    return by_key((key, article.path) for article in published(site) for key in article.authors)


@once_a_build
def of_communes(site: Site) -> Paths:
    """Return the posts about each commune, by code."""
    return by_key((code, article.path) for article in published(site) for code in article.communes)


@once_a_build
def of_areas(site: Site) -> Paths:
    """Return the posts about communes of each département and intercommunalité, by code: no code is of both kinds."""
    paths_of: defaultdict[str, dict[str, None]] = defaultdict(dict)
    communes: Mapping[str, Commune] = site.build.communes.by_code
    for article in published(site):
        for commune in map(communes.__getitem__, article.communes):
            paths_of[commune.department_code][article.path] = None
            if commune.epci:
                paths_of[commune.epci][article.path] = None
    return {code: list(paths) for code, paths in paths_of.items()}


def by_key(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return pairs of a key and a value, as lists by key."""
    values_of: defaultdict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        values_of[key].append(value)
    return dict(values_of)


def _group(pairs: Iterable[tuple[Term, Article]]) -> Groups:
    groups: dict[str, tuple[Term, list[str]]] = {}
    for term, article in pairs:
        groups.setdefault(term.slug, (term, []))[1].append(article.path)
    return groups


def article_of(path: str, look: Lookup) -> Article:
    """Return a whole post, by source path."""
    look.note(f"post {path}")
    return articles(look.site)[path]


def card_of(path: str, look: Lookup) -> views.CardView:
    """Return a post as lists show it."""
    look.note(f"card {path}")
    return look.kept(("card", path), lambda: card_view(articles(look.site)[path], look.site))


def cards_of(paths: Iterable[str], look: Lookup) -> tuple[views.CardView, ...]:
    """Return several posts as lists show them."""
    return tuple(card_of(path, look) for path in paths)


def card_view(article: Article, site: Site) -> views.CardView:
    """Return a post as lists show it."""
    people = site.ask(PEOPLE)
    return views.CardView(
        title=article.title,
        url=site.base + article.url,
        summary=article.summary,
        lang=article.lang,
        category=category_term(article.category, site),
        places=places_of(article.communes, site),
        authors=tuple(people[key] for key in article.authors if key in people),
        date=date_view(article.date, site.lang),
        reading_minutes=max(1, round(article.body.words / site.options("VIEWS", ViewsSettings).words_per_minute)),
        picture=site.ask(Ports.PICTURE)(article),
        ribbon=ribbon_view(article, site),
    )


def category_term(term: Term, site: Site, count: int = 0) -> views.TermView:
    """Return a category with its address."""
    return views.TermView(term.name, site.base + site.addresses[CATEGORY].path(term.slug), count, term.description)


def tag_term(term: Term, site: Site, count: int = 0) -> views.TermView:
    """Return a key word with its address."""
    return views.TermView(term.name, site.base + site.addresses[TAG].path(term.slug), count, term.description)


def ribbon_view(article: Article, site: Site) -> views.RibbonView | None:
    """Return what a preview says of a post that isn't published; nothing of any other."""
    match _shown_status(article, site):
        case TextStatus.DRAFT:
            return views.RibbonView("draft", site.say(N_("Draft")), site.say(N_("Draft")))
        case TextStatus.SCHEDULED:
            day = site.build.embargoed.get(article.path, article.date)
            label = site.say(N_("Scheduled for {day}")).format(day=long_date(day, site.lang))
            return views.RibbonView("scheduled", site.say(N_("Scheduled")), label)
    return None


def _shown_status(article: Article, site: Site) -> TextStatus:
    status = status_of(article, site.build.now)
    waits = status is TextStatus.PUBLISHED and article.path in site.build.embargoed
    return TextStatus.SCHEDULED if waits else status


def post_marks(site: Site) -> Iterator[tuple[str, str]]:
    """Yield the marks of posts and of their cards: a post's covers its drawing, a card's photo, people, status."""
    people, drawing = site.ask(Ports.PERSON_MARKS), site.ask(Ports.DRAWING)
    for article in published(site):
        picture = drawing(article)
        yield f"post {article.path}", f"{article.mark} {picture}"
        photo = site.build.photos[article.photo.path].digest if article.photo else ""
        status = _shown_status(article, site) if site.build.preview else TextStatus.PUBLISHED
        until = str(site.build.embargoed.get(article.path, ""))
        authors = (people.get(key, "") for key in article.authors)
        yield f"card {article.path}", " ".join((article.mark, picture, photo, status, until, *authors))


class HomeContent(NamedTuple):
    """The post that leads, whether the team chose it, the newest others, whether there are older ones.

    Then categories, faces (keys), lists to take part in.
    """

    articles: tuple[str, ...]
    is_chosen: bool
    more: bool
    categories: tuple[views.TermView, ...]
    people: tuple[str, ...]
    invites: tuple[views.LinkView, ...]


class ListContent(NamedTuple):
    """One page of a list: its words, its posts, its address, its months if it is a year, its category."""

    overline: str
    title: str
    introduction: str
    description: str
    articles: tuple[str, ...]
    pagination: views.PaginationView
    periods: tuple[views.TermView, ...] = ()
    subject: Term | None = None  # the subject of the list, if that has a card of its own


Years = tuple[tuple[views.TermView, tuple[views.TermView, ...], tuple[str, ...]], ...]
"""Years, newest first: the year, its months, those of its posts that are shown."""
_SHORT, _SHOWN = 4, 3  # entries from which a list is shown alone, and those of another list that are shown below it


def inviting(site: Site) -> Iterator[Single]:
    """Return the lists that the home page links to where it asks visitors to take part."""
    return (single for feature in site.features for single in feature.singles if single.invites)


def company_of(single: Single, site: Site) -> tuple[lists.TermsSectionView, ...]:
    """Return the first entries of the other lists that invite visitors; nothing below a list that is long enough."""
    sections: list[lists.TermsSectionView] = []
    if single.entries is None or single.entries(site) >= _SHORT:
        return ()
    for one in inviting(site):
        content = site.once(one.content) if one.address != single.address and site.addresses[one.address] else None
        if isinstance(content, lists.TermsView) and content.terms:
            sections.append(lists.TermsSectionView(slugify(content.title), content.title, content.terms[:_SHOWN]))
    return tuple(sections)


class ContributorView(NamedTuple):
    """A person with a part in a post beside its authors, and their roles («dessins, photos»)."""

    person: views.PersonView
    part: str


class ArticleView(NamedTuple):
    """A post with all that surrounds it."""

    head: views.HeadView
    card: views.CardView
    authors: tuple[views.PersonView, ...]
    contributors: tuple[ContributorView, ...]
    credits: tuple[views.CreditView, ...]
    modified: views.DateView | None
    body_html: str
    capital: bool  # whether its first letter may be a large one: it begins a paragraph, and isn't half of an elision
    headings: tuple[views.HeadingView, ...]
    tags: tuple[views.TermView, ...]
    recording: views.LinkView | None  # the recording, with its length
    video: VideoView | None
    licence: views.LicenceView
    related: tuple[views.CardView, ...]
    qr: views.QrView
    slots: SlotsView


class HomeView(NamedTuple):
    """The home page."""

    head: views.HeadView
    lead: views.CardView | None
    is_chosen: bool  # whether the team featured the post on top; otherwise it is the newest
    latest: tuple[views.CardView, ...]  # up to seven posts beside the lead, newest first
    more: bool  # whether there are posts beside these
    categories: tuple[views.TermView, ...]  # up to seven, those with most posts
    people: tuple[views.PersonView, ...]
    invites: tuple[views.LinkView, ...]  # the lists in which visitors may take part
    slots: SlotsView


class ListView(NamedTuple):
    """Posts of a category, a tag, a year or a month."""

    head: views.HeadView
    overline: str  # the kind of list («Rubrique», «Mot-clé», «Archives»)
    title: str
    introduction: str
    feed_url: str
    cards: tuple[views.CardView, ...]
    pagination: views.PaginationView
    periods: tuple[views.TermView, ...] = ()  # months of a year, or empty
    calendar_url: str = ""  # the events of a category to subscribe to, or empty


class YearView(NamedTuple):
    """One year of the archives, newest post first."""

    year: views.TermView
    months: tuple[views.TermView, ...]
    cards: tuple[views.CardView, ...]


class ArchivesView(NamedTuple):
    """Every post, by year."""

    head: views.HeadView
    title: str
    years: tuple[YearView, ...]


class NotFoundView(NamedTuple):
    """The page for an address that leads nowhere."""

    head: views.HeadView
    title: str
    latest: tuple[views.CardView, ...]


_WHOLE, _NEWEST = 60, 12  # posts up to which the archives show all, and how many else: others are on pages of years


def _term_members(overline: str, groups: Callable[[Site], Groups], site: Site) -> Iterator[Member]:
    """Yield a list for each category, which has a card of its own, or for each tag."""
    label, is_category = site.say(overline), groups is categories
    for term, posts in groups(site).values():
        words = (label, term.name, term.description, term.description or f"{label} : {term.name}")
        subject = term if is_category else None
        yield Member(term.slug, term.name, posts, partial(_cut, words, (), subject), about=subject)


Words = tuple[str, str, str, str]  # an overline, a title, an introduction, a description


def _cut(
    words: Words,
    periods: tuple[views.TermView, ...],
    subject: Term | None,
    posts: tuple[str, ...],
    pagination: views.PaginationView,
) -> ListContent:
    return ListContent(*words, posts, pagination, periods if pagination.is_first else (), subject)


def _period_members(key: Callable[[Article], object], site: Site) -> Iterator[Member]:
    for _, group in groupby(published(site), key=key):
        posts = list(group)
        first, monthly = posts[0].date, key is month_of
        title = month_name(first, site.lang) if monthly else f"{first.year}"
        words = (site.say(N_("Archives")), title, "", site.say(N_("Posts of this period.")))
        months = () if monthly else months_of(posts, site)
        yield Member("", title, [a.path for a in posts], partial(_cut, words, months, None), date=first)


def year_of(article: Article) -> int:
    """Return the year a post appeared in."""
    return article.date.year


def month_of(article: Article) -> tuple[int, int]:
    """Return the month a post appeared in."""
    return article.date.year, article.date.month


CATEGORY_LISTS = Collection(
    CATEGORY,
    "category",
    partial(_term_members, N_("Category"), categories),
    CATEGORY_FEED,
    N_("Categories"),
    section_order=20,
    listing_order=160,
)
TAG_LISTS = Collection(TAG, "tag", partial(_term_members, N_("Tag"), tags))
YEAR_LISTS = Collection(YEAR, "period_archives", partial(_period_members, year_of))
MONTH_LISTS = Collection(MONTH, "period_archives", partial(_period_members, month_of))


def months_of(articles: Iterable[Article], site: Site) -> tuple[views.TermView, ...]:
    """Return the months of a year's posts, from the first on."""
    groups = [list(group) for _, group in groupby(articles, key=month_of)]
    address = site.addresses[MONTH]
    months = ((group[0].date, len(group)) for group in reversed(groups))
    return tuple(
        views.TermView(month_alone(first, site.lang), site.base + address.path(date=first), count)
        for first, count in months
    )


def category_feeds(site: Site) -> Mapping[str, tuple[views.FeedView, ...]]:
    """Return the feeds that a post announces, by its category's slug: those of the site, then those of the category."""
    whole, members = lists.site_feeds(site), lists.members_of(CATEGORY_LISTS, site)
    feeds = {member.slug: (*whole, *lists.feeds_of(CATEGORY_LISTS, member, site)) for member in members}
    return {term.slug: feeds.get(term.slug, whole) for term, _ in categories(site).values()}


def category_terms(site: Site) -> tuple[views.TermView, ...]:
    """Return the categories that have posts, by name."""
    ordered = sorted(categories(site).values(), key=lambda group: fold(group[0].name))
    return tuple(category_term(term, site, len(posts)) for term, posts in ordered)


def categories_content(site: Site) -> lists.TermsView:
    """Return all categories."""
    return lists.TermsView(
        site.say(N_("Categories")), site.say(N_("What is written about here.")), category_terms(site)
    )


def tags_content(site: Site) -> lists.TermsView:
    """Return all key words."""
    ordered = sorted(tags(site).values(), key=lambda group: fold(group[0].name))
    terms = tuple(tag_term(term, site) for term, _ in ordered)  # not how many posts: each new one would change it
    return lists.TermsView(site.say(N_("Tags")), site.say(N_("Every tag, by name.")), terms)


def archives_content(site: Site) -> Years:
    """Return every year with its months, and the newest posts of all."""
    shown, years = published(site), []
    room = _NEWEST if len(shown) > _WHOLE else _WHOLE
    for year, group in groupby(shown, key=year_of):
        found = list(group)
        url = site.base + site.addresses[YEAR].path(date=datetime(year, 1, 1))
        newest = tuple(article.path for article in found[:room])
        room -= len(newest)
        years.append((views.TermView(f"{year}", url, len(found)), months_of(found, site), newest))
    return tuple(years)


def compose_list(request: Request, content: ListContent, look: Lookup) -> ListView:
    """Return one page of a list of posts."""
    title = numbered(content.title, content.pagination, look.site.say)
    return ListView(
        head=lists.head_of(request, title, content.description, look, content.subject),
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
    """Return the feed that a list shows a link to: the first that it announces."""
    return next((feed.url for feed in request.feeds if feed.type != "text/calendar"), "")


def calendar_url(request: Request) -> str:
    """Return the calendar that a list shows a link to; empty without one."""
    return next((feed.url for feed in request.feeds if feed.type == "text/calendar"), "")


def compose_archives(request: Request, content: Years, look: Lookup) -> ArchivesView:
    """Return every post, by year."""
    title = look.site.say(N_("All posts"))
    years = tuple(YearView(year, months, cards_of(paths, look)) for year, months, paths in content)
    return ArchivesView(lists.head_of(request, title, look.site.say(N_("Every post, by year.")), look), title, years)


def archives_above(site: Site, _about: object) -> Above | None:
    """Return the page above those of years and months."""
    address = site.addresses[ARCHIVES]
    return Above(site.say(N_("Archives")), address.url) if address else None
