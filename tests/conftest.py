"""The built sites that several tests read."""

from __future__ import annotations

import gc
import os
import random
import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator
from datetime import datetime
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import time_machine
import yaml
from hypothesis import HealthCheck, settings
from pelican import Pelican

from placette.engine.base.files import locked
from placette.engine.base.processes import Executor, ExecutorKind, using
from placette.engine.base.translation import load_catalogue
from tests.browser.hosting import hosted
from tests.fixture_site import EVERY_POST_OUT, PLAIN, ROOT, Site, build, copy_project, copy_site, write_file
from tests.warm import CLOCK

# The same examples every time, unless `invoke fuzz` asks for others. No limit of time: a busy machine isn't a fault.
settings.register_profile(
    "placette",
    deadline=None,
    derandomize=not int(os.environ.get("PLACETTE_FUZZ", "0")),
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("placette")

_TODAY = os.environ.get(CLOCK, "")
"""The moment that the tests take for now, and the commands that they run, instead of the true one."""
_STARTING = frozenset({"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn"})
"""The audit events of what only tests marked ``whole`` may do."""
_ALLOWED = ("whole", "browser", "validator", "server")
_SITES = frozenset({"kitchen_sink", "prepared_photos", "demonstration_cache", "demonstration_pages", "demonstration"})
"""The fixtures that build: a test that asks for one is marked."""
_MARKED = re.compile(rf"mark\.(?:{'|'.join(_ALLOWED)})\b|\b(?:{'|'.join(_SITES)})\b")
"""What stands in a file of which a test has such a mark."""
_LONG = (
    "tests/engine/build/test_building_incremental.py",
    "tests/test_package.py",
    "tests/test_features.py",
    "tests/test_everywhere.py",
    "tests/test_tasks.py",
    "tests/workflows/test_proposal.py",
    "tests/engine/build/test_building_lost_addresses.py",
    "tests/commands/review/test_git_index_hooks.py",
)
"""Of half a minute of processor and more each; some of them would else be listed last of all."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What thousands of tests are listed with stays to the end: to look through it for garbage finds none."""
    gc.disable()
    # The tables of cases are read in a tenth of the time by libyaml, and are the same.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml, "SafeLoader", getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        listed = yield
    for lang in ("fr", "en"):  # hundreds of processes that tests fork inherit them
        load_catalogue(lang)
    gc.freeze()
    return listed


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the files without a mark where only marked tests are asked for: most tests are listed for nothing."""
    unmarked = str(config.option.markexpr or True)
    if eval(unmarked, {}, defaultdict(bool)) or not re.fullmatch(r"test_\w+\.py", collection_path.name):
        return None
    return not _MARKED.search(collection_path.read_text(encoding="utf-8")) or None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest come first, so that no process ends long after the others; each keeps its order.

    On another day than today (``CLOCK``) the order is another, too: no test leans on the one before it, but in a story.
    """
    if _TODAY:
        chance, places = random.Random(_TODAY), dict[str, float]()
        units = {item: str(item.path) if item.get_closest_marker("story") else item.nodeid for item in items}
        items.sort(key=lambda item: places.setdefault(units[item], chance.random()))
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))
    for item in items:
        if _SITES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("whole")
    marked = {item.path for item in items if any(item.get_closest_marker(mark) for mark in _ALLOWED)}
    if hidden := [str(path) for path in marked if not _MARKED.search(path.read_text(encoding="utf-8"))]:
        raise pytest.UsageError(f"Marked from outside, so that a choice of marks would miss them: {hidden}")


class _Guard:
    """Refuses a test that isn't marked what makes it one of a whole program: a process, a fork, a site."""

    def __init__(self) -> None:
        self.refusing = False
        sys.addaudithook(self._notice)

    def _notice(self, event: str, _arguments: object) -> None:
        if self.refusing and event in _STARTING:
            self.refuse(event)

    def refuse(self, what: str) -> None:
        """End the test; said once, for what ends it may start something itself."""
        self.refusing = False
        pytest.fail(f"{what} in a test that isn't marked: @pytest.mark.whole", pytrace=False)


_GUARD = _Guard()
_HOSTED = "placette_hosted"
"""What the processes of the tests are told: the folder of the demonstration that browsers visit, and its address."""


class _Hosting:
    """One server for all processes of the tests, in the one that waits for them; nothing lies there at first."""

    def __init__(self) -> None:
        self.room = TemporaryDirectory(prefix="placette-demonstration-")
        self.server = hosted(Path(self.room.name, "output"))
        self.place = self.room.name, self.server.__enter__()

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a process where the demonstration lies."""
        node.workerinput[_HOSTED] = self.place

    def pytest_unconfigure(self) -> None:
        """End the server."""
        self.server.__exit__(None, None, None)
        self.room.cleanup()


def pytest_configure(config: pytest.Config) -> None:
    """Refuse unmarked tests to build a site; host the demonstration in the first process."""
    if _TODAY:
        time_machine.travel(datetime.fromisoformat(_TODAY)).start()
    run = Pelican.run

    def watched_run(pelican: Pelican) -> None:
        if _GUARD.refusing:
            _GUARD.refuse("building a site")
        run(pelican)

    Pelican.run = watched_run
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Hosting(), _HOSTED)


@pytest.fixture(scope="session")
def hosted_room(pytestconfig: pytest.Config) -> tuple[Path, str]:
    """The folder whose ``output`` is hosted for all processes of the tests, and the address of that."""
    worker: Any = getattr(pytestconfig, "workerinput", None)
    hosting: Any = pytestconfig.pluginmanager.get_plugin(_HOSTED)
    folder, address = worker[_HOSTED] if worker else hosting.place
    return Path(folder), address


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Watch a test that has no mark, its fixtures too."""
    _GUARD.refusing = not any(item.get_closest_marker(mark) for mark in _ALLOWED)
    try:
        return (yield)
    finally:
        _GUARD.refusing = False


