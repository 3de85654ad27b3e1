"""Series: several posts that belong together, as numbered episodes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.text import fold
from placette.engine.base.translation import N_
from placette.engine.content.extended import added
from placette.engine.content.kinds import Draft, Extension, Making, Reference
from placette.engine.findings.problems import Problem
from placette.engine.rendering.addresses import FeedAddress, PageAddress
from placette.engine.rendering.entries import licence_view, numbered, qr_view
from placette.engine.rendering.features import (
    Collection,
    Feature,
    InPost,
    Lookup,
    Member,
    PageKind,
    Request,
    Single,
    Site,
    Slot,
)
from placette.engine.rendering.lists import TERMS, TermsView, head_of, list_url
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.site import once_a_build
from placette.engine.rendering.views import (
    CardView,
    CreditView,
    HeadView,
    LicenceView,
    PaginationView,
    PersonView,
    QrView,
    TermView,
)
from placette.engine.texts import fields as f
from placette.engine.texts.front_matter import Matter, signer_key
from placette.features.authors import Profile
from placette.features.posts import POST, Article, article_of, articles, card_of, credits_of, feed_url, published
from placette.features.series.kind import SERIES, Instalment, InstalmentTie, Series

__all__ = ["FEATURE", "EpisodeKeys", "episode_of", "register"]


class EpisodeKeys(Matter):
    """The keys of a post for its series."""

    series: f.ShortText = signer_key(
        "The series it is an episode of: its title, or its file's name in series/.",
        "série",
        example="le-tour-de-main",
        default="",
    )
    episode: f.Episode | None = signer_key(
        "Its number in the series: 1, 2, 3 … without a hole.", "épisode", example="3", default=None
    )


class WithdrawnEpisodeKeys(Matter):
    """The keys that a withdrawn post keeps of it."""

    series: f.ShortText = signer_key(
        "The series it was an episode of, so that the others keep their numbers.",
        "série",
        example="le-tour-de-main",
        default="",
    )
    episode: f.Episode | None = signer_key("Its number in the series.", "épisode", example="3", default=None)


@dataclass(frozen=True, slots=True)
class InSeries:
    """A post's place in a series."""

    series: str = ""
    """The slug of the series that it belongs to, or empty."""
    episode: int = 0
    """Its number there, from 1; 0 without series."""


def _check(draft: Draft, matter: EpisodeKeys, *_site: object) -> Iterator[Problem]:
    """Yield an episode of no series, a series without the number."""
    if matter.episode and not matter.series and "series" not in draft.unusable:
        yield draft.problem("episode-alone", "episode")
    if matter.series and not matter.episode and "episode" not in draft.unusable:
        yield draft.problem("episode-missing", "series")


def _fields(making: Making[EpisodeKeys]) -> Mapping[str, object]:
    return {"episode": making.matter.episode or 0} if making.meant(SERIES.name) else {}


def episode_of(article: Article) -> InSeries:
    """Return a post's place in a series."""
    return added(InSeries, article)


def _tie(draft: Draft) -> Mapping[str, object]:
    """Return the tie of an episode: its number is taken even if the post is kept out."""
    matter = draft.checkable
    if isinstance(matter, EpisodeKeys | WithdrawnEpisodeKeys) and matter.series and matter.episode:
        number = draft.entry("episode")
        return {"instalment": Instalment(matter.series, matter.episode, number.line, number.column)}
    return {}


EPISODES = Extension(
    *(POST.name, EpisodeKeys, "featured", InSeries),
    withdrawn=WithdrawnEpisodeKeys,
    ties=InstalmentTie,
    tie=_tie,
    check=_check,
    refers=(Reference("series", SERIES.name, fills="series", finds=True),),
    fields=_fields,
)


class EpisodeView(NamedTuple):
    """A post of a series with its number there."""

    number: int
    card: CardView


