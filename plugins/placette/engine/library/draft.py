"""A text half-way: decoded, cut and typed, before anything outside it is looked at."""

from __future__ import annotations

from dataclasses import dataclass

from placette.engine.library.kinds import AnyKind
from placette.engine.library.outline import AddressLine
from placette.engine.library.tombstones import leftovers, own_entries, schema_for
from placette.engine.problems.problems import Problem, blocks, problem
from placette.engine.texts.decoding import decode
from placette.engine.texts.matter import Entry, SplitText, spelt_characters, split_source
from placette.engine.texts.schema import Matter, canonical_keys, given, spelling, suited_name
from placette.engine.texts.validation import type_entries


@dataclass(frozen=True, slots=True)
class Draft:
    """A typed text: ``matter`` is None when its front matter could not be used.

    Then ``stand_in`` serves to check the rest, but for the ``unusable`` keys; nothing is published from it.
    """

    path: str
    kind: AnyKind
    source: SplitText
    matter: Matter | None
    problems: tuple[Problem, ...]
    stand_in: Matter | None = None
    unusable: frozenset[str] = frozenset()

    @property
    def checkable(self) -> Matter | None:
        """The front matter as far as it can be checked."""
        return self.matter or self.stand_in

    @property
    def schema(self) -> type[Matter]:
        """What its front matter is held to."""
        return schema_for(self.kind, self.source.entries)

    @property
    def is_withdrawn(self) -> bool:
        """Whether only its address stays."""
        return self.schema is not self.kind.schema

    @property
    def slug(self) -> str:
        """The end of the address: the front matter's, or the name of the file or of the post's folder."""
        return self._own_slug or own_name(self.path)

    @property
    def address_line(self) -> AddressLine | None:
        """The line that gives the end of the address; None where a file or folder does."""
        if not self._own_slug:
            return None
        entry = self.entry("slug")
        return AddressLine(entry.key, entry.line, entry.column)

    @property
    def _own_slug(self) -> str:
        return (given(self.matter, "slug", None) if self.matter else None) or ""

    def entry(self, key: str) -> Entry:
        """Where ``key`` stands in the front matter; the first line if it isn't there."""
        known = canonical_keys(self.schema)
        for entry in self.source.entries:
            if known.get(spelling(entry.key)) == key:
                return entry
        return Entry(key, "", 1, 0)

    def name_of(self, key: str) -> str:
        """What this file calls ``key``, or would call it beside its other keys."""
        return suited_name(self.schema, key, (entry.key for entry in self.source.entries))

    def concerns_usable(self, found: Problem) -> bool:
        """Whether a problem is about a value that was read, not about an example in its place; advice can wait."""
        if self.matter is None and not blocks((found,)):
            return False
        key = dict(found.values).get("key", "")
        return canonical_keys(self.schema).get(spelling(key)) not in self.unusable

    def problem(self, code: str, key: str, /, **values: object) -> Problem:
        """A problem of this text at the place of ``key``."""
        entry = self.entry(key)
        return problem(code, self.path, entry.line, entry.column, "", **{"key": entry.key, **values})


def draft_text(path: str, kind: AnyKind, data: bytes) -> Draft:
    """Decode, cut and type a text. Total: any bytes give a value."""
    text, problems = decode(data, path)
    if not text and problems:
        return Draft(path, kind, SplitText((), "", 1), None, problems)
    source, cut = split_source(text, path)
    if cut:
        return Draft(path, kind, source, None, (*problems, *cut))
    schema = schema_for(kind, source.entries)
    gone = schema is not kind.schema
    typed = type_entries(own_entries(source.entries, schema) if gone else source.entries, schema, path)
    problems = (*problems, *spelt_characters(source.entries, path), *typed.problems)
    if gone:
        problems = (*problems, *leftovers(source, schema, path))
    elif not source.body.strip() and not kind.may_be_empty:
        problems = (*problems, problem("text-empty", path, source.body_line - 1))
    return Draft(path, kind, source, typed.matter, problems, typed.stand_in, typed.unusable)


def own_name(path: str) -> str:
    """What distinguishes a text's path from the others: a post's folder, else the file's name."""
    folders, _, name = path.rpartition("/")  # without pathlib, which takes as long as the rest of a reply's outline
    return folders.rpartition("/")[2] if name == "index.md" else name.rpartition(".")[0] or name
