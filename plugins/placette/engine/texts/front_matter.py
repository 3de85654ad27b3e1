"""Front matter: YAML between ``---`` lines, read as strings with their places, then typed by one schema."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from placette.engine.base.text import fold, nearest
from placette.engine.base.translation import N_
from placette.engine.findings.messages import KEYS_LISTED, NEAR, messages
from placette.engine.findings.problems import Problem, problem
from placette.engine.texts.characters import has_visible, is_suspect, suspects

Value = str | list["Value"] | dict[str, "Value"]

Mark = Any
"""A place in the block, from 0: PyYAML has two classes for it, with and without libyaml; None where it knows none."""

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_SIZE = 16_384
"""Characters of the largest front matter: a hundred times a usual one."""
_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """A key as it was written, its value, and the value's place (from 1)."""

    key: str
    value: Value
    line: int
    column: int


class NestedBlock(dict[str, Value]):
    """A mapping inside a front matter: its place (from 1), and its entries with theirs."""

    def __init__(self, line: int, column: int) -> None:
        """Make an empty one."""
        super().__init__()
        self.line, self.column = line, column
        self.entries: list[Entry] = []


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
    """Cut a decoded text into front matter and body. Never raises for any text."""
    opening = _FENCE.match(text)
    if not opening:
        return SplitText((), text, 1), (problem("matter-missing", path, 1),)
    closing = _FENCE.search(text, opening.end())
    if not closing:
        return SplitText((), "", 1), (problem("matter-open", path, 1),)
    entries, problems = _read_entries(text[opening.end() + 1 : closing.start()], path)
    body_line = text.count("\n", 0, closing.end()) + 2
    return SplitText(entries, text[closing.end() + 1 :], body_line), problems


def _read_entries(matter: str, path: str) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    if len(matter) > _SIZE:
        return (), (problem("matter-size", path, 1),)
    try:
        entries = tuple(_entries(matter))
    except _MatterError as error:
        return (), (_problem_at(error.code, path, matter, error.mark, **error.values),)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark and error.context_mark and not "".join(matter.split("\n")[mark.line :]).strip():
            mark = error.context_mark  # where it begins, not where its end was missed
        return (), (_problem_at("matter-syntax", path, matter, mark),)
    except (yaml.YAMLError, RecursionError):
        return (), (problem("matter-syntax", path, 1),)
    first: dict[str, Entry] = {}
    twice = [entry for entry in entries if first.setdefault(entry.key, entry) is not entry]
    problems = (problem("key-duplicate", path, entry.line, entry.column, key=entry.key) for entry in twice)
    return tuple(first.values()), tuple(problems)


def spelt_characters(entries: tuple[Entry, ...], path: str) -> Iterator[Problem]:
    """Yield problems of characters that a front matter only spells (``"\\0"``)."""
    for entry in entries:
        for text in (entry.key, *strings_in(entry.value)):
            for code, _at, name in suspects(text) if is_suspect(text) else ():
                yield problem(code, path, entry.line, entry.column, entry.key, **({"name": name} if name else {}))


def strings_in(value: Value) -> Iterator[str]:
    """Yield every text in a value, those inside blocks and lists too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (text for item in value for text in strings_in(item))
    else:
        yield from (text for key, item in value.items() for text in (key, *strings_in(item)))


def _problem_at(code: str, path: str, matter: str, mark: Mark, **values: str) -> Problem:
    line = mark.line if mark else 0
    lines = matter.split("\n")
    excerpt = lines[line] if line < len(lines) else ""
    return problem(code, path, line + 2, (mark.column if mark else 0) + 1, excerpt, **values)


def _entries(matter: str) -> Iterator[Entry]:
    events = yaml.parse(matter, Loader=yaml.CBaseLoader)
    next(events)
    if isinstance(next(events), yaml.StreamEndEvent):
        return
    first = next(events)
    if isinstance(first, yaml.ScalarEvent) and not first.value.strip() and first.anchor is None:
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
    if not isinstance(event, yaml.MappingStartEvent):
        raise _MatterError("matter-syntax", event.start_mark)
    mark: Mark = event.start_mark
    block = NestedBlock(mark.line + 2, mark.column + 1)
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        name = _key(key)
        if name in block:
            raise _MatterError("key-duplicate", key.start_mark, key=name)
        value_event = next(events)
        block[name] = _value(value_event, events, depth - 1)
        mark = value_event.start_mark
        block.entries.append(Entry(name, block[name], mark.line + 2, mark.column + 1))
    return block


def _refuse_features(event: yaml.Event) -> None:
    """Refuse aliases, anchors and explicit tags anywhere."""
    tagged = getattr(event, "tag", None) is not None
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or tagged:
        raise _MatterError("matter-feature", event.start_mark)


def quoted(text: str) -> str:
    """Return ``text`` as a YAML string that cannot be taken for anything else; empty stays empty."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' if text else ""


