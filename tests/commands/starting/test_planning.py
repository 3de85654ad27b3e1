"""A new site is small, speaks of itself alone, and everything it says of tasks and files is true."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import replace
from datetime import date
from functools import cache
from html import unescape
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from cmarkgfm import markdown_to_html
from selectolax.lexbor import LexborHTMLParser

from placette import __version__
from placette.commands.starting import LANGUAGES, AnswerError, Forge, Kind, planning
from placette.commands.starting.planning import (
    ANSWERS,
    RECORD,
    RecordError,
    Wishes,
    package_to_install,
    plan_site,
    read_record,
    record_of,
    refuse_taken,
    render_record,
    text_of_marks,
    workflows_of,
    write_site,
)
from placette.engine.base.git import begin_history
from placette.tasks import TASKS, tasks_of_packages
from tests.commands.starting.fixture_wishes import ALL, DAY, FRANCE, HOSTILE, VILLAGE, wishes
from tests.fixture_site import ROOT, git, invoke

ANSWERED = {name: f"à {name}" for name in ANSWERS}
WRITTEN = {"README.md": "# A\r\nb\n", "content/pages/a.md": "x", "territory.json": "{}", "empty.txt": ""}


def written(folder: Path, **changed: Any) -> Path:
    text = render_record(record_of("1.0", date(2026, 7, 1), ANSWERED, WRITTEN))
    (folder / RECORD).write_text(json.dumps(json.loads(text) | changed), encoding="utf-8")
    return folder


def test_a_record_is_read_as_it_was_written_without_the_towns_own_work(tmp_path: Path) -> None:
    record = read_record(written(tmp_path))
    assert (record.version, record.begun, record.answers) == ("1.0", date(2026, 7, 1), ANSWERED)
    assert record.files.keys() == {"README.md", "content/pages/a.md", "empty.txt"}
    assert text_of_marks(record.files["README.md"], ["b\n", "other\n# A\r\n"]) == WRITTEN["README.md"]
    assert record.files["empty.txt"] == ""
    assert record.templates["components/site-footer.html"] != record.templates["base.html"]


@pytest.mark.parametrize(
    "changed",
    [
        {"format": -9},
        {"format": "1"},
        {"answers": {"kind": "village"}},
        {"answers": None},
        {"begun": "hier"},
        {"version": "la plus récente"},
        {"templates": ["base.html"]},
        {"files": ["README.md"]},
        {"files": {"README.md": ["# A\r\n"]}},
        {"files": {"../elsewhere": "x"}},
        {"files": {"/etc/passwd": "x"}},
        {"files": {"a/../../b": "x"}},
    ],
    ids=str,
)
def test_what_is_not_whole_or_names_files_elsewhere_is_refused(changed: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"git restore \.placette\.json$"):
        read_record(written(tmp_path, **changed))


def test_a_record_of_a_newer_form_names_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"pip install --upgrade -r requirements\.txt$"):
        read_record(written(tmp_path, format=2))


_TASK = re.compile(r"\binvoke (?!-)([a-z][a-z-]*)")
_OF_THE_PACKAGE = re.compile(r"auvergne|clermont|puy-de-d|les carnets|des carnets|cantal", re.IGNORECASE)
_MOST_FILES, _MOST_LINES, _MOST_NAMES, _MOST_RECORDED = 38, 60, 12, 30_000
NAMES = {*TASKS, *tasks_of_packages(ROOT)}


@cache
def plan_of(name: str) -> dict[str, str]:
    """What a site of these wishes begins with. Planned when a test asks: not by every process that lists tests."""
    return plan_site(ALL[name], FRANCE, DAY)


@pytest.mark.parametrize("name", ALL)
def test_a_new_site_is_small(name: str) -> None:
    files = plan_of(name)
    assert len(files) < _MOST_FILES, "with its record"
    assert files["pelicanconf.py"].count("\n") <= _MOST_LINES
    check_root(files)


def check_root(files: dict[str, str]) -> None:
    """Twelve names at most that ``ls`` shows; beside ``.git``, the record, what git ignores and the forge's own."""
    names = {path.split("/")[0] for path in files}
    hidden = {name for name in names if name.startswith(".")}
    assert len(names - hidden) <= _MOST_NAMES, names
    assert hidden <= {".gitignore", ".github", ".forgejo", ".gitlab", ".gitlab-ci.yml"}
    assert {name for name in names if name.startswith("requirements")} == {"requirements.txt"}
    record = render_record(record_of(__version__, DAY, ANSWERED, files))
    assert len(record.encode()) <= _MOST_RECORDED


def test_one_install_brings_placette_and_its_libraries_at_versions_that_were_verified() -> None:
    package, *libraries = plan_of("village")["requirements.txt"].splitlines()
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert package == f"placette=={__version__}"
    assert libraries == re.findall(r"^\S+==[^ \\\n]+", locked, re.MULTILINE)


@pytest.mark.parametrize("name", ALL)
def test_nothing_of_the_demonstration_is_in_it(name: str) -> None:
    files = {path: text for path, text in plan_of(name).items() if path != "territory.json"}
    assert {
        (path, *set(_OF_THE_PACKAGE.findall(text))) for path, text in files.items() if _OF_THE_PACKAGE.search(text)
    } == set()


