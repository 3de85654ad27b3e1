"""A worker that comes too late ends without a word; whatever else is wrong in one is still printed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.fixture_site import ROOT

_RAISE = "import placette.engine.base.processes.latecomers\nraise {error}('what happened')"


@pytest.mark.parametrize(("error", "printed"), [("FileNotFoundError", False), ("EOFError", False), ("KeyError", True)])
def test_only_what_comes_of_being_late_is_not_printed(error: str, printed: bool) -> None:
    command = [sys.executable, "-c", _RAISE.format(error=error)]
    done = subprocess.run(command, cwd=ROOT / "plugins", capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert ("what happened" in done.stderr) is printed
