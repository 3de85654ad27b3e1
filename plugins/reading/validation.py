"""From the strings of a front matter to typed values, or to everything that is wrong with them."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ValidationError

from plugins.core.messages import KNOWN_KEYS, NEAR
from plugins.core.problems import Problem, problem
from plugins.core.text import nearest
from plugins.reading.matter import Entry, Value
from plugins.reading.schema import Matter, accepted_spellings, canonical_keys, example_of, spelling

M = TypeVar("M", bound=Matter)


def type_entries(entries: tuple[Entry, ...], kind: type[M], path: str) -> tuple[M | None, tuple[Problem, ...]]:
    """The typed front matter, or None when a value can't be typed, and every problem found in it.

    An empty value is as good as none: new posts have every key, to be filled in.
    """
    found, problems = _named(entries, kind, path)
    try:
        typed = kind.model_validate({name: entry.value for name, entry in found.items() if not _empty(entry.value)})
    except ValidationError as error:
        return None, (*problems, *(_validation_problem(dict(e), found, kind, path) for e in error.errors()))
    return typed, tuple(problems)


def _named(entries: tuple[Entry, ...], kind: type[Matter], path: str) -> tuple[dict[str, Entry], list[Problem]]:
    """The entries by the key they stand for, and those that stand for none or come twice."""
    known = canonical_keys(kind)
    found: dict[str, Entry] = {}
    problems: list[Problem] = []
    for entry in entries:
        name = known.get(spelling(entry.key))
        if name is None:
            problems.append(_unknown_key(entry, kind, path))
        elif name in found:
            problems.append(problem("key-duplicate", path, entry.line, entry.column, key=entry.key))
        else:
            found[name] = entry
    return found, problems


def _empty(value: Value) -> bool:
    return value in ("", [], {})


def _unknown_key(entry: Entry, kind: type[Matter], path: str) -> Problem:
    spellings = {spelling(name): name for key in kind.model_fields for name in accepted_spellings(kind, key)}
    close = nearest(spelling(entry.key), spellings, 1)
    proposal, names = (NEAR, spellings[close[0]]) if close else (KNOWN_KEYS, ", ".join(kind.model_fields))
    return problem("key-unknown", path, entry.line, 1, entry.key, key=entry.key[:80], proposal=proposal, names=names)


def _validation_problem(error: dict[str, Any], found: dict[str, Entry], kind: type[Matter], path: str) -> Problem:
    """Our problem for one of pydantic's errors; its type is our code, or one of three of pydantic's."""
    name = str(error["loc"][0])
    entry = found.get(name)
    if error["type"] == "missing":
        if entry:
            return problem("value-empty", path, entry.line, entry.column, key=entry.key)
        return problem("key-missing", path, 1, missing=name)
    line, column, written = (entry.line, entry.column, entry.key) if entry else (1, 0, name)
    if error["type"] in ("too_short", "string_too_short"):
        return problem("value-empty", path, line, column, key=written)
    values = {k: v for k, v in error.get("ctx", {}).items() if k != "code"}
    if error["type"] == "value-shape":
        values["example"] = f"{written}: {example_of(kind, name)}"
    return problem(error["type"], path, line, column, **{"key": written, **values})
