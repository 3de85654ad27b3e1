"""What the landscapes of a territory have in common: what stands in them, and what closes the horizon."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from zlib import crc32

from placette.features.pictures import ridges
from placette.features.pictures.motifs import MOTIF_OF_CATEGORY, Motif
from placette.features.pictures.ridges import Skyline
from placette.features.pictures.settings import Landscape


@dataclass(frozen=True, slots=True)
class Family:
    """The landscapes of one kind of territory.

    ``motifs`` are for posts whose category has none of its own, ``ridges`` close the horizon, and ``lowered`` is how
    much of the height of all that is far away is taken off: 0 to 1.
    """

    motifs: tuple[Motif, ...]
    ridges: tuple[Callable[[Random, float, float], Skyline], ...]
    lowered: float = 0.0


VOLCANOES = Family((Motif.PUYS,), (ridges.puys, ridges.puys, ridges.plateaux, ridges.crests))
FAMILIES: Mapping[Landscape, Family] = MappingProxyType(
    {
        "country": Family((Motif.FIELDS, Motif.ORCHARD, Motif.FARM, Motif.VILLAGE), (ridges.rolling,), 0.3),
        "sea": Family((Motif.LIGHTHOUSE, Motif.SAILS, Motif.HARBOUR, Motif.SHORE), (ridges.rolling,), 0.75),
        "plain": Family((Motif.FIELDS, Motif.WINDMILL, Motif.CANAL, Motif.FARM), (ridges.rolling,), 0.8),
        "mountain": Family((Motif.PEAKS, Motif.CHALETS, Motif.PASTURE, Motif.TORRENT), (ridges.crests,)),
        "town": Family((Motif.ROOFTOPS, Motif.QUAY, Motif.SQUARE, Motif.AVENUE), (ridges.rolling,), 0.6),
        "volcanoes": VOLCANOES,
    }
)


def motif_of(category: str, seed: str = "", family: Family = VOLCANOES) -> Motif:
    """The motif of a category (its slug); for one without, one of the family's, always the same for a seed."""
    return MOTIF_OF_CATEGORY.get(category) or family.motifs[crc32(seed.encode()) % len(family.motifs)]