class Whose(StrEnum):
    """Whose decision something is: a change to texts of a kind, or the value of a key."""

    RESIDENTS = "residents"
    """Anybody's; in nobody else's name."""
    SIGNER = "signer"
    """Theirs who sign the text, each with the account that their profile names."""
    READERS = "readers"
    """Theirs who read for the team, each of themselves alone."""
    EDITORS = "editors"


class KeyFacts(NamedTuple):
    """What a key says of itself beside its type and its meaning: see ``key``."""

    french: tuple[str, ...] = ()
    example: str = ""
    whose: Whose = Whose.EDITORS
    free: tuple[str, ...] = ()
    shows: str = ""
    contact: str = ""
    within: Any = None


def key(
    description: str,
    *french: str,
    example: str = "",
    whose: str = Whose.EDITORS,
    free: tuple[str, ...] = (),
    shows: str = "",
    contact: str = "",
    within: Any = None,
    **options: Any,
) -> Any:
    """Return a field of the schema: what it means, its French names, an example, and ``whose`` decision its value is.

    ``whose`` is a value of ``Whose``; what is not said is the editors'. The values ``free`` are open to everybody.
    What it ``shows`` is an editor's to think about: a "name", a "place", what comes to the "front". It may be for a
    ``contact``: that of a "place", or "any". Blocks in it have the keys of ``within``.
    """
    extra = KeyFacts(french, example, Whose(whose), free, shows, contact, within)._asdict()
    return Field(description=description, json_schema_extra=extra, **options)


def signer_key(description: str, *french: str, **options: Any) -> Any:
    """Return a field whose value is up to those who sign the text."""
    return key(description, *french, whose=Whose.SIGNER, **options)


def authors_key(description: str, *french: str, **options: Any) -> Any:
    """Return the field of those who sign a text: keys of authors."""
    return signer_key(description, "auteurs", "auteur", "author", "autrice", "autrices", *french, **options)


def communes_key() -> Any:
    """Return the field of the places that a text is about."""
    return signer_key(
        "Insee code or name; several in a list; * for the whole territory.",
        "communes",
        "lieu",
        example='"*"',
        shows="place",
        default_factory=list,
    )


class Matter(BaseModel):
    """The keys that every front matter has."""

    # What validates a kind of text is built for the first one that is read: most commands read none, or few kinds.
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)


def given(matter: Matter, name: str, default: Any) -> Any:
    """Return the value of a key that not every schema has; pydantic takes far longer for an absent one."""
    return getattr(matter, name) if name in type(matter).__pydantic_fields__ else default


@lru_cache(1024)  # most texts have the same keys
def spelling(written: str) -> str:
    """Return a key as it is compared: without case, accents, and with underscores for spaces and hyphens."""
    return fold(written).replace("-", "_").replace(" ", "_")


@cache
def canonical_keys(kind: type[Matter]) -> Mapping[str, str]:
    """Return every accepted spelling of a key, as ``spelling`` gives it, and the key itself."""
    return {
        spelling(name_written): name for name in kind.model_fields for name_written in accepted_spellings(kind, name)
    }


def accepted_spellings(kind: type[Matter], name: str) -> tuple[str, ...]:
    """Return a key and its French names, as people write them."""
    return tuple(dict.fromkeys((name, *facts_of(kind, name).french)))


def suited_name(kind: type[Matter], name: str, written: Iterable[str]) -> str:
    """Return a key's name that suits the keys ``written`` in a file: beside French ones its first French name."""
    keys, canonical = tuple(written), canonical_keys(kind)
    suited = next((key_written for key_written in keys if canonical.get(spelling(key_written)) == name), "")
    return suited or _name_in(kind, name, french=writes_french(kind, keys))


def writes_french(kind: type[Matter], written: Iterable[str]) -> bool:
    """Return whether one of the keys ``written`` in a file is a French name."""
    canonical = canonical_keys(kind)
    return any(
        canonical.get(like := spelling(key_written), like) != like or not key_written.isascii()
        for key_written in written
    )


def _name_in(kind: type[Matter], name: str, *, french: bool) -> str:
    return next(iter(facts_of(kind, name).french), name) if french else name


def example_of(kind: type[Matter], name: str) -> str:
    """Return an example of a key's value; empty when there is none."""
    return facts_of(kind, name).example


