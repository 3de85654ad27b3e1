"""Imported by the server that workers come from: a worker that comes too late ends without a word.

A pool may be done before its last worker has begun. That worker finds the semaphores of the pool gone, and Python would
print a traceback at the end of a build in which nothing went wrong.
"""

from __future__ import annotations

import sys
from types import TracebackType


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not isinstance(error, FileNotFoundError | EOFError):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _report
