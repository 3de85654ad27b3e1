"""Series, as a kind of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from placette.engine.base.message import N_
from placette.engine.library import checks
from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Called, Making, TextKind
from placette.engine.library.options import ReadingOptions
from placette.engine.library.outline import Outline
from placette.engine.library.records import Neighbours
from placette.engine.problems.problems import Problem
from placette.features.series.messages import NEW_SERIES
from placette.features.series.numbering import SERIES_KIND, check_numbers
from placette.features.series.schema import SeriesMatter
from placette.features.series.series import Series


def _check(draft: Draft, matter: SeriesMatter, _neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    yield from checks.check_language(draft, matter.lang, options)


def _outline(draft: Draft, outline: Outline[Any]) -> Outline[Any]:
    return replace(outline, title=draft.matter.title) if isinstance(draft.matter, SeriesMatter) else outline


def _series(making: Making[SeriesMatter]) -> Series:
    """A series, with its introduction."""
    draft, title, summary = making.draft, making.say(making.matter.title), making.say(making.matter.summary)
    return Series(draft.path, draft.slug, making.url, title, summary, making.lang, making.matter.status, making.body)


SERIES = TextKind(
    name=SERIES_KIND,
    place=r"series/[^/]+\.md",
    schema=SeriesMatter,
    value=Series,
    address="SERIES",
    switch="SERIES_SAVE_AS",
    changed=N_("the series {what} changed"),
    check=_check,
    make=_series,
    called=Called("series-unknown", NEW_SERIES),
    outline=_outline,
    together=check_numbers,
    may_be_empty=True,
    of_editors="proposal-series",
)
