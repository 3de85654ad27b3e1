"""Walks: what they may say, and the values made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from placette.engine.library import checks
from placette.engine.library.assembling import codes_of, keys_of, marked
from placette.engine.library.draft import Draft
from placette.engine.library.locating import check_communes
from placette.engine.library.options import ReadingOptions
from placette.engine.library.records import Neighbours, Record
from placette.engine.library.tree import SourceKind, kind_of
from placette.engine.problems.problems import Problem
from placette.engine.problems.together_messages import TRACK_ELSEWHERE
from placette.engine.texts.surroundings import resolve
from placette.engine.texts.typography import typeset_text
from placette.engine.texts.values import Body
from placette.features.communities.checking import people_of
from placette.features.walks.schema import WalkMatter
from placette.features.walks.steps import WrittenStep, strays, written_step
from placette.features.walks.tracks import way_between
from placette.features.walks.walk import Point, Step, Walk

_LEAST = 2
"""Steps: one place is no walk."""


def files_of(draft: Draft) -> Iterator[str]:
    """The files that a walk names: the posts of its steps, its track."""
    matter = draft.checkable
    if isinstance(matter, WalkMatter):
        posts = (written_step(text).post for text in matter.steps)
        yield from (resolve(draft.path, name) for name in (*posts, matter.track) if name)


def placed_step(draft: Draft, text: str, neighbours: Neighbours) -> WrittenStep:
    """A step; one that only names a post is where that post takes place."""
    step = written_step(text)
    if step.placed or not step.post:
        return step
    point = neighbours.around.points.get(resolve(draft.path, step.post))
    return replace(step, placed=point is not None, point=point)


def check_walk(draft: Draft, matter: WalkMatter, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    """What a walk says that cannot be, or that the site does not know."""
    yield from checks.check_people(draft, "authors", list(people_of(matter)), neighbours.names)
    yield from checks.check_language(draft, matter.lang, options)
    yield from check_communes(draft, matter.commune, options)
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
    told = {"number": number, "value": step.text}
    if not step.placed or not (step.name or step.post):
        yield draft.problem("step-shape", "steps", **told)
    elif step.point is None:
        yield draft.problem("step-coordinates", "steps", **told)
    path = resolve(draft.path, step.post)
    if step.post and not (kind_of(path) is SourceKind.ARTICLE and path in neighbours.around.addresses):
        yield draft.problem("step-unknown", "steps", number=number, value=path)


def _check_track(draft: Draft, name: str, points: list[Point], options: ReadingOptions) -> Iterator[Problem]:
    track = options.tracks.get(resolve(draft.path, name))
    if track is None:
        yield draft.problem("track-missing", "track", value=name)
    elif track.reason:
        yield draft.problem("track-unusable", "track", value=name, reason=track.reason)
    elif len(points) >= _LEAST and not way_between(track.points, points[0], points[-1]):
        yield draft.problem("track-unusable", "track", value=name, reason=TRACK_ELSEWHERE)
    elif track.tells:
        yield draft.problem("track-tells", "track", value=name)


def with_walk(
    record: Record, draft: Draft, matter: WalkMatter, body: Body, neighbours: Neighbours, options: ReadingOptions
) -> Record:
    """The record with its walk."""
    lang = matter.lang or options.lang
    steps = tuple(_step(draft, placed_step(draft, text, neighbours), lang) for text in matter.steps)
    track = options.tracks[resolve(draft.path, matter.track)].points if matter.track else ()
    walk = Walk(
        path=draft.path,
        slug=draft.slug,
        url=record.outline.url,
        title=typeset_text(matter.title, lang),
        summary=typeset_text(matter.summary, lang),
        lang=lang,
        date=matter.date.replace(tzinfo=options.now.tzinfo),
        authors=keys_of(matter.authors, neighbours.names),
        communes=codes_of(matter.commune, options),
        licence=matter.licence or record.licence or options.licence,
        duration=typeset_text(matter.duration, lang),
        difficulty=typeset_text(matter.difficulty, lang),
        ascent=typeset_text(matter.ascent, lang),
        steps=steps,
        track=way_between(track, steps[0].point, steps[-1].point) if track else (),
        body=body,
    )
    return replace(record, walk=marked(walk))


def _step(draft: Draft, step: WrittenStep, lang: str) -> Step:
    point = step.point or (0.0, 0.0)  # a step without a place is a problem that blocks
    return Step(typeset_text(step.name, lang), resolve(draft.path, step.post) if step.post else "", point)
