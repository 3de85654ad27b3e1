"""The code keeps its grain: few, deep modules, within the limits of ``tools/grain.py`` and of ``budgets.yml``."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.fixture_site import ROOT
from tests.tools import grain

MODULES = grain.read_modules(ROOT / "plugins")
BUDGETS: dict[str, int] = yaml.safe_load(Path(__file__).with_name("budgets.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("figure", grain.figures(MODULES), ids=lambda figure: figure.name)
def test_no_figure_passes_its_limit(figure: grain.Figure) -> None:
    assert not figure.too_much, f"{figure.value}, at most {figure.limit}"


def test_every_room_and_package_keeps_its_budget() -> None:
    lines = grain.lines_by_room(MODULES)
    assert lines.keys() == BUDGETS.keys()
    assert {room: count for room, count in lines.items() if count > BUDGETS[room]} == {}


def test_a_module_too_small_and_a_circle_are_seen(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    for name, text in (("__init__", ""), ("one", "from room import two\n"), ("two", "from room.one import two\n")):
        (tmp_path / "room" / f"{name}.py").write_text(text, encoding="utf-8")
    modules = grain.read_modules(tmp_path)
    assert grain.small_neighbours(modules) == ["room.one", "room.two"]
    assert grain.circles(modules) == ["room.one", "room.two"]
