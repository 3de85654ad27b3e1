"""A setting that can't be used stops at once, and says what would do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from placette.engine.base.setting_errors import SettingError
from placette.engine.base.settings import load_settings
from placette.features.legal.settings import LegalSettings
from tests.features.legal.fixture_town import TOWN

AUDIT = date(2026, 1, 15)


def read(**changed: Any) -> LegalSettings:
    return load_settings(LegalSettings, "LEGAL", TOWN | {f"LEGAL_{name}": value for name, value in changed.items()})


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"PUBLISHER_KIND": "ville"}, "LEGAL_PUBLISHER_KIND = 'ville'.*'commune'"),
        ({"PUBLISHER": 3}, "LEGAL_PUBLISHER = 3"),
        ({"PUBLISHER_TELEPHONE": "demandez"}, r"LEGAL_PUBLISHER_TELEPHONE = 'demandez'  →  \+33 4"),
        ({"HOST": {"telephone": "?"}}, r"LEGAL_HOST\[\"telephone\"\] = '\?'  →  \+33 4"),
        ({"HOST": {"adress": "rue"}}, "LEGAL_HOST = .*: adress: "),
        ({"PUBLISHER_EMAIL": "mairie"}, "LEGAL_PUBLISHER_EMAIL = 'mairie'  →  contact@mairie.example"),
        ({"CONTACT": "javascript:alert(1)"}, "LEGAL_CONTACT = 'javascript.*  →  contact@mairie.example, https://"),
        ({"CONTACT": "http://place-inventee.fr"}, "LEGAL_CONTACT"),
        ({"CONTACT": 'https://a.fr/"><script>'}, "LEGAL_CONTACT"),
        ({"DPO": "a@b"}, "LEGAL_DPO"),
        ({"REGISTRATION": "12345678"}, "LEGAL_REGISTRATION = '12345678'  →  123 456 789"),
        ({"ELECTION": "2032"}, "LEGAL_ELECTION = '2032'  →  2032-03"),
        ({"ELECTION": "2032-13"}, "LEGAL_ELECTION"),
        ({"INHABITANTS": -1}, "LEGAL_INHABITANTS = -1  →  1200"),
        ({"INHABITANTS": "beaucoup"}, "LEGAL_INHABITANTS"),
        ({"BASIS": "accord"}, "LEGAL_BASIS = 'accord'.*'mission'"),
        ({"PROCESSORS": ({"name": "A"},)}, "LEGAL_PROCESSORS = .*: 0: role: "),
        ({"ACCESSIBILITY": {"state": "bonne"}}, "LEGAL_ACCESSIBILITY = .*'partielle'"),
        ({"ACCESSIBILITY": {"state": "partielle"}}, r'LEGAL_ACCESSIBILITY\["state"\] = "partielle"  →  .*50 … 100'),
        ({"ACCESSIBILITY": {"state": "partielle", "audit": AUDIT, "by": "Audit SA", "rate": 49.9}}, "50 … 100"),
        ({"ACCESSIBILITY": {"state": "totale", "audit": AUDIT, "by": "Audit SA", "rate": 99}}, "100 … 100"),
        ({"ACCESSIBILITY": {"state": "partielle", "audit": AUDIT, "rate": 60}}, '"by"'),
        ({"ACCESSIBILITY": {"rate": 101}}, r'LEGAL_ACCESSIBILITY\["rate"\] = 101.0'),
        ({"DIRECTEUR": "x"}, r"LEGAL_DIRECTEUR\?  →  LEGAL_DIRECTOR"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_expected(changed: dict[str, Any], says: str) -> None:
    with pytest.raises(SettingError, match=says):
        read(**changed)


@pytest.mark.parametrize("state", ["partielle", "totale"])
def test_a_state_that_an_audit_bears_out_can_be_said(state: str) -> None:
    said = {"state": state, "audit": AUDIT, "by": "Audit SA", "rate": 100}
    assert read(ACCESSIBILITY=said).accessibility.state == state


def test_what_stands_in_for_a_value_can_be_read_and_is_judged_later() -> None:
    own = read(PUBLISHER_TELEPHONE="à renseigner", CONTACT="a@b.example", REGISTRATION="(fictif)")
    assert (own.publisher_telephone, own.contact) == ("à renseigner", "a@b.example")


@pytest.mark.parametrize(
    ("kind", "basis", "grounds"),
    [("commune", "", "mission"), ("association", "", "interet"), ("association", "consentement", "consentement")],
)
def test_the_basis_of_the_processing_follows_from_what_the_publisher_is(kind: str, basis: str, grounds: str) -> None:
    assert read(PUBLISHER_KIND=kind, BASIS=basis).grounds == grounds


def test_a_site_that_says_nothing_can_be_read() -> None:
    assert load_settings(LegalSettings, "LEGAL", {}) == LegalSettings()
