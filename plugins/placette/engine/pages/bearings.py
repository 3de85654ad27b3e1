"""Where each page stands, for machines: what kind of page it is, and the way to it from the home page."""

from __future__ import annotations

from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.requests import Request
from placette.engine.pages.views import BearingsView, LinkView
from placette.features.posts.article import Article

_SITE = frozenset({"index", "404", "gone"})
"""Pages about which only the site itself can be told."""
_PLAIN = frozenset({"event", "moved", "page", "plan", "share", "walk"})
"""Pages that list no posts, people or terms."""
_ABOVE = {
    "agenda_month": ("AGENDA", N_("Agenda")),
    "event": ("AGENDA", N_("Agenda")),
    "author": ("AUTHORS", N_("Authors")),
    "call": ("CALLS", N_("Calls for posts")),
    "category": ("CATEGORIES", N_("Categories")),
    "commune": ("COMMUNES", N_("Communes")),
    "community": ("COMMUNITIES", N_("Communities")),
    "period_archives": ("ARCHIVES", N_("Archives")),
    "series": ("SERIES_INDEX", N_("Series")),
    "walk": ("WALKS", N_("Walks")),
    "tag": ("TAGS", N_("Key words")),
}
"""The list that stands above pages of a kind: the prefix of its address settings and its name."""


def bearings_of(request: Request, name: str, description: str, desk: Desk, article: Article | None) -> BearingsView:
    """Where the page of a request stands; ``article`` is the post that it is about, if it is about one."""
    url = desk.urls.absolute(request.path or request.save_as.removesuffix("index.html"))
    return BearingsView(_kind(request), name, description, url, _trail(request, desk, article))


def _kind(request: Request) -> str:
    if request.kind in _SITE:
        return "WebSite"
    return "WebPage" if request.kind in _PLAIN else "CollectionPage"


def _trail(request: Request, desk: Desk, article: Article | None) -> tuple[LinkView, ...]:
    """The pages above: the home page, then the list that holds this one."""
    settings, absolute = desk.urls.settings, desk.urls.absolute
    home = LinkView(desk.site_name, absolute(""))
    if article:
        path = str(settings["CATEGORY_URL"]).format(slug=article.category.slug)
        return home, LinkView(article.category.name, absolute(path))
    if request.kind in _ABOVE:
        prefix, label = _ABOVE[request.kind]
        above = LinkView(desk.say(label), absolute(settings[f"{prefix}_URL"]))
        return (home, above) if settings.get(f"{prefix}_SAVE_AS") else (home,)
    return (home,)
