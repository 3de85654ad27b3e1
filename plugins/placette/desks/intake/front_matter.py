"""Sets values in an information block. The writer's lines, order and comments stay as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping

from placette.engine.texts.decoding import decode
from placette.engine.texts.matter import Entry, SplitText, Value, quoted, split_source
from placette.engine.texts.schema import accepted_spellings, canonical_keys, spelling
from placette.engine.texts.validation import type_entries
from placette.features.posts.schema import ArticleMatter

_FENCE = re.compile(r"---[ \t]*\r?")
_LINE = re.compile(r"(?P<key>[^:#]+:)[ \t]*(?P<value>\"[^\"]*\"|'[^']*'|.*?)(?P<rest>[ \t]+#.*?)?(?P<end>\r?)")
_PLAIN = re.compile(r"[a-z][a-z0-9-]*(?:\.[a-z]+)?")
"""A value that YAML can only read as a string."""


def read_source(text: str) -> SplitText | None:
    """A text split into front matter and body, with its line numbers; None if it must be mended first."""
    plain, problems = decode(text.encode("utf-8", "surrogateescape"), "")
    source, cut = split_source(plain, "")
    return None if problems or cut or plain.count("\n") != text.count("\n") else source


def value_of(source: SplitText, key: str) -> str:
    """The value of a key, under any of its names; empty if it is absent or isn't a single text."""
    found = _said(source).get(key, "")
    return found if isinstance(found, str) else ""


def with_values(text: str, values: Mapping[str, str]) -> str | None:
    """The text with ``values`` (by canonical key) in its information block; None if that can't be done.

    A key that is there gets the new value on its own line. New keys come last, in French if the writer's are.
    """
    before = read_source(text)
    if before is None:
        return None
    lines = text.split("\n")
    end = next(place for place, line in enumerate(lines) if place and _FENCE.fullmatch(line))
    close = "\r" if lines[0].endswith("\r") else ""
    added = []
    for key, value in values.items():
        if entry := _entry(before, key):
            lines[entry.line - 1] = _with_value(lines[entry.line - 1], _yaml(value))
        else:
            added.append(f"{_spelt(key, before)}: {_yaml(value)}{close}")
    after = "\n".join((*lines[:end], *added, *lines[end:]))
    return after if _is_right(before, read_source(after), values) else None


def _with_value(line: str, value: str) -> str:
    """A line ``key: …`` with another value. A line of another form stays as it is; ``_is_right`` notices."""
    found = _LINE.fullmatch(line)
    return f"{found['key']} {value}{found['rest'] or ''}{found['end']}" if found else line


def _is_right(before: SplitText, after: SplitText | None, values: Mapping[str, str]) -> bool:
    """Whether only ``values`` differ and there is no new problem."""
    if after is None or after.body != before.body or _said(after) != {**_said(before), **values}:
        return False
    return _count_problems(after) <= _count_problems(before)


def _count_problems(source: SplitText) -> int:
    return len(type_entries(source.entries, ArticleMatter, "").problems)


def _said(source: SplitText) -> dict[str, Value]:
    return {_name(entry): entry.value for entry in source.entries}


def _name(entry: Entry) -> str:
    """The canonical key of an entry; its own key if we don't know it."""
    return canonical_keys(ArticleMatter).get(spelling(entry.key), entry.key)


def _entry(source: SplitText, key: str) -> Entry | None:
    return next((entry for entry in source.entries if _name(entry) == key), None)


def _spelt(key: str, source: SplitText) -> str:
    """The key's French name if the writer uses French ones."""
    french = any(entry.key != _name(entry) for entry in source.entries)
    return accepted_spellings(ArticleMatter, key)[1] if french else key


def _yaml(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else quoted(value)
