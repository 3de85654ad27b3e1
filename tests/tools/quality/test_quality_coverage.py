"""Coverage is a part of the gate where it costs little, and of whole runs only: some tests alone reach too little."""

from __future__ import annotations

import os
import sys
from typing import Any

import pytest
from invoke import Context

from tests.tools.quality import quality_tasks

CASES: dict[str, tuple[tuple[int, int], dict[str, Any], list[str]]] = {
    "lines": ((3, 12), {}, ["--cov"]),
    "branches too": ((3, 14), {}, ["--cov", "--cov-branch"]),
    "an older Python": ((3, 11), {}, []),
    "without browser": ((3, 14), {"browser": False}, []),
    "units": ((3, 14), {"units": True}, []),
    "some tests": ((3, 14), {"options": "-k walks"}, []),
}


@pytest.mark.parametrize(("version", "asked", "expected"), CASES.values(), ids=CASES)
def test_what_is_measured_depends_on_python_and_on_what_is_asked(
    version: tuple[int, int], asked: dict[str, Any], expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setenv("COVERAGE_CORE", "")  # put back when the test ends
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "")
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setattr(quality_tasks, "_prepare", lambda _context: None)
    monkeypatch.setattr(quality_tasks, "_run", lambda _context, command: commands.append(command))
    quality_tasks.test.body(Context(), **asked)
    assert [option for option in commands[-1] if option.startswith("--cov")] == expected
    assert os.environ["COVERAGE_CORE"] == ("sysmon" if expected else "")