def facts_of(kind: type[Matter], name: str) -> KeyFacts:
    """Return what a key of a front matter says of itself."""
    extra = kind.model_fields[name].json_schema_extra
    return KeyFacts(**extra) if isinstance(extra, dict) else KeyFacts()  # type: ignore[arg-type]


def texts_of(entries: Iterable[Entry], schema: type[Matter] | None) -> Iterator[tuple[Entry, str, str]]:
    """Yield every text in some entries, those inside blocks too, with its entry and what contact its key is for."""
    keys = canonical_keys(schema) if schema else {}
    for entry in entries:
        name = keys.get(spelling(entry.key))
        facts = facts_of(schema, name) if schema and name else KeyFacts()
        for item in entry.value if isinstance(entry.value, list) else [entry.value]:
            if isinstance(item, NestedBlock) and not facts.contact:
                yield from texts_of(item.entries, facts.within)
            else:
                yield from ((entry, text, facts.contact) for text in strings_in(item))


M = TypeVar("M", bound=Matter)

_UNKNOWN_NAMED = 50
"""Unknown keys of a text for which a near one is sought: writers mend no more at a time."""


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


def type_entries(entries: Iterable[Entry], kind: type[M], path: str, line: int = 1) -> Typed[M]:
    """Read the entries of a front matter as typed values; an empty value is as good as none.

    ``line`` is where a key would be that is missing.
    """
    named_entries, problems = _named(entries, kind, path)
    values = {
        name: entry.value
        for name, entry in named_entries.items()
        if (has_visible(entry.value) if isinstance(entry.value, str) else entry.value)
    }
    try:
        return Typed(kind.model_validate(values), tuple(problems))
    except ValidationError as error:
        problems += [_validation_problem(dict(e), named_entries, kind, path, line) for e in error.errors()]
        unusable = frozenset(str(e["loc"][0]) for e in error.errors())
    needed = {name: example_of(kind, name) for name in unusable if kind.model_fields[name].is_required()}
    stand_in = None
    with suppress(ValidationError):
        stand_in = kind.model_validate({**{k: v for k, v in values.items() if k not in unusable}, **needed})
    return Typed(None, tuple(problems), stand_in, unusable)


def _named(entries: Iterable[Entry], kind: type[Matter], path: str) -> tuple[dict[str, Entry], list[Problem]]:
    """Return the entries by their key, and those that are unknown or come twice."""
    canonical = canonical_keys(kind)
    by_name: dict[str, Entry] = {}
    problems: list[Problem] = []
    entries = tuple(entries)
    unknown, french = 0, writes_french(kind, (entry.key for entry in entries))
    for entry in entries:
        name = canonical.get(spelling(entry.key))
        if name is None:
            unknown += 1
            problems.append(_unknown_key(entry, kind, path, french=french, search=unknown <= _UNKNOWN_NAMED))
        elif name in by_name:
            problems.append(problem("key-duplicate", path, entry.line, entry.column, key=entry.key))
        else:
            by_name[name] = entry
    return by_name, problems


def _unknown_key(entry: Entry, kind: type[Matter], path: str, *, french: bool, search: bool) -> Problem:
    canonical = canonical_keys(kind)
    close = nearest(spelling(entry.key), canonical, 1) if search else []
    proposals = [_name_in(kind, canonical[like], french=french) for like in close]
    values = {"key": entry.key[:80], "proposal": NEAR if close else KEYS_LISTED, "names": "".join(proposals)}
    return problem("key-unknown", path, entry.line, 1, entry.key, **values)


def _validation_problem(
    error: dict[str, Any], found: dict[str, Entry], kind: type[Matter], path: str, first: int
) -> Problem:
    """Return our problem for one of pydantic's errors; its type is our code, or one of pydantic's."""
    name = str(error["loc"][0])
    entry = found.get(name)
    if error["type"] == "missing":
        if entry:
            needed = N_("Fill it in: it is required.")
            return problem("value-empty", path, entry.line, entry.column, key=entry.key, mend_here=needed)
        suited = suited_name(kind, name, (other.key for other in found.values()))
        return problem("key-missing", path, first, missing=suited)
    line, column, key_written = (entry.line, entry.column, entry.key) if entry else (1, 0, name)
    if error["type"] in ("too_short", "string_too_short"):
        return problem("value-empty", path, line, column, key=key_written)
    code = error["type"] if error["type"] in messages() else "value-shape"  # schemas may use any type of pydantic's
    values = {k: v for k, v in error.get("ctx", {}).items() if k != "code"} if code == error["type"] else {}
    if code == "value-shape":
        values["example"] = f"{key_written}: {example_of(kind, name)}"
    return problem(code, path, line, column, **{**values, "key": key_written})
