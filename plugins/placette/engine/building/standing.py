"""Whether a site is built, and still what its texts and settings give. Builds nothing and writes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import StrEnum
from typing import Any

from placette.engine.base.rows import DamagedError
from placette.engine.base.scanning import scan_tree
from placette.engine.building.building import places_of
from placette.engine.building.sealing import seal_of, unbroken
from placette.engine.building.state import begin_look, open_state
from placette.engine.pages.features import Feature


class SiteStanding(StrEnum):
    """How what lies in the output stands beside the texts and settings."""

    ABSENT = "absent"
    DOUBTFUL = "doubtful"
    """Something has changed since it was built, or something was left to settle then."""
    CURRENT = "current"


def standing_of(
    ways: Iterable[dict[str, Any]], features_of: Callable[[dict[str, Any]], Iterable[Feature]]
) -> SiteStanding:
    """How the output stands that the settings name. ``ways`` are the settings that it may have been built with.

    Raises ``OSError``.
    """
    known = list(ways)
    places = places_of(known[0])
    if not (places.output / "index.html").is_file():
        return SiteStanding.ABSENT
    state, current = open_state(places.state), False
    if state.seal:
        seals = (seal_of(way, features_of(way), scan_tree(way["PATH"]), time.time_ns()) for way in known)
        current = any(unbroken(state.seal, seal, known[0]["TIMEZONE"]) for seal in seals)
    with suppress(DamagedError):
        if current and not begin_look(state, places.output)():
            return SiteStanding.CURRENT
    return SiteStanding.DOUBTFUL
