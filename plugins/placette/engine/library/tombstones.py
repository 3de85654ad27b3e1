"""What stays of a text that was withdrawn: a small file that keeps its address and says nothing of anybody.

Its front matter is ``status: withdrawn`` and, for a post, the date and the slug that its address needs. Anything else
in the file would stay readable in the repository, so it is refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.base.text import fold
from placette.engine.library.models import Gone
from placette.engine.problems.problems import Problem, problem
from placette.engine.texts.fields import WITHDRAWN
from placette.engine.texts.matter import Entry, Source
from placette.engine.texts.schema import Matter, canonical_keys, spelling
from placette.features.authors.schema import ProfileMatter, WithdrawnProfileMatter
from placette.features.posts.schema import ArticleMatter, WithdrawnPostMatter

_TOMBSTONES: dict[type[Matter], type[Matter]] = {
    ArticleMatter: WithdrawnPostMatter,
    ProfileMatter: WithdrawnProfileMatter,
}
Tombstone = WithdrawnPostMatter | WithdrawnProfileMatter


def schema_for(kind: type[Matter], entries: tuple[Entry, ...]) -> type[Matter]:
    """The schema of a front matter: that of a withdrawn text when its status says so, else ``kind``."""
    withdrawn = _TOMBSTONES.get(kind)
    return withdrawn if withdrawn and any(_is_withdrawn(entry) for entry in entries) else kind


def is_tombstone(schema: type[Matter]) -> bool:
    """Whether this is the schema of a withdrawn text."""
    return schema in _TOMBSTONES.values()


def leftovers(source: Source, schema: type[Matter], path: str) -> Iterator[Problem]:
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


def gone_of(path: str, url: str, matter: Tombstone) -> Gone:
    """The value of a withdrawn text."""
    return Gone(path, url, "post" if isinstance(matter, WithdrawnPostMatter) else "person")


def _is_withdrawn(entry: Entry) -> bool:
    named = canonical_keys(WithdrawnProfileMatter).get(spelling(entry.key)) == "status"
    return named and isinstance(entry.value, str) and fold(entry.value) in WITHDRAWN
