"""The kinds of values that only series have."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from placette.engine.base.message import N_
from placette.engine.texts.fields import choice

_PROGRESS = {
    **dict.fromkeys(("open", "en cours", "ouverte"), False),
    **dict.fromkeys(("finished", "terminee", "termine"), True),
}
"""Whether a series is finished."""


def as_progress(value: Any) -> bool:
    """Whether a series is finished, in English or French."""
    return choice(value, _PROGRESS, (N_("open"), N_("finished")))


Progress = Annotated[bool, BeforeValidator(as_progress)]
