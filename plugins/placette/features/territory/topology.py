"""From the shapes of communes, each drawn alone, to the lines between them: simplified once, so neighbours stay joined.

A corner where the shapes part (it has other neighbours in one ring than in another) ends a line; all between two such
corners is one line, which every ring that runs along it shares (the idea of TopoJSON, Bostock 2012).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from placette.engine.base.geography import Outline, Ring, simplify, simplify_line
from placette.engine.library.contours import FINE_SCALE, Contours, packed

Corner = tuple[int, int]
Line = tuple[Corner, ...]
FINENESS = 4.0
"""How far a line may be from the true one, in steps of ``FINE_SCALE``: forty metres."""
MOST_CORNERS = 24_000
"""Corners that all lines may have together: those of a large territory become coarser."""
_BENT = 5
"""Corners that a line may have in the mean, however many there are, for borders must not become straight."""


def make_contours(shapes: Mapping[str, Outline], most: int = 0) -> Contours:
    """The lines of these shapes (degrees, by code), as coarse as they must be to have at most so many corners."""
    whole = {code: [ring for ring in map(_whole, shape) if len(ring) > 2] for code, shape in sorted(shapes.items())}
    parting = _parting(ring for rings in whole.values() for ring in rings)
    numbers: dict[Line, int] = {}
    rings = {
        code: [[_number(line, numbers) for line in _cut(ring, parting)] for ring in found]
        for code, found in whole.items()
    }
    lines, fineness = _thinned(list(numbers), FINENESS), FINENESS
    most = most or max(MOST_CORNERS, _BENT * len(lines))
    while sum(map(len, lines)) > most and fineness < FINE_SCALE:
        fineness *= 1.5
        lines = _thinned(lines, fineness)
    kept = {code: [ring for ring in found if _corners(ring, lines) > 2] for code, found in rings.items()}
    return Contours([packed(line) for line in lines], {code: found for code, found in kept.items() if found})


def _whole(ring: Ring) -> Line:
    """A ring in whole steps, without corners that follow each other in one place."""
    steps = [(round(lat * FINE_SCALE), round(lon * FINE_SCALE)) for lat, lon in ring]
    return tuple(here for before, here in zip([steps[-1], *steps[:-1]], steps, strict=True) if here != before)


def _parting(rings: Iterable[Line]) -> frozenset[Corner]:
    """The corners where shapes part."""
    seen: dict[Corner, tuple[Corner, Corner]] = {}
    found = set()
    for ring in rings:
        for before, here, after in zip((ring[-1], *ring[:-1]), ring, (*ring[1:], ring[0]), strict=True):
            pair = (before, after) if before < after else (after, before)
            if seen.setdefault(here, pair) != pair:
                found.add(here)
    return frozenset(found)


def _cut(ring: Line, parting: frozenset[Corner]) -> Iterable[Line]:
    """The lines of a ring. One that parts nowhere begins at its least corner, wherever its shape does."""
    ends = [at for at, corner in enumerate(ring) if corner in parting] or [ring.index(min(ring))]
    twice = ring + ring
    for start, end in zip(ends, [*ends[1:], ends[0] + len(ring)], strict=True):
        yield twice[start : end + 1]


def _number(line: Line, numbers: dict[Line, int]) -> int:
    """The number of a line, ``~number`` where it is known from its other end."""
    if line[::-1] in numbers and line not in numbers:
        return ~numbers[line[::-1]]
    return numbers.setdefault(line, len(numbers))


def _thinned(lines: Sequence[Line], fineness: float) -> list[Line]:
    """The lines with fewer corners; two with the same ends don't fall onto each other."""
    ends = Counter(frozenset((line[0], line[-1])) for line in lines)
    return [_thin(line, fineness, apart=ends[frozenset((line[0], line[-1]))] > 1) for line in lines]


def _thin(line: Line, fineness: float, *, apart: bool) -> Line:
    closed = line[0] == line[-1]
    while True:
        kept = (*simplify(line[:-1], fineness), line[0]) if closed else simplify_line(line, fineness)
        if len(kept) >= len(line) or len(kept) > (3 if closed else 2) or not (apart or closed) or fineness < 1:
            return tuple((round(lat), round(lon)) for lat, lon in kept)
        fineness /= 2


def _corners(ring: Sequence[int], lines: Sequence[Line]) -> int:
    return sum(len(lines[number if number >= 0 else ~number]) - 1 for number in ring)
