"""Records in the memory of readings: what only a text's own page shows beside the rest, for it is seldom asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from placette.engine.base.versions import code_version
from placette.engine.library.build import UncleanError
from placette.engine.library.kinds import AnyKind
from placette.engine.library.memory import Memory
from placette.engine.library.records import Record
from placette.engine.problems.messages import MESSAGES
from placette.engine.texts.values import Body


@dataclass(frozen=True, slots=True)
class Apart:
    """What is kept beside a record: the whole body of its text, and its anchors."""

    body: Body
    ids: frozenset[str]


@cache
def _apart_adapter() -> TypeAdapter[Apart]:
    return TypeAdapter(Apart)


@cache
def _adapter(kind: AnyKind) -> TypeAdapter[Record[Any, Any]]:
    """What reads and writes the records of a kind."""
    return TypeAdapter(Record[kind.value, kind.extra])  # type: ignore[name-defined]


@dataclass(frozen=True, slots=True)
class MemoryShelf(Mapping[str, Body]):
    """Keeps records in a memory; one that names unknown problems, or whose text is lost, is not ours.

    A ``light`` shelf gives records without their HTML, headings and anchors; it is itself the mapping from source path
    to whole body.
    """

    memory: Memory
    light: bool = False
    names: dict[str, str] = field(default_factory=dict)

    def recall(self, key: str, kind: AnyKind) -> Record[Any, Any] | None:
        """The record of ``key``, of a text of a kind, if it can be believed."""
        name = _name(key)
        record = self.memory.get(name, _adapter(kind))
        if record is None or not self.memory.has_text(name) or not _known(record):
            return None
        self.names[record.outline.path] = name
        if self.light:
            return record
        apart = self.memory.text(name, _apart_adapter())
        return None if apart is None else _made_whole(record, apart)

    def keep(self, key: str, kind: AnyKind, record: Record[Any, Any]) -> Record[Any, Any]:
        """Keep a record; the same, as this shelf gives it."""
        name, body = _name(key), record.value.body if record.value else Body()
        light = _made_whole(record, Apart(_light(body), frozenset()))
        self.memory.put(name, light, _adapter(kind))
        self.memory.put_text(name, Apart(body, record.ids), _apart_adapter())
        self.names[record.outline.path] = name
        return light if self.light else record

    def ids(self, path: str) -> frozenset[str]:
        """The anchors of the text at ``path``; none of one that isn't kept here. Raises ``UncleanError``."""
        try:
            return self._apart(path).ids if path in self.names else frozenset()
        except KeyError as error:
            raise UncleanError(path) from error

    def fresh(self) -> frozenset[str]:
        """The paths of the texts whose bodies this process has kept, as it will get them back."""
        return frozenset(path for path, name in self.names.items() if name in self.memory.own)

    def put_away(self) -> None:
        """Write what was kept apart to the disk, and leave it there."""
        if self.light:
            self.memory.put_texts_away()

    def __getitem__(self, path: str) -> Body:
        return self._apart(path).body

    def _apart(self, path: str) -> Apart:
        found = self.memory.text(self.names[path], _apart_adapter())
        if found is None:
            raise KeyError(path)
        return found

    def __contains__(self, path: object) -> bool:
        return path in self.names

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


def _name(key: str) -> str:
    return f"text {code_version()[:20]} {key}"


def _known(record: Record[Any, Any]) -> bool:
    return all(found.code in MESSAGES for found in record.problems)


def _light(body: Body) -> Body:
    """A body without what only its own page shows."""
    return replace(body, html="", headings=())


def _made_whole(record: Record[Any, Any], apart: Apart) -> Record[Any, Any]:
    value = record.value and replace(record.value, body=apart.body)
    return replace(record, ids=apart.ids, value=value)
