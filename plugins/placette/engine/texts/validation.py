"""From the strings of a front matter to typed values, or to everything that is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from placette.engine.base.text import nearest
from placette.engine.problems.messages import KNOWN_KEYS, MESSAGES, NEAR
from placette.engine.problems.problems import Problem, problem
from placette.engine.texts.characters import has_visible
from placette.engine.texts.matter import Entry, Value
from placette.engine.texts.schema import Matter, accepted_spellings, canonical_keys, example_of, spelling

M = TypeVar("M", bound=Matter)

_UNKNOWN_NAMED = 50
"""Unknown keys of a text for which a near one is looked for: nobody mends more at a time."""


@dataclass(frozen=True, slots=True)
class Typed(Generic[M]):
    """The typed front matter, and every problem found in it.

    When a value can't be typed, ``matter`` is None and ``stand_in`` has examples in place of the ``unusable`` keys, so
    that the others can still be checked in the same run.
    """

    matter: M | None
    problems: tuple[Problem, ...]
    stand_in: M | None = None
    unusable: frozenset[str] = frozenset()


def type_entries(entries: tuple[Entry, ...], kind: type[M], path: str) -> Typed[M]:
    """Type the entries of a front matter.

    An empty value is as good as none: new posts have every key, to be filled in.
    """
    found, problems = _named(entries, kind, path)
    values = {name: entry.value for name, entry in found.items() if not _empty(entry.value)}
    try:
        return Typed(kind.model_validate(values), tuple(problems))
    except ValidationError as error:
        problems += [_validation_problem(dict(e), found, kind, path) for e in error.errors()]
        unusable = frozenset(str(e["loc"][0]) for e in error.errors())
        return Typed(None, tuple(problems), _stand_in(values, unusable, kind), unusable)


def _stand_in(values: dict[str, Value], unusable: frozenset[str], kind: type[M]) -> M | None:
    """The values with the schema's examples for those that are unusable and needed."""
    needed = {name: example_of(kind, name) for name in unusable if kind.model_fields[name].is_required()}
    try:
        return kind.model_validate({**{k: v for k, v in values.items() if k not in unusable}, **needed})
    except ValidationError:
        return None


def _named(entries: tuple[Entry, ...], kind: type[Matter], path: str) -> tuple[dict[str, Entry], list[Problem]]:
    """The entries by the key they stand for, and those that stand for none or come twice."""
    known = canonical_keys(kind)
    found: dict[str, Entry] = {}
    problems: list[Problem] = []
    unknown = 0
    for entry in entries:
        name = known.get(spelling(entry.key))
        if name is None:
            unknown += 1
            problems.append(_unknown_key(entry, kind, path, search=unknown <= _UNKNOWN_NAMED))
        elif name in found:
            problems.append(problem("key-duplicate", path, entry.line, entry.column, key=entry.key))
        else:
            found[name] = entry
    return found, problems


def _empty(value: Value) -> bool:
    return value in ("", [], {}) or (isinstance(value, str) and not has_visible(value))


def _unknown_key(entry: Entry, kind: type[Matter], path: str, *, search: bool) -> Problem:
    names_of_keys = (name for key in kind.model_fields for name in accepted_spellings(kind, key)) if search else ()
    spellings = {spelling(name): name for name in names_of_keys}
    close = nearest(spelling(entry.key), spellings, 1)
    proposal, names = (NEAR, spellings[close[0]]) if close else (KNOWN_KEYS, ", ".join(kind.model_fields))
    return problem("key-unknown", path, entry.line, 1, entry.key, key=entry.key[:80], proposal=proposal, names=names)


def _validation_problem(error: dict[str, Any], found: dict[str, Entry], kind: type[Matter], path: str) -> Problem:
    """Our problem for one of pydantic's errors; its type is our code, or one of pydantic's."""
    name = str(error["loc"][0])
    entry = found.get(name)
    if error["type"] == "missing":
        if entry:
            return problem("value-empty", path, entry.line, entry.column, key=entry.key)
        return problem("key-missing", path, 1, missing=name)
    line, column, written = (entry.line, entry.column, entry.key) if entry else (1, 0, name)
    if error["type"] in ("too_short", "string_too_short"):
        return problem("value-empty", path, line, column, key=written)
    code = error["type"] if error["type"] in MESSAGES else "value-shape"  # schemas may use any type of pydantic's
    values = {k: v for k, v in error.get("ctx", {}).items() if k != "code"} if code == error["type"] else {}
    if code == "value-shape":
        values["example"] = f"{written}: {example_of(kind, name)}"
    return problem(code, path, line, column, **{**values, "key": written})
