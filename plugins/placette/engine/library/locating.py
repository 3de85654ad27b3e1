"""Where a text says that it takes place: communes of the territory, and if it likes a place of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from placette.engine.base.text import nearest
from placette.engine.library.communes import WHOLE, CommuneIndex, department_of
from placette.engine.library.draft import Draft
from placette.engine.library.models import Commune
from placette.engine.library.options import ReadingOptions
from placette.engine.problems.messages import NEAR, NOTHING_NEAR, OUTSIDE
from placette.engine.problems.problems import Problem
from placette.engine.texts.values import Spot

_CODE = re.compile(r"\d[\dAB]\d{3}", re.ASCII)
_MANY = 6
"""The most communes or départements that a proposal names."""
_NEAR = 0.3
"""How far outside the territory a place may be, in degrees: some thirty kilometres."""


def check_communes(draft: Draft, communes: list[str], options: ReadingOptions) -> Iterator[Problem]:
    """Names and codes that mean no commune of the territory, several, or one that is part of another now."""
    known = options.communes
    for wanted in communes:
        found = known.find(wanted)
        if len(found) > 1:
            choices = ", ".join(f"{commune.code} ({commune.department})" for commune in found)
            yield draft.problem("commune-ambiguous", "commune", value=wanted, choices=choices)
        elif not found and (now := known.successors(wanted)):
            yield draft.problem("commune-merged", "commune", value=wanted, choices=_listed(now))
        elif not found and wanted != WHOLE:
            yield draft.problem("commune-unknown", "commune", value=wanted, **_proposal(wanted, known))


def check_spot(draft: Draft, spot: Spot | None, options: ReadingOptions) -> Iterator[Problem]:
    """Coordinates that lie far from the territory: nearly always latitude and longitude that changed places."""
    limits = options.communes.limits
    if not (spot and spot.point and limits):
        return
    (south, west), (north, east) = limits
    lat, lon = spot.point
    if not (south - _NEAR <= lat <= north + _NEAR and west - _NEAR <= lon <= east + _NEAR):
        example = f"{(south + north) / 2:.2f}, {(west + east) / 2:.2f}"
        yield draft.problem("place-far", "place", value=f"{lat}, {lon}", example=example)


def _proposal(wanted: str, known: CommuneIndex) -> dict[str, str]:
    """What may have been meant: the communes of a postal code, those that resemble the name or the code."""
    is_code = bool(_CODE.fullmatch(wanted))
    posted = (
        [commune for commune in known.by_code.values() if wanted in commune.postal_codes.split()] if is_code else []
    )
    close = nearest(wanted, known.by_code if is_code else known.by_name)
    found = posted or [commune for name in close for commune in known.find(name)]
    if is_code and not posted and known.departments and department_of(wanted) not in known.departments:
        parts = [f"{area.name} ({code})" for code, area in sorted(known.departments.items())]
        return {"proposal": OUTSIDE, "names": ", ".join(parts[:_MANY]) + " …" * (len(parts) > _MANY)}
    return {"proposal": NEAR if found else NOTHING_NEAR, "names": _listed(found[:_MANY])}


def _listed(communes: list[Commune] | tuple[Commune, ...]) -> str:
    return ", ".join(f"{commune.name} ({commune.code})" for commune in communes)
