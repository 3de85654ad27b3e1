"""Shapes of communes as lines that neighbours share: made of rings, joined, unpacked."""

from __future__ import annotations

import json
import lzma
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from placette.engine.base.geography import Outline, Ring, simplify, simplify_line
from placette.engine.content.communes import FINE_SCALE, Contours, packed

Corner = tuple[int, int]
Line = tuple[Corner, ...]
FINENESS = 4.0  # how far a line may be from the true one, in steps of ``FINE_SCALE``: forty metres
MOST_CORNERS = 24_000  # corners that all lines may have together: those of a large territory become coarser
KINDS = "HIHihh"
"""What a file of contours holds: lines of each ring, references, steps of each line, starts, steps up and across."""
_BENT = 5  # corners that a line may have in the mean, however many there are, for borders must not become straight


def make_contours(shapes: Mapping[str, Outline], most: int = 0, fineness: float = FINENESS) -> Contours:
    """Return the lines of these shapes (degrees, by code), as coarse as they must be to have at most so many corners.

    Without fineness they stay as they are.
    """
    whole = {code: [ring for ring in map(_whole, shape) if len(ring) > 2] for code, shape in sorted(shapes.items())}
    parting = _parting(ring for rings in whole.values() for ring in rings)
    numbers: dict[Line, int] = {}
    rings = {
        code: [[_number(line, numbers) for line in _cut(ring, parting)] for ring in found]
        for code, found in whole.items()
    }
    lines = _thinned(list(numbers), fineness) if fineness else list(numbers)
    most = most or max(MOST_CORNERS, _BENT * len(lines))
    while fineness and sum(map(len, lines)) > most and fineness < FINE_SCALE:
        fineness *= 1.5
        lines = _thinned(lines, fineness)
    rings_by_code = {
        code: [ring for ring in found if sum(len(lines[number if number >= 0 else ~number]) - 1 for number in ring) > 2]
        for code, found in rings.items()
    }
    return Contours([packed(line) for line in lines], {code: found for code, found in rings_by_code.items() if found})


def join_contours(contours: Contours, groups: Mapping[str, Iterable[str]]) -> Contours:
    """Return the shapes of groups of communes by name, as lines that are cut only where groups part."""
    shapes = {name: contours.outline(codes) for name, codes in groups.items()}
    return make_contours({name: shape for name, shape in shapes.items() if shape}, fineness=0)


def load_contours(path: Path) -> Contours:
    """Return contours from their file; raises ``OSError`` or ``ValueError`` for one that isn't whole."""
    try:
        head, _, body = lzma.decompress(path.read_bytes()).partition(b"\n")
        codes, rings, counts = json.loads(head)
        parts: list[array[int]] = [array(kind) for kind in KINDS]
        for part, count in zip(parts, counts, strict=True):
            part.frombytes(body[: count * part.itemsize])
            body = body[count * part.itemsize :]
            if sys.byteorder == "big":
                part.byteswap()
        return _unpacked(dict(zip(codes.split(), rings, strict=True)), parts)
    except (lzma.LZMAError, TypeError, LookupError, StopIteration) as error:
        raise ValueError(f"{path.name}: {error}") from error


def _unpacked(counts: Mapping[str, int], parts: Sequence[array[int]]) -> Contours:
    sizes, turns, lengths, starts = map(iter, parts[:4])
    up, across = parts[4:]
    lines: list[list[int]] = []
    ends: list[tuple[Corner, Corner]] = []
    rings: dict[str, list[list[int]]] = {}
    offset = 0

    def one_ring() -> Iterator[int]:
        nonlocal offset
        here: Corner | None = None
        for _ in range(next(sizes)):
            turn = next(turns)
            number = len(lines) - turn // 2 if turn else len(lines)
            if not turn:
                start = here or (next(starts), next(starts))
                end = offset + next(lengths)
                line = [0] * (2 * (end - offset) + 2)
                line[:2], line[2::2], line[3::2] = start, up[offset:end], across[offset:end]
                lines.append(line)
                ends.append((start, (sum(line[::2]), sum(line[1::2]))))
                offset = end
            here = ends[number][not turn % 2]
            yield ~number if turn % 2 else number

    for code, count in counts.items():
        rings[code] = [list(one_ring()) for _ in range(count)]
    return Contours(lines, rings)


def _whole(ring: Ring) -> Line:
    """Return a ring in whole steps, without corners that follow each other in one place."""
    steps = [(round(lat * FINE_SCALE), round(lon * FINE_SCALE)) for lat, lon in ring]
    return tuple(here for before, here in zip([steps[-1], *steps[:-1]], steps, strict=True) if here != before)


def _parting(rings: Iterable[Line]) -> frozenset[Corner]:
    """Return the corners where shapes part."""
    pairs: dict[Corner, tuple[Corner, Corner]] = {}
    corners = set()
    for ring in rings:
        for before, here, after in zip((ring[-1], *ring[:-1]), ring, (*ring[1:], ring[0]), strict=True):
            pair = (before, after) if before < after else (after, before)
            if pairs.setdefault(here, pair) != pair:
                corners.add(here)
    return frozenset(corners)


def _cut(ring: Line, parting: frozenset[Corner]) -> Iterable[Line]:
    """Yield the lines of a ring. One that parts nowhere begins at its least corner, wherever its shape does."""
    ends = [at for at, corner in enumerate(ring) if corner in parting] or [ring.index(min(ring))]
    twice = ring + ring
    for start, end in zip(ends, [*ends[1:], ends[0] + len(ring)], strict=True):
        yield twice[start : end + 1]


def _number(line: Line, numbers: dict[Line, int]) -> int:
    """Return the number of a line, ``~number`` where it is known from its other end."""
    if line[::-1] in numbers and line not in numbers:
        return ~numbers[line[::-1]]
    return numbers.setdefault(line, len(numbers))


def _thinned(lines: Sequence[Line], fineness: float) -> list[Line]:
    """Return the lines with fewer corners; two with the same ends don't fall onto each other."""
    ends = Counter(frozenset((line[0], line[-1])) for line in lines)
    return [_thin(line, fineness, apart=ends[frozenset((line[0], line[-1]))] > 1) for line in lines]


def _thin(line: Line, fineness: float, *, apart: bool) -> Line:
    closed = line[0] == line[-1]
    while True:
        corners = (*simplify(line[:-1], fineness), line[0]) if closed else simplify_line(line, fineness)
        if len(corners) >= len(line) or len(corners) > (3 if closed else 2) or not (apart or closed) or fineness < 1:
            return tuple((round(lat), round(lon)) for lat, lon in corners)
        fineness /= 2
