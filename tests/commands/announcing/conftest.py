"""A project for the tasks of sharing, and the tasks at work in it without a process of their own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from invoke import Context
from invoke.exceptions import Exit

from placette.commands.announcing import announce_tasks
from tests.fixture_site import EPOCH, copy_project


@dataclass(frozen=True)
class Done:
    """The result of a task: its exit code and its output."""

    code: int
    stdout: str
    stderr: str


Work = Callable[..., Done]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copied once: no test changes its texts."""
    return copy_project("kitchen-sink", tmp_path_factory.mktemp("sharing"))


@pytest.fixture
def at_work(project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Work:
    """Runs a task in the project: ``at_work(poster, post="garabit")``."""
    monkeypatch.chdir(project)
    monkeypatch.setattr(announce_tasks, "ROOT", project)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    monkeypatch.syspath_prepend(str(project))
    monkeypatch.setitem(sys.modules, "pelicanconf", None)  # restored afterwards, whatever publishconf.py imports

    def work(task: Any, **options: Any) -> Done:
        code, message = 0, ""
        sys.modules.pop("pelicanconf", None)
        try:
            task.body(Context(), **options)
        except Exit as refusal:
            code, message = refusal.code, refusal.message or ""
        said = capsys.readouterr()
        return Done(code, said.out, said.err + message)

    return work
