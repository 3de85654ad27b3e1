"""Where invented posts take place: communes of the territory, by their number."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.benchmarks.corpus import COMMUNES

ROOT = Path(__file__).resolve().parents[2]
AUVERGNE = "territory.json"


@dataclass(frozen=True, slots=True)
class Place:
    """A commune, its département and the intercommunalité that it belongs to."""

    code: str
    name: str
    department: str
    group: str
    point: tuple[float, ...]
    """Latitude and longitude, or nothing."""


@cache
def places() -> tuple[Place, ...]:
    """As many communes as a corpus names."""
    listed = json.loads((ROOT / AUVERGNE).read_text(encoding="utf-8"))
    return tuple(
        Place(code, name, listed["departments"][code[:2]][0], listed["epci"][str(group)], tuple(point))
        for code, name, _preposition, group, _postcode, _people, *point in listed["communes"][:COMMUNES]
    )
