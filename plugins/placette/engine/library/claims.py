"""Who made a picture, and under which licence it is shown: said for it alone, or once for all of a text."""

from __future__ import annotations

from dataclasses import dataclass

from placette.engine.library.checks import find_author
from placette.engine.library.records import Neighbours
from placette.engine.library.schema import ArticleMatter, Matter
from placette.engine.texts.captions import licence_of


@dataclass(frozen=True, slots=True)
class Claims:
    """What a text says once for all its pictures: who made them, under which licence they are shown."""

    credit: bool = False
    licence: bool = False


def claims_of(matter: Matter | None, neighbours: Neighbours) -> Claims:
    """What a front matter says for all pictures of its text.

    A post names photographers or illustrators in its byline, and its licence holds for its pictures: its own, or else
    that which its first author's profile gives. What is not a post is the site's own, as is its licence.
    """
    if not isinstance(matter, ArticleMatter):
        return Claims(licence=True)
    first = find_author(matter.authors[0], neighbours.names) if matter.authors else None
    licence = matter.licence or neighbours.licences.get(first or "")
    return Claims(bool(matter.photographers or matter.illustrators), licence is not None)


def unclaimed(credit: str, claims: Claims) -> list[str]:
    """The codes of what nobody says about a picture with this credit."""
    named, licensed = bool(credit) or claims.credit, bool(licence_of(credit)) or claims.licence
    return ["photo-credit"] * (not named) + ["photo-licence"] * (not licensed)
