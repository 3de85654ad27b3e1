"""Whether a site is built, and still what its texts and settings give. Builds nothing and writes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Any

from placette.engine.base.rows import DamagedError
from placette.engine.base.scanning import scan_folder, scan_tree, seen_of
from placette.engine.building.up_to_date import begin_look, open_state, places_of, seal_of, unbroken
from placette.engine.pages.features import Feature, files_read


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
        seals = (seal_of(way, features_of(way), scan_folder(way["PATH"]), time.time_ns()) for way in known)
        current = any(unbroken(state.seal, seal.mark, known[0]["TIMEZONE"]) for seal in seals)
    with suppress(DamagedError):
        if current and not begin_look(state, places.output)():
            return SiteStanding.CURRENT
    return SiteStanding.DOUBTFUL


def is_older(
    ways: Iterable[dict[str, Any]],
    features_of: Callable[[dict[str, Any]], Iterable[Feature]],
    settings_files: Iterable[Path] = (),
) -> bool:
    """Whether texts or settings have been touched since the output was made; ``ways`` as for ``standing_of``.

    Less strict than that: what was left to settle then, such as addresses, may be settled now. Raises ``OSError``.
    """
    known = list(ways)
    state, content = places_of(known[0]).state, Path(known[0]["PATH"])
    if not state.is_file():
        return True
    others = [Path(way["TERRITORY_FILE"]) for way in known if way.get("TERRITORY_FILE")]
    others += [path for way in known for path in files_read(features_of(way), way)]
    files = [content, *settings_files, *others]
    looks = [*(seen for _, seen in scan_tree(str(content))), *(seen_of(path.stat()) for path in files if path.exists())]
    made = state.stat().st_mtime_ns
    touched = any(max(seen.written, seen.changed) >= made for seen in looks)  # clocks of file systems are coarse
    return touched and standing_of(known, features_of) is not SiteStanding.CURRENT  # back as it was
