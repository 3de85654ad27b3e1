"""Tasks: test, fuzz, bench, words, requirements."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from invoke import Context, Exit, task

from placette.commands.site_tasks import ROOT, need, refuse
from placette.engine.base.dates import FILE as CLDR
from placette.engine.base.files import write_atomic
from placette.engine.base.installed import version_of

_WINDOWED = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
BROWSERS = ("chromium-headless-shell", "chrome-headless-shell", *_WINDOWED)
"""Chromium without windows first: the same engine opens a page four times faster."""
_WELL_KNOWN = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)


@dataclass(frozen=True, slots=True)
class Tool:
    """A program the tests need: how it is called, its Debian packages, what to print for who lacks it."""

    name: str
    commands: tuple[str, ...]
    debian: tuple[str, ...]
    advice: str


BROWSER = Tool(
    "chromium",
    BROWSERS,
    ("chromium-headless-shell", "fonts-liberation", "libfribidi0"),
    (
        "Install Chromium or Google Chrome (Debian: apt install chromium-headless-shell), "
        "or run: invoke test --no-browser"
    ),
)
WINDOWED = Tool("chromium", _WINDOWED, ("chromium",), BROWSER.advice)
"""A browser as people have it, which some tests need as well: it asks for icons, measures letters by parts of a pixel,
and its windows get the focus that leaves a page. A headless one is enough where it can't be installed."""
JAVA = Tool(
    "java",
    ("java",),
    ("default-jre-headless",),
    "Install Java 17 or later (Debian: apt install default-jre-headless), or run: invoke test --no-browser",
)
NPM = Tool(
    "npm",
    ("npm",),
    ("npm",),
    "Install Node.js with npm (Debian: apt install npm), or run: invoke test --no-browser",
)
NGINX = Tool(
    "nginx",
    ("nginx",),
    ("nginx", "libnginx-mod-http-brotli-static"),
    (
        "Install nginx and its brotli module (Debian: apt install nginx libnginx-mod-http-brotli-static), "
        "or run: invoke test --no-browser"
    ),
)
SSHD = Tool(
    "sshd",
    ("sshd",),
    ("openssh-server", "openssh-client"),
    "Install an SSH server and client (Debian: apt install openssh-server), or run: invoke test --no-browser",
)
RSYNC = Tool(
    "rsync", ("rsync",), ("rsync",), "Install rsync (Debian: apt install rsync), or run: invoke test --no-browser"
)
RCLONE = Tool(
    "rclone",
    ("rclone",),
    ("rclone",),
    "Install rclone (Debian: apt install rclone), or run: invoke test --no-browser",
)
DOVECOT = Tool(
    "dovecot",
    ("dovecot",),
    ("dovecot-imapd",),
    "Install Dovecot (Debian: apt install dovecot-imapd), or run: invoke test --no-browser",
)
TOOLS = (BROWSER, JAVA, NPM, NGINX, SSHD, RSYNC, RCLONE, DOVECOT)
EVERYDAY_TOOLS = (BROWSER, NPM)


def find(tool: Tool) -> str:
    """The path of a tool's program; empty when it isn't installed."""
    for command in tool.commands:
        if found := shutil.which(command):
            return found
    return next((path for path in _WELL_KNOWN if tool in {BROWSER, WINDOWED} and Path(path).is_file()), "")


def missing(tools: Sequence[Tool] = TOOLS) -> list[Tool]:
    """The tools that are not installed."""
    return [tool for tool in tools if not find(tool)]


def may_install() -> bool:
    """Return whether this is Debian (or a child of it) and we are root."""
    return sys.platform == "linux" and bool(shutil.which("apt-get")) and os.geteuid() == 0


def to_install(lacking: Sequence[Tool]) -> list[Tool]:
    """Packages that root installs before the tests: all missing ones, and on Debian the browsers in any case: an old
    one would hide what the one of a new machine does otherwise."""
    browsers = [BROWSER, WINDOWED] if _is_debian() else []
    return [*browsers, *(tool for tool in lacking if tool not in browsers)]


def _is_debian() -> bool:
    """Return whether this is Debian and none of its children, which have other packages."""
    try:
        return platform.freedesktop_os_release()["ID"] == "debian"
    except OSError:
        return False


