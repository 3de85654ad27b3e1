"""Sections of legal pages above their own text: the sentences of ``sections.yml`` that the settings call for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from string import Formatter
from typing import Any, NamedTuple

from placette.engine.base.translation import N_
from placette.engine.rendering.views import HeadingView
from placette.engine.texts.typography import typeset_text
from placette.features.legal.settings import NO_SPACE, LegalSettings, owes_a_space, tables

ANCHOR = "legal-"
"""The prefix of these sections' anchors: those of texts can't have it."""
_KINDS = ("text", "items", "steps", "rows")
"""The kinds of blocks: a paragraph, a list, a numbered one, names with their values."""


class PieceView(NamedTuple):
    """A part of a sentence; a link where it has an address."""

    text: str
    url: str = ""


LineView = tuple[PieceView, ...]


class RowView(NamedTuple):
    """A name and its value."""

    label: str
    line: LineView


class BlockView(NamedTuple):
    """One of a paragraph (``text``), a list (``items``, ``steps``) or names with their values (``rows``)."""

    kind: str
    lines: tuple[LineView, ...] = ()
    rows: tuple[RowView, ...] = ()


class SectionView(NamedTuple):
    """A heading and its blocks."""

    id: str
    title: str
    level: int
    blocks: tuple[BlockView, ...]


class LegalView(NamedTuple):
    """The legal part of a page above its own text. ``lang`` is the language of that text."""

    lang: str
    demonstration: str
    sections: tuple[SectionView, ...]

    @property
    def headings(self) -> tuple[HeadingView, ...]:
        """Return the entries of the table of contents."""
        return tuple(HeadingView(part.id, part.title, part.level) for part in self.sections if part.title)


def lines_of(own: LegalSettings) -> dict[str, tuple[str, ...]]:
    """Return the lines that editors wrote, by name."""
    declared = own.accessibility
    names = ("failures", "exemptions", "excluded", "tests", "tools", "sample")
    processors = (
        " – ".join(filter(None, (f"{body.name} ({body.country})", body.role, body.transfer))) for body in own.processors
    )
    return {**{name: getattr(declared, name) for name in names}, "processors": tuple(processors)}


def facts_of(own: LegalSettings, *, takes_letters: bool, mining: str) -> frozenset[str]:
    """Return the conditions of ``sections.yml`` that are met; ``mining`` is the right to it that is reserved."""
    declared, space = own.accessibility, own.opposition and owes_a_space(own)
    settings = ("editor", "mediation", "privacy_page", "accessibility_page", "election")
    audited = declared.audit is not None and declared.rate is not None
    facts = {
        "audited": audited,
        f"state {declared.state}": audited,
        f"grounds {own.grounds}": True,
        "public": own.is_public,
        "registered": own.registration or own.is_public,
        "space": space,
        f"space {NO_SPACE if own.opposition == NO_SPACE else own.publisher_kind}": space,
        "letters": takes_letters,
        f"mining {mining}": True,
        **{name: getattr(own, name) for name in settings},
        **lines_of(own),
    }
    return frozenset(name for name, is_met in facts.items() if is_met)


def sections_of(
    page: str,
    facts: frozenset[str],
    lines: Mapping[str, tuple[str, ...]],
    values: Mapping[str, PieceView],
    say: Callable[[str], str],
    lang: str,
) -> Iterator[SectionView]:
    """Yield the sections of a page in the site's language; raises ``KeyError`` for a name in braces that nothing gives.

    ``lines`` and ``values`` are what the settings say; it is typeset in ``lang``, as texts are.
    """

    def are_met(part: Any) -> bool:
        condition = part.get("if", "") if isinstance(part, dict) else ""
        return not condition or (condition.removeprefix("not ") in facts) is not condition.startswith("not ")

    def value(name: str) -> PieceView:
        piece = values[name]
        return piece._replace(text=typeset_text(piece.text, lang) or say(N_("to be filled in")))

    def sentence(text: str) -> Iterator[PieceView]:
        for words, name, _, _ in Formatter().parse(say(text)):
            yield from [PieceView(words)] if words else []
            yield from [value(name)] if name else []

    def block(part: Any) -> BlockView:
        part = {"text": part} if isinstance(part, str) else part
        kind = next(kind for kind in _KINDS if kind in part)
        if kind == "rows":
            rows = ((label, name) for label, name, *conditions in part[kind] if facts.issuperset(conditions))
            return BlockView(kind, (), tuple(RowView(say(label), (value(name),)) for label, name in rows))
        written: list[LineView] = []
        for line in filter(are_met, part[kind] if isinstance(part[kind], list) else [part[kind]]):
            entry = {"text": line} if isinstance(line, str) else line
            texts = lines[entry["each"]] if "each" in entry else [entry["plain"]] if "plain" in entry else []
            written += [(PieceView(typeset_text(text, lang)),) for text in texts]
            written += [tuple(sentence(entry["text"]))] if "text" in entry else []
        return BlockView(kind, tuple(written))

    for section in filter(are_met, tables()[page]):
        title = section.get("title", "")
        blocks = tuple(map(block, filter(are_met, section.get("blocks", ()))))
        yield SectionView(ANCHOR + section["id"], say(title) if title else "", section.get("level", 2), blocks)
