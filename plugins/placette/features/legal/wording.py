"""How legal texts are declared, and how they are put into words: sections of sentences in which links may stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Formatter
from typing import NamedTuple

from placette.engine.base.message import N_
from placette.features.legal.views import BlockView, LineView, PieceView, RowView, SectionView

ANCHOR = "legal-"
"""How the anchors of these sections begin: those of texts can't."""
_UNSAID = N_("to be filled in")


Values = Mapping[str, PieceView]
"""What the names in braces of a sentence stand for."""


class Block(NamedTuple):
    """A block as it is declared: msgids, or lines that are ready; for ``rows``, each msgid with the name of a value."""

    kind: str
    said: tuple[str | LineView, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()


class Section(NamedTuple):
    """A section as it is declared: the end of its anchor, its title (a msgid), what it says."""

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    level: int = 2


def text(said: str) -> Block:
    """A paragraph."""
    return Block("text", (said,))


def items(*said: str | LineView) -> Block:
    """A list."""
    return Block("items", said)


def steps(*said: str) -> Block:
    """A numbered list."""
    return Block("steps", said)


def rows(*named: tuple[str, str]) -> Block:
    """Names (msgids), each with the name of the value that is said of it."""
    return Block("rows", rows=named)


def plain(written: str) -> LineView:
    """A line as an editor wrote it."""
    return (PieceView(written),)


def put_into_words(section: Section, say: Callable[[str], str], values: Values) -> SectionView:
    """A section in the site's language; raises ``KeyError`` for a name in braces that nothing gives."""
    return SectionView(
        ANCHOR + section.id,
        say(section.title) if section.title else "",
        section.level,
        tuple(_block(block, say, values) for block in section.blocks),
    )


def _block(block: Block, say: Callable[[str], str], values: Values) -> BlockView:
    lines = tuple(_line(say(said), say, values) if isinstance(said, str) else said for said in block.said)
    named = tuple(RowView(say(label), (_value(name, say, values),)) for label, name in block.rows)
    return BlockView(block.kind, lines, named)


def _line(sentence: str, say: Callable[[str], str], values: Values) -> LineView:
    pieces = []
    for words, name, _, _ in Formatter().parse(sentence):
        pieces += [PieceView(words)] if words else []
        pieces += [_value(name, say, values)] if name else []
    return tuple(pieces)


def _value(name: str, say: Callable[[str], str], values: Values) -> PieceView:
    return values[name] if values[name].text else PieceView(say(_UNSAID))
