"""Our own work in other processes: where it is worth one, and the same result in every case."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from placette.engine.base.processes import Executor, ExecutorKind, Limits, run_bounded, spread, using
from tests.engine.base.greedy import Slowly, greet
from tests.fixture_site import ROOT

pytestmark = pytest.mark.whole

HERE = os.getpid()


def where(_item: object, _shared: object) -> int:
    return os.getpid()


def endless_each(_item: int, _shared: object) -> None:
    print(os.getpid(), flush=True)
    time.sleep(600)


def ended(name: str, _shared: object) -> None:
    if name:
        os.kill(os.getpid(), signal.Signals[f"SIG{name}"])


def alone(script: str) -> tuple[str, str]:
    """What a process that has no other threads prints for a script about these functions."""
    known = "from tests.engine.base.test_processes_forks import *\n"
    done = subprocess.run([sys.executable, "-c", known + script], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip(), done.stderr


@pytest.mark.parametrize(("cost", "is_here"), [(1.0, "False"), (0.001, "True")])
def test_large_work_is_done_beside_and_little_work_here(cost: float, is_here: str) -> None:
    assert alone(f"print(spread(where, [1, 2], None, cost={cost})[0] == HERE)") == (is_here, "")


def test_serial_work_and_work_beside_other_threads_is_done_here() -> None:
    with using(Executor(ExecutorKind.SERIAL)):
        assert spread(where, [1], None, cost=1.0) == [HERE]
    results: list[int] = []
    thread = threading.Thread(target=lambda: results.extend(spread(where, [1], None, cost=1.0)))
    thread.start()
    thread.join()
    assert results == [HERE]


def parent(_item: int, _shared: object) -> int:
    return os.getppid()


LIMITED = "limits = Limits(cpu=0.4, wall=1.0, memory=300_000_000)\n"
GREEDY = "from tests.engine.base.greedy import answer\n" + LIMITED


def test_bounded_items_are_done_in_forks_of_this_process() -> None:
    script = "print([set(run_bounded(parent, range(n), None, limits)) == {HERE} for n in (3, 20)])"
    assert alone(LIMITED + script) == ("[True, True]", "")


def test_beside_other_threads_they_are_done_in_processes_of_a_clean_one() -> None:
    over = threading.Event()
    waiting = threading.Thread(target=over.wait)
    waiting.start()
    try:
        assert HERE not in run_bounded(parent, range(3), None, Limits(cpu=0.4, wall=9.0, memory=300_000_000))
    finally:
        over.set()
        waiting.join()


def test_what_a_process_takes_to_begin_is_no_ones_fault() -> None:
    over = threading.Event()
    waiting = threading.Thread(target=over.wait)
    waiting.start()
    try:
        limits = Limits(cpu=0.4, wall=0.5, memory=300_000_000)
        assert run_bounded(greet, ["one", "two"], Slowly(), limits) == ["one", "two"]
    finally:
        over.set()
        waiting.join()


@pytest.mark.parametrize("greedy", ["burns", "eats", "waits"])
@pytest.mark.parametrize("many", [1, 5])
def test_a_fork_that_takes_too_much_is_stopped_and_the_others_have_their_answer(greedy: str, many: int) -> None:
    items, expected = ["one", greedy, "two"] * many, ["one", None, "two"] * many
    assert alone(f"{GREEDY}print(run_bounded(answer, {items}, None, limits, at_once=2) == {expected})") == ("True", "")


@pytest.mark.parametrize(("name", "patience", "words"), [("STOP", 1, "did nothing"), ("KILL", 600, "memory may be")])
def test_a_process_that_stands_still_or_was_killed_ends_our_own_work(name: str, patience: int, words: str) -> None:
    work = f"try:\n    spread(ended, ['{name}', ''], None, cost=1.0)\nexcept processes.StoppedError as e:\n    print(e)"
    ready = f"from placette.engine.base import processes\nprocesses._PATIENCE = {patience}\n"
    assert words in alone(ready + work)[0]


def test_a_fault_of_our_own_in_a_fork_is_not_hidden() -> None:
    script = "try:\n    run_bounded(answer, ['breaks'], None, limits)\nexcept ValueError as error:\n    print(error)"
    assert alone(GREEDY + script) == ("breaks", "")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent was killed")
@pytest.mark.parametrize(
    "work",
    [
        "spread(endless_each, [0] * 200, None)",
        "run_bounded(endless_each, [0] * 20, None, Limits(60.0, 600.0, 10**9))",
    ],
)
def test_nothing_is_left_of_a_killed_build(work: str) -> None:
    script = f"from tests.engine.base.test_processes_forks import *\nprint(os.getpid(), flush=True)\n{work}"
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True
    ) as started:
        assert started.stdout
        for _process in range(2):
            started.stdout.readline()
        started.kill()
        started.communicate(timeout=20)  # it ends when no process is left that could write there
