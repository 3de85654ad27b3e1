"""Task: territory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from invoke import Context, task
from invoke.exceptions import Exit

from placette.engine.base.files import write_atomic
from placette.engine.base.translation import N_, reason_of, site_root, site_words
from placette.engine.content.communes import LEAST_SHARE, load_communes, share_inside
from placette.features.territory import national, own_data
from placette.features.territory.making import THEN_REGISTER, OwnPlaces, affected_texts, departments_of, make_territory

ROOT = site_root()
_ = site_words(ROOT).gettext


@task(
    help={
        "regions": N_("Codes of the régions, such as 53."),
        "departements": N_("Codes of the départements, such as 03,15,43,63."),
        "epci": N_("SIREN numbers of the intercommunalités, such as 246300701."),
        "communes": N_("A file with the codes of the communes, one per line."),
        "points": N_("A CSV (code, lat, lon) or GeoJSON file of the authority's own, with the places of communes."),
        "contours": N_(
            "GeoJSON files of the authority's own between commas, with the shapes of communes; they take the place of"
            " the register's and of those of an earlier time."
        ),
        "rivers": N_("A GeoJSON file of the authority's own, with the rivers that maps show as faint lines."),
        "target": N_("The file to write."),
    }
)
def territory(
    _context: Context,
    regions: str = "",
    departements: str = "",
    epci: str = "",
    communes: str = "",
    points: str = "",
    contours: str = "",
    rivers: str = "",
    target: str = "territory.json",
) -> None:
    """Renew the territory's file from the official list that comes with Placette."""
    france = national.load_france()
    path = ROOT / target
    before = _before(path)
    listed = _read(communes).split() if communes else ()
    own = _own(points, contours, rivers)
    try:
        departments = _codes(departements) | departments_of(_codes(regions), france.lists)
        choice = national.Choice(departments, _codes(epci), frozenset(code.upper() for code in listed))
        if choice == national.Choice():
            raise Exit(_("Say which communes: --departements 03,15, --epci 246300701 or --communes FILE."), 2)
        reference = make_territory(france, choice, own, before)
    except KeyError as error:
        raise Exit(_("The official list has no {code}.").format(code=error), 2) from error
    try:
        write_atomic(path, national.render_reference(reference).encode())
    except OSError as error:
        raise Exit(_("A file cannot be read or written: {what}").format(what=reason_of(error, _)), 2) from error
    _report(reference, path, target, own)
    _report_lost(reference, before or {})


def _before(path: Path) -> dict[str, Any] | None:
    """Return the present file, whose shapes and rivers outlast a renewal; ends the task if it can't be read."""
    try:
        held = json.loads(path.read_text(encoding="utf-8-sig")) if path.is_file() else None
        if held is not None and not isinstance(held, dict):
            raise ValueError("{ … }?")
        return held
    except (OSError, ValueError, RecursionError) as error:
        raise Exit(
            _("{name} cannot be read: {what}").format(name=path.name, what=reason_of(error, _, named=False)), 2
        ) from error


def _own(points: str, contours: str, rivers: str) -> OwnPlaces:
    """Return the authority's own points, shapes and rivers, from its files."""
    try:
        files = [name.strip() for name in contours.split(",") if name.strip()]
        shapes = own_data.join_shapes(own_data.read_own_shapes(_read(name), name) for name in files)
        named = ", ".join(files)
        return OwnPlaces(
            own_data.read_own_points(_read(points), points) if points else {},
            shapes,
            own_data.read_own_rivers(_read(rivers), rivers) if rivers else {},
            {
                **({"points": _(THEN_REGISTER).format(file=points)} if points else {}),
                **({"contours": named} if shapes else {}),
                **({"rivers": rivers} if rivers else {}),
            },
        )
    except own_data.OwnFileError as error:
        raise Exit(error.render(_), 2) from error


def _report(reference: Mapping[str, Any], path: Path, target: str, own: OwnPlaces) -> None:
    """Print the changes, the doubtful cases and the texts that have to change."""
    print(
        _("{count} communes written to {path}. Read the differences, then commit.").format(
            count=len(reference["communes"]), path=target
        )
    )
    _report_shapes(reference, own)
    share = share_inside(load_communes(path))
    print(_("{share} % of the known points are inside the shape of their commune.").format(share=f"{share * 100:.1f}"))
    if share < LEAST_SHARE:
        print(_("No map can be drawn with these shapes: give your own with --contours FILE."))
    names = {row[0]: row[1] for row in reference["communes"]}
    for text, line, former, codes in affected_texts(ROOT / "content", reference):
        print(f"content/{text}:{line}  {former} → {', '.join(f'{names[code]} ({code})' for code in codes)}")


def _report_shapes(reference: Mapping[str, Any], own: OwnPlaces) -> None:
    """Print how many communes have their shape now, and whose file it was if it was another territory's."""
    found, listed = len(reference.get("contours", ())), len(reference["communes"])
    if own.contours:
        print(_("{found} of {count} communes have their shape.").format(found=found, count=listed))
    if own.contours and not found:
        some = ", ".join(sorted(own.contours)[:3])
        print(_("The shapes are those of other communes ({codes} …): maps show points instead.").format(codes=some))


def _report_lost(reference: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """Print how many communes had a shape that the files of this time don't give."""
    here, found = {row[0] for row in reference["communes"]}, reference.get("contours", {})
    lost = sum(code in here and code not in found for code in before.get("contours", ()))
    if lost:
        sentence = _("Communes that lost the shape they had: {count}. Give all files at once, between commas.")
        print(sentence.format(count=lost))


def _codes(written: str) -> frozenset[str]:
    return frozenset(code.strip().upper() for code in written.split(",") if code.strip())


def _read(name: str) -> str:
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise Exit(_("A file of yours can't be read: {what}").format(what=reason_of(error, _)), 2) from error
