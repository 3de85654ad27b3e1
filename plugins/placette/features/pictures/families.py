"""What the landscapes of a territory have in common: what stands in them, and what closes the horizon."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType

from placette.engine.base.text import place_of
from placette.engine.texts.motifs import Motif
from placette.features.pictures import ridges
from placette.features.pictures.ridges import Skyline
from placette.features.pictures.settings import Landscape

SEA = frozenset({Motif.LIGHTHOUSE, Motif.SAILS, Motif.HARBOUR, Motif.SHORE})
OF_COMMUNES: Mapping[str, Motif] = MappingProxyType(
    {
        "-sur-mer": Motif.SAILS,
        "-les-flots": Motif.SAILS,
        "-plage": Motif.SHORE,
        "-ocean": Motif.SHORE,
        "-port": Motif.HARBOUR,
        "-le-port": Motif.HARBOUR,
        "-les-bains": Motif.SPRING,
        "-les-eaux": Motif.SPRING,
        "-les-thermes": Motif.SPRING,
        "-du-lac": Motif.WATER,
        "-le-lac": Motif.WATER,
        "-des-bois": Motif.FOREST,
        "-la-foret": Motif.FOREST,
        "-en-foret": Motif.FOREST,
        "-les-vergers": Motif.ORCHARD,
        "-le-chateau": Motif.CASTLE,
    }
)
"""How names of communes end that tell where they lie (slugs)."""
_HIGH = frozenset({Motif.PEAKS, Motif.CHALETS})
_FIRE = frozenset({Motif.PUYS})


@dataclass(frozen=True, slots=True)
class Family:
    """The landscapes of one kind of territory.

    ``motifs`` are for posts whose words choose none, ``ridges`` close the horizon, ``lowered`` is how much of the
    height of all that is far away is taken off (0 to 1), and ``absent`` is what no word can bring there.
    """

    motifs: tuple[Motif, ...]
    ridges: tuple[Callable[[Random, float, float], Skyline], ...] = (ridges.rolling,)
    lowered: float = 0.0
    absent: frozenset[Motif] = SEA | _HIGH | _FIRE


VOLCANOES = Family((Motif.PUYS,), (ridges.puys, ridges.puys, ridges.plateaux, ridges.crests), absent=SEA | _HIGH)
FAMILIES: Mapping[Landscape, Family] = MappingProxyType(
    {
        "country": Family((Motif.FIELDS, Motif.ORCHARD, Motif.FARM, Motif.VILLAGE), lowered=0.3),
        "forest": Family((Motif.FOREST, Motif.CLEARING, Motif.PATH, Motif.WATER), lowered=0.3),
        "mountain": Family(
            (Motif.PEAKS, Motif.CHALETS, Motif.PASTURE, Motif.TORRENT), (ridges.crests,), absent=SEA | _FIRE
        ),
        "plain": Family((Motif.FIELDS, Motif.WINDMILL, Motif.CANAL, Motif.FARM), lowered=0.8),
        "river": Family((Motif.RIVER, Motif.QUAY, Motif.WORKSHOP, Motif.CANAL), lowered=0.6),
        "sea": Family((Motif.LIGHTHOUSE, Motif.SAILS, Motif.HARBOUR, Motif.SHORE), lowered=0.75, absent=_HIGH | _FIRE),
        "town": Family((Motif.ROOFTOPS, Motif.QUAY, Motif.SQUARE, Motif.AVENUE), lowered=0.6),
        "volcanoes": VOLCANOES,
    }
)


def neutral_motif(seed: str, family: Family) -> Motif:
    """One of the family's motifs, always the same for a seed."""
    return family.motifs[place_of(seed, len(family.motifs))]
