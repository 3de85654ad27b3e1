"""The built sites that several tests read."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Generator, Iterator
from math import inf
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, settings

from placette.engine.base.files import locked
from placette.engine.base.processes import Executor, ExecutorKind, using
from placette.engine.base.translation import load_catalogue
from tests.fixture_site import ROOT, Site, build, copy_site

# The same examples every time, unless `invoke fuzz` asks for others. No limit of time: a busy machine isn't a fault.
settings.register_profile(
    "placette",
    deadline=None,
    derandomize=not int(os.environ.get("PLACETTE_FUZZ", "0")),
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("placette")

_EVERY_POST_OUT = "1796083200"
_PLAIN = {
    "SHARING_CARDS": False,
    "PICTURES_ON_PAGES": False,
    "GAZETTE_FILES": False,
    "SITEURL": "https://carnets-auvergne.example",
}
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest come first, so that no process ends long after the others; each keeps its order."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))


def pytest_runtest_setup() -> None:
    """Keep collecting garbage, as a long process does: importing ``tasks.py`` turns that off."""
    gc.enable()


@pytest.fixture(scope="module")
def in_this_process() -> Iterator[None]:
    """Texts are read here: a fork of a process that has listed thousands of tests takes ten times as long as reading a
    few. For tests that don't look at who reads, and have nothing that must be stopped."""
    with using(Executor(ExecutorKind.SERIAL)):
        yield


@pytest.fixture(scope="session")
def kitchen_sink(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Site:
    """The site with a bit of everything, published below a path. Only to be read.

    The first process of the tests draws and reads for all: the others begin with a copy of what its build kept.
    """
    room, folder = tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("kitchen-sink")
    shared = (room if worker_id == "master" else room.parent) / "kitchen-sink-cache"
    content, cache = copy_site("kitchen-sink", folder), folder / "cache"
    whole = {"SITEURL": "https://carnets.example/blog", "IDENTITY_WEB_FONTS": True, "SHARING_CARDS": True}
    replies = {"REPLIES_OPEN": True, "REPLIES_WEEKS": 99}
    beside = {
        "ARTICLE_OEMBED_URL": "{date:%Y}/{slug}/oembed.json",
        "COMMUNITY_FEED_JSON": "feeds/communautes/{slug}.json",
    }
    with locked(Path(f"{shared}.lock"), inf):
        if shared.exists():
            shutil.copytree(shared, cache)
        site = build(content, folder, CACHE_PATH=str(cache), **whole, **replies, **beside)
        if not shared.exists():
            shutil.copytree(cache, shared)
    return site


@pytest.fixture(scope="session")
def prepared_photos(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """What a build of the demonstration keeps: by the first process of the tests, for all. Only to be copied."""
    room, folder = tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("prepared-photos")
    shared = (room if worker_id == "master" else room.parent) / "prepared-photos"
    with locked(Path(f"{shared}.lock"), inf):
        if not shared.exists():
            build(ROOT / "content", folder, _EVERY_POST_OUT, CACHE_PATH=str(shared), **_PLAIN)
    return shared


@pytest.fixture(scope="session")
def demonstration_cache(tmp_path_factory: pytest.TempPathFactory, prepared_photos: Path) -> Path:
    """A cache for builds of the demonstration, its photos prepared."""
    return Path(shutil.copytree(prepared_photos, tmp_path_factory.mktemp("demonstration-cache") / "cache"))


@pytest.fixture(scope="session")
def demonstration_pages(tmp_path_factory: pytest.TempPathFactory, demonstration_cache: Path) -> Site:
    """The demonstration site once every post is out (1 December 2026), without drawn pictures. Only to be read."""
    folder = tmp_path_factory.mktemp("demonstration-pages")
    return build(ROOT / "content", folder, _EVERY_POST_OUT, CACHE_PATH=str(demonstration_cache), **_PLAIN)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The content of a site of one post, to be changed at will."""
    return copy_site("minimal", tmp_path)
