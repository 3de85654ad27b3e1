"""What was found elsewhere, and what is known of it already."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from placette.engine.base.files import digest
from placette.features.mentions import MentionSource

_EARLIEST = date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class FoundMention:
    """Something said elsewhere, cleaned. ``post`` is the year and the name of a post's folder.

    ``at`` is where one looks whether it is still there: it tells it from all others.
    """

    post: str
    source: MentionSource
    link: str
    at: str
    author: str
    day: date
    text: str
    lang: str = ""

    @property
    def fetched(self) -> str:
        """A digest of what readers would see of it."""
        return print_of(self.author, self.text)

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.day:%Y-%m-%d}-{self.source}-{digest(self.at.encode('utf-8', 'replace'))[:12]}.md"


@dataclass(frozen=True, slots=True)
class KnownMention:
    """A file of the content folder: where it lies (path from there), and what it says."""

    path: str
    post: str
    source: MentionSource
    link: str
    at: str
    author: str
    text: str
    fetched: str
    accepted: bool

    @property
    def is_edited(self) -> bool:
        """Whether an editor has changed what was fetched."""
        return print_of(self.author, self.text) != self.fetched


@dataclass(slots=True)
class Harvest:
    """What one asking brought: mentions, how many entries couldn't be used, what couldn't be asked (address, why)."""

    found: list[FoundMention] = field(default_factory=list)
    left_out: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other: Harvest) -> None:
        """Take what another brought."""
        self.found += other.found
        self.left_out += other.left_out
        self.failures += other.failures


def day_of(moment: datetime | None) -> date:
    """The day of a moment that somebody else's server gives; today for none, and for one that can't be."""
    today = datetime.now(UTC).date()
    day = moment.date() if moment else today
    return day if _EARLIEST <= day <= today else today


def print_of(author: str, text: str) -> str:
    """The digest of an author's name and a text."""
    return digest(author.encode("utf-8", "replace"), text.encode("utf-8", "replace"))
