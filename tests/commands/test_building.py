"""What a build that stopped, or that something is wrong with, says."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from invoke.exceptions import Exit

from placette.commands import build_tasks, building
from placette.commands.building import attempt
from placette.engine.base.translation import SettingError
from placette.engine.build.building import GateError, refuse_output
from placette.engine.build.inspection import Fault
from placette.engine.build.up_to_date import places_of
from placette.engine.content.reading import ContentRefusedError
from placette.engine.findings.problems import problem
from tests.fixture_site import BUILT, copy_project, invoke, make_repository, run, write_file

pytestmark = pytest.mark.whole

LOST = problem("address-merge", ".moved.txt", 1)


def test_what_the_gate_found_is_said_in_the_language_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> None:
        raise GateError((Fault("a/index.html", "leads nowhere: /b/"), Fault("c.html", "<iframe>")))

    monkeypatch.setattr(building, "build_site", refuse)
    with pytest.raises(Exit) as stopped:
        attempt({})
    assert str(stopped.value.message).splitlines()[1:] == ["a/index.html: ne mène nulle part: /b/", "c.html: <iframe>"]


def test_a_build_that_stopped_counts_and_shows_what_stopped_it_and_no_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    found = (problem("link-text", "a.md", 3, text="ici"), problem("link-text", "b.md", 4, text="ici"), LOST)

    def refuse(*_arguments: Any) -> None:
        raise ContentRefusedError(found, "fr")

    monkeypatch.setattr(building, "build_site", refuse)
    with pytest.raises(Exit) as stopped:
        attempt({})
    told = str(stopped.value.message)
    assert "\n1\u00a0fichier est à corriger" in told
    assert [path for path in ("a.md", "b.md", ".moved.txt") if path in told] == [".moved.txt"]


@pytest.mark.parametrize(
    ("count", "last"), [(1, "  0.html"), (10, "  9.html"), (11, "  et 1 de plus"), (40, "  et 30 de plus")]
)
def test_what_could_not_be_removed_is_listed_as_far_as_anybody_reads(count: int, last: str) -> None:
    lines = build_tasks._what_stays([Path(f"{number}.html") for number in range(count)]).splitlines()
    assert lines[0].startswith("Ceci ne peut pas être supprimé")
    assert lines[1:11] == [f"  {number}.html" for number in range(min(count, 10))]
    assert (lines[-1], len(lines)) == (last, min(count, 10) + 1 + (count > 10))


TAKEN = ("content", "content/articles", "content/nouveau", "plugins/placette", "plugins/a", "themes", ".git", ".git/a")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project under git, with a folder that git knows, one that it would take up and one that it leaves alone."""
    folder = copy_project("minimal", tmp_path_factory.mktemp("taken"))
    for name in ("docs", "notes", "output"):
        write_file(folder / name / "index.html", "de quelqu’un")
    (folder / "lien").symlink_to("content", target_is_directory=True)
    make_repository(folder, f"{BUILT}/preview/\n/notes/\n")
    write_file(folder / ".gitignore", BUILT)
    return folder


def refused(project: Path, output: Path, **overrides: Any) -> str:
    """Why a site can't be built into a folder; empty where it can."""
    own = {"PATH": str(project / "content"), "THEME": str(project / "themes/placette"), "DEFAULT_LANG": "en"}
    settings = {**own, "OUTPUT_PATH": str(output), "CACHE_PATH": str(project / ".placette"), **overrides}
    try:
        refuse_output(settings, places_of(settings))
    except SettingError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", [*TAKEN, ".", "..", "lien", "lien/articles", ".placette", "docs", "notes"])
def test_a_site_is_built_into_no_folder_of_others(project: Path, name: str) -> None:
    assert "cannot go into" in refused(project, project / name), name


@pytest.mark.parametrize("name", ["output", "public", "docs/site", ".placette/preview", "../elsewhere"])
def test_a_site_is_built_into_a_folder_of_its_own(project: Path, name: str) -> None:
    (project.parent / "elsewhere").mkdir(exist_ok=True)
    (project.parent / "elsewhere" / "index.html").touch()
    assert refused(project, project / name) == ""


def test_a_site_that_was_built_and_kept_in_git_is_built_again(project: Path) -> None:
    built = project / "kept"
    shutil.copytree(project / "docs", built)
    assert refused(project, built)
    (built / "provenance.json").write_text("{}", encoding="utf-8")
    assert refused(project, built) == ""
    shutil.rmtree(built)


@pytest.mark.parametrize("options", [(), ("--preview",), ("--production",)], ids=["site", "preview", "production"])
@pytest.mark.parametrize("name", ["content", ".", "docs"])
def test_who_builds_there_is_told_and_nothing_is_written(project: Path, name: str, options: tuple[str, ...]) -> None:
    there = {path for path in project.rglob("*") if not {"__pycache__", ".placette"} & set(path.parts)}
    done = run(project, "invoke", "build", "--output", name, *options)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False), done
    assert "dossier" in done.stderr, done
    assert {path for path in project.rglob("*") if not {"__pycache__", ".placette"} & set(path.parts)} == there


def test_what_lies_behind_a_link_is_not_cleared(tmp_path: Path) -> None:
    project = copy_project("minimal", tmp_path)
    invoke(project, "build")
    away = tmp_path / "away"
    (project / "output/2026").rename(away)
    (project / "output/2026").symlink_to(away, target_is_directory=True)
    there = sorted(away.rglob("*"))
    invoke(project, "clean")
    assert sorted(away.rglob("*")) == there
    assert not (project / "output/index.html").exists()
