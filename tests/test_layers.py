"""The layers of the code, its sizes and its habits stay as documented."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import placette
from placette.engine.base.installed import packages
from tests.fixture_site import ROOT

PLUGINS = ROOT / "plugins"
THEME = ROOT / "themes" / "placette"
MODULES = sorted(path for path in PLUGINS.rglob("*.py") if "__pycache__" not in path.parts)
TEMPLATES = sorted(path for folder in (THEME, *PLUGINS.iterdir()) for path in (folder / "templates").rglob("*.*"))
Function = ast.FunctionDef | ast.AsyncFunctionDef


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported(path: Path, *, relative: bool = False) -> frozenset[str]:
    """Every module that a file names in an import, at any depth."""
    names = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert relative or node.level == 0, "relative import"
            if node.level:
                continue
            assert node.module
            names.add(node.module)
            ours = node.module.split(".")[0] == "placette"
            names |= {f"{node.module}.{alias.name}" for alias in node.names} if ours else set()
    return frozenset(names)


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def lines_of(function: Function) -> int:
    """Lines from ``def`` to the end; a docstring is not counted."""
    has_docstring = ast.get_docstring(function) is not None
    first = function.body[0]
    documented = (first.end_lineno or 0) - first.lineno + 1 if has_docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - documented


FLOORS = (
    "engine/base",
    "engine/findings",
    "engine/texts",
    "engine/photos",
    "engine/content",
    "engine/rendering",
    "engine/build",
    "features",
    "plugin",
    "commands",
    "project",
    "defaults",
    "testing",
    "tasks",
    "command_line",
)
"""The house from the ground up: a file imports its own room and the floors below it."""


def floor_of(module: str) -> int:
    """The floor of a module by its dotted name (``placette.engine.base.files``)."""
    place = "/".join(module.split(".")[1:])
    return next(number for number, floor in enumerate(FLOORS) if f"{place}/".startswith(f"{floor}/"))


def room_of(module: str) -> str:
    """The feature or command that a module is part of (``features.walks``)."""
    return ".".join(module.split(".")[1:3])


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(PLUGINS).with_suffix("").parts).removesuffix(".__init__")


@cache
def imports() -> dict[str, list[str]]:
    """What each module of the core imports of ours; what its interface names lies anywhere."""
    return {
        module_of(path): sorted(name for name in imported(path) if name.startswith("placette."))
        for path in MODULES
        if path.relative_to(PLUGINS).parts[0] == "placette" and module_of(path) != "placette"
    }


INTERFACE = frozenset(f"placette.{name}" for name in placette._PLACES)
EXAMPLE = ROOT / "tests" / "examples" / "recipes"
BESIDE = [path for path in MODULES if path.relative_to(PLUGINS).parts[0] != "placette"]


LIBRARIES = frozenset(path.parent.name for path in PLUGINS.glob("placette_*/__init__.py")) - packages().keys()
"""What lies beside the core without a manifest: packages may stand on it, as on any library."""


def test_packages_and_the_example_import_the_interface_and_libraries_alone() -> None:
    beyond = [
        (named(path), name)
        for path in (*BESIDE, *EXAMPLE.rglob("*.py"))
        for name in sorted(imported(path, relative=path not in BESIDE) - INTERFACE)
        if name != "placette" and name.partition(".")[0].startswith("placette")
        if name.partition(".")[0] not in {*path.parts, *LIBRARIES}
    ]
    assert {"placette_richtext"} == LIBRARIES
    assert len(BESIDE) > 50
    assert beyond == []


def test_the_core_imports_no_package_and_not_its_own_interface() -> None:
    core = [path for path in MODULES if path not in BESIDE]
    beside = [(module_of(path), name) for path in core for name in imported(path) if name.startswith("placette_")]
    assert beside == [], "they are found where they are installed"
    rooms = {f"placette.{path.stem}" for path in (PLUGINS / "placette").iterdir()}
    assert [(module, name) for module, names in imports().items() for name in {*names} & INTERFACE - rooms] == []


NAMES = {module_of(path) for path in MODULES}


def modules_in(name: str) -> str:
    """The module that an import names, itself or the one that holds what is named."""
    return name if name in NAMES else name.rpartition(".")[0]


def test_no_import_runs_up_or_into_the_inside_of_another_room() -> None:
    up, inside = [], []
    for module, names in imports().items():
        if module in {"placette.engine", "placette.features", "placette.commands"}:
            assert names == []
            continue
        found = {modules_in(name) for name in names} - {"placette", "placette.features"}
        up += [(module, name) for name in found if floor_of(name) > floor_of(module)]
        beside = [name for name in found if floor_of(name) == floor_of(module) and room_of(name) != room_of(module)]
        if FLOORS[floor_of(module)] in {"features", "commands"}:
            inside += [(module, name) for name in beside if name.count(".") > 2]
    assert up == [], "a floor imports a higher one"
    assert inside == [], "a room imports the inside of another: what is public stands in its __init__"


def test_no_two_public_classes_have_one_name() -> None:
    found = [
        node.name
        for path in MODULES
        for node in tree_of(path).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]
    assert sorted({name for name in found if found.count(name) > 1}) == []


def test_no_rooms_import_each_other_in_a_circle() -> None:
    rooms: dict[str, set[str]] = {}
    for module, names in imports().items():
        others = {room_of(modules_in(name)) for name in names} - {room_of(module)}
        rooms.setdefault(room_of(module), set()).update(others)
    waiting = {room: set(others) & rooms.keys() for room, others in rooms.items()}
    while free := [room for room, others in waiting.items() if not others]:
        for room in free:
            del waiting[room]
        waiting = {room: others - set(free) for room, others in waiting.items()}
    assert waiting == {}


def test_the_engine_knows_no_feature_by_name() -> None:
    features = {path.name for path in (PLUGINS / "placette" / "features").iterdir() if path.is_dir()}
    named_there = {n for m, names in imports().items() if m.startswith("placette.engine") for n in names}
    assert [name for name in named_there if name.split(".")[1] == "features"] == []
    assert {"walks", "agenda", "series"} <= features


ROOMS_OF_TESTS = [
    folder for name in ("engine", "features", "commands") for folder in (ROOT / "tests" / name).rglob("*")
]


def test_a_test_lies_in_the_room_of_what_it_tests_and_has_its_stem() -> None:
    """``test_state.py``, or ``test_state_poisoned.py`` for one behaviour of ``state``: a module, or the whole room."""
    stray = []
    for path in (path for folder in ROOMS_OF_TESTS for path in folder.glob("test_*.py")):
        room = PLUGINS / "placette" / path.parent.relative_to(ROOT / "tests")
        stems = {room.name} | {child.stem for child in room.iterdir()}
        stray += [] if any(f"{path.stem}_".startswith(f"test_{stem}_") for stem in stems) else [named(path)]
    assert stray == []


def test_frameworks_are_known_at_the_edge() -> None:
    outside = {path: {name.split(".")[0] for name in imported(path)} for path in MODULES}
    assert [named(path) for path, names in outside.items() if "themes" in names] == []
    assert [named(path) for path, names in outside.items() if "pelican" in names] == ["plugins/placette/plugin.py"]
    declaring = {
        path for path in MODULES if path.parent.name == "commands" or path.stem.endswith(("tasks", "command_line"))
    }
    assert [named(path) for path, names in outside.items() if "invoke" in names and path not in declaring] == []


@pytest.mark.parametrize("floor", ["base", "findings", "texts", "photos", "content"])
def test_the_reading_knows_no_feature_by_name(floor: str) -> None:
    files = [path for path in MODULES if path.is_relative_to(PLUGINS / "placette" / "engine" / floor)]
    named_there = {name for path in files for name in imported(path)}
    assert [name for name in named_there if name.startswith(("placette.features", "placette.commands"))] == []


def test_the_theme_is_no_program_of_the_build() -> None:
    assert list(THEME.rglob("*.py")) == []


@pytest.mark.parametrize("path", [path for path in MODULES if path.name == "plugin.py"], ids=named)
def test_handlers_are_short_functions_of_their_module(path: Path) -> None:
    top = {node.name: node for node in tree_of(path).body if isinstance(node, ast.FunctionDef)}
    connected = [
        call.args[0]
        for call in ast.walk(top.get("register", tree_of(path)))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "connect"
    ]
    for handler in connected:
        assert isinstance(handler, ast.Name), "a handler is a function with a name of its own"
        assert lines_of(top[handler.id]) <= 10
    if connected:
        assert list(top)[-1] == "register", "register() comes last"


def test_what_is_public_is_documented_and_annotated() -> None:
    found = []
    for path in MODULES:
        tree, where = tree_of(path), named(path)
        found += [] if ast.get_docstring(tree) else [f"{where}: a module says what it is for"]
        public = (node for node in tree.body if isinstance(node, Function | ast.ClassDef) and node.name[0] != "_")
        found += [f"{where}: {node.name} without docstring" for node in public if not ast.get_docstring(node)]
        for function in functions(tree):
            typed = _is_annotated(function) or any("no-untyped-def" in line for line in _source(path, function))
            found += [] if typed else [f"{where}: {function.name} without types"]
    assert found == []


def test_files_and_functions_are_short() -> None:
    assert [named(path) for path in MODULES if _count(path) > 600] == []
    long = [(named(path), f.name) for path in MODULES for f in functions(tree_of(path)) if lines_of(f) > 60]
    assert long == []


def test_tests_replace_no_private_names() -> None:
    """Faults and limits come from outside. What is left lowers limits that take a large site; it only gets less."""
    private: list[str] = []
    for path in (path for path in (ROOT / "tests").rglob("*.py") if path.parts[-3:-1] != ("tools", "quality")):
        for call in (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Attribute) and call.func.attr in {"setattr", "delattr", "patch", "object"}:
                names = (value.value for value in call.args[:2] if isinstance(value, ast.Constant))
                private += (f"{named(path)}:{call.lineno}" for name in names if re.search(r"(^|\.)_\w+$", str(name)))
    assert len(private) <= 10, private


def test_lines_of_templates_styles_and_scripts_are_short() -> None:
    folders = (THEME / "static", PLUGINS)
    written = [path for folder in folders for end in ("html", "css", "js") for path in folder.rglob(f"*.{end}")]
    numbered = [
        (f"{named(path)}:{number}", line)
        for path in (*filter(Path.is_file, TEMPLATES), *written)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    ]
    assert len(written) > 100
    assert [where for where, line in numbered if len(line) > 120] == []


def test_html_is_printed_as_it_is_in_one_place_only() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in TEMPLATES if path.is_file()}
    safe = [named(path) for path, source in sources.items() for _ in re.finditer(r"\|\s*safe\b|Markup\(", source)]
    assert safe == ["themes/placette/templates/components/prose.html"]
    unescaping = r"striptags|autoescape|\|\s*(?:urlize|xmlattr|forceescape)"
    assert [named(path) for path, source in sources.items() if re.search(unescaping, source)] == []


def _source(path: Path, function: Function) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()[function.lineno - 1 : function.body[0].lineno]


def _is_annotated(function: Function) -> bool:
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    needed = [argument for argument in arguments if argument.arg not in {"self", "cls"}]
    needed += [argument for argument in (function.args.vararg, function.args.kwarg) if argument]
    return function.returns is not None and all(argument.annotation for argument in needed)


def _count(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())
