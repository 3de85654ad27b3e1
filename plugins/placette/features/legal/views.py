"""What a legal page shows above its own text."""

from __future__ import annotations

from typing import NamedTuple

from placette.engine.pages.views import HeadingView


class PieceView(NamedTuple):
    """A part of a sentence; a link where it has an address."""

    text: str
    url: str = ""


LineView = tuple[PieceView, ...]


class RowView(NamedTuple):
    """A name and what is said of it."""

    label: str
    line: LineView


class BlockView(NamedTuple):
    """One of a paragraph (``text``), a list (``items``, ``steps``) or names with what is said of them (``rows``)."""

    kind: str
    lines: tuple[LineView, ...] = ()
    rows: tuple[RowView, ...] = ()


class SectionView(NamedTuple):
    """A heading and what stands below it."""

    id: str
    title: str
    level: int
    blocks: tuple[BlockView, ...]


class LegalView(NamedTuple):
    """What a page shows above its own text. ``lang`` is the language of that text."""

    lang: str
    demonstration: str
    sections: tuple[SectionView, ...]

    @property
    def headings(self) -> tuple[HeadingView, ...]:
        """Its part of the table of contents."""
        return tuple(HeadingView(part.id, part.title, part.level) for part in self.sections if part.title)
