"""Front matter: YAML between ``---`` lines, read as strings only, each with its place.

YAML's own typing would turn ``01001`` into 513, ``18:30`` into 1110 and ``no`` into False, and its
anchors can multiply a page into gigabytes; so only the parser's events are used, scalars stay
strings and anchors, aliases and tags are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from placette.engine.problems.problems import Problem, problem
from placette.engine.texts.characters import is_suspect, suspects

Value = str | list["Value"] | dict[str, "Value"]

Mark = Any
"""A place in the block, from 0: PyYAML has two classes for it, with and without libyaml; None where it knows none."""

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_SIZE = 16_384
"""Characters of the largest front matter: a hundred times a usual one."""
_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """A key as it was written, its value, and where the value stands (from 1)."""

    key: str
    value: Value
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class SplitText:
    """A text cut in two: its entries and its body, with the body's first line (from 1)."""

    entries: tuple[Entry, ...]
    body: str
    body_line: int


class _MatterError(Exception):
    """A front matter that cannot be read: code and mark, caught in this module."""

    def __init__(self, code: str, mark: Mark, **values: str) -> None:
        super().__init__(code)
        self.code, self.mark, self.values = code, mark, values


def split_source(text: str, path: str) -> tuple[SplitText, tuple[Problem, ...]]:
    """Cut a text into front matter and body. Never raises for what the text holds.

    A byte-order mark and CRLF have been dealt with before (``decoding.py``).
    """
    opening = _FENCE.match(text)
    if not opening:
        return SplitText((), text, 1), (problem("matter-missing", path, 1),)
    closing = _FENCE.search(text, opening.end())
    if not closing:
        return SplitText((), "", 1), (problem("matter-open", path, 1),)
    matter, body = text[opening.end() + 1 : closing.start()], text[closing.end() + 1 :]
    body_line = text.count("\n", 0, closing.end()) + 2
    entries, problems = _read_entries(matter, path)
    return SplitText(entries, body, body_line), problems


def _read_entries(matter: str, path: str) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    if len(matter) > _SIZE:
        return (), (problem("matter-size", path, 1),)
    try:
        entries = tuple(_entries(matter))
    except _MatterError as error:
        return (), (_problem_at(error.code, path, matter, error.mark, **error.values),)
    except yaml.MarkedYAMLError as error:
        return (), (_problem_at("matter-syntax", path, matter, _useful_mark(error, matter)),)
    except (yaml.YAMLError, RecursionError):
        return (), (problem("matter-syntax", path, 1),)
    return _without_duplicates(entries, path)


def spelt_characters(entries: tuple[Entry, ...], path: str) -> Iterator[Problem]:
    """What is wrong with characters that a front matter only spells (``"\\0"``)."""
    for entry in entries:
        for text in (entry.key, *_strings(entry.value)):
            for code, _at, name in suspects(text) if is_suspect(text) else ():
                yield problem(code, path, entry.line, entry.column, entry.key, **({"name": name} if name else {}))


def _strings(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (text for item in value for text in _strings(item))
    else:
        yield from (text for key, item in value.items() for text in (key, *_strings(item)))


def _useful_mark(error: yaml.MarkedYAMLError, matter: str) -> Mark:
    """Where to look: what was never closed is found at the end, but stands where it was opened."""
    mark: Mark = error.problem_mark or error.context_mark
    at_end = mark is not None and not "\n".join(matter.split("\n")[mark.line :]).strip()
    return error.context_mark if at_end and error.context_mark else mark


def _problem_at(code: str, path: str, matter: str, mark: Mark, **values: str) -> Problem:
    line = mark.line if mark else 0
    lines = matter.split("\n")
    excerpt = lines[line] if line < len(lines) else ""
    return problem(code, path, line + 2, (mark.column if mark else 0) + 1, excerpt, **values)


def _without_duplicates(entries: tuple[Entry, ...], path: str) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    kept: dict[str, Entry] = {}
    problems = []
    for entry in entries:
        if entry.key in kept:
            problems.append(problem("key-duplicate", path, entry.line, entry.column, key=entry.key))
        else:
            kept[entry.key] = entry
    return tuple(kept.values()), tuple(problems)


def _entries(matter: str) -> Iterator[Entry]:
    events = yaml.parse(matter, Loader=yaml.CBaseLoader)
    next(events)
    if isinstance(next(events), yaml.StreamEndEvent):
        return
    first = next(events)
    if _is_blank(first):
        return
    if not isinstance(first, yaml.MappingStartEvent):
        raise _MatterError("matter-syntax", first.start_mark)
    _refuse_features(first)
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        value_event = next(events)
        value = _value(value_event, events, _DEPTH)
        mark: Mark = value_event.start_mark
        yield Entry(_key(key), value, mark.line + 2, mark.column + 1)
    while not isinstance(after := next(events), yaml.StreamEndEvent):
        if isinstance(after, yaml.DocumentStartEvent):
            raise _MatterError("matter-syntax", after.start_mark)


def _is_blank(event: yaml.Event) -> bool:
    return isinstance(event, yaml.ScalarEvent) and not event.value.strip() and event.anchor is None


def _key(event: yaml.Event) -> str:
    _refuse_features(event)
    if not isinstance(event, yaml.ScalarEvent):
        raise _MatterError("matter-syntax", event.start_mark)
    return str(event.value).strip()


def _value(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Value:
    _refuse_features(event)
    if isinstance(event, yaml.ScalarEvent):
        return str(event.value).strip()
    if depth == 0:
        raise _MatterError("matter-size", event.start_mark)
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(item := next(events), yaml.SequenceEndEvent):
            items.append(_value(item, events, depth - 1))
        return items
    return _mapping(event, events, depth)


def _mapping(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Value:
    if not isinstance(event, yaml.MappingStartEvent):
        raise _MatterError("matter-syntax", event.start_mark)
    found: dict[str, Value] = {}
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        name = _key(key)
        if name in found:
            raise _MatterError("key-duplicate", key.start_mark, key=name)
        found[name] = _value(next(events), events, depth - 1)
    return found


def _refuse_features(event: yaml.Event) -> None:
    """Refuse aliases, anchors and explicit tags wherever they stand."""
    tagged = getattr(event, "tag", None) is not None
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or tagged:
        raise _MatterError("matter-feature", event.start_mark)


def quoted(text: str) -> str:
    """``text`` as a YAML string that cannot be taken for anything else; empty stays empty."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' if text else ""
