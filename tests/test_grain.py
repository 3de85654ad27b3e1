"""The code keeps its grain: few, deep modules, within the limits of ``tools/grain.py``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixture_site import ROOT
from tests.tools import grain

MODULES = grain.read_modules(ROOT / "plugins")


@pytest.mark.parametrize("figure", grain.figures(MODULES), ids=lambda figure: figure.name)
def test_no_figure_passes_its_limit(figure: grain.Figure) -> None:
    assert not figure.too_much, f"{figure.value}, at most {figure.limit}"


def test_a_module_too_small_and_a_circle_are_seen(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    for name, text in (("__init__", ""), ("one", "from room import two\n"), ("two", "from room.one import two\n")):
        (tmp_path / "room" / f"{name}.py").write_text(text, encoding="utf-8")
    modules = grain.read_modules(tmp_path)
    assert grain.small_neighbours(modules) == ["room.one", "room.two"]
    assert grain.circles(modules) == ["room.one", "room.two"]
