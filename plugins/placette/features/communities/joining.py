"""The communities that a post belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Extension, Making, Wanted
from placette.engine.library.naming import check_called
from placette.engine.library.options import ReadingOptions
from placette.engine.library.records import Neighbours
from placette.engine.problems.problems import Problem
from placette.features.communities.kind import COMMUNITY
from placette.features.posts import POST, ArticleMatter


def _check(draft: Draft, matter: ArticleMatter, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    """Communities that nobody declared, with the nearest."""
    yield from check_called(draft, "community", matter.community, COMMUNITY.name, neighbours, options)


def _names(_draft: Draft, matter: ArticleMatter) -> Iterable[Wanted]:
    return [(COMMUNITY.name, name) for name in matter.community]


def _fields(making: Making[ArticleMatter]) -> Mapping[str, object]:
    return {"communities": making.meant(COMMUNITY.name)}


MEMBERSHIPS = Extension(kind=POST.name, check=_check, names=_names, fields=_fields)
