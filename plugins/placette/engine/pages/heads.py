"""The head of every page: its titles, its address, what networks and search engines are told."""

from __future__ import annotations

from placette.engine.pages.bearings import bearings_of
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.requests import Request
from placette.engine.pages.shown import Shown
from placette.engine.pages.views import HeadView
from placette.features.posts.article import Article
from placette.features.posts.oembed import PATH


def head_of(
    request: Request,
    title: str,
    description: str,
    look: Lookup,
    subject: Shown = None,
    robots: str = "",
) -> HeadView:
    """The head of a page; its title ends with the site's name."""
    desk, article = look.desk, subject if isinstance(subject, Article) else None
    bearings = bearings_of(request, title, description, desk, article)
    embedded = desk.urls.of_posts(PATH)(article) if article else ""
    return HeadView(
        title=title if title == desk.site_name else f"{title} – {desk.site_name}",
        name=title,
        description=description,
        canonical_url=bearings.url,
        lang=desk.lang,
        social=look.social(subject, bearings),
        feeds=request.feeds,
        oembed_url=desk.urls.absolute(embedded) if embedded else "",
        robots="noindex" if desk.build.preview else robots,
    )
