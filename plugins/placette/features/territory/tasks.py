"""Task: territory."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from invoke import Context, task
from invoke.exceptions import Exit

from placette.engine.base.files import write_atomic
from placette.engine.base.message import N_
from placette.engine.base.progress import report
from placette.engine.base.progress_line import progress_shown
from placette.engine.base.words import site_root, site_words
from placette.engine.library.communes import LEAST_SHARE, department_of, load_communes, share_inside
from placette.features.territory.affected import affected_texts
from placette.features.territory.fetching import FetchError, fetch_package
from placette.features.territory.fitting import fit_drawing, on_earth
from placette.features.territory.reference import (
    PACKAGE,
    Choice,
    Lists,
    ReferencePlaces,
    make_reference,
    read_package,
    render_reference,
)
from placette.features.territory.sources import (
    OUTLINES_PACKAGE,
    POINTS_PACKAGE,
    read_drawing,
    read_own_outlines,
    read_own_points,
    read_points,
)

ROOT = site_root()
WORDS = site_words(ROOT)
_ = WORDS.gettext
_FETCHED = N_("Lists fetched and read")
_POINTS, _OUTLINES = f"{POINTS_PACKAGE}@1.0.1", f"{OUTLINES_PACKAGE}@2.0.0"


@task(
    help={
        "departements": N_("Codes of the départements, such as 03,15,43,63."),
        "epci": N_("SIREN numbers of the intercommunalités, such as 246300701."),
        "communes": N_("A file with the codes of the communes, one per line."),
        "points": N_("A CSV (code, lat, lon) or GeoJSON file of the authority's own, with the places of communes."),
        "contours": N_("A GeoJSON file of the authority's own, with the shapes of départements, EPCI or communes."),
        "year": N_("Year of the official list."),
        "version": N_("Version of the npm package for that year."),
        "target": N_("The file to write."),
    }
)
def territory(
    _context: Context,
    departements: str = "",
    epci: str = "",
    communes: str = "",
    points: str = "",
    contours: str = "",
    year: int = 2026,
    version: str = "6.0.0",
    target: str = "plugins/placette/features/territory/auvergne.json",
) -> None:
    """Renew the territory's file from the official lists (needs npm and the network)."""
    listed = _read(communes).split() if communes else ()
    choice = Choice(_codes(departements), _codes(epci), frozenset(code.upper() for code in listed))
    if choice == Choice():
        raise Exit(_("Say which communes: --departements 03,15, --epci 246300701 or --communes FILE."), 2)
    path = ROOT / target
    before = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
    packages = 2 if contours else 3
    with tempfile.TemporaryDirectory() as folder, progress_shown(WORDS):
        report(_FETCHED, 0, packages)
        lists = read_package(_unpack(Path(folder) / "lists", f"{PACKAGE}@{version}"))
        report(_FETCHED, 1, packages)
        places = _places(Path(folder), lists, choice, points, contours)
        report(_FETCHED, packages, packages)
    try:
        reference = make_reference(lists, choice, places, year, before)
    except KeyError as error:
        raise Exit(_("The official list has no {code}.").format(code=error), 2) from error
    write_atomic(path, render_reference(reference).encode())
    _report(reference, path, target)


def _places(folder: Path, lists: Lists, choice: Choice, points: str, contours: str) -> ReferencePlaces:
    """Points and shapes: the authority's own come first; a point of theirs takes the place of the package's."""
    known, sources = read_points(_unpack(folder / "points", _POINTS)), {}
    try:
        if points:
            own = read_own_points(_read(points), points.lower())
            known, sources["points"] = known | own, _("{file}, then GeoNames (CC BY 4.0)").format(file=points)
        if contours:
            shapes = read_own_outlines(_read(contours))
            return ReferencePlaces(known, shapes, {**sources, "outlines": contours})
    except (ValueError, KeyError, TypeError) as error:
        raise Exit(_("A file of yours can't be read: {what}").format(what=error), 2) from error
    report(_FETCHED, 2, 3)
    drawing = read_drawing(_unpack(folder / "outlines", _OUTLINES))
    members = [member["code"] for item in lists.epcis if item["code"] in choice.epcis for member in item["membres"]]
    wanted = choice.departments | {department_of(code) for code in (*members, *choice.communes)}
    fit = fit_drawing(drawing, known, wanted)
    return ReferencePlaces(known, {code: on_earth(shape, fit) for code, shape in drawing.items()}, sources)


def _report(reference: Mapping[str, Any], path: Path, target: str) -> None:
    """What was written, what must be looked at, which texts have to change."""
    print(
        _("{count} communes written to {path}. Read the differences, then commit.").format(
            count=len(reference["communes"]), path=target
        )
    )
    share = share_inside(load_communes(path))
    print(_("{share} % of the known points lie in their département.").format(share=f"{share * 100:.1f}"))
    if share < LEAST_SHARE:
        print(_("No map can be drawn with these shapes: give your own with --contours FILE."))
    names = {row[0]: row[1] for row in reference["communes"]}
    for found in affected_texts(ROOT / "content", reference):
        now = ", ".join(f"{names[code]} ({code})" for code in found.now)
        print(f"content/{found.path}:{found.line}  {found.written} → {now}")


def _codes(written: str) -> frozenset[str]:
    return frozenset(code.strip().upper() for code in written.split(",") if code.strip())


def _read(name: str) -> str:
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise Exit(_("A file of yours can't be read: {what}").format(what=error), 2) from error


def _unpack(folder: Path, package: str) -> Path:
    """Fetch and unpack a package; ends the task when that fails."""
    try:
        return fetch_package(folder, package)
    except FetchError as error:
        raise Exit(_(error.sentence).format_map(error.values), 2) from error
