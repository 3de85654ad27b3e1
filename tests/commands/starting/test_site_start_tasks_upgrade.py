"""An upgrade says what it can't read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from invoke.exceptions import Exit

from placette import __version__
from placette.commands.starting import site_start_tasks
from placette.commands.starting.planning import RECORD as FILE
from placette.commands.starting.planning import SiteRecord, render_record

ANSWERS = {
    "kind": "village",
    "place": "56006",
    "title": "Augan raconte",
    "url": "https://blog.example.org",
    "publish": "folder",
    "forge": "none",
    "lang": "fr",
    "landscape": "plain",
    "mining": "reserve",
}
RECORD = SiteRecord("0.9", date(2026, 7, 1), ANSWERS, {}, {})


@pytest.mark.parametrize(("name", "value"), [("place", "99999"), ("kind", "royaume"), ("forge", "enclume")])
def test_an_answer_that_no_longer_holds_is_named_with_its_file(name: str, value: str) -> None:
    with pytest.raises(Exit) as refused:
        site_start_tasks._as_new(replace(RECORD, answers={**ANSWERS, name: value}))
    assert refused.value.code == 2
    assert ".placette.json" in str(refused.value.message)
    assert value in str(refused.value.message)


def test_a_site_of_a_newer_version_never_goes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / FILE).write_text(render_record(replace(RECORD, version="99.1")), encoding="utf-8")
    monkeypatch.setattr(site_start_tasks, "ROOT", tmp_path)
    with pytest.raises(Exit) as refused:
        site_start_tasks._upgrade(show=True, pages=False)
    assert refused.value.code == 2
    assert all(word in str(refused.value.message) for word in ("99.1", __version__))


def test_what_stays_as_it_is_is_shown_as_a_difference_without_what_a_terminal_obeys(
    capsys: pytest.CaptureFixture[str],
) -> None:
    site_start_tasks._print_difference("tasks.py", "a\nours\x1b[2J\n", "a\nnew\n")
    shown = capsys.readouterr().out
    assert [line.strip()[0] for line in shown.splitlines()] == ["-", "+", "@", "a", "-", "+"]
    assert "\x1b" not in shown
    site_start_tasks._print_difference("tasks.py", "a\n" * 200, "b\n" * 200)
    assert "… (+323)" in capsys.readouterr().out


@pytest.mark.whole
def test_a_page_that_a_new_version_brings_is_offered_to_who_has_one_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    record = replace(RECORD, files={"content/pages/a-propos.md": ""})
    (tmp_path / "content/pages").mkdir(parents=True)
    (tmp_path / "content/pages/charte.md").write_text("La nôtre.\n", encoding="utf-8")
    (tmp_path / FILE).write_text(render_record(record), encoding="utf-8")
    monkeypatch.setattr(site_start_tasks, "ROOT", tmp_path)
    site_start_tasks._upgrade(show=True, pages=False)
    shown = capsys.readouterr().out
    assert ("-La nôtre.\n" in shown, "upgrade --pages" in shown) == (True, True)
    assert (tmp_path / "content/pages/charte.md").read_text(encoding="utf-8") == "La nôtre.\n"
