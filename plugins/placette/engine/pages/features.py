"""What a feature is: one value that says all that it adds to a site. The engine knows none of them by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from placette.engine.base.setting_errors import SettingError
from placette.engine.library.attachments import AttachmentKind
from placette.engine.library.holds import Hold
from placette.engine.library.kinds import Extension, Kinds
from placette.engine.pages.addresses import Declared, PageAddress
from placette.engine.pages.ports import Port
from placette.engine.pages.requests import Request
from placette.engine.pages.views import AlternateView, FeedView, LinkView
from placette.engine.problems.problems import Problem

if TYPE_CHECKING:
    from placette.engine.library.build import Build
    from placette.engine.pages.desk import Desk
    from placette.engine.pages.dialogue import DialogueItem
    from placette.engine.pages.entries import FeedEntry
    from placette.engine.pages.lists import Collection, Single
    from placette.engine.pages.lookup import Lookup
    from placette.engine.pages.searched import Searched, SearchedYear
    from placette.engine.pages.structured import JsonLd
    from placette.engine.pages.subjects import Subject
    from placette.engine.pages.workshop import Workshop
    from placette.engine.problems.findings import SiteFinding

Compose = Callable[[Request, Any, "Lookup"], Any]
"""From a request and its content to the view that its template prints."""
Write = Callable[[Request, Any, "Lookup"], str]
"""From a request and its content to the text of a file that needs no template."""


class Above(NamedTuple):
    """The page above another: its name, and its path from the site's root."""

    label: str
    path: str


def _nothing_above(_desk: Desk, _about: Any) -> Above | None:
    return None


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page: the stem of its template, what composes its view, what machines may know of its place.

    ``schema`` is a type of schema.org; ``above`` gives the page between this one and the home page. ``places`` are
    those of its slots.
    """

    template: str
    compose: Compose
    schema: str = "CollectionPage"
    above: Callable[[Desk, Any], Above | None] = _nothing_above
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """What a feature adds to a page of another: to which kind of page, in which place, printed by which macro.

    ``plan`` gives the content from what the page is about, or None: a plain value, part of the page's fingerprint.
    ``view`` makes of it, and of what the page is about, what ``macro`` of ``components/<component>.html`` prints.
    """

    page: str
    place: str
    component: str
    macro: str
    plan: Callable[[Any, Desk], Any]
    view: Callable[[Any, Any, Lookup], Any]
    styled: bool = False
    """Whether it needs the style sheet of lists."""
    first: bool = False
    """Whether only the first page of a long list shows it."""


class Listing(NamedTuple):
    """A page for robots: its path from the site's root. ``order`` says where it stands among all."""

    order: int
    path: str
    modified: str = ""
    alternates: tuple[AlternateView, ...] = ()


class MapSection(NamedTuple):
    """A section of the site map, in the order of ``order``."""

    order: int
    title: str
    links: Sequence[LinkView]


class InPost(NamedTuple):
    """What a feature says of a post in the words of schema.org: what it is part of, its number there, nodes beside.

    ``properties`` are further ones of the post itself, ``parts`` those that the page has looked at for all this.
    """

    wholes: tuple[JsonLd, ...] = ()
    position: int | None = None
    nodes: tuple[JsonLd, ...] = ()
    parts: tuple[str, ...] = ()
    properties: Mapping[str, Any] = MappingProxyType({})


class ScriptedFolder(NamedTuple):
    """A folder of JSON that a page opened from a disk can't fetch.

    A copy on a disk keeps each file as a script, which gives the file's name and value to the function ``call``.
    """

    folder: str
    call: str


def _no_entry(_path: str, _look: Lookup) -> FeedEntry | None:
    return None


def _none(*_asked: Any) -> Iterable[Any]:
    return ()


@dataclass(frozen=True, slots=True)
class FeedForm:
    """A form of feeds: the kind of its requests, the end of its settings, its MIME type, what writes it."""

    kind: str
    end: str
    mime: str
    write: Write


