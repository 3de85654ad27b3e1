"""From the request of a walk's page to its view."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from placette.engine.base.message import N_
from placette.engine.pages.contents import WalkContent
from placette.engine.pages.heads import head_of
from placette.engine.pages.lookup import Lookup, date_view, places_of
from placette.engine.pages.phrases import qr_view
from placette.engine.pages.requests import Request
from placette.engine.pages.views import LicenceView
from placette.features.communities.composing import terms_view
from placette.features.walks.drawing import draw_walk
from placette.features.walks.views import StepView, WalkView
from placette.features.walks.walk import Walk, distance, length, spoken_length


def step_names(walk: Walk, posts: tuple[str, ...], look: Lookup) -> list[tuple[str, str]]:
    """The name of each step and its language: its own, or the title of its post; «Step 3» while that waits."""
    found = []
    for number, (step, post) in enumerate(zip(walk.steps, posts, strict=True), 1):
        if step.name:
            found.append((step.name, walk.lang))
        elif post:
            found.append((look.card(post).title, look.card(post).lang))
        else:
            found.append((look.desk.say(N_("Step {number}")).format(number=number), look.desk.lang))
    return found


def _steps(walk: Walk, posts: tuple[str, ...], look: Lookup) -> tuple[StepView, ...]:
    lang = look.desk.lang
    legs = [spoken_length(distance(one.point, other.point), lang) for one, other in pairwise(walk.steps)]
    urls = [look.card(post).url if post else "" for post in posts]
    told = zip(walk.steps, step_names(walk, posts, look), urls, [*legs, ""], strict=True)
    return tuple(
        StepView(number, name, own, url, f"{step.point[0]:.4f}, {step.point[1]:.4f}", leg)
        for number, (step, (name, own), url, leg) in enumerate(told, 1)
    )


def _walk(request: Request, content: WalkContent, look: Lookup) -> WalkView:
    walk, desk = look.walk(content.walk), look.desk
    settings = desk.urls.settings
    file = str(settings.get("WALK_GPX_SAVE_AS") or "").format(slug=walk.slug)
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
        gpx_url=desk.build.base + file if file else "",
        index_url=desk.urls.of_index("WALKS"),
        licence=LicenceView(walk.licence.label, walk.licence.url, walk.licence.spdx),
        qr=qr_view(desk.urls.absolute(walk.url)),
    )


WALK_PAGES: dict[str, Callable[[Request, Any, Lookup], Any]] = {"walk": _walk, "walks": terms_view}
"""By template."""