class InstalmentView(NamedTuple):
    """A post's place in its series: ``title``, ``url`` and ``lang`` are those of the series."""

    title: str
    url: str
    lang: str
    number: int
    previous: CardView | None
    next: CardView | None


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A series, its episodes in order."""

    head: HeadView
    title: str
    lang: str
    summary: str
    introduction_html: str
    finished: bool
    count: int  # number of published episodes
    people: tuple[PersonView, ...]  # its authors, by first episode
    index_url: str
    feed_url: str
    whole_url: str  # the page with all its texts, or empty
    episodes: tuple[EpisodeView, ...]
    pagination: PaginationView


class WholeEpisodeView(NamedTuple):
    """An episode with its text, among the others of its series."""

    number: int
    card: CardView
    credits: tuple[CreditView, ...]
    body_html: str
    licence: LicenceView
    more: bool  # whether its own page has something directly below it: answers, corrections


@dataclass(frozen=True, slots=True)
class WholeSeriesView:
    """All texts of a series. ``url`` is that of its page as printed, ``address`` the same whole."""

    head: HeadView
    title: str
    url: str
    lang: str
    summary: str
    index_url: str
    address: str
    episodes: tuple[WholeEpisodeView, ...]
    qr: QrView


SERIES_PAGE = PageAddress("SERIES")
SERIES_WHOLE = PageAddress("SERIES_WHOLE", passing=True)
SERIES_FEED = FeedAddress("SERIES_FEED")
SERIES_INDEX = PageAddress("SERIES_INDEX")
_ON_ONE_PAGE = 40  # episodes on one page: to print, some hundred sheets
_TITLE = N_("Series")


class InstalmentContent(NamedTuple):
    """A series (slug), the episodes before and after a post (source paths)."""

    series: str
    previous: str
    next: str


class SeriesContent(NamedTuple):
    """One page of a series (slug): how many episodes there are in all, who writes in it, its numbered posts."""

    series: str
    total: int
    people: tuple[str, ...]
    episodes: tuple[tuple[int, str], ...]
    pagination: PaginationView


@once_a_build
def episodes_of(site: Site) -> Mapping[str, list[str]]:
    """Return the published posts of each series (slug), in the order of their numbers."""
    articles_of: defaultdict[str, list[Article]] = defaultdict(list)
    for article in published(site) if site.texts(SERIES) else ():
        if slug := episode_of(article).series:
            articles_of[slug].append(article)
    return {slug: [a.path for a in sorted(group, key=_number)] for slug, group in articles_of.items()}


def numbered_episodes(slug: str, site: Site) -> tuple[tuple[int, str], ...]:
    """Return the numbered posts of a series that fit on one page; none of a series of one episode, or of too many."""
    paths = episodes_of(site).get(slug, [])
    return _with_numbers(paths, site) if 1 < len(paths) <= _ON_ONE_PAGE else ()


def _number(article: Article) -> tuple[int, str]:
    return episode_of(article).episode, article.path


def instalment_of(article: Article, site: Site) -> InstalmentContent | None:
    """Return the place of a published post in its series; None for a post of its own."""
    if episode_of(article).series not in site.texts(SERIES):
        return None
    paths = episodes_of(site)[episode_of(article).series]
    at = paths.index(article.path)
    before, after = paths[at - 1] if at else "", paths[at + 1] if at + 1 < len(paths) else ""
    return InstalmentContent(episode_of(article).series, before, after)


def near_episodes(article: Article, site: Site) -> set[str]:
    """Return the episodes before and after a post, which needn't be shown as its neighbours in time too."""
    part = instalment_of(article, site) if episode_of(article).series else None
    return {part.previous, part.next} - {""} if part else set()


def has_neighbours(article: Article, site: Site) -> InstalmentContent | None:
    """Return the place of a post, if there is an episode before or after it."""
    part = instalment_of(article, site)
    return part if part and (part.previous or part.next) else None


