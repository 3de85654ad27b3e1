"""Work that takes too much time or memory is stopped; what stands beside it goes on."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing import active_children, get_context
from multiprocessing.process import BaseProcess
from typing import Any

import pytest

from placette.engine.base import processes
from placette.engine.base.processes import Limits, Team, keep_ready, run_bounded, start_ready
from tests.engine.base.greedy import answer, eat_slowly, tell_process

pytestmark = pytest.mark.whole

LIMITS = Limits(cpu=0.4, wall=3.0, memory=300_000_000)


def test_what_burns_eats_or_waits_has_no_answer_and_the_others_have_theirs() -> None:
    items = ["one", "burns", "two", "eats", "three", "waits", "four"]
    assert run_bounded(answer, items, None, LIMITS) == ["one", None, "two", None, "three", None, "four"]


@pytest.mark.parametrize("at_once", [2, 3, 7])
def test_what_travels_together_with_a_greedy_one_has_its_answer(at_once: int) -> None:
    items = ["one", "two", "burns", "three", "four", "eats", "five", "six", "seven", "eight"] * 2
    expected = [None if item in {"burns", "eats"} else item for item in items]
    assert run_bounded(answer, items, None, LIMITS, at_once=at_once) == expected


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="no forks there")
def test_what_waits_is_stopped_while_others_are_busy() -> None:
    items = ["waits", *["naps"] * 400]  # the other process would take eight seconds for all of them
    team = Team((answer, None, Limits(cpu=0.4, wall=0.5, memory=300_000_000)), items, get_context("fork"), 2)
    results = team.results(1)
    assert next(results) is None
    assert len(team.done) < len(items) - 1
    assert [*results] == ["naps"] * 400


def test_memory_taken_bit_by_bit_is_counted() -> None:
    examined_site = Limits(cpu=30.0, wall=60.0, memory=300_000_000)
    assert run_bounded(eat_slowly, ["x"], None, examined_site) == [None]


def test_nothing_to_do_starts_nothing() -> None:
    assert run_bounded(answer, [], None, LIMITS) == []


def test_a_fault_of_our_own_is_not_hidden() -> None:
    with pytest.raises(ValueError, match="breaks"):
        run_bounded(answer, ["one", "breaks"], None, LIMITS)


@pytest.fixture(autouse=True)
def ended() -> Iterator[None]:
    """End what still waits for a job."""
    before = {*active_children()}
    yield
    start_ready()
    for process in {*active_children()} - before:
        process.kill()
        process.join()


def ready(function: Callable[[Any, Any], Any]) -> BaseProcess:
    assert processes._ready[function] is None, "nobody waits for it to start"
    start_ready()
    worker = processes._ready[function]
    assert worker
    assert worker.way.poll(60), "it has done the last item once more"
    return worker.process


def test_a_process_that_was_started_before_does_the_next_job_and_another_waits() -> None:
    keep_ready(tell := partial(tell_process))
    assert run_bounded(tell, ["one"], None, LIMITS) != [os.getpid()]
    first = ready(tell)
    assert run_bounded(tell, ["two", "three"], None, LIMITS) == [first.pid] * 2
    assert ready(tell).pid != first.pid
    assert not first.is_alive()


def test_one_that_ended_or_that_its_first_item_ended_does_nothing() -> None:
    keep_ready(tell := partial(tell_process))
    keep_ready(reply := partial(answer))
    assert run_bounded(tell, ["one"], None, LIMITS) != [os.getpid()]
    first = ready(tell)
    os.kill(first.pid or 0, signal.SIGTERM)
    first.join()
    assert run_bounded(tell, ["two"], None, LIMITS) not in ([None], [first.pid])
    assert run_bounded(reply, ["burns"], None, LIMITS) == [None]
    ready(reply).join()
    assert run_bounded(reply, ["one"], None, LIMITS) == ["one"]
