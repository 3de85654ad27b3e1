"""Walks: which pages and files there are, and what lists say of each."""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.base.message import N_
from placette.engine.base.text import fold
from placette.engine.pages.contents import TermsContent, WalkContent
from placette.engine.pages.desk import Desk
from placette.engine.pages.requests import Request
from placette.engine.pages.views import LinkView, TermView
from placette.features.feeds.subscriptions import site_feeds
from placette.features.walks.gpx import GPX
from placette.features.walks.walk import Walk, length, spoken_length

_TITLE = N_("Walks")


def walk_requests(desk: Desk) -> Iterator[Request]:
    """The page of each walk and its file for devices, and the list of all where there is one to list."""
    save_as = str(desk.urls.settings.get("WALK_SAVE_AS", ""))
    for slug, walk in desk.walks.items():
        posts = tuple(step.post if step.post in desk.articles else "" for step in walk.steps)
        content, file = WalkContent(slug, posts), gpx_path(slug, desk)
        yield Request("walk", save_as.format(slug=slug), walk.url, content)
        yield Request(GPX, file, file, content)
    if desk.walks and desk.urls.of_index("WALKS"):
        url, place = (str(desk.urls.settings[f"WALKS_{end}"]) for end in ("URL", "SAVE_AS"))
        introduction = desk.say(N_("From one place to the next on foot, to print or to take along on a device."))
        yield Request(
            "walks", place, url, TermsContent(desk.say(_TITLE), introduction, walk_terms(desk)), site_feeds(desk)
        )


def gpx_path(slug: str, desk: Desk) -> str:
    """The file of a walk, from the site's root; empty where the settings leave it out."""
    return str(desk.urls.settings.get("WALK_GPX_SAVE_AS") or "").format(slug=slug)


def walk_terms(desk: Desk, commune: str = "") -> tuple[TermView, ...]:
    """The walks by title, with where and how long each is: all, or those through a commune (code)."""
    ordered = sorted(desk.walks.values(), key=lambda walk: (fold(walk.title), walk.slug))
    found = [walk for walk in ordered if not commune or commune in walk.communes]
    return tuple(TermView(walk.title, desk.build.base + walk.url, 0, _line(walk, desk)) for walk in found)


def _line(walk: Walk, desk: Desk) -> str:
    names = (desk.build.communes.by_code[code].name for code in walk.communes)
    facts = (", ".join(names), spoken_length(length(walk.line), desk.lang), walk.duration)
    return f"{' · '.join(filter(None, facts))}. {walk.summary}"


def index_links(desk: Desk) -> list[LinkView]:
    """The list of walks, where there is one."""
    url = desk.urls.of_index("WALKS")
    return [LinkView(desk.say(_TITLE), url)] if desk.walks and url else []


def plan_section(desk: Desk) -> tuple[str, list[LinkView]]:
    """The section of the site map."""
    return desk.say(_TITLE), [LinkView(term.name, term.url) for term in walk_terms(desk)]


def walk_addresses(desk: Desk) -> list[str]:
    """Addresses for robots, from the site's root."""
    urls = [*(term.url for term in walk_terms(desk)), *(link.url for link in index_links(desk))]
    return [url.removeprefix(desk.build.base) for url in urls]
