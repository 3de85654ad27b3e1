"""The true shapes of communes, kept as the lines between them: a border that two share is there once and stays one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from placette.engine.base.geography import Outline, Ring

FINE_SCALE = 10_000
"""Steps of a degree in the lines: ten metres."""


@dataclass(frozen=True, slots=True)
class Contours:
    """Lines by number, and of each commune (code) the rings that they make.

    A line is its first point, then the steps to each next, latitude before longitude. In a ring ``~number`` is the line
    of that number from its end to its beginning. Lines become points only where a page draws them.
    """

    lines: Sequence[Sequence[int]] = ()
    rings: Mapping[str, Sequence[Sequence[int]]] = field(default_factory=dict)

    def line(self, number: int) -> Ring:
        """The points of a line in degrees, from its end for ``~number``."""
        points = unpacked(self.lines[number if number >= 0 else ~number])
        return points if number >= 0 else points[::-1]

    def ring(self, numbers: Iterable[int]) -> Ring:
        """The points of a ring in degrees, without the one that repeats the first."""
        return tuple(point for number in numbers for point in self.line(number)[:-1])

    def shape(self, code: str) -> Outline:
        """The shape of one commune as its own rings make it."""
        return tuple(self.ring(numbers) for numbers in self.rings.get(code, ()))

    def outline(self, codes: Iterable[str]) -> Outline:
        """The shape of several communes together."""
        return tuple(self.ring(numbers) for numbers in self.edges(codes))

    def edges(self, codes: Iterable[str]) -> list[tuple[int, ...]]:
        """The rings round all of these communes: their lines that no two of them share, joined end to end.

        Two that share a line run along it in opposite ways; one that comes twice runs along its own in the same way.
        """
        used = dict.fromkeys(number for code in codes for ring in self.rings.get(code, ()) for number in ring)
        return self._joined([number for number in used if ~number not in used])

    def borders(self, codes: Iterable[str]) -> list[int]:
        """The lines between these communes."""
        times = Counter(_plain(n) for code in codes for ring in self.rings.get(code, ()) for n in ring)
        return [number for number, count in sorted(times.items()) if count > 1]

    def _joined(self, numbers: Sequence[int]) -> list[tuple[int, ...]]:
        """Lines as rings; what doesn't close is left out."""
        ends = {number: (points[0], points[-1]) for number in numbers for points in (self.line(number),)}
        starting: defaultdict[object, list[int]] = defaultdict(list)
        for number in numbers:
            starting[ends[number][0]].append(number)
        rings = []
        for number in numbers:
            if number not in starting[ends[number][0]]:
                continue
            ring, at, home = [], number, ends[number][0]
            while True:
                starting[ends[at][0]].remove(at)
                ring.append(at)
                if ends[at][1] == home or not starting[ends[at][1]]:
                    break
                at = starting[ends[at][1]][0]
            if ends[at][1] == home:
                rings.append(tuple(ring))
        return rings


def packed(points: Iterable[tuple[int, int]]) -> list[int]:
    """Whole points as a line of the file: the first, then steps."""
    steps, last = [], (0, 0)
    for here in points:
        steps += [here[0] - last[0], here[1] - last[1]]
        last = here
    return steps


def unpacked(steps: Sequence[int]) -> Ring:
    """The points, in degrees, of a line of the file."""
    lat = lon = 0
    points = []
    for at in range(0, len(steps), 2):
        lat, lon = lat + steps[at], lon + steps[at + 1]
        points.append((lat / FINE_SCALE, lon / FINE_SCALE))
    return tuple(points)


def _plain(number: int) -> int:
    return number if number >= 0 else ~number
