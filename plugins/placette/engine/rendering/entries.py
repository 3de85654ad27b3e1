"""Texts as feeds and maps show them, whatever their kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from placette.engine.base.geography import Point, qr_path
from placette.engine.base.translation import N_
from placette.engine.content.build import Build
from placette.engine.content.communes import Commune
from placette.engine.content.kinds import SearchedKind
from placette.engine.rendering.addresses import PageAddress
from placette.engine.rendering.views import (
    DateView,
    HeadingView,
    JoinedView,
    LicenceView,
    PaginationView,
    PersonView,
    QrView,
)
from placette.engine.texts.values import Body, Licence, Photo, PictureView

FeedFile = tuple[str, int, str]
"""A file that feed readers offer with an entry: its absolute address, bytes, media type."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A text in a feed. ``url`` is its address from the site's root; ``html`` and ``picture`` look it up."""

    url: str
    title: str
    summary: str
    lang: str
    date: datetime
    modified: datetime
    html: Callable[[], str]
    licence: Licence
    people: tuple[PersonView, ...] = ()
    helpers: tuple[tuple[str, PersonView], ...] = ()
    """Who took part beside the authors, each with the name of their role."""
    subjects: tuple[str, ...] = ()
    """Its category and key words."""
    communes: tuple[str, ...] = ()
    spot: tuple[str, Point | None] | None = None
    """The place that it names, finer than a commune, and its point in degrees."""
    points: tuple[Point, ...] = ()
    """Where it takes place, in degrees."""
    series: tuple[str, str, int] | None = None
    """The series that it is part of: title, absolute address, its number there."""
    files: tuple[FeedFile, ...] = ()
    """The text read aloud, or on paper."""
    picture: Callable[[], PictureView | None] = lambda: None


DRAWING = N_("Cards drawn")
"""The progress message while cards are made."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo of a contributor's: its path in the content folder, a digest of its bytes, what must stay in sight."""

    path: str
    digest: str
    focus: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Sitter:
    """A person whose face a card shows: a photo, a drawn portrait's number, or the letters on their ground."""

    letters: str
    ground: str
    portrait: Shot | None = None
    drawn: int = 0


@dataclass(frozen=True, slots=True)
class Subject:
    """A card's own content, beside what is the same on every card; plain texts, typography done.

    ``place`` is printed above the title, ``note`` below it. Without ``photo``, a landscape is drawn for ``slug``:
    ``drawing`` is a word of the port of that name. ``work`` is true of a text, signed by ``authors``, and false of
    anything else with a name.
    """

    slug: str
    title: str
    place: str = ""
    note: str = ""
    authors: tuple[str, ...] = ()
    sitters: tuple[Sitter, ...] = ()
    drawing: str = ""
    photo: Shot | None = None
    work: bool = False


def shot_of(photo: Photo, build: Build) -> Shot:
    """Return a contributor's photo, for a card."""
    return Shot(photo.path, build.photos[photo.path].digest, photo.focus)


def places_line(communes: Iterable[Commune]) -> str:
    """Return «Orcines, Puy-de-Dôme», or the names of several communes."""
    places = list(communes)
    if len(places) == 1:
        return f"{places[0].name}, {places[0].department}"
    return ", ".join(commune.name for commune in places)


def headings_of(body: Body) -> tuple[HeadingView, ...]:
    """Return the table of contents of a text."""
    return tuple(HeadingView(heading.id, heading.text, heading.level) for heading in body.headings)


def licence_view(licence: Licence) -> LicenceView:
    """Return the licence of a text."""
    return LicenceView(licence.label, licence.url, licence.spdx)


def numbered(title: str, page: PaginationView, say: Callable[[str], str]) -> str:
    """Return «Randonnée, page 2», so that no two pages have one title."""
    return title if page.is_first else say(N_("{title}, page {number}")).format(title=title, number=page.number)


def qr_view(address: str) -> QrView:
    """Return a QR code as one SVG path, without its quiet zone (the template leaves room)."""
    return QrView(*qr_path(address))


FEW = 3
"""The texts of a part that are shown at the most; a link leads to the others."""


class DialoguePart(NamedTuple):
    """A part of the dialogue: key, title and sentence (to be translated), order; parts of one ``kind`` count as one."""

    key: str
    title: str
    about: str
    order: int
    kind: str
    more: str = ""
    """The text of the link to the whole list (to be translated); empty where no list has it all."""
    listed_at: PageAddress | None = None
    """The address of that list."""


class DialogueItemView(NamedTuple):
    """A text. ``state`` is a word for style sheets (``open``, ``late``, ``settled``), ``label`` its state in words.

    ``words`` are its first ones, or those that matter: an answer, a decision. ``people`` sign it, those in ``to`` are
    asked; ``answered`` is the text that it answers.
    """

    title: str
    url: str
    lang: str
    state: str = ""
    label: str = ""
    day: DateView | None = None
    words: str = ""
    words_lang: str = ""
    people: tuple[PersonView, ...] = ()
    to: tuple[PersonView, ...] = ()
    answered: JoinedView | None = None


class DialogueItem(NamedTuple):
    """A text of a part: its view without the ``people`` (keys) who signed it and those who are asked (``to``, keys)."""

    part: DialoguePart
    view: DialogueItemView
    people: tuple[str, ...] = ()
    to: tuple[str, ...] = ()


UNDATED = "0"
"""The year of pages without a date."""


@dataclass(frozen=True, slots=True)
class Writing:
    """The texts of a page: plain texts, but for ``html``, which was sanitised when it was read.

    ``names`` are those of people, ``places`` of communes and what they are part of, ``subjects`` of categories, tags
    and anything else the page belongs to. ``author`` and ``place`` are shown in a result.
    """

    summary: str = ""
    html: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    purpose: str = ""
    """What visitors may do there."""
    author: str = ""
    place: str = ""
    weight: float = 1.0
    """How much its words count: less than 1, and nothing for its exact title, where it tells of other pages."""


class Searched(NamedTuple):
    """A page that visitors may look for. ``url`` is its address from the site's root, or that of one elsewhere.

    ``mark`` changes with whatever ``read`` gives, which is asked only then. ``category`` and ``communes`` (names) are
    what results are filtered by; the newest of equal results by ``date`` comes first.
    """

    kind: SearchedKind
    url: str
    title: str
    mark: str
    read: Callable[[], Writing]
    lang: str
    date: datetime | None = None
    category: str = ""
    communes: tuple[str, ...] = ()
