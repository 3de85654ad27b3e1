"""What a card may show: values that each feature makes of its texts, and that sharing draws."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from placette.engine.base.message import N_
from placette.engine.library.build import Build
from placette.engine.library.models import Commune
from placette.engine.texts.values import Photo

DRAWING = N_("Cards drawn")
"""What is going on while cards are made."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo of a contributor's: its path in the content folder, a digest of its bytes, what must stay in sight."""

    path: str
    digest: str
    focus: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Sitter:
    """A person whose face a card shows: the portrait, or else the letters on their ground, as on the pages."""

    letters: str
    ground: str
    portrait: Shot | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """All that a card shows beside what is the same on every card; plain texts, typography done.

    ``place`` stands above the title, ``note`` below it. Without ``photo``, a landscape is drawn for ``slug``:
    ``drawing`` is a word of the port of that name. ``work`` is true of a text, signed by ``authors``, and false of
    whatever has a name.
    """

    slug: str
    title: str
    place: str = ""
    note: str = ""
    authors: tuple[str, ...] = ()
    sitters: tuple[Sitter, ...] = ()
    drawing: str = ""
    photo: Shot | None = None
    work: bool = False


def shot_of(photo: Photo, build: Build) -> Shot:
    """A contributor's photo, for a card."""
    return Shot(photo.path, build.photos[photo.path].digest, photo.focus)


def places_line(communes: Iterable[Commune]) -> str:
    """«Orcines, Puy-de-Dôme», or the names of several communes."""
    found = list(communes)
    if len(found) == 1:
        return f"{found[0].name}, {found[0].department}"
    return ", ".join(commune.name for commune in found)
