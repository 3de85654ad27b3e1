"""What the front matter of a receipt may say: nothing else is ever written there."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from placette.engine.texts import fields as f
from placette.engine.texts.schema import Matter, key
from placette.features.letterbox.kinds import LetterKind

_KINDS = {
    "post": LetterKind.POST,
    "texte": LetterKind.POST,
    "response": LetterKind.RESPONSE,
    "reponse": LetterKind.RESPONSE,
    "correction": LetterKind.CORRECTION,
    "report": LetterKind.REPORT,
    "signalement": LetterKind.REPORT,
}
"""By folded word, in English and French."""


def _as_kind(value: Any) -> LetterKind:
    return f.choice(value, _KINDS, tuple(LetterKind))


class ReceiptMatter(Matter):
    """The front matter of a receipt."""

    kind: Annotated[LetterKind, BeforeValidator(_as_kind)] = key(
        "What the letter is for: post, response, correction or report.", "nature", example="post"
    )
    received: f.Day = key("The day on which it arrived.", "reçu", "reçue", example="2026-11-02")
    read: f.Day | None = key("The day on which somebody read it.", "lu", "lue", example="2026-11-04", default=None)
    waiting: f.Day | None = key(
        "The day since which its writer is asked for something.", "à_compléter", example="2026-11-05", default=None
    )
    closed: f.Day | None = key(
        "The day on which it was settled without a post.", "clos", "close", example="2026-11-20", default=None
    )
