"""On a terminal, a wrong answer is asked for again; what may be left out has a proposal."""

from __future__ import annotations

import shlex

import pytest
from invoke.exceptions import Exit

from placette.command_tasks import with_folder_named
from placette.commands.starting import Kind, read_choice, read_url
from placette.commands.starting.tasks import Interview, first_steps
from placette.engine.base.translation import load_catalogue
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


def test_an_empty_answer_is_the_proposal(typed: list[str]) -> None:
    typed += [""]
    assert FRENCH.ask("Address", "", read_url, "https://site.example") == "https://site.example"


def test_who_leaves_in_the_middle_is_told_that_nothing_was_written(typed: list[str]) -> None:
    assert typed == []
    with pytest.raises(Exit) as left:
        FRENCH.ask("Kind", "", kind)
    assert (left.value.code, left.value.message) == (2, "Rien n’a été écrit.")


def test_without_a_terminal_what_is_missing_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Exit) as refused:
        Interview(load_catalogue("fr"), listens=False).ask("Kind", "", kind)
    assert (refused.value.code, capsys.readouterr().out) == (2, "")
    assert "village, intercommunalite" in str(refused.value.message)


@pytest.mark.parametrize(("chapter", "folder"), [("fr/commencer.md", "notre-site"), ("en/begin.md", "our-site")])
def test_the_last_words_are_the_steps_of_the_manual(chapter: str, folder: str) -> None:
    manual = (ROOT / "docs" / chapter).read_text(encoding="utf-8")
    *prepared, serve = first_steps(folder, "placette", windows=False)
    assert "```sh\n" + "\n".join(prepared) + "\ninvoke hook\n" in manual
    assert f"```sh\n{serve}" in manual
    assert first_steps(folder, "placette", windows=True)[1].startswith("py ")
    assert f"`{first_steps(folder, 'placette', windows=True)[2]}`" in manual


def test_placette_is_installed_again_from_where_it_came() -> None:
    assert first_steps("x", "/opt/our placette", windows=False)[-2] == "pip install '/opt/our placette'"
    assert first_steps("x", r"C:\our placette", windows=True)[-2] == r"pip install 'C:\our placette'"


def test_a_shell_takes_the_folder_as_it_is_shown() -> None:
    folder = "L'île d'Arz"
    assert shlex.split(first_steps(folder, "placette", windows=False)[0]) == ["cd", folder]
    assert first_steps(folder, "placette", windows=True)[0] == "cd 'L''île d''Arz'"


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
