"""Where each page stands, for machines: what kind of page it is, and the way to it from the home page."""

from __future__ import annotations

from typing import Any

from placette.engine.pages.desk import Desk
from placette.engine.pages.lists import short_lists
from placette.engine.pages.requests import Request
from placette.engine.pages.views import BearingsView, LinkView


def bearings_of(request: Request, name: str, description: str, desk: Desk, about: Any) -> BearingsView:
    """Where the page of a request stands; ``about`` is the value that it is about, or None."""
    kind = desk.page_kinds[request.kind]
    url = desk.absolute(request.path or request.save_as.removesuffix("index.html"))
    home, above = LinkView(desk.site_name, desk.absolute("")), kind.above(desk, about)
    shown = above and above.path not in short_lists(desk)
    trail = (home, LinkView(above.label, desk.absolute(above.path))) if above and shown else (home,)
    return BearingsView(kind.schema, name, description, url, trail)
