"""The plugins may stand in any order in ``PLUGINS``: the site is the same, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

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


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(tmp_path_factory.mktemp("usual"), "PLUGINS")


@pytest.mark.parametrize("order", ["PLUGINS[::-1]", "PLUGINS[4:] + PLUGINS[:4]"])
def test_the_order_of_the_plugins_changes_nothing(tmp_path: Path, usual: dict[str, bytes], order: str) -> None:
    other = built(tmp_path, order)
    assert {"_redirects", "_headers", "gone.txt", "provenance.json"} <= usual.keys()
    assert sorted(other) == sorted(usual)
    assert [path for path, data in usual.items() if other[path] != data] == []
