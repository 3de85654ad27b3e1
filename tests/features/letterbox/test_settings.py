"""A setting of the letterbox that can't be used stops at once, and says what would do."""

from __future__ import annotations

from typing import Any

import pytest

from placette.engine.base.setting_errors import SettingError
from placette.engine.base.settings import load_settings
from placette.features.letterbox.settings import LetterboxSettings


def read(**given: Any) -> LetterboxSettings:
    return load_settings(LetterboxSettings, "LETTERBOX", {f"LETTERBOX_{name}": value for name, value in given.items()})


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"ADDRESS": "mairie"}, "LETTERBOX_ADDRESS = 'mairie'  →  lettres@mairie.example"),
        ({"ADDRESS": "a@mairie.example?bcc=b@autre.example"}, "LETTERBOX_ADDRESS"),
        ({"ADDRESS": "a@mairie.example\nBcc: b@autre.example"}, "LETTERBOX_ADDRESS"),
        ({"ADDRESS": "a@mairie.example,b@autre.example"}, "LETTERBOX_ADDRESS"),
        ({"FORM": "http://formulaire.example/"}, "LETTERBOX_FORM = .*  →  https://"),
        ({"FORM": "javascript:alert(1)"}, "LETTERBOX_FORM"),
        ({"TELEPHONE": "demandez"}, r"LETTERBOX_TELEPHONE = 'demandez'  →  \+33 4"),
        ({"RECEIPT_DAYS": 0}, "LETTERBOX_RECEIPT_DAYS = 0  →  2"),
        ({"READING_DAYS": 1}, "LETTERBOX_READING_DAYS = 1  →  LETTERBOX_RECEIPT_DAYS = 2"),
        ({"KEEP_DAYS": 0}, "LETTERBOX_KEEP_DAYS = 0  →  365"),
        ({"ADRESS": "a@mairie.example"}, r"LETTERBOX_ADRESS\?  →  LETTERBOX_ADDRESS"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_expected(given: dict[str, Any], says: str) -> None:
    with pytest.raises(SettingError, match=says):
        read(**given)


@pytest.mark.parametrize(
    ("given", "is_open"),
    [
        ({}, False),
        ({"TELEPHONE": "sans objet, organisme fictif", "COUNTER": "À l’accueil, le jeudi."}, False),
        ({"ADDRESS": "lettres@carnets.example"}, True),
        ({"FORM": "https://formulaire.carnets.example/"}, True),
    ],
)
def test_it_is_open_to_whoever_can_write_a_mail_or_fill_in_a_form(given: dict[str, Any], is_open: bool) -> None:
    assert read(**given).is_open is is_open
