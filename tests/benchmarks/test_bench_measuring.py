"""A command is measured: its time, its memory, and its processor time apart from that of other programs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.figures import QUIET
from tests.benchmarks.measuring import FailedError, share_of_others, time_command

pytestmark = pytest.mark.whole

pytest.importorskip("psutil")
_BURN = "import time\nwhile time.process_time() < {seconds}: pass"


def test_a_busy_process_beside_is_noticed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", _BURN.format(seconds=60)]) as busy:
        try:
            timed = time_command([sys.executable, "-c", "import time; time.sleep(0.7)"], tmp_path, {})
        finally:
            busy.kill()
    assert timed.others > QUIET


def test_a_share_is_of_all_processors_and_what_is_too_little_to_be_told_is_none() -> None:
    assert share_of_others(0.5, seconds=2.0, cores=2) == 0.125
    assert share_of_others(0.04, seconds=0.1, cores=1) == 0.0
    assert share_of_others(-0.2, seconds=2.0, cores=2) == 0.0


def test_what_a_command_uses_is_its_own(tmp_path: Path) -> None:
    timed = time_command([sys.executable, "-c", _BURN.format(seconds=0.4)], tmp_path, {})
    assert timed.processor >= 0.38


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, a process without a parent goes to the system")
def test_what_outlives_a_command_is_its_own_too(tmp_path: Path) -> None:
    """As what removes the files that a build has replaced does."""
    start = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {_BURN.format(seconds=0.4)!r}])"
    timed = time_command([sys.executable, "-c", start], tmp_path, {})
    assert timed.processor >= 0.38


def test_a_command_is_timed_with_what_it_prints(tmp_path: Path) -> None:
    timed = time_command([sys.executable, "-c", "import os; print(os.getcwd())"], tmp_path, {})
    assert timed.seconds > 0
    assert Path(timed.printed.strip()) == tmp_path.resolve()


def test_a_command_that_fails_is_not_timed(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match=r"ended with 1:\nno room"):
        time_command([sys.executable, "-c", "raise SystemExit('no room')"], tmp_path, {})


@pytest.mark.skipif(sys.platform != "linux", reason="where others look at memory, none is told")
def test_the_memory_of_workers_counts_too(tmp_path: Path) -> None:
    hold = "import time; held = b'.' * 64_000_000; time.sleep(1)"
    start = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}])"
    assert time_command([sys.executable, "-c", start], tmp_path, {}).peak > 64_000_000
