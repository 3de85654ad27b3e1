"""What stands in a landscape: one motif for every kind of story.

A motif keeps to the right of the middle, where neither a title panel nor a square crop hides it.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from placette.engine.texts.motifs import Motif
from placette.features.pictures import civic, coasts, crafts, fields, heights, rivers, towns, wilds
from placette.features.pictures import villages as places
from placette.features.pictures.ridges import Skyline
from placette.features.pictures.shapes import Staging

STAGED: dict[Motif, Callable[[Random, Skyline], Staging]] = {
    Motif.PUYS: wilds.puys,
    Motif.VILLAGE: places.village,
    Motif.BRIDGE: places.bridge,
    Motif.FOREST: wilds.forest,
    Motif.MARKET: places.market,
    Motif.WATER: wilds.water,
    Motif.BOOK: places.book,
    Motif.FEAST: places.feast,
    Motif.WORKSHOP: places.workshop,
    Motif.ABBEY: places.abbey,
    Motif.PATH: wilds.path,
    Motif.PASTURE: wilds.pasture,
    Motif.CASTLE: places.castle,
    Motif.WINTER: wilds.winter,
    Motif.FIELDS: fields.fields,
    Motif.ORCHARD: fields.orchard,
    Motif.FARM: fields.farm,
    Motif.WINDMILL: fields.windmill,
    Motif.CANAL: fields.canal,
    Motif.LIGHTHOUSE: coasts.lighthouse,
    Motif.SAILS: coasts.sails,
    Motif.HARBOUR: coasts.harbour,
    Motif.SHORE: coasts.shore,
    Motif.PEAKS: heights.peaks,
    Motif.CHALETS: heights.chalets,
    Motif.TORRENT: heights.torrent,
    Motif.ROOFTOPS: towns.rooftops,
    Motif.QUAY: towns.quay,
    Motif.SQUARE: towns.square,
    Motif.AVENUE: towns.avenue,
    Motif.SPRING: crafts.spring,
    Motif.LACE: crafts.lace,
    Motif.BLADE: crafts.blade,
    Motif.TUBE: crafts.tube,
    Motif.SCHOOL: civic.school,
    Motif.HALL: civic.hall,
    Motif.SHUTTLE: civic.shuttle,
    Motif.RIVER: rivers.river,
    Motif.CLEARING: rivers.clearing,
}


def stage(motif: Motif, rng: Random, ground: Skyline) -> Staging:
    """The shapes of a motif on the near hill ``ground``."""
    return STAGED[motif](rng, ground)
