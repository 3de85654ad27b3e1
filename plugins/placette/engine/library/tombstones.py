"""What stays of a text that was withdrawn: a small file that keeps its address and says nothing of anybody.

Its front matter is ``status: withdrawn`` and, for a post, the date and the slug that its address needs. Anything else
in the file would stay readable in the repository, so it is refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.base.text import fold
from placette.engine.library.kinds import AnyKind
from placette.engine.problems.problems import Problem, problem
from placette.engine.texts.fields import WITHDRAWN
from placette.engine.texts.matter import Entry, SplitText
from placette.engine.texts.schema import Matter, canonical_keys, spelling


def schema_for(kind: AnyKind, entries: tuple[Entry, ...]) -> type[Matter]:
    """The schema of a front matter: that of a withdrawn text when its status says so, else the kind's."""
    buried = kind.tombstone.schema if kind.tombstone else None
    return buried if buried and any(_is_withdrawn(entry, buried) for entry in entries) else kind.schema


def leftovers(source: SplitText, schema: type[Matter], path: str) -> Iterator[Problem]:
    """What a withdrawn text still holds beside what its address needs."""
    known = canonical_keys(schema)
    for entry in source.entries:
        if spelling(entry.key) not in known:
            yield problem("withdrawn-rest", path, entry.line, 1, entry.key, what=entry.key[:80])
    first = next(((n, line) for n, line in enumerate(source.body.split("\n")) if line.strip()), None)
    if first:
        number, line = first
        yield problem("withdrawn-rest", path, source.body_line + number, 1, line, what=" ".join(line.split())[:40])


def own_entries(entries: tuple[Entry, ...], schema: type[Matter]) -> tuple[Entry, ...]:
    """The entries that a withdrawn text may have."""
    known = canonical_keys(schema)
    return tuple(entry for entry in entries if spelling(entry.key) in known)


def _is_withdrawn(entry: Entry, schema: type[Matter]) -> bool:
    named = canonical_keys(schema).get(spelling(entry.key)) == "status"
    return named and isinstance(entry.value, str) and fold(entry.value) in WITHDRAWN
