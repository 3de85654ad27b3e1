"""What a profile says that cannot be, or that the site does not know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from placette.engine.base.look_alikes import spellings
from placette.engine.base.networks import PROFILE_LINKS, profile_url
from placette.engine.base.scripts import odd_word
from placette.engine.library.draft import Draft
from placette.engine.library.leading import Lead
from placette.engine.library.naming import PERSON
from placette.engine.library.options import ReadingOptions
from placette.engine.library.outline import Outline
from placette.engine.library.records import Neighbours
from placette.engine.problems.problems import Problem, problem
from placette.features.authors.profile import SPEAKS_FOR_OTHERS, AuthorKind
from placette.features.authors.schema import ProfileMatter

OFFICES = {AuthorKind.ELECTED: "conseillère municipale", AuthorKind.SERVICE: "mairie de Volcville"}
"""What the missing line of a profile may say."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Where a profile gives its name, under which key, and who speaks."""

    line: int
    column: int
    key: str
    kind: AuthorKind


def portrait_of(matter: ProfileMatter) -> Lead:
    """The portrait, as the profile describes it."""
    words = (matter.portrait_alt, "", matter.portrait_credit)
    return Lead("portrait", matter.portrait, *words, matter.portrait_focus)


def check_profile(
    draft: Draft, matter: ProfileMatter, neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    """What a profile says that the site does not know, or leaves out."""
    if word := odd_word(matter.name):
        yield draft.problem("name-script", "name", value=word)
    if matter.since and not (re.fullmatch("[12][0-9]{3}", matter.since)):
        yield draft.problem("value-shape", "since", example=f"{draft.name_of('since')}: 2024")
    kind, label = matter.kind
    if kind in SPEAKS_FOR_OTHERS and not matter.office:
        yield draft.problem("badge-missing", "kind", kind=label, example=f"{draft.name_of('office')}: {OFFICES[kind]}")
    if matter.office and kind not in SPEAKS_FOR_OTHERS:
        yield draft.problem("badge-borrowed", "office", kind=label)
    for network, written in matter.links:
        if network not in PROFILE_LINKS:
            yield draft.problem("choice-unknown", "links", value=network, choices=", ".join(PROFILE_LINKS))
        elif not profile_url(network, written):
            yield draft.problem("profile-link", "links", key=network, value=written)
    yield from portrait_of(matter).check(draft, neighbours, options)


def check_names(outlines: Iterable[Outline[Any]]) -> Iterator[Problem]:
    """Two profiles whose names read the same."""
    seen: dict[tuple[int, str], str] = {}
    for outline in outlines:
        if outline.kind == PERSON and isinstance(said := outline.extra, Signature):
            own = spellings(outline.title)
            if others := sorted(seen[spelling] for spelling in own if spelling in seen):
                place = (outline.path, said.line, said.column)
                yield problem("author-duplicate", *place, key=said.key, name=outline.title, other=others[0])
            seen = dict.fromkeys(own, outline.path) | seen


def same_to_the_eye(name: str, other: str) -> bool:
    """Whether two names look the same once case, accents and look-alike letters are gone."""
    return not spellings(name).isdisjoint(spellings(other))
