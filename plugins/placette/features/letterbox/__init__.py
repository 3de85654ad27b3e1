"""The letterbox, as visitors see it: ways to write about each post, and the road of each letter."""

from __future__ import annotations

from placette.engine.rendering.features import LETTERBOX, Feature, PageKind, Slot
from placette.engine.rendering.site import as_planned
from placette.features.letterbox.pages import (
    REPLY_ANCHOR,
    ROAD,
    ROAD_PAGE,
    SHORT_REPLY,
    came_of,
    compose_road,
    letter_path,
    letterbox_of,
    places_of_replies,
    plan_contributing,
    plan_ways,
    replied_posts,
    road_above,
    road_moments,
    sending_way,
    ways_view,
)
from placette.features.letterbox.receipts import (
    FIELD_LABELS,
    MOST,
    RECEIPT,
    RECEIPT_FOLDER,
    RECEIPTED,
    REMINDERS,
    RIGHT_OF_REPLY_DUE,
    SUBJECTS,
    LateLetter,
    Lateness,
    LetterboxSettings,
    LetterKind,
    Receipt,
    Receipted,
    kind_of_subject,
    lacking,
    late_letters,
    receipt_source,
    sheet_number,
)

__all__ = [
    "FEATURE",
    "FIELD_LABELS",
    "MOST",
    "RECEIPT",
    "RECEIPT_FOLDER",
    "REMINDERS",
    "REPLY_ANCHOR",
    "RIGHT_OF_REPLY_DUE",
    "SHORT_REPLY",
    "SUBJECTS",
    "LateLetter",
    "Lateness",
    "LetterKind",
    "LetterboxSettings",
    "Receipt",
    "Receipted",
    "came_of",
    "kind_of_subject",
    "late_letters",
    "letter_path",
    "places_of_replies",
    "receipt_source",
    "register",
    "replied_posts",
    "sending_way",
    "sheet_number",
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
        Slot("page", "opening", "contributing", "contributing", plan_contributing, as_planned, styled=True),
        *(Slot(page, "foot", "letters", "ways", plan_ways, ways_view) for page in _WRITTEN_ABOUT),
    ),
    offers={LETTERBOX: letterbox_of},
    moments=road_moments,
    lacking=lacking,
)
register = FEATURE.register