@dataclass(frozen=True, slots=True)
class Feature:
    """All that makes a feature. What it doesn't add is left empty.

    ``order`` says where it stands wherever features follow each other on a page; ``needs`` names features that must be
    listed too.
    """

    name: str
    order: int
    needs: frozenset[str] = frozenset()
    kinds: Kinds = ()
    """Its kinds of texts."""
    extensions: tuple[Extension[Any], ...] = ()
    """What it reads in the texts of others' kinds."""
    attached: Callable[[Mapping[str, Any]], Iterable[AttachmentKind]] = _none
    """The files that may lie beside any text, from a site's settings."""
    settings: Mapping[str, type] = field(default_factory=dict)
    """The declaration of its settings, by prefix."""
    addresses: tuple[Declared, ...] = ()
    opened_by: str = ""
    """The setting that opens the feature: while it is empty, its addresses are anybody's. Empty: always open."""
    pages: tuple[PageKind, ...] = ()
    collections: tuple[Collection, ...] = ()
    singles: tuple[Single, ...] = ()
    requests: Callable[[Desk], Iterable[Request]] = _none
    """The files that it wants beside those of its collections."""
    afterwards: Callable[[Desk], Iterable[Request]] = _none
    """The files that it wants once those of all features are planned."""
    titled: Callable[[Desk], Iterable[tuple[str, str]]] = _none
    """The addresses (from the site's root) of its texts, each with the text's title."""
    writers: Mapping[str, Write] = field(default_factory=dict)
    """By kind of request, what writes a file without a template."""
    feeds: tuple[FeedForm, ...] = ()
    entry: Callable[[str, Lookup], FeedEntry | None] = _no_entry
    """Its text at a source path, as feeds show it."""
    announces: Callable[[Any, str, Desk], Iterable[FeedView]] = _none
    """What pages announce beside feeds, from what the page's list is about (None for the site) and its label."""
    slots: tuple[Slot, ...] = ()
    offers: Mapping[Port[Any], Callable[[Desk], Any]] = field(default_factory=dict)
    marks: Callable[[Desk], Iterable[tuple[str, str]]] = _none
    """The parts that pages look at, by name, each with its mark."""
    resting: Callable[[Desk], Iterable[str]] = _none
    """The addresses (from the site's root) of its silent texts and their feeds: nobody has to say where they went."""
    listed: Callable[[Desk], Iterable[Listing]] = _none
    sections: Callable[[Desk], Iterable[MapSection]] = _none
    searched: Callable[[Desk], Iterable[Searched]] = _none
    """Its pages that visitors may look for."""
    searched_by_year: Callable[[Desk], Iterable[SearchedYear]] = _none
    """The same where they are thousands."""
    dialogue: Callable[[Desk], Iterable[DialogueItem]] = _none
    """Its texts that belong to the site's dialogue, those that matter most first."""
    described: Mapping[type, Callable[..., Any]] = field(default_factory=dict)
    """For each class of values with a page of their own, what makes the ``SocialView`` of one."""
    placed: Callable[[Desk], Iterable[str]] = _none
    """The communes (codes) that its texts name: each of these has something to show."""
    beside: Callable[[Any, Desk], Set[str]] | None = None
    """The posts that it shows beside a post already (source paths)."""
    invites: tuple[Single, ...] = ()
    """Its lists that the home page links to where it asks visitors to take part."""
    frame: Mapping[str, PageAddress] = field(default_factory=dict)
    """Lists of which there is one that any page may link to, by the name that templates use."""
    in_post: Callable[[Any, Desk], InPost] | None = None
    cards: Mapping[type, Callable[[Any, Desk], Subject]] = field(default_factory=dict)
    """For each class of values, what its card shows."""
    carded: Callable[[Desk], Iterable[Any]] = _none
    """The values that have a card."""
    files: Callable[[Desk, Workshop], None] | None = None
    """Writes files that are not printed: pictures, cards, styles."""
    written: Callable[[Desk], Iterable[str]] = _none
    """The addresses (from the site's root) of those that somebody may keep."""
    closing: Callable[[Desk, Workshop], None] | None = None
    """Writes files that need to know all the others."""
    moments: Callable[[Build], Iterable[datetime]] = _none
    """When pages change although no text does."""
    check: Callable[[Desk], None] | None = None
    """Raises ``SettingError`` for settings that only the whole build can judge."""
    examined: Callable[[Desk], Iterable[SiteFinding]] | None = None
    """What ``invoke doctor`` says of it: settings and pages that a site of its kind lacks, or has."""
    lacking: Callable[[Build, Mapping[str, Any]], Iterable[Problem]] = _none
    """What the site lacks to be published, by its settings: it stops such a build; others only say so."""
    holds: Callable[[Mapping[str, Any]], Iterable[Hold]] = _none
    """What holds texts back that are ready, from a site's settings."""
    scripted: Callable[[Mapping[str, Any]], Iterable[ScriptedFolder]] = _none
    """Its folders of JSON that scripts read, from a site's settings."""
    reads: Callable[[Mapping[str, Any]], Iterable[Path]] = _none
    """The files outside the content folder that it reads, from a site's settings: builds look whether they changed."""
    templates: Path | None = None
    """A folder of templates of its own, for a feature that doesn't come with the theme."""

    words: Path | None = None
    """The folder of its catalogues, where they aren't among those of the engine."""

    def register(self) -> None:
        """Nothing: Pelican calls this for whatever ``PLUGINS`` lists; ``placette.plugin`` composes the features."""


def in_order(features: Iterable[Feature]) -> tuple[Feature, ...]:
    """The features in the order in which they are called, whichever way they were listed.

    Raises ``SettingError`` for a feature that is listed twice, and for one whose needs are not listed.
    """
    found = sorted(features, key=lambda feature: (feature.order, feature.name))
    names = [feature.name for feature in found]
    for feature in found:
        if names.count(feature.name) > 1:
            raise SettingError(f"PLUGINS: {feature.name}, {feature.name}")
        if missing := sorted(feature.needs - set(names)):
            raise SettingError(f"PLUGINS: {feature.name}  →  {', '.join(missing)}")
    return tuple(found)


def files_read(features: Iterable[Feature], settings: Mapping[str, Any]) -> tuple[Path, ...]:
    """The files outside the content folder that features read, whether or not they are there."""
    return tuple(path for feature in features for path in feature.reads(settings))


def lacking_of(features: Iterable[Feature], build: Build, settings: Mapping[str, Any]) -> tuple[Problem, ...]:
    """What a site lacks to be published, as each of its features says."""
    return tuple(found for feature in features for found in feature.lacking(build, settings))
