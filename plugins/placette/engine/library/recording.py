"""From a typed and converted text to its record: its own problems, its value, the answers that decided them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from placette.engine.base.files import digest
from placette.engine.library import checks
from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Anchored, Making
from placette.engine.library.models import Gone
from placette.engine.library.options import ReadingOptions
from placette.engine.library.outline import Outline
from placette.engine.library.records import Named, Neighbours, Record
from placette.engine.library.scaffolds import check_scaffolds
from placette.engine.problems.problems import Problem, blocks
from placette.engine.texts.body import Converted


def make_record(
    draft: Draft, outline: Outline[Any], converted: Converted | None, neighbours: Neighbours, options: ReadingOptions
) -> Record[Any, Any]:
    """The record of a text; ``converted`` is None when its front matter couldn't even be guessed."""
    problems = [*draft.problems, *(converted.problems if converted else ())]
    problems += _contextual(draft, outline.url, neighbours, options) if draft.checkable else []
    names = _names(draft, neighbours, options)
    asked = {*(converted.asked if converted else ()), *_asked(draft, options)}
    record: Record[Any, Any] = Record(
        outline=outline,
        problems=tuple(sorted(set(problems))),
        readable=converted is not None,
        ids=converted.ids if converted else frozenset(),
        anchors=(*(converted.anchors if converted else ()), *_anchors(draft, options)),
        names=names,
        licence=neighbours.licence_of(names),
        answers=tuple((path, neighbours.answer(path)) for path in sorted(asked)),
        listed=converted.listed if converted else (),
    )
    if converted is None or draft.matter is None or blocks(problems):
        return record
    if draft.is_withdrawn:
        return replace(record, gone=Gone(draft.path, outline.url, draft.kind.name))
    licence = record.licence or options.licence
    making = Making(draft, draft.matter, converted.body, outline.url, names, licence, neighbours, options)
    return replace(record, value=_value(making))


def _value(making: Making[Any]) -> Any:
    """The value of a text, with what other features read in it and the mark by which pages know of its changes."""
    kind = making.draft.kind
    filled: dict[str, object] = {}
    for extension in making.options.extensions_of(kind):
        filled |= extension.fields(making)
    made = kind.make(making)
    value = replace(made, **filled) if filled else made
    return replace(value, mark=digest(repr(value).encode("utf-8", "replace")))


def _names(draft: Draft, neighbours: Neighbours, options: ReadingOptions) -> tuple[Named, ...]:
    """The texts that a text names, each once, and what they mean."""
    matter = draft.checkable
    if matter is None or draft.is_withdrawn:
        return ()
    readers = options.readers_of(draft.kind)
    wanted = dict.fromkeys(pair for reader in readers for pair in reader.names(draft, matter))
    return tuple((kind, written, neighbours.find(kind, written)) for kind, written in wanted)


def _anchors(draft: Draft, options: ReadingOptions) -> Iterator[Anchored]:
    """The places in other texts that a front matter names."""
    if draft.checkable is not None and not draft.is_withdrawn:
        yield from draft.kind.anchors(draft, draft.checkable, options)


def _asked(draft: Draft, options: ReadingOptions) -> Iterator[str]:
    """The files that a front matter names, as paths from the content folder."""
    matter = draft.checkable
    if matter is not None and not draft.is_withdrawn:
        for reader in options.readers_of(draft.kind):
            yield from reader.asks(draft, matter)


def _contextual(draft: Draft, url: str, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    yield from checks.check_slug(draft)
    yield from checks.check_address(draft, url, options)
    yield from filter(draft.concerns_usable, _about_matter(draft, neighbours, options))


def _about_matter(draft: Draft, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    kind, matter = draft.kind, draft.checkable
    if matter is None:
        return
    if draft.is_withdrawn and kind.tombstone:
        yield from kind.tombstone.check(draft, matter, options)
        return
    yield from checks.check_shared(draft, matter, options)
    yield from check_scaffolds(draft, matter)
    for reader in options.readers_of(kind):
        yield from reader.check(draft, matter, neighbours, options)
