"""The letterbox, as visitors see it: what they can write about each post, and the road of each letter."""

from __future__ import annotations

from placette.engine.pages.features import Feature, PageKind, Slot
from placette.engine.pages.ports import LETTERBOX
from placette.features.letterbox.contributing import contributing_view, plan_contributing
from placette.features.letterbox.kinds import FIELD_LABELS, SUBJECTS, LetterKind, kind_of_subject
from placette.features.letterbox.lateness import LateLetter, Lateness, late_letters
from placette.features.letterbox.publication import lacking
from placette.features.letterbox.receipt import RECEIPT_FOLDER, Receipt, receipt_source
from placette.features.letterbox.receipt_kind import RECEIPT
from placette.features.letterbox.receipted import RECEIPTED
from placette.features.letterbox.road_page import (
    ROAD,
    ROAD_PAGE,
    came_of,
    compose_road,
    letter_path,
    road_above,
    road_moments,
)
from placette.features.letterbox.settings import LetterboxSettings
from placette.features.letterbox.short_replies import REPLY_ANCHOR, SHORT_REPLY, places_of_replies
from placette.features.letterbox.ways import letterbox_of, plan_ways, ways_view

__all__ = [
    "FEATURE",
    "FIELD_LABELS",
    "RECEIPT",
    "RECEIPT_FOLDER",
    "REPLY_ANCHOR",
    "SHORT_REPLY",
    "SUBJECTS",
    "LateLetter",
    "Lateness",
    "LetterKind",
    "LetterboxSettings",
    "Receipt",
    "came_of",
    "kind_of_subject",
    "late_letters",
    "letter_path",
    "places_of_replies",
    "receipt_source",
    "register",
]

_WRITTEN_ABOUT = ("article", "event", "walk", "question", "call")
"""The kinds of pages below which visitors read how to write about them."""
FEATURE = Feature(
    name="letterbox",
    order=118,
    settings={"LETTERBOX": LetterboxSettings},
    kinds=(RECEIPT,),
    extensions=(RECEIPTED,),
    addresses=(ROAD,),
    pages=(PageKind("road", compose_road, "WebPage", above=road_above),),
    singles=(ROAD_PAGE,),
    slots=(
        Slot("page", "opening", "contributing", "contributing", plan_contributing, contributing_view, styled=True),
        *(Slot(page, "foot", "letters", "ways", plan_ways, ways_view) for page in _WRITTEN_ABOUT),
    ),
    offers={LETTERBOX: letterbox_of},
    moments=road_moments,
    lacking=lacking,
)
register = FEATURE.register
