"""The result of reading a text, and all that decided it beside its bytes: the answers that the site gave.

A current record replaces reading the text again. Its key covers the bytes, the reader and the site's rules; its answers
cover the rest: which texts the names in it mean, where links lead, where pictures are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from placette.engine.base.files import digest
from placette.engine.base.versions import code_version
from placette.engine.content import checks
from placette.engine.content.extended import tied, with_added
from placette.engine.content.kinds import AnyKind, Draft, Extension, Gone, Making, address_day
from placette.engine.content.memory import Memory
from placette.engine.content.neighbours import Answer, Named, Neighbours, Outline
from placette.engine.content.site_options import SiteOptions
from placette.engine.findings.messages import messages
from placette.engine.findings.problems import Problem, blocks, message_of
from placette.engine.texts.body import Converted
from placette.engine.texts.values import Body, Licence

V = TypeVar("V")
X = TypeVar("X")


@dataclass(frozen=True, slots=True)
class Record(Generic[V, X]):
    """A text as it was read. ``value`` is there unless something of its own blocks, or it was withdrawn.

    ``names`` are the texts it names and what they meant, ``licence`` that of the first; ``answers`` the answer
    for each path it asked about. ``ids`` are its anchors, ``anchors`` those it links to.
    """

    outline: Outline[X]
    problems: tuple[Problem, ...] = ()
    value: V | None = None
    gone: Gone | None = None
    readable: bool = False
    ids: frozenset[str] = frozenset()
    anchors: tuple[tuple[str, str, Problem], ...] = ()
    names: tuple[Named, ...] = ()
    licence: Licence | None = None
    answers: tuple[tuple[str, Answer], ...] = ()
    listed: tuple[tuple[str, Problem], ...] = ()
    """Addresses of other pages, each with the problem if the build has no such page."""

    def is_current(self, neighbours: Neighbours, latest: datetime) -> bool:
        """Return whether reading the same bytes again, with no date after ``latest``, would give the same record."""
        outline = self.outline
        if (outline.date and outline.date > latest) or any(day > latest for day in outline.days):
            return False
        if any(neighbours.find(kind, spelling) != slug for kind, spelling, slug in self.names):
            return False
        if neighbours.licence_of(self.names) != self.licence:
            return False
        return all(neighbours.answer(path) == answer for path, answer in self.answers)

    def lasts(self, options: SiteOptions) -> bool:
        """Return whether it depends on no more than it keeps: the proposal of a like name looks at every name."""
        unknown = {kind.called.unknown for kind in options.kinds if kind.called}
        return not any(problem.code in unknown or message_of(problem.code).fleeting for problem in self.problems)


def rules_mark(options: SiteOptions) -> str:
    """Return a mark of the site's rules, without time and photos, for which a record keeps the answers."""
    places = options.addresses
    rules = (
        *(options.lang, options.origin, options.base, options.languages, options.videos, options.licence),
        options.labels,
        *(sorted(options.categories.items()), options.communes.mark, str(options.now.tzinfo)),
        *(sorted(places.patterns.items()), [kind.name for kind in options.kinds], options.passed_over),
        *(
            (
                extension.check.__module__,
                extension.fields.__module__,
                *(role.key for role in extension.refers),
            )
            for extension in options.extensions
        ),
        *(sorted(places.reserved), sorted(places.own), places.lists, options.preview, options.charter),
    )
    return digest(repr(rules).encode("utf-8", "replace"))


@cache
def _adapter(kind: AnyKind) -> TypeAdapter[Record[Any, Any]]:
    """Return the adapter for the records of a kind."""
    return TypeAdapter(Record[kind.value, kind.relations.extra])  # type: ignore[name-defined]


def recall(memory: Memory, key: str, kind: AnyKind) -> Record[Any, Any] | None:
    """Return the record of a text of a kind that is kept under ``key``; one that names unknown problems isn't ours."""
    record = memory.get(_name(key), _adapter(kind))
    return record if record and all(finding.code in messages() for finding in record.problems) else None


