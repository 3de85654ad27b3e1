"""The whole reading of a site: bytes in, typed texts and problems out."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from placette.engine.base.files import digest
from placette.engine.base.processes import Limits, bounded_out, preload, spread
from placette.engine.base.progress import follow
from placette.engine.base.translation import N_
from placette.engine.content import checks
from placette.engine.content.attachments import attachment_address
from placette.engine.content.kinds import Draft, Gone, TextKind, draft_text
from placette.engine.content.linking import dead_anchors, mentions_of, propose_targets
from placette.engine.content.memory import Memory
from placette.engine.content.neighbours import Neighbours, Outline, names_of
from placette.engine.content.records import Record, keep, make_record, outline_of, recall, rules_mark
from placette.engine.content.site_options import SiteOptions
from placette.engine.findings.problems import Problem, blocking, in_order, message_of, problem
from placette.engine.texts.body import BodySource, Converted, convert_body, convert_plain
from placette.engine.texts.links import Offered, Surroundings
from placette.engine.texts.values import Body, Claims

V = TypeVar("V")
_READING = N_("Texts read")
LIMITS = Limits(cpu=20.0, wall=60.0, memory=512 * 1024 * 1024)
"""An ordinary text takes some milliseconds, the worst that its counts let through two seconds (``refuse_dense``).

These only stop what nobody has thought of: a verdict must not depend on how quick a machine is."""
_CONVERTING_AT_ONCE = 16
"""Texts sent to a worker together: sending costs as much as a tenth of the work."""
preload(__name__)


class SourceText(NamedTuple):
    """A text's path, its kind's name and its bytes."""

    path: str
    kind: str
    data: bytes

    @property
    def mark(self) -> str:
        """The digest of its bytes."""
        return digest(self.data)


Item = tuple[SourceText, Outline[Any]]
"""A text to read, and what the others know of it."""
Context = tuple[Neighbours, SiteOptions]
"""All that a text may know of the site."""
ReadAll = Callable[[list[Item], Context], Iterable[Record[Any, Any]]]
"""Reads many texts; the caller chooses in which processes."""


def neighbours_of(outlines: Sequence[Outline[Any]], options: SiteOptions, refused: frozenset[str]) -> Neighbours:
    """Return what each text may know of the others; ``refused`` ones are not among them."""
    now = options.now.replace(tzinfo=None)  # the dates of texts are in the site's zone, without saying so
    late = {outline.path for outline in outlines if outline.date is not None and outline.date > now}
    hidden = {outline.path for outline in outlines if outline.draft or outline.gone}
    waiting = frozenset(late | hidden | options.embargoed.intersection(outline.path for outline in outlines))
    withdrawn = frozenset(outline.path for outline in outlines if outline.gone)
    addresses = {outline.path: outline.url for outline in outlines}
    around = Surroundings(
        lang=options.lang,
        base=options.base,
        origin=options.origin,
        addresses=addresses,
        paths={outline.url: outline.path for outline in reversed(outlines) if outline.url},
        photos=options.photos,
        unshown=options.unshown,
        withheld=waiting | refused | options.left_out,
        gone=withdrawn,
        previewed=waiting - withdrawn - refused if options.preview else frozenset(),
        points={outline.path: outline.point for outline in outlines if outline.point},
        beside={path: companion.digest for path, companion in options.beside.items()},
        offered={
            path: Offered(attachment_address(path, addresses, options.kinds), companion.note)
            for path, companion in options.attachments.items()
        },
        labels=options.labels,
        own=options.addresses.own,
        lists=options.addresses.lists,
        pages_only=options.preview,
    )
    callings = {kind.name: kind.called for kind in options.kinds if kind.called}
    pairs: dict[str, list[tuple[str, str]]] = {kind: [] for kind in callings}
    for outline in outlines:
        if outline.kind in pairs and not outline.gone and outline.path not in refused:
            pairs[outline.kind].append((outline.slug, outline.title))
    licences = {(outline.kind, outline.slug): outline.licence for outline in outlines if outline.licence}
    names = {kind: names_of(texts) for kind, texts in pairs.items()}
    return Neighbours(names, licences, around, callings)


def read_text(item: Item, context: Context) -> Record[Any, Any]:
    """Return the record of one text: typed, converted, checked. Total: a value for any bytes."""
    (source, outline), (neighbours, options) = item, context
    draft = _draft(source, options)
    convert = convert_plain if draft.kind.body.plain else convert_body
    converted = convert(_body_source(draft, neighbours, options), neighbours.around) if draft.checkable else None
    return make_record(draft, outline, converted, neighbours, options)


def read_all(items: list[Item], context: Context) -> Iterator[Record[Any, Any]]:
    """Yield the record of every text, in order; one that is too slow or too greedy has a ``text-slow`` problem."""
    if items:
        checks.left_sentences()
    outcomes = bounded_out(read_text, items, context, LIMITS, at_once=_CONVERTING_AT_ONCE)
    for (source, outline), outcome in zip(items, outcomes, strict=True):
        if outcome:
            yield outcome
            continue
        draft = _draft(source, context[1])
        failed = Converted(Body(), (problem("text-slow", draft.path, draft.source.body_line),))
        yield make_record(draft, outline, failed, *context)


def _draft(source: SourceText, options: SiteOptions) -> Draft:
    return draft_text(source.path, options.kind(source.kind), source.data)


def plain_problems(draft: Draft, lang: str) -> tuple[Problem, ...]:
    """Return the problems of a text of plain paragraphs, read by itself: what a program writes must have none."""
    source = BodySource(draft.path, draft.source.body, lang, draft.source.body_line)
    scaffolds = checks.check_scaffolds(draft, draft.matter) if draft.matter else ()
    return (*draft.problems, *convert_plain(source, Surroundings(lang=lang)).problems, *scaffolds)


def _body_source(draft: Draft, neighbours: Neighbours, options: SiteOptions) -> BodySource:
    """Return the Markdown of a text with its language and its claims about pictures."""
    lang = getattr(draft.checkable, "lang", "") or options.lang
    claims = Claims(licence=True) if draft.is_withdrawn else draft.kind.claims(draft.checkable, neighbours)
    return BodySource(draft.path, draft.source.body, lang, draft.source.body_line, claims)


@dataclass(frozen=True, slots=True)
class Library:
    """The texts that were read, by kind. ``refused`` are paths of texts with a blocking problem."""

    texts: Mapping[str, tuple[Any, ...]]
    problems: tuple[Problem, ...]
    refused: frozenset[str]
    gone: tuple[Gone, ...] = ()
    unfinished: Mapping[str, str] = field(default_factory=dict)
    """By path, the kind of each draft that lacks too much for a value: it isn't shown, even in a preview."""
    addresses: Mapping[str, str] = field(default_factory=dict)
    """The address of every text, refused ones too, by path."""
    listed: tuple[tuple[str, Problem], ...] = ()
    """Addresses of other pages to which texts link, each with the problem if the build has no such page."""
    fresh: frozenset[str] = frozenset()
    """By path, the texts that were converted, and so cleaned, for this library; others come from a store."""
    mentions: Mapping[str, Set[str]] = field(default_factory=dict)
    """By path, the texts that have nothing of their own to show, each with those that name it or link to it."""

    def of(self, kind: TextKind[Any, V]) -> tuple[V, ...]:
        """Return the texts of a kind, in its order."""
        return self.texts.get(kind.name, ())