def pytest_runtest_setup() -> None:
    """Keep collecting garbage, as a long process does: importing ``tasks.py`` turns that off."""
    gc.enable()


@pytest.fixture(scope="module")
def in_this_process() -> Iterator[None]:
    """Texts are read here: a fork of a process that has listed thousands of tests takes ten times as long as reading a
    few. For tests that don't look at who reads, and have nothing that must be stopped."""
    with using(Executor(ExecutorKind.SERIAL)):
        yield


Make = Callable[[Path], None]


@pytest.fixture(scope="session")
def once_a_run(hosted_room: tuple[Path, str]) -> Callable[[str, Make], Path]:
    """Makes a folder, of a name, in the first process of the tests that wants it, for all of them. Only to be read."""
    room, _address = hosted_room

    def folder_of(name: str, make: Make) -> Path:
        folder, complete = room / name, room / f"{name}.complete"
        if not complete.exists():
            with locked(room / f"{name}.lock", inf):  # the making alone: whoever finds it made doesn't wait
                if not complete.exists():
                    folder.mkdir(exist_ok=True)
                    make(folder)
                    complete.touch()
        return folder

    return folder_of


@pytest.fixture(scope="session")
def kitchen_sink(tmp_path_factory: pytest.TempPathFactory, once_a_run: Callable[[str, Make], Path]) -> Site:
    """The site with a bit of everything, published below a path. Only to be read.

    The first process of the tests draws and reads for all: the others begin with a copy of what its build kept.
    """
    whole = {"SITEURL": "https://carnets.example/blog", "IDENTITY_WEB_FONTS": True, "SHARING_CARDS": True}
    replies = {"REPLIES_OPEN": True, "REPLIES_WEEKS": 99}
    beside = {
        "ARTICLE_OEMBED_URL": "{date:%Y}/{slug}/oembed.json",
        "COMMUNITY_FEED_JSON": "feeds/communautes/{slug}.json",
    }

    def build_in(folder: Path, cache: Path) -> Site:
        content = copy_site("kitchen-sink", folder)
        return build(content, folder, CACHE_PATH=str(cache), **whole, **replies, **beside)

    def make(folder: Path) -> None:
        build_in(tmp_path_factory.mktemp("first-kitchen-sink"), folder / "cache")

    folder = tmp_path_factory.mktemp("kitchen-sink")
    cache = shutil.copytree(once_a_run("kitchen-sink-cache", make) / "cache", folder / "cache")
    return build_in(folder, cache)


@pytest.fixture(scope="session")
def prepared_photos(tmp_path_factory: pytest.TempPathFactory, once_a_run: Callable[[str, Make], Path]) -> Path:
    """What a build of the demonstration keeps: by the first process of the tests, for all. Only to be copied."""

    def make(folder: Path) -> None:
        room = tmp_path_factory.mktemp("prepared-photos")
        build(ROOT / "content", room, EVERY_POST_OUT, CACHE_PATH=str(folder / "cache"), **PLAIN)

    return once_a_run("prepared-photos", make) / "cache"


@pytest.fixture(scope="session")
def demonstration_cache(tmp_path_factory: pytest.TempPathFactory, prepared_photos: Path) -> Path:
    """A cache for builds of the demonstration, its photos prepared."""
    return Path(shutil.copytree(prepared_photos, tmp_path_factory.mktemp("demonstration-cache") / "cache"))


@pytest.fixture(scope="session")
def demonstration_pages(tmp_path_factory: pytest.TempPathFactory, demonstration_cache: Path) -> Site:
    """The demonstration site once every post is out (1 December 2026), without drawn pictures. Only to be read."""
    folder = tmp_path_factory.mktemp("demonstration-pages")
    return build(ROOT / "content", folder, EVERY_POST_OUT, CACHE_PATH=str(demonstration_cache), **PLAIN)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The content of a site of one post, to be changed at will."""
    return copy_site("minimal", tmp_path)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project around the site of one post, to be changed at will."""
    return copy_project("minimal", tmp_path)


@pytest.fixture
def online(tmp_path: Path) -> Path:
    """The same project, whose address is its own."""
    project = copy_project("minimal", tmp_path, 'SITEURL = "https://carnets.example"')
    write_file(project / "publishconf.py", "from pelicanconf import *\n")
    return project
