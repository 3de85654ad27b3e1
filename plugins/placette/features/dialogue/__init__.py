"""The page that shows what is asked, answered and decided here: questions, texts that answer texts, consultations."""

from __future__ import annotations

from placette.engine.pages.features import Feature, PageKind
from placette.features.dialogue.dialogue_page import DIALOGUE, DIALOGUE_PAGE, compose_dialogue

__all__ = ["FEATURE", "register"]

FEATURE = Feature(
    name="dialogue",
    order=79,  # its page is proposed before the lists that it draws from
    addresses=(DIALOGUE,),
    pages=(PageKind("dialogue", compose_dialogue),),
    singles=(DIALOGUE_PAGE,),
    invites=(DIALOGUE_PAGE,),
)
register = FEATURE.register
