"""The letterbox, as visitors see it: what they can write about each post, and the road of each letter."""

from __future__ import annotations

from placette.engine.pages.features import Feature
from placette.features.letterbox.kinds import SUBJECTS, LetterKind, kind_of_subject

__all__ = ["FEATURE", "SUBJECTS", "LetterKind", "kind_of_subject", "register"]

FEATURE = Feature(name="letterbox", order=118)
register = FEATURE.register
