"""The address at which a site is published."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from placette.desks.doctor.address import examine_address
from placette.desks.doctor.patient import Patient
from tests.desks.doctor.fixture_patient import patient_of, said


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Patient:
    return patient_of(tmp_path_factory.mktemp("address"))


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://carnets-auvergne.fr", "address-good"),
        ("https://exemple.example.fr/carnets/", "address-good"),
        ("https://8.8.8.8", "address-good"),
        ("https://carnets.example", "address-example"),
        ("https://www.Example.com/blog", "address-example"),
        ("http://carnets.test", "address-example"),
        ("http://127.0.0.1:8000", "address-here"),
        ("http://localhost:8000", "address-here"),
        ("http://[::1]/", "address-here"),
        ("https://192.168.1.2", "address-here"),
        ("http://carnets-auvergne.fr", "address-plain"),
        ("", "address-none"),
        ("carnets-auvergne.fr", "address-none"),
        ("ftp://carnets-auvergne.fr", "address-none"),
        ("https://[", "address-none"),
    ],
)
def test_an_address_is_real_and_encrypted(patient: Patient, url: str, code: str) -> None:
    (found,) = examine_address(replace(patient, settings={**patient.settings, "SITEURL": url}))
    assert found.diagnosis.code == code


def test_what_to_do_is_said_in_both_languages(patient: Patient) -> None:
    (found,) = examine_address(patient)
    assert "only an example: https://carnets.example Write the real one in publishconf.py" in said(found, "en")
    assert "n’est qu’un exemple : https://carnets.example Écrivez la vraie" in said(found, "fr")


def test_a_folder_is_named_from_the_sites_own(tmp_path: Path) -> None:
    patient = patient_of(tmp_path)
    assert patient.shown(tmp_path / "content") == "content/"
    assert patient.shown(Path("/elsewhere")) == "/elsewhere"
