"""The letterbox, as visitors see it: what they can write about each post, and the road of each letter."""

from __future__ import annotations

from placette.engine.pages.features import Feature, Slot
from placette.features.letterbox.contributing import contributing_view, plan_contributing
from placette.features.letterbox.kinds import FIELD_LABELS, SUBJECTS, LetterKind, kind_of_subject
from placette.features.letterbox.settings import LetterboxSettings

__all__ = ["FEATURE", "FIELD_LABELS", "SUBJECTS", "LetterKind", "LetterboxSettings", "kind_of_subject", "register"]

FEATURE = Feature(
    name="letterbox",
    order=118,
    settings={"LETTERBOX": LetterboxSettings},
    slots=(Slot("page", "opening", "contributing", "contributing", plan_contributing, contributing_view, styled=True),),
)
register = FEATURE.register
