"""A fork with its own texts, settings, template, feature and task becomes a site that has the package installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from placette.engine.base.catalogue import load_catalogue
from placette.engine.base.files import walk_files
from tests import fixture_warm
from tests.fixture_site import EPOCH, ROOT, copy_site

_ = load_catalogue("fr").gettext
PLACETTE = "from placette.command_tasks import main; main()"
ANSWERS = ("--kind=village", "--place=Augan", "--forge=github")
SETTINGS = """
VIEWS_MENU, VIEWS_FOOTER, IDENTITY_WEB_FONTS = (("Lire", "archives/"),), (), False
VIEWS_WRITE_PAGE = VIEWS_CHARTER_PAGE = ""
SHARING_CARDS = False
# Recipes are ours.
import recipes  # noqa: E402
PLUGINS = (*without(agenda), recipes)
RECIPE_URL, RECIPE_SAVE_AS = "recettes/{slug}/", "recettes/{slug}/index.html"
RECIPES_URL, RECIPES_SAVE_AS = "recettes/", "recettes/index.html"
"""
TASK = '''from invoke import task


@task
def market(_context):
    """Say when the market is."""
    print("mercredi")


namespace = collect(market, '''
RECIPE = """---
titre: La truffade de Léa
résumé: Des pommes de terre, de la tome fraîche.
date: 2026-05-02
auteurs: [lea]
temps: 50
personnes: 4
lieu: "63113"
---
Coupez les pommes de terre en lamelles.
"""
FOOTER = "templates/components/site-footer.html"


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a program as if Placette were installed."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "COVERAGE_", "COV_"))}
    variables = {**known, "SOURCE_DATE_EPOCH": EPOCH, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT / "plugins")}
    if command[0] == "placette":
        return fixture_warm.run(folder, ["-c", PLACETTE, *command[1:]], variables)
    return subprocess.run(
        command,
        cwd=folder,
        env=variables,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )


def placette(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "placette", *words)


def git(folder: Path, *words: str) -> str:
    done = run(folder, "git", *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def texts_of(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Bytes and mode of each file that git tracks."""
    paths = [folder / path for path in git(folder, "ls-files", "-z").split("\0")[:-1]]
    return {str(path): (path.read_bytes(), path.stat().st_mode) for path in paths}


