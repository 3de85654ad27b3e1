"""The network: what other blogs of the territory write, as cards that lead there; who is read, and how they fare."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from placette import Configured, Feature
from placette_network.gathered import gathered_files
from placette_network.sources import SOURCE

__all__ = ["FEATURE", "register"]


def _configured(settings: Mapping[str, Any]) -> Configured:
    return Configured(reads=gathered_files(settings))


FEATURE = Feature(
    name="network",
    order=14,  # after the mentions of a post elsewhere
    kinds=(SOURCE,),
    configure=_configured,
)
register = FEATURE.register
