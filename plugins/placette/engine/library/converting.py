"""Reading many texts at once, each within limits: what a stranger wrote must not stop the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from placette.engine.base.processes import Limits, bounded_out, preload
from placette.engine.library.draft import Draft, draft_text
from placette.engine.library.options import ReadingOptions
from placette.engine.library.outline import Outline
from placette.engine.library.outlines import outline_of
from placette.engine.library.recording import make_record
from placette.engine.library.records import Neighbours, Record
from placette.engine.library.scaffolds import left_sentences
from placette.engine.library.sources import Source
from placette.engine.problems.problems import problem
from placette.engine.texts.body import BodySource, Converted, convert_body
from placette.engine.texts.claims import Claims
from placette.engine.texts.plain_text import convert_plain
from placette.engine.texts.values import Body

LIMITS = Limits(cpu=2.0, wall=5.0, memory=512 * 1024 * 1024)
"""An ordinary text takes some milliseconds; these stop a hostile one."""
_AT_ONCE = 16
"""Texts sent to a worker together: sending costs as much as a tenth of the work."""
preload(__name__)

Item = tuple[Source, Outline[Any]]
"""A text to read, and what the others know of it."""
Context = tuple[Neighbours, ReadingOptions]
"""All that a text may learn of the site."""


def read_text(item: Item, context: Context) -> Record[Any, Any]:
    """The record of one text: typed, converted, checked. Total: a value for any bytes."""
    (source, outline), (neighbours, options) = item, context
    draft = draft_text(source.path, options.kind(source.kind), source.content())
    outline = outline_of(draft, options) if draft.kind.is_apart else outline
    convert = convert_plain if draft.kind.is_plain else convert_body
    converted = convert(body_source(draft, neighbours, options), neighbours.around) if draft.checkable else None
    return make_record(draft, outline, converted, neighbours, options)


def read_all(items: list[Item], context: Context) -> Iterator[Record[Any, Any]]:
    """The record of every text, in order; one that is too slow or too greedy has a ``text-slow`` problem."""
    if items:
        left_sentences()
    outcomes = bounded_out(read_text, items, context, LIMITS, at_once=_AT_ONCE)
    for item, outcome in zip(items, outcomes, strict=True):
        yield outcome or _too_slow(item, context)


def body_source(draft: Draft, neighbours: Neighbours, options: ReadingOptions) -> BodySource:
    """The Markdown of a text with its language and what its front matter says of its pictures."""
    lang = getattr(draft.checkable, "lang", "") or options.lang
    claims = Claims(licence=True) if draft.is_withdrawn else draft.kind.claims(draft.checkable, neighbours)
    return BodySource(draft.path, draft.source.body, lang, draft.source.body_line, claims)


def _too_slow(item: Item, context: Context) -> Record[Any, Any]:
    source, options = item[0], context[1]
    draft = draft_text(source.path, options.kind(source.kind), source.content())
    failed = Converted(Body(), (problem("text-slow", draft.path, draft.source.body_line),))
    outline = outline_of(draft, options) if draft.kind.is_apart else item[1]
    return make_record(draft, outline, failed, *context)
