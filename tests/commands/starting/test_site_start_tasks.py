"""On a terminal, a wrong answer is asked for again; what may be left out has a proposal."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from invoke.exceptions import Exit

from placette.command_line import with_folder_named
from placette.commands.starting import Kind, Landscape, Mining, read_choice
from placette.commands.starting.site_start_tasks import Interview, _wishes, entering_of, next_steps
from placette.engine.base.translation import load_catalogue
from placette.tasks import TASKS
from tests.commands.starting.fixture_wishes import ASSOCIATION, FRANCE
from tests.fixture_site import ROOT

FRENCH = Interview(load_catalogue("fr"), listens=True)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What will be typed, line by line; then the keyboard is gone."""
    lines: list[str] = []

    def answer(_question: str) -> str:
        if not lines:
            raise EOFError
        return lines.pop(0)

    monkeypatch.setattr("builtins.input", answer)
    return lines


def kind(text: str) -> Kind:
    return read_choice(text, Kind)


def test_a_wrong_answer_is_asked_for_again(typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    typed += ["vilage", "", "Village"]
    assert FRENCH.ask("Kind", "", kind) is Kind.VILLAGE
    assert "Vouliez-vous dire «\u00a0village\u00a0»" in capsys.readouterr().out


def test_who_leaves_in_the_middle_is_told_that_nothing_was_written(typed: list[str]) -> None:
    assert typed == []
    with pytest.raises(Exit) as left:
        FRENCH.ask("Kind", "", kind)
    assert (left.value.code, left.value.message) == (2, "Rien n’a été écrit.")


def test_an_association_may_have_no_place_and_others_hear_which_was_found(
    typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("", "", "", "", "", "", "", "")
    typed += ["association", "", "Les Amis du canal", "", "", "", "marsh", "reserve"]
    wished = _wishes(FRENCH, FRANCE, given, "fr")
    assert (wished.place.communes, wished.landscape, wished.mining) == ((), Landscape.MARSH, Mining.RESERVE)
    typed += ["intercommunalite", "CIREST", "L’Est", "", "", "", "", ""]
    wished = _wishes(FRENCH, FRANCE, given, "fr")
    proposed = (wished.place.codes, wished.landscape, wished.mining)
    assert proposed == ("249740093", Landscape.TROPICS, Mining.LICENCE), "what is proposed"
    assert "intercommunale de la Réunion Est\u00a0: 6 communes" in capsys.readouterr().out


def test_without_a_terminal_what_is_missing_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Exit) as refused:
        Interview(load_catalogue("fr"), listens=False).ask("Kind", "", kind)
    assert (refused.value.code, capsys.readouterr().out) == (2, "")
    assert "village, intercommunalite" in str(refused.value.message)


@pytest.mark.parametrize(("chapter", "lang"), [("fr/commencer.md", "fr"), ("en/begin.md", "en")])
def test_the_last_words_are_the_five_steps_of_the_manual(chapter: str, lang: str) -> None:
    manual = (ROOT / "docs" / chapter).read_text(encoding="utf-8").replace(" :", "\u00a0:").replace(" ;", "\u202f;")
    steps = list(next_steps(ASSOCIATION, load_catalogue(lang).gettext))
    assert [step[:2] for step in steps] == ["1.", "2.", "3.", "4.", "5."]
    assert "```text\n" + "\n".join(steps) + "\n```" in manual
    assert {task for step in steps for task in re.findall(r"invoke ([\w-]+)", step)} <= TASKS.keys()


SHELLS = {
    "outside": ("site", "env", None, ["cd site", ". {env}/bin/activate"], ["cd site", "& {env}/Scripts/activate.ps1"]),
    "in it": (".", "env", "env", [], ["& {env}/Scripts/activate.ps1"]),
    "its own": ("site", "site/.venv", None, ["cd site", ". .venv/bin/activate"], None),
    "without one": ("L'île d'Arz", "usr", None, ["cd 'L'\"'\"'île d'\"'\"'Arz'"], ["cd 'L''île d''Arz'"]),
}


@pytest.mark.parametrize("name", SHELLS)
def test_it_says_how_to_go_on_in_the_same_environment(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder, environment, invoke, posix, powershell = SHELLS[name]
    if environment != "usr":
        (tmp_path / environment).mkdir(parents=True)
        (tmp_path / environment / "pyvenv.cfg").touch()
    found = str(tmp_path / invoke / "bin/invoke") if invoke else None
    for windows, lines in ((False, posix), (True, powershell)):
        if lines is not None:
            told = list(entering_of(Path(folder), tmp_path / environment, found, windows=windows))
            assert told == [line.format(env=tmp_path / environment) for line in lines]
    assert shlex.split(posix[0])[1] == folder if posix else folder == "."


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("placette new redon --kind x", "placette new --folder redon --kind x"),
        ("placette new --kind x", "placette new --kind x"),
        ("placette new", "placette new"),
        ("placette upgrade x", "placette upgrade x"),
        ("placette", "placette"),
    ],
)
def test_the_folder_needs_no_name(words: str, read: str) -> None:
    assert with_folder_named(words.split()) == read.split()