def keep(memory: Memory, key: str, kind: AnyKind, record: Record[Any, Any]) -> None:
    """Keep the record of a text of a kind."""
    memory.put(_name(key), record, _adapter(kind))


def _name(key: str) -> str:
    return f"text {code_version()[:20]} {key}"


def outline_of(draft: Draft, options: SiteOptions) -> Outline[Any]:
    """Return the outline of a typed text."""
    kind = draft.kind
    url = options.addresses.patterns.get(kind.name, "").format(date=address_day(draft), slug=draft.slug)
    title = getattr(draft.matter, kind.called.key, "") if kind.called else ""
    usable, is_withdrawn = draft.matter is not None, draft.is_withdrawn
    outline: Outline[Any] = Outline(
        *(draft.path, kind.name, draft.slug, url, usable, draft.is_draft),
        gone=is_withdrawn,
        title=title,
        address_line=draft.address_line,
        days=tuple(day for name in kind.days if (day := getattr(draft.matter, name, None))),
    )
    return tied(draft, kind.relations.outline(draft, outline))


def make_record(
    draft: Draft, outline: Outline[Any], converted: Converted | None, neighbours: Neighbours, options: SiteOptions
) -> Record[Any, Any]:
    """Return the record of a text; ``converted`` is None when its front matter couldn't even be guessed."""
    kind, body = draft.kind, converted or Converted(Body())
    matter: Any = draft.checkable
    readers = options.readers_of(kind) if matter and not draft.is_withdrawn else ()
    references = [reference for reader in readers for reference in reader.refers]
    pairs = dict.fromkeys((role.kind, spelling) for role in references for spelling in role.names(draft, matter))
    names = tuple((kind_name, spelling, neighbours.find(kind_name, spelling)) for kind_name, spelling in pairs)
    paths = {*body.asked, *(kind.asks(draft, matter) if readers else ())}
    problems = [*draft.problems, *body.problems]
    if matter:
        problems += checks.check_slug(draft, outline.url, options)
        problems += filter(draft.concerns_usable, _about_matter(draft, readers, neighbours, options))
    record: Record[Any, Any] = Record(
        outline=outline,
        problems=tuple(sorted(set(problems))),
        readable=converted is not None,
        ids=body.ids,
        anchors=(*body.anchors, *(kind.relations.anchors(draft, matter, options) if readers else ())),
        names=names,
        licence=neighbours.licence_of(names),
        answers=tuple((path, neighbours.answer(path)) for path in sorted(paths)),
        listed=body.listed,
    )
    if converted is None or draft.matter is None or blocks(problems):
        return record
    if draft.is_withdrawn:
        return replace(record, gone=Gone(draft.path, outline.url, kind.name))
    licence = record.licence or options.licence
    making = Making(draft, draft.matter, body.body, outline.url, names, licence, neighbours, options)
    filled: dict[str, object] = {}
    for extension in readers[1:]:
        filled |= extension.filled(making)  # type: ignore[union-attr]
    value = with_added(kind.make(making), kind, filled)
    return replace(record, value=replace(value, mark=digest(repr(value).encode("utf-8", "replace"))))


def _about_matter(
    draft: Draft, readers: tuple[AnyKind | Extension[Any], ...], neighbours: Neighbours, options: SiteOptions
) -> Iterator[Problem]:
    kind, matter = draft.kind, draft.checkable
    if matter is None:
        return
    if draft.is_withdrawn and kind.tombstone:
        yield from kind.tombstone.check(draft, matter, options)
        return
    yield from checks.check_shared(draft, matter, options)
    yield from checks.check_scaffolds(draft, matter)
    for reader in readers:
        yield from checks.check_names(reader, draft, matter, neighbours)
        yield from reader.check(draft, matter, neighbours, options)
