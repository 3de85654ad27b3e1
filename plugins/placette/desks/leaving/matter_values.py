"""The values of a front matter with their place in the file, so that one can be changed and nothing else.

Offsets count the characters of the text as it was written. A byte-order mark and all line ends stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from placette.engine.texts.matter import quoted

_FENCE = re.compile(r"(?:\A\ufeff?|(?<=[\r\n]))---[ \t]*(?=[\r\n]|\Z)")
_LINE_END = re.compile(r"\r\n?|\n")
_BETWEEN = re.compile(r"(\s*[;,]\s*)")


@dataclass(frozen=True, slots=True)
class Edit:
    """A range of a text, and what replaces it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """One scalar of a front matter: its range, its text, its style (YAML's quotation mark, or empty)."""

    start: int
    end: int
    text: str
    style: str


@dataclass(frozen=True, slots=True)
class Field:
    """A key as it was written, with the scalars of its value; ``flow`` means a list in brackets."""

    key: str
    start: int
    end: int
    values: tuple[Value, ...]
    is_list: bool
    flow: bool
    opens: int
    """Where the value begins."""


def matter_bounds(text: str) -> tuple[int, int]:
    """Where the content of the information block begins and ends; raises ``ValueError`` if there is none."""
    opening = _FENCE.match(text)
    closing = _FENCE.search(text, opening.end()) if opening else None
    if not opening or not closing:
        raise ValueError("no front matter")
    line_end = _LINE_END.match(text, opening.end())
    return (line_end.end() if line_end else opening.end()), closing.start()


def fields_of(text: str) -> list[Field]:
    """The fields of a text's front matter, in order; raises ``ValueError`` if it can't be read."""
    start, end = matter_bounds(text)
    try:
        return list(_fields(text[start:end], start))
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


def _fields(matter: str, offset: int) -> Iterator[Field]:
    # PyYAML's own parser: libyaml counts line ends differently
    events: Iterator[Any] = iter(list(yaml.parse(matter, Loader=yaml.BaseLoader))[2:])
    if not isinstance(next(events, None), yaml.MappingStartEvent):
        return
    for key in events:
        if isinstance(key, yaml.MappingEndEvent):
            return
        first = next(events)
        inside = [first, *_rest(first, events)]
        values = tuple(_value(event, offset) for event in _scalars(inside))
        is_list = isinstance(first, yaml.SequenceStartEvent)
        flow = bool(getattr(first, "flow_style", False))
        last = inside[-1].end_mark.index + offset if flow or not values else values[-1].end
        yield Field(
            str(key.value).strip(), key.start_mark.index + offset, last, values, is_list, flow,
            first.start_mark.index + offset,
        )  # fmt: skip


def _rest(first: Any, events: Iterator[Any]) -> list[Any]:
    """The remaining events of a value that begins with ``first``."""
    depth, found = int(isinstance(first, yaml.CollectionStartEvent)), []
    while depth:
        event = next(events)
        found.append(event)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
    return found


def _scalars(inside: list[Any]) -> Iterator[Any]:
    """The scalars that are values, not keys of a nested mapping."""
    waiting: list[bool] = []  # for each open collection, whether a key comes next
    in_mapping: list[bool] = []
    for event in inside:
        is_key = bool(in_mapping and in_mapping[-1] and waiting[-1])
        if isinstance(event, yaml.CollectionEndEvent):
            waiting.pop()
            in_mapping.pop()
            continue
        if in_mapping and in_mapping[-1]:
            waiting[-1] = not waiting[-1]
        if isinstance(event, yaml.CollectionStartEvent):
            in_mapping.append(isinstance(event, yaml.MappingStartEvent))
            waiting.append(True)
        elif not is_key:
            yield event


def _value(event: Any, offset: int) -> Value:
    plain = event.style or ""
    return Value(event.start_mark.index + offset, event.end_mark.index + offset, str(event.value).strip(), plain)


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with every edit made. Edits must not overlap."""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def set_value(value: Value, new: str, *, listed: bool = False) -> Edit:
    """An edit that replaces a scalar, in the old style if possible; ``listed`` if it is in a list in brackets."""
    if value.style == "'":
        written = "'" + new.replace("'", "''") + "'"
    elif not value.style and _reads_back(new, listed=listed):
        written = new
    else:
        written = quoted(new) + ("\n" if value.style in {"|", ">"} else "")
    return Edit(value.start, value.end, written)


def change_people(text: str, field: Field, is_person: Callable[[str], bool], new: str) -> list[Edit]:
    """Edits that replace a person in a list of people; with an empty ``new`` they are removed, as is an empty list."""
    if not field.is_list:
        return [edit for value in field.values for edit in _change_line(text, field, value, is_person, new)]
    named = [value for value in field.values if is_person(value.text)]
    if new:
        return [Edit(value.start, value.end, new) for value in named]
    kept = [value for value in field.values if value not in named]
    if not named or not kept:
        return [_whole_lines(text, field.start, field.end)] if named else []
    if field.flow:
        return [Edit(field.opens, field.end, f"[{', '.join(text[value.start : value.end] for value in kept)}]")]
    return [_whole_lines(text, value.start, value.end) for value in named]


def _change_line(text: str, field: Field, value: Value, is_person: Callable[[str], bool], new: str) -> Iterator[Edit]:
    """The same for a list written on one line without brackets."""
    parts = _BETWEEN.split(value.text)
    people, marks = parts[0::2], [*parts[1::2], ""]
    if not any(map(is_person, people)):
        return
    kept = [(new if is_person(one) else one, mark) for one, mark in zip(people, marks, strict=True)]
    kept = [(one, mark) for one, mark in kept if one]
    joined = "".join(one + mark for one, mark in kept[:-1]) + (kept[-1][0] if kept else "")
    yield set_value(value, joined) if kept else _whole_lines(text, field.start, field.end)


def add_line(text: str, field: Field, line: str) -> Edit:
    """An edit that adds a line after a field."""
    end = _whole_lines(text, field.start, field.end).end
    found = _LINE_END.search(text)
    return Edit(end, end, line + (found[0] if found else "\n"))


def _whole_lines(text: str, start: int, end: int) -> Edit:
    """An edit that removes the lines from that of ``start`` to that of the last character before ``end``."""
    begin = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    while end > start and text[end - 1] in "\r\n":
        end -= 1
    after = _LINE_END.search(text, end)
    return Edit(begin, after.end() if after else len(text), "")


def _reads_back(text: str, *, listed: bool) -> bool:
    """Whether YAML reads a plain text back unchanged."""
    try:
        found = yaml.load(f"[{text}]" if listed else f"a: {text}", Loader=yaml.BaseLoader)  # noqa: S506 - texts only
    except yaml.YAMLError:
        return False
    return bool(found == ([text] if listed else {"a": text}))
