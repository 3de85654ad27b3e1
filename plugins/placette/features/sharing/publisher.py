"""The site's facts for sharing, and the paths of its cards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image, ImageColor

from placette.engine.base.files import Store, digest
from placette.engine.base.progress import follow
from placette.engine.rendering.entries import DRAWING, Subject
from placette.engine.rendering.features import SharedKind, Site
from placette.engine.rendering.ledger import Workshop
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.site import once_a_build
from placette.engine.rendering.structured import Website, website_of
from placette.engine.rendering.views import LogoDrawing

LOCALE = Path(__file__).parent / "locale"  # the catalogues of this feature's messages


@dataclass(frozen=True, slots=True)
class SharingSettings:
    """Where visitors may share a post, and whether networks show cards."""

    targets: tuple[str, ...] = ("email", "mastodon", "whatsapp", "facebook", "copy", "sheet")
    """Keys of the share targets, in the order visitors see them; ``bluesky``, ``diaspora``, ``linkedin``, ``telegram``
    and ``x`` exist too.

    ``copy`` copies the link, ``sheet`` opens the device's own share sheet instead of the links, where it has one.
    """
    mastodon_instance: str = ""
    """Server proposed to visitors who share on Mastodon (``piaille.fr``): they write their own, which is kept."""
    accounts: dict[str, str] = field(default_factory=dict)
    """The site's own accounts: ``{"mastodon": "@town@instance.example"}``, by network or ``site``. The home page names
    them (``rel=me``), so that Mastodon shows there that the site is yours.
    """
    cards: bool = True
    """Whether to draw the pictures that networks show for each page."""


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a card, as CSS hexadecimal values; plain ones for a site that has no look of its own."""

    paper: str = "#ffffff"
    ink: str = "#1a1a1a"
    ink_soft: str = "#4a4a4a"
    accent: str = "#1a1a1a"
    band: str = "#1a1a1a"
    band_ink: str = "#ffffff"


def colours_of(site: Mapping[str, str]) -> Colours:
    """Return the colours of a site, by role."""
    roles = {each.name: each.name.replace("_", "-") for each in fields(Colours)}
    return Colours(**{name: site[role] for name, role in roles.items() if role in site})


WIDTH, HEIGHT = 1200, 630
"""Pixels of a card: 1.91:1 is the shape that Open Graph readers show without cropping."""
FOLDER = "cards"
_VERSION = b"5"  # raise it when the drawing of cards changes


@dataclass(frozen=True, slots=True)
class Publisher:
    """The site's facts for sharing: its description for machines, its colours, its words.

    ``cards``: whether cards are drawn at all.
    """

    site: Website
    colours: Colours
    translate: Callable[[str], str]
    cards: bool = True
    hues: tuple[str, str] = ("", "")
    """The territory's two colours, in which the landscapes behind the words are painted."""
    logo: LogoDrawing | None = None


@once_a_build
def publisher_of(site: Site) -> Publisher:
    """Return the publisher of a build."""
    settings = site.options("SHARING", SharingSettings)
    return Publisher(
        site=website_of(site),
        colours=colours_of(site.ask(Ports.COLOURS)),
        translate=site.say,
        cards=settings.cards,
        hues=(str(site.settings.get("IDENTITY_PRIMARY", "")), str(site.settings.get("IDENTITY_ACCENT", ""))),
        logo=site.ask(Ports.LOGO),
    )


def subject_of(about: Any, site: Site) -> Subject:
    """Return the subject of a page's card; that of the site where the page has none of its own."""
    kind = shared_of(about, site)
    return kind.subject(about, site) if kind and kind.subject else site_subject(website_of(site))


def shared_of(about: Any, site: Site) -> SharedKind | None:
    """Return how the page about a value is shared; None for a page without a value."""
    kinds = site.once(shared_classes)
    return next((kinds[base] for base in type(about).__mro__ if base in kinds), None)


def shared_classes(site: Site) -> Mapping[type, SharedKind]:
    """Return how the pages about each class of values are shared."""
    return {kind.about: kind for feature in site.features for kind in feature.shared}


def site_subject(site: Website) -> Subject:
    """Return the whole site: its name and its baseline."""
    return Subject("site", site.name, note=site.description)


def all_subjects(site: Site) -> Iterator[Subject]:
    """Yield every subject of a card; nothing where none are drawn."""
    if publisher_of(site).cards:
        yield site_subject(website_of(site))
        for kind in site.once(shared_classes).values():
            yield from (subject_of(about, site) for about in kind.carded(site))


def card_key(subject: Subject, publisher: Publisher) -> str:
    """Return a digest of all that a card shows."""
    logo = (publisher.logo.mark,) if publisher.logo else ()
    contents = (subject, publisher.site.name, publisher.colours, publisher.hues, *logo)
    return digest(_VERSION, repr(contents).encode("utf-8", "replace"))


def card_path(subject: Subject, publisher: Publisher) -> str:
    """Return the address of a card from the site's root; it changes with the card."""
    return f"{FOLDER}/{subject.slug}-{card_key(subject, publisher)[:10]}.jpg"


def write_cards(site: Site, workshop: Workshop) -> None:
    """Make every card that is not in place."""
    publisher, ledger, store = publisher_of(site), workshop.ledger, Store(workshop.cache / "cards")
    stale: list[Subject] = []
    for subject in all_subjects(site):
        key = card_key(subject, publisher)
        store.keep(key)
        stale += [subject] if ledger.needs(card_path(subject, publisher), key) else []
    cards = _draw(stale, site, workshop, store) if stale else ()
    for path, mark in follow(DRAWING, cards, len(stale)):
        ledger.note(path, mark)
    store.prune()


def _draw(stale: list[Subject], site: Site, workshop: Workshop, store: Store) -> Iterator[tuple[str, str]]:
    from placette.features.sharing.cards import Studio, make_cards  # noqa: PLC0415 - most builds draw nothing

    publisher, portraits = publisher_of(site), site.ask(Ports.PORTRAITS)
    paint = site.ask(Ports.PAINTED) or partial(_one_colour, publisher.colours.band)
    painted = portraits.paint if portraits else None
    yield from make_cards(stale, Studio(publisher, paint, workshop.content, workshop.output, store, {}, painted))


def _one_colour(colour: str, _slug: str, _drawing: str, width: int, height: int) -> Image.Image:
    return Image.new("RGB", (width, height), ImageColor.getrgb(colour))
