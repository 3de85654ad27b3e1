"""``invoke … | head``: what nobody reads any more is dropped without a word, and real errors are still shown."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.fixture_site import ROOT

pytestmark = pytest.mark.no_cover


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("typed", ["--list", "build --help", "explain date-format"])
def test_a_reader_who_has_enough_is_no_error(typed: str, unbuffered: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    variables = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    command = [sys.executable, "-m", "invoke", *typed.split()]
    done = subprocess.run(command, cwd=ROOT, env=variables, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert done.stderr == b""


def test_a_pipe_that_breaks_elsewhere_is_reported() -> None:
    code = "import tasks; raise BrokenPipeError('of a worker')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, "of a worker" in done.stderr) == (1, True)
