"""A command compiles our code and the theme once, and finds it compiled from then on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixture_site import copy_project, run

pytestmark = [pytest.mark.no_cover, pytest.mark.whole]


def test_what_a_command_compiles_is_kept_for_the_next_unless_python_keeps_nothing(tmp_path: Path) -> None:
    project, kept = copy_project("minimal", tmp_path), tmp_path / "kept"
    without = {"PYTHONPYCACHEPREFIX": str(kept), "PYTHONDONTWRITEBYTECODE": "1"}
    usual = {**without, "PYTHONDONTWRITEBYTECODE": ""}
    assert run(project, "invoke", "--list", **without).returncode == 0
    assert not kept.exists()
    assert run(project, "invoke", "build", **usual).returncode == 0
    modules = {path.name.partition(".")[0] for path in kept.rglob("*.pyc")}
    assert {"tasks", "plugin", "building", "templates"} <= modules
    compiled = {path: path.stat().st_mtime_ns for path in kept.rglob("template-*.bin")}
    assert len(compiled) > 20
    post = next((project / "content").rglob("index.md"))
    post.write_text(post.read_text(encoding="utf-8") + "\nUn mot de plus.\n", encoding="utf-8")
    assert run(project, "invoke", "build", **usual).returncode == 0
    assert {path: path.stat().st_mtime_ns for path in kept.rglob("template-*.bin")} == compiled