@pytest.mark.whole
def test_what_tasks_leave_in_the_folder_of_a_site_is_not_to_be_committed(tmp_path: Path) -> None:
    left = ("output/a", "archives/a", ".placette/a", "apercu/a", "preview/a", "sheet.pdf", "le-lavoir-a5.pdf")
    (tmp_path / ".gitignore").write_text(plan_of("village")[".gitignore"], encoding="utf-8")
    git(tmp_path, "init", "-q")
    assert git(tmp_path, "check-ignore", *left, "content/articles/2026/a/a.pdf").split() == list(left)


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


def test_other_sites_are_read_every_night_where_that_is_asked_for_and_an_upgrade_remembers(tmp_path: Path) -> None:
    nightly = {".github/workflows/gather.yml": Forge.GITHUB, ".forgejo/workflows/gather.yml": Forge.FORGEJO}
    for path, forge in nightly.items():
        asked = replace(VILLAGE, forge=forge, gather="yes")
        files = plan_site(asked, FRANCE, DAY)
        assert ("invoke gather" in files[path], "repository/requirements-extras.txt" in files[path]) == (True, True)
        assert path not in plan_site(replace(asked, gather=""), FRANCE, DAY)
    assert read_record(written(tmp_path)).answers["gather"] == "à gather"
    older = {name: answer for name, answer in ANSWERED.items() if name != "gather"}
    assert read_record(written(tmp_path, answers=older)).answers["gather"] == ""


COMMIT = "git+https://forge.example/placette.git@9fceb02d0ae598e95dc970b74767f19372d61af8"


@pytest.mark.parametrize(
    ("source", "package"),
    [
        ("", f"placette=={__version__}"),
        (COMMIT, COMMIT),
        ("/opt/placette", f"placette=={__version__}"),
        ("git+file:///opt/placette@9fceb02", f"placette=={__version__}"),
        ("git+https://forge.example/a b@9fceb02", "git+https://forge.example/a%20b@9fceb02"),
    ],
)
def test_a_site_installs_placette_from_where_others_can_reach_it(
    source: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "source_of_placette", lambda: source)
    assert package_to_install() == package
    for forge in (Forge.GITHUB, Forge.GITLAB, Forge.FORGEJO):
        assert f"--no-deps {package} && " in "".join(dict(workflows_of(forge, "fr")).values())


@pytest.mark.parametrize("name", ALL)
def test_every_task_and_file_that_its_texts_name_is_there(name: str) -> None:
    files = plan_of(name)
    texts = {path: text for path, text in files.items() if path.endswith((".md", ".py", ".yml"))}
    assert {(path, task) for path, text in texts.items() for task in _TASK.findall(text) if task not in NAMES} == set()
    guide = files["CONTRIBUTING.md"]
    pictures = set(re.findall(r"\(([.\w]+/pictures/[^)]+)\)", guide))
    assert pictures == {path for path in files if "/pictures/" in path}
    anchors = {re.sub(r"[^\w -]", "", line.lower()).replace(" ", "-") for line in re.findall(r"^#+ (.+)$", guide, re.M)}
    assert set(re.findall(r"\]\(#([^)]+)\)", guide)) <= anchors
    there = {path for path in re.findall(r"\]\(((?!https?:|#)[\w./-]+\.md)\)", guide) if "../" not in path}
    assert there <= files.keys()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("forge", Forge)
def test_the_guide_speaks_of_forges_where_texts_are_proposed_on_one(forge: Forge, lang: str) -> None:
    guide = plan_site(replace(VILLAGE, forge=forge, lang=lang), FRANCE, DAY)["CONTRIBUTING.md"]
    forges = re.findall(r"[Ff]ork|[Bb]ifurcation|pull request|[Ll]a forge|votre copie|compte:|Commit changes", guide)
    assert bool(forges) == (forge is not Forge.NONE)
    assert "elsewhere" not in guide
    steps = [int(number) for number in re.findall(r"^(\d)\. ", guide, re.M)]
    assert [new for old, new in pairwise(steps) if new not in {1, old + 1}] == []


def test_the_same_answers_give_the_same_bytes() -> None:
    assert plan_site(VILLAGE, FRANCE, DAY) == plan_of("village")


@pytest.mark.whole
@pytest.mark.parametrize(
    ("kind", "written"),
    [(Kind.VILLAGE, "Corte"), (Kind.ASSOCIATION, "")],
)
def test_a_site_of_one_commune_of_several_and_of_no_place_begins_in_order(
    kind: Kind, written: str, tmp_path: Path
) -> None:
    asked = wishes(kind, written, "Ici", Forge.NONE)
    write_site(tmp_path / "site", plan_site(asked, FRANCE, DAY))
    invoke(tmp_path / "site", "build", PYTHONPATH=str(ROOT / "plugins"))
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "site/output").rglob("index.html")]
    assert not [page for page in pages if "Personne n’y écrit" in page or re.search(r"\b1\scommune\b", page)]
    assert (tmp_path / "site/output/communes").exists() == bool(written)
    assert [page for page in pages if "Qui écrit ici" in page and "Écrit à Corte" in page] or written != "Corte"


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


