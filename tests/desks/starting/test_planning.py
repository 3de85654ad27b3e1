"""A new site is small, speaks of itself alone, and everything it says of tasks and files is true."""

from __future__ import annotations

import ast
import re
import subprocess
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path

import pytest
import yaml
from cmarkgfm import markdown_to_html
from selectolax.lexbor import LexborHTMLParser

from placette import __version__
from placette.desks.starting import workflows
from placette.desks.starting.answers import Forge
from placette.desks.starting.planning import LOCKED, Wishes, plan_site
from placette.desks.starting.workflows import package_to_install, workflows_of
from placette.tasks import TASKS
from tests.desks.starting.fixture_wishes import ALL, ASSOCIATION, DAY, FRANCE, HOSTILE, VILLAGE

_TASK = re.compile(r"\binvoke (?!-)([a-z][a-z-]*)")
_OF_THE_PACKAGE = re.compile(r"auvergne|clermont|puy-de-d|les carnets|des carnets|cantal", re.IGNORECASE)
_MOST_FILES, _MOST_LINES = 40, 60
NAMES = TASKS.keys()


@cache
def plan_of(name: str) -> dict[str, str]:
    """What a site of these wishes begins with. Planned when a test asks: not by every process that lists tests."""
    return plan_site(ALL[name], FRANCE, DAY)


@pytest.mark.parametrize("name", ALL)
def test_a_new_site_is_small(name: str) -> None:
    files = plan_of(name)
    assert len(files) < _MOST_FILES, "with its record"
    assert files["pelicanconf.py"].count("\n") <= _MOST_LINES


@pytest.mark.parametrize("name", ALL)
def test_nothing_of_the_demonstration_is_in_it(name: str) -> None:
    files = {path: text for path, text in plan_of(name).items() if path not in {"territory.json", *LOCKED}}
    assert {
        (path, *set(_OF_THE_PACKAGE.findall(text))) for path, text in files.items() if _OF_THE_PACKAGE.search(text)
    } == set()


def test_what_tasks_leave_in_the_folder_of_a_site_is_not_to_be_committed(tmp_path: Path) -> None:
    left = ("output/a", "archives/a", ".placette/a", "apercu/a", "preview/a", "sheet.pdf", "le-lavoir-a5.pdf")
    (tmp_path / ".gitignore").write_text(plan_of("village")[".gitignore"], encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    asked = ["git", "check-ignore", *left, "content/articles/2026/a/a.pdf"]
    done = subprocess.run(asked, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert done.stdout.split() == list(left)


@pytest.mark.parametrize("name", ALL)
def test_python_files_are_python_and_say_what_was_answered(name: str) -> None:
    files, wishes = plan_of(name), ALL[name]
    for path in (path for path in files if path.endswith(".py")):
        ast.parse(files[path])
    told = {
        target.id: node.value.value
        for path in ("pelicanconf.py", "publishconf.py")
        for node in ast.parse(files[path]).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    assert (told["SITENAME"], told["DEFAULT_LANG"], told["SITEURL"]) == (wishes.title, wishes.lang, wishes.url)


@pytest.mark.parametrize("name", ALL)
def test_workflows_are_yaml_and_install_this_version_of_the_package(name: str) -> None:
    flows = {path: text for path, text in plan_of(name).items() if path.endswith(".yml") and "labels" not in path}
    for text in flows.values():
        yaml.safe_load(text)
    installing = [line for text in flows.values() for line in text.splitlines() if "pip install" in line]
    assert all(f"placette=={__version__}" in line for line in installing if "--require-hashes" in line)
    assert not [text for text in flows.values() if "requirements-test" in text or "invoke test" in text]
    assert bool(flows) == (ALL[name].forge is not Forge.NONE)


@pytest.mark.parametrize("forge", [forge for forge in Forge if forge is not Forge.NONE])
@pytest.mark.parametrize(("lang", "says"), [("fr", "### Ce que je propose"), ("en", "### What I propose")])
def test_a_site_gets_what_its_forge_shows_in_its_language_and_nothing_about_the_software(
    forge: Forge, lang: str, says: str
) -> None:
    files = dict(workflows_of(forge, lang))
    (boxes,) = (text for path, text in files.items() if path.endswith(".md") and "PREVIEW" not in path)
    assert says in boxes
    assert not [path for path in files if re.search("release|issue|code|english", path, re.IGNORECASE)]


COMMIT = "git+https://forge.example/placette.git@9fceb02d0ae598e95dc970b74767f19372d61af8"


@pytest.mark.parametrize(
    ("source", "package"),
    [
        ("", f"placette=={__version__}"),
        (COMMIT, COMMIT),
        ("/opt/placette", f"placette=={__version__}"),
        ("git+file:///opt/placette@9fceb02", f"placette=={__version__}"),
        ("git+https://forge.example/a b@9fceb02", "'git+https://forge.example/a b@9fceb02'"),
    ],
)
def test_a_site_installs_placette_from_where_others_can_reach_it(
    source: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workflows, "source_of_placette", lambda: source)
    assert package_to_install() == package
    for forge in (Forge.GITHUB, Forge.GITLAB, Forge.FORGEJO):
        assert f"--no-deps {package}\n" in "".join(dict(workflows_of(forge, "fr")).values())


@pytest.mark.parametrize("name", ALL)
def test_every_task_and_file_that_its_texts_name_is_there(name: str) -> None:
    files = plan_of(name)
    texts = {path: text for path, text in files.items() if path.endswith((".md", ".py", ".yml"))}
    assert {(path, task) for path, text in texts.items() for task in _TASK.findall(text) if task not in NAMES} == set()
    pictures = set(re.findall(r"\(([.\w]+/pictures/[^)]+)\)", files["CONTRIBUTING.md"]))
    assert pictures <= files.keys()


def test_the_same_answers_give_the_same_bytes() -> None:
    assert plan_site(VILLAGE, FRANCE, DAY) == plan_of("village")


def test_languages_have_the_same_pages() -> None:
    french = plan_site(replace(ASSOCIATION, lang="fr"), FRANCE, DAY)
    assert len(french) == len(plan_of("association"))


def test_a_hostile_name_ends_nothing() -> None:
    files = plan_of("hostile")
    for guide in ("CONTRIBUTING.md", "README.md"):
        heading = markdown_to_html(files[guide].splitlines()[0])
        assert HOSTILE.title in unescape(LexborHTMLParser(heading).text(separator="")), guide
        assert "<a" not in heading, guide
    for path in (path for path in files if path.startswith("content/") and path.endswith(".md")):
        head = files[path].split("\n---\n")[0].removeprefix("---\n")
        assert isinstance(yaml.safe_load(head), dict), path


def test_only_who_has_one_commune_signs_with_it() -> None:
    first: dict[str, Wishes] = {name: wishes for name, wishes in ALL.items() if len(wishes.place.communes) == 1}
    for name in ALL:
        (post,) = (text for path, text in plan_of(name).items() if path.startswith("content/articles/"))
        assert ('commune: "*"' in post) == (name not in first), name
