"""``letters``: what people send becomes proposals; they are answered, and never need git."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from placette.desks.letters.settings import LettersSettings
from placette.engine.pages.features import Feature

__all__ = ["FEATURE", "forget_author", "register"]


def forget_author(author: str, settings: Mapping[str, Any], root: Path) -> int:
    """Forget what the store of a site knows of an author who leaves; gives how many letters it had of them.

    Raises ``OSError`` where the store can't be opened: the message says why.
    """
    from placette.desks.letters.leaving import forget  # noqa: PLC0415 - a build has no store

    return forget(author, settings, root)


FEATURE = Feature(name="letters", order=320, settings={"LETTERS": LettersSettings})
"""In a build only its settings count: a misspelt one is reported."""
register = FEATURE.register
