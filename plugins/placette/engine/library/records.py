"""What was made of a text, and all that decided it beside its bytes: the answers that the site gave.

A record that holds is the text read again. Its key covers the bytes, the reader and the site's rules; its answers cover
the rest: who the people named are, where links lead, which pictures lie where.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from placette.engine.base.files import digest
from placette.engine.library.checks import LATEST, find_author
from placette.engine.library.joining import Joined, Names, find_declared
from placette.engine.library.models import Gone
from placette.engine.library.options import ReadingOptions
from placette.engine.library.outline import Outline
from placette.engine.problems.problems import Problem
from placette.engine.texts.surroundings import Surroundings
from placette.engine.texts.values import Licence
from placette.features.agenda.event import Event
from placette.features.authors.profile import Profile
from placette.features.calls.call import Call
from placette.features.communities.community import Community
from placette.features.pages.page import Page
from placette.features.posts.article import Article
from placette.features.series.series import Series
from placette.features.walks.walk import Walk

_FLEETING = frozenset(
    {"author-unknown", "series-unknown", "episode-missing", "date-range", "text-slow"}
    | {"community-unknown", "call-unknown"}
)
"""Problems that depend on more than a record keeps."""
Answer = tuple[str, str, bool]
"""What the surroundings say about a path: its address, its photo's facts or that it is gone, whether it is withheld."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What a text may learn of the others: who is meant by a name, under which licence they write, what lies where."""

    names: Mapping[str, str]
    licences: Mapping[str, Licence | None]
    around: Surroundings
    series: Mapping[str, str] = field(default_factory=dict)
    """Every spelling of a series, and its slug."""
    joined: Mapping[str, Names] = field(default_factory=dict)
    """The same of communities and of calls, by kind."""

    def answer(self, path: str) -> Answer:
        """What the surroundings say about a path."""
        photo = self.around.photos.get(path)
        facts = self.around.tracks.get(path) or f"{self.around.points.get(path, '')}"
        facts = facts or "gone" * (path in self.around.gone)
        facts = f"{photo.digest} {photo.width} {photo.height}" if photo else facts
        return self.around.addresses.get(path, ""), facts, path in self.around.withheld


@dataclass(frozen=True, slots=True)
class Record:
    """A text as it was read. ``article`` or its kin is there unless something of its own blocks.

    ``people`` are the names it gives and the keys they meant, ``licence`` that of its first author; ``answers`` what it
    was told of each path it asked about. ``ids`` are its anchors, ``anchors`` those it links to.
    ``part_of`` is the slug of the series that it names.
    """

    outline: Outline
    problems: tuple[Problem, ...] = ()
    article: Article | None = None
    page: Page | None = None
    profile: Profile | None = None
    series: Series | None = None
    gone: Gone | None = None
    event: Event | None = None
    readable: bool = False
    ids: frozenset[str] = frozenset()
    anchors: tuple[tuple[str, str, Problem], ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    licence: Licence | None = None
    answers: tuple[tuple[str, Answer], ...] = ()
    part_of: str = ""
    community: Community | None = None
    call: Call | None = None
    walk: Walk | None = None
    joined: tuple[Joined, ...] = ()
    """The communities and calls that it names, and what they meant."""

    def holds(self, neighbours: Neighbours, latest: datetime) -> bool:
        """Whether reading the same bytes again, when no date may be after ``latest``, would give the same."""
        late = any(date > latest for date in (self.outline.date, self.outline.modified, self.outline.told) if date)
        if late or any((find_author(name, neighbours.names) or "") != key for name, key in self.people):
            return False
        if self.people and neighbours.licences.get(self.people[0][1]) != self.licence:
            return False
        if self.outline.instalment and find_declared(self.outline.instalment.series, neighbours.series) != self.part_of:
            return False
        if any(find_declared(name, neighbours.joined.get(kind, {})) != slug for kind, name, slug in self.joined):
            return False
        return all(neighbours.answer(path) == answer for path, answer in self.answers)

    @property
    def lasting(self) -> bool:
        """Whether it depends on nothing but what it says: a proposal of the nearest name looks at every name."""
        return not any(found.code in _FLEETING for found in self.problems)


class Shelf(Protocol):
    """Where records are kept from one reading to the next."""

    def recall(self, key: str) -> Record | None:
        """The record of ``key``, if there is one to believe."""

    def keep(self, key: str, record: Record) -> Record:
        """Keep a record; gives it as the shelf would."""

    def ids(self, path: str) -> frozenset[str]:
        """The anchors of the text at ``path``, whose record came without them."""

    def put_away(self) -> None:
        """Put what was kept where it takes no room."""


class NoShelf:
    """Keeps nothing."""

    def recall(self, _key: str) -> Record | None:
        """Remember nothing."""
        return None

    def keep(self, _key: str, record: Record) -> Record:
        """Forget it."""
        return record

    def ids(self, _path: str) -> frozenset[str]:
        """None: a record keeps its own."""
        return frozenset()

    def put_away(self) -> None:
        """There is nothing."""


def latest_moment(options: ReadingOptions) -> datetime:
    """The latest date that a post may have, without zone."""
    return options.now.replace(tzinfo=None) + LATEST


def rules_mark(options: ReadingOptions) -> str:
    """A mark of the site's rules, but for the time and the photos, of which a record keeps what it was told."""
    places = options.addresses
    rules = (
        *(options.lang, options.base, options.languages, options.licence, options.table_label, options.note_back),
        *(sorted(options.categories.items()), options.communes.mark, str(options.now.tzinfo)),
        *(places.article, places.page, places.author, places.series, places.community, places.call, places.walk),
        places.event,
        *(sorted(places.reserved), sorted(places.own), options.preview),
    )
    return digest(repr(rules).encode("utf-8", "replace"))
