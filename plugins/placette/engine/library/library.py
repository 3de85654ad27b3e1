"""The whole reading of a site: bytes in, typed texts and problems out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, TypeVar

from placette.engine.base.files import digest
from placette.engine.base.message import N_
from placette.engine.base.processes import spread
from placette.engine.base.progress import follow
from placette.engine.base.text import nearest
from placette.engine.library import checks
from placette.engine.library.converting import Context, Item
from placette.engine.library.dead_links import propose_targets
from placette.engine.library.draft import draft_text
from placette.engine.library.kinds import TextKind
from placette.engine.library.models import Gone
from placette.engine.library.options import ReadingOptions
from placette.engine.library.outline import Outline
from placette.engine.library.outlines import neighbours_of, outline_ahead, outline_of
from placette.engine.library.records import NoShelf, Record, Shelf, fleeting_codes, latest_moment, rules_mark
from placette.engine.library.silence import mentions_of
from placette.engine.library.sources import Source
from placette.engine.problems.problems import Problem, blocking, in_order
from placette.engine.texts.sanitizer import ID_PREFIX

V = TypeVar("V")

ReadAll = Callable[[list[Item], Context], Iterable[Record[Any, Any]]]
"""Reads many texts; the caller chooses in which processes."""


_AT_ONCE = 3000
"""Texts whose whole bodies are in this process's memory at a time."""
_CHOICES = 20
"""Anchors that a message lists at the most."""
_READING = N_("Texts read")


@dataclass(frozen=True, slots=True)
class Library:
    """What was read, by kind. ``refused`` are paths of texts that a blocking problem keeps out."""

    texts: Mapping[str, tuple[Any, ...]]
    problems: tuple[Problem, ...]
    refused: frozenset[str]
    gone: tuple[Gone, ...] = ()
    addresses: Mapping[str, str] = field(default_factory=dict)
    """The address of every text, refused ones too, by path."""
    listed: tuple[tuple[str, Problem], ...] = ()
    """Addresses of pages that are no text's, to which texts link, each with the problem if there is no such page."""
    mentions: Mapping[str, Set[str]] = field(default_factory=dict)
    """By path, the texts that have nothing of their own to show, each with those that name it or link to it."""

    def of(self, kind: TextKind[Any, V]) -> tuple[V, ...]:
        """The texts of a kind, in its order."""
        return self.texts.get(kind.name, ())


@dataclass(slots=True)
class _Text:
    """A text on its way: recalled, or known by its outline alone."""

    source: Source
    key: str
    outline: Outline[Any]
    record: Record[Any, Any] | None


def read_library(
    texts: Iterable[Source], options: ReadingOptions, read_all: ReadAll, shelf: Shelf | None = None
) -> Library:
    """Read every text of a site, sorted by path. Never raises for content."""
    keeper = NoShelf() if shelf is None else shelf
    return _read(_open(texts, options, keeper), options, read_all, keeper, frozenset())


def read_valid(
    texts: Iterable[Source], options: ReadingOptions, read_all: ReadAll, shelf: Shelf | None = None
) -> Library:
    """Like ``read_library``, but links to refused texts are undone, so that the others can be published.

    A refusal can cause others (the posts of an author whose profile is refused), so it is read
    again until nothing more is refused.
    """
    keeper = NoShelf() if shelf is None else shelf
    opened = _open(texts, options, keeper)
    refused: frozenset[str] = frozenset()
    while True:
        library = _read(opened, options, read_all, keeper, refused)
        if library.refused <= refused:
            return library
        refused |= library.refused


def _open(texts: Iterable[Source], options: ReadingOptions, shelf: Shelf) -> list[_Text]:
    """Every text with its outline: of its record, or made now, side by side."""
    rules = rules_mark(options).encode()
    known = [(source, _key(source, rules)) for source in texts]
    records = [shelf.recall(key, options.kind(source.kind)) for source, key in known]
    apart = {kind.name: kind for kind in options.kinds if kind.is_apart}
    missing = [source.opened() for (source, _), record in zip(known, records, strict=True) if record is None]
    among = [source for source in missing if source.kind not in apart]
    made, read = iter(spread(_outline, among, options, cost=0.0002)), iter(missing)
    opened = []
    for (source, key), record in zip(known, records, strict=True):
        now = source if record else next(read)
        if source.kind in apart:
            outline = outline_ahead(source.path, apart[source.kind])
        else:
            outline = record.outline if record else next(made)
        opened.append(_Text(now, key if record else _key(now, rules), outline, record))
    return opened


