"""Series on the pages: what each shows of its episodes, and where a post stands among them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from placette.engine.base.message import N_
from placette.engine.base.text import fold
from placette.engine.pages.addresses import FeedAddress, PageAddress
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Above
from placette.engine.pages.heads import head_of
from placette.engine.pages.lists import Collection, Member, Single, list_url
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.requests import Request
from placette.engine.pages.terms import TERMS, TermsContent
from placette.engine.pages.texts import numbered
from placette.engine.pages.views import PaginationView, TermView
from placette.features.authors import Profile
from placette.features.posts import Article, articles, card_of, feed_url, published
from placette.features.series.kind import SERIES
from placette.features.series.series import Series
from placette.features.series.views import EpisodeView, InstalmentView, SeriesView

SERIES_PAGE = PageAddress("SERIES")
SERIES_WHOLE = PageAddress("SERIES_WHOLE", passing=True)
SERIES_FEED = FeedAddress("SERIES_FEED")
SERIES_INDEX = PageAddress("SERIES_INDEX")
_LISTED = 12
"""Episodes that each of them lists; of a longer series they lead to the page."""
_ON_ONE_PAGE = 40
"""Episodes that one page holds: to print, some hundred sheets."""
_TITLE = N_("Series")


class InstalmentContent(NamedTuple):
    """A series (slug), the episodes before and after a post (source paths), all with numbers if they are few."""

    series: str
    previous: str
    next: str
    episodes: tuple[tuple[int, str], ...]


class SeriesContent(NamedTuple):
    """One page of a series (slug): how many episodes there are in all, who writes in it, its numbered posts."""

    series: str
    total: int
    people: tuple[str, ...]
    episodes: tuple[tuple[int, str], ...]
    pagination: PaginationView


def all_series(desk: Desk) -> Mapping[str, Series]:
    """Every series by slug; none where the settings leave out their pages."""
    return desk.once(_by_slug)


def _by_slug(desk: Desk) -> Mapping[str, Series]:
    return {series.slug: series for series in desk.build.of(SERIES)} if desk.addresses[SERIES_PAGE] else {}


def episodes_of(desk: Desk) -> Mapping[str, list[str]]:
    """The published posts of each series (slug), in the order of their numbers."""
    return desk.once(_episodes)


def _episodes(desk: Desk) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[Article]] = defaultdict(list)
    for article in published(desk) if all_series(desk) else ():
        if article.series:
            found[article.series].append(article)
    return {slug: [a.path for a in sorted(group, key=_number)] for slug, group in found.items()}


def numbered_episodes(slug: str, desk: Desk) -> tuple[tuple[int, str], ...]:
    """The numbered posts of a series that one page can hold; none of a series of one episode, or of too many."""
    paths = episodes_of(desk).get(slug, [])
    return _with_numbers(paths, desk) if 1 < len(paths) <= _ON_ONE_PAGE else ()


def _whole_url(slug: str, desk: Desk) -> str:
    address = desk.addresses[SERIES_WHOLE]
    return desk.base + address.path(slug) if address and numbered_episodes(slug, desk) else ""


def _number(article: Article) -> tuple[int, str]:
    return article.episode, article.path


def _positions(desk: Desk) -> Mapping[str, int]:
    """The position of each episode in its series, from 0."""
    return {path: place for paths in episodes_of(desk).values() for place, path in enumerate(paths)}


def instalment_of(article: Article, desk: Desk) -> InstalmentContent | None:
    """Where a published post stands in its series; None for a post of its own."""
    if article.series not in all_series(desk):
        return None
    paths = episodes_of(desk)[article.series]
    at = desk.once(_positions)[article.path]
    listed = _with_numbers(paths, desk) if 1 < len(paths) <= _LISTED else ()
    before, after = paths[at - 1] if at else "", paths[at + 1] if at + 1 < len(paths) else ""
    return InstalmentContent(article.series, before, after, listed)


def near_episodes(article: Article, desk: Desk) -> set[str]:
    """The episodes before and after a post, which needn't be shown as its neighbours in time too."""
    part = instalment_of(article, desk) if article.series else None
    return {part.previous, part.next} - {""} if part else set()


def has_neighbours(article: Article, desk: Desk) -> InstalmentContent | None:
    """Where a post stands, if there is an episode before or after it."""
    part = instalment_of(article, desk)
    return part if part and (part.previous or part.next) else None


