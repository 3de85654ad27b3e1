"""Each check stands for itself, and features have a say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from placette.desks.doctor.checking import Check, checks_of, examine
from placette.desks.doctor.patient import Patient
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Feature
from placette.engine.problems.findings import BACKUPS, CONTACT, Diagnosis, Level, SiteFinding
from tests.desks.doctor.fixture_patient import codes, patient_of, said

GOOD = Diagnosis("good", CONTACT, Level.FINE, "All is well at {name}.")


def breaks_down(_patient: Patient) -> Iterator[SiteFinding]:
    yield GOOD.found(name="first")
    raise ZeroDivisionError("on purpose")


def test_a_check_that_fails_says_so_and_the_others_go_on(tmp_path: Path) -> None:
    checks = (Check(BACKUPS, breaks_down), Check(CONTACT, lambda _patient: [GOOD.found(name="second")]))
    found = examine(patient_of(tmp_path), checks)
    assert codes(found) == ["good", "check-failed", "good"]
    assert found[1].level is Level.WRONG
    assert "“Backups” could not be examined completely: ZeroDivisionError: on purpose" in said(found[1], "en")
    assert "« Sauvegardes » n’a pas pu être examiné en entier : ZeroDivisionError" in said(found[1], "fr")


def test_a_feature_says_what_the_site_lacks_of_it(tmp_path: Path) -> None:
    def names_the_site(desk: Desk) -> Iterable[SiteFinding]:
        return [GOOD.found(name=desk.site_name)]

    features = (Feature("silent", 1), Feature("legal", 2, examined=names_the_site))
    (found,) = examine(patient_of(tmp_path, SITENAME="Carnets"), checks_of(features))
    assert said(found, "en").strip() == "All is well at Carnets."


def test_a_desk_that_cannot_be_made_fails_the_features_alone(tmp_path: Path) -> None:
    def no_desk() -> Desk:
        raise ValueError("VIEWS_MENU?")

    patient = replace(patient_of(tmp_path), desk=no_desk)
    features = checks_of((Feature("legal", 2, examined=lambda _desk: []), Feature("silent", 3)))
    assert codes(examine(patient, (*features, Check(CONTACT, lambda _p: [GOOD.found(name="x")])))) == [
        "check-failed",
        "good",
    ]