def instalment_view(article: Article, content: InstalmentContent, look: Lookup) -> InstalmentView:
    """Return a post's place in its series, as its page shows it."""
    series = look.named(SERIES, content.series)
    return InstalmentView(
        title=series.title,
        url=look.site.base + series.url,
        lang=series.lang,
        number=episode_of(article).episode,
        previous=card_of(content.previous, look) if content.previous else None,
        next=card_of(content.next, look) if content.next else None,
    )


def _members(site: Site) -> Iterator[Member]:
    for series in site.texts(SERIES).values():
        paths = episodes_of(site).get(series.slug, [])
        people = tuple(dict.fromkeys(key for path in paths for key in articles(site)[path].authors))
        newest = sorted(paths, key=lambda path: (articles(site)[path].date, path), reverse=True)
        content = partial(_content, series.slug, len(paths), people, site)
        yield Member(series.slug, series.title, paths, content, about=series, newest=newest)


def _content(
    slug: str, total: int, people: tuple[str, ...], site: Site, posts: tuple[str, ...], pagination: PaginationView
) -> SeriesContent:
    return SeriesContent(slug, total, people, _with_numbers(posts, site), pagination)


SERIES_PAGES = Collection(
    *(SERIES_PAGE, "series", _members, SERIES_FEED, _TITLE), section_order=60, listing_order=190, newest_first=False
)


def compose_series(request: Request, content: SeriesContent, look: Lookup) -> SeriesView:
    """Return one page of a series."""
    series, site = look.named(SERIES, content.series), look.site
    title = numbered(series.title, content.pagination, site.say)
    address = site.addresses[SERIES_WHOLE]
    return SeriesView(
        head=head_of(request, title, series.summary, look),
        title=series.title,
        lang=series.lang,
        summary=series.summary,
        introduction_html=look.html(series),
        finished=series.finished,
        count=content.total,
        people=look.people(content.people),
        index_url=list_url(SERIES_INDEX, site),
        feed_url=feed_url(request),
        whole_url=site.base + address.path(content.series)
        if address and numbered_episodes(content.series, site)
        else "",
        episodes=tuple(EpisodeView(number, card_of(path, look)) for number, path in content.episodes),
        pagination=content.pagination,
    )


def _index(site: Site) -> TermsView | None:
    all_series = site.by_title(SERIES)
    terms = tuple(_term(series, len(episodes_of(site).get(series.slug, ())), site) for series in all_series)
    return TermsView(site.say(_TITLE), site.say(N_("Stories told in several posts.")), terms) if terms else None


SERIES_LIST = Single(SERIES_INDEX, TERMS, _index, _TITLE, 70, 100, entries=lambda site: len(site.texts(SERIES)))


def series_by_author(profile: Profile, site: Site) -> tuple[TermView, ...]:
    """Return the series in which an author writes, by title, with how many of their episodes."""
    return site.once(_by_author).get(profile.key, ())


def _by_author(site: Site) -> Mapping[str, tuple[TermView, ...]]:
    terms_of: defaultdict[str, list[TermView]] = defaultdict(list)
    every = site.texts(SERIES)
    for slug in sorted(episodes_of(site), key=lambda slug: (fold(every[slug].title), slug)):
        counts = Counter(key for path in episodes_of(site)[slug] for key in articles(site)[path].authors)
        for author, count in counts.items():
            terms_of[author].append(_term(every[slug], count, site))
    return {key: tuple(terms) for key, terms in terms_of.items()}


def _term(series: Series, count: int, site: Site) -> TermView:
    return TermView(series.title, site.base + series.url, count, series.summary)


def _with_numbers(paths: Sequence[str], site: Site) -> tuple[tuple[int, str], ...]:
    return tuple((episode_of(articles(site)[path]).episode, path) for path in paths)


WHOLE = "whole_series"
_HEADING = re.compile(r"<(/?)h([2-5])(?=[\s>])")


WholeContent = tuple[str, tuple[tuple[int, str, bool], ...]]
"""A series (slug) and its posts: each with its number, and whether something is directly below it."""