@dataclass(slots=True)
class _Text:
    """A text on its way: recalled, or known by its outline alone."""

    source: SourceText
    key: str
    outline: Outline[Any]
    record: Record[Any, Any] | None
    fresh: bool = False


def read_library(
    texts: Sequence[SourceText],
    options: SiteOptions,
    read_all: ReadAll,
    memory: Memory,
    *,
    skip_invalid: bool = False,
) -> Library:
    """Read every text of a site, sorted by path. Never raises for content.

    With ``skip_invalid``, links to refused texts are undone, so that the others can be published. A refusal can cause
    others (the posts of an author whose profile is refused), so it is read again until nothing more is refused. What
    blocked a text once still does, as a check says, even where its dead link is undone with its target.
    """
    opened = _open(texts, options, memory)
    refused: frozenset[str] = frozenset()
    while True:
        library = _read(opened, options, read_all, memory, refused)
        avoided = library.refused if skip_invalid else frozenset()
        avoided |= library.unfinished.keys() if options.preview else frozenset()
        if avoided <= refused:
            return library
        refused |= avoided
        options = replace(options, faulty=(*options.faulty, *blocking(library.problems))) if skip_invalid else options


def _open(texts: Sequence[SourceText], options: SiteOptions, memory: Memory) -> list[_Text]:
    """Return every text with its outline: of its record, or made now, side by side."""
    rules = rules_mark(options).encode()
    keys = [digest(rules, source.path.encode("utf-8", "replace"), source.mark.encode()) for source in texts]
    records = [recall(memory, key, options.kind(source.kind)) for source, key in zip(texts, keys, strict=True)]
    missing = [source for source, record in zip(texts, records, strict=True) if record is None]
    outlines = iter(spread(_outline, missing, options, cost=0.0002))
    return [
        _Text(source, key, record.outline if record else next(outlines), record)
        for source, key, record in zip(texts, keys, records, strict=True)
    ]


