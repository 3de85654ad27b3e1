"""What an import does, decided before anything is written: nothing twice, and nothing over an editor's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from placette.desks.importing.outside import Outside
from placette.desks.importing.sources import file_name, mark_of
from placette.engine.library.draft import Draft, draft_text
from placette.engine.problems.problems import Problem, blocks
from placette.engine.texts.matter import Value
from placette.engine.texts.schema import canonical_keys, spelling
from placette.features.agenda.kind import EVENT
from placette.features.agenda.schema import EventMatter

_NOT_TOLD = frozenset({"imported", "modified", "uid"})
FOLDER = "events"


class Fate(StrEnum):
    """What becomes of an event."""

    NEW = "new"
    RENEWED = "renewed"
    SAME = "same"
    EDITED = "edited"
    UNUSABLE = "unusable"


@dataclass(frozen=True, slots=True)
class Step:
    """One event: what becomes of it, its file from the content folder, the text to write (or empty).

    ``changes`` are triples of a key, what the file says and what the outside calendar says; ``mark`` is that of the
    new text, ``problems`` what keeps it out.
    """

    fate: Fate
    path: str
    title: str
    text: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()
    mark: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """The events that are here already: the text of each file by its name; ``names`` are all that is taken."""

    texts: Mapping[str, str]
    names: frozenset[str]
    is_ours: Callable[[str], bool] = lambda _path: False
    """Whether a text lies at this path from the content folder, without its suffix."""


def plan_import(
    events: Iterable[Outside],
    shelf: Shelf,
    source_of: Callable[[Outside], str],
    check: Callable[[Draft], Iterable[Problem]],
) -> list[Step]:
    """What becomes of each event, in order of its date; ``source_of`` makes its file, ``check`` looks at it."""
    known = {matter.uid: name for name, text in shelf.texts.items() if (matter := _matter(name, text)) and matter.uid}
    taken = set(shelf.names)
    steps = []
    for outside in sorted(events, key=lambda event: (event.start, event.uid)):
        if shelf.is_ours(outside.uid.partition("@")[0]):  # it was ours before it was in that calendar
            steps.append(Step(Fate.SAME, "", outside.title))
            continue
        text, name = source_of(outside), known.get(outside.uid, "")
        if name:
            steps.append(_renewed(name, shelf.texts[name], outside, text))
            continue
        name = file_name(outside, taken)
        draft = _draft(name, text)
        wrong = tuple(problem for problem in (*draft.problems, *check(draft)) if blocks((problem,)))
        if wrong:
            steps.append(Step(Fate.UNUSABLE, f"{FOLDER}/{name}", outside.title, problems=wrong))
            continue
        taken.add(name)
        steps.append(Step(Fate.NEW, f"{FOLDER}/{name}", outside.title, text))
    return steps


def _renewed(name: str, present: str, outside: Outside, text: str) -> Step:
    """An event that is here: the same, renewed, or left to the editor who changed it."""
    path, mark, kept = f"{FOLDER}/{name}", mark_of(text), ""
    matter = _matter(name, present)
    kept = matter.imported if matter else ""
    if kept == mark:
        return Step(Fate.SAME, path, outside.title)
    changes = _changes(_draft(name, present), _draft(name, text))
    if mark_of(present) == kept:
        return Step(Fate.RENEWED, path, outside.title, text, changes, mark)
    return Step(Fate.EDITED, path, outside.title, "", changes, mark)


def _changes(here: Draft, there: Draft) -> tuple[tuple[str, str, str], ...]:
    """The keys that the two tell differently, and the text."""
    old, new = _told(here), _told(there)
    keys = sorted((old.keys() | new.keys()) - _NOT_TOLD)
    found = [(key, old.get(key, ""), new.get(key, "")) for key in keys if old.get(key, "") != new.get(key, "")]
    if here.source.body.strip() != there.source.body.strip():
        found.append(("text", "…", "…"))
    return tuple(found)


def _told(draft: Draft) -> dict[str, str]:
    known = canonical_keys(EventMatter)
    return {known.get(spelling(e.key), e.key): _as_text(e.value) for e in draft.source.entries}


def _as_text(value: Value) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _draft(name: str, text: str) -> Draft:
    return draft_text(f"{FOLDER}/{name}", EVENT, text.encode())


def _matter(name: str, text: str) -> EventMatter | None:
    """What a file says, as far as it can be read: an editor's slip must not make the event come twice."""
    found = _draft(name, text).checkable
    return found if isinstance(found, EventMatter) else None
