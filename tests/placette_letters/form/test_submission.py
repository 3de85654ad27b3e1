"""What the form takes from a site's settings."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from placette.engine.base.translation import SettingError
from placette.features.letterbox import LetterKind
from placette_letters.form.application import Drop, mail_of
from placette_letters.form.submission import DropFile, Upload, rules_of
from tests.placette_letters.form.fixture_form import SETTINGS


def test_rules_say_what_the_site_says(tmp_path: Path) -> None:
    rules = rules_of(SETTINGS | {"READING_LICENCE": "CC BY-SA 4.0", "LETTERS_FORM_PORT": 9000}, tmp_path / "drop")
    assert (rules.site_url, rules.host, rules.port) == ("https://carnets.example/blog/", "ecrire.carnets.example", 9000)
    assert (rules.licence, rules.address) == ("CC BY-SA 4.0", "lettres@carnets.example")
    assert rules.key_file == tmp_path / "form.key"


@pytest.mark.parametrize(
    "wrong",
    [
        {"SITEURL": ""},
        {"SITEURL": "/blog"},
        {"LETTERBOX_FORM": "ecrire.carnets.example"},
        {"LETTERBOX_FORM": "https://carnets.example/ecrire"},
        {"LETTERS_FORM_PROT": 9000},
        {"IDENTITY_PRIMARY": "mauve?"},
    ],
)
def test_a_setting_that_cannot_be_used_is_named(wrong: dict[str, Any]) -> None:
    with pytest.raises(SettingError, match=next(iter(wrong))):
        rules_of(SETTINGS | wrong, Path("/drop"))


def test_the_largest_letter_makes_a_mail_that_the_intake_reads() -> None:
    rules = rules_of(SETTINGS | {"LETTERS_LARGEST": 1_000_000}, Path("/drop"))
    upload = Upload("a", rules.limits.request, io.BytesIO(bytes(rules.limits.request)))
    drop = Drop(LetterKind.POST, {}, {}, (DropFile("01-a.jpg", "image/jpeg", upload),), "", proven=True, lang="fr")
    size = sum(map(len, mail_of(drop, drop.identity, datetime(2026, 1, 1, tzinfo=UTC))))
    assert 980_000 < size <= 1_000_000
