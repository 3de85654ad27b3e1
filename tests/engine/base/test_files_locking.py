"""One process at a time holds the lock of a file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from placette.engine.base.files import LockHeldError, locked

pytestmark = pytest.mark.whole

HOLD = """
import sys, pathlib
from placette.engine.base.files import locked
with locked(pathlib.Path(sys.argv[1]), 0):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_another_process_waits_and_gets_it_when_the_first_ends(tmp_path: Path) -> None:
    place = tmp_path / "lock"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(LockHeldError), locked(place, 0.1):
            pytest.fail("two hold it")
        other.kill()  # it lets go of nothing itself
    with locked(place, 5):
        pass


def test_who_holds_it_keeps_others_of_the_process_out_until_it_is_done(tmp_path: Path) -> None:
    place = tmp_path / "lock"
    with locked(place, 0), pytest.raises(LockHeldError), locked(place, 0):
        pytest.fail("two hold it")
    with pytest.raises(ZeroDivisionError), locked(place, 0):
        raise ZeroDivisionError
    with locked(place, 0):
        assert place.is_file()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks on Windows")
def test_a_worker_that_lives_on_keeps_nothing_locked(tmp_path: Path) -> None:
    end, other_end = os.pipe()
    with locked(tmp_path / "lock", 0):
        worker = os.fork()
        if not worker:
            os.close(other_end)
            os.read(end, 1)
            os._exit(0)
    with locked(tmp_path / "lock", 0):
        pass
    os.close(other_end)
    os.waitpid(worker, 0)


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="lock"), locked(tmp_path / "lock", 0):
        pytest.fail("followed")
    assert not (tmp_path / "elsewhere").exists()
