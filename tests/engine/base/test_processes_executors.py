"""Who did the work does not show in what it made: the same bytes from processes, from one process, from dask's workers.

A real scheduler and its workers run on this computer, each worker in a folder of its own: they share nothing with the
build but the code.
"""

from __future__ import annotations

import json
import os
import pickle
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from placette.engine.base.processes import (
    Executor,
    ExecutorKind,
    Limits,
    current,
    executor_of,
    run_bounded,
    spread,
    using,
)
from placette.engine.base.processes.scheduler import answer_group
from placette.engine.base.translation import SettingError
from placette.engine.base.versions import code_version
from placette.engine.content import library
from placette.features.posts.kind import POST
from tests.engine.base.greedy import answer
from tests.engine.content.reading_site import post
from tests.fixture_site import ROOT, Site, build, copy_site

pytestmark = [pytest.mark.no_cover, pytest.mark.whole]

LIMITS = Limits(cpu=0.4, wall=3.0, memory=300_000_000)
_SLOW = "articles/2026/lent/index.md"
_PATIENCE = 30
"""Seconds for a scheduler and its workers to start."""
_ASK = """
import json, sys
from distributed import Client

with Client(sys.argv[1], timeout=30) as client:
    client.wait_for_workers(int(sys.argv[2]), timeout=30)
    print(json.dumps(list(client.run(lambda dask_worker: dask_worker.state.executed_count).values())))
"""
"""Wait for so many workers; print how many tasks each has done."""


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two workers."""
    with cluster(tmp_path_factory.mktemp("dask"), workers=2) as address:
        yield address


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site built by processes of this computer. Only to be read."""
    return _built(tmp_path_factory.mktemp("processes"), "processes")


def test_one_process_alone_makes_the_same_bytes(here: Site, tmp_path: Path) -> None:
    assert _bytes(_built(tmp_path, "serial")) == _bytes(here)


def test_the_workers_of_a_scheduler_make_the_same_bytes_and_each_does_its_part(
    here: Site, scheduler: str, tmp_path: Path
) -> None:
    before = tasks_done(scheduler, workers=2)
    assert _bytes(_built(tmp_path, f"dask://{scheduler}")) == _bytes(here)
    done = [after - earlier for earlier, after in zip(before, tasks_done(scheduler, workers=2), strict=True)]
    assert min(done) >= 1, done


def test_a_text_that_is_too_slow_is_refused_there_too_and_the_others_published(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "LIMITS", replace(library.LIMITS, cpu=0.3))
    content = copy_site("minimal", tmp_path)
    (content / _SLOW).parent.mkdir()
    author = min(path.stem for path in (content / "authors").glob("*.md"))
    slow = post("- a\n" * 45_000).replace("lea-montel", author)
    (content / _SLOW).write_text(slow, encoding="utf-8")
    site = build(content, tmp_path, BUILDING_EXECUTOR=f"dask://{scheduler}", READING_SKIP_INVALID=True)
    assert {(found.path, found.code) for found in site.build.problems} == {(_SLOW, "text-slow")}
    assert len(site.build.of(POST)) == 1


@pytest.mark.parametrize("at_once", [1, 3])
def test_what_takes_too_much_is_killed_there_too_and_the_others_have_their_answer(scheduler: str, at_once: int) -> None:
    items = ["one", "two", "burns", "three", "eats", "four", "five", "six", "seven", "eight"]
    expected = [None if item in {"burns", "eats"} else item for item in items]
    with using(Executor(ExecutorKind.DASK, scheduler)):
        assert run_bounded(answer, items, None, LIMITS, at_once) == expected


def test_a_fault_of_our_own_is_not_hidden_by_the_way_it_took(scheduler: str) -> None:
    with using(Executor(ExecutorKind.DASK, scheduler)), pytest.raises(ValueError, match="breaks"):
        run_bounded(answer, ["one", "breaks"], None, LIMITS)


def test_without_a_scheduler_the_build_says_so_and_writes_nothing(tmp_path: Path) -> None:
    address = f"127.0.0.1:{_free_port()}"
    with pytest.raises(SettingError) as refusal:
        _built(tmp_path, f"dask://{address}", DEFAULT_LANG="en")
    assert str(refusal.value) == (
        f"BUILDING_EXECUTOR = 'dask://{address}': no scheduler answered within 5 seconds. "
        "Start one there (dask scheduler), or correct the address."
    )
    assert not (tmp_path / "output").exists()


def test_a_scheduler_without_workers_and_a_worker_without_our_code_are_told_apart(tmp_path: Path) -> None:
    with cluster(tmp_path, workers=0) as address, using(Executor(ExecutorKind.DASK, address, patience=1)):
        with pytest.raises(SettingError, match=re.escape(f"Start one (dask worker {address}).")):
            run_bounded(answer, ["one"], None, LIMITS)
        with started(tmp_path / "stranger", "worker", address, "--nthreads", "1", code=None):
            tasks_done(address, workers=1)
            with pytest.raises(SettingError, match="a worker has other code, other libraries or another Python"):
                run_bounded(answer, ["one"], None, LIMITS)


