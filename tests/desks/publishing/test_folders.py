"""A site published into a folder is whole at every moment, and yesterday's can come back."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from placette.desks.publishing.changes import addresses, changes_of, pages_between
from placette.desks.publishing.errors import PublishingError
from placette.desks.publishing.folders import Folder
from placette.desks.publishing.manifest import BuiltSite
from tests.desks.publishing.fixture_published import FIRST, SECOND, make_site, read_tree
from tests.fixture_heard import heard
from tests.fixture_site import ROOT
from tests.fixture_small_disk import run_on_small_disk

ROUNDS = 60


@pytest.fixture
def first(tmp_path: Path) -> BuiltSite:
    return make_site(tmp_path / "1", FIRST)


@pytest.fixture
def second(tmp_path: Path) -> BuiltSite:
    return make_site(tmp_path / "2", SECOND)


@pytest.fixture
def target(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "www", keep=3)


def online(target: Folder) -> dict[str, str]:
    return read_tree(target.path / "current")


def test_a_site_replaces_another_at_once(target: Folder, first: BuiltSite, second: BuiltSite) -> None:
    assert not target.look(first).files
    target.send(first)
    assert online(target) == FIRST
    assert not changes_of(first, target.look(first))
    assert target.look(second).commit == "1111111"
    target.send(second)
    assert online(target) == SECOND
    assert (target.path / "current").readlink().parts[0] == "releases"


def test_a_web_server_may_open_every_folder_whatever_the_umask(target: Folder, first: BuiltSite) -> None:
    before = os.umask(0o077)
    try:
        target.send(first)
    finally:
        os.umask(before)
    folders = [path for path in (target.path, *target.path.rglob("*")) if path.is_dir()]
    assert {path.stat().st_mode & 0o777 for path in folders} == {0o755}


def test_what_is_copied_is_counted_to_its_end(target: Folder, first: BuiltSite) -> None:
    with heard() as listener:
        target.send(first)
    (what,) = listener.whats()
    assert listener.counts(what)[-1] == (len(FIRST), len(FIRST))


def test_what_did_not_change_is_stored_once(target: Folder, first: BuiltSite, second: BuiltSite) -> None:
    target.send(first)
    about = target.path.resolve() / "current/a-propos/index.html"
    before = about.stat().st_ino
    target.send(second)
    assert about.stat().st_ino == before


def test_a_release_can_be_verified_by_who_knows_nothing_of_us(target: Folder, first: BuiltSite) -> None:
    target.send(first)
    release = target.path / "releases" / target.releases()[0].name
    command = ["sha256sum", "--check", "--quiet", "../SHA256SUMS"]
    assert subprocess.run(command, cwd=release / "site", check=False).returncode == 0


def test_the_release_before_comes_back_and_what_was_wrong_is_forgotten_then(
    target: Folder, first: BuiltSite, second: BuiltSite, tmp_path: Path
) -> None:
    for site in (first, second):
        target.send(site)
    assert target.roll_back() == target.releases()[0].name
    assert online(target) == FIRST
    with pytest.raises(PublishingError, match="no earlier release"):
        target.roll_back()
    target.roll_back(target.releases()[1].name)
    assert online(target) == SECOND
    target.roll_back()
    third = make_site(tmp_path / "3", {**FIRST, "index.html": "Accueil, trois"})
    target.send(third)
    assert [release.online for release in target.releases()] == [False, True]
    target.roll_back()
    assert online(target) == FIRST


def test_old_releases_go_and_what_is_not_ours_stays(target: Folder, tmp_path: Path) -> None:
    target.path.mkdir()
    (target.path / "notes.txt").write_text("à moi")
    (target.path / "releases" / "ancien").mkdir(parents=True)
    for number in range(5):
        target.send(make_site(tmp_path / str(number), {"index.html": str(number)}))
    assert [release.online for release in target.releases()] == [False, False, True]
    assert (target.path / "notes.txt").is_file()
    assert (target.path / "releases" / "ancien").is_dir()


def test_a_folder_in_the_place_of_the_link_is_not_touched(target: Folder, first: BuiltSite) -> None:
    (target.path / "current").mkdir(parents=True)
    for act in (target.look, target.send):
        with pytest.raises(PublishingError, match="not a link of ours"):
            act(first)
    assert [entry.name for entry in (target.path / "current").iterdir()] == []


def test_a_link_of_somebody_else_is_not_replaced(target: Folder, first: BuiltSite, tmp_path: Path) -> None:
    target.path.mkdir()
    (tmp_path / "ancien").mkdir()
    (target.path / "current").symlink_to(tmp_path / "ancien")
    for act in (lambda: target.look(first), lambda: target.send(first), target.roll_back):
        with pytest.raises(PublishingError, match="not a link of ours"):
            act()
    assert (target.path / "current").resolve() == tmp_path / "ancien"


def test_where_nothing_was_published_nothing_is_made_to_bring_it_back(target: Folder) -> None:
    with pytest.raises(PublishingError, match="no earlier release"):
        target.roll_back()
    assert not target.path.exists()


def limited(target: Folder, site: BuiltSite) -> int:
    """Send from a process that may not write files of more than a thousand bytes; gives its exit code."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
    try:
        target.send(site)
    except OSError:
        os._exit(3)
    os._exit(0)


def test_a_write_that_is_refused_leaves_what_was_online(target: Folder, first: BuiltSite, tmp_path: Path) -> None:
    target.send(first)
    large = make_site(tmp_path / "large", {**SECOND, "grand/index.html": "x" * 5000})
    assert limited(target, large) == 3
    assert online(target) == FIRST
    assert [entry for entry in (target.path / "releases").iterdir() if entry.name.startswith(".")] == []
    target.send(large)
    assert len(online(target)) == len(large.files)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives a disk of one's own to anybody")
def test_a_full_disk_leaves_what_was_online(tmp_path: Path) -> None:
    tries = [line.split() for line in run_on_small_disk("tests.desks.publishing.fixture_full", tmp_path / "disk", 1000)]
    assert {(how, online) for _room, how, online, *_after in tries} == {("28", "old"), ("done", "new")}  # 28: ENOSPC
    assert {tuple(after) for _room, _how, _online, *after in tries} == {("right", "0")}


def test_two_at_once_give_one_of_both(target: Folder, first: BuiltSite, second: BuiltSite) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(target.send, [first, second] * 8))
    assert online(target) in (FIRST, SECOND)
    assert len(target.releases()) == 3


def test_killed_at_any_moment_the_site_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.desks.publishing.fixture_killed", str(tmp_path), str(ROUNDS), "8"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    *rounds, last = done.stdout.splitlines()
    assert len(rounds) == ROUNDS
    assert set(rounds) == {"old", "new"}
    assert last == "new 3 ['.lock', 'current', 'releases']"


def test_each_release_says_when_it_was_published_and_what_changed(
    target: Folder, first: BuiltSite, second: BuiltSite
) -> None:
    for site in (first, second):
        target.send(site)
    lines = [release.line for release in target.releases()]
    pages = [release.pages for release in target.releases()]
    assert pages == [(len(addresses(FIRST)), 0, 0), pages_between(FIRST, SECOND)]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d  \+\d+ ~\d+ −\d+  \d{8}T.*", line) for line in lines), lines
    assert sum(pages[1] or ()) > 0
