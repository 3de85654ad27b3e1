"""Legal pages from the settings: who publishes the site, personal data, accessibility, the time before an election."""

from __future__ import annotations

from placette.engine.pages.desk import as_planned
from placette.engine.pages.features import NOTICES, PRESCRIBED, Feature, Slot
from placette.features.legal.pages import legal_view, notices_url, plan_legal, plan_report, prescribed_labels
from placette.features.legal.settings import (
    ADDRESS,
    EMAIL,
    TELEPHONE,
    LegalSettings,
    configure,
    is_fictitious,
    lacking,
)

__all__ = ["ADDRESS", "EMAIL", "FEATURE", "TELEPHONE", "LegalSettings", "is_fictitious", "register"]

FEATURE = Feature(
    name="legal",
    order=115,
    settings={"LEGAL": LegalSettings},
    configure=configure,
    slots=(
        Slot("page", "before", "legal", "legal", plan_legal, legal_view),
        Slot("article", "foot", "legal", "report", plan_report, as_planned),
    ),
    offers={NOTICES: notices_url, PRESCRIBED: prescribed_labels},
    lacking=lacking,
)
register = FEATURE.register
