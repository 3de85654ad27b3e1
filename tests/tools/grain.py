"""The grain of the code: how many modules, how large, what they import. ``python tests/tools/grain.py`` prints a table.

``tests/test_grain.py`` holds the limits. The three totals of ``LIMITS`` may only be lowered: what is added is paid for
by what is taken out. ``--time`` also measures the user time of a build of 20 posts, in processes of its own; no test
looks at that.
"""

from __future__ import annotations

import argparse
import ast
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMITS: Mapping[str, int] = {"plugins": 84_000, "core": 56_000, "tests": 58_000}
"""The totals: lines of Python below ``plugins/``, of the core, and of the tests without ``_NO_TESTS``."""
_NO_TESTS = ("benchmarks", "tools", "demonstration")
"""The folders below ``tests/`` that measure, help or describe the demonstration."""
_HAPPENED = frozenset(
    "found known own one said made written given kept asked told left taken named shown wanted seen read held drawn "
    "meant brought begun gone lying sent borne called bound felt heard put set done met sought beside".split()
)
"""Local names that say what happened to a thing, or nothing, in place of what it is."""
SMALL = 60
"""Lines below which a module that only its neighbours import belongs into one of them."""
_LONGEST_FUNCTION = 60
_POSTS = 20
_RUNS = 5


@dataclass(frozen=True)
class Module:
    """One Python file below ``plugins/``."""

    path: Path
    name: str
    """Its dotted name, without ``.__init__``."""
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The file, parsed."""
        return ast.parse(self.text)

    @cached_property
    def lines(self) -> int:
        """How many lines it has."""
        return len(self.text.splitlines())

    @property
    def package(self) -> str:
        """The import package that it is part of."""
        return self.name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table: what is counted, how much there is, and how much there may be."""

    name: str
    value: float
    limit: float | None = None

    @property
    def too_much(self) -> bool:
        """Whether the limit is passed."""
        return self.limit is not None and self.value > self.limit


def read_modules(plugins: Path) -> list[Module]:
    """Every module below a folder, by name."""
    paths = sorted(path for path in plugins.rglob("*.py") if "__pycache__" not in path.parts)
    return [
        Module(
            path,
            ".".join(path.relative_to(plugins).with_suffix("").parts).removesuffix(".__init__"),
            path.read_text(encoding="utf-8"),
        )
        for path in paths
    ]


def import_lines(module: Module) -> int:
    """The lines that import statements take, wherever they stand."""
    found = (node for node in ast.walk(module.tree) if isinstance(node, ast.Import | ast.ImportFrom))
    return sum((node.end_lineno or node.lineno) - node.lineno + 1 for node in found)


def imported_names(nodes: Sequence[ast.stmt] | ast.Module, *, anywhere: bool) -> Iterator[str]:
    """What imports name: modules, and the names taken from them. Those of functions only where ``anywhere``.

    Imports for types count everywhere.
    """
    for node in nodes.body if isinstance(nodes, ast.Module) else nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            yield from imported_names(node.body, anywhere=anywhere)
        elif anywhere or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = [child for child in ast.walk(node) if isinstance(child, ast.Import | ast.ImportFrom)]
            yield from imported_names(inner, anywhere=anywhere)


def small_neighbours(modules: Sequence[Module]) -> list[str]:
    """Modules of less than ``SMALL`` lines that only modules of their own folder import."""
    users: dict[str, set[Path]] = {}
    for module in modules:
        for name in imported_names(module.tree, anywhere=True):
            users.setdefault(name, set()).add(module.path)
    small = (one for one in modules if one.lines < SMALL and one.path.stem != "__init__")
    return [
        one.name
        for one in small
        if (found := users.get(one.name, set()) - {one.path}) and all(user.parent == one.path.parent for user in found)
    ]


def circles(modules: Sequence[Module]) -> list[str]:
    """Modules that import themselves by way of others, be it only for types."""
    names = {module.name for module in modules}
    waiting = {module.name: _imported_modules(module, names) - {module.name} for module in modules}
    while free := [name for name, others in waiting.items() if not others]:
        for name in free:
            del waiting[name]
        waiting = {name: others - set(free) for name, others in waiting.items()}
    while ends := [name for name in waiting if not any(name in others for others in waiting.values())]:
        for name in ends:
            del waiting[name]
    return sorted(waiting)


def _imported_modules(module: Module, names: Set[str]) -> set[str]:
    """The modules that are loaded with one; a package that is only named on the way to its module isn't counted."""
    found = set(imported_names(module.tree, anywhere=False)) & names
    return {name for name in found if not any(other.startswith(f"{name}.") for other in found)} | {
        node.module
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        and node.module in found
        and any(f"{node.module}.{alias.name}" not in names for alias in node.names)
    }


def long_functions(modules: Sequence[Module]) -> list[str]:
    """Functions of more than 60 lines, their docstrings not counted."""
    found = []
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[0]
                told = (first.end_lineno or 0) - first.lineno + 1 if ast.get_docstring(node) is not None else 0
                if (node.end_lineno or 0) - node.lineno + 1 - told > _LONGEST_FUNCTION:
                    found.append(f"{module.name}.{node.name}")
    return found


