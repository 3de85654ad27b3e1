"""A slip after ``invoke`` is answered in the site's language, with the name that was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from invoke.exceptions import Exit
from invoke.parser import Argument

from placette.commands.unknown_tasks import refuse_unknown
from placette.commands.word_tasks import WordsArgument, count_words, words_after_end
from tests.fixture_site import ROOT, run


def refusal(*typed: str, program: str = "/usr/bin/invoke") -> tuple[int, str]:
    """What ends the program, and its exit code; nothing where it goes on."""
    import tasks

    try:
        refuse_unknown(tasks.namespace, [program, *typed])
    except Exit as stopped:
        return stopped.code, str(stopped.message)
    return 0, ""


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("chek", "Il n’y a pas de tâche «\u00a0chek\u00a0». Vouliez-vous dire «\u00a0check\u00a0»\u202f?"),
        ("build chek", "Il n’y a pas de tâche «\u00a0chek\u00a0». Vouliez-vous dire «\u00a0check\u00a0»\u202f?"),
        ("--help chek", "Il n’y a pas de tâche «\u00a0chek\u00a0». Vouliez-vous dire «\u00a0check\u00a0»\u202f?"),
        ("check_pr", "Il n’y a pas de tâche «\u00a0check_pr\u00a0». Vouliez-vous dire «\u00a0check-pr\u00a0»\u202f?"),
        ("zzz", "Il n’y a pas de tâche «\u00a0zzz\u00a0». Leur liste\u00a0: invoke --list"),
        ("\x1b[1m", "Il n’y a pas de tâche «\u00a0\\x1b[1m\u00a0». Leur liste\u00a0: invoke --list"),
        (
            "build --nam",
            "«\u00a0build\u00a0» n’a pas d’option «\u00a0--nam\u00a0». Vouliez-vous dire «\u00a0--names\u00a0»\u202f?",
        ),
        ("check -zq", "«\u00a0check\u00a0» n’a pas d’option «\u00a0-z\u00a0». Leur liste\u00a0: invoke check --help"),
        ("--zzz", "«\u00a0invoke\u00a0» n’a pas d’option «\u00a0--zzz\u00a0». Leur liste\u00a0: invoke --help"),
        ("answer", "Écrivez après «\u00a0answer\u00a0»\u00a0: QUESTION. Le nom du dossier de la question."),
        ("serve --port abc", "«\u00a0abc\u00a0» n’est pas un nombre."),
        ("check chek", "Il n’y a pas de tâche «\u00a0chek\u00a0». Vouliez-vous dire «\u00a0check\u00a0»\u202f?"),
        ("addresses --moved", "Écrivez une valeur après «\u00a0--moved\u00a0»."),
    ],
)
def test_a_slip_is_answered_with_what_was_probably_meant(typed: str, sentence: str) -> None:
    assert refusal(*typed.split()) == (2, sentence)


@pytest.mark.parametrize(
    "typed", ["", "--list", "--version", "build", "build --help", "--help build", "-e build --explain", "build -- chek"]
)
def test_what_invoke_understands_is_left_to_it(typed: str) -> None:
    assert refusal(*typed.split()) == (0, "")


def test_other_programs_that_read_the_tasks_are_left_alone() -> None:
    assert refusal("chek", program="/usr/bin/pytest") == (0, "")
    assert refusal("chek", program="/usr/lib/python3/pytest/__main__.py") == (0, "")
    assert refusal("chek", program="/usr/lib/python3/invoke/__main__.py")[0] == 2
    refuse_unknown(None, [])  # type: ignore[arg-type]


@pytest.mark.whole
def test_what_was_read_before_takes_no_words_from_the_help() -> None:
    helped = run(ROOT, "invoke", "build", "--help")
    assert "les brouillons et les billets programmés" in " ".join(helped.stdout.split())


@pytest.mark.whole
@pytest.mark.parametrize("typed", ["document --help", "answer -h", "explain --help", "document --for x --help"])
def test_the_help_of_a_task_that_needs_a_word_is_shown_without_it(typed: str) -> None:
    helped = run(ROOT, "invoke", *typed.split())
    assert (helped.returncode, helped.stderr) == (0, "")
    assert helped.stdout == run(ROOT, "invoke", "--help", typed.split()[0]).stdout
    assert helped.stdout.startswith(f"Usage: inv[oke] [--core-opts] {typed.split()[0]} ")


@pytest.mark.whole
@pytest.mark.parametrize(("lang", "sentence"), [("fr", "Il n’y a pas de tâche"), ("en", "There is no task “chek”.")])
def test_a_person_who_slips_reads_one_sentence(project: Path, lang: str, sentence: str) -> None:
    settings = project / "pelicanconf.py"
    settings.write_text(settings.read_text("utf-8").replace('DEFAULT_LANG = "fr"', f'DEFAULT_LANG = "{lang}"'), "utf-8")
    slipped = run(project, "invoke", "chek")
    assert (slipped.returncode, slipped.stdout) == (2, "")
    assert slipped.stderr.startswith(sentence)
    assert slipped.stderr.count("\n") == 1


FILE = WordsArgument(names=("file", "f"), kind=list, positional=True)
OTHERS = [
    Argument(names=("for", "o"), attr_name="for_", kind=str),
    Argument(names=("alt", "a"), kind=list),
    Argument(names=("lead", "l"), kind=bool, default=False),
]


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("", 0),
        ("a.jpg", 1),
        ("a.jpg b.jpg c.jpg", 3),
        ("a.jpg --for post b.jpg", 2),
        ("--for=post a.jpg", 1),
        ("-o post a.jpg -opost b.jpg", 2),
        ("--lead a.jpg --alt x --alt=y b.jpg", 2),
        ("--alt --lead a.jpg", 1),
        ("--file a.jpg --file=b.jpg -f c.jpg d.jpg", 4),
        ("a.jpg -- b.jpg c.jpg", 1),
        ("--help a.jpg", 1),
    ],
)
def test_words_are_counted_as_invoke_will_read_them(line: str, count: int) -> None:
    assert count_words(line.split(), FILE, OTHERS) == count


def test_words_behind_the_end_of_options_keep_their_spaces() -> None:
    command = ["invoke", "photo", "a.jpg", "--", "IMG 1.jpg", "b.jpg"]
    assert words_after_end("IMG 1.jpg b.jpg", command) == ["IMG 1.jpg", "b.jpg"]
    assert words_after_end("", ["invoke", "photo"]) == []
    assert words_after_end("a b", ["python", "x"]) == ["a", "b"]
