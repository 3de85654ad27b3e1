"""The territory's file holds the communes of today, in an order that shows next year's differences."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from plugins.core.communes import load_communes
from plugins.territory.reference import make_reference, read_package, render_reference
from tests.fixture_site import ROOT

AUVERGNE = ROOT / "plugins" / "territory" / "auvergne.json"
DEPARTMENTS = [
    {"code": "03", "nom": "Allier"},
    {"code": "63", "nom": "Puy-de-Dôme"},
    {"code": "2A", "nom": "Corse-du-Sud"},
]


def commune(code: str, name: str, department: str, kind: str = "commune-actuelle") -> dict[str, Any]:
    return {"code": code, "nom": name, "departement": department, "type": kind}


LIST = [
    commune("63263", "Orcines", "63"),
    commune("03003", "Ainay-le-Château", "03"),
    commune("63244", "Nonette", "63", "commune-deleguee"),
    commune("63244", "Nonette-Orsonnette", "63"),
    commune("2A004", "Ajaccio", "2A"),
]


def test_only_the_communes_of_today_in_the_wanted_departements_are_kept() -> None:
    found = make_reference(LIST, DEPARTMENTS, frozenset({"63", "03"}), 2026)
    names = [["03003", "Ainay-le-Château", "03"], ["63244", "Nonette-Orsonnette", "63"], ["63263", "Orcines", "63"]]
    assert found["communes"] == names
    assert list(found["departments"].items()) == [("03", "Allier"), ("63", "Puy-de-Dôme")]
    assert found["year"] == 2026


def test_an_unknown_departement_is_named() -> None:
    with pytest.raises(KeyError, match="99"):
        make_reference(LIST, DEPARTMENTS, frozenset({"63", "99"}), 2026)


def test_the_file_has_one_commune_a_line_and_reads_back(tmp_path: Path) -> None:
    reference = make_reference(LIST, DEPARTMENTS, frozenset({"2A", "63"}), 2026)
    text = render_reference(reference)
    assert json.loads(text) == reference
    assert [line for line in text.splitlines() if "Orcines" in line] == ['["63263", "Orcines", "63"]']
    (tmp_path / "territory.json").write_text(text, encoding="utf-8")
    assert [c.department for c in load_communes(tmp_path / "territory.json").find("ajaccio")] == ["Corse-du-Sud"]


def test_a_package_is_read_from_its_folder(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for name, content in (("communes", LIST), ("departements", DEPARTMENTS)):
        (tmp_path / "data" / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    assert read_package(tmp_path) == (LIST, DEPARTMENTS)
    with pytest.raises(OSError, match="communes"):
        read_package(tmp_path / "absent")


def test_the_demonstrations_territory_is_the_former_region() -> None:
    reference = json.loads(AUVERGNE.read_text(encoding="utf-8"))
    rows = reference["communes"]
    assert len(rows) == 1287
    assert rows == sorted(rows)
    assert len({code for code, _, _ in rows}) == len(rows)
    assert (
        Counter(department for _, _, department in rows).keys()
        == reference["departments"].keys()
        == {"03", "15", "43", "63"}
    )
    assert [code for code, _, department in rows if not (len(code) == 5 and code.startswith(department))] == []
    assert render_reference(reference) == AUVERGNE.read_text(encoding="utf-8")
    assert AUVERGNE.stat().st_size <= 80_000
