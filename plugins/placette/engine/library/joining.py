"""What texts say they belong to: series, communities, calls for posts, each declared in a file of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from placette.engine.base.text import fold, nearest, slugify
from placette.engine.library.draft import Draft
from placette.engine.library.outline import Outline
from placette.engine.library.tree import SourceKind
from placette.engine.problems.messages import NEAR
from placette.engine.problems.problems import Problem
from placette.engine.problems.together_messages import NEW_CALL, NEW_COMMUNITY
from placette.engine.texts.schema import Matter
from placette.features.calls.schema import CallMatter
from placette.features.posts.schema import ArticleMatter

Names = Mapping[str, str]
"""Every spelling of something declared, and its slug."""
Joined = tuple[str, str, str]
"""What a text says it joins: the kind of file, the name as written, the slug that it means (or empty)."""

_COMMUNITY, _CALL = SourceKind.COMMUNITY.value, SourceKind.CALL.value
_PROPOSALS = {_COMMUNITY: NEW_COMMUNITY, _CALL: NEW_CALL}
"""What to do when nothing has a name like that: they are the team's to open."""


def declared_names(
    outlines: Sequence[Outline], kind: SourceKind, refused: frozenset[str] = frozenset()
) -> dict[str, str]:
    """Every spelling by which a text may name what is declared, and the slug it means (of one title, the first)."""
    declared = [o for o in outlines if o.kind == kind.value and o.path not in refused]
    names = {outline.slug: outline.slug for outline in declared}
    for outline in declared:
        for spelling in filter(None, (fold(outline.title), slugify(outline.title))):
            names.setdefault(spelling, outline.slug)
    return names


def find_declared(wanted: str, names: Names) -> str:
    """The slug that ``wanted`` (a slug or a title) means; empty when there is none."""
    return names.get(wanted) or names.get(fold(wanted)) or names.get(slugify(wanted)) or ""


def joined_names(outlines: Sequence[Outline], refused: frozenset[str]) -> dict[str, Names]:
    """The names of communities and of calls, by kind."""
    kinds = (SourceKind.COMMUNITY, SourceKind.CALL)
    return {kind.value: declared_names(outlines, kind, refused) for kind in kinds}


def joined_of(matter: Matter | None, names: Mapping[str, Names]) -> tuple[Joined, ...]:
    """What a front matter says it joins."""
    wanted: list[tuple[str, str]] = []
    if isinstance(matter, ArticleMatter):
        wanted = [*((_COMMUNITY, name) for name in matter.community), *([(_CALL, matter.call)] if matter.call else [])]
    if isinstance(matter, CallMatter) and matter.community:
        wanted = [(_COMMUNITY, matter.community)]
    return tuple((kind, name, find_declared(name, names.get(kind, {}))) for kind, name in wanted)


def slugs_of(joined: Sequence[Joined], kind: SourceKind) -> tuple[str, ...]:
    """What of one kind a text joins, each once."""
    return tuple(dict.fromkeys(slug for own, _, slug in joined if own == kind.value and slug))


def check_joined(draft: Draft, names: Mapping[str, Names]) -> Iterator[Problem]:
    """Communities and calls that nobody declared, with the nearest."""
    for kind, wanted, slug in joined_of(draft.checkable, names):
        if not slug:
            close = dict.fromkeys(names[kind][name] for name in nearest(wanted, names[kind]))
            proposal = {"proposal": NEAR if close else _PROPOSALS[kind], "names": ", ".join(close)}
            yield draft.problem(f"{kind}-unknown", kind, value=wanted, **proposal)
