"""The page that opens the manual: its door, at the address of the home page. Only the manual's own site lists this."""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Feature, Listing
from placette.engine.pages.requests import Request
from placette.features.pages import PAGE, PageContent

SLUG = "manual"
"""The short name of the door's text."""


def _requests(desk: Desk) -> Iterator[Request]:
    for page in desk.build.of(PAGE):
        if page.slug == SLUG:
            yield Request("page", "index.html", "", PageContent(page.path))


def _listed(_desk: Desk) -> Iterator[Listing]:
    yield Listing(0, "")


FEATURE = Feature(name="door", order=120, needs=frozenset({"pages"}), requests=_requests, listed=_listed)
register = FEATURE.register
