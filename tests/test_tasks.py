"""``invoke`` in a terminal: the manual, a new post, the check, as the person who types them sees it."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from invoke import Task
from invoke.exceptions import Exit

import placette.tasks
from placette.engine.base.installed import packages
from placette.engine.base.translation import HERE, load_catalogue
from placette.tasks import every_task, named_in, report_failures
from tests.fixture_site import ROOT, copy_project, invoke, run, write_file, write_setting

pytestmark = [pytest.mark.no_cover, pytest.mark.whole]

TASKS = (
    "announce build check check-pr clean document explain guide hook import-events links new"
    " decide new-author new-event new-walk photo"
    " poster publish rollback serve status territory withdraw-author"
    " addresses archive doctor manual"
).split()
FILLED = (
    "--title",
    "L'eau du lavoir",
    "--author",
    "lea",
    "--category",
    "Nature",
    "--commune",
    "63113",
    "--day",
    "2026-05-01",
)
POST = "content/articles/2026/l-eau-du-lavoir/index.md"


def collected() -> dict[str, Task[Any]]:
    import tasks

    return dict(tasks.namespace.tasks)


def test_the_manual_is_in_french_and_complete() -> None:
    listed, rare = (run(ROOT, "invoke", *words) for words in (("--list",), ("--list", "more")))
    assert (listed.returncode, rare.returncode) == (0, 0), listed.stderr + rare.stderr
    found = listing(listed.stdout) | listing(rare.stdout)
    assert set(TASKS) <= set(found)
    for tool in "bench france fuzz references requirements test words".split():  # of this repository, in no catalogue
        del found[tool]
    assert not listing(listed.stdout).keys() & listing(rare.stdout)
    week, _, development = listed.stdout.partition("Pour développer Placette")
    assert list(listing(week)) == "status letters new new-event photo serve check publish letter".split()
    assert {"test", "words"} <= listing(development).keys()
    assert "Pour les webmestres" in rare.stdout
    assert "invoke --list more" in listed.stdout
    assert [name for name, sentence in found.items() if len(sentence) < 10] == []
    assert "Construire tout le site" in rare.stdout
    verbs = {name: sentence.split()[0] for name, sentence in found.items()}
    assert [name for name, verb in verbs.items() if not re.search("(er|ir|re)$", verb)] == [], "infinitives"
    assert not re.search(r"\b(the|with|from|every)\b", " ".join(found.values()))


def listing(printed: str) -> dict[str, str]:
    """The tasks that Invoke has listed, each with its first words."""
    return dict(re.findall(r"^  ([a-z-]+)(?: +(\S.*))?$", printed, re.MULTILINE))


def test_a_village_s_site_lists_few_tasks_and_none_of_what_it_leaves_out(project: Path) -> None:
    tasks = project / "tasks.py"
    kept = tasks.read_text(encoding="utf-8").split("namespace =")[0]
    tasks.write_text(f"{kept}namespace = collect()\n", encoding="utf-8")
    assert len(listing(run(project, "invoke", "--list").stdout)) == 9
    write_setting(project, "PLUGINS = without('agenda', 'walks', 'decisions', 'placette_gazette', 'placette_letters')")
    few, rare = (listing(run(project, "invoke", *words).stdout) for words in (("--list",), ("--list", "more")))
    assert not {"new-event", "import-events", "new-walk", "decide", "letters", "poster", "sheet"} & (
        few.keys() | rare.keys()
    )
    assert {"new", "ask", "links", "doctor"} <= few.keys() | rare.keys()
    machine = run(project, "invoke", "--list", "--list-format", "json")
    assert len(json.loads(machine.stdout)["tasks"]) > 25
    own = 'from invoke import task\n\n\n@task\ndef bake(c):\n    """Cuire le pain."""\n\n\nnamespace = collect(bake)\n'
    tasks.write_text(kept + own, encoding="utf-8")
    assert "bake" in listing(run(project, "invoke", "--list").stdout)


@pytest.mark.parametrize("name", TASKS)
def test_every_option_of_a_task_is_documented_in_french(name: str) -> None:
    task = copy(collected()[name])
    task.help = dict(task.help)  # Invoke takes out what it has shown
    arguments = {argument.name: argument.help for argument in task.get_arguments()}
    folders = (HERE, *(folder / "locale" for folder in packages().values()))
    french = {one for folder in folders for one in load_catalogue("fr", (folder,))._catalog.values()}  # type: ignore[attr-defined]
    assert [option for option, sentence in arguments.items() if sentence not in french] == []
    assert task.__doc__ in french


def test_a_new_post_is_accepted_once_filled(project: Path) -> None:
    made = invoke(project, "new", *FILLED, "--summary", 'Elle est "revenue".')
    assert POST in made.stdout
    source = (project / POST).read_text(encoding="utf-8")
    here = "Écrivez ici. Les photos vont dans le même dossier."
    for empty, filled in (
        ("mots-clés: []", "mots-clés: [eau]"),
        ("statut: brouillon", "statut: publié"),
        (here, "Ici."),
    ):
        assert empty in source
        source = source.replace(empty, filled)
    (project / POST).write_text(source, encoding="utf-8")
    checked = run(project, "invoke", "check")
    assert (checked.returncode, "à corriger" in checked.stdout) == (0, False), checked.stdout
    invoke(project, "build")
    page = (project / "output/2026/l-eau-du-lavoir/index.html").read_text(encoding="utf-8")
    assert "L’eau du lavoir" in page


def test_a_post_without_answers_is_begun_and_the_check_says_what_is_missing(project: Path) -> None:
    invoke(project, "new", "--title", "Sans réponse", "--day", "2026-05-01")
    checked = run(project, "invoke", "check")
    assert (checked.returncode, "à compléter" in checked.stdout) == (0, True)
    assert "articles/2026/sans-reponse/index.md" in checked.stdout


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--title", "Bonjour", "--day", "2026-05-02"), "content/articles/2026/bonjour/index.md"),
        (("--title", "!!!"), "invoke new --title"),
        (("--title", "2026"), "invoke new --title"),
        ((), "invoke new --title"),
        (("--title", "Un billet", "--day", "demain"), "2026-05-01"),
        (("--title", "Un billet", "--category", "Jardin"), "Choisissez parmi"),
        (("--title", "Un billet", "--author", "leo"), "Personne ne s’appelle leo ici. Choisissez parmi\u00a0: lea"),
        (("--title", "Un billet", "--commune", "Clermont"), "Clermont-Ferrand (63113)"),
    ],
)
def test_what_cannot_be_a_post_is_refused_and_nothing_is_written(
    project: Path, options: tuple[str, ...], says: str
) -> None:
    before = sorted((project / "content").rglob("*"))
    refused = run(project, "invoke", "new", *options)
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)
    assert says in refused.stderr
    assert sorted((project / "content").rglob("*")) == before


def test_a_check_may_look_at_one_file_or_folder(tmp_path: Path) -> None:
    project = copy_project("broken", tmp_path)
    invoke(project, "check", "--path", "content/articles/2026/bon-billet")
    both = run(project, "invoke", "check", "content/articles/2026/bon-billet", "content/authors", "--all")
    assert (both.returncode, "commune-unknown" in both.stdout, "author-unknown" in both.stdout) == (1, True, False)
    one = run(project, "invoke", "check", "--path", "content/authors/lea.md")
    assert (one.returncode, "commune-unknown" in one.stdout, "author-unknown" in one.stdout) == (1, True, False)
    invoke(project, "check", "--path", "pelicanconf.py", code=2)
    invoke(project, "check", "--path", "content/absent.md", code=2)


def test_the_other_texts_can_be_published_when_some_need_mending(tmp_path: Path) -> None:
    project = copy_project("broken", tmp_path)
    (project / "content/authors/lea.md").write_text("---\nname: Léa\nkind: habitante\n---\nLéa.\n", encoding="utf-8")
    built = invoke(project, "build", "--skip-invalid")
    assert "author-unknown" in built.stdout
    assert (project / "output/2026/bon-billet/index.html").is_file()
    assert not (project / "output/2026/deux-fautes").exists()


@pytest.mark.parametrize("port", ["0", "-1", "70000"])
def test_a_site_is_shown_on_a_port_that_there_is(project: Path, port: str) -> None:
    refused = run(project, "invoke", "serve", "--port", port)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert refused.stderr.startswith(f"Rien ne peut être montré sur le port {port}\u00a0: choisissez")


def test_the_tasks_work_from_a_folder_below(project: Path) -> None:
    invoke(project / "content" / "articles", "check")


def test_an_english_site_has_an_english_manual(tmp_path: Path) -> None:
    project = copy_project("english", tmp_path)
    settings = project / "pelicanconf.py"
    write_file(settings, settings.read_text(encoding="utf-8").replace('DEFAULT_LANG = "fr"', 'DEFAULT_LANG = "en"'))
    write_setting(project, "VIEWS_RIGHTS = VIEWS_NOTICE = ''")
    assert "Look at every text, photo" in run(project, "invoke", "--list").stdout
    built = invoke(project, "build")
    assert " published" in built.stdout


def test_what_is_imported_is_not_looked_at_for_garbage() -> None:
    told = "import gc, tasks; print(gc.isenabled(), gc.get_stats()[2]['collections'])"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "0"]


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_report_goes_into_a_file_whatever_the_locale(tmp_path: Path, encoding: str) -> None:
    project = copy_project("broken", tmp_path)
    checked = run(project, "invoke", "check", PYTHONIOENCODING=encoding)
    assert (checked.returncode, "→" in checked.stdout, "Traceback" in checked.stderr) == (1, True, False)


def test_a_place_that_cannot_be_written_is_named(project: Path) -> None:
    (project / "content/articles/2027").write_text("a file", encoding="utf-8")
    refused = run(project, "invoke", "new", "--title", "Un billet", "--day", "2027-05-02")
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)
    assert "articles/2027" in refused.stderr


def test_every_task_ends_with_a_sentence_where_a_file_fails() -> None:
    def fail(_context: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/srv/letters")

    def lose_connection(_context: object) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe", "/srv/letters")  # a server's, not that of who reads along

    for body in (fail, lose_connection):
        with pytest.raises(Exit, match="/srv/letters") as caught:
            report_failures(Task(body)).body(None)
        assert caught.value.code == 2
    assert {hasattr(task.body, "__wrapped__") for task in every_task()} == {True}


def test_who_reads_no_further_has_seen_no_failure() -> None:
    program = "from invoke import Task; from placette.tasks import report_failures as report\n"
    command = [sys.executable, "-c", f"{program}report(Task(lambda _: print('é' * 200_000))).body(None)"]
    read_end, write_end = os.pipe()
    os.close(read_end)
    process = subprocess.run(command, cwd=ROOT / "plugins", stdout=write_end, stderr=subprocess.PIPE, check=False)
    os.close(write_end)
    assert (process.stderr, process.returncode) == (b"", 0)


def test_every_task_is_declared_with_its_own_sentence() -> None:
    """What ``--list`` shows of a task is data, so that it imports none; ``--help`` shows the docstring."""
    declared = {**placette.tasks.TASKS, **placette.tasks.tasks_of_packages(ROOT)}
    assert {name: task.help for name, task in declared.items()} == {
        task.name.replace("_", "-"): " ".join(task.__doc__.split()) for task in every_task()
    }
    assert {"letters", "sheet", "mentions", "archive"} <= declared.keys()


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("build", ["build"]),
        ("--search-root /site build --preview pr-7", ["build"]),
        ("--help=build", ["build"]),
        ("new --title status", ["new", "status"]),
        ("own", []),
        ("-e own build", ["build"]),
    ],
)
def test_a_command_has_the_tasks_alone_that_it_names(typed: str, names: list[str]) -> None:
    found = named_in(["/usr/bin/invoke", *re.split("[ =]", typed)], more=frozenset({"own"}))
    assert sorted(found) == names


@pytest.mark.parametrize("typed", ["", "--list", "--list build", "--complete -- invoke build --", "buidl", "--version"])
def test_what_looks_at_the_tasks_or_names_none_has_them_all(typed: str) -> None:
    assert named_in(["/usr/bin/invoke", *typed.split()]) == tuple(placette.tasks.TASKS)


def test_another_program_has_them_all() -> None:
    assert named_in(["/usr/bin/pytest", "build"]) == tuple(placette.tasks.TASKS)


def test_a_slip_after_a_task_is_answered_from_among_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/usr/bin/invoke", "build", "stauts"])
    with pytest.raises(Exit, match="status"):
        placette.tasks.collect()


def test_a_command_imports_no_other_command(project: Path) -> None:
    listed = "import sys; sys.argv = ['invoke', 'build']; import tasks; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", listed], cwd=project, env={**os.environ}, capture_output=True, text=True, check=True
    )
    rooms = {name.split(".")[2] for name in done.stdout.split() if name.startswith("placette.commands.")}
    assert "build_tasks" in rooms
    assert rooms.isdisjoint({"announcing", "leaving", "intake", "decisions", "questions"})


def test_a_list_imports_no_task(project: Path) -> None:
    listed = "import sys; sys.argv = ['invoke', '--list']; import tasks; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", listed], cwd=project, env={**os.environ}, capture_output=True, text=True, check=True
    )
    assert {"pelican", "pydantic", "PIL", "selectolax", "coloraide"}.isdisjoint(done.stdout.split())


def test_a_build_imports_nothing_that_only_other_commands_use(project: Path) -> None:
    built = (
        "import sys; sys.argv = ['invoke', 'build']; import tasks\n"
        "tasks.namespace.tasks['build'].body(None)\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", built], cwd=project, env={**os.environ}, capture_output=True, text=True, check=True
    )
    loaded = {*done.stdout.split()}
    assert {"pelican", "placette.commands.building"} <= loaded
    others = {"status.links", "status.site_status", "review.advice"}
    assert loaded.isdisjoint({f"placette.commands.{name}" for name in others})
