"""The letterbox, as visitors see it: what they can write about each post, and the road of each letter."""

from __future__ import annotations

from placette.engine.pages.features import Feature, Slot
from placette.engine.pages.ports import LETTERBOX
from placette.features.letterbox.kinds import FIELD_LABELS, SUBJECTS, LetterKind, kind_of_subject
from placette.features.letterbox.settings import LetterboxSettings
from placette.features.letterbox.ways import letterbox_of, plan_ways, ways_view

__all__ = ["FEATURE", "FIELD_LABELS", "SUBJECTS", "LetterKind", "LetterboxSettings", "kind_of_subject", "register"]

FEATURE = Feature(
    name="letterbox",
    order=118,
    settings={"LETTERBOX": LetterboxSettings},
    slots=tuple(Slot(page, "foot", "letters", "ways", plan_ways, ways_view) for page in ("article", "event", "walk")),
    offers={LETTERBOX: letterbox_of},
)
register = FEATURE.register
