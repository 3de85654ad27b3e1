"""The numbers that the episodes of a series must have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from placette.engine.library.naming import find_name, names_of
from placette.engine.library.outline import Outline
from placette.engine.problems.problems import Problem, problem
from placette.features.posts import Instalment, Ties

SERIES_KIND = "series"
"""The name of the kind."""


def check_numbers(outlines: Iterable[Outline[Any]]) -> Iterator[Problem]:
    """Numbers given twice (reported for the later post) or left out (reported for the post that comes after the hole).

    Scheduled posts count, drafts don't; neither does whether a text has problems of its own.
    """
    known = list(outlines)
    titles = {outline.slug: outline.title for outline in known if outline.kind == SERIES_KIND}
    names = names_of(titles.items())
    members: defaultdict[str, list[tuple[Instalment, Outline[Any]]]] = defaultdict(list)
    for outline in known:
        part = outline.extra.instalment if isinstance(outline.extra, Ties) else None
        if part and not outline.draft and (slug := find_name(part.series, names)):
            members[slug].append((part, outline))
    for slug, episodes in sorted(members.items()):
        yield from _misnumbered(titles[slug] or slug, sorted(episodes, key=_by_number))


def _by_number(episode: tuple[Instalment, Outline[Any]]) -> tuple[int, bool, str, str]:
    """Of two with one number, the one that can't be read gives way: it may not take the place of one that can."""
    part, outline = episode
    return part.number, not outline.usable, f"{outline.date or ''}", outline.path


def _misnumbered(title: str, episodes: list[tuple[Instalment, Outline[Any]]]) -> Iterator[Problem]:
    last, holder = 0, ""
    for part, outline in episodes:
        place, number = (outline.path, part.line, part.column), part.number
        if number == last:
            yield problem("episode-taken", *place, other=holder, number=number, series=title)
            continue
        if number > last + 1:
            first, end = last + 1, number - 1
            gap = f"{first}" if first == end else f"{first} – {end}"
            yield problem("episode-gap", *place, gap=gap, number=number, series=title)
        last, holder = number, outline.path
