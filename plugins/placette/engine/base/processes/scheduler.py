"""Work for the workers of a dask scheduler. Only a site whose settings name one needs dask.

Such work is bytes in, bytes out: it never gets a path, so that machines need no disk in common.
"""

from __future__ import annotations

import logging
import multiprocessing
import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from placette.engine.base.processes import Executor, grouped, near_out, refusal
from placette.engine.base.translation import N_
from placette.engine.base.versions import code_version

_ROUNDS = 2
"""Groups for each slot of a worker: one that ends early takes another's second."""
_SILENT = N_(
    "BUILDING_EXECUTOR = {value}: no scheduler answered within {seconds} seconds. Start one there"
    " (dask scheduler), or correct the address."
)
_IDLE = N_(
    "BUILDING_EXECUTOR = {value}: the scheduler had no worker within {seconds} seconds. "
    "Start one (dask worker {address})."
)
_FOREIGN = N_(
    "BUILDING_EXECUTOR = {value}: a worker has other code, other libraries or another Python than this machine, "
    "and would make other pages. Give it the same, in its PYTHONPATH, and start it again."
)
_LOST = N_("BUILDING_EXECUTOR = {value}: the scheduler or its workers went away during the work. Start them again.")


def run_far(executor: Executor, items: Sequence[Any], least: int, *job: Any) -> list[Any]:
    """Return ``near_out(items, *job)`` on the scheduler's workers, at least ``least`` items at a time.

    Raises ``SettingError`` when no scheduler answers, when it has no worker or loses it, or when a worker has other
    code. Dask's client has threads, and a process that has threads may not fork: it lives in a process of its own.
    """
    shared = pickle.dumps((code_version(), pickle.dumps(job)))
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as courier:
        answers = courier.submit(_carry, executor, [pickle.dumps(item) for item in items], least, shared).result()
    return [result for answer in answers for result in pickle.loads(answer)]  # noqa: S301 - from our own workers


def answer_group(group: bytes, shared: bytes) -> bytes:
    """Process a group of items on one of dask's workers: as here, in a process that can be killed.

    One process, because a slot of dask's is a core of the machine. Raises ``ImportError`` when the code or the
    libraries differ from those of the machine that asks.
    """
    version, job = pickle.loads(shared)  # noqa: S301 - a client of the scheduler may run anything anyway
    if version != code_version():
        raise ImportError("other code")
    items = [pickle.loads(item) for item in pickle.loads(group)]  # noqa: S301
    multiprocessing.current_process().daemon = False  # dask's nanny makes it one, which may not have children
    return pickle.dumps(list(near_out(items, *pickle.loads(job), workers=1)))  # noqa: S301


def _carry(executor: Executor, items: Sequence[bytes], least: int, shared: bytes) -> list[bytes]:
    """Connect, share, send the groups and wait for the answers; TLS is up to dask's own settings."""
    distributed, module = import_module("distributed"), __name__

    def answer(group: bytes, shared: bytes) -> Any:  # sent as bytes: the scheduler needs none of our code
        return import_module(module).answer_group(group, shared)

    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # our own errors report the same
    import_module("dask").config.set({"distributed.admin.large-graph-warning-threshold": "1 PB"})  # photos are large
    losses = (distributed.KilledWorker, distributed.comm.CommClosedError, CancelledError, TimeoutError)
    with _refusing(executor, _SILENT, OSError):
        client = distributed.Client(executor.address, timeout=executor.patience, set_as_default=False)
    with client:
        with _refusing(executor, _IDLE, TimeoutError):
            client.wait_for_workers(1, timeout=executor.patience)
        size = max(least, -(-len(items) // (_ROUNDS * sum(client.nthreads().values()))))
        groups = [pickle.dumps(group) for group in grouped(items, size)]
        with _refusing(executor, _LOST, *losses), _refusing(executor, _FOREIGN, ImportError):
            common = client.scatter(shared, broadcast=True)  # to each worker once
            answers: list[bytes] = client.gather(client.map(answer, groups, shared=common, pure=False))
    return answers


@contextmanager
def _refusing(executor: Executor, sentence: str, *errors: type[BaseException]) -> Iterator[None]:
    """Raise the executor's error with ``sentence`` for one of the ``errors``."""
    try:
        yield
    except errors as error:
        address, seconds = f"dask://{executor.address}", executor.patience
        raise refusal(sentence, address, executor.lang, seconds=seconds, address=executor.address) from error
