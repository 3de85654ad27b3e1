"""Memory that is freed is used again at once where much is made and thrown away."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from tests.fixture_site import ROOT

pytestmark = pytest.mark.whole

_FAULTS = """
import resource
from placette.engine.base.processes import keep_freed_memory
{first}
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(20):
    kept = [bytearray(b"x") * 3_000_000 for _ in range(3)]
    del kept
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(first: str) -> int:
    """How often a new process meets a page of memory that the system must clear, in twenty rounds of three blocks."""
    environment = {"PYTHONPATH": str(ROOT / "plugins")}
    script = _FAULTS.format(first=first)
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries decide for themselves")
def test_blocks_that_were_freed_are_used_again_without_asking_the_system() -> None:
    assert faults("keep_freed_memory()") < faults("") / 3
