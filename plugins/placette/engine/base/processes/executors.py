"""Who does the work of a build: processes of this machine, this process alone, or the workers of a dask scheduler."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from typing import Any

from placette.engine.base.catalogue import load_catalogue
from placette.engine.base.message import N_
from placette.engine.base.setting_errors import SettingError

_DASK = re.compile(r"dask://((?:[\w.-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5})")
_FORMS = N_('BUILDING_EXECUTOR = {value}: write "processes", "serial" or "dask://HOST:PORT".')
_ABSENT = N_("BUILDING_EXECUTOR = {value} needs dask. Install it: pip install distributed")


class ExecutorKind(StrEnum):
    """Where work is done."""

    PROCESSES = "processes"
    SERIAL = "serial"
    DASK = "dask"


@dataclass(frozen=True, slots=True)
class Executor:
    """Where the work of a build is done, and the language of what it has to complain of.

    ``address`` is that of dask's scheduler, which has ``patience`` seconds to answer, then as many to have a worker.
    """

    kind: ExecutorKind = ExecutorKind.PROCESSES
    address: str = ""
    lang: str = "en"
    patience: int = 5


_USUAL = Executor()
_current: ContextVar[Executor] = ContextVar("executor", default=_USUAL)


def executor_of(settings: Mapping[str, Any]) -> Executor:
    """The executor that a site's settings name; raises ``SettingError``, in the site's language."""
    written, lang = settings.get("BUILDING_EXECUTOR", ExecutorKind.PROCESSES), settings["DEFAULT_LANG"]
    if written in {ExecutorKind.PROCESSES, ExecutorKind.SERIAL}:
        return Executor(ExecutorKind(written), lang=lang)
    named = _DASK.fullmatch(written)
    if not named:
        raise refusal(_FORMS, written, lang)
    if find_spec("distributed") is None:
        raise refusal(_ABSENT, written, lang)
    return Executor(ExecutorKind.DASK, named[1], lang)


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


def refusal(sentence: str, written: str, lang: str, **values: object) -> SettingError:
    """The error for an executor that can't be used: a sentence of the catalogue with what stands in the settings."""
    return SettingError(load_catalogue(lang).gettext(sentence).format(value=repr(written), **values))
