"""The one door to other processes: what they are for, and who starts them.

- ``run_bounded`` and ``bounded_out`` (one result after the other), with ``Limits``, for what a stranger wrote: each
  item in a process that is killed when it takes too much. ``preload`` names a module that such work needs where
  processes aren't forks.
- ``spread``, ``spread_out`` (one result after the other) and ``begin`` (one function, waited for later) for our own
  work: forks that inherit the whole build, or this process where forking isn't safe or isn't worth it.
- ``using(executor_of(settings))`` around either: the site's settings say who does the work.
- ``no_collection`` and ``collect_again`` for work in this process that makes much and throws little away;
  ``keep_freed_memory`` for work that makes and throws away large blocks.
"""

from placette.engine.base.processes.executors import executor_of, using
from placette.engine.base.processes.forks import begin, spread, spread_out
from placette.engine.base.processes.garbage import collect_again, keep_freed_memory, no_collection
from placette.engine.base.processes.starting import Limits
from placette.engine.base.processes.workers import bounded_out, preload, run_bounded

__all__ = ["Limits", "begin", "bounded_out", "executor_of", "preload", "run_bounded", "spread", "spread_out", "using"]
__all__ += ["collect_again", "keep_freed_memory", "no_collection"]