def _outline(source: SourceText, options: SiteOptions) -> Outline[Any]:
    return outline_of(_draft(source, options), options)


def _read(
    texts: Sequence[_Text], options: SiteOptions, read_all: ReadAll, memory: Memory, refused: frozenset[str]
) -> Library:
    """Check and convert typed texts; ``refused`` ones are left out, and links to them undone."""
    neighbours = neighbours_of([text.outline for text in texts], options, refused)
    latest = checks.latest_moment(options)
    stale = [text for text in texts if text.record is None or not text.record.is_current(neighbours, latest)]
    records = read_all([(text.source, text.outline) for text in stale], (neighbours, options))
    for text, record in zip(stale, follow(_READING, records, len(stale)), strict=True):
        text.record, text.fresh = record, True
        if record.lasts(options):
            keep(memory, text.key, options.kind(text.source.kind), record)
    library = _gather([text.record for text in texts if text.record], options)
    return replace(library, fresh=frozenset(text.source.path for text in texts if text.fresh))


def _gather(records: list[Record[Any, Any]], options: SiteOptions) -> Library:
    """Return the texts of all records, and the problems between them."""
    outlines = [record.outline for record in records]
    paths = [outline.path for outline in outlines]
    findings = (problem for record in records for problem in record.problems)
    problems = [*propose_targets(findings, [*paths, *options.photos, *options.attachments], _relative)]
    problems += [*checks.check_addresses(outlines), *dead_anchors(records)]
    problems += [problem for kind in options.kinds for problem in kind.relations.together(outlines)]
    problems += [problem for extension in options.extensions for problem in extension.together(outlines, options)]
    drafts = {outline.path for outline in outlines if outline.draft}
    problems = [_waiting(problem) if problem.path in drafts else problem for problem in problems]
    problems += options.faulty
    refused = frozenset(problem.path for problem in blocking(problems))
    valid = [record for record in records if record.outline.path not in refused]
    texts: dict[str, list[Any]] = {kind.name: [] for kind in options.kinds}
    for record in valid:
        if record.value is not None:
            texts[record.outline.kind].append(record.value)
    return Library(
        texts={kind.name: tuple(kind.order(texts[kind.name])) for kind in options.kinds},
        problems=tuple(sorted(set(problems), key=in_order)),
        refused=refused,
        gone=tuple(record.gone for record in valid if record.gone),
        unfinished={one.outline.path: one.outline.kind for one in valid if one.value is None and one.gone is None},
        addresses={outline.path: outline.url for outline in outlines},
        listed=tuple(one for record in valid for one in record.listed),
        mentions=mentions_of(valid, options.kinds),
    )


def _relative(path: str, file: str) -> str:
    return posixpath.relpath(path, posixpath.dirname(file))


def _waiting(found: Problem) -> Problem:
    """Return the problem of a draft, which waits for what it lacks; what may harm is never left for later."""
    return replace(found, waits=True) if message_of(found.code).unfinished else found


@dataclass(frozen=True, slots=True)
class Embargoed:
    """A text that waits ``until`` a moment, whatever its date; ``reason`` is advice with the explanation."""

    path: str
    until: datetime
    reason: Problem


Embargo = Callable[[Library, datetime], Iterable[Embargoed]]
"""Return the texts under embargo in a library at a moment. Workers get it by name: no lambda, no closure."""


def read_embargoed(
    read: Callable[[SiteOptions], Library], options: SiteOptions, embargoes: Iterable[Embargo]
) -> tuple[Library, tuple[Embargoed, ...]]:
    """Return the library and its embargoed texts. With any, read again, so that nothing links to them."""
    library = read(options)
    embargoed = tuple(text for embargo in embargoes for text in embargo(library, options.now))
    if embargoed:
        library = read(replace(options, embargoed=frozenset(text.path for text in embargoed)))
    return library, embargoed
