"""Records in the memory of readings: the HTML of a text beside the rest, for it is long and seldom asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import TypeAdapter

from plugins.core.gatherings import Call, Community
from plugins.core.messages import MESSAGES
from plugins.core.models import Article, Event, Page, Profile, Series
from plugins.core.walks import Walk
from plugins.reading.memory import Memory, reader_version
from plugins.reading.records import Record

_RECORD = TypeAdapter(Record)
_KINDS = ("article", "event", "page", "profile", "series", "community", "call", "walk")
_Text = Article | Event | Page | Profile | Series | Community | Call | Walk


@dataclass(frozen=True, slots=True)
class MemoryShelf(Mapping[str, str]):
    """Keeps records in a memory; one that tells of unknown problems, or whose text is lost, is not ours.

    A ``light`` shelf gives records without their HTML; it is itself the mapping from source path to HTML.
    """

    memory: Memory
    light: bool = False
    names: dict[str, str] = field(default_factory=dict)

    def recall(self, key: str) -> Record | None:
        """The record of ``key``, if it can be believed."""
        name = _name(key)
        record = self.memory.get(name, _RECORD)
        if record is None or not self.memory.has_text(name) or not _known(record):
            return None
        self.names[record.outline.path] = name
        if self.light:
            return record
        html = self.memory.text(name)
        return None if html is None else _with_html(record, html)

    def keep(self, key: str, record: Record) -> Record:
        """Keep a record; the same, as this shelf gives it."""
        name, (_, text) = _name(key), _text_of(record)
        light = _with_html(record, "")
        self.memory.put(name, light, _RECORD)
        self.memory.put_text(name, text.body.html if text else "")
        self.names[record.outline.path] = name
        return light if self.light else record

    def put_away(self) -> None:
        """Write the HTML that was kept to the disk, and leave it there."""
        if self.light:
            self.memory.put_texts_away()

    def __getitem__(self, path: str) -> str:
        html = self.memory.text(self.names[path])
        if html is None:
            raise KeyError(path)
        return html

    def __contains__(self, path: object) -> bool:
        return path in self.names

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


def _name(key: str) -> str:
    return f"text {reader_version()[:20]} {key}"


def _known(record: Record) -> bool:
    return all(found.code in MESSAGES for found in record.problems)


def _text_of(record: Record) -> tuple[str, _Text | None]:
    return next(((kind, found) for kind in _KINDS if (found := getattr(record, kind))), ("", None))


def _with_html(record: Record, html: str) -> Record:
    kind, text = _text_of(record)
    if text is None or text.body.html == html:
        return record
    changed: dict[str, Any] = {kind: replace(text, body=replace(text.body, html=html))}
    return replace(record, **changed)
