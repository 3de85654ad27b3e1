"""The tests' tools are found where they are, and what is missing is named with the way to install it."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

import pytest
from invoke import Context

from tests.tools.quality import quality_tasks
from tests.tools.quality import quality_tasks as tools
from tests.tools.quality.quality_tasks import (
    BROWSER,
    JAVA,
    NPM,
    TOOLS,
    WINDOWED,
    debian_packages,
    find,
    may_install,
    missing,
    to_install,
)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(tools, "_WELL_KNOWN", (str(tmp_path / "Chrome.app"),))
    return tmp_path


def install(folder: Path, name: str) -> str:
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_a_machine_without_anything_lacks_everything(programs: Path) -> None:
    assert missing() == list(TOOLS)
    assert debian_packages([BROWSER, NPM]) == ["chromium-headless-shell", "fonts-liberation", "libfribidi0", "npm"]
    assert not may_install()
    assert all("invoke test --no-browser" in tool.advice for tool in TOOLS)


@pytest.mark.parametrize("command", ["chromium", "google-chrome", "chromium-browser"])
def test_any_of_the_browsers_will_do(programs: Path, command: str) -> None:
    path = install(programs, command)
    assert find(BROWSER) == path
    assert missing() == [tool for tool in TOOLS if tool is not BROWSER]


def test_a_browser_outside_the_path_is_found(programs: Path) -> None:
    path = install(programs, "Chrome.app")
    assert find(BROWSER) == path


def test_only_root_on_debian_may_install(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(programs, "apt-get")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    assert not may_install()
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    assert may_install()


def on(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: {"ID": system})


def test_debian_gets_the_newest_browsers_even_where_it_has_some(monkeypatch: pytest.MonkeyPatch) -> None:
    on("debian", monkeypatch)
    assert to_install([]) == [BROWSER, WINDOWED]
    assert to_install([BROWSER, JAVA]) == [BROWSER, WINDOWED, JAVA]
    on("ubuntu", monkeypatch)
    assert to_install([]) == []
    assert to_install([BROWSER, JAVA]) == [BROWSER, JAVA]


def test_a_system_that_says_no_name_gets_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    def unnamed() -> dict[str, str]:
        raise OSError

    monkeypatch.setattr(platform, "freedesktop_os_release", unnamed)
    assert to_install([JAVA]) == [JAVA]


def test_a_browser_with_windows_is_one_that_people_have(programs: Path) -> None:
    shell = install(programs, "chromium-headless-shell")
    assert (find(BROWSER), find(WINDOWED)) == (shell, "")
    full = install(programs, "chromium")
    assert (find(BROWSER), find(WINDOWED)) == (shell, full)


@pytest.mark.parametrize("root", [True, False])
def test_the_run_begins_with_the_browsers_names_and_versions(
    programs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], root: bool
) -> None:
    commands: list[list[str]] = []
    shell, full = install(programs, "chromium-headless-shell"), install(programs, "chromium")
    on("debian", monkeypatch)
    monkeypatch.setattr(quality_tasks, "may_install", lambda: root)
    monkeypatch.setattr(quality_tasks, "missing", lambda _tools: [])
    monkeypatch.setattr(quality_tasks, "browser_version", {shell: "156.0.1", full: "156.0.2"}.__getitem__)
    monkeypatch.setattr(quality_tasks, "_run", lambda _context, command: commands.append(command))
    monkeypatch.setattr(quality_tasks, "_fetch_packages", lambda _context: None)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    quality_tasks._prepare(Context(), TOOLS)
    assert capsys.readouterr().out.splitlines() == [f"Chromium 156.0.2: {full}", f"Chromium 156.0.1: {shell}"]
    assert (os.environ["PLACETTE_BROWSER"], os.environ["PLACETTE_WINDOWED"]) == (shell, full)
    assert [command[:2] for command in commands] == ([["apt-get", "update"], ["apt-get", "install"]] if root else [])
    assert not root or commands[1][-4:] == ["chromium", "chromium-headless-shell", "fonts-liberation", "libfribidi0"]
