"""Small sites and projects for the tests: content under ``tests/sites``, a real Pelican, the real settings, real git.

Every build takes 1 July 2026, noon, as «now», so that what is scheduled stays scheduled.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image
from selectolax.lexbor import LexborHTMLParser, LexborNode

from placette.engine.base.files import walk_files
from placette.engine.build.building import Outcome
from placette.engine.content.build import Build
from placette.plugin import build_site, load_site
from tests import fixture_warm

ROOT = Path(__file__).parents[1]
SITES = Path(__file__).parent / "sites"
EPOCH = "1782907200"
"""1 July 2026, 12:00 UTC."""
EVERY_POST_OUT = "1796083200"
"""1 December 2026: every post of the demonstration is out."""
PLAIN: dict[str, Any] = {
    "SHARING_CARDS": False,
    "PICTURES_ON_PAGES": False,
    "GAZETTE_FILES": False,
    "SITEURL": "https://carnets-auvergne.example",
}
"""The demonstration without what is drawn or typeset: tests about these ask for them by name."""
ORIGIN = "https://carnets.example"
_PROGRESS = re.compile(r"(?m)^.*(?:\(\d+\W?%\)(?:, .*)?|Déjà \d+\W?s\.|\d+\W?s so far\.)\n")
_SPACES = re.compile(r"[ \n\t]+")
BUILT = "/output/\n/.placette/\n__pycache__/\n"
"""What a project's repository leaves alone."""
GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Léa",
    "GIT_AUTHOR_EMAIL": "lea@carnets.example",
    "GIT_COMMITTER_NAME": "Léa",
    "GIT_COMMITTER_EMAIL": "lea@carnets.example",
}
"""The variables of git: an invented person's, and no settings of this machine's."""
_PROJECT = ("plugins", "themes", "pelicanconf.py", "publishconf.py", "tasks.py", "territory.json")


@dataclass(frozen=True)
class Site:
    """A built site: its folder, its public address and its report."""

    output: Path
    address: str
    outcome: Outcome

    @property
    def build(self) -> Build:
        assert self.outcome.build, "nothing had changed: there was nothing to build"
        return self.outcome.build

    def files(self) -> list[str]:
        return walk_files(self.output)

    def text(self, path: str) -> str:
        return (self.output / path).read_text(encoding="utf-8")

    def page(self, path: str) -> LexborHTMLParser:
        """A page by its address from the site's root."""
        return LexborHTMLParser(self.text(f"{path}index.html" if not path or path.endswith("/") else path))

    def texts_of(self, path: str, selector: str) -> list[str]:
        """What the elements say, spaces simplified (no-break ones kept)."""
        return [_SPACES.sub(" ", node.text()).strip(" ") for node in self.page(path).css(selector)]