@pytest.fixture(scope="module")
def software(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of this repository without its texts, in a repository of their own."""
    folder = tmp_path_factory.mktemp("fork") / "town"
    for path in git(ROOT, "ls-files", "-z").split("\0")[:-1]:
        if not path.startswith("content/") and (ROOT / path).is_file():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, folder / path)
    git(folder, "init", "-q", "-b", "main")
    for name, value in {"user.name": "Test", "user.email": "test@a.example", "commit.gpgsign": "false"}.items():
        git(folder, "config", name, value)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Software")
    git(folder, "tag", "software")
    return folder


@pytest.fixture(scope="module")
def town(software: Path) -> Path:
    """The same as a town has changed it."""
    copy_site("minimal", software)
    shutil.copytree(ROOT / "tests" / "examples" / "recipes", software / "plugins" / "recipes")
    (software / "content" / "recipes").mkdir()
    (software / "content" / "recipes" / "truffade.md").write_text(RECIPE, encoding="utf-8")
    with (software / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write(SETTINGS)
    footer = software / "themes" / "placette" / FOOTER
    footer.write_text(footer.read_text().replace("<footer", '<footer data-town="augan"'))
    tasks = software / "tasks.py"
    tasks.write_text(tasks.read_text().replace("namespace = collect(", TASK))
    git(software, "add", "-A")
    git(software, "commit", "-qm", "Town")
    return software


@pytest.fixture(scope="module")
def before(town: Path) -> dict[str, tuple[bytes, int]]:
    """The town's files before anything is done to them."""
    return texts_of(town)


@pytest.fixture(scope="module")
def shown(town: Path, before: dict[str, tuple[bytes, int]]) -> str:
    """What would be done."""
    assert before
    done = placette(town, "convert", "--show", "--base=software", *ANSWERS)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def converted(town: Path, shown: str) -> tuple[Path, str]:
    """The town's folder after the conversion, and what was printed."""
    assert shown
    done = placette(town, "convert", "--base=software", *ANSWERS)
    assert done.returncode == 0, done.stdout + done.stderr
    return town, done.stdout


def test_what_would_be_done_is_shown_first_and_not_done(
    town: Path, before: dict[str, tuple[bytes, int]], shown: str
) -> None:
    assert "plugins/placette/" in shown
    assert f"themes/{FOOTER} :" in shown
    assert texts_of(town) == before
    assert git(town, "status", "--porcelain") == ""


def test_the_pages_are_the_same_without_the_softwares_code(converted: tuple[Path, str]) -> None:
    folder, told = converted
    assert told.splitlines()[-2:] == [
        _("The site looks as before: every file is the same."),
        _("Done, as one commit. To take it back: placette upgrade --undo"),
    ]
    left = {path.split("/")[1] for path in walk_files(folder) if path.startswith("plugins/")}
    assert left - {"README.md"} == {"recipes"}
    assert not (folder / "themes" / "placette").exists()
    assert git(folder, "status", "--porcelain") == ""
    assert git(folder, "rev-list", "--count", "software..").strip() == "2"


def test_what_the_town_had_of_its_own_is_there(converted: tuple[Path, str]) -> None:
    folder, _told = converted
    assert 'data-town="augan"' in (folder / "themes" / FOOTER).read_text()
    settings = (folder / "pelicanconf.py").read_text(encoding="utf-8")
    assert "# Recipes are ours.\nimport recipes" in settings
    assert 'ROOT / "territory.json"' in settings
    done = run(folder, sys.executable, "-m", "invoke", "market")
    assert (done.stdout, done.returncode) == ("mercredi\n", 0)
    assert (folder / "tests" / "test_site.py").is_file()


def test_an_upgrade_finds_it_up_to_date(converted: tuple[Path, str]) -> None:
    done = placette(converted[0], "upgrade")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == _("The site is up to date.")


def test_a_converted_site_is_not_converted_again(converted: tuple[Path, str]) -> None:
    done = placette(converted[0], "convert", *ANSWERS)
    assert done.returncode == 2
    assert "placette upgrade" in done.stderr


def test_taken_back_every_byte_is_as_it_was(converted: tuple[Path, str], before: dict[str, tuple[bytes, int]]) -> None:
    folder, _told = converted
    done = placette(folder, "upgrade", "--undo")
    assert done.returncode == 0, done.stdout + done.stderr
    assert texts_of(folder) == before


@pytest.fixture
def other(town: Path, converted: tuple[Path, str], tmp_path: Path) -> Path:
    """A town's folder of one's own, as it was before the conversion."""
    assert converted
    folder = tmp_path / "town"
    git(tmp_path, "clone", "-q", str(town), str(folder))
    git(folder, "reset", "-q", "--hard", "software")
    copy_site("minimal", folder)
    git(folder, "add", "-A")
    for name, value in {"user.name": "Test", "user.email": "test@a.example", "commit.gpgsign": "false"}.items():
        git(folder, "config", name, value)
    return folder


def test_a_site_that_cannot_be_built_in_the_new_form_is_left_as_it_was(other: Path) -> None:
    with (other / "pelicanconf.py").open("a") as settings:
        settings.write("\nVIEWS_MENUE = ()\n")
    git(other, "commit", "-qam", "Town")
    before = texts_of(other)
    done = placette(other, "convert", *ANSWERS)
    assert done.returncode == 1
    assert "VIEWS_MENUE" in done.stdout
    assert texts_of(other) == before
    assert git(other, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("SITENAME = (\n", ANSWERS, "pelicanconf.py"),
        ("", ("--kind=village", "--place=Nowhere-les-Bains"), "Nowhere-les-Bains"),
        ("", (*ANSWERS, "--base=nowhere"), "nowhere"),
        ("", ANSWERS[1:], "village"),
    ],
)
def test_what_cannot_be_used_is_said_before_anything_is_done(
    other: Path, text: str, words: tuple[str, ...], said: str
) -> None:
    with (other / "pelicanconf.py").open("a") as settings:
        settings.write(text)
    git(other, "commit", "-qam", "Town")
    done = placette(other, "convert", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_uncommitted_changes_come_first(other: Path) -> None:
    done = placette(other, "convert", *ANSWERS)
    assert done.returncode == 2
    assert "content/articles/2026/bonjour/index.md" in done.stderr
