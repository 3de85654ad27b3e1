"""Series on the pages: what each shows of its episodes, and where a post stands among them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from placette.engine.base.message import N_
from placette.engine.base.text import fold
from placette.engine.pages.contents import InstalmentContent, SeriesContent, TermsContent
from placette.engine.pages.desk import Desk
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.page_views import EpisodeView, InstalmentView
from placette.engine.pages.views import LinkView, PaginationView, TermView
from placette.features.feeds.subscriptions import series_feeds
from placette.features.posts.article import Article
from placette.features.series.series import Series

_LISTED = 12
"""Episodes that each of them lists; of a longer series they lead to the page."""


def instalment_content(article: Article, desk: Desk) -> InstalmentContent | None:
    """Where a published post stands in its series; None for a post of its own."""
    if article.series not in desk.series:
        return None
    paths = desk.episodes[article.series]
    at = desk.places_in_series[article.path]
    listed = _numbered(paths, desk) if 1 < len(paths) <= _LISTED else ()
    before, after = paths[at - 1] if at else "", paths[at + 1] if at + 1 < len(paths) else ""
    return InstalmentContent(article.series, before, after, listed)


def beside(part: InstalmentContent | None, newer: str, older: str) -> tuple[str, str]:
    """The neighbours in time that are not the neighbours in the series already."""
    near = {part.previous, part.next} if part else set()
    return "" if newer in near else newer, "" if older in near else older


def instalment_view(content: InstalmentContent, number: int, look: Lookup) -> InstalmentView:
    """A post's place in its series, as its page shows it."""
    series = look.series(content.series)
    return InstalmentView(
        title=series.title,
        url=look.desk.build.base + series.url,
        lang=series.lang,
        number=number,
        previous=look.card(content.previous) if content.previous else None,
        next=look.card(content.next) if content.next else None,
        episodes=episode_views(content.episodes, look),
    )


def series_content(series: Series, paths: tuple[str, ...], pagination: PaginationView, desk: Desk) -> SeriesContent:
    """One page of a series, with the episodes at ``paths``."""
    every = desk.episodes.get(series.slug, [])
    people = dict.fromkeys(key for path in every for key in desk.articles[path].authors)
    feeds = series_feeds(series, desk)
    feed = feeds[0].url if feeds else ""
    return SeriesContent(series.slug, len(every), tuple(people), _numbered(paths, desk), feed, pagination)


def episode_views(episodes: tuple[tuple[int, str], ...], look: Lookup) -> tuple[EpisodeView, ...]:
    """Episodes as lists show them."""
    return tuple(EpisodeView(number, look.card(path)) for number, path in episodes)


def index_content(desk: Desk) -> TermsContent:
    """All series."""
    return TermsContent(desk.say(N_("Series")), desk.say(N_("Stories told in several posts.")), series_terms(desk))


def series_terms(desk: Desk) -> tuple[TermView, ...]:
    """Every series by title, with how many of its episodes are published."""
    ordered = sorted(desk.series.values(), key=lambda series: (fold(series.title), series.slug))
    return tuple(_term(series, len(desk.episodes.get(series.slug, ())), desk) for series in ordered)


def series_links(desk: Desk) -> list[LinkView]:
    """Every series by title, as links."""
    return [LinkView(term.name, term.url) for term in series_terms(desk)]


def series_by_author(desk: Desk) -> dict[str, tuple[TermView, ...]]:
    """The series in which each author writes, by title, with how many of their episodes."""
    found: defaultdict[str, list[TermView]] = defaultdict(list)
    for slug in sorted(desk.episodes, key=lambda slug: (fold(desk.series[slug].title), slug)):
        counts = Counter(key for path in desk.episodes[slug] for key in desk.articles[path].authors)
        for key, count in counts.items():
            found[key].append(_term(desk.series[slug], count, desk))
    return {key: tuple(terms) for key, terms in found.items()}


def _term(series: Series, count: int, desk: Desk) -> TermView:
    return TermView(series.title, desk.build.base + series.url, count, series.summary)


def _numbered(paths: Sequence[str], desk: Desk) -> tuple[tuple[int, str], ...]:
    return tuple((desk.articles[path].episode, path) for path in paths)
