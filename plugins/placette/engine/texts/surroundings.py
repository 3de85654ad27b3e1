"""What a text may refer to: the other texts' addresses and the photos that passed the gate."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from placette.engine.texts.renditions import PhotoFacts


@dataclass(frozen=True, slots=True)
class Labels:
    """Words that the conversion adds to a text, in the site's language."""

    table: str = "Table"
    """What a screen reader calls a table that scrolls, when it has no caption."""
    note_back: str = "Back to the text"
    """What it calls the link from a note back to the text."""
    enlarge: str = "Enlarge: {what}"
    """What it calls the link from a picture of a gallery to its large file."""
    alerts: Mapping[str, str] = field(default_factory=dict)
    """The titles of GFM's alerts, by their names in lower case."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A file beside a text that its links may offer: its address from the site's root, and what stands behind them."""

    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The site around a text. Paths are relative to the content folder, addresses to the site's root."""

    lang: str = "fr"
    base: str = "/"
    """Path under which the site is published, with slashes at both ends."""
    origin: str = ""
    """Scheme and host of the site, without a slash at the end."""
    addresses: Mapping[str, str] = field(default_factory=dict)
    """By path; empty for a text without a page of its own."""
    paths: Mapping[str, str] = field(default_factory=dict)
    """By address, the text whose page it is."""
    photos: Mapping[str, PhotoFacts] = field(default_factory=dict)
    unshown: frozenset[str] = frozenset()
    """Files that are there, and refused: what is wrong with each is reported at the file."""
    withheld: frozenset[str] = frozenset()
    """Texts that exist but are not published: drafts, scheduled posts, refused and withdrawn ones."""
    gone: frozenset[str] = frozenset()
    """Those of them that were withdrawn."""
    previewed: frozenset[str] = frozenset()
    """Those of them that are shown all the same, for this is a preview."""
    points: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Where posts take place, in degrees, for those that say so."""
    beside: Mapping[str, str] = field(default_factory=dict)
    """The digests of other files that texts may name, by path."""
    offered: Mapping[str, Offered] = field(default_factory=dict)
    """The files that links of the texts beside them may offer, by path."""
    labels: Labels = field(default_factory=Labels)
    own: frozenset[str] = frozenset()
    """Addresses of pages of the site itself, from its root."""
    lists: str = "(?!)"
    """A regular expression for those of lists that come and go; the build knows which there are."""


def resolve(origin: str, target: str) -> str:
    """The path that ``target`` means when written in the file ``origin``; may climb out (starts with ``..``)."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(origin), target))
