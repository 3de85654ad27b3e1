"""The event that a post announces, in its block ``event:``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Extension, Making, Wanted
from placette.engine.library.naming import people
from placette.engine.library.options import ReadingOptions
from placette.engine.library.records import Neighbours
from placette.engine.problems.problems import Problem
from placette.engine.texts.matter import Entry
from placette.engine.texts.validation import Typed, type_entries
from placette.features.agenda.checking import check_organiser, faults_of, happening_of
from placette.features.agenda.schema import HappeningMatter
from placette.features.posts import POST, ArticleMatter

_KEY = "event"


def _typed(draft: Draft, matter: ArticleMatter) -> Typed[HappeningMatter] | None:
    """The typed ``event:`` of a post; every problem in it stands where the block begins."""
    if matter.event is None:
        return None
    place = draft.entry(_KEY)
    entries = tuple(Entry(name, value, place.line, place.column) for name, value in matter.event.items())
    return type_entries(entries, HappeningMatter, draft.path)


def _check(draft: Draft, matter: ArticleMatter, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    """What the event that a post announces says that cannot be, or that the site does not know."""
    typed = _typed(draft, matter)
    if typed is None:
        return
    yield from typed.problems
    if typed.matter is None:
        return
    for fault in faults_of(typed.matter, options.now.tzinfo):
        yield draft.problem(fault.code, _KEY, **{"key": fault.key, **fault.values})
    yield from check_organiser(draft, _KEY, typed.matter, neighbours, options)


def _names(draft: Draft, matter: ArticleMatter) -> Iterable[Wanted]:
    typed = _typed(draft, matter)
    return people([typed.matter.organiser]) if typed and typed.matter and typed.matter.organiser else ()


def _fields(making: Making[ArticleMatter]) -> Mapping[str, object]:
    typed = _typed(making.draft, making.matter)
    found = typed.matter if typed else None
    return {"event": happening_of(found, making.neighbours, making.lang)} if found else {}


ANNOUNCEMENTS = Extension(kind=POST.name, check=_check, names=_names, fields=_fields)
