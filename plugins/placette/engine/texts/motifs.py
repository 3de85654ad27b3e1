"""What a drawn picture may show: its motifs, and the names by which an editor asks for one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Motif(StrEnum):
    """The kinds of landscape; the value is the English name."""

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
    SPRING = "spring"
    LACE = "lace"
    BLADE = "blade"
    TUBE = "tube"
    SCHOOL = "school"
    HALL = "hall"
    SHUTTLE = "shuttle"
    RIVER = "river"
    CLEARING = "clearing"


IN_FRENCH: Mapping[Motif, str] = MappingProxyType(
    {
        Motif.PUYS: "volcans",
        Motif.VILLAGE: "village",
        Motif.BRIDGE: "pont",
        Motif.FOREST: "forêt",
        Motif.MARKET: "marché",
        Motif.WATER: "lac",
        Motif.BOOK: "livre",
        Motif.FEAST: "fête",
        Motif.WORKSHOP: "atelier",
        Motif.ABBEY: "église",
        Motif.PATH: "chemin",
        Motif.PASTURE: "pâturage",
        Motif.CASTLE: "château",
        Motif.WINTER: "hiver",
        Motif.FIELDS: "champs",
        Motif.ORCHARD: "verger",
        Motif.FARM: "ferme",
        Motif.WINDMILL: "moulin à vent",
        Motif.CANAL: "canal",
        Motif.LIGHTHOUSE: "phare",
        Motif.SAILS: "voiles",
        Motif.HARBOUR: "port",
        Motif.SHORE: "plage",
        Motif.PEAKS: "sommets",
        Motif.CHALETS: "chalets",
        Motif.TORRENT: "torrent",
        Motif.ROOFTOPS: "toits",
        Motif.QUAY: "quai",
        Motif.SQUARE: "place",
        Motif.AVENUE: "avenue",
        Motif.SPRING: "source",
        Motif.LACE: "dentelle",
        Motif.BLADE: "lame",
        Motif.TUBE: "baromètre",
        Motif.SCHOOL: "école",
        Motif.HALL: "mairie",
        Motif.SHUTTLE: "navette",
        Motif.RIVER: "rivière",
        Motif.CLEARING: "clairière",
    }
)
"""The French name of each."""