def instalment_view(article: Article, content: InstalmentContent, look: Lookup) -> InstalmentView:
    """A post's place in its series, as its page shows it."""
    series = series_of(content.series, look)
    return InstalmentView(
        title=series.title,
        url=look.desk.base + series.url,
        lang=series.lang,
        number=article.episode,
        previous=card_of(content.previous, look) if content.previous else None,
        next=card_of(content.next, look) if content.next else None,
        episodes=_episode_views(content.episodes, look),
    )


def series_of(slug: str, look: Lookup) -> Series:
    """A series by slug."""
    look.note(f"series {slug}")
    return all_series(look.desk)[slug]


def _members(desk: Desk) -> Iterator[Member]:
    for series in all_series(desk).values():
        paths = episodes_of(desk).get(series.slug, [])
        people = tuple(dict.fromkeys(key for path in paths for key in articles(desk)[path].authors))
        newest = sorted(paths, key=lambda path: (articles(desk)[path].date, path), reverse=True)
        content = partial(_content, series.slug, len(paths), people, desk)
        yield Member(series.slug, series.title, paths, content, about=series, newest=newest)


def _content(
    slug: str, total: int, people: tuple[str, ...], desk: Desk, posts: tuple[str, ...], pagination: PaginationView
) -> SeriesContent:
    return SeriesContent(slug, total, people, _with_numbers(posts, desk), pagination)


SERIES_PAGES = Collection(SERIES_PAGE, "series", _members, SERIES_FEED, _TITLE, section_order=60, listing_order=190)


def compose_series(request: Request, content: SeriesContent, look: Lookup) -> SeriesView:
    """One page of a series."""
    series, desk = series_of(content.series, look), look.desk
    title = numbered(series.title, content.pagination.number, desk.say)
    return SeriesView(
        head=head_of(request, title, series.summary, look),
        title=series.title,
        lang=series.lang,
        summary=series.summary,
        introduction_html=look.html(series),
        finished=series.finished,
        count=content.total,
        people=look.people(content.people),
        index_url=list_url(SERIES_INDEX, desk),
        feed_url=feed_url(request),
        whole_url=_whole_url(content.series, desk),
        episodes=_episode_views(content.episodes, look),
        pagination=content.pagination,
    )


def _episode_views(episodes: tuple[tuple[int, str], ...], look: Lookup) -> tuple[EpisodeView, ...]:
    return tuple(EpisodeView(number, card_of(path, look)) for number, path in episodes)


def _index(desk: Desk) -> TermsContent | None:
    if not all_series(desk):
        return None
    ordered = sorted(all_series(desk).values(), key=lambda series: (fold(series.title), series.slug))
    terms = tuple(_term(series, len(episodes_of(desk).get(series.slug, ())), desk) for series in ordered)
    return TermsContent(desk.say(_TITLE), desk.say(N_("Stories told in several posts.")), terms)


SERIES_LIST = Single(SERIES_INDEX, TERMS, _index, _TITLE, 70, 100, entries=lambda desk: len(all_series(desk)))


def series_above(desk: Desk, _about: object) -> Above | None:
    """The page above that of a series."""
    address = desk.addresses[SERIES_INDEX]
    return Above(desk.say(_TITLE), address.url) if address else None


def series_by_author(profile: Profile, desk: Desk) -> tuple[TermView, ...]:
    """The series in which an author writes, by title, with how many of their episodes."""
    return desk.once(_by_author).get(profile.key, ())


def _by_author(desk: Desk) -> Mapping[str, tuple[TermView, ...]]:
    found: defaultdict[str, list[TermView]] = defaultdict(list)
    every = all_series(desk)
    for slug in sorted(episodes_of(desk), key=lambda slug: (fold(every[slug].title), slug)):
        counts = Counter(key for path in episodes_of(desk)[slug] for key in articles(desk)[path].authors)
        for key, count in counts.items():
            found[key].append(_term(every[slug], count, desk))
    return {key: tuple(terms) for key, terms in found.items()}


def _term(series: Series, count: int, desk: Desk) -> TermView:
    return TermView(series.title, desk.base + series.url, count, series.summary)


def _with_numbers(paths: Sequence[str], desk: Desk) -> tuple[tuple[int, str], ...]:
    return tuple((articles(desk)[path].episode, path) for path in paths)
