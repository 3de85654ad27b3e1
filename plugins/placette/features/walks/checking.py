"""What a walk says that cannot be, or that the site does not know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from placette.engine.library import checks
from placette.engine.library.draft import Draft
from placette.engine.library.naming import check_people
from placette.engine.library.options import ReadingOptions
from placette.engine.library.records import Neighbours
from placette.engine.problems.problems import Problem
from placette.engine.texts.surroundings import resolve
from placette.features.posts import POST
from placette.features.walks.messages import TRACK_ELSEWHERE
from placette.features.walks.schema import WalkMatter
from placette.features.walks.steps import WrittenStep, strays, written_step
from placette.features.walks.tracks import Track, passes_by
from placette.features.walks.walk import Point

_LEAST = 2
"""Steps: one place is no walk."""


def placed_step(draft: Draft, text: str, neighbours: Neighbours) -> WrittenStep:
    """A step; one that only names a post is where that post takes place."""
    step = written_step(text)
    if step.placed or not step.post:
        return step
    point = neighbours.around.points.get(resolve(draft.path, step.post))
    return replace(step, placed=point is not None, point=point)


def check_walk(draft: Draft, matter: WalkMatter, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    """What a walk says that cannot be, or that the site does not know."""
    yield from check_people(draft, "authors", matter.authors, neighbours, options)
    yield from checks.check_range(draft, "date", matter.date, options)
    steps = [placed_step(draft, text, neighbours) for text in matter.steps]
    if len(steps) < _LEAST:
        yield draft.problem("walk-short", "steps")
    for number, step in enumerate(steps, 1):
        yield from _check_step(draft, number, step, neighbours)
    placed = [(number, step, step.point) for number, step in enumerate(steps, 1) if step.point]
    for at in strays([point for _, _, point in placed]) if placed else ():
        number, step, _ = placed[at]
        yield draft.problem("step-far", "steps", number=number, value=step.text)
    if matter.track:
        yield from _check_track(draft, matter.track, [point for _, _, point in placed], options)


def _check_step(draft: Draft, number: int, step: WrittenStep, neighbours: Neighbours) -> Iterator[Problem]:
    values = {"number": number, "value": step.text}
    if not step.placed or not (step.name or step.post):
        yield draft.problem("step-shape", "steps", **values)
    elif step.point is None:
        yield draft.problem("step-coordinates", "steps", **values)
    path = resolve(draft.path, step.post)
    if step.post and not (POST.is_place(path) and path in neighbours.around.addresses):
        yield draft.problem("step-unknown", "steps", number=number, value=path)


def _check_track(draft: Draft, name: str, points: list[Point], options: ReadingOptions) -> Iterator[Problem]:
    track = options.beside.get(resolve(draft.path, name))
    if not isinstance(track, Track):
        yield draft.problem("track-missing", "track", value=name)
    elif track.reason:
        yield draft.problem("track-unusable", "track", value=name, reason=track.reason)
    elif len(points) >= _LEAST and not passes_by(track.points, points[0], points[-1]):
        yield draft.problem("track-unusable", "track", value=name, reason=TRACK_ELSEWHERE)
    elif track.holds_more:
        yield draft.problem("track-tells", "track", value=name)
