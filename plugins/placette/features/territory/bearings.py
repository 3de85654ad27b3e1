"""Where an event or a walk takes place: on a small drawing of the territory, in its communes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from placette.engine.base.geography import Point
from placette.engine.pages.desk import Desk
from placette.engine.pages.lists import list_url
from placette.engine.pages.lookup import Lookup, places_of
from placette.features.territory.area_pages import MAP_PAGE
from placette.features.territory.atlas import LOCATOR, atlas_of
from placette.features.territory.views import LocatorView, SpotView, WhereView


class Located(Protocol):
    """A text that names communes (codes)."""

    @property
    def communes(self) -> tuple[str, ...]:
        """Their codes."""


def has_bearings(about: Located, desk: Desk) -> bool:
    """Whether the drawing would show where it is; the names alone stand on its page already."""
    return locator_of(about.communes, desk) is not None


def bearings_view(about: Located, _content: bool, look: Lookup) -> SpotView:
    """Where it is, with the way to the map."""
    desk = look.desk
    where = WhereView(locator_of(about.communes, desk), places_of(about.communes, desk), "", "")
    return SpotView(where, list_url(MAP_PAGE, desk))


def locator_of(codes: tuple[str, ...], desk: Desk) -> LocatorView | None:
    """The territory with the points of some communes; None where none can be shown, or it is one commune."""
    known = desk.build.communes.by_code
    return locator_on((point for code in codes if (point := known[code].point)), desk)


def locator_on(points: Iterable[Point], desk: Desk) -> LocatorView | None:
    """The territory with some points (degrees); None where none can be shown, or it is one commune."""
    atlas = atlas_of(desk) if len(desk.build.communes.by_code) > 1 else None
    if not atlas:
        return None
    sheet = atlas.sheets[LOCATOR]
    dots = tuple(filter(None, map(sheet.place, points)))
    return LocatorView(sheet.width, sheet.height, sheet.path, dots) if dots else None
