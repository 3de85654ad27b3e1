"""A listener for what long work reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from placette.engine.base.progress import reporting


@dataclass(frozen=True)
class Report:
    """One report: what is being done, how much of how much, and the values that the sentence names."""

    what: str
    done: int
    total: int
    values: dict[str, object]


@dataclass
class Listener:
    """Remembers every report; ``then`` is called after each."""

    reports: list[Report] = field(default_factory=list)
    then: Callable[[], None] = lambda: None

    def __call__(self, what: str, done: int = 0, total: int = 0, /, **values: object) -> None:
        self.reports.append(Report(what, done, total, values))
        self.then()

    def whats(self) -> list[str]:
        """What was done, in order, each once."""
        return list(dict.fromkeys(report.what for report in self.reports))

    def counts(self, what: str) -> list[tuple[int, int]]:
        """How much of how much of this was done, report by report."""
        return [(report.done, report.total) for report in self.reports if report.what == what]


@contextmanager
def heard() -> Iterator[Listener]:
    """A listener for all that is done inside."""
    listener = Listener()
    with reporting(listener):
        yield listener
