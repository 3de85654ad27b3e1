"""Before a commit, what ``invoke test`` begins with is looked at, in the same environment."""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.fixture_site import ROOT
from tests.tools.quality.quality_tasks import BEFORE_COMMITS

CONFIG = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
HOOKS = [hook for repository in CONFIG["repos"] for hook in repository["hooks"]]


def test_hooks_begin_with_what_the_gate_begins_with() -> None:
    found = [tuple(hook["entry"].split()) for hook in HOOKS]
    assert found[: len(BEFORE_COMMITS)] == [(".venv/bin/python", *step) for step in BEFORE_COMMITS]
    scripts = [script for _python, script in found[len(BEFORE_COMMITS) :]]
    assert {Path(script).stem for script in scripts} == {"changed_tests", "commit_message"}
    assert all((ROOT / script).is_file() for script in scripts)


def test_hooks_bring_nothing_from_elsewhere() -> None:
    assert [repository["repo"] for repository in CONFIG["repos"]] == ["local"]
    assert {hook["language"] for hook in HOOKS} == {"system"}
