"""A post, as every page shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from placette.engine.base.occurrences import Happening
from placette.engine.library.models import Standing, Term
from placette.engine.texts.motifs import Motif
from placette.engine.texts.values import Body, Licence, Photo, Spot, Status
from placette.features.posts.schema import Role


@dataclass(frozen=True, slots=True)
class Recording:
    """A text read aloud: its file (a source path), its address from the site's root, what is said of it."""

    path: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Article:
    """A post. ``path`` is its source relative to the content folder; times are in the site's zone."""

    path: str
    slug: str
    url: str
    title: str
    summary: str
    lang: str
    date: datetime
    modified: datetime | None
    authors: tuple[str, ...]
    roles: tuple[tuple[Role, tuple[str, ...]], ...]
    category: Term
    tags: tuple[Term, ...]
    communes: tuple[str, ...]
    whole_territory: bool
    licence: Licence
    status: Status
    photo: Photo | None
    body: Body = field(default_factory=Body)
    series: str = ""
    """The slug of the series it belongs to, or empty."""
    episode: int = 0
    """Its number there, from 1; 0 without series."""
    spot: Spot | None = None
    """The place that it names, finer than its communes."""
    communities: tuple[str, ...] = ()
    """The slugs of the communities it belongs to."""
    call: str = ""
    """The slug of the call for posts that it answers, or empty."""
    translation_of: str = ""
    """The post that it translates, as it names it, or empty."""
    answers: str = ""
    """The post that it answers, as it names it, or empty."""
    right_of_reply: datetime | None = None
    """The day on which it was asked for, if it is a right of reply."""
    replies: datetime | None = None
    """The last day on which it takes short replies, if it says so; far in the past for one that takes none."""
    receipt: str = ""
    """The number of the letter that it came with, or empty."""
    motif: Motif | None = None
    """What is drawn for it without a photo, if it says so."""
    motifs: tuple[Motif, ...] = ()
    """What its words say could be drawn for it, best first; empty for one with a photo or a choice."""
    event: Happening | None = None
    """What it announces, if it announces something that takes place."""
    featured: datetime | None = None
    """When it ceases to lead the home page, if the team chose it."""
    recording: Recording | None = None
    """The same text, read aloud."""
    mark: str = ""
    """A digest of all of the above."""


def standing_of(article: Article, now: datetime) -> Standing:
    """What becomes of a post at ``now``: a draft is one whatever its date."""
    if article.status is Status.DRAFT:
        return Standing.DRAFT
    return Standing.SCHEDULED if article.date > now else Standing.PUBLISHED
