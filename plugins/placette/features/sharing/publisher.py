"""The site as sharing needs it, and where its cards lie."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from placette.engine.base.files import digest
from placette.engine.pages.assets import LogoDrawing
from placette.engine.pages.desk import Desk
from placette.engine.pages.ports import COLOURS, LOGO
from placette.engine.pages.structured import Website, website_of
from placette.engine.pages.subjects import Subject
from placette.features.authors import Profile, profiles
from placette.features.sharing.card_colours import Colours, colours_of
from placette.features.sharing.settings import SharingSettings
from placette.features.sharing.shapes import Shape

FOLDER = "cards"
_VERSION = b"3"
"""Raise it when the drawing of cards changes."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """The site as sharing needs it: its description for machines, its colours, its words, its authors by key.

    ``cards`` says whether cards are drawn at all.
    """

    site: Website
    colours: Colours
    translate: Callable[[str], str]
    people: Mapping[str, Profile]
    cards: bool = True
    hues: tuple[str, str] = ("", "")
    """The territory's two colours, in which the landscapes behind the words are painted."""
    logo: LogoDrawing | None = None


def publisher_of(desk: Desk) -> Publisher:
    """The publisher of a build."""
    return desk.once(_publisher)


def _publisher(desk: Desk) -> Publisher:
    settings = desk.options("SHARING", SharingSettings)
    return Publisher(
        site=website_of(desk),
        colours=colours_of(settings, desk.ask(COLOURS)),
        translate=desk.say,
        people=profiles(desk),
        cards=settings.cards,
        hues=(str(desk.settings.get("IDENTITY_PRIMARY", "")), str(desk.settings.get("IDENTITY_ACCENT", ""))),
        logo=desk.ask(LOGO),
    )


def subject_of(about: Any, desk: Desk) -> Subject:
    """What the card of a page shows; that of the site where the page has none of its own."""
    for feature in desk.features:
        if make := feature.cards.get(type(about)):
            return make(about, desk)
    return site_subject(website_of(desk))


def site_subject(site: Website) -> Subject:
    """The whole site: its name and its baseline."""
    return Subject("site", site.name, note=site.description)


def all_subjects(desk: Desk) -> Iterator[Subject]:
    """Everything that has a card; nothing where none are drawn."""
    if publisher_of(desk).cards:
        yield site_subject(website_of(desk))
        for feature in desk.features:
            yield from (subject_of(about, desk) for about in feature.carded(desk))


def card_key(subject: Subject, shape: Shape, publisher: Publisher) -> str:
    """A digest of all that a card shows."""
    logo = (publisher.logo.mark,) if publisher.logo else ()
    shown = (subject, publisher.site.name, publisher.colours, publisher.hues, shape, *logo)
    return digest(_VERSION, repr(shown).encode("utf-8", "replace"))


def card_path(subject: Subject, shape: Shape, publisher: Publisher) -> str:
    """The address of a card from the site's root; it changes with the card."""
    return f"{FOLDER}/{subject.slug}-{shape.name}-{card_key(subject, shape, publisher)[:10]}.jpg"
