"""Walks, as a kind of text, and the tracks beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter
from typing import Any

from placette.engine.base.message import N_
from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Companion, Making, Signed, TextKind, Wanted
from placette.engine.library.naming import PERSON, people
from placette.engine.library.outline import Outline
from placette.engine.texts.surroundings import resolve
from placette.features.walks.checking import check_walk, placed_step
from placette.features.walks.schema import WalkMatter
from placette.features.walks.steps import WrittenStep, written_step
from placette.features.walks.tracks import Track, known_tracks, passage_between, profile_along, way_along
from placette.features.walks.walk import Step, Walk

TRACKS = Companion("track", r"walks/[^/]+\.gpx", ".gpx", 3_000_000, known_tracks)
"""The largest: a long day's, with all that devices write beside each point."""


def _names(_draft: Draft, matter: WalkMatter) -> Iterable[Wanted]:
    return people(matter.authors)


def _files(draft: Draft, matter: WalkMatter) -> Iterable[str]:
    """The posts of its steps, its track."""
    posts = (written_step(text).post for text in matter.steps)
    return (resolve(draft.path, name) for name in (*posts, matter.track) if name)


def _outline(draft: Draft, outline: Outline[Any]) -> Outline[Any]:
    return replace(outline, days=(draft.matter.date,)) if isinstance(draft.matter, WalkMatter) else outline


def _walk(making: Making[WalkMatter]) -> Walk:
    draft, matter = making.draft, making.matter
    steps = tuple(_step(making, placed_step(draft, text, making.neighbours)) for text in matter.steps)
    track = making.options.beside.get(resolve(draft.path, matter.track)) if matter.track else None
    recorded = track if isinstance(track, Track) and track.points else None
    passage = passage_between(recorded.points, steps[0].point, steps[-1].point) if recorded else ()
    return Walk(
        path=draft.path,
        slug=draft.slug,
        url=making.url,
        title=making.say(matter.title),
        summary=making.say(matter.summary),
        lang=making.lang,
        date=making.moment(matter.date),
        authors=making.meant(PERSON, matter.authors),
        communes=making.communes,
        licence=matter.licence or making.licence,
        duration=making.say(matter.duration),
        difficulty=making.say(matter.difficulty),
        ascent=making.say(matter.ascent),
        steps=steps,
        track=way_along(recorded, passage) if recorded else (),
        profile=profile_along(recorded, passage) if recorded else (),
        body=making.body,
    )


def _step(making: Making[WalkMatter], step: WrittenStep) -> Step:
    point = step.point or (0.0, 0.0)  # a step without a place is a problem that blocks
    return Step(making.say(step.name), resolve(making.draft.path, step.post) if step.post else "", point)


WALK = TextKind(
    name="walk",
    place=r"walks/[^/]+\.md",
    schema=WalkMatter,
    value=Walk,
    address="WALK",
    switch="WALK_URL",
    changed=N_("the walk {what} changed"),
    check=check_walk,
    make=_walk,
    names=_names,
    asks=_files,
    outline=_outline,
    may_be_empty=True,
    beside=(TRACKS,),
    signed=Signed("authors", attrgetter("authors")),
)
