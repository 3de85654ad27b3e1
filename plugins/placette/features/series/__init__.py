"""Stories told in several posts."""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Feature, InPost, PageKind, Slot
from placette.engine.pages.searched import Searched, SearchedKind, searched_text
from placette.engine.pages.slots import as_planned
from placette.features.posts import Article
from placette.features.series.episodes import (
    SERIES_FEED,
    SERIES_INDEX,
    SERIES_LIST,
    SERIES_PAGE,
    SERIES_PAGES,
    SERIES_WHOLE,
    all_series,
    compose_series,
    has_neighbours,
    instalment_of,
    instalment_view,
    near_episodes,
    series_above,
    series_by_author,
)
from placette.features.series.joining import EPISODES
from placette.features.series.kind import SERIES
from placette.features.series.whole import WHOLE, compose_whole, whole_requests

__all__ = ["FEATURE", "register"]


def _marks(desk: Desk) -> Iterator[tuple[str, str]]:
    return ((f"series {slug}", series.mark) for slug, series in all_series(desk).items())


def _in_post(article: Article, desk: Desk) -> InPost:
    series = all_series(desk).get(article.series)
    if series is None:
        return InPost()
    url = desk.absolute(series.url)
    whole = {"@type": "CreativeWorkSeries", "@id": f"{url}#series", "name": series.title, "url": url}
    return InPost((whole,), article.episode, parts=(f"series {article.series}",))


_SEARCHED = SearchedKind("series", N_("A series"), N_("Series"), 60)


def _searched(desk: Desk) -> Iterator[Searched]:
    return (searched_text(_SEARCHED, series, desk) for series in all_series(desk).values())


FEATURE = Feature(
    name="series",
    order=60,
    kinds=(SERIES,),
    extensions=(EPISODES,),
    addresses=(SERIES_PAGE, SERIES_WHOLE, SERIES_FEED, SERIES_INDEX),
    pages=(
        PageKind("series", compose_series, above=series_above),
        PageKind(WHOLE, compose_whole, above=series_above),
    ),
    requests=whole_requests,
    collections=(SERIES_PAGES,),
    singles=(SERIES_LIST,),
    slots=(
        Slot("article", "overline", "series", "episode_line", instalment_of, instalment_view),
        Slot("article", "below", "series", "instalment", has_neighbours, instalment_view),
        Slot("author", "head", "series", "author_series", series_by_author, as_planned),
    ),
    beside=near_episodes,
    marks=_marks,
    in_post=_in_post,
    searched=_searched,
)
register = FEATURE.register
