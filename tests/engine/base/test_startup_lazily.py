"""A module that is only named doesn't load; one that is used does, and is the same module."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from placette.engine.base.startup import lazy_imports, name_of_module

Write = Callable[[str, str], None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write a module of a package ``larder``, which is removed after the test."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "modules", {**sys.modules})

    def write(name: str, source: str) -> None:
        path = tmp_path / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"import builtins\nbuiltins.loaded = [*getattr(builtins, 'loaded', ()), __name__]\n{source}\n")

    monkeypatch.setattr("builtins.loaded", [], raising=False)
    write("larder/__init__", "")
    return write


def loaded() -> list[str]:
    import builtins

    return builtins.loaded  # type: ignore[attr-defined,no-any-return]


def test_a_module_loads_when_it_is_used(write: Write) -> None:
    write("larder/jam", "FRUIT = 'mirabelle'")
    with lazy_imports("larder"):
        jam = import_module("larder.jam")
        assert name_of_module(jam) == "larder.jam"
        assert jam in (jam,)
        assert loaded() == ["larder"], "naming the module, or comparing it, is no use of it"
    assert jam.FRUIT == "mirabelle"
    assert loaded() == ["larder", "larder.jam"]
    assert sys.modules["larder.jam"] is jam
    assert import_module("larder.jam").FRUIT == "mirabelle"
    assert loaded() == ["larder", "larder.jam"], "once"
    assert name_of_module(jam) == "larder.jam"


def test_what_is_imported_from_a_module_is_there_at_once(write: Write) -> None:
    write("larder/jam", "from larder.fruit import FRUIT")
    write("larder/fruit", "FRUIT = 'quetsche'")
    with lazy_imports("larder"):
        scope: dict[str, object] = {}
        exec("from larder.jam import *", scope)
    assert scope["FRUIT"] == "quetsche"
    assert loaded() == ["larder", "larder.jam", "larder.fruit"]


def test_modules_of_others_and_those_imported_afterwards_are_as_ever(write: Write) -> None:
    write("larders", "")
    write("larder/jam", "")
    with lazy_imports("larder"):
        import_module("larders")
        assert loaded() == ["larders"]
    import_module("larder.jam")
    assert loaded() == ["larders", "larder", "larder.jam"]


def test_what_is_wrong_with_a_module_is_said_when_it_is_used(write: Write) -> None:
    write("larder/jam", "import nothing_of_this_name")
    with lazy_imports("larder"):
        jam = import_module("larder.jam")
    with pytest.raises(ModuleNotFoundError, match="nothing_of_this_name"):
        jam.FRUIT  # noqa: B018
    with lazy_imports("larder"), pytest.raises(ModuleNotFoundError, match="honey"):
        import_module("larder.honey")
