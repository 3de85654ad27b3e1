"""What one build knows: read once, shared with every plugin through Pelican's settings and context."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from placette.engine.library.communes import CommuneIndex
from placette.engine.library.models import Gone
from placette.engine.problems.problems import Problem
from placette.engine.texts.renditions import PhotoFacts
from placette.engine.texts.values import Body, Status
from placette.features.agenda.event import Event
from placette.features.authors.profile import Profile
from placette.features.calls.call import Call
from placette.features.communities.community import Community
from placette.features.pages.page import Page
from placette.features.posts.article import Article
from placette.features.series.series import Series
from placette.features.walks.walk import Walk

BUILD = "BUILD"
"""The key of the ``Build`` in Pelican's settings and context."""
CHECKING = "CHECKING"
"""The key, in Pelican's settings, that asks for a reading such as a check's: all texts, advice too, nothing refused."""
IS_CLEAN = "IS_CLEAN"
"""The key, in the same places, of the function that tells whether a body's HTML is what the sanitiser gives."""


Text = Article | Event | Page | Profile | Series | Community | Call | Walk
"""What has a body."""


class Standing(StrEnum):
    """Where a post stands at the moment of a build."""

    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    DRAFT = "draft"


def standing_of(article: Article, now: datetime) -> Standing:
    """What becomes of a post at ``now``: a draft is one whatever its date."""
    if article.status is Status.DRAFT:
        return Standing.DRAFT
    return Standing.SCHEDULED if article.date > now else Standing.PUBLISHED


class UncleanError(Exception):
    """A body that is asked for was lost or is not what the sanitiser gives: the memory of readings lied."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of every text found, in numbers."""

    texts: int
    published: int
    scheduled: int
    drafts: int
    pages: int
    profiles: int
    series: int
    refused: int
    gone: int
    communities: int = 0
    calls: int = 0
    walks: int = 0
    events: int = 0


@dataclass(frozen=True, slots=True)
class Build:
    """The texts of one build, sorted by fate, and what they refer to.

    ``published`` are newest first. ``texts`` counts the text files found and ``refused`` those kept out by a
    problem: published + scheduled + drafts + pages + profiles + series + events + communities + calls + walks + gone
    + refused = texts.
    """

    now: datetime
    lang: str
    base: str
    published: tuple[Article, ...]
    scheduled: tuple[Article, ...]
    drafts: tuple[Article, ...]
    pages: tuple[Page, ...]
    profiles: tuple[Profile, ...]
    communes: CommuneIndex
    photos: Mapping[str, PhotoFacts]
    problems: tuple[Problem, ...]
    texts: int
    refused: int
    bodies: Mapping[str, Body] = field(default_factory=dict)
    """The whole bodies, by source path, of the texts that do not hold theirs: HTML and headings lie apart."""
    series: tuple[Series, ...] = ()
    gone: tuple[Gone, ...] = ()
    """The texts that were withdrawn: their addresses alone."""
    communities: tuple[Community, ...] = ()
    calls: tuple[Call, ...] = ()
    """Calls for posts, open and closed."""
    walks: tuple[Walk, ...] = ()
    events: tuple[Event, ...] = ()
    """Those that have a file of their own."""
    addresses: Mapping[str, str] = field(default_factory=dict)
    """The address of every text found, refused ones too, by source path; empty for a text without page."""
    preview: bool = False
    """Whether ``published`` holds the drafts and the scheduled posts too, for those who edit the site."""

    def body_of(self, text: Text) -> Body:
        """The whole body of a text; raises ``UncleanError`` where it was lost."""
        try:
            return self.bodies[text.path] if text.path in self.bodies else text.body  # noqa: SIM401 - hides a loss
        except KeyError as error:
            raise UncleanError(text.path) from error

    @property
    def tally(self) -> Tally:
        """What became of every text, in numbers."""
        shown = Counter(standing_of(article, self.now) for article in self.published if self.preview)
        return Tally(
            texts=self.texts,
            published=shown[Standing.PUBLISHED] if self.preview else len(self.published),
            scheduled=shown[Standing.SCHEDULED] + len(self.scheduled),
            drafts=shown[Standing.DRAFT] + len(self.drafts),
            pages=len(self.pages),
            profiles=len(self.profiles),
            series=len(self.series),
            refused=self.refused,
            gone=len(self.gone),
            communities=len(self.communities),
            calls=len(self.calls),
            walks=len(self.walks),
            events=len(self.events),
        )
