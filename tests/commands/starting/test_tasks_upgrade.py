"""An upgrade says what it can't read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from invoke.exceptions import Exit

from placette.commands.starting import tasks
from placette.commands.starting.planning import SiteRecord

ANSWERS = {
    "kind": "village",
    "place": "56006",
    "title": "Augan raconte",
    "url": "https://blog.example.org",
    "publish": "folder",
    "forge": "none",
    "lang": "fr",
    "landscape": "plain",
}
RECORD = SiteRecord("0.9", date(2026, 7, 1), ANSWERS, {})


@pytest.mark.parametrize(("name", "value"), [("place", "99999"), ("kind", "royaume"), ("forge", "enclume")])
def test_an_answer_that_no_longer_holds_is_named_with_its_file(name: str, value: str) -> None:
    with pytest.raises(Exit) as refused:
        tasks._as_new(replace(RECORD, answers={**ANSWERS, name: value}))
    assert refused.value.code == 2
    assert ".placette.json" in str(refused.value.message)
    assert value in str(refused.value.message)
