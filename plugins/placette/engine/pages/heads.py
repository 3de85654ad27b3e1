"""The head of every page: its titles, its address, what networks and search engines read."""

from __future__ import annotations

from typing import Any

from placette.engine.pages.bearings import bearings_of
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.ports import ALTERNATES, SOCIAL, WEBMENTION
from placette.engine.pages.requests import Request
from placette.engine.pages.views import HeadView


def head_of(
    request: Request,
    title: str,
    description: str,
    look: Lookup,
    about: Any = None,
    robots: str = "",
    embedded: str = "",
) -> HeadView:
    """The head of a page; its title ends with the site's name. ``embedded`` is the path of its oEmbed file."""
    desk = look.desk
    bearings = bearings_of(request, title, description, desk, about)
    return HeadView(
        title=title if title == desk.site_name else f"{title} – {desk.site_name}",
        name=title,
        description=description,
        canonical_url=bearings.url,
        lang=desk.lang,
        social=desk.ask(SOCIAL)(about, bearings, look),
        feeds=request.feeds,
        oembed_url=desk.absolute(embedded) if embedded else "",
        webmention_url=desk.ask(WEBMENTION)(about),
        alternates=desk.ask(ALTERNATES)(about, desk),
        robots="noindex" if desk.build.preview else robots,
    )
