"""``letters``: what people send becomes proposals; they are answered, and never need git."""

from __future__ import annotations

from placette.desks.letters.settings import LettersSettings
from placette.engine.pages.features import Feature

__all__ = ["FEATURE", "register"]

FEATURE = Feature(name="letters", order=320, settings={"LETTERS": LettersSettings})
"""In a build only its settings count: a misspelt one is reported."""
register = FEATURE.register
