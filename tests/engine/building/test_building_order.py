"""The plugins may stand in any order in ``PLUGINS``: the site is the same, byte for byte."""

from __future__ import annotations

from pathlib import Path

from placette.engine.base.files import walk_files
from tests.fixture_site import copy_project, run, write_setting

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
