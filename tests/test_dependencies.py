"""Every library is explained where the package's map is, and the core stays light."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distribution
from itertools import pairwise

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.fixture_site import ROOT
from tests.tools.quality.quality_tasks import LOCKED

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TEXT = (ROOT / "plugins/DEPENDENCIES.md").read_text(encoding="utf-8")
MOST = 130_000_000
OURS = "placette"


def name_of(written: str) -> str:
    return str(canonicalize_name(Requirement(written).name))


def rows_below(heading: str) -> list[list[str]]:
    """The rows of the table below a heading, but for its head."""
    part = TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = re.findall(r"^\| (.+) \|$", part, re.MULTILINE)
    return [[cell.strip("`") for cell in line.split(" | ")] for line in lines[1:]]


def weight(library: str) -> int:
    """Bytes of a library's files, without compiled bytecode."""
    paths = (file.locate() for file in distribution(library).files or () if file.suffix != ".pyc")
    return sum(path.stat().st_size for path in paths if path.is_file())  # type: ignore[attr-defined]


def with_what_they_bring(libraries: set[str]) -> set[str]:
    found, waiting = set[str](), set(libraries)
    while waiting:
        name = waiting.pop()
        found.add(name)
        needed = map(Requirement, distribution(name).requires or ())
        waiting |= {
            str(canonicalize_name(one.name)) for one in needed if not one.marker or one.marker.evaluate({"extra": ""})
        } - found
    return found


def test_the_core_is_explained_library_by_library() -> None:
    rows = rows_below("The core")
    assert [row[0] for row in rows] == sorted(map(name_of, PROJECT["dependencies"]))
    assert [row[0] for row in rows if len(row) != 4 or not all(row)] == []


def test_extras_are_explained_library_by_library() -> None:
    rows = rows_below("Extras") + rows_below("Tests, and work on the code")
    declared = {
        (name_of(one), extra) for extra, libraries in PROJECT["optional-dependencies"].items() for one in libraries
    }
    assert sorted((row[0], row[1]) for row in rows) == sorted((n, e) for n, e in declared if n != OURS)
    assert [row[0] for row in rows if not all(row)] == []


def test_the_locked_extras_exist() -> None:
    named = {extra for extras in LOCKED.values() for extra in extras}
    assert named <= PROJECT["optional-dependencies"].keys()


def test_the_locked_lists_agree_so_that_one_environment_serves_all_of_them() -> None:
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in LOCKED]
    lists = [dict(re.findall(r"^([^\s=]+)==(\S+)", text, re.MULTILINE)) for text in texts]
    for smaller, larger in pairwise(lists):
        assert smaller
        assert smaller.items() <= larger.items()


def test_the_core_stays_light() -> None:
    weights = {name: weight(name) for name in with_what_they_bring(set(map(name_of, PROJECT["dependencies"])))}
    print(sum(weights.values()), sorted(weights.items(), key=lambda one: -one[1])[:8])
    assert min(weights["pillow"], weights["pelican"]) > 1_000_000
    assert not {"babel", "fonttools", "lxml", "pikepdf"} & weights.keys()
    assert sum(weights.values()) < MOST
