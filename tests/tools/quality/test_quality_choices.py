"""What ``invoke test`` runs: the tests of every day, the rest, or all of them, at night with coverage."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from invoke import Context

from tests.tools.quality import quality_tasks

EVERYDAY = "everyday or not (night or whole or browser or validator or server)"
CASES: dict[str, tuple[tuple[int, int], dict[str, Any], list[str]]] = {
    "every day": ((3, 14), {}, ["-m", f"({EVERYDAY})"]),
    "every day, without browser": (
        (3, 14),
        {"browser": False},
        ["-m", f"({EVERYDAY}) and (not (browser or validator or server))"],
    ),
    "the rest": ((3, 14), {"rest": True}, ["-m", f"(not ({EVERYDAY} or night))"]),
    "all": ((3, 14), {"all_": True}, ["-m", "(not night)"]),
    "at night": ((3, 14), {"nightly": True}, ["--cov", "--cov-branch"]),
    "at night, where branches take long": ((3, 12), {"nightly": True}, ["--cov"]),
    "at night, on an older Python": ((3, 11), {"nightly": True}, []),
}


@pytest.mark.parametrize(("version", "asked", "expected"), CASES.values(), ids=CASES)
def test_what_is_run_and_measured_is_what_is_asked(
    version: tuple[int, int], asked: dict[str, Any], expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setenv("COVERAGE_CORE", "")  # put back when the test ends
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "")
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setattr(quality_tasks, "_prepare", lambda *_arguments: None)
    monkeypatch.setattr(quality_tasks, "fuzz", lambda _context: None)
    monkeypatch.setattr(quality_tasks, "other_days", lambda _now: [])
    monkeypatch.setattr(quality_tasks, "other_pythons", list)
    monkeypatch.setattr(quality_tasks, "_check_types", lambda: subprocess.CompletedProcess([], 0, ""))
    monkeypatch.setattr(quality_tasks, "_run", lambda _context, command: commands.append(command))
    quality_tasks.test.body(Context(), **asked)
    chosen = commands[-1]
    assert chosen[chosen.index("--no-loadscope-reorder") + 1 : -1] == expected
    assert os.environ["COVERAGE_CORE"] == ("sysmon" if "--cov" in expected else "")


def test_other_days_are_those_that_calendars_stumble_over() -> None:
    days = quality_tasks.other_days(datetime(2026, 12, 3, tzinfo=UTC))
    assert [f"{day:%Y-%m-%d}" for day in days] == ["2026-12-31", "2028-02-29", "2027-05-01", "2027-12-03"]
