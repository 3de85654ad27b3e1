"""What a build has replaced goes without anybody waiting, and whatever is left of it goes with the next build."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from placette.engine.base.processes import using
from placette.engine.base.processes.executors import Executor, ExecutorKind
from placette.engine.building.leftovers import clear_after, clear_before

_PATIENCE = 60.0


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    folder = tmp_path / "cache" / "site.staging"
    (folder / "2026").mkdir(parents=True)
    (folder / "2026" / "index.html").write_text("ancien", encoding="utf-8")
    (tmp_path / "cache" / "site.state").write_text("", encoding="utf-8")
    return folder


def _wait_until_gone(staging: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while [*staging.parent.glob("site.staging*")] and time.monotonic() < end:
        time.sleep(0.05)
    assert [path.name for path in staging.parent.iterdir()] == ["site.state"]


def test_few_files_are_gone_at_once(staging: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", pytest.fail)
    clear_after(staging, 3)
    assert [path.name for path in staging.parent.iterdir()] == ["site.state"]


def test_many_files_go_meanwhile(staging: Path) -> None:
    clear_after(staging, 5_000)
    assert not staging.exists()
    _wait_until_gone(staging)


def test_what_was_left_goes_with_the_next_build(staging: Path) -> None:
    staging.rename(staging.with_name("site.staging.4711"))
    staging.mkdir()
    clear_before(staging)
    assert not staging.exists()
    _wait_until_gone(staging)


@pytest.mark.parametrize("refused", ["process", "name"])
def test_where_no_process_can_be_started_it_is_removed_here(
    staging: Path, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError(refused)

    monkeypatch.setattr("subprocess.Popen" if refused == "process" else "pathlib.Path.rename", refuse)
    clear_after(staging, 5_000)
    assert [path.name for path in staging.parent.iterdir()] == ["site.state"]


def test_one_process_alone_starts_no_other(staging: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", pytest.fail)
    with using(Executor(ExecutorKind.SERIAL)):
        clear_after(staging, 5_000)
    assert not staging.exists()
