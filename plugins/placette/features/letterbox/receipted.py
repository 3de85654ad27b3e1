"""The letter that a post came with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Extension, Making, Wanted
from placette.engine.library.naming import check_called
from placette.engine.library.options import ReadingOptions
from placette.engine.library.records import Neighbours
from placette.engine.problems.problems import Problem
from placette.features.letterbox.receipt_kind import RECEIPT
from placette.features.posts import POST, ArticleMatter


def _check(draft: Draft, matter: ArticleMatter, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    """A number that no letter has, with the nearest."""
    if matter.receipt:
        yield from check_called(draft, "receipt", [matter.receipt], RECEIPT.name, neighbours, options)


def _names(_draft: Draft, matter: ArticleMatter) -> Iterable[Wanted]:
    return [(RECEIPT.name, matter.receipt)] if matter.receipt else []


def _fields(making: Making[ArticleMatter]) -> Mapping[str, object]:
    return {"receipt": next(iter(making.meant(RECEIPT.name)), "")}


RECEIPTED = Extension(kind=POST.name, check=_check, names=_names, fields=_fields)
"""Posts name the letter that they came with."""
