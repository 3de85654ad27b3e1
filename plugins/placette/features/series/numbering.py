"""Series and their episodes: what a post may say of its place in one, and the numbers that a series must have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from placette.engine.base.text import nearest
from placette.engine.library.draft import Draft
from placette.engine.library.joining import declared_names, find_declared
from placette.engine.library.outline import Instalment, Outline
from placette.engine.library.tree import SourceKind
from placette.engine.problems.messages import NEAR, NEW_SERIES
from placette.engine.problems.problems import Problem, problem
from placette.features.posts.schema import ArticleMatter


def check_membership(draft: Draft, matter: ArticleMatter, names: Mapping[str, str]) -> Iterator[Problem]:
    """A series that does not exist, an episode of none, a series without the number."""
    if matter.series and not find_declared(matter.series, names):
        close = dict.fromkeys(names[name] for name in nearest(matter.series, names))
        proposal = {"proposal": NEAR if close else NEW_SERIES, "names": ", ".join(close)}
        yield draft.problem("series-unknown", "series", value=matter.series, **proposal)
    if matter.episode and not matter.series and "series" not in draft.unusable:
        yield draft.problem("episode-alone", "episode")
    if matter.series and not matter.episode and "episode" not in draft.unusable:
        yield draft.problem("episode-missing", "series")


def check_numbers(outlines: Sequence[Outline]) -> Iterator[Problem]:
    """Numbers given twice (told to the later post) and numbers left out (told to the post that comes after the hole).

    Scheduled posts count, drafts don't; neither does whether a text has problems of its own.
    """
    names = declared_names(outlines, SourceKind.SERIES)
    titles = {outline.slug: outline.title for outline in outlines if outline.title}
    members: defaultdict[str, list[tuple[Instalment, Outline]]] = defaultdict(list)
    for outline in outlines:
        if outline.instalment and not outline.draft and (slug := find_declared(outline.instalment.series, names)):
            members[slug].append((outline.instalment, outline))
    for slug, episodes in sorted(members.items()):
        yield from _misnumbered(titles.get(slug, slug), sorted(episodes, key=_by_number))


def _by_number(episode: tuple[Instalment, Outline]) -> tuple[int, bool, str, str]:
    """Of two with one number, the one that can't be read gives way: it may not take the place of one that can."""
    part, outline = episode
    return part.number, not outline.usable, f"{outline.date or ''}", outline.path


def _misnumbered(title: str, episodes: list[tuple[Instalment, Outline]]) -> Iterator[Problem]:
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