def test_a_scheduler_that_goes_away_during_the_work_is_told(tmp_path: Path) -> None:
    with cluster(tmp_path, workers=1) as address, using(Executor(ExecutorKind.DASK, address)):
        pid = int((tmp_path / "scheduler" / "pid").read_text())
        with pytest.raises(SettingError, match="went away during the work"):
            run_bounded(os.kill, [pid], signal.SIGKILL, LIMITS)


def test_a_worker_refuses_work_of_other_code() -> None:
    job = pickle.dumps((answer, None, LIMITS, 1))
    group = pickle.dumps([pickle.dumps("one")])
    assert pickle.loads(answer_group(group, pickle.dumps((code_version(), job)))) == ["one"]
    with pytest.raises(ImportError):
        answer_group(group, pickle.dumps(("of other code", job)))


def test_serial_work_is_done_in_this_process_in_order() -> None:
    done: list[int] = []
    with using(Executor(ExecutorKind.SERIAL)):
        assert run_bounded(_note, range(40), done, LIMITS) == list(range(40))
        assert spread(_note, range(40), done, cost=1.0) == list(range(40))
    assert done == [*range(40), *range(40)]
    assert current() == Executor(ExecutorKind.PROCESSES)


@pytest.mark.parametrize(
    "written",
    ["proceses", "", "dask", "dask://", "dask://localhost", "dask://a:b", "tcp://localhost:8786", "dask://a:8786/x"],
)
def test_what_names_no_executor_is_refused_and_the_right_forms_are_shown(written: str) -> None:
    with pytest.raises(SettingError) as refusal:
        executor_of({"BUILDING_EXECUTOR": written, "DEFAULT_LANG": "en"})
    assert str(refusal.value) == (
        f'BUILDING_EXECUTOR = {written!r}: write "processes", "serial" or "dask://HOST:PORT".'
    )


@pytest.mark.parametrize("address", ["localhost:8786", "10.0.0.7:80", "[::1]:8786", "farm-1.lan:65535"])
def test_the_address_of_a_scheduler_is_understood(address: str) -> None:
    settings = {"BUILDING_EXECUTOR": f"dask://{address}", "DEFAULT_LANG": "fr"}
    assert executor_of(settings) == Executor(ExecutorKind.DASK, address, "fr")


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """A scheduler, which has none of our code, and its workers; gives its address."""
    told = folder / "scheduler.json"
    options = ("--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(told), "--pid-file", "pid")
    with started(folder / "scheduler", "scheduler", *options, code=None) as process:
        deadline = time.monotonic() + _PATIENCE
        while not _written(told):
            assert process.poll() is None, "the scheduler stopped"
            assert time.monotonic() < deadline, "the scheduler did not start"
            time.sleep(0.05)
        address = json.loads(told.read_text())["address"].removeprefix("tcp://")
        with _workers(folder, address, workers):
            yield address


@contextmanager
def _workers(folder: Path, address: str, count: int) -> Iterator[None]:
    if not count:
        yield
        return
    options = ("worker", address, "--nthreads", "1", "--name", f"worker-{count}")
    with started(folder / f"worker-{count}", *options, code=ROOT), _workers(folder, address, count - 1):
        tasks_done(address, workers=1)
        yield


@contextmanager
def started(folder: Path, *command: str, code: Path | None) -> Iterator[subprocess.Popen[bytes]]:
    """A process of dask's in a folder of its own, for as long as it is needed."""
    folder.mkdir()
    dropped = ("PYTHONPATH", "COVERAGE_", "COV_", "DASK_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    environment |= {"PYTHONPATH": os.pathsep.join((str(code), str(code / "plugins")))} if code else {}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command, "--no-dashboard"],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def tasks_done(address: str, workers: int) -> list[int]:
    """How many tasks each worker has done, once there are so many workers."""
    # Not in this process, which would keep the client's threads and could no longer fork.
    asked = subprocess.run(
        [sys.executable, "-c", _ASK, address, str(workers)], capture_output=True, text=True, check=False
    )
    assert asked.returncode == 0, asked.stderr
    done: list[int] = json.loads(asked.stdout.splitlines()[-1])
    return done


def _note(item: int, done: list[int]) -> int:
    done.append(item)
    return item


def _written(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _built(folder: Path, executor: str, **overrides: Any) -> Site:
    return build(copy_site("kitchen-sink", folder), folder, BUILDING_EXECUTOR=executor, **overrides)


def _bytes(site: Site) -> dict[str, bytes]:
    return {path: (site.output / path).read_bytes() for path in site.files()}
