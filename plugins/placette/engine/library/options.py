"""Everything the reading depends on beside the bytes of the texts, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from placette.engine.library.attachments import Attachment, AttachmentKind
from placette.engine.library.communes import CommuneIndex
from placette.engine.library.kinds import AnyKind, Beside, Extension, Kinds
from placette.engine.library.models import Term
from placette.engine.problems.problems import Problem
from placette.engine.texts.renditions import PhotoFacts
from placette.engine.texts.surroundings import Labels
from placette.engine.texts.values import Licence

if TYPE_CHECKING:
    from placette.engine.library.holds import Hold


@dataclass(frozen=True, slots=True)
class TextAddresses:
    """Format strings of addresses by kind of text, as Pelican's own ``ARTICLE_URL`` and its kin."""

    patterns: Mapping[str, str] = field(default_factory=dict)
    """Empty for a kind without pages."""
    reserved: frozenset[str] = frozenset()
    """First parts of addresses that the site uses itself."""
    own: frozenset[str] = frozenset()
    """Whole addresses of pages of the site itself."""
    lists: str = "(?!)"
    """A regular expression for those of lists that come and go, such as a category's."""

    def pattern(self, kind: AnyKind) -> str:
        """That of a kind."""
        return self.patterns.get(kind.name, "")

    def is_own(self, address: str) -> bool:
        """Whether the site itself has, or may have, a page of its own there."""
        return address in self.own or (address.count("/") == 1 and address.rstrip("/") in self.reserved)


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """A site's rules for its texts. ``now`` bounds the dates and is in the site's zone."""

    now: datetime
    lang: str
    base: str
    """The path under which the site is published, with slashes at both ends."""
    languages: tuple[str, ...]
    licence: Licence
    categories: Mapping[str, Term]
    """By folded name."""
    communes: CommuneIndex
    kinds: Kinds
    extensions: tuple[Extension[Any], ...] = ()
    passed_over: tuple[str, ...] = ()
    """Regular expressions of the places of features that the site leaves out: what lies there is not looked at."""
    addresses: TextAddresses = field(default_factory=TextAddresses)
    photos: Mapping[str, PhotoFacts] = field(default_factory=dict)
    unshown: frozenset[str] = frozenset()
    """The files that are there, and refused."""
    beside: Mapping[str, Beside] = field(default_factory=dict)
    """What is known of the files that texts may name, by path."""
    attachment_kinds: tuple[AttachmentKind, ...] = ()
    attachments: Mapping[str, Attachment] = field(default_factory=dict)
    """The files that lie beside texts to be offered, by path."""
    origin: str = ""
    """Scheme and host of the site."""
    faulty: tuple[Problem, ...] = ()
    """What else blocks texts: found when their pages were planned."""
    left_out: frozenset[str] = frozenset()
    """The files that were passed over: links to them are undone."""
    labels: Labels = field(default_factory=Labels)
    advice_off: frozenset[str] = frozenset()
    """Codes of advice that the site does not want."""
    charter: str = ""
    """The page that says what is published (its slug)."""
    preview: bool = False
    """Whether drafts and scheduled posts are shown."""
    holds: tuple[Hold, ...] = ()
    """What may hold texts back that are ready."""
    held: frozenset[str] = frozenset()
    """The texts that are: nobody links to them meanwhile."""

    def kind(self, name: str) -> AnyKind:
        """The kind of that name; raises ``StopIteration`` where there is none."""
        return next(kind for kind in self.kinds if kind.name == name)

    def extensions_of(self, kind: AnyKind) -> tuple[Extension[Any], ...]:
        """What other features read in texts of a kind."""
        return tuple(extension for extension in self.extensions if extension.kind == kind.name)

    def readers_of(self, kind: AnyKind) -> tuple[AnyKind | Extension[Any], ...]:
        """The kind itself, then those."""
        return (kind, *self.extensions_of(kind))
