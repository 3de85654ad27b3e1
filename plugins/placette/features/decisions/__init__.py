"""The register of decisions: what was refused, removed, corrected or restored, why, and what appeals came to."""

from __future__ import annotations

from placette.engine.pages.desk import Desk
from placette.engine.pages.features import REGISTER_URL, Above, Feature, PageKind, Slot
from placette.features.decisions.decision import (
    AGAINST,
    DECISION,
    DECISION_FOLDER,
    AppealOutcome,
    PublicDecision,
    Redress,
    Ruling,
    appeal_end,
    names_to_avoid,
    recognised_in,
    redress_of,
)
from placette.features.decisions.pages import (
    REGISTER_PAGE,
    REGISTER_YEARS,
    TITLE,
    compose_register,
    compose_register_year,
    decided,
    decided_in_post,
    decided_view,
    decision_entry,
    register_feeds,
    register_marks,
    register_url,
    searched_years,
)
from placette.features.decisions.register import (
    REGISTER,
    REGISTER_FEED,
    REGISTER_YEAR,
    DecisionsSettings,
    DueDecision,
    Why,
    article_names,
    due_decisions,
    register_moments,
)

__all__ = [
    "AGAINST",
    "DECISION",
    "DECISION_FOLDER",
    "FEATURE",
    "AppealOutcome",
    "DecisionsSettings",
    "DueDecision",
    "PublicDecision",
    "Redress",
    "Ruling",
    "Why",
    "appeal_end",
    "article_names",
    "due_decisions",
    "names_to_avoid",
    "recognised_in",
    "redress_of",
    "register",
]


def _above(desk: Desk, _about: object) -> Above | None:
    address = desk.addresses[REGISTER]
    return Above(desk.say(TITLE), address.url) if address else None


FEATURE = Feature(
    name="decisions",
    order=119,
    settings={"DECISIONS": DecisionsSettings},
    kinds=(DECISION,),
    addresses=(REGISTER, REGISTER_YEAR, REGISTER_FEED),
    pages=(
        PageKind("register", compose_register),
        PageKind("register_year", compose_register_year, above=_above),
    ),
    collections=(REGISTER_YEARS,),
    singles=(REGISTER_PAGE,),
    requests=register_feeds,
    slots=(Slot("article", "after", "decisions", "decided", decided, decided_view, styled=True),),
    entry=decision_entry,
    in_post=decided_in_post,
    marks=register_marks,
    searched=searched_years,
    moments=register_moments,
    offers={REGISTER_URL: register_url},
)
register = FEATURE.register
