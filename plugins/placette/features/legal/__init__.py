"""Legal pages from the settings: who publishes the site, personal data, accessibility, the time before an election."""

from __future__ import annotations

from placette.engine.pages.features import Feature, Slot
from placette.engine.pages.ports import NOTICES, PRESCRIBED
from placette.engine.pages.slots import as_planned
from placette.features.legal.election import holds, resting
from placette.features.legal.fictions import is_fictitious
from placette.features.legal.page import legal_view, notices_url, plan_legal, plan_report, prescribed_labels
from placette.features.legal.required import lacking
from placette.features.legal.settings import ADDRESS, EMAIL, TELEPHONE, LegalSettings

__all__ = ["ADDRESS", "EMAIL", "FEATURE", "TELEPHONE", "LegalSettings", "is_fictitious", "register"]

FEATURE = Feature(
    name="legal",
    order=115,
    settings={"LEGAL": LegalSettings},
    slots=(
        Slot("page", "before", "legal", "legal", plan_legal, legal_view),
        Slot("article", "foot", "legal", "report", plan_report, as_planned),
    ),
    offers={NOTICES: notices_url, PRESCRIBED: prescribed_labels},
    lacking=lacking,
    holds=holds,
    resting=resting,
)
register = FEATURE.register
