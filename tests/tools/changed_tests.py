"""Run the tests of what is staged: ``python tests/tools/changed_tests.py``, as the hook before a commit does.

They are the tests of each room that changes, without browser, validator and servers; ``invoke test`` runs all of them.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ALL_PAGES = frozenset({"tests/test_components.py", "tests/test_kitchen_sink.py"})
"""What shows every component and every template."""
HABITS = "tests/test_layers.py"
"""Looks at every module: its imports, its sizes, its docstrings."""
MANUAL = "tests/commands/test_manual"
"""Builds the manual from its chapters."""
_MODULE = re.compile(r"plugins/placette/(?P<room>(?:\w+/){0,2})(?:\w+/)*(?P<stem>\w+)\.py")
_CHAPTER = re.compile(r"(?:docs|plugins/\w+/manual)/.*")
_PACKAGE = re.compile(r"plugins/(?P<package>placette_\w+)/.*\.\w+")
_TEST = re.compile(r"tests/(?:.*/)?test_\w+\.py")
_SHOWN = re.compile(
    r"themes/.*|plugins/\w+/templates/.*|.*\.po"
    r"|tests/(?:\w+/)?components/.*|tests/sites/.*|tests/(?:conftest|fixture_\w+)\.py"
)
_NO_TEST = 5
"""How pytest ends when every test was left out (its documented exit code)."""


def choose_tests(changed: Iterable[str], tests: Iterable[str]) -> list[str]:
    """The files of tests to run, sorted; paths are from the root, ``changed`` ones may be gone."""
    known = frozenset(tests)
    return sorted({test for path in changed for test in _tests_of(path, known)} & known)


def _tests_of(path: str, tests: frozenset[str]) -> frozenset[str]:
    """A module's are those of its room, or of its name where it is or has none; a fixture's those of its folder."""
    if _TEST.fullmatch(path):
        return frozenset({path})
    if _SHOWN.fullmatch(path):
        return ALL_PAGES
    if module := _MODULE.fullmatch(path):
        room = f"tests/{module['room']}"
        alone = _below(f"{room}test_{module['stem']}", tests) if room.count("/") == 2 else frozenset()
        own = alone or (_below(room, tests) if module["room"] else frozenset())
        return (own or _named_after(module["stem"], tests)) | {HABITS}
    if _CHAPTER.fullmatch(path):
        return _below(MANUAL, tests)
    if package := _PACKAGE.fullmatch(path):
        return _below(f"tests/{package['package']}/", tests) | {HABITS}
    if path.startswith("tests/"):
        return _below(f"{path.rpartition('/')[0]}/", tests)
    return frozenset()


def _below(folder: str, tests: frozenset[str]) -> frozenset[str]:
    return frozenset(test for test in tests if test.startswith(folder))


def _named_after(stem: str, tests: frozenset[str]) -> frozenset[str]:
    return frozenset(test for test in tests if test.rpartition("/")[2].startswith(f"test_{stem}"))


def staged_files(root: Path) -> list[str]:
    """The paths that the next commit changes, both of a renamed file; ``CalledProcessError`` outside a repository."""
    command = ["git", "diff", "--cached", "--name-only", "--no-renames", "-z"]
    listed = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=True).stdout
    return [path for path in listed.split("\0") if path]


def run_tests(root: Path, tests: list[str], environment: Mapping[str, str]) -> int:
    """Run these files of tests; gives the exit code. Git's own variables are kept from them: they have repositories."""
    command = [sys.executable, "-m", "pytest", "-q", "-m", "not browser and not validator and not server", *tests]
    known = {name: value for name, value in environment.items() if not name.startswith("GIT_")}
    code = subprocess.run(command, cwd=root, env=known, check=False).returncode
    return 0 if code == _NO_TEST else code


def main() -> int:
    """Choose and run; 0 when nothing fails."""
    tests = [path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py")]
    chosen = choose_tests(staged_files(ROOT), tests)
    return run_tests(ROOT, chosen, os.environ) if chosen else 0


if __name__ == "__main__":
    sys.exit(main())
