"""What stands in a landscape: one motif for every kind of story, chosen by the post's category.

A motif keeps to the right of the middle, where neither a title panel nor a square crop hides it.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from random import Random

from placette.features.pictures import coasts, fields, heights, towns, wilds
from placette.features.pictures import villages as places
from placette.features.pictures.ridges import Skyline
from placette.features.pictures.shapes import Staging


class Motif(StrEnum):
    """The kinds of landscape."""

    PUYS = "puys"
    VILLAGE = "village"
    BRIDGE = "bridge"
    FOREST = "forest"
    MARKET = "market"
    WATER = "water"
    BOOK = "book"
    FEAST = "feast"
    WORKSHOP = "workshop"
    ABBEY = "abbey"
    PATH = "path"
    PASTURE = "pasture"
    CASTLE = "castle"
    WINTER = "winter"
    FIELDS = "fields"
    ORCHARD = "orchard"
    FARM = "farm"
    WINDMILL = "windmill"
    CANAL = "canal"
    LIGHTHOUSE = "lighthouse"
    SAILS = "sails"
    HARBOUR = "harbour"
    SHORE = "shore"
    PEAKS = "peaks"
    CHALETS = "chalets"
    TORRENT = "torrent"
    ROOFTOPS = "rooftops"
    QUAY = "quay"
    SQUARE = "square"
    AVENUE = "avenue"


MOTIF_OF_CATEGORY = {
    "randonnee": Motif.PATH,
    "patrimoine": Motif.BRIDGE,
    "histoire": Motif.CASTLE,
    "cuisine": Motif.PASTURE,
    "marche": Motif.MARKET,
    "fete": Motif.FEAST,
    "savoir-faire": Motif.WORKSHOP,
    "nature": Motif.FOREST,
    "musique": Motif.ABBEY,
    "arrivees-recentes": Motif.WINTER,  # what newcomers talk about first
    "questions-et-reponses": Motif.WATER,
    "concertation": Motif.VILLAGE,
    "coulisses": Motif.BOOK,
}

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
}


def stage(motif: Motif, rng: Random, ground: Skyline) -> Staging:
    """The shapes of a motif on the near hill ``ground``."""
    return STAGED[motif](rng, ground)
