"""The site as sharing needs it, and where its cards lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from placette.engine.base.files import digest
from placette.engine.base.message import N_
from placette.engine.library.build import Build
from placette.engine.library.models import Commune, Term
from placette.engine.pages.shown import Shown
from placette.features.agenda.event import Event
from placette.features.agenda.kind import EVENT
from placette.features.authors.profile import Profile
from placette.features.pages.page import Page
from placette.features.posts.article import Article
from placette.features.series.series import Series
from placette.features.sharing.card_colours import Colours
from placette.features.sharing.shapes import Shape
from placette.features.sharing.structured import Site
from placette.features.sharing.subjects import (
    Subject,
    article_subject,
    author_subject,
    category_subject,
    commune_subject,
    event_subject,
    page_subject,
    site_subject,
    subjects_of,
)
from placette.features.territory.places import communes_shown

FOLDER = "cards"
_VERSION = b"2"
"""Raise it when the drawing of cards changes."""
_CATEGORY = N_("The category")


@dataclass(frozen=True, slots=True)
class Publisher:
    """The site as sharing needs it: its description for machines, its colours, its words, its authors by key.

    ``cards`` says whether cards are drawn at all, ``places`` whether communes have pages.
    """

    site: Site
    colours: Colours
    translate: Callable[[str], str]
    people: Mapping[str, Profile]
    cards: bool = True
    series: Mapping[str, Series] = field(default_factory=dict)
    """By slug."""
    places: bool = False
    agenda: bool = False
    """Whether events have pages."""
    hues: tuple[str, str] = ("", "")
    """The territory's two colours, in which the landscapes behind the words are painted."""


def subject_of(shown: Shown, build: Build, publisher: Publisher) -> Subject:
    """What the card of a page is about."""
    match shown:
        case Article():
            subject = article_subject(shown, build, publisher.people)
        case Event():
            subject = event_subject(shown, build, publisher.translate)
        case Page():
            subject = page_subject(shown)
        case Profile():
            subject = author_subject(shown, build)
        case Term():
            subject = category_subject(shown, publisher.translate(_CATEGORY))
        case Commune():
            subject = commune_subject(shown)
        case _:  # the site, and what has no card of its own: a walk
            subject = site_subject(publisher.site)
    return subject


def all_subjects(build: Build, publisher: Publisher) -> list[Subject]:
    """Everything that has a card; nothing where none are drawn."""
    if not publisher.cards:
        return []
    places = communes_shown(build) if publisher.places else []
    found = subjects_of(build, publisher.people, publisher.site, publisher.translate(_CATEGORY))
    events = build.of(EVENT) if publisher.agenda else ()
    dated = [event_subject(event, build, publisher.translate) for event in events]
    return [*found, *(commune_subject(commune) for commune in places), *dated]


def card_key(subject: Subject, shape: Shape, publisher: Publisher) -> str:
    """A digest of all that a card shows."""
    told = (subject, publisher.site.name, publisher.colours, publisher.hues, shape)
    return digest(_VERSION, repr(told).encode("utf-8", "replace"))


def card_path(subject: Subject, shape: Shape, publisher: Publisher) -> str:
    """The address of a card from the site's root; it changes with the card."""
    return f"{FOLDER}/{subject.slug}-{shape.name}-{card_key(subject, shape, publisher)[:10]}.jpg"
