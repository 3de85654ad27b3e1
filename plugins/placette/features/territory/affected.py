"""The texts whose front matter names a commune that is no longer one: what a new year's list asks editors to change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from placette.engine.base.text import fold

_KEYS = frozenset({"commune", "communes", "lieu"})
"""The spellings of the key, folded (the schemas of features declare them)."""
_LINE = re.compile(r"\s*(?:- *|([^\s:#-][^:#]*):)(.*)")
_MARKS = " \t'\"[]"


@dataclass(frozen=True, slots=True)
class Affected:
    """A place in a text (its path, the line from 1) that names a former commune, and the codes that took its place."""

    path: str
    line: int
    written: str
    now: tuple[str, ...]


def affected_texts(content: Path, reference: Mapping[str, Any]) -> list[Affected]:
    """Every text below ``content`` that names a former commune by code or name, in order."""
    today = {known for row in reference["communes"] for known in (row[0], fold(row[1]))}
    former: dict[str, list[str]] = {}
    for code, name, now in reference["former"]:
        for known in {code, fold(name)} - today - {""}:
            former.setdefault(known, []).append(now)
    found = []
    for path in sorted(content.rglob("*.md")):
        place = path.relative_to(content).as_posix()
        for line, written in named_communes(path.read_text(encoding="utf-8", errors="replace")):
            now = former.get(written) or former.get(fold(written)) or ()
            if now:
                found.append(Affected(place, line, written, tuple(dict.fromkeys(now))))
    return found


def named_communes(text: str) -> Iterator[tuple[int, str]]:
    """What a front matter writes for its communes, with line numbers; nothing is checked."""
    lines = text.lstrip("\ufeff").splitlines()
    named = False
    for number, line in enumerate(lines[1:] if lines[:1] == ["---"] else (), start=2):
        if line.rstrip() == "---":
            return
        match = _LINE.fullmatch(line)
        if match and match[1]:
            named = fold(match[1].strip(_MARKS)) in _KEYS
        if match and named:
            yield from ((number, written) for part in match[2].split(",") if (written := part.strip(_MARKS)))
