"""Telephone numbers and advertisements below a letter go; the name that it ends on stays."""

from __future__ import annotations

import pytest
import yaml

from placette.desks.letters.mail.closings import without_closing
from tests.desks.letters.mail.fixture_mails import HERE


@pytest.mark.parametrize(
    ("text", "kept"), yaml.safe_load((HERE / "closings.yml").read_text(encoding="utf-8")), ids=repr
)
def test_only_what_nobody_wrote_for_readers_goes(text: str, kept: str) -> None:
    assert without_closing(text).text == kept
    assert (without_closing(text).lost > 0) is (text != kept)
