"""The tests' tools are found where they are, and what is missing is named with the way to install it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from placette.desks.quality import tools
from placette.desks.quality.tools import BROWSER, NPM, TOOLS, debian_packages, find, may_install, missing


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
