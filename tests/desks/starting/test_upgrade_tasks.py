"""An upgrade says what it can't read, and writes new names into what it merges too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from invoke.exceptions import Exit

from placette.desks.starting import upgrade_tasks
from placette.desks.starting.record import SiteRecord
from placette.desks.starting.renames import NameChange, Where

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
        upgrade_tasks._as_new(replace(RECORD, answers={**ANSWERS, name: value}))
    assert refused.value.code == 2
    assert ".placette.json" in str(refused.value.message)
    assert value in str(refused.value.message)


def test_new_names_are_written_into_what_is_merged_and_what_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = NameChange("1.0.0rc1", Where.SETTINGS, "OLD_NAME", "NEW_NAME")
    monkeypatch.setattr(upgrade_tasks, "RENAMES", (change,))
    monkeypatch.setattr(upgrade_tasks, "ROOT", tmp_path)
    for name in ("merged.py", "plain.py", "gone.py", "other.py"):
        (tmp_path / name).write_text("OLD_NAME = 1\n" if name != "other.py" else "x = 1\n", encoding="utf-8")
    found = upgrade_tasks._renamed("0.9", {"merged.py": "OLD_NAME = 1\nOURS = 2\n", "gone.py": None})
    assert found == {"merged.py": "NEW_NAME = 1\nOURS = 2\n", "plain.py": "NEW_NAME = 1\n", "gone.py": None}
    assert upgrade_tasks._renamed("1.0.0rc1", {}) == {}
