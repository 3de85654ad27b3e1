"""A build may be killed at any moment, or meet another: each file is old or new, and the next build is right."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.benchmarks.corpus import make_corpus
from tests.benchmarks.measuring import ROOT
from tests.benchmarks.sites import Placette
from tests.engine.build.fixture_nursery import Nursery
from tests.engine.build.fixture_twice import differences, digests, empty_folders

pytestmark = [
    pytest.mark.no_cover,
    pytest.mark.skipif(sys.platform == "win32", reason="to kill a group of processes takes POSIX"),
    pytest.mark.whole,
]

_KILLS = 5
"""Of each kind of build."""
_REPAIRED = 5
"""Every how many kills the next build is looked at: it costs more than the kill."""
_POSTS = 20
_NOW = "1822852800"
"""A moment (6 October 2027) after the last post of the corpus."""
_COMMAND = [sys.executable, str(ROOT / "tests" / "benchmarks" / "build_once.py")]


@dataclass(frozen=True)
class Site:
    """A site whose content was edited since ``before`` (its output and cache) was built.

    ``old`` and ``new`` are what builds from nothing gave before and after the edit; ``seconds`` what they take.
    """

    folder: Path
    before: Path
    nursery: Nursery
    old: dict[str, str]
    new: dict[str, str]
    seconds: dict[str, float]

    def set_back(self, kind: str) -> dict[str, str]:
        """Output and cache as before the edit, or gone; what the output holds."""
        for part in ("output", "cache"):
            shutil.rmtree(self.folder / part, ignore_errors=True)
            if kind == "incremental":
                shutil.copytree(self.before / part, self.folder / part)
        return self.old if kind == "incremental" else {}


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    nursery = Nursery({"SOURCE_DATE_EPOCH": _NOW})
    yield nursery
    nursery.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, nursery: Nursery) -> Site:
    folder = tmp_path_factory.mktemp("killing") / "site"
    folder.mkdir()
    Placette().write(folder, make_corpus(_POSTS))
    _timed(nursery, folder)
    old, before = digests(folder / "output"), folder.parent / "before"
    for part in ("output", "cache"):
        shutil.copytree(folder / part, before / part)
    _edit(folder)
    seconds = {"incremental": _timed(nursery, folder)}
    changed = digests(folder / "output")
    for part in ("output", "cache"):
        shutil.rmtree(folder / part)
    seconds["cold"] = _timed(nursery, folder)
    new = digests(folder / "output")
    assert differences(changed, new) == []
    assert len(differences(old, new)) > 10
    return Site(folder, before, nursery, old, new, seconds)


@pytest.mark.parametrize("kind", ["cold", "incremental"])
def test_a_killed_build_leaves_whole_files_and_the_next_one_is_right(site: Site, kind: str) -> None:
    dice = random.Random(kind)
    for number in range(_KILLS):
        before = site.set_back(kind)
        latest = site.seconds[kind]
        late = kind == "incremental" and number % 2  # files are put in place near the end
        moment = dice.uniform(latest * 0.6 if late else 0, latest)
        site.nursery.build(site.folder, moment)
        found = digests(site.folder / "output")
        odd = [path for path, made in found.items() if made not in (before.get(path), site.new.get(path))]
        assert not odd, f"killed after {moment} s"
        assert not (before.keys() & site.new.keys()) - found.keys(), f"killed after {moment} s"
        if number % _REPAIRED == 0:
            _check_repair(site, moment)


@pytest.mark.parametrize("kind", ["cold", "incremental"])
def test_two_builds_at_once_end_well_and_give_the_site(site: Site, kind: str) -> None:
    site.set_back(kind)
    builds = [_start(site.folder) for _ in range(2)]
    told = [build.communicate()[1] for build in builds]
    assert [build.returncode for build in builds] == [0, 0], told
    _check(site, "two builds at once")


def _check_repair(site: Site, moment: float) -> None:
    _timed(site.nursery, site.folder)
    _check(site, f"repaired after a kill at {moment} s")


def _check(site: Site, what: str) -> None:
    """The output is that of a clean build, and nothing of ours is left beside it."""
    found = differences(digests(site.folder / "output"), site.new)
    assert not found, f"{what}: {found}"
    assert empty_folders(site.folder / "output") == []
    assert not list((site.folder / "cache").glob("*.staging"))


def _edit(folder: Path) -> None:
    """A new title, a new text, a post that goes with its photo and its replies."""
    for number, old, new in ((12, "title: ", "title: Nouveau "), (15, "\n\n", "\n\nUn mot de plus.\n\n")):
        path = _post(folder, number)
        text = path.read_text(encoding="utf-8").replace(old, new, 1)
        path.write_text(text.replace('Nouveau "', '"Nouveau '), encoding="utf-8")
    shutil.rmtree(_post(folder, 3).parent)
    shutil.rmtree(folder / "content" / "replies" / "billet-3")


def _post(folder: Path, number: int) -> Path:
    return next((folder / "content").glob(f"articles/*/billet-{number}/index.md"))


def _start(folder: Path) -> subprocess.Popen[bytes]:
    """A build in a process of its own."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": _NOW}
    return subprocess.Popen([*_COMMAND, str(folder)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _timed(nursery: Nursery, folder: Path) -> float:
    """Build to the end; the seconds it took."""
    started = time.perf_counter()
    assert nursery.build(folder)
    return time.perf_counter() - started