def browser_version(path: str) -> str:
    """Return the version of a Chromium, by its own answer when it runs: on Windows it answers no question."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        version = browser.version
        browser.close()
    return version


def debian_packages(tools: Sequence[Tool]) -> list[str]:
    """The packages that bring the tools, sorted."""
    return sorted({package for tool in tools for package in tool.debian})


_TOOLS = ROOT / ".placette-tools"
_LANGUAGES = ("en", "fr")
_VARIABLES = {
    "PLACETTE_BROWSER": BROWSER,
    "PLACETTE_WINDOWED": WINDOWED,
    "PLACETTE_JAVA": JAVA,
    "PLACETTE_NGINX": NGINX,
    "PLACETTE_SSHD": SSHD,
    "PLACETTE_RCLONE": RCLONE,
    "PLACETTE_DOVECOT": DOVECOT,
}
"""The places where the tests look for the programs that they run."""
_OUTSIDE = "browser or validator or server"
_EVERYDAY = f"everyday or not (night or whole or {_OUTSIDE})"
"""What a person runs: see the markers in ``pyproject.toml``."""
_UNITS = (
    *("tests/engine/base", "tests/engine/findings", "tests/test_everywhere.py"),
    *("-m", f"not ({_OUTSIDE} or no_cover)"),
)
"""The tests of other versions of Python: those of the lowest rooms, and a site checked and built in earnest."""
_PYTHONS = ("3.11", "3.12", "3.13", "3.14")
LOCKED: Mapping[str, tuple[str, ...]] = {
    "requirements.txt": (),
    "requirements-extras.txt": (*"archive brotli fonts gazette import letters network pdf".split(),),
    "requirements-test.txt": ("test",),
}
"""The locked lists from the smallest to the largest, and the extras that each has beside the core."""
STYLE = (("-m", "ruff", "check", "."), ("-m", "ruff", "format", "--check", "."))
TYPES = ("-m", "mypy", "plugins", "tasks.py", "tests")
BEFORE_COMMITS = (*STYLE, TYPES)
"""What ``.pre-commit-config.yaml`` begins with too."""


@task(
    positional=[],
    help={
        "all_": "Those too that run commands, build sites, need browsers, the validator or servers; none of the night.",
        "rest": "What --all has beside the tests of every day.",
        "nightly": "Every test, with coverage, quick ones as on other days, random texts for longer, other Pythons.",
        "browser": "Use --no-browser to leave out the tests that need a browser, the validator or a server.",
        "options": "More options for pytest.",
    },
)
def test(
    context: Context,
    all_: bool = False,
    rest: bool = False,
    nightly: bool = False,
    browser: bool = True,
    options: str = "",
) -> None:
    """Run the tests of every day: style, types, all that is quick, and a browser on the demonstration."""
    need("test", "pytest", "mypy", "ruff")
    if not browser:
        print("Without browser, validator and servers, as you asked: not everything is tested.", flush=True)
    chosen = "" if nightly else "not night" if all_ else f"not ({_EVERYDAY} or night)" if rest else _EVERYDAY
    marks = [f"({part})" for part in (chosen, "" if browser else f"not ({_OUTSIDE})") if part]
    tools = (TOOLS if all_ or rest or nightly else EVERYDAY_TOOLS) if browser else ()
    with ThreadPoolExecutor(2) as beside:
        preparing = beside.submit(_prepare, Context(context.config), tools)
        for step in STYLE if not rest else ():
            _run(context, [sys.executable, *step])
        preparing.result()
        typing = None if rest else beside.submit(_check_types)
        measured = coverage_options(sys.version_info[:2]) if nightly else []
        if measured:
            os.environ["COVERAGE_CORE"] = "sysmon"
        try:
            _run_pytest(context, [*(["-m", " and ".join(marks)] if marks else []), *measured], options)
        finally:
            types = typing.result() if typing else None
            print(types.stdout if types else "", end="", flush=True)
    _refuse_failure(types.returncode if types else 0, ["mypy"])
    if nightly:
        _run_on_other_days(context)
        fuzz(context)
        for python in other_pythons():
            _test_units(context, python)


def _run_on_other_days(context: Context) -> None:
    """Run what is quick as on other days, in another order on each: no test leans on today or on the one before it."""
    for day in other_days(datetime.now(UTC)):
        os.environ["PLACETTE_TESTS_CLOCK"] = day.isoformat()  # CLOCK of tests/warm.py
        _run_pytest(context, ["-m", f"not (whole or {_OUTSIDE})"], "")
    os.environ.pop("PLACETTE_TESTS_CLOCK", None)


def other_days(now: datetime) -> list[datetime]:
    """Return days on which tests that lean on today fail: a month's last, a leap day, a holiday, a year from now."""
    last = (now.replace(day=1) + timedelta(31)).replace(day=1) - timedelta(1)
    leap = now.replace(year=now.year // 4 * 4 + 4, month=2, day=29)
    return [last, leap, now.replace(year=now.year + 1, month=5, day=1), now + timedelta(365)]


def _check_types() -> subprocess.CompletedProcess[str]:
    """Check types while the tests run: it takes one core alone."""
    return subprocess.run([sys.executable, *TYPES], cwd=ROOT, capture_output=True, text=True, check=False)


def other_pythons() -> list[str]:
    """The other versions of Python on this machine. A name may be there and lead to none, as those of pyenv do."""
    others = [version for version in _PYTHONS if version != f"{sys.version_info[0]}.{sys.version_info[1]}"]
    return [f"python{version}" for version in others if _answers(f"python{version}")]


def _answers(python: str) -> bool:
    if not shutil.which(python):
        return False
    return subprocess.run([python, "-c", "import venv"], capture_output=True, check=False).returncode == 0


def _test_units(context: Context, python: str) -> None:
    """Run the unit part on another Python, in an environment of its own. Debian's may come without pip: ours serves."""
    place = ROOT / ".venv" / "others" / python
    _run(context, [python, "-m", "venv", "--without-pip", str(place)])
    own = next(path for path in (place / "bin" / "python", place / "Scripts" / "python.exe") if path.exists())
    pip = [sys.executable, "-m", "pip", "--python", str(own)]
    _run(context, [*pip, "install", "-q", "-r", "requirements-test.txt"])
    print(f"The unit part on {python}", flush=True)
    _run_pytest(context, _UNITS, "", str(own))


def _run_pytest(context: Context, choice: Sequence[str], options: str, python: str = sys.executable) -> None:
    """Run the tests of a choice side by side; ends the task when one fails."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of commands are run, and each would compile all of us
    # A room of their own: what an earlier run left in the machine's shared one is none of this run's business.
    room = Path(tempfile.mkdtemp(prefix="placette-tests-"))
    # One more than there are cores: many tests wait for a process of their own. A file's tests share what they build.
    spread = ["-n", str((os.cpu_count() or 1) + 1), "--dist", "loadfile", "--no-loadscope-reorder"]
    tests = ["-m", "pytest", "-q", *spread, *choice, f"--basetemp={room / 'tests'}", *options.split()]
    _run(context, [python, *tests])
    shutil.rmtree(room)  # kept, to be looked at, when a test failed


def coverage_options(version: tuple[int, int]) -> list[str]:
    """The options that measure coverage where Python's own monitoring makes it cheap: from 3.12 on (PEP 669).

    Of branches from 3.14 on: before, coverage.py can't measure them by monitoring.
    """
    return [] if version < (3, 12) else ["--cov"] if version < (3, 14) else ["--cov", "--cov-branch"]


@task(help={"examples": "How many examples of each property to try."})
def fuzz(_context: Context, examples: int = 20_000) -> None:
    """Test the reading with random texts, new ones every time, for as long as it takes."""
    need("test", "hypothesis", "pytest")
    watched = ("-s", "-p", "tests.tools.quality.examples")  # -s: captured output is shown at the end alone
    command = [sys.executable, "-m", "pytest", "-q", *watched, "tests/engine/texts/test_texts_fuzzing.py"]
    environment = {**os.environ, "PLACETTE_FUZZ": str(examples), "PYTHONPATH": str(ROOT / "plugins")}
    _refuse_failure(subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode, command)


@task(
    help={
        "posts": "How many invented posts the sites have, separated by commas; from 1,000 on results are written down.",
        "repeat": "How many runs the medians come from; at least three.",
        "repeat_large": "The same from 10,000 posts on.",
        "json": "A file to write the figures to, as JSON.",
        "add": "Such a file of an earlier run, whose sizes are shown too.",
        "rivals": "Measure Eleventy and Astro too (needs npm), with at most 1,000 posts.",
        "keep": "Keep the sites that were built, and say where they are.",
    }
)
def bench(
    _context: Context,
    posts: str = "1000",
    repeat: int = 3,
    repeat_large: int = 1,
    json: str = "",
    add: str = "",
    rivals: bool = False,
    keep: bool = False,
) -> None:
    """Measure builds beside Hugo's and Pelican's, with the same invented posts (extra “bench”)."""
    command = f"-m tests.benchmarks --posts={posts} --repeat={repeat} --repeat-large={repeat_large}".split()
    command += [f"{option}={Path(file).resolve()}" for option, file in (("--json", json), ("--add", add)) if file]
    command += [option for option, wanted in (("--rivals", rivals), ("--keep", keep)) if wanted]
    if code := subprocess.run([sys.executable, *command], cwd=ROOT, check=False).returncode:
        raise Exit(code=code)


@task
def words(_context: Context) -> None:
    """Renew the catalogues from the sentences in the code; new ones wait there for their translation."""
    need("test", "babel", "fonttools")
    from placette.features.sharing.fonts import DRAWN
    from tests.tools.quality.catalogues import (
        CATALOGUES,
        merge,
        msgids_of,
        render_cldr,
        render_drawn,
    )

    for path, data in ((CLDR, render_cldr(_LANGUAGES)), (DRAWN, render_drawn())):
        print(path.relative_to(ROOT), "✎" if write_atomic(path, data) else "=")
    made: dict[Path, bytes] = {}  # before any is written: a sentence may move from one to another
    for folder in CATALOGUES:
        msgids = msgids_of(ROOT, folder)
        for lang in _LANGUAGES:
            others = [ROOT / other / f"{lang}.po" for other in CATALOGUES if other != folder]
            path = ROOT / folder / f"{lang}.po"
            made[path] = merge(path, msgids, lang, others)
    for path, data in made.items():
        print(path.relative_to(ROOT), "✎" if write_atomic(path, data) else "=")


@task
def references(_context: Context) -> None:
    """Renew the references of all settings and tasks in the manual, from their declarations."""
    from placette.engine.findings.problems import manual_folder
    from placette.tasks import every_task
    from tests.tools.quality.references import references_of, shipped_settings

    for path, text in references_of(shipped_settings(), every_task()).items():
        print(path, "✎" if write_atomic(manual_folder() / path, text.encode()) else "=")


@task(help={"upgrade": "Take the newest versions that pyproject.toml allows."})
def requirements(context: Context, upgrade: bool = False) -> None:
    """Compile the files requirements*.txt, with hashes, from pyproject.toml (needs uv)."""
    if not version_of("uv"):
        refuse("This task needs more libraries. Install them: {command}", command="pip install uv")
    flags = "--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet"
    flags += " --no-strip-extras"  # without them, pip takes a newer version than the pinned one and finds no hash
    renew = "--upgrade" if upgrade else ""
    targets = list(LOCKED)[::-1]
    for larger, target in zip(("", *targets), targets, strict=False):
        if larger:  # uv keeps the versions that it finds in its target: one environment serves all lists
            write_atomic(ROOT / target, (ROOT / larger).read_bytes())
        options = f"{flags} {'' if larger else renew} {' '.join(f'--extra {extra}' for extra in LOCKED[target])}"
        _run(context, f"{sys.executable} -m uv pip compile {options} -o {target} pyproject.toml".split())


def _prepare(context: Context, tools: Sequence[Tool]) -> None:
    """Find the tools, or install them; print which browsers run; then fetch the validator and axe. Nothing for none."""
    if not tools:
        return
    absent = missing(tools)
    if may_install() and (wanted := to_install(absent) if tools == TOOLS else absent):
        packages = " ".join(debian_packages(wanted))
        _run(context, ["apt-get", "update", "-qq"])
        _run(context, f"apt-get install -y -qq --no-install-recommends {packages}".split())
        absent = missing(tools)
    if absent:
        raise Exit("\n".join(tool.advice for tool in absent), 2)
    os.environ["PLACETTE_TOOLS"] = str(_TOOLS)
    for variable, tool in _VARIABLES.items():
        os.environ[variable] = find(tool)
    for path in sorted({find(BROWSER), find(WINDOWED)} - {""}):
        print(f"Chromium {browser_version(path)}: {path}", flush=True)
    _fetch_packages(context)


def _fetch_packages(context: Context) -> None:
    """Bring the validator and axe as locked in tests/tools; none of their scripts is run."""
    locked = ROOT / "tests" / "tools"
    wanted = (locked / "package-lock.json").read_bytes()
    marker = _TOOLS / "package-lock.json"
    if marker.is_file() and marker.read_bytes() == wanted and (_TOOLS / "node_modules").is_dir():
        return
    for name in ("package.json", "package-lock.json"):
        write_atomic(_TOOLS / name, (locked / name).read_bytes())
    _run(context, ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], _TOOLS)


def _run(context: Context, command: list[str], folder: Path = ROOT) -> None:
    """Run a command where its output can be seen; end the task when it fails."""
    with context.cd(str(folder)):
        line = " ".join(f'"{part}"' if " " in part else part for part in command)
        outcome = context.run(line, warn=True, pty=False)
    _refuse_failure(1 if outcome is None else outcome.exited, command)


def _refuse_failure(code: int, command: list[str]) -> None:
    if code:
        refuse("This step failed: {command}", 1, command=" ".join(command))
