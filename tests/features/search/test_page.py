"""The modules of search become one small script that leaves nothing behind in the page."""

from __future__ import annotations

from pathlib import Path

import brotli
import pytest

from placette.features.search.page import join_modules
from tests.features.search.fixture_engine import MODULES, run_node

WORDS = {"none": 'Rien d’«utile» \\ " \n'}
_IN_PAGE = """
import { runInNewContext } from "node:vm";
const told = [];
const page = { tell: (value) => told.push(value) };
runInNewContext(given, page);
give({ told, names: Object.keys(page) });
"""


def modules(folder: Path, **sources: str) -> Path:
    for name, source in sources.items():
        (folder / f"{name}.js").write_text(source, encoding="utf-8")
    return folder


@pytest.mark.validator
def test_modules_run_after_what_they_import_and_leak_no_name(tmp_path: Path) -> None:
    folder = modules(
        tmp_path,
        main=(
            'import { twice } from "./a.js";\nimport {\n  one,\n  half,\n} from "./b.js";\n'
            "tell(twice(one) + half());\ntell(SAID.none);\nvar left = 1;\n"
        ),
        a='import { one } from "./b.js";\n// A remark.\nexport const twice = (value) => value * 2 * one;\n',
        b="export const one = 1;\nexport function half() { return 0.5; }\nexport class Unused {}\n",
        unasked="tell(0);\n",
    )
    joined = join_modules(folder, WORDS).decode()
    assert "remark" not in joined
    assert run_node(_IN_PAGE, joined) == {"told": [2.5, WORDS["none"]], "names": ["tell"]}


def test_the_engine_is_small() -> None:
    """9 kB, and as much as nearly that again for what shows it in a page."""
    assert len(brotli.compress(join_modules(MODULES, WORDS))) <= 9_000 + 7_000


@pytest.mark.validator
def test_the_joined_script_of_search_is_whole_and_leaks_no_name() -> None:
    joined = join_modules(MODULES, WORDS).decode()
    assert "import" not in joined.replace("important", "")
    program = 'import { Script } from "node:vm";\nnew Script(given);\ngive("read");'
    assert run_node(program, joined) == "read"
