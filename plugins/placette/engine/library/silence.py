"""Texts that have nothing of their own to show: they stay out of the site until another one names or links to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Set
from typing import Any

from placette.engine.library.kinds import Kinds
from placette.engine.library.records import Record

Shown = Mapping[str, tuple[Any, ...]]
"""Texts by kind."""


def mentions_of(records: Collection[Record[Any, Any]], kinds: Kinds) -> Mapping[str, Set[str]]:
    """By path, each text that has nothing of its own to show, with those that name it or link to it.

    Whoever links to such a text keeps its page: readers may be led there, and no link has to be undone.
    """
    bare = {kind.name: kind.is_bare for kind in kinds if kind.is_bare}
    found: dict[str, set[str]] = {}
    called: dict[tuple[str, str], str] = {}
    for outline, value in ((record.outline, record.value) for record in records):
        if value is not None and outline.kind in bare and bare[outline.kind](value):
            found[outline.path] = set()
            called[outline.kind, outline.slug] = outline.path
    for record in records if found else ():
        for path in _mentioned(record, called):
            if path in found:
                found[path].add(record.outline.path)
    return found


def _mentioned(record: Record[Any, Any], called: Mapping[tuple[str, str], str]) -> Iterable[str]:
    """The texts that a text names, as far as they are ``called`` so, and the paths that it asks about."""
    named = (called.get((kind, slug), "") for kind, _, slug in record.names)
    return {*named, *(path for path, _ in record.answers)}


def part_silent(texts: Shown, mentions: Mapping[str, Set[str]]) -> tuple[Shown, Shown]:
    """The texts to show, then the silent ones: what mentions these isn't shown either."""
    heard = {text.path for found in texts.values() for text in found} - mentions.keys() if mentions else frozenset()
    silent = frozenset(path for path, by in mentions.items() if heard.isdisjoint(by))
    if not silent:
        return texts, {}
    return (
        {kind: tuple(text for text in found if text.path not in silent) for kind, found in texts.items()},
        {kind: tuple(text for text in found if text.path in silent) for kind, found in texts.items()},
    )
