"""Decides what an import does before anything is written: no event twice, and no editor's words overwritten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from placette.desks.importing.event_files import file_name, mark_of
from placette.desks.importing.outside_events import OutsideEvent
from placette.engine.library.draft import Draft, draft_text
from placette.engine.problems.problems import Problem, blocks
from placette.engine.texts.matter import Value
from placette.engine.texts.schema import canonical_keys, spelling
from placette.features.agenda.kind import EVENT
from placette.features.agenda.schema import EventMatter

_NOT_COMPARED = frozenset({"imported", "modified", "uid"})
FOLDER = "events"


class ImportOutcome(StrEnum):
    """What an import does with an event."""

    NEW = "new"
    RENEWED = "renewed"
    SAME = "same"
    EDITED = "edited"
    UNUSABLE = "unusable"


@dataclass(frozen=True, slots=True)
class ImportStep:
    """One event: what is done with it, its file below the content folder, the text to write (empty: none).

    ``changes`` are triples of a key, its value in the file and its value in the calendar. ``mark`` is the mark of the
    new text; ``problems`` are the reasons for leaving it out.
    """

    outcome: ImportOutcome
    path: str
    title: str
    text: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()
    mark: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownEvents:
    """The events that the site already has: texts by file name. ``names`` are all names that are taken."""

    texts: Mapping[str, str]
    names: frozenset[str]
    is_ours: Callable[[str], bool] = lambda _path: False
    """Whether there is a text at this path below the content folder (given without its suffix)."""


def plan_import(
    events: Iterable[OutsideEvent],
    known_events: KnownEvents,
    source_of: Callable[[OutsideEvent], str],
    check: Callable[[Draft], Iterable[Problem]],
) -> list[ImportStep]:
    """What to do with each event, sorted by date. ``source_of`` writes the text of its file; ``check`` checks it."""
    known = {
        matter.uid: name for name, text in known_events.texts.items() if (matter := _matter(name, text)) and matter.uid
    }
    taken = set(known_events.names)
    steps = []
    for event in sorted(events, key=lambda event: (event.start, event.uid)):
        if known_events.is_ours(event.uid.partition("@")[0]):  # that calendar has it from us
            steps.append(ImportStep(ImportOutcome.SAME, "", event.title))
            continue
        text, name = source_of(event), known.get(event.uid, "")
        if name:
            steps.append(_renewed(name, known_events.texts[name], event, text))
            continue
        name = file_name(event, taken)
        draft = _draft(name, text)
        wrong = tuple(problem for problem in (*draft.problems, *check(draft)) if blocks((problem,)))
        if wrong:
            steps.append(ImportStep(ImportOutcome.UNUSABLE, f"{FOLDER}/{name}", event.title, problems=wrong))
            continue
        taken.add(name)
        steps.append(ImportStep(ImportOutcome.NEW, f"{FOLDER}/{name}", event.title, text))
    return steps


def _renewed(name: str, present: str, event: OutsideEvent, text: str) -> ImportStep:
    """An event that the site has: unchanged, renewed, or left to the editor who changed it."""
    path, mark, kept = f"{FOLDER}/{name}", mark_of(text), ""
    matter = _matter(name, present)
    kept = matter.imported if matter else ""
    if kept == mark:
        return ImportStep(ImportOutcome.SAME, path, event.title)
    changes = _changes(_draft(name, present), _draft(name, text))
    if mark_of(present) == kept:
        return ImportStep(ImportOutcome.RENEWED, path, event.title, text, changes, mark)
    return ImportStep(ImportOutcome.EDITED, path, event.title, "", changes, mark)


def _changes(here: Draft, there: Draft) -> tuple[tuple[str, str, str], ...]:
    """The keys whose values differ, and the text if it differs."""
    old, new = _values(here), _values(there)
    keys = sorted((old.keys() | new.keys()) - _NOT_COMPARED)
    found = [(key, old.get(key, ""), new.get(key, "")) for key in keys if old.get(key, "") != new.get(key, "")]
    if here.source.body.strip() != there.source.body.strip():
        found.append(("text", "…", "…"))
    return tuple(found)


def _values(draft: Draft) -> dict[str, str]:
    known = canonical_keys(EventMatter)
    return {known.get(spelling(e.key), e.key): _as_text(e.value) for e in draft.source.entries}


def _as_text(value: Value) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _draft(name: str, text: str) -> Draft:
    return draft_text(f"{FOLDER}/{name}", EVENT, text.encode())


def _matter(name: str, text: str) -> EventMatter | None:
    """The front matter of a file, as far as it can be read: an editor's slip must not make the event appear twice."""
    found = _draft(name, text).checkable
    return found if isinstance(found, EventMatter) else None
