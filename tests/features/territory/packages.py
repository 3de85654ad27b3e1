"""Tiny made-up packages, in the form of those that the task fetches: squares for départements, a few communes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from placette.features.territory.national import Lists

DEPARTMENTS = [
    {"code": "03", "nom": "Allier", "typeLiaison": 5, "region": "84"},
    {"code": "63", "nom": "Puy-de-Dôme", "typeLiaison": 2, "region": "84"},
    {"code": "2A", "nom": "Corse-du-Sud", "typeLiaison": 3, "region": "94"},
    {"code": "974", "nom": "La Réunion", "typeLiaison": 0, "region": "04"},
]
REGIONS = [
    {"code": "84", "nom": "Auvergne-Rhône-Alpes", "typeLiaison": 5},
    {"code": "94", "nom": "Corse", "typeLiaison": 0},
    {"code": "04", "nom": "La Réunion", "typeLiaison": 0},
]


def commune(code: str, name: str, department: str, kind: str = "commune-actuelle", **more: Any) -> dict[str, Any]:
    return {"code": code, "nom": name, "departement": department, "type": kind, "typeLiaison": 0, **more}


def epci(code: str, name: str, *members: str) -> dict[str, Any]:
    return {"code": code, "nom": name, "type": "CC", "membres": [{"code": member} for member in members]}


COMMUNES = [
    commune("63263", "Orcines", "63", typeLiaison=1, codesPostaux=["63870"], population=3466),
    commune("03003", "Ainay-le-Château", "03", codesPostaux=["03360"], population=929),
    commune("63068", "Bonnette", "63", "commune-associee", chefLieu="63244"),
    commune("63244", "Nonette", "63", "commune-deleguee", chefLieu="63244"),
    commune("63244", "Nonette-Orsonnette", "63", anciensCodes=["63068", "63270"], codesPostaux=["63340", "63500"]),
    commune("2A004", "Ajaccio", "2A", anciensCodes=["20004"], population=76320),
    commune("97411", "Saint-Denis", "974"),
]
EPCIS = [
    epci("246300701", "Clermont Auvergne Métropole", "63263"),
    epci("200070407", "CA Agglo Pays d'Issoire", "63244"),
]
LISTS = Lists(COMMUNES, DEPARTMENTS, EPCIS, REGIONS)


def write_lists(folder: Path, lists: Lists = LISTS) -> Path:
    (folder / "data").mkdir(parents=True)
    contents = (lists.communes, lists.departments, lists.epcis, lists.regions)
    for name, content in zip(("communes", "departements", "epci", "regions"), contents, strict=True):
        (folder / "data" / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


def write_points(folder: Path, *places: tuple[str, str, int, float, float]) -> Path:
    """GeoNames' table of country, INSEE code, population, latitude and longitude, all at 830 m."""
    (folder / "dist").mkdir(parents=True)
    rows = []
    for country, code, population, lat, lon in places:
        cells = [""] * 19
        cells[4], cells[5], cells[8], cells[13], cells[14] = f"{lat}", f"{lon}", country, code, f"{population}"
        cells[16] = "830"
        rows.append("\t".join(cells))
    (folder / "dist" / "cities500.txt").write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return folder


def write_drawing(folder: Path, **paths: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    drawn = "".join(f'<path\n id="{code[1:]}"\n aria-label="X"\n d="{path}"\n/>' for code, path in paths.items())
    (folder / "france.departments.svg").write_text(f"<svg>{drawn}</svg>", encoding="utf-8")
    return folder
