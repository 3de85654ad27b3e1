"""What one run of Pelican carries: the one key of ours in its settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from placette.engine.pages.ledger import Ledger

if TYPE_CHECKING:
    from placette.engine.base.scanning import Entries
    from placette.engine.library.build import Build
    from placette.engine.library.memory import Memory
    from placette.engine.library.reading import Reader
    from placette.engine.pages.desk import Desk
    from placette.engine.pages.features import Feature
    from placette.engine.problems.problems import Problem

SESSION = "PLACETTE"
"""The key of the ``Session`` in Pelican's settings."""


@dataclass(slots=True)
class Session:
    """A site being built. ``entries`` and ``memory`` are there when somebody looked or opened it before the reading."""

    features: tuple[Feature, ...]
    reader: Reader
    ledger: Ledger = field(default_factory=Ledger)
    entries: Entries | None = None
    memory: Memory | None = None
    faulty: tuple[Problem, ...] = ()
    """What blocked texts when their pages were planned before."""
    build: Build | None = None
    desk: Desk | None = None

    def made(self) -> tuple[Build, Desk]:
        """What was read and composed; raises ``RuntimeError`` before Pelican has run."""
        if self.build is None or self.desk is None:
            raise RuntimeError("Pelican did not run placette.plugin")
        return self.build, self.desk


def session_of(settings: Mapping[str, Any]) -> Session:
    """The session of a run; raises ``KeyError`` for settings that ``placette.plugin`` did not load."""
    session: Session = settings[SESSION]
    return session
