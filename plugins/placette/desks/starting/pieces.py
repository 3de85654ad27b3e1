"""A Python file as the pieces that somebody wrote: each statement with the comments that belong to it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LINES = re.compile(r"\r\n|\r|\n")
"""What ends a line of Python; texts may hold other ends of lines."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The statements of one line or more, as written, with the comments right above them.

    ``heading`` is a comment set apart by an empty line: it speaks of all that follows, up to the next one. ``apart`` is
    the number of empty lines above the piece, two at most.
    """

    nodes: tuple[ast.stmt, ...]
    text: str
    heading: str = ""
    apart: int = 0

    @property
    def line(self) -> int:
        """Where it stands in its file."""
        return self.nodes[0].lineno if self.nodes else 0

    @property
    def used(self) -> set[str]:
        """The names that it speaks of."""
        return {node.id for top in self.nodes for node in ast.walk(top) if isinstance(node, ast.Name)}


def pieces_of(source: str) -> list[Piece]:
    """The pieces of a file in their order; comments at its end are one without statements. Raises ``SyntaxError``."""
    lines, end, found = _LINES.split(source), 0, []
    for nodes in _on_own_lines(ast.parse(source).body):
        first, last = _first_line(nodes[0]) - 1, nodes[-1].end_lineno or 0
        heading, above, apart = _comments(lines[end:first])
        text = "\n".join((*above, *lines[first:last]))
        found.append(Piece(tuple(nodes), text, heading, apart))
        end = last
    rest = "\n".join(lines[end:]).strip()
    return [*found, Piece((), rest, apart=1)] if rest else found


def joined(pieces: Iterable[Piece]) -> str:
    """The text of some pieces, with the headings of those parts of the file from which a piece comes."""
    written, heading = "", ""
    for piece in pieces:
        if piece.heading != heading and piece.heading:
            written += f"\n{piece.heading}\n\n"
        elif piece.apart and written:
            written += "\n" * piece.apart
        heading = piece.heading
        written += f"{piece.text}\n"
    return written


def under_headings(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The same pieces, each with the last heading above it."""
    heading = ""
    for piece in pieces:
        heading = piece.heading or heading
        yield Piece(piece.nodes, piece.text, heading, piece.apart)


def _on_own_lines(body: Iterable[ast.stmt]) -> Iterator[list[ast.stmt]]:
    """Statements that share a line stay together."""
    together: list[ast.stmt] = []
    for node in body:
        if together and _first_line(node) > (together[-1].end_lineno or 0):
            yield together
            together = []
        together.append(node)
    if together:
        yield together


def _first_line(node: ast.stmt) -> int:
    """The line on which it begins, decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min((node.lineno, *(one.lineno for one in decorators)))


def _comments(gap: list[str]) -> tuple[str, list[str], int]:
    """What stands between two statements: a heading, the lines right above the second, and how many lines are empty."""
    above: list[str] = []
    while gap and gap[-1].strip():
        above.insert(0, gap.pop())
    heading = "\n".join(line for line in gap if line.strip())
    return heading, above, min(2, sum(not line.strip() for line in gap))