def whole_requests(site: Site) -> Iterator[Request]:
    """Yield the page of each series that has several episodes, and few enough for one page."""
    address = site.addresses[SERIES_WHOLE]
    for slug in site.texts(SERIES) if address else ():
        if episodes := numbered_episodes(slug, site):
            planned = tuple((number, path, _has_more(path, site)) for number, path in episodes)
            yield Request(WHOLE, address.file(slug), address.path(slug), (slug, planned))


def _has_more(path: str, site: Site) -> bool:
    """Return whether features put anything below a post: an answer, a right of reply, a correction."""
    article = articles(site)[path]
    return any(slot.place == "after" and slot.plan(article, site) for slot in site.slots_of("article"))


def compose_whole(request: Request, content: WholeContent, look: Lookup) -> WholeSeriesView:
    """Return the view of a whole series; robots keep to the pages of its episodes."""
    (slug, planned), site = content, look.site
    series = look.named(SERIES, slug)
    mining = max(map(site.ask(Ports.MINING).of, (article_of(path, look) for _, path, _ in planned)))
    title = site.say(N_("The whole series: {series}")).format(series=series.title)
    return WholeSeriesView(
        head=head_of(request, title, series.summary, look, robots="noindex")._replace(mining=mining),
        title=series.title,
        url=site.base + series.url,
        lang=series.lang,
        summary=series.summary,
        index_url=list_url(SERIES_INDEX, site),
        address=site.absolute(series.url),
        episodes=tuple(_episode(*episode, look) for episode in planned),
        qr=qr_view(site.absolute(series.url)),
    )


def _episode(number: int, path: str, more: bool, look: Lookup) -> WholeEpisodeView:
    article = article_of(path, look)
    return WholeEpisodeView(
        number=number,
        card=card_of(path, look),
        credits=credits_of(article, look),
        body_html=below(look.html(article), f"e{number}-"),
        licence=licence_view(article.licence),
        more=more,
    )


def below(html: str, prefix: str) -> str:
    """Return the HTML of a body among others of its page: its anchors are its own, its headings are below its title."""
    tree = LexborHTMLParser(html, is_fragment=True)
    for node in tree.css("[id]"):
        node.attrs["id"] = f"{prefix}{node.attributes['id']}"
    for node in tree.css("a[href^='#']"):
        node.attrs["href"] = f"#{prefix}{(node.attributes['href'] or '')[1:]}"
    return _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + 1}", tree.html or "")


def _in_post(article: Article, site: Site) -> InPost:
    series = site.texts(SERIES).get(episode_of(article).series)
    if series is None:
        return InPost()
    url = site.absolute(series.url)
    whole = {"@type": "CreativeWorkSeries", "@id": f"{url}#series", "name": series.title, "url": url}
    return InPost((whole,), episode_of(article).episode, parts=(f"{SERIES.name} {series.path}",))


def _in_feeds(article: Article, look: Lookup) -> tuple[str, str, int] | None:
    place = episode_of(article)
    if place.series not in look.site.texts(SERIES):
        return None
    series = look.named(SERIES, place.series)
    return series.title, look.site.absolute(series.url), place.episode


FEATURE = Feature(
    name="series",
    order=60,
    kinds=(SERIES,),
    extensions=(EPISODES,),
    addresses=(SERIES_PAGE, SERIES_WHOLE, SERIES_FEED, SERIES_INDEX),
    pages=(
        PageKind("series", compose_series, above=SERIES_INDEX),
        PageKind(WHOLE, compose_whole, above=SERIES_INDEX),
    ),
    requests=whole_requests,
    collections=(SERIES_PAGES,),
    singles=(SERIES_LIST,),
    slots=(
        Slot("article", "overline", "series", "episode_line", instalment_of, instalment_view),
        Slot("article", "below", "series", "instalment", has_neighbours, instalment_view),
        Slot("author", "head", "series", "author_series", series_by_author),
    ),
    beside=near_episodes,
    in_post=_in_post,
    offers={Ports.EPISODE: lambda _site: _in_feeds},
)
register = FEATURE.register
