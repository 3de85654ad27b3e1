"""What the texts of a site know of each other: outlines, names, and where links may lead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from placette.engine.base.text import fold, slugify
from placette.engine.texts.links import Surroundings
from placette.engine.texts.values import Licence

Wanted = tuple[str, str]
"""A reference to another text: its kind, and the name as written."""
X = TypeVar("X")


@dataclass(frozen=True, slots=True)
class Outline(Generic[X]):
    """What the other texts need to know of one. ``url`` is its address, from the site's root.

    ``usable`` is whether its front matter could be typed, ``gone`` whether it was withdrawn; before ``date``, naive, it
    is not shown. Others may name it by ``title``; texts that name it first get its ``licence``. ``days`` are further
    dates that may be too far away.
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
    """Where it takes place, in degrees, if it gives that."""
    signs: int = 0
    """The length of its text in characters, for kinds that need it: blanks in a row count once."""
    address_line: tuple[str, int, int] | None = None
    """The key, line and column that give its address, unless the name of its folder or file does."""
    extra: X | None = None
    """Facts that only its kind knows."""


Names = Mapping[str, str]
"""Every spelling by which a text may be named, and the slug that it means."""


def names_of(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return every spelling of some texts' slugs and titles; of one title the first."""
    pairs = list(texts)
    names = {slug: slug for slug, _ in pairs}
    for slug, title in pairs:
        for spelling in filter(None, (fold(title), slugify(title))):
            names.setdefault(spelling, slug)
    return names


def find_name(wanted: str, names: Names) -> str:
    """Return the slug that ``wanted`` means; empty when there is none."""
    return names.get(wanted) or names.get(fold(wanted)) or names.get(slugify(wanted)) or ""


@dataclass(frozen=True, slots=True)
class Called:
    """How other texts name those of a kind: by slug or by title; and the problem of an unknown name."""

    unknown: str
    """The code of the problem."""
    proposal: str
    """The advice when no name is similar."""
    near: int = 3
    """Like names that are proposed at the most."""
    key: str = "title"
    """The key of the front matter that others may name it by."""


Answer = tuple[str, str, bool]
"""The surroundings' answer about a path: its address, its photo's facts or that it is gone, whether it is withheld."""
_NOT_THERE = "-"
"""The address of a path that isn't there: a text without a page has an empty one."""
Named = tuple[str, str, str]
"""A text that another names: its kind, the name as written, the slug that it means (or empty)."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What a text may know of the others: names by kind, licences by kind and slug, paths and addresses."""

    names: Mapping[str, Names]
    licences: Mapping[tuple[str, str], Licence]
    around: Surroundings
    called: Mapping[str, Called]
    """How texts of a kind are named, by kind."""

    def find(self, kind: str, written: str) -> str:
        """Return the slug of the text of a kind that a name means; empty when there is none."""
        return find_name(written, self.names.get(kind, {}))

    def licence_of(self, names: tuple[Named, ...]) -> Licence | None:
        """Return the licence of the first of some names."""
        return self.licences.get((names[0][0], names[0][2])) if names else None

    def answer(self, path: str) -> Answer:
        """Return the surroundings' answer about a path, or about an address, which begins with a slash."""
        if path.startswith("/"):
            return self.around.paths.get(path[1:], ""), "", False
        photo = self.around.photos.get(path)
        facts = self.around.beside.get(path) or f"{self.around.points.get(path, '')}"
        facts = facts or "gone" * (path in self.around.gone) or "unshown" * (path in self.around.unshown)
        facts = f"{photo.digest} {photo.width} {photo.height}" if photo else facts
        offered = self.around.offered.get(path)
        address = offered.url if offered else self.around.addresses.get(path, _NOT_THERE)
        withheld = path in self.around.withheld and path not in self.around.previewed
        return address, offered.note if offered else facts, withheld
