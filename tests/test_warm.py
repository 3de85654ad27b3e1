"""A command run in a fork of the waiting process says, does and ends as one in a new process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import fixture_warm
from tests.fixture_site import EPOCH, ROOT, copy_project, run

pytestmark = [pytest.mark.no_cover, pytest.mark.whole]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project("minimal", tmp_path_factory.mktemp("warm"))


@pytest.fixture
def variables() -> dict[str, str]:
    return {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "PYTHONIOENCODING": "utf-8"}


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("invoke", "check", "--all"), 0),
        (("invoke", "nope"), 2),
        (("invoke", "explain", "photo-alt"), 2),  # the manual doesn't lie beside the project's code
        (("no_such_module",), 1),
    ],
)
def test_it_is_as_in_a_new_process(
    project: Path, variables: dict[str, str], command: tuple[str, ...], code: int
) -> None:
    new = subprocess.run(
        [sys.executable, "-m", *command], cwd=project, env=variables, capture_output=True, encoding="utf-8", check=False
    )
    assert fixture_warm.can_run(project, variables)
    fork = fixture_warm.run(project, command, variables)
    assert (fork.returncode, new.returncode) == (code, code)
    assert (fork.args, fork.stdout) == (new.args, new.stdout)
    last = [done.stderr.strip().rpartition("\n")[2] for done in (fork, new)]
    assert last[0].rpartition(": ")[2] == last[1].rpartition(": ")[2]


def test_only_what_every_folder_shares_was_imported_before(project: Path, variables: dict[str, str]) -> None:
    (project / "looking.py").write_text(
        "import sys\n"
        "known = [name for name in sys.modules if name.startswith('placette')]\n"
        "import placette.commands.site_tasks as own, placette.engine.base.versions as code\n"
        "from pathlib import Path\n"
        "print(len(known) > 150, own.ROOT == Path.cwd(), Path.cwd() in Path(own.__file__).parents)\n"
        "print('placette.commands.site_tasks' in known, 'placette_letters' in known,"
        " code._PACKAGE == Path.cwd() / 'plugins/placette')\n",
        encoding="utf-8",
    )
    assert fixture_warm.run(project, ["looking"], variables).stdout == "True True True\nFalse True True\n"


def test_modules_are_looked_for_where_a_new_process_looks(project: Path, variables: dict[str, str]) -> None:
    command = ["-c", "import sys; print(*sys.path, sep='\\n')"]
    for sought in ("", str(project / "somewhere"), str(ROOT / "plugins")):
        told = variables | {"PYTHONPATH": sought}
        new = subprocess.check_output([sys.executable, *command], cwd=project, env=told, encoding="utf-8")
        fork = fixture_warm.run(project, command, told)
        assert fork.stdout.split("\n")[1:] == new.split("\n")[1:]  # the first is the folder, or "" with -c


def test_a_signal_that_ends_it_is_told(project: Path, variables: dict[str, str]) -> None:
    (project / "dying.py").write_text("import os; os.kill(os.getpid(), 9)\n", encoding="utf-8")
    assert fixture_warm.run(project, ["dying"], variables).returncode == -9


@pytest.mark.parametrize("name", ["PYTHONHASHSEED", "LC_ALL", "TZ"])
def test_what_an_interpreter_reads_when_it_starts_needs_a_new_one(
    project: Path, variables: dict[str, str], name: str
) -> None:
    assert not fixture_warm.can_run(project, {**variables, name: "1"})


def test_code_of_its_own_needs_a_new_process(variables: dict[str, str], tmp_path: Path) -> None:
    project = copy_project("minimal", tmp_path)
    code = project / "plugins/placette/engine/base/translation.py"
    code.write_text(f"{code.read_text(encoding='utf-8')}\nraise SystemExit(7)\n", encoding="utf-8")
    assert not fixture_warm.can_run(project, variables)
    assert run(project, "invoke", "check").returncode == 7
