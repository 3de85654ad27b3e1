"""Compressed copies hold what they are copies of, follow it, and are made once for each content."""

from __future__ import annotations

import gzip
import os
import shutil
import stat
import sys
from pathlib import Path
from typing import Any

import brotli
import pytest

from placette.engine.base.files import walk_files
from placette.engine.build.building import Moments
from placette.engine.build.up_to_date import places_of
from placette.plugin import build_site
from tests.fixture_heard import heard
from tests.fixture_site import (
    EPOCH,
    Site,
    build,
    complaints,
    copy_project,
    copy_site,
    run,
    settings_of,
    write_setting,
)

pytestmark = pytest.mark.whole

POST = "articles/2026/bonjour/index.md"
ON = {"BUILDING_PRECOMPRESS": True, "SHARING_CARDS": False, "PICTURES_ON_PAGES": False}
READ = {".br": brotli.decompress, ".gz": gzip.decompress}


def copies(site: Site) -> list[str]:
    return [path for path in site.files() if path.endswith((".br", ".gz"))]


def check(site: Site) -> None:
    """Every text has both copies, and nothing else has any."""
    texts = [path for path in site.files() if path.endswith((".html", ".xml", ".json", ".css", ".js", ".txt"))]
    assert {f"{path}{end}" for path in texts for end in READ} <= set(copies(site))
    for path in copies(site):
        assert READ[path[-3:]]((site.output / path).read_bytes()) == (site.output / path[:-3]).read_bytes(), path


def test_copies_follow_what_they_are_copies_of(content: Path, tmp_path: Path) -> None:
    first = build(content, tmp_path, **ON)
    check(first)
    assert build(content, tmp_path, **ON).outcome.settlement.put == ()
    text = (content / POST).read_text(encoding="utf-8")
    (content / POST).write_text(text.replace("L'eau est revenue", "L'eau n'est pas revenue"), encoding="utf-8")
    second = build(content, tmp_path, **ON)
    check(second)
    put = second.outcome.settlement.put
    assert {f"{path}{end}" for path in put for end in READ if path[-3:] not in READ} == set(put) & set(copies(second))
    assert copies(build(content, tmp_path, **ON | {"BUILDING_PRECOMPRESS": False})) == []


def test_a_copy_that_was_tampered_with_or_lost_is_made_again(content: Path, tmp_path: Path) -> None:
    site = build(content, tmp_path, **ON)
    (site.output / "index.html.gz").write_bytes(gzip.compress(b"other"))
    (site.output / "index.html.br").unlink()
    again = build(content, tmp_path, **ON)
    assert again.outcome.settlement.put == ("index.html.br", "index.html.gz")
    check(again)


PLAIN = {"PICTURES_ON_PAGES": False, "SHARING_CARDS": False}
FIRST = "articles/2026/bonjour"


def contents(site: Site) -> dict[str, bytes]:
    return {path: (site.output / path).read_bytes() for path in site.files()}


def copy_post(content: Path, path: str, date: str = "2026-05-01") -> None:
    """The site's one post again, at another place and date."""
    shutil.copytree(content / FIRST, content / path)
    post = content / path / "index.md"
    post.write_text(post.read_text(encoding="utf-8").replace("2026-05-01", date), encoding="utf-8")


def crash(*_arguments: Any) -> None:
    raise OSError("crash")


