"""The settings of ``invoke status`` and ``invoke links``: a build checks their names alone."""

from __future__ import annotations

from dataclasses import dataclass

from placette.engine.rendering.features import Feature

__all__ = ["FEATURE", "StatusSettings", "register"]


@dataclass(frozen=True, slots=True)
class StatusSettings:
    """Settings of ``invoke status`` and ``invoke links``."""

    silent_months: int = 6
    """After how many months without a post a commune that had some is listed as silent."""
    review_months: int = 24
    """After how many months without a change (``modified``) a post should be read again."""
    link_days: int = 7
    """For how many days the answer of a live outside page stays valid."""


FEATURE = Feature(name="status", order=310, settings={"STATUS": StatusSettings})
register = FEATURE.register
