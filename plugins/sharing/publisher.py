"""The site as sharing needs it, and where its cards lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from plugins.core.build import Build
from plugins.core.files import digest
from plugins.core.message import N_
from plugins.core.models import Article, Page, Profile, Term
from plugins.sharing.cards import Colours
from plugins.sharing.shapes import Shape
from plugins.sharing.structured import Site
from plugins.sharing.subjects import (
    Subject,
    article_subject,
    author_subject,
    category_subject,
    page_subject,
    site_subject,
    subjects_of,
)

FOLDER = "cards"
_VERSION = b"2"
"""Raise it when the drawing of cards changes."""
_CATEGORY = N_("The category")

Shown = Article | Page | Profile | Term | None
"""What a page may be about; None is the site, for every page that has nothing of its own to show."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """The site as sharing needs it: its description for machines, its colours, its words, its authors by key.

    ``cards`` says whether cards are drawn at all.
    """

    site: Site
    colours: Colours
    translate: Callable[[str], str]
    people: Mapping[str, Profile]
    cards: bool = True


def subject_of(shown: Shown, build: Build, publisher: Publisher) -> Subject:
    """What the card of a page is about."""
    if isinstance(shown, Article):
        return article_subject(shown, build, publisher.people)
    if isinstance(shown, Page):
        return page_subject(shown)
    if isinstance(shown, Profile):
        return author_subject(shown, build)
    if isinstance(shown, Term):
        return category_subject(shown, publisher.translate(_CATEGORY))
    return site_subject(publisher.site)


def all_subjects(build: Build, publisher: Publisher) -> list[Subject]:
    """Everything that has a card; nothing where none are drawn."""
    overline = publisher.translate(_CATEGORY)
    return subjects_of(build, publisher.people, publisher.site, overline) if publisher.cards else []


def card_key(subject: Subject, shape: Shape, publisher: Publisher) -> str:
    """A digest of all that a card shows."""
    told = (subject, publisher.site.name, publisher.colours, shape)
    return digest(_VERSION, repr(told).encode("utf-8", "replace"))


def card_path(subject: Subject, shape: Shape, publisher: Publisher) -> str:
    """The address of a card from the site's root; it changes with the card."""
    return f"{FOLDER}/{subject.slug}-{shape.name}-{card_key(subject, shape, publisher)[:10]}.jpg"
