"""Rivers in no more corners than a file or a map may have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from placette.engine.base.geography import Ring, simplify_line

Lines = tuple[str, list[Ring]]
"""A river's name, which may be empty, and its lines."""
_COARSER = 1.5
"""How much further from the known course the lines of each try may be than those of the one before."""


def thinned(rivers: Sequence[Lines], fineness: float, coarsest: float, most: int) -> list[Lines]:
    """The same within ``fineness`` of their courses, coarser where they have more corners than ``most``.

    What ``coarsest`` doesn't bring within the bound goes, the last rivers first; both are in the units of the lines.
    """
    thin = _simplified(rivers, fineness)
    while _corners(thin) > most and fineness < coarsest:
        fineness *= _COARSER
        thin = _simplified(rivers, fineness)
    while _corners(thin) > most:
        thin.pop()
    return thin


def _simplified(rivers: Iterable[Lines], fineness: float) -> list[Lines]:
    return [(name, [simplify_line(line, fineness) for line in lines]) for name, lines in rivers]


def _corners(rivers: Iterable[Lines]) -> int:
    return sum(len(line) for _, lines in rivers for line in lines)