def test_what_registers_know_of_communes_drawn_by_chance_is_filled_in_to_be_checked() -> None:
    codes = Random(58).sample(sorted(FRANCE.halls), 12)
    empty = []
    for code in codes:
        text = plan_site(wishes(Kind.VILLAGE, code, "Ici", Forge.NONE), FRANCE, DAY)["legalconf.py"]
        empty.append(len(re.findall(r'^LEGAL_(?:PUBLISHER\w*|REGISTRATION|CONTACT) = ""', text, re.MULTILINE)))
        assert text.count("à vérifier") == len(
            re.findall(r'^LEGAL_(?:PUBLISHER(?:_[ATE]\w+)?|REG\w+) = "[^"]', text, re.M)
        )
        assert 'LEGAL_PUBLISHER = "Commune d' in text
    assert sum(empty) <= len(codes) / 2, dict(zip(codes, empty, strict=True))
    assert 'LEGAL_REGISTRATION = "243500741"' in plan_of("epci")["legalconf.py"]


FILES = {"a.md": "à\n", "b/c/d.txt": "x"}


@pytest.mark.parametrize("before", [[], ["site"], ["site", "site/.venv"]], ids=len)
def test_all_files_are_there_at_once(before: list[str], tmp_path: Path) -> None:
    for folder in before:
        (tmp_path / folder).mkdir()
    write_site(tmp_path / "site", FILES)
    assert {path: (tmp_path / "site" / path).read_text(encoding="utf-8") for path in FILES} == FILES
    there = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    assert there == {"site", "site/b", "site/b/c", *(f"site/{path}" for path in FILES), *before}


def test_beside_an_environment_interrupted_it_leaves_that_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site" / ".venv").mkdir(parents=True)
    real = Path.rename

    def fail(path: Path, target: Path) -> Path:
        if path.name == "b":
            raise OSError("disk full")
        return real(path, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="full"):
        write_site(tmp_path / "site", FILES)
    assert [path.name for path in (tmp_path / "site").iterdir()] == [".venv"]


@pytest.mark.parametrize("failure", [OSError("disk full"), KeyboardInterrupt()])
def test_interrupted_it_leaves_nothing(failure: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []

    def fail(_folder: Path, path: str, _data: bytes) -> None:
        if written:
            raise failure
        written.append(path)

    monkeypatch.setattr("placette.commands.starting.planning.write_new", fail)
    with pytest.raises(type(failure)):
        write_site(tmp_path / "site", FILES)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", ["../out.md", "a/../../out.md"])
def test_no_file_leaves_the_folder(path: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="outside"):
        write_site(tmp_path / "site", {path: "x"})
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_already_is_left_alone(tmp_path: Path) -> None:
    for name in ("full", "empty"):
        (tmp_path / name).mkdir()
    (tmp_path / "full" / "ours").touch()
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    (tmp_path / "environment" / ".venv").mkdir(parents=True)
    for name in ("full", "file", "link"):
        with pytest.raises(AnswerError):
            refuse_taken(tmp_path / name)
    for name in ("empty", "none", "environment"):
        refuse_taken(tmp_path / name)


@pytest.mark.whole
def test_it_begins_a_history_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")  # git knows no name here
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    write_site(tmp_path / "site", FILES)
    assert begin_history(tmp_path / "site", "Commencer le site") == ""
    log = git(tmp_path / "site", "log", "--format=%s", "--name-only")
    assert sorted(log.split("\n")) == sorted(["", "Commencer le site", *FILES])
    write_site(tmp_path / "site" / "inner", FILES)
    assert "another" in begin_history(tmp_path / "site" / "inner", "x")


@pytest.mark.whole
def test_without_git_it_says_what_is_left_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    write_site(tmp_path / "site", FILES)
    assert "git init" in begin_history(tmp_path / "site", "x")


@pytest.mark.parametrize(
    ("kind", "written", "zone", "holidays"),
    [
        (Kind.VILLAGE, "Saint-André (974)", "Indian/Reunion", "974"),
        (Kind.DEPARTMENT, "Martinique", "America/Martinique", "972"),
        (Kind.VILLAGE, "Strasbourg", "", "67"),
        (Kind.VILLAGE, "Nouméa", "Pacific/Noumea", "988"),
        (Kind.VILLAGE, "Augan", "", ""),
    ],
)
def test_a_site_lives_by_the_clock_and_the_holidays_of_its_place(
    kind: Kind, written: str, zone: str, holidays: str
) -> None:
    text = plan_site(wishes(kind, written, "Ici", Forge.NONE), FRANCE, DAY)["pelicanconf.py"]
    assert re.findall(r'^TIMEZONE = "(.*)"$', text, re.M) == ([zone] if zone else [])
    assert re.findall(r'^LETTERBOX_HOLIDAYS = "(\w+)"', text, re.M) == ([holidays] if holidays else [])
