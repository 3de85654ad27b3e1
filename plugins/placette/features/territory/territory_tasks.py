"""Task: territory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from invoke import Context, task
from invoke.exceptions import Exit

from placette.engine.base.files import write_atomic
from placette.engine.base.translation import N_, reason_of, site_root, site_words
from placette.features.territory import national
from placette.features.territory.making import departments_of, make_territory

ROOT = site_root()
_ = site_words(ROOT).gettext


@task(
    help={
        "regions": N_("Codes of the régions, such as 53."),
        "departements": N_("Codes of the départements, such as 03,15,43,63."),
        "epci": N_("SIREN numbers of the intercommunalités, such as 246300701."),
        "communes": N_("A file with the codes of the communes, one per line."),
        "target": N_("The file to write."),
    }
)
def territory(
    _context: Context,
    regions: str = "",
    departements: str = "",
    epci: str = "",
    communes: str = "",
    target: str = "territory.json",
) -> None:
    """Renew the territory's file from the official list that comes with Placette."""
    france = national.load_france()
    path = ROOT / target
    before = _before(path)
    listed = _read(communes).split() if communes else ()
    try:
        departments = _codes(departements) | departments_of(_codes(regions), france.lists)
        choice = national.Choice(departments, _codes(epci), frozenset(code.upper() for code in listed))
        if choice == national.Choice():
            raise Exit(_("Say which communes: --departements 03,15, --epci 246300701 or --communes FILE."), 2)
        reference = make_territory(france, choice, before)
    except KeyError as error:
        raise Exit(_("The official list has no {code}.").format(code=error), 2) from error
    try:
        write_atomic(path, national.render_reference(reference).encode())
    except OSError as error:
        raise Exit(_("A file cannot be read or written: {what}").format(what=reason_of(error, _)), 2) from error
    sentence = _("{count} communes written to {path}. Read the differences, then commit.")
    print(sentence.format(count=len(reference["communes"]), path=target))
    print(_("Texts that name a commune that was merged: invoke check lists them."))


def _before(path: Path) -> dict[str, Any] | None:
    """Return the present file, whose names of former communes stay; ends the task if it can't be read."""
    try:
        reference = json.loads(path.read_text(encoding="utf-8-sig")) if path.is_file() else None
        if reference is not None and not isinstance(reference, dict):
            raise ValueError("{ … }?")
        return reference
    except (OSError, ValueError, RecursionError) as error:
        raise Exit(
            _("{name} cannot be read: {what}").format(name=path.name, what=reason_of(error, _, named=False)), 2
        ) from error


def _codes(written: str) -> frozenset[str]:
    return frozenset(code.strip().upper() for code in written.split(",") if code.strip())


def _read(name: str) -> str:
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise Exit(_("A file of yours can't be read: {what}").format(what=reason_of(error, _)), 2) from error
