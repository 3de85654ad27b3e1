"""The whole reading of a site: bytes in, typed texts and problems out."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, NamedTuple, TypeVar

from pydantic import TypeAdapter

from placette.engine.base.files import digest
from placette.engine.base.processes import Limits, bounded_out, preload, spread
from placette.engine.base.progress import follow
from placette.engine.base.text import nearest
from placette.engine.base.translation import N_
from placette.engine.base.versions import code_version
from placette.engine.content import kinds
from placette.engine.content import records as checks
from placette.engine.content.attachments import attachment_address
from placette.engine.content.build import MemoryRecordCache
from placette.engine.content.extended import tied, with_added
from placette.engine.content.kinds import (
    AnyKind,
    Draft,
    Gone,
    Kinds,
    Making,
    Outline,
    TextKind,
    address_day,
    check_names,
    draft_text,
    own_name,
)
from placette.engine.content.memory import Memory
from placette.engine.content.options import ReadingOptions
from placette.engine.content.records import (
    Named,
    Neighbours,
    Record,
)
from placette.engine.content.traits import Anchored
from placette.engine.content.tree import SourceText
from placette.engine.findings.messages import NEAR, NOTHING_NEAR
from placette.engine.findings.problems import Problem, advice_codes, blocking, blocks, in_order, message_of, problem
from placette.engine.texts.body import BodySource, Converted, convert_body, convert_plain
from placette.engine.texts.links import MISSING, WANTED, Offered, Surroundings
from placette.engine.texts.sanitizer import ID_PREFIX
from placette.engine.texts.values import Body, Claims


def outline_of(draft: Draft, options: ReadingOptions) -> Outline[Any]:
    """Return the outline of a typed text."""
    kind = draft.kind
    url = options.addresses.pattern(kind).format(date=address_day(draft), slug=draft.slug)
    title = getattr(draft.matter, kind.called.key, "") if kind.called else ""
    usable, is_withdrawn = draft.matter is not None, draft.is_withdrawn
    outline: Outline[Any] = Outline(
        *(draft.path, kind.name, draft.slug, url, usable, draft.is_draft),
        gone=is_withdrawn,
        days=tuple(day for name in kind.days if (day := getattr(draft.matter, name, None))),
        title=title,
        address_line=draft.address_line,
    )
    return tied(draft, kind.relations.outline(draft, outline))


def neighbours_of(outlines: Sequence[Outline[Any]], options: ReadingOptions, refused: frozenset[str]) -> Neighbours:
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
    pairs: dict[str, list[tuple[str, str]]] = {kind.name: [] for kind in options.kinds if kind.called}
    for outline in outlines:
        if outline.kind in pairs and not outline.gone and outline.path not in refused:
            pairs[outline.kind].append((outline.slug, outline.title))
    licences = {(outline.kind, outline.slug): outline.licence for outline in outlines if outline.licence}
    names = {kind: kinds.names_of(texts) for kind, texts in pairs.items()}
    return Neighbours(names, licences, around)


def make_record(
    draft: Draft, outline: Outline[Any], converted: Converted | None, neighbours: Neighbours, options: ReadingOptions
) -> Record[Any, Any]:
    """Return the record of a text; ``converted`` is None when its front matter couldn't even be guessed."""
    problems = [*draft.problems, *(converted.problems if converted else ())]
    problems += _contextual(draft, outline.url, neighbours, options) if draft.checkable else []
    names = _names(draft, neighbours, options)
    asked = {*(converted.asked if converted else ()), *_asked(draft)}
    record: Record[Any, Any] = Record(
        outline=outline,
        problems=tuple(sorted(set(problems))),
        readable=converted is not None,
        ids=converted.ids if converted else frozenset(),
        anchors=(*(converted.anchors if converted else ()), *_anchors(draft, options)),
        names=names,
        licence=neighbours.licence_of(names),
        answers=tuple((path, neighbours.answer(path)) for path in sorted(asked)),
        listed=converted.listed if converted else (),
    )
    if converted is None or draft.matter is None or blocks(problems):
        return record
    if draft.is_withdrawn:
        return replace(record, gone=Gone(draft.path, outline.url, draft.kind.name))
    licence = record.licence or options.licence
    making = Making(draft, draft.matter, converted.body, outline.url, names, licence, neighbours, options)
    return replace(record, value=_value(making))


