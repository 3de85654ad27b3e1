"""Who made a picture, and under which licence it is shown: said for it alone, or once for all of a text."""

from __future__ import annotations

from dataclasses import dataclass

from placette.engine.texts.captions import licence_of


@dataclass(frozen=True, slots=True)
class Claims:
    """What a text says once for all its pictures: who made them, under which licence they are shown."""

    credit: bool = False
    licence: bool = False


def unclaimed(credit: str, claims: Claims) -> list[str]:
    """The codes of what nobody says about a picture with this credit."""
    named, licensed = bool(credit) or claims.credit, bool(licence_of(credit)) or claims.licence
    return ["photo-credit"] * (not named) + ["photo-licence"] * (not licensed)
