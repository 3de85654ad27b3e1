"""Texts as feeds and maps show them, whatever their kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from placette.engine.base.geography import Point
from placette.engine.pages.views import PersonView
from placette.engine.texts.pictures import PictureView
from placette.engine.texts.values import Licence

if TYPE_CHECKING:
    from placette.engine.pages.lookup import Lookup


class FeedFile(NamedTuple):
    """A file that feed readers offer with an entry: its absolute address, bytes, media type."""

    url: str
    length: int
    mime_type: str


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A text in a feed. ``url`` is its address from the site's root; ``html`` and ``picture`` look it up."""

    url: str
    title: str
    summary: str
    lang: str
    date: datetime
    modified: datetime
    html: Callable[[], str]
    licence: Licence
    people: tuple[PersonView, ...] = ()
    helpers: tuple[tuple[str, PersonView], ...] = ()
    """Who took part beside the authors, each with the name of their role."""
    subjects: tuple[str, ...] = ()
    """Its category and key words."""
    communes: tuple[str, ...] = ()
    spot: tuple[str, Point | None] | None = None
    """The place that it names, finer than a commune, and its point in degrees."""
    points: tuple[Point, ...] = ()
    """Where it takes place, in degrees."""
    recording: FeedFile | None = None
    """The text read aloud."""
    picture: Callable[[], PictureView | None] = lambda: None


def entry_of(path: str, look: Lookup) -> FeedEntry:
    """A text by source path; raises ``KeyError`` for one that no feature puts into feeds."""
    for feature in look.desk.features:
        if (entry := feature.entry(path, look)) is not None:
            return entry
    raise KeyError(path)
