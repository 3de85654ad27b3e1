"""The communes of a territory, found by INSEE code or by name, and the areas that they are part of."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from placette.engine.base.files import digest
from placette.engine.base.geography import Outline, Point, Ring, bounds
from placette.engine.base.text import fold

FINE_SCALE = 10_000
"""Steps of a degree in the lines: ten metres."""


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of the official list: INSEE code (five characters, never a number), name, département.

    ``liaison`` is the list's ``typeLiaison``: which article the name has. ``point`` is its centre, in degrees.
    """

    code: str
    name: str
    department_code: str
    department: str
    liaison: int = 0
    epci: str = ""
    """The SIREN of its intercommunalité; four islands have none."""
    postal_codes: str = ""
    """Between spaces."""
    population: int = 0
    point: tuple[float, float] | None = None


class TownHall(NamedTuple):
    """What the register of administrations knows of a town hall; a part that it doesn't know is empty."""

    street: str = ""
    telephone: str = ""
    site: str = ""
    email: str = ""
    siren: str = ""
    """The number of the commune in the register of legal bodies."""


SHOWN_OF_HALLS = 3
"""How many of a town hall's values, from the first on, the pages of communes show and a territory's file has."""


class AreaKind(StrEnum):
    """What communes are part of; the value begins the names of its settings."""

    DEPARTMENT = "DEPARTMENT"
    EPCI = "EPCI"


@dataclass(frozen=True, slots=True)
class Area:
    """A département (its code, ``typeLiaison`` of its name) or an intercommunalité (its SIREN)."""

    kind: AreaKind
    code: str
    name: str
    liaison: int = 0


@dataclass(frozen=True, slots=True)
class Former:
    """A commune that was: its code, its name (empty where the list forgot it), the code of the one it is part of."""

    code: str
    name: str
    now: str


@dataclass(frozen=True, slots=True)
class Contours:
    """Lines by number, and of each commune (code) the rings that they make.

    A line is its first point, then the steps to each next, latitude before longitude. In a ring ``~number`` is the line
    of that number from its end to its beginning. Lines become points only where a page draws them.
    """

    lines: Sequence[Sequence[int]] = ()
    rings: Mapping[str, Sequence[Sequence[int]]] = field(default_factory=dict)
    _points: dict[int, Ring] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __reduce__(self) -> tuple[Any, ...]:
        return Contours, (self.lines, self.rings)

    def line(self, number: int) -> Ring:
        """Return the points of a line in degrees, from its end for ``~number``; kept, as maps share lines."""
        plain = max(number, ~number)
        points = self._points.get(plain) or self._points.setdefault(plain, unpacked(self.lines[plain]))
        return points if number >= 0 else points[::-1]

    def ring(self, numbers: Iterable[int]) -> Ring:
        """Return the points of a ring in degrees, without the one that repeats the first."""
        return tuple(point for number in numbers for point in self.line(number)[:-1])

    def shape(self, code: str) -> Outline:
        """Return the shape of one commune as its own rings make it."""
        return tuple(self.ring(numbers) for numbers in self.rings.get(code, ()))

    def outline(self, codes: Iterable[str]) -> Outline:
        """Return the shape of several communes together."""
        return tuple(self.ring(numbers) for numbers in self.edges(codes))

    def edges(self, codes: Iterable[str]) -> list[tuple[int, ...]]:
        """Return the rings round all of these communes: their lines that no two of them share, joined end to end.

        Two that share a line run along it in opposite ways; one that comes twice runs along its own in the same way.
        """
        used = dict.fromkeys(number for code in codes for ring in self.rings.get(code, ()) for number in ring)
        return self.joined([number for number in used if ~number not in used])

    def borders(self, codes: Iterable[str]) -> list[int]:
        """Return the lines between these communes."""
        times = Counter(max(n, ~n) for code in codes for ring in self.rings.get(code, ()) for n in ring)
        return [number for number, count in sorted(times.items()) if count > 1]

    def joined(self, numbers: Sequence[int]) -> list[tuple[int, ...]]:
        """Return lines joined end to end as rings; what doesn't close is left out."""
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
    """Return whole points as a line of the file: the first, then steps."""
    steps, last = [], (0, 0)
    for here in points:
        steps += [here[0] - last[0], here[1] - last[1]]
        last = here
    return steps


def unpacked(steps: Sequence[int]) -> Ring:
    """Return the points, in degrees, of a line of the file: the first in parts of a degree, then steps."""
    points = zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True)
    return tuple((lat / FINE_SCALE, lon / FINE_SCALE) for lat, lon in points)


WHOLE = "*"
"""The word of a text for the whole territory."""