def _value(making: Making[Any]) -> Any:
    """The value of a text, with what other features read in it and the mark by which pages know of its changes."""
    kind = making.draft.kind
    filled: dict[str, object] = {}
    for extension in making.options.extensions_of(kind):
        filled |= extension.filled(making)
    value = with_added(kind.make(making), kind, filled)
    return replace(value, mark=digest(repr(value).encode("utf-8", "replace")))


def _names(draft: Draft, neighbours: Neighbours, options: ReadingOptions) -> tuple[Named, ...]:
    """Return the texts that a text names, each once, and what they mean."""
    matter = draft.checkable
    if matter is None or draft.is_withdrawn:
        return ()
    readers = options.readers_of(draft.kind)
    pairs = dict.fromkeys(pair for reader in readers for pair in reader.names(draft, matter))
    return tuple((kind, spelling, neighbours.find(kind, spelling)) for kind, spelling in pairs)


def _anchors(draft: Draft, options: ReadingOptions) -> Iterator[Anchored]:
    """Yield the places in other texts that a front matter names."""
    if draft.checkable is not None and not draft.is_withdrawn:
        yield from draft.kind.relations.anchors(draft, draft.checkable, options)


def _asked(draft: Draft) -> Iterator[str]:
    """Yield the files that a front matter names, as paths from the content folder."""
    matter = draft.checkable
    if matter is not None and not draft.is_withdrawn:
        yield from draft.kind.asks(draft, matter)