def test_two_crashes_leave_no_page_that_nobody_owns(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    build(content, tmp_path, **PLAIN)
    for name in ("un", "deux"):
        copy_post(content, f"articles/2026/{name}")
        with pytest.raises(OSError, match="crash"):
            build_site(settings_of(content, tmp_path, **PLAIN), Moments(lambda _build, _settlement: None, crash))
    shutil.rmtree(content / "articles/2026/un")
    after = build(content, tmp_path, **PLAIN)
    assert contents(after) == contents(build(content, tmp_path / "clean", **PLAIN))


@pytest.mark.parametrize("obstacle", ["a file where a folder must be", "a folder where a page must be"])
def test_an_obstacle_in_the_output_leaves_no_scrap(content: Path, tmp_path: Path, obstacle: str) -> None:
    site = build(content, tmp_path, **PLAIN)
    if obstacle.startswith("a file"):
        (site.output / "2025").write_text("not ours")
        copy_post(content, "articles/2025/vieux", "2025-07-10")
    else:
        (site.output / "index.html").unlink()
        (site.output / "index.html").mkdir()
    with pytest.raises(OSError, match=r"2025|index\.html"):
        build(content, tmp_path, **PLAIN)
    assert [path for path in site.output.rglob("*") if path.name.endswith(".part")] == []


def test_two_outputs_never_share_a_state(content: Path, tmp_path: Path) -> None:
    settings = settings_of(content, tmp_path, **PLAIN)
    outputs = ("out-put", "out/put", "x" * 90 + "/out", "y" + "x" * 90 + "/out")
    states = {places_of({**settings, "OUTPUT_PATH": str(tmp_path / output)}).state for output in outputs}
    assert len(states) == len(outputs)


MOVED = "2020/ancien/ -> archives/\n2019/perdu/ -> gone\n"


def built(folder: Path, order: str) -> dict[str, bytes]:
    """The files of the kitchen sink by path, built by a process of its own: handlers stay where they were first put."""
    project = copy_project("kitchen-sink", folder)
    (project / ".moved.txt").write_text(MOVED, encoding="utf-8")
    write_setting(project, f"PLUGINS, SHARING_CARDS = {order}, True")
    done = run(project, "invoke", "build")
    assert done.returncode == 0, done.stdout + done.stderr
    return {path: (project / "output" / path).read_bytes() for path in walk_files(project / "output")}


def test_the_order_of_the_plugins_changes_nothing(tmp_path: Path) -> None:
    usual = built(tmp_path / "usual", "PLUGINS")
    other = built(tmp_path / "other", "PLUGINS[::-1]")  # of any two, each stands before the other once
    assert {"_redirects", "_headers", "gone.txt", "provenance.json"} <= usual.keys()
    assert sorted(other) == sorted(usual)
    assert [path for path, data in usual.items() if other[path] != data] == []


WORK = (
    "Photos looked at", "Texts read", "Photos made", "Landscapes drawn", "Cards drawn", "Pages made",
    "Files inspected", "Compressed copies made",
)  # fmt: skip


@pytest.fixture(scope="module")
def counts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[int, int]]]:
    folder = tmp_path_factory.mktemp("reported")
    content = copy_site("kitchen-sink", folder)
    with heard() as listener:
        build(content, folder, BUILDING_PRECOMPRESS=True, SHARING_CARDS=True)
    return {what: listener.counts(what) for what in listener.whats()}


@pytest.mark.parametrize("what", WORK)
def test_each_piece_of_work_is_counted_to_its_end(what: str, counts: dict[str, list[tuple[int, int]]]) -> None:
    reports = [(done, total) for done, total in counts[what] if total]
    assert reports[-1][0] == reports[-1][1] > 0
    assert [done for done, _total in reports] == sorted(done for done, _total in reports)


_ONE = {"PYTHONHASHSEED": "0", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"}
_OTHER = {"PYTHONHASHSEED": "4242", "TZ": "America/Anchorage", "LC_ALL": "C"}


def test_other_folder_seed_zone_locale_and_umask_give_the_same_bytes(tmp_path: Path) -> None:
    ours = _built(tmp_path / "here", 0o022, _ONE)
    theirs = _built(tmp_path / "somewhere else", 0o077, _OTHER)
    assert sorted(ours) == sorted(theirs)
    assert [path for path in ours if ours[path] != theirs[path]] == []


def test_a_build_with_a_full_store_is_the_same_as_a_clean_one(tmp_path: Path) -> None:
    ours = _built(tmp_path, 0o022, _ONE)
    project = tmp_path / "project"
    assert run(project, "invoke", "build", "--output", "again", **_OTHER).returncode == 0
    assert _files(project / "again") == ours


def _built(folder: Path, umask: int, environment: dict[str, str]) -> dict[str, tuple[bytes, int]]:
    project = copy_project("kitchen-sink", folder)
    write_setting(project, "IDENTITY_WEB_FONTS = SHARING_CARDS = True")
    for compiled in (project / "plugins").rglob("__pycache__/*.bin"):  # here each is to make its own
        compiled.unlink()
    previous = os.umask(umask)
    try:
        built = run(project, "invoke", "build", **environment)
    finally:
        os.umask(previous)
    assert (built.returncode, complaints(built)) == (0, "")
    return _files(project / "output")


def _files(folder: Path) -> dict[str, tuple[bytes, int]]:
    """The bytes and the permissions of every file."""
    found = {path: folder / path for path in walk_files(folder)}
    modes = {path: 0 if sys.platform == "win32" else stat.S_IMODE(file.stat().st_mode) for path, file in found.items()}
    return {path: (file.read_bytes(), modes[path]) for path, file in found.items()}
