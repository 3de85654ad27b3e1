"""Who does the work of a build: processes of this machine, this process alone, or the workers of a dask scheduler.

Work that goes elsewhere is bytes in, bytes out: it is never told a path, so that machines need no disk in common.
The bytes that come back are the same wherever the work was done; a site does not show how it was built.
"""

from __future__ import annotations

import logging
import multiprocessing
import pickle
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, ProcessPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from placette.engine.base.catalogue import load_catalogue
from placette.engine.base.message import N_
from placette.engine.base.settings import SettingError, load_settings

Task = Callable[[bytes, bytes], bytes]
"""A module's own function of (a pickled list of items, what they share)."""

_ROUNDS = 2
"""Tasks for each slot of a worker: one that ends early takes another's second."""
_DASK = re.compile(r"dask://((?:[\w.-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5})")
_FORMS = N_('BUILDING_EXECUTOR = {value}: write "processes", "serial" or "dask://HOST:PORT".')
_ABSENT = N_("BUILDING_EXECUTOR = {value} needs dask. Install it: pip install distributed")
_SILENT = N_(
    "BUILDING_EXECUTOR = {value}: no scheduler answered within {seconds} seconds. "
    "Start one there (dask scheduler), or mend the address."
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


class ForeignCodeError(ImportError):
    """A worker was asked for work by a machine that has other code, other libraries or another Python."""


class Kind(StrEnum):
    """Where work is done."""

    PROCESSES = "processes"
    SERIAL = "serial"
    DASK = "dask"


@dataclass(frozen=True, slots=True)
class BuildingSettings:
    """How a site is built (``BUILDING_*`` in ``pelicanconf.py``)."""

    executor: str = Kind.PROCESSES.value
    """Who reads texts and prepares photos: "processes", "serial" (to find a fault) or "dask://HOST:PORT"."""
    precompress: bool = False
    """Whether the output has a gzip and a brotli copy of each text beside it, for servers that send those."""
    hold_addresses: bool = False
    """Whether a build stops when an address that was published would be lost; otherwise it is only told."""


@dataclass(frozen=True, slots=True)
class Executor:
    """Where the work of a build is done, and the language of what it has to complain of.

    ``address`` is that of dask's scheduler, which has ``patience`` seconds to answer, then as many to have a worker.
    """

    kind: Kind = Kind.PROCESSES
    address: str = ""
    lang: str = "en"
    patience: int = 5


_USUAL = Executor()
_current: ContextVar[Executor] = ContextVar("executor", default=_USUAL)


def executor_of(settings: Mapping[str, Any]) -> Executor:
    """The executor that a site's settings name; raises ``SettingError``, in the site's language."""
    written, lang = load_settings(BuildingSettings, "BUILDING", settings).executor, settings["DEFAULT_LANG"]
    if written in {Kind.PROCESSES, Kind.SERIAL}:
        return Executor(Kind(written), lang=lang)
    named = _DASK.fullmatch(written)
    if not named:
        raise _complaint(_FORMS, written, lang)
    if find_spec("distributed") is None:
        raise _complaint(_ABSENT, written, lang)
    return Executor(Kind.DASK, named[1], lang)


@contextmanager
def using(executor: Executor) -> Iterator[None]:
    """Have ``executor`` do the work that ``run_bounded`` and ``spread`` are given inside."""
    before = _current.set(executor)
    try:
        yield
    finally:
        _current.reset(before)


def current() -> Executor:
    """The executor in use; processes of this machine unless another was chosen."""
    return _current.get()


def send_out(executor: Executor, task: Task, items: Sequence[bytes], shared: bytes, least: int) -> list[bytes]:
    """What ``task`` answers, on the workers of a dask scheduler, to each group of at least ``least`` items, in order.

    Raises ``SettingError`` when no scheduler answers, when it has no worker or loses it, or when a worker has other
    code; and what ``task`` raises. The scheduler is only called when there is something to do.

    Dask's client has threads, and a process that has threads may not fork (``forks.py``): it lives in a process of its
    own, for as long as the work takes.
    """
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as courier:
        return courier.submit(_carry, executor, task, items, shared, least).result()


def _carry(executor: Executor, task: Task, items: Sequence[bytes], shared: bytes, least: int) -> list[bytes]:
    """Connect, share, send the groups and wait for the answers; ``shared`` goes to each worker once."""
    distributed = import_module("distributed")
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it would say, _told says
    import_module("dask").config.set({"distributed.admin.large-graph-warning-threshold": "1 PB"})  # photos are large
    with _connect(distributed, executor) as client:
        size = max(least, -(-len(items) // (_ROUNDS * sum(client.nthreads().values()))))
        groups = [pickle.dumps(items[start : start + size]) for start in range(0, len(items), size)]
        try:
            known = client.scatter(shared, broadcast=True)
            answers: list[bytes] = client.gather(client.map(_by_name(task), groups, shared=known, pure=False))
        except ImportError as error:
            raise _told(_FOREIGN, executor) from error
        except (distributed.KilledWorker, distributed.comm.CommClosedError, CancelledError, TimeoutError) as error:
            raise _told(_LOST, executor) from error
    return answers


def _by_name(task: Task) -> Task:
    """``task`` as its module and name, which only a worker looks up.

    Dask's scheduler unpacks every function that passes; like this it needs none of our code.
    """
    module, name = task.__module__, task.__qualname__

    def run(group: bytes, shared: bytes) -> bytes:
        answer: bytes = getattr(import_module(module), name)(group, shared)
        return answer

    return run


def _connect(distributed: Any, executor: Executor) -> Any:
    """A client of the scheduler, which has a worker at least. Only dask's own settings say how (TLS)."""
    try:
        client = distributed.Client(executor.address, timeout=executor.patience, set_as_default=False)
    except OSError as error:
        raise _told(_SILENT, executor) from error
    try:
        client.wait_for_workers(1, timeout=executor.patience)
    except TimeoutError as error:
        client.close()
        raise _told(_IDLE, executor) from error
    return client


def _told(sentence: str, executor: Executor) -> SettingError:
    written = f"dask://{executor.address}"
    return _complaint(sentence, written, executor.lang, seconds=executor.patience, address=executor.address)


def _complaint(sentence: str, written: str, lang: str, **values: object) -> SettingError:
    return SettingError(load_catalogue(lang).gettext(sentence).format(value=repr(written), **values))