def only(tree: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    """The one element that matches; a test fails where there is none, or another."""
    (node,) = tree.css(selector)
    return node


def codes_of(*rooms: str) -> set[str]:
    """The codes of the messages of rooms of the core: ``features/legal``, or ``features`` for all of them."""
    files = [file for room in rooms for file in (ROOT / "plugins/placette" / room).rglob("messages.yml")]
    return {code for file in files for code in yaml.safe_load(file.read_bytes())}


def copy_site(name: str, folder: Path) -> Path:
    """A content folder of its own for a test, with its photos drawn as ``photos.yml`` says; gives its path."""
    content = folder / "content"
    shutil.copytree(SITES / name / "content", content)
    photos = SITES / name / "photos.yml"
    for path, (width, height) in (yaml.safe_load(photos.read_text()) if photos.exists() else {}).items():
        image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
        image.save(content / path, quality=80)
    return content


SETTINGS_FILE = ROOT / "pelicanconf.py"


def settings_of(content: Path, folder: Path, /, **overrides: Any) -> dict[str, Any]:
    """The real settings, for a content folder and with output and cache in ``folder``."""
    return load_site(SETTINGS_FILE, **given_of(content, folder, **overrides))


def given_of(content: Path, folder: Path, /, **overrides: Any) -> dict[str, Any]:
    """What these settings are beside what the file says."""
    return {
        "PATH": str(content),
        "OUTPUT_PATH": str(folder / "output"),
        "CACHE_PATH": str(folder / "cache"),
        "SITEURL": ORIGIN,
        "IDENTITY_WEB_FONTS": False,  # few tests look at them
        "SHARING_CARDS": False,  # nor at these, whose drawing takes twice as long as all the rest of a small site
        "BUILDING_EXECUTOR": "serial",  # starting the others takes longer than such a site
        "VIEWS_MENU": (("Lire", "archives/"), ("Auteurs", "auteurs/")),
        "VIEWS_FOOTER": (("Plan du site", "plan-du-site/"),),
        **overrides,
    }


def build(content: Path, folder: Path, now: str = EPOCH, /, **overrides: Any) -> Site:
    """Build a content folder as if it were ``now`` (seconds since 1970); raises what the build raises."""
    settings = settings_of(content, folder, **overrides)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", now)
        outcome = build_site(settings)
    return Site(Path(settings["OUTPUT_PATH"]), str(settings["SITEURL"]), outcome)


def trust_times(patch: pytest.MonkeyPatch) -> None:
    """Set the clock two seconds ahead, as far as that of a file system may lag: what was just written is settled."""
    present = time.time_ns
    patch.setattr(time, "time_ns", lambda: present() + 2_000_000_000)


def copy_project(name: str, folder: Path, *settings: str) -> Path:
    """A project of its own (code, theme, settings, more of them) around the content of a fixture site; its path."""
    project = folder / "project"
    project.mkdir(parents=True)
    for part in _PROJECT:
        if (ROOT / part).is_dir():
            _copy_folder(ROOT / part, project / part)
        else:
            shutil.copyfile(ROOT / part, project / part)
    copy_site(name, project)
    write_setting(
        project,
        'VIEWS_MENU, VIEWS_FOOTER, IDENTITY_WEB_FONTS, SHARING_CARDS = (("Lire", "archives/"),), (), False, False',
        'LEGAL_NOTICE_PAGE = LEGAL_PRIVACY_PAGE = LEGAL_ACCESSIBILITY_PAGE = ""',
        *settings,
    )
    return project


def _copy_folder(source: Path, target: Path) -> None:
    """With the times of its files. The system's own program takes half as long, where there is one."""
    if program := shutil.which("cp"):
        command = [program, "-rp", f"{source}/.", str(target)]
        done = subprocess.run(command, check=False)
        if done.returncode:  # a file that another test was writing beside our code has its name by now
            subprocess.run(command, check=True)
    else:
        shutil.copytree(source, target)


def write_setting(project: Path, *lines: str) -> None:
    """Add lines to the settings of a project."""
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write("".join(f"\n{line}\n" for line in lines))


def write_file(path: Path, data: str | bytes = "") -> Path:
    """Write a file, and the folders that it lies in; gives its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files by their paths below a folder; gives the folder."""
    for path, data in files.items():
        write_file(folder / path, data)
    return folder


def edit_file(path: Path, old: str, new: str, count: int = -1) -> None:
    """Replace words of a text, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} has no {old!r}"
    write_file(path, text.replace(old, new, count))


def ask_git(folder: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run git as an invented person, with no settings of this machine's; it may fail."""
    environment = {**_variables(), **GIT, "HOME": str(folder), **variables}
    return subprocess.run(
        ["git", *words], cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def git(folder: Path, *words: str, **variables: str) -> str:
    """Return what git answers, without the end of the last line; fails where it fails."""
    answer = ask_git(folder, *words, **variables)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.rstrip("\n")


def commit(folder: Path, message: str = "x", *added: str, **variables: str) -> str:
    """Commit all that lies in a repository (or what is ``added``), even nothing; gives the name of the commit."""
    git(folder, "add", *(added or ("-A",)))
    git(folder, "commit", "-q", "--allow-empty", "-m", message, **variables)
    return git(folder, "rev-parse", "HEAD")


def make_repository(folder: Path, ignored: str = "", branch: str = "") -> Path:
    """Make a repository of a folder, whose ``main`` begins with all that lies there; goes on in a branch, if any."""
    if ignored:
        write_file(folder / ".gitignore", ignored)
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "base")
    if branch:
        git(folder, "switch", "-qc", branch)
    return folder


def _variables() -> dict[str, str]:
    """This process's variables, but for those that would steer git or measure a command."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "COVERAGE_", "COV_"))}


def run(project: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a Python module (``invoke build``) in a project, as a person would in a terminal.

    In a process that has imported our code already, where that makes no difference but of time.
    """
    variables = {**_variables(), "SOURCE_DATE_EPOCH": EPOCH, "PYTHONIOENCODING": "utf-8", **environment}
    if fixture_warm.can_run(project, variables):
        return fixture_warm.run(project, command, variables)
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=project,
        env=variables,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )


def invoke(project: Path, *words: str, code: int | None = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a task in a project, which must end with this exit code (None: any)."""
    done = run(project, "invoke", *words, **environment)
    assert code in {None, done.returncode}, done.stdout + done.stderr
    return done


def complaints(done: subprocess.CompletedProcess[str]) -> str:
    """What a command wrote to its standard error, but for how far it had come: a busy machine makes it say that."""
    return _PROGRESS.sub("", done.stderr)


def territory_of(folder: Path, *codes: str) -> str:
    """A territory file of some communes of the demonstration's, in ``folder``; gives its path."""
    reference = json.loads((ROOT / "territory.json").read_text(encoding="utf-8"))
    reference["communes"] = [row for row in reference["communes"] if row[0] in codes]
    reference["former"] = [row for row in reference["former"] if row[2] in codes]
    target = folder / "territory.json"
    target.write_text(json.dumps(reference), encoding="utf-8")
    return str(target)