def _contextual(draft: Draft, url: str, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    yield from checks.check_slug(draft)
    yield from checks.check_address(draft, url, options)
    yield from filter(draft.concerns_usable, _about_matter(draft, neighbours, options))


def _about_matter(draft: Draft, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    kind, matter = draft.kind, draft.checkable
    if matter is None:
        return
    if draft.is_withdrawn and kind.tombstone:
        yield from kind.tombstone.check(draft, matter, options)
        return
    yield from checks.check_shared(draft, matter, options)
    yield from checks.check_scaffolds(draft, matter)
    for reader in options.readers_of(kind):
        yield from check_names(reader, draft, matter, neighbours, options)
        yield from reader.check(draft, matter, neighbours, options)


LIMITS = Limits(cpu=20.0, wall=60.0, memory=512 * 1024 * 1024)
"""An ordinary text takes some milliseconds, the worst that its counts let through two seconds (``refuse_dense``).

These only stop what nobody has thought of: a verdict must not depend on how quick a machine is."""
_CONVERTING_AT_ONCE = 16
"""Texts sent to a worker together: sending costs as much as a tenth of the work."""
preload(__name__)

Item = tuple[SourceText, Outline[Any]]
"""A text to read, and what the others know of it."""
Context = tuple[Neighbours, ReadingOptions]
"""All that a text may know of the site."""


def read_text(item: Item, context: Context) -> Record[Any, Any]:
    """Return the record of one text: typed, converted, checked. Total: a value for any bytes."""
    (source, outline), (neighbours, options) = item, context
    draft = draft_text(source.path, options.kind(source.kind), source.content())
    outline = outline_of(draft, options) if draft.kind.is_apart else outline
    convert = convert_plain if draft.kind.body.plain else convert_body
    converted = convert(body_source(draft, neighbours, options), neighbours.around) if draft.checkable else None
    return make_record(draft, outline, converted, neighbours, options)


def read_all(items: list[Item], context: Context) -> Iterator[Record[Any, Any]]:
    """Yield the record of every text, in order; one that is too slow or too greedy has a ``text-slow`` problem."""
    if items:
        checks.left_sentences()
    outcomes = bounded_out(read_text, items, context, LIMITS, at_once=_CONVERTING_AT_ONCE)
    for item, outcome in zip(items, outcomes, strict=True):
        yield outcome or _too_slow(item, context)


def body_source(draft: Draft, neighbours: Neighbours, options: ReadingOptions) -> BodySource:
    """Return the Markdown of a text with its language and its claims about pictures."""
    lang = getattr(draft.checkable, "lang", "") or options.lang
    claims = Claims(licence=True) if draft.is_withdrawn else draft.kind.claims(draft.checkable, neighbours)
    return BodySource(draft.path, draft.source.body, lang, draft.source.body_line, claims)


def _too_slow(item: Item, context: Context) -> Record[Any, Any]:
    source, options = item[0], context[1]
    draft = draft_text(source.path, options.kind(source.kind), source.content())
    failed = Converted(Body(), (problem("text-slow", draft.path, draft.source.body_line),))
    outline = outline_of(draft, options) if draft.kind.is_apart else item[1]
    return make_record(draft, outline, failed, *context)


_NONE = (("proposal", NOTHING_NEAR),)
_PER_FILE = 50
"""Dead links of one text for which a proposal is sought: writers mend no more at a time."""
_COMPARED = 50_000
"""Names that are compared with those of dead links, two seconds' worth: of very many links only some are."""


def propose_targets(
    problems: Iterable[Problem], paths: Iterable[str], written: Callable[[str, str], str]
) -> Iterator[Problem]:
    """Yield the problems, those of dead links with the nearest of ``paths``; past a number of links, none is near.

    ``written`` returns a path as it is written in the file at another.
    """
    looked: Counter[str] = Counter()
    searched: set[str] = set()

    @cache
    def names() -> dict[str, list[str]]:
        paths_by_name: dict[str, list[str]] = {}
        for path in sorted(paths):
            paths_by_name.setdefault(own_name(path), []).append(path)
        return paths_by_name

    @cache
    def near(target: str) -> str:
        paths_by_name = names()
        close = nearest(own_name(target), paths_by_name, 1)
        if not close:
            return ""
        same_folder = [
            path for path in paths_by_name[close[0]] if path.split("/")[0] == target.split("/", maxsplit=1)[0]
        ]
        return (same_folder or paths_by_name[close[0]])[0]

    def may_search(path: str, target: str) -> bool:
        looked[path] += 1
        if looked[path] <= _PER_FILE and len(searched) * len(names()) < _COMPARED:
            searched.add(target)
        return target in searched

    for finding in problems:
        values = dict(finding.values) if finding.code == MISSING else {}
        if WANTED in values:
            target = values[WANTED]
            there = near(target) if may_search(finding.path, target) else ""
            proposed = (("names", written(there, finding.path)), ("proposal", NEAR)) if there else _NONE
            yield replace(finding, values=(*proposed, ("value", values["value"])))
        else:
            yield finding


def _relative(path: str, file: str) -> str:
    return posixpath.relpath(path, posixpath.dirname(file))


Shown = Mapping[str, tuple[Any, ...]]
"""Texts by kind."""


def mentions_of(records: Collection[Record[Any, Any]], known: Kinds) -> Mapping[str, Set[str]]:
    """Return by path each text with nothing of its own to show, and the texts that name it or link to it.

    A link to such a text keeps its page: readers may follow it, and no link has to be undone.
    """
    bare = {kind.name: kind.body.is_bare for kind in known if kind.body.is_bare}
    mentions: dict[str, set[str]] = {}
    paths_called: dict[tuple[str, str], str] = {}
    for outline, value in ((record.outline, record.value) for record in records):
        if value is not None and outline.kind in bare and bare[outline.kind](value):
            mentions[outline.path] = set()
            paths_called[outline.kind, outline.slug] = outline.path
    for record in records if mentions else ():
        paths = (paths_called.get((kind, slug), "") for kind, _, slug in record.names)
        for path in {*paths, *(path for path, _ in record.answers)} & mentions.keys():
            mentions[path].add(record.outline.path)
    return mentions


def split_unlisted(texts: Shown, mentions: Mapping[str, Set[str]]) -> tuple[Shown, Shown]:
    """Return the texts to show, then the unlisted ones, which no text to show mentions."""
    listed = {text.path for group in texts.values() for text in group} - mentions.keys() if mentions else frozenset()
    unlisted = frozenset(path for path, by in mentions.items() if listed.isdisjoint(by))
    if not unlisted:
        return texts, {}
    return (
        {kind: tuple(text for text in group if text.path not in unlisted) for kind, group in texts.items()},
        {kind: tuple(text for text in group if text.path in unlisted) for kind, group in texts.items()},
    )


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


def read_library(
    texts: Iterable[SourceText],
    options: ReadingOptions,
    read_all: ReadAll,
    record_cache: MemoryRecordCache | None = None,
    *,
    skip_invalid: bool = False,
) -> Library:
    """Read every text of a site, sorted by path. Never raises for content. Without a ``record_cache`` nothing is kept.

    With ``skip_invalid``, links to refused texts are undone, so that the others can be published. A refusal can cause
    others (the posts of an author whose profile is refused), so it is read again until nothing more is refused. What
    blocked a text once still does, as a check says, even where its dead link is undone with its target.
    """
    record_cache = MemoryRecordCache(Memory(None)) if record_cache is None else record_cache
    opened = _open(texts, options, record_cache)
    refused: frozenset[str] = frozenset()
    while True:
        library = _read(opened, options, read_all, record_cache, refused)
        left = library.refused if skip_invalid else frozenset()
        left |= library.unfinished.keys() if options.preview else frozenset()
        if left <= refused:
            return library
        refused |= left
        options = replace(options, faulty=(*options.faulty, *blocking(library.problems))) if skip_invalid else options


def _open(texts: Iterable[SourceText], options: ReadingOptions, record_cache: MemoryRecordCache) -> list[_Text]:
    """Return every text with its outline: of its record, or made now, side by side."""
    rules = checks.rules_mark(options).encode()
    keys = [(source, _key(source, rules)) for source in texts]
    records = [record_cache.recall(key, options.kind(source.kind)) for source, key in keys]
    apart = {kind.name for kind in options.kinds if kind.is_apart}  # they needn't be opened for their outlines
    missing = [source.opened() for (source, _), record in zip(keys, records, strict=True) if record is None]
    among = [source for source in missing if source.kind not in apart]
    outlines, read = iter(spread(_outline, among, options, cost=0.0002)), iter(missing)
    opened = []
    for (source, key), record in zip(keys, records, strict=True):
        now = source if record else next(read)
        outline: Outline[Any]
        if source.kind in apart:
            outline = Outline(source.path, source.kind, own_name(source.path), "", usable=True)
        else:
            outline = record.outline if record else next(outlines)
        opened.append(_Text(now, key if record else _key(now, rules), outline, record))
    return opened


def _outline(source: SourceText, options: ReadingOptions) -> Outline[Any]:
    return outline_of(draft_text(source.path, options.kind(source.kind), source.content()), options)


def _key(source: SourceText, rules: bytes) -> str:
    return digest(rules, source.path.encode("utf-8", "replace"), source.mark.encode())


def _read(
    texts: Sequence[_Text],
    options: ReadingOptions,
    read_all: ReadAll,
    record_cache: MemoryRecordCache,
    refused: frozenset[str],
) -> Library:
    """Check and convert typed texts; ``refused`` ones are left out, and links to them undone."""
    neighbours = neighbours_of([text.outline for text in texts], options, refused)
    latest = checks.latest_moment(options)
    stale = [text for text in texts if text.record is None or not text.record.is_current(neighbours, latest)]
    for start in range(0, len(stale), _AT_ONCE):
        batch = stale[start : start + _AT_ONCE]
        records = read_all([(text.source.opened(), text.outline) for text in batch], (neighbours, options))
        for text, record in zip(batch, follow(_READING, records, len(stale), start), strict=True):
            kind = options.kind(text.source.kind)
            text.record = record_cache.keep(text.key, kind, record) if record.lasts(options) else record
            text.source = text.source.closed()
        record_cache.put_away()
    return _gather([text.record for text in texts if text.record], options, record_cache)


def _gather(records: list[Record[Any, Any]], options: ReadingOptions, record_cache: MemoryRecordCache) -> Library:
    """Return the texts of all records, and the problems between them."""
    outlines = [record.outline for record in records]
    paths = [outline.path for outline in outlines]
    findings = (problem for record in records for problem in record.problems)
    problems = [*propose_targets(findings, [*paths, *options.photos, *options.attachments], _relative)]
    problems += [*checks.check_addresses(outlines), *_dead_anchors(records, record_cache)]
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


def _waiting(found: Problem) -> Problem:
    """Return the problem of a draft, which waits for what it lacks; what may harm is never left for later."""
    return replace(found, waits=True) if message_of(found.code).unfinished else found


def _dead_anchors(records: list[Record[Any, Any]], record_cache: MemoryRecordCache) -> Iterator[Problem]:
    linking = [record for record in records if record.anchors]
    readable = {record.outline.path: record for record in records if record.readable} if linking else {}

    @cache
    def anchors_of(path: str) -> frozenset[str]:
        return readable[path].ids or record_cache.ids(path)

    for record in linking:
        for target, anchor, missing in record.anchors:
            ids = anchors_of(target) if target in readable else frozenset()
            if "choices" in dict(missing.values):
                yield from () if anchor in ids else (_with_choices(missing, ids),)
            elif target in readable and anchor not in ids:
                yield missing


def _with_choices(missing: Problem, anchors: frozenset[str]) -> Problem:
    """Return the problem with the anchors that are like the one meant; with all of them, where none is."""
    values, names = dict(missing.values), sorted(anchor.removeprefix(ID_PREFIX) for anchor in anchors)
    values["choices"] = ", ".join(nearest(values["value"], names) or names[:_CHOICES]) or "–"
    return replace(missing, values=tuple(sorted(values.items())))


Advice = tuple[Problem, ...]

_ADVISING_AT_ONCE = 16
"""Texts sent to a worker together, as when they are converted."""
_FEW, _SHORT = 8, 20_000
"""Texts to advise in this process, where each has at most so many bytes: a preview would wait longer for a process than
for them, and no rule takes more than linear time."""
_WORTH_A_PROCESS = 1000
"""Texts for which one more process is worth its start: each takes some milliseconds, and its tables a second."""


@dataclass(frozen=True, slots=True)
class Adviser:
    """A kind reviewer: advice on texts in Markdown, from their values and their sources.

    Blocked texts have no value: ``advise_source`` gives the advice that their source alone shows. Both are a module's
    own functions: workers get them by name.
    """

    advise: Callable[[Any, Draft], Iterable[Problem]]
    advise_source: Callable[[Draft], Iterable[Problem]]


class _Asked(NamedTuple):
    """A text to advise on, and under which key that is remembered; without either where something blocks it."""

    path: str
    kind: AnyKind
    data: bytes
    text: Any = None
    key: str = ""


@cache
def _advice_adapter() -> TypeAdapter[Advice]:
    return TypeAdapter(Advice)


def read_advice(
    library: Library, sources: Mapping[str, SourceText], memory: Memory, adviser: Adviser, options: ReadingOptions
) -> list[Problem]:
    """Return the advice on every text, from its source alone where it is blocked; ``text-slow`` for a slow one.

    Such a text may be published, so this blocks nothing.
    """
    problems: list[Problem] = []
    requests: list[_Asked] = []
    codes = advice_codes()
    converted_kinds = {one.name: one for one in options.kinds if not one.body.plain}
    for kind, text in ((one, text) for one in converted_kinds.values() for text in library.of(one)):
        source = sources[text.path]
        key = digest(*(part.encode() for part in (code_version(), source.mark, text.mark)))
        remembered = _recalled(key, memory, codes)
        problems += remembered or ()
        requests += [_Asked(text.path, kind, source.content(), text, key)] if remembered is None else []
    requests += [
        _Asked(path, converted_kinds[sources[path].kind], sources[path].content())
        for path in sorted(library.refused)
        if path in sources and sources[path].kind in converted_kinds
    ]
    if len(requests) <= _FEW and all(len(one.data) <= _SHORT for one in requests):
        pieces: Iterable[Advice | None] = [advise_on(one, adviser) for one in requests]
    else:
        pieces = bounded_out(advise_on, requests, adviser, LIMITS, _ADVISING_AT_ONCE, _WORTH_A_PROCESS)
    for one, advice in zip(requests, pieces, strict=True):
        problems += (replace(problem("text-slow", one.path), waits=True),) if advice is None else advice
        if one.key and advice is not None:
            memory.put(one.key, advice, _advice_adapter())
    return problems


def advise_on(asked: _Asked, adviser: Adviser) -> Advice:
    """Return the advice on one text. Total, as the adviser is."""
    draft = draft_text(asked.path, asked.kind, asked.data)
    return tuple(adviser.advise_source(draft) if asked.text is None else adviser.advise(asked.text, draft))


def _recalled(key: str, memory: Memory, codes: frozenset[str]) -> Advice | None:
    cached = memory.get(key, _advice_adapter())
    return None if cached is None or any(advice.code not in codes for advice in cached) else cached
