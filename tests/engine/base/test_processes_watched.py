"""A slow program is waited for, and reports so now and then."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path

import pytest

from placette.engine.base.processes.watched import run_watched

pytestmark = pytest.mark.whole

WAITS_FOR_FILE = "import os, sys, time\nwhile not os.path.exists('go'): time.sleep(0.01)\nprint('gone')"
watch = partial(run_watched, pause=0.05)


class Waiting:
    """Counts the looks; at the third, makes the file ``then``."""

    def __init__(self, then: Path | None = None) -> None:
        self.looks, self.then = 0, then

    def __call__(self) -> None:
        self.looks += 1
        if self.looks == 3 and self.then:
            self.then.touch()


def python(source: str) -> tuple[str, ...]:
    return (sys.executable, "-S", "-c", source)


def test_what_a_program_prints_and_how_it_ends_come_back() -> None:
    waiting = Waiting()
    done = watch(python("import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"), waiting)
    assert (done.returncode, done.stdout.split(), done.stderr.split()) == (3, [b"out"], [b"err"])
    assert waiting.looks >= 1


def test_a_silent_program_is_waited_for_and_who_waits_is_told(tmp_path: Path) -> None:
    waiting = Waiting(tmp_path / "go")
    done = watch(python(WAITS_FOR_FILE), waiting, folder=tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, b"gone")
    assert waiting.looks >= 3


def test_more_than_a_pipe_holds_goes_in_and_comes_out_though_it_takes_several_looks(tmp_path: Path) -> None:
    data = bytes(range(256)) * 4000
    source = WAITS_FOR_FILE.replace("print('gone')", "sys.stdout.buffer.write(sys.stdin.buffer.read())")
    waiting = Waiting(tmp_path / "go")
    done = watch(python(source), waiting, data=data, folder=tmp_path)
    assert (done.returncode, done.stdout) == (0, data)
    assert waiting.looks >= 3


def test_a_missing_program_is_an_error_of_the_system(tmp_path: Path) -> None:
    waiting = Waiting()
    with pytest.raises(FileNotFoundError):
        watch([str(tmp_path / "absent")], waiting)
    assert waiting.looks == 0


@pytest.mark.skipif(sys.platform == "win32", reason="the end of a process is asked for by a signal")
@pytest.mark.parametrize("fault", [KeyboardInterrupt(), RuntimeError("no more")])
def test_an_interruption_kills_the_program(tmp_path: Path, fault: BaseException) -> None:
    source = f"import os, sys\nopen('pid', 'w').write(str(os.getpid()))\n{WAITS_FOR_FILE}"
    (tmp_path / "pid").touch()
    with pytest.raises(type(fault)):
        watch(python(source), _once_it_runs(tmp_path / "pid", fault), folder=tmp_path)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text(encoding="utf-8")), 0)


def _once_it_runs(pid: Path, fault: BaseException) -> Waiting:
    class Running(Waiting):
        def __call__(self) -> None:
            if pid.read_text(encoding="utf-8"):
                raise fault

    return Running()
