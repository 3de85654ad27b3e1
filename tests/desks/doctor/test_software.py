"""Python and the libraries of a site."""

from __future__ import annotations

from datetime import date
from importlib import metadata
from pathlib import Path

import pytest

from placette.desks.doctor import software
from placette.desks.doctor.software import examine_software, judge_libraries, judge_python, needed_libraries
from placette.engine.problems.findings import Level
from tests.desks.doctor.fixture_patient import codes, patient_of, said


@pytest.mark.parametrize(
    ("line", "today", "code"),
    [
        ((3, 11), date(2026, 11, 26), "python-good"),
        ((3, 11), date(2027, 5, 15), "python-ending"),
        ((3, 11), date(2027, 10, 31), "python-ending"),
        ((3, 11), date(2027, 11, 1), "python-over"),
        ((3, 14), date(2027, 11, 1), "python-good"),
        ((3, 15), date(2026, 11, 26), "python-untried"),
    ],
)
def test_a_python_is_judged_by_the_day(line: tuple[int, int], today: date, code: str) -> None:
    assert judge_python(line, "3.x", today).diagnosis.code == code


def test_which_python_to_install_is_said() -> None:
    found = judge_python((3, 11), "3.11.7", date(2028, 1, 1))
    assert said(found, "en").startswith(
        "Python 3.11.7 has had no security fixes since 31 October 2027. Install a newer"
    )
    assert "(la version 3.14 est corrigée jusqu’au 31 octobre 2030)" in said(found, "fr")


def test_libraries_are_held_against_what_is_asked_for() -> None:
    version = metadata.version("pelican")
    needed = (
        "pelican>=99",
        "nothing-of-this-name>=1",
        "icalendar",
        'tomli>=99; python_version < "3"',
        "x>1; extra == 'dask'",
    )
    other, absent = judge_libraries(needed)
    assert said(other, "en").startswith(f"pelican {version} is installed, but this site is made for pelican >=99.")
    assert said(absent, "fr").startswith("nothing-of-this-name n’est pas installé")
    assert {other.level, absent.level} == {Level.WRONG}


def test_what_nobody_wrote_down_is_not_called_fine() -> None:
    assert codes(judge_libraries(())) == ["libraries-unknown"]


def test_this_very_environment_is_fine(tmp_path: Path) -> None:
    assert any(one.startswith("pelican>=") for one in needed_libraries())
    found = list(examine_software(patient_of(tmp_path)))
    assert codes(found)[1:] == ["libraries-good"]


def test_an_installed_placette_is_asked_what_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(software, "_REPOSITORY", tmp_path)
    monkeypatch.setattr(metadata, "requires", {"placette": ["pelican>=4.12"]}.get)
    assert needed_libraries() == ("pelican>=4.12",)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "our-site"\ndependencies = ["x"]\n')
    assert needed_libraries() == ("pelican>=4.12",)
