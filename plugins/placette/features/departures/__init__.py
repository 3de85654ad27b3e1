"""Addresses that moved or are gone: a page at each."""

from __future__ import annotations

from placette.engine.pages.features import Feature, PageKind
from placette.engine.pages.moved import GONE, MOVED, compose_moved
from placette.engine.pages.ports import DEPARTED
from placette.features.departures.gone import compose_gone, gone_requests
from placette.features.departures.moved import departed, departure_files

__all__ = ["FEATURE", "register"]

FEATURE = Feature(
    name="departures",
    order=160,
    pages=(PageKind(GONE, compose_gone, "WebSite"), PageKind(MOVED, compose_moved, "WebPage")),
    requests=gone_requests,
    afterwards=departure_files,
    offers={DEPARTED: departed},
)
register = FEATURE.register
