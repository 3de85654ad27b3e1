"""Where a build works: what features need to write files of their own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from placette.engine.pages.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Workshop:
    """The folders of a build and its ledger. ``output`` is the staging folder."""

    content: Path
    output: Path
    cache: Path
    theme: Path
    ledger: Ledger
