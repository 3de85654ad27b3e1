"""The call for posts that a post answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Extension, Making, Wanted
from placette.engine.library.naming import check_called
from placette.engine.library.options import ReadingOptions
from placette.engine.library.records import Neighbours
from placette.engine.problems.problems import Problem
from placette.features.calls.kind import CALL
from placette.features.posts import POST, ArticleMatter


def _check(draft: Draft, matter: ArticleMatter, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    """A call that nobody declared, with the nearest."""
    if matter.call:
        yield from check_called(draft, "call", [matter.call], CALL.name, neighbours, options)


def _names(_draft: Draft, matter: ArticleMatter) -> Iterable[Wanted]:
    return [(CALL.name, matter.call)] if matter.call else []


def _fields(making: Making[ArticleMatter]) -> Mapping[str, object]:
    return {"call": next(iter(making.meant(CALL.name)), "")}


ANSWERS = Extension(kind=POST.name, check=_check, names=_names, fields=_fields)
