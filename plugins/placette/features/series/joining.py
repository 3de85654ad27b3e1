"""What a post says of its place in a series."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Extension, Making, Wanted
from placette.engine.library.naming import check_called
from placette.engine.library.options import ReadingOptions
from placette.engine.library.records import Neighbours
from placette.engine.problems.problems import Problem
from placette.features.posts import POST, ArticleMatter
from placette.features.series.kind import SERIES


def _check(draft: Draft, matter: ArticleMatter, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    """A series that does not exist, an episode of none, a series without the number."""
    if matter.series:
        yield from check_called(draft, "series", [matter.series], SERIES.name, neighbours, options)
    if matter.episode and not matter.series and "series" not in draft.unusable:
        yield draft.problem("episode-alone", "episode")
    if matter.series and not matter.episode and "episode" not in draft.unusable:
        yield draft.problem("episode-missing", "series")


def _names(_draft: Draft, matter: ArticleMatter) -> Iterable[Wanted]:
    return [(SERIES.name, matter.series)] if matter.series else []


def _fields(making: Making[ArticleMatter]) -> Mapping[str, object]:
    series = making.meant(SERIES.name)
    return {"series": series[0], "episode": making.matter.episode or 0} if series else {}


EPISODES = Extension(kind=POST.name, check=_check, names=_names, fields=_fields)