@dataclass(frozen=True)
class CommuneIndex:
    """Communes by code, the départements and EPCI they are part of, and what became of former communes."""

    by_code: Mapping[str, Commune] = field(default_factory=dict)
    departments: Mapping[str, Area] = field(default_factory=dict)
    epcis: Mapping[str, Area] = field(default_factory=dict)
    former: tuple[Former, ...] = ()
    contours: Contours = field(default_factory=Contours)
    """The shapes of the communes, and of some round the territory."""
    halls: Mapping[str, TownHall] = field(default_factory=dict)
    """Town halls by the code of their commune, as the register of administrations had them on ``halls_day``."""
    halls_day: str = ""
    mark: str = ""
    """A digest of all of the above."""
    kept: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What features worked out from it alone, for the next build of a process too."""

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "kept": {}}

    @property
    def only(self) -> str:
        """The name of the commune of a territory that is one alone; empty for others."""
        return next(iter(self.by_code.values())).name if len(self.by_code) == 1 else ""

    @cached_property
    def by_name(self) -> Mapping[str, tuple[str, ...]]:
        """The codes of the communes that share a folded name."""
        names: defaultdict[str, list[str]] = defaultdict(list)
        for code, commune in self.by_code.items():
            names[fold(commune.name)].append(code)
        return {name: tuple(sorted(codes)) for name, codes in names.items()}

    @cached_property
    def by_former(self) -> Mapping[str, tuple[str, ...]]:
        """The codes of the communes that took the place of former ones, by former code and by folded former name."""
        codes_of: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for former in self.former:
            for key in filter(None, (former.code, fold(former.name))):
                codes_of[key][former.now] = None
        return {key: tuple(codes) for key, codes in codes_of.items()}

    @cached_property
    def limits(self) -> tuple[Point, Point] | None:
        """The south-western and north-eastern corners of the known outline of the territory."""
        points = [commune.point for commune in self.by_code.values() if commune.point]
        points += [point for ring in self.contours.outline(self.by_code) for point in ring]
        return bounds(points) if points else None

    def find(self, wanted: str) -> tuple[Commune, ...]:
        """Return the communes of that code or name: none, one, or the candidates of an ambiguous name."""
        if wanted in self.by_code:
            return (self.by_code[wanted],)
        return tuple(self.by_code[code] for code in self.by_name.get(fold(wanted), ()))

    def codes_of(self, written: Iterable[str]) -> tuple[str, ...]:
        """Return the codes of communes as written, each once."""
        return tuple(dict.fromkeys(commune.code for name in written for commune in self.find(name)))

    def successors(self, wanted: str) -> tuple[Commune, ...]:
        """Return the communes of today that the former commune of that code or name is part of."""
        codes = self.by_former.get(wanted) or self.by_former.get(fold(wanted)) or ()
        return tuple(self.by_code[code] for code in codes)


def load_communes(path: Path) -> CommuneIndex:
    """Return the index of a reference file written by ``invoke territory``; raises ``OSError`` or ``ValueError``."""
    return read_communes(path.read_bytes())


@lru_cache(2)
def read_communes(data: bytes) -> CommuneIndex:
    """Return the index of the bytes of a reference file, kept for the next build; raises ``ValueError``."""
    try:
        reference = json.loads(data)
        departments = {
            code: Area(AreaKind.DEPARTMENT, code, _typeset(name), liaison)
            for code, (name, liaison) in reference["departments"].items()
        }
        names = {code: area.name for code, area in departments.items()}
        lines = [[int(number) for number in line.split()] for line in reference.get("arcs", ())]
        return CommuneIndex(
            by_code={row[0]: _commune(row, names) for row in reference["communes"]},
            departments=departments,
            epcis={code: Area(AreaKind.EPCI, code, _typeset(name)) for code, name in reference["epci"].items()},
            former=tuple(Former(code, _typeset(name), now) for code, name, now in reference["former"]),
            contours=Contours(lines, reference.get("contours", {})),
            halls={code: TownHall(*words) for code, words in reference.get("halls", {}).items()},
            halls_day=reference.get("halls_day", ""),
            mark=digest(data),
        )
    except (TypeError, LookupError, AttributeError, RecursionError) as error:  # JSON, but of something else
        raise ValueError(f"{type(error).__name__}: {error}") from error


def _commune(row: list[Any], names: Mapping[str, str]) -> Commune:
    """Return a commune from its row: code, name, liaison, EPCI, postal codes, population; its place if known."""
    code, name, liaison, epci, postal_codes, population = row[:6]
    department = department_of(code)
    point = (row[6], row[7]) if len(row) > 6 else None
    siren = str(epci) if epci else ""
    return Commune(code, _typeset(name), department, names[department], liaison, siren, postal_codes, population, point)


def _typeset(name: str) -> str:
    """Return a name of the official list, which is typed on a typewriter, as it is printed."""
    return name.replace("'", "’")


def department_of(code: str) -> str:
    """Return the département that a commune's code begins with: two characters, three overseas."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]
