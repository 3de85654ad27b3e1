"""All communes of France, so that any territory can be made offline: ``france.json.xz``, renewed once a year.

It holds columns, because a column of codes or of names packs better than rows do: 34,969 communes take half a megabyte.
"""

from __future__ import annotations

import json
import lzma
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from placette.engine.base.geography import Outline, Point
from placette.features.territory.reference import MERGED, TODAY, Lists

FRANCE = Path(__file__).with_name("france.json.xz")
_NUMBERS = frozenset({"typeLiaison", "population"})
_SEVERAL = frozenset({"codesPostaux", "anciensCodes"})
_COLUMNS = ("code", "nom", "typeLiaison", "codesPostaux", "population", "anciensCodes")
_KINDS = {"commune-deleguee": "d", "commune-associee": "a"}
_SCALE = 100_000
"""Steps of a degree for points: a metre, as the table of places has them."""


@dataclass(frozen=True, slots=True)
class France:
    """The official lists of one year, where communes lie (degrees) and how high (metres), the départements drawn."""

    year: int
    lists: Lists
    points: Mapping[str, Point]
    heights: Mapping[str, int]
    drawing: Mapping[str, Outline]
    """In the drawing's own units: ``fitting.py`` lays it on the Earth."""


def load_france(path: Path = FRANCE) -> France:
    """The list that comes with Placette; raises ``OSError`` or ``ValueError`` for a file that isn't whole."""
    try:
        held = json.loads(lzma.decompress(path.read_bytes()))
        points, heights = _places(held["places"])
        return France(held["year"], _lists(held), points, heights, held["drawing"])
    except (lzma.LZMAError, KeyError, TypeError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def render_france(france: France) -> bytes:
    """The file of a list; the same list gives the same bytes."""
    lists = france.lists
    today = [item for item in lists.communes if item["type"] == TODAY]
    merged = [item for item in lists.communes if item["type"] in MERGED]
    epci_of = {member["code"]: epci["code"] for epci in lists.epcis for member in epci["membres"]}
    codes = sorted(france.points)
    held = {
        "year": france.year,
        "regions": [[item["code"], item["nom"], item["typeLiaison"]] for item in lists.regions],
        "departments": [[d["code"], d["nom"], d["typeLiaison"], d.get("region", "")] for d in lists.departments],
        "epci": [[item["code"], item["nom"], item["type"]] for item in lists.epcis],
        "communes": {name: _column(today, name) for name in _COLUMNS},
        "members": " ".join(epci_of.get(item["code"], "-") for item in today),
        "merged": ["\t".join([_KINDS[m["type"]], m["code"], m["chefLieu"], m["nom"]]) for m in merged],
        "places": [
            " ".join(codes),
            *([round(france.points[code][axis] * _SCALE) for code in codes] for axis in (0, 1)),
            [france.heights.get(code, 0) for code in codes],
        ],
        "drawing": france.drawing,
    }
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
    return lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)


def _column(items: Iterable[Mapping[str, Any]], name: str) -> str | list[int]:
    """One property of every commune; texts are joined, since names hold no tabulator."""
    if name in _NUMBERS:
        return [item.get(name, 0) for item in items]
    if name in _SEVERAL:
        return "\t".join(" ".join(item.get(name, ())) for item in items)
    return "\t".join(item[name] for item in items)


def _cells(name: str, column: str | Sequence[int]) -> Sequence[Any]:
    if isinstance(column, str):
        texts = column.split("\t")
        return [text.split() for text in texts] if name in _SEVERAL else texts
    return column


def _lists(held: Mapping[str, Any]) -> Lists:
    """The lists in the package's own form."""
    columns = [_cells(name, held["communes"][name]) for name in _COLUMNS]
    communes = [dict(zip(_COLUMNS, row, strict=True), type=TODAY) for row in zip(*columns, strict=True)]
    kinds = {letter: kind for kind, letter in _KINDS.items()}
    for line in held["merged"]:
        letter, code, chief, name = line.split("\t")
        communes.append({"code": code, "nom": name, "type": kinds[letter], "chefLieu": chief})
    members: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for commune, epci in zip(columns[0], held["members"].split(" "), strict=True):
        members[epci].append({"code": commune})
    return Lists(
        communes,
        [dict(zip(("code", "nom", "typeLiaison", "region"), row, strict=True)) for row in held["departments"]],
        [{"code": code, "nom": name, "type": kind, "membres": members[code]} for code, name, kind in held["epci"]],
        [dict(zip(("code", "nom", "typeLiaison"), row, strict=True)) for row in held["regions"]],
    )


def _places(held: Sequence[Any]) -> tuple[dict[str, Point], dict[str, int]]:
    """Points and heights by code."""
    codes, (lats, lons, heights) = held[0].split(), held[1:]
    points = {code: (lat / _SCALE, lon / _SCALE) for code, lat, lon in zip(codes, lats, lons, strict=True)}
    return points, dict(zip(codes, heights, strict=True))
