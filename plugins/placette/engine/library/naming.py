"""How texts name each other: by slug or by title, in any spelling that comes to the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from placette.engine.base.text import fold, nearest, slugify
from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Wanted
from placette.engine.problems.messages import NEAR
from placette.engine.problems.problems import Problem

if TYPE_CHECKING:
    from placette.engine.library.options import ReadingOptions
    from placette.engine.library.records import Neighbours

PERSON = "person"
"""The name of the kind of texts about a person: those of other kinds may be signed."""
Names = Mapping[str, str]
"""Every spelling by which a text may be named, and the slug that it means."""


def names_of(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Every spelling of some texts' slugs and titles; of one title the first."""
    known = list(texts)
    names = {slug: slug for slug, _ in known}
    for slug, title in known:
        for spelling in filter(None, (fold(title), slugify(title))):
            names.setdefault(spelling, slug)
    return names


def find_name(wanted: str, names: Names) -> str:
    """The slug that ``wanted`` means; empty when there is none."""
    return names.get(wanted) or names.get(fold(wanted)) or names.get(slugify(wanted)) or ""


def check_called(
    draft: Draft, key: str, written: Iterable[str], kind: str, neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    """Names under ``key`` that no text of a kind has, with those like them; none for a kind that is left out."""
    called = next((known.called for known in options.kinds if known.name == kind), None)
    names = neighbours.names.get(kind, {})
    for wanted in written:
        if called and not find_name(wanted, names):
            close = dict.fromkeys(names[name] for name in nearest(wanted, names, called.near))
            values = {"proposal": NEAR if close else called.proposal, "names": ", ".join(close)}
            yield draft.problem(called.unknown, key, value=wanted, **values)


def people(names: Iterable[str]) -> list[Wanted]:
    """Names of people, as what a text names."""
    return [(PERSON, name) for name in names]


def check_people(
    draft: Draft, key: str, names: Iterable[str], neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    """People without a profile, with the nearest name."""
    yield from check_called(draft, key, names, PERSON, neighbours, options)
