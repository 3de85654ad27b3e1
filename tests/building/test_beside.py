"""Work beside other work: in a process of its own where it is worth one, and the same result in every case."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from plugins.core.executors import Executor, Kind, using
from plugins.core.forks import begin
from plugins.core.scanning import begin_scan, scan_tree

HERE = os.getpid()


def where(_shared: object) -> int:
    return os.getpid()


def die_elsewhere(shared: str) -> str:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return shared


def fail(shared: str) -> str:
    raise OSError(shared)


def test_large_work_is_done_beside_and_little_work_here() -> None:
    assert begin(where, None, 1.0)() != os.getpid()
    assert begin(where, None, 0.001)() == os.getpid()


def test_serial_work_and_work_beside_other_threads_is_done_here() -> None:
    with using(Executor(Kind.SERIAL)):
        assert begin(where, None, 1.0)() == os.getpid()
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(begin(where, None, 1.0)()))
    thread.start()
    thread.join()
    assert found == [os.getpid()]


def test_what_a_killed_process_did_not_do_is_done_here() -> None:
    assert begin(die_elsewhere, "done", 1.0)() == "done"


def test_what_it_raises_is_raised_here_and_printed_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(OSError, match="no room"):
        begin(fail, "no room", 1.0)()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("expected", [0, 100_000])
def test_a_folder_is_seen_alike_here_and_beside(tmp_path: Path, expected: int) -> None:
    assert begin_scan(str(tmp_path), expected)() == []
    assert begin_scan(str(tmp_path / "absent"), expected)() == []
    (tmp_path / "un" / "deux").mkdir(parents=True)
    (tmp_path / "un" / "é.md").write_text("x")
    (tmp_path / "link").symlink_to("/nowhere")
    (tmp_path / "\udcff.md").write_bytes(b"")
    found = begin_scan(str(tmp_path), expected)()
    assert found == scan_tree(str(tmp_path))
    assert [path for path, _ in found] == ["link", "un", "un/deux", "un/é.md", "\udcff.md"]
