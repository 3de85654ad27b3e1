"""A case becomes a proposal, and that a folder, a branch or a proposal on a forge."""

from __future__ import annotations

from placette.desks.letters.proposing import remarks  # noqa: F401 - whoever uses the room knows what it says
from placette.desks.letters.proposing.branches import write_branch
from placette.desks.letters.proposing.composing import gaps_of, propose
from placette.desks.letters.proposing.errors import ProposingError
from placette.desks.letters.proposing.facts import SiteFacts, facts_of
from placette.desks.letters.proposing.folders import write_folder
from placette.desks.letters.proposing.forges import Destination, ForgeKind, destination_of
from placette.desks.letters.proposing.overlaying import problems_of
from placette.desks.letters.proposing.pictures import prepare_enclosures, prepare_pictures
from placette.desks.letters.proposing.pushing import push

__all__ = [
    "Destination",
    "ForgeKind",
    "ProposingError",
    "SiteFacts",
    "destination_of",
    "facts_of",
    "gaps_of",
    "prepare_enclosures",
    "prepare_pictures",
    "problems_of",
    "propose",
    "push",
    "write_branch",
    "write_folder",
]
