"""The status of the site, for its editors."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from placette.engine.rendering.features import Feature

__all__ = ["FEATURE", "StatusSettings", "register"]

if TYPE_CHECKING:
    from placette.commands.status.asking import Manner as Manner
    from placette.commands.status.asking import exchange as exchange
    from placette.commands.status.git_history import day_of_commit as day_of_commit
    from placette.commands.status.links import WHY as WHY
    from placette.commands.status.links import Reply as Reply
    from placette.commands.status.links import examine_known_links as examine_known_links
else:
    _PLACES = {"Manner": "asking", "exchange": "asking", "WHY": "links", "Reply": "links"}
    _PLACES |= {"day_of_commit": "git_history", "examine_known_links": "links"}

    def __getattr__(name: str) -> Any:
        """Return what other rooms use, imported when it is first asked for: a build looks at the settings alone."""
        if name not in _PLACES:
            raise AttributeError(name)
        return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)


@dataclass(frozen=True, slots=True)
class StatusSettings:
    """Settings of ``invoke status`` and ``invoke links``."""

    recent_days: int = 7
    """For how many days a post is listed as published lately."""
    coming_days: int = 14
    """How many days before its last date an event is listed, so that somebody asks whether there will be another."""
    silent_months: int = 6
    """After how many months without a post a commune that had some is listed as silent."""
    review_months: int = 24
    """After how many months without a change (``modified``) a post should be read again."""
    link_days: int = 7
    """For how many days the answer of a live outside page stays valid."""


FEATURE = Feature(name="status", order=310, settings={"STATUS": StatusSettings})
"""In a build only its settings count: a misspelt one is reported."""
register = FEATURE.register
