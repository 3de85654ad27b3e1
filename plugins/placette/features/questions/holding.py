"""What is asked further than a site allows: it is held back, and the check says where to close the question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from placette.engine.base.settings import load_settings
from placette.engine.library.holds import Held, Hold
from placette.engine.problems.problems import problem
from placette.features.questions.answer_kinds import FOLLOW_UP
from placette.features.questions.settings import AskingSettings

if TYPE_CHECKING:
    from placette.engine.library.library import Library

_FAR = 9000
"""The year until which it is held: as long as the setting stays."""


def holds(settings: Mapping[str, Any]) -> Iterator[Hold]:
    """The hold of a site with questions; it finds nothing where nothing is asked further."""
    yield partial(held_follow_ups, load_settings(AskingSettings, "ASKING", settings).follow_ups)


def held_follow_ups(limit: int, library: Library, now: datetime) -> Iterator[Held]:
    """The follow-ups beyond ``limit``, each with what to do about it."""
    until = datetime(_FAR, 1, 1, tzinfo=now.tzinfo)
    for one in library.of(FOLLOW_UP):
        if one.number > limit:
            file, day = f"questions/{one.question}/index.md", f"{one.asked:%Y-%m-%d}"
            yield Held(one.path, until, problem("follow-up-many", one.path, limit=limit, question=file, day=day))