def fields_of(modules: Sequence[Module], name: str) -> int:
    """How many fields a class of this name declares."""
    found = (n for m in modules for n in m.tree.body if isinstance(n, ast.ClassDef) and n.name == name)
    return sum(isinstance(statement, ast.AnnAssign) for statement in next(found).body)


def room_of(module: Module) -> str:
    """A package beside the core, or of the core a floor's room (``placette/features/walks``)."""
    parts = module.path.relative_to(ROOT / "plugins").with_suffix("").parts
    return "/".join(parts[:3] if len(parts) > 3 and parts[0] == "placette" else parts[:1])


def lines_by_room(modules: Sequence[Module]) -> Mapping[str, int]:
    """The lines of each room and package."""
    found: dict[str, int] = {}
    for module in modules:
        found[room_of(module)] = found.get(room_of(module), 0) + module.lines
    return found


def lines_of_tests(tests: Path) -> int:
    """How many lines of Python the tests have."""
    paths = (path for path in tests.rglob("*.py") if path.relative_to(tests).parts[0] not in _NO_TESTS)
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)


def share_of_names(modules: Sequence[Module]) -> float:
    """How many assigned names in a hundred say what happened."""
    nodes = (node for module in modules for node in ast.walk(module.tree))
    names = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return round(100 * sum(name in _HAPPENED for name in names) / len(names), 1)


def figures(modules: Sequence[Module]) -> list[Figure]:
    """The table, without times."""
    core = [module for module in modules if module.package == "placette"]
    lines = sum(module.lines for module in modules)
    return [
        Figure("lines of Python below plugins/", lines, LIMITS["plugins"]),
        Figure("… of the core (plugins/placette)", sum(module.lines for module in core), LIMITS["core"]),
        Figure("… of tests", lines_of_tests(ROOT / "tests"), LIMITS["tests"]),
        Figure("modules below plugins/", len(modules)),
        Figure("… of the core", len(core)),
        Figure("lines a module, median", statistics.median(module.lines for module in modules)),
        Figure("longest module", max(module.lines for module in modules), 600),
        Figure("imports, % of all lines", round(100 * sum(map(import_lines, modules)) / lines, 1)),
        Figure(f"modules under {SMALL} lines for neighbours alone", len(small_neighbours(modules)), 0),
        Figure("fields of Feature", fields_of(modules, "Feature")),
        Figure("fields of TextKind", fields_of(modules, "TextKind")),
        Figure("local names that say what happened, %", share_of_names(modules), 2.0),
        Figure(f"functions over {_LONGEST_FUNCTION} lines", len(long_functions(modules)), 0),
        Figure("modules that import each other in a circle, types included", len(circles(modules)), 0),
    ]


def seconds_of_a_small_build() -> float:
    """The user time of ``invoke build`` for 20 posts of one line, from nothing: the median of five, in seconds."""
    found = []
    with tempfile.TemporaryDirectory() as room:
        project = Path(room, "project")
        command = [sys.executable, "-m", "invoke", "build"]
        for _ in range(_RUNS):
            shutil.rmtree(project, ignore_errors=True)
            _write_site(project)
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            subprocess.run(command, cwd=project, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": ""})
            found.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)
    return round(statistics.median(found), 2)


def _write_site(project: Path) -> None:
    shutil.copytree(ROOT / "tests" / "sites" / "minimal" / "content", project / "content")
    for name in ("pelicanconf.py", "tasks.py", "territory.json"):
        shutil.copyfile(ROOT / name, project / name)
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as settings:  # what the demonstration links to
        settings.write('\nVIEWS_MENU, VIEWS_FOOTER = (("Lire", "archives/"),), (("Plan du site", "plan-du-site/"),)\n')
        settings.write(
            "SHARING_CARDS = IDENTITY_WEB_FONTS = PICTURES_ON_PAGES = False  # drawn once, not at each build\n"
        )
    for name in ("plugins", "themes"):
        (project / name).symlink_to(ROOT / name)
    article = next((project / "content" / "articles").rglob("index.md"))
    text = article.read_text(encoding="utf-8")
    for number in range(1, _POSTS):
        copy = article.parent.with_name(f"{article.parent.name}-{number}") / "index.md"
        copy.parent.mkdir()
        copy.write_text(text, encoding="utf-8")


def main() -> int:
    """Print the table; 1 when a limit is passed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rooms", action="store_true", help="the lines of each room as well, as YAML")
    arguments.add_argument("--time", action="store_true", help="measure a build of 20 posts as well")
    given = arguments.parse_args()
    modules = read_modules(ROOT / "plugins")
    rows = figures(modules)
    rows += [Figure("user time of a build of 20 posts, s", seconds_of_a_small_build())] if given.time else []
    for row in rows:
        print(f"{row.value:>10,}  {'≤ ' + format(row.limit, ',') if row.limit is not None else '':>10}  {row.name}")
    for room, lines in sorted(lines_by_room(modules).items()) if given.rooms else ():
        print(f"{room}: {lines}")
    return int(any(row.too_much for row in rows))


if __name__ == "__main__":
    sys.exit(main())
