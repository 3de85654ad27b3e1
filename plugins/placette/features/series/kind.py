"""Series, as a kind of text."""

from __future__ import annotations

from placette.engine.base.message import N_
from placette.engine.library.kinds import Called, Making, TextKind
from placette.features.series.messages import NEW_SERIES
from placette.features.series.numbering import SERIES_KIND, check_numbers
from placette.features.series.schema import SeriesMatter
from placette.features.series.series import Series


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
    switch="SERIES_URL",
    changed=N_("the series {what} changed"),
    make=_series,
    called=Called("series-unknown", NEW_SERIES),
    together=check_numbers,
    may_be_empty=True,
    of_editors="proposal-series",
)
