"""From the request of a walk's page to its view."""

from __future__ import annotations

from itertools import pairwise

from placette.engine.base.message import N_
from placette.engine.pages.heads import head_of
from placette.engine.pages.lists import list_url
from placette.engine.pages.lookup import Lookup, date_view, places_of
from placette.engine.pages.requests import Request
from placette.engine.pages.slots import SlotsView, slot_views
from placette.engine.pages.texts import licence_view, qr_view
from placette.engine.pages.views import HeadView
from placette.engine.pages.waters import WATERS
from placette.features.posts import card_of
from placette.features.walks.coordinates import decimal_point, geo_url, spoken_point
from placette.features.walks.drawing import draw_walk
from placette.features.walks.planning import LEAFLET, WALK_LEAFLET, WALKS, WalkContent, gpx_path, has_leaflet, walk_of
from placette.features.walks.profile import draw_profile
from placette.features.walks.views import LeafletView, StepView, WalkView
from placette.features.walks.walk import Walk, distance, length, spoken_length

_SIZES = ((6, ""), (11, "small"))
"""How many steps a panel of the leaflet holds in letters of which size."""


def step_names(walk: Walk, posts: tuple[str, ...], look: Lookup) -> list[tuple[str, str]]:
    """The name of each step and its language: its own, or the title of its post; «Step 3» while that waits."""
    found = []
    for number, (step, post) in enumerate(zip(walk.steps, posts, strict=True), 1):
        if step.name:
            found.append((step.name, walk.lang))
        elif post:
            found.append((card_of(post, look).title, card_of(post, look).lang))
        else:
            found.append((look.desk.say(N_("Step {number}")).format(number=number), look.desk.lang))
    return found


def _steps(walk: Walk, posts: tuple[str, ...], look: Lookup) -> tuple[StepView, ...]:
    lang = look.desk.lang
    legs = [spoken_length(distance(one.point, other.point), lang) for one, other in pairwise(walk.steps)]
    urls = [card_of(post, look).url if post else "" for post in posts]
    parts = zip(walk.steps, step_names(walk, posts, look), urls, [*legs, ""], strict=True)
    return tuple(
        StepView(
            number,
            name,
            own,
            url,
            spoken_point(step.point, look.desk.say),
            decimal_point(step.point),
            geo_url(step.point),
            leg,
        )
        for number, (step, (name, own), url, leg) in enumerate(parts, 1)
    )


def compose_walk(request: Request, content: WalkContent, look: Lookup) -> WalkView:
    """The view of a walk's page."""
    walk = walk_of(content.walk, look)
    return _view(request, content, head_of(request, walk.title, walk.summary, look, walk), look)


def compose_leaflet(request: Request, content: WalkContent, look: Lookup) -> LeafletView:
    """The view of a walk's leaflet; robots keep to the page of the walk."""
    walk, desk = walk_of(content.walk, look), look.desk
    title = desk.say(N_("Leaflet: {walk}")).format(walk=walk.title)
    head = head_of(request, title, walk.summary, look, robots="noindex")
    size = next((name for most, name in _SIZES if len(walk.steps) <= most), "least")
    return LeafletView(head, _view(request, content, head, look), desk.base + walk.url, desk.absolute(walk.url), size)


def _view(request: Request, content: WalkContent, head: HeadView, look: Lookup) -> WalkView:
    walk, desk = walk_of(content.walk, look), look.desk
    file, leaflet = gpx_path(walk.slug, desk), desk.addresses[WALK_LEAFLET]
    names = [name for name, _ in step_names(walk, content.posts, look)]
    return WalkView(
        head=head,
        title=walk.title,
        lang=walk.lang,
        summary=walk.summary,
        body_html=look.html(walk),
        distance=spoken_length(length(walk.line), desk.lang),
        tracked=bool(walk.track),
        duration=walk.duration,
        difficulty=walk.difficulty,
        ascent=walk.ascent,
        date=date_view(walk.date, desk.lang),
        people=look.people(walk.authors),
        places=places_of(walk.communes, desk),
        steps=_steps(walk, content.posts, look),
        drawing=draw_walk(walk, desk.lang, desk.ask(WATERS)),
        profile=draw_profile(walk, names, desk.lang),
        gpx_url=desk.base + file if file else "",
        leaflet_url=desk.base + leaflet.path(walk.slug) if has_leaflet(walk, desk) else "",
        index_url=list_url(WALKS, desk),
        licence=licence_view(walk.licence),
        qr=qr_view(desk.absolute(walk.url)),
        slots=slot_views(request, walk, look) if request.kind != LEAFLET else SlotsView({}),
    )