def _outline(source: Source, options: ReadingOptions) -> Outline[Any]:
    return outline_of(draft_text(source.path, options.kind(source.kind), source.content()), options)


def _key(source: Source, rules: bytes) -> str:
    return digest(rules, source.path.encode("utf-8", "replace"), source.mark.encode())


def _read(
    texts: Sequence[_Text], options: ReadingOptions, read_all: ReadAll, shelf: Shelf, refused: frozenset[str]
) -> Library:
    """Check and convert typed texts; ``refused`` ones stay out and are linked to by nobody."""
    neighbours = neighbours_of([text.outline for text in texts], options, refused)
    latest = latest_moment(options)
    fleeting = fleeting_codes(options)
    stale = [text for text in texts if text.record is None or not text.record.holds(neighbours, latest)]
    for start in range(0, len(stale), _AT_ONCE):
        batch = stale[start : start + _AT_ONCE]
        records = read_all([(text.source.opened(), text.outline) for text in batch], (neighbours, options))
        for text, record in zip(batch, follow(_READING, records, len(stale), start), strict=True):
            kind = options.kind(text.source.kind)
            text.record = shelf.keep(text.key, kind, record) if record.lasts(fleeting) else record
            text.source = text.source.closed()
        shelf.put_away()
    return _gather([text.record for text in texts if text.record], options, shelf)


def _gather(records: list[Record[Any, Any]], options: ReadingOptions, shelf: Shelf) -> Library:
    """What the texts say together: problems between them, and what nothing blocks."""
    outlines = [record.outline for record in records]
    paths = [outline.path for outline in outlines]
    problems = [*propose_targets((found for record in records for found in record.problems), paths)]
    problems += [*checks.check_addresses(outlines), *_dead_anchors(records, shelf)]
    problems += [found for kind in options.kinds for found in kind.together(outlines)]
    problems += [found for extension in options.extensions for found in extension.together(outlines, options)]
    problems += options.faulty
    refused = frozenset(found.path for found in blocking(problems))
    kept = [record for record in records if record.outline.path not in refused]
    texts: dict[str, list[Any]] = {kind.name: [] for kind in options.kinds}
    for record in kept:
        if record.value is not None:
            texts[record.outline.kind].append(record.value)
    return Library(
        texts={kind.name: tuple(kind.order(texts[kind.name])) for kind in options.kinds},
        problems=tuple(sorted(set(problems), key=in_order)),
        refused=refused,
        gone=tuple(record.gone for record in kept if record.gone),
        addresses={outline.path: outline.url for outline in outlines},
        listed=tuple(one for record in kept for one in record.listed),
        mentions=mentions_of(kept, options.kinds),
    )


def _dead_anchors(records: list[Record[Any, Any]], shelf: Shelf) -> Iterator[Problem]:
    linking = [record for record in records if record.anchors]
    readable = {record.outline.path: record for record in records if record.readable} if linking else {}

    @cache
    def anchors_of(path: str) -> frozenset[str]:
        return readable[path].ids or shelf.ids(path)

    for record in linking:
        for target, anchor, missing in record.anchors:
            known = anchors_of(target) if target in readable else frozenset()
            if "choices" in dict(missing.values):
                yield from () if anchor in known else (_with_choices(missing, known),)
            elif target in readable and anchor not in known:
                yield missing


def _with_choices(missing: Problem, anchors: frozenset[str]) -> Problem:
    """The problem with the anchors that are like the one meant; with all of them, where none is."""
    values, names = dict(missing.values), sorted(anchor.removeprefix(ID_PREFIX) for anchor in anchors)
    values["choices"] = ", ".join(nearest(values["value"], names) or names[:_CHOICES]) or "–"
    return replace(missing, values=tuple(sorted(values.items())))
