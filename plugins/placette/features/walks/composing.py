"""From the request of a walk's page to its view."""

from __future__ import annotations

from itertools import pairwise

from placette.engine.base.message import N_
from placette.engine.pages.heads import head_of
from placette.engine.pages.lists import list_url
from placette.engine.pages.lookup import Lookup, date_view, places_of
from placette.engine.pages.requests import Request
from placette.engine.pages.slots import slot_views
from placette.engine.pages.texts import licence_view, qr_view
from placette.features.posts import card_of
from placette.features.walks.drawing import draw_walk
from placette.features.walks.planning import WALKS, WalkContent, gpx_path, walk_of
from placette.features.walks.views import StepView, WalkView
from placette.features.walks.walk import Walk, distance, length, spoken_length


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
        StepView(number, name, own, url, f"{step.point[0]:.4f}, {step.point[1]:.4f}", leg)
        for number, (step, (name, own), url, leg) in enumerate(parts, 1)
    )


def compose_walk(request: Request, content: WalkContent, look: Lookup) -> WalkView:
    """The view of a walk's page."""
    walk, desk = walk_of(content.walk, look), look.desk
    file = gpx_path(walk.slug, desk)
    return WalkView(
        head=head_of(request, walk.title, walk.summary, look, walk),
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
        drawing=draw_walk(walk, desk.lang),
        gpx_url=desk.base + file if file else "",
        index_url=list_url(WALKS, desk),
        licence=licence_view(walk.licence),
        qr=qr_view(desk.absolute(walk.url)),
        slots=slot_views(request, walk, look),
    )
