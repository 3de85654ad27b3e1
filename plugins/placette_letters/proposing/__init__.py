"""A case becomes a proposal, and that a folder, a branch or a proposal on a forge."""

from __future__ import annotations

from placette_letters.proposing import branches as remarks  # noqa: F401 - whoever uses the room knows what it says
from placette_letters.proposing.branches import ProposingError, write_branch
from placette_letters.proposing.composing import gaps_of, prepare_enclosures, prepare_pictures, propose
from placette_letters.proposing.forges import (
    Destination,
    ForgeKind,
    destination_of,
    problems_of,
    push,
    write_folder,
)
from placette_letters.proposing.front_matter import SiteFacts, facts_of

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
