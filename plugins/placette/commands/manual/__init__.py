"""``manual``."""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Feature, Listing, Request
from placette.features.pages import PAGE, PageContent

SLUG = "manual"
"""The short name of the door's text."""


def _requests(desk: Desk) -> Iterator[Request]:
    for page in desk.build.of(PAGE):
        if page.slug == SLUG:
            yield Request("page", "index.html", "", PageContent(page.slug))


def _listed(_desk: Desk) -> Iterator[Listing]:
    yield Listing(0, "")


FEATURE = Feature(name="door", order=120, requests=_requests, listed=_listed)
register = FEATURE.register
