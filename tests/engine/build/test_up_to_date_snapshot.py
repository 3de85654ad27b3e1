"""What is seen before a build: that nothing changed where nothing did, and nothing at all where anything did."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from placette.engine.base.translation import SettingError
from placette.engine.base.versions import code_facts
from placette.engine.build.up_to_date import SCANS, Snapshot, content_seen, places_of, run_settings, take_snapshot
from tests.fixture_site import (
    EPOCH,
    SETTINGS_FILE,
    build,
    copy_site,
    git,
    given_of,
    settings_of,
    trust_times,
    write_setting,
)

pytestmark = pytest.mark.whole

LOADED = re.compile(r"(?m)\| +(pelican|pydantic|placette\.features\.posts\.kind)$")


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Texts of a site that was built, at a moment that a change is surely seen after."""
    trust_times(monkeypatch)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    content = copy_site("minimal", tmp_path)
    time.sleep(0.02)
    build(content, tmp_path)
    yield content
    code_facts.cache_clear()


def install(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Add a feature of the site's own to the code, as a new process sees it."""
    monkeypatch.syspath_prepend(content.parent / "plugins")
    (content.parent / "plugins").mkdir()
    (content.parent / "plugins" / "recipe.py").touch()
    code_facts.cache_clear()


def seen(content: Path) -> Snapshot:
    return take_snapshot(SETTINGS_FILE, given_of(content, content.parent))


def invoke(project: Path, *command: str) -> tuple[str, set[str]]:
    """What a command says, and which of the modules that take long to load it loaded."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "invoke", *command],
        cwd=project,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout, set(LOADED.findall(done.stderr))


def test_a_command_that_finds_nothing_changed_loads_nothing_that_makes_pages(project: Path) -> None:
    time.sleep(2.1)  # a file of the last two seconds makes no fingerprint
    first, loaded = invoke(project, "build", "--names", "first.txt")
    assert len(loaded) == 3
    second, loaded = invoke(project, "build", "--names", "second.txt")
    assert loaded == set()
    names = (project / "first.txt").read_text()
    assert (project / "second.txt").read_text() == names
    count = len(names.splitlines())
    assert f"Fichiers écrits\u00a0: 0\u202f; supprimés\u00a0: 0\u202f; inchangés\u00a0: {count} (" in second
    assert second.splitlines()[1] == first.splitlines()[1], "what became of the texts"
    write_setting(project, 'SITENAME = "Un autre nom"')
    assert len(invoke(project, "build")[1]) == 3
    assert "Un autre nom" in (project / "output" / "index.html").read_text(encoding="utf-8")


def test_where_nothing_changed_the_last_build_is_known(content: Path) -> None:
    snapshot = seen(content)
    assert snapshot.build_summary
    assert snapshot.build_summary.accounted == snapshot.build_summary.texts > 0
    assert list(snapshot.files) == sorted(
        path.relative_to(content.parent / "output").as_posix()
        for path in (content.parent / "output").rglob("*")
        if path.is_file()
    )
    assert snapshot.scans == []


@pytest.mark.parametrize(
    "change",
    [
        lambda content: (content / "articles" / "note.txt").touch(),
        lambda content: (content.parent / ".moved.txt").touch(),
        lambda content: (content.parent / ".addresses.txt").touch(),
        lambda content: (content.parent / "output" / "index.html").unlink(),
        lambda content: (content.parent / "output" / "index.html").write_text("défait", encoding="utf-8"),
        lambda content: (places_of(given_of(content, content.parent)).state).unlink(),
        lambda content: (places_of(given_of(content, content.parent)).state).write_bytes(os.urandom(9000)),
    ],
)
def test_where_anything_changed_nothing_is_known(change: Callable[[Path], Any], content: Path) -> None:
    change(content)
    assert seen(content).build_summary is None


def test_other_code_or_another_commit_is_a_change(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen(content).build_summary
    install(content, monkeypatch)
    assert seen(content).build_summary is None
    build(content, content.parent)
    assert seen(content).build_summary
    for command in ("init", "-q"), ("commit", "-q", "--allow-empty", "-m", "Begin"):
        git(content, *command)
    assert seen(content).build_summary is None


def test_a_build_that_finds_nothing_changed_lets_the_next_one_see_it(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(content, monkeypatch)
    assert seen(content).build_summary is None
    again = build(content, content.parent).outcome
    assert again.build is None
    assert seen(content).build_summary == again.build_summary


def test_the_content_that_was_seen_is_given_to_the_build_once(content: Path) -> None:
    (content / "articles" / "note.txt").touch()
    settings = settings_of(content, content.parent)
    snapshot = seen(content)
    ((begun, scan),) = snapshot.scans
    assert "articles/note.txt" in dict(scan.entries)
    assert content_seen({**settings, SCANS: snapshot.scans}) == (begun, scan)
    later, again = content_seen({**settings, SCANS: snapshot.scans})
    assert later > begun
    assert again == scan


def test_settings_that_fail_are_nothing_that_was_seen(tmp_path: Path) -> None:
    conf = tmp_path / "conf.py"
    before = dict(sys.modules)
    for source in ("1 / 0", "SITENAME =", "from placette.features import nothing", 'raise SystemError("non")'):
        conf.write_text(source, encoding="utf-8")
        with pytest.raises(SettingError, match=r"conf\.py: "):
            run_settings(conf)
        assert take_snapshot(conf, {}) == Snapshot()
    for source in ("", 'OUTPUT_PATH, CACHE_PATH, DEFAULT_LANG = 1, 2, "fr"', 'BUILDING_EXECUTOR = "elsewhere"'):
        conf.write_text(source, encoding="utf-8")
        assert take_snapshot(conf, {}) == Snapshot()
    assert "conf" not in sys.modules
    assert before.keys() <= sys.modules.keys()
