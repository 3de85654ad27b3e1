"""What the other texts of a site need to know of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from placette.engine.texts.values import Licence

X = TypeVar("X")


class AddressLine(NamedTuple):
    """The line of a front matter that gives a text its address: the key as it is written there, and its place."""

    key: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Outline(Generic[X]):
    """What the other texts need to know of one. ``url`` is its address, from the site's root.

    ``usable`` says whether its front matter could be typed, ``gone`` whether it was withdrawn; before ``date``,
    without zone, it is not shown. ``title`` is by what others may name it, ``licence`` that of texts that name it
    first. ``days`` are others that may be too far away.
    """

    path: str
    kind: str
    slug: str
    url: str
    usable: bool
    draft: bool = False
    gone: bool = False
    date: datetime | None = None
    days: tuple[datetime, ...] = ()
    title: str = ""
    licence: Licence | None = None
    point: tuple[float, float] | None = None
    """Where it says that it takes place, in degrees."""
    signs: int = 0
    """How long its text is, for kinds of which somebody asks: blanks in a row count once."""
    address_line: AddressLine | None = None
    """What its address comes from, unless it is the name of its folder or file."""
    extra: X | None = None
    """What only its kind knows."""
