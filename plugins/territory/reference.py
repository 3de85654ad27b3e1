"""The territory's reference file: made once a year from the official list, reviewed, committed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

PACKAGE = "@etalab/decoupage-administratif"
SOURCE = "INSEE, code officiel géographique, d'après @etalab/decoupage-administratif (Licence Ouverte 2.0)"


def make_reference(
    communes: Iterable[Mapping[str, Any]], departments: Iterable[Mapping[str, Any]], wanted: frozenset[str], year: int
) -> dict[str, Any]:
    """The communes of the wanted départements that exist today, with source and year.

    The list also holds delegated and associated communes under the same codes, so ``type`` decides. Raises
    ``KeyError`` with the code of a département that is not on the list.
    """
    names = {item["code"]: item["nom"] for item in departments}
    chosen = {code: names[code] for code in sorted(wanted)}
    rows = [
        [item["code"], item["nom"], item["departement"]]
        for item in communes
        if item["type"] == "commune-actuelle" and item["departement"] in wanted
    ]
    return {"source": SOURCE, "year": year, "departments": chosen, "communes": sorted(rows)}


def render_reference(reference: Mapping[str, Any]) -> str:
    """The file's text: JSON with one commune a line, so that next year's differences can be reviewed."""
    head = {key: value for key, value in reference.items() if key != "communes"}
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in reference["communes"])
    return json.dumps(head, ensure_ascii=False, indent=1)[:-2] + f',\n "communes": [\n{rows}\n]}}\n'


def read_package(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Communes and départements of an unpacked copy of the package; raises ``OSError``."""
    data = folder / "data"
    communes = json.loads((data / "communes.json").read_text(encoding="utf-8"))
    departments = json.loads((data / "departements.json").read_text(encoding="utf-8"))
    return communes, departments
