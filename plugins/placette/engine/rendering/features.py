"""A feature: one value with all that it adds to a site. The engine knows none of them by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar
from urllib.parse import urlsplit

from placette.engine.base.files import digest
from placette.engine.base.translation import SettingError
from placette.engine.content.attachments import AttachmentKind
from placette.engine.content.build import Departures
from placette.engine.content.kinds import Extension, Kinds
from placette.engine.content.records import Embargo
from placette.engine.findings.problems import Problem
from placette.engine.rendering.addresses import Declared, PageAddress
from placette.engine.rendering.views import (
    AlternateView,
    AssetsView,
    BreadcrumbsView,
    FeedView,
    LinkView,
    LogoDrawing,
    OutsideView,
    PersonView,
    SearchAccess,
    SocialView,
    SubscriptionView,
)
from placette.engine.texts.values import PictureView, photo_view

if TYPE_CHECKING:
    from PIL import Image

    from placette.engine.content.build import Build
    from placette.engine.rendering.entries import DialogueItem, FeedEntry, Sitter, Subject
    from placette.engine.rendering.ledger import Workshop
    from placette.engine.rendering.lists import Collection, Single
    from placette.engine.rendering.searched import Searched, SearchedYear
    from placette.engine.rendering.site import Lookup, Site
    from placette.engine.rendering.structured import JsonLd


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Port(Generic[T]):
    """A value that one feature may offer. ``absent`` makes the one that is used where no feature does."""

    name: str
    absent: Callable[[Site], T]


@dataclass(frozen=True, slots=True)
class Service(Generic[T]):
    """Something that features may offer to tasks, from a site's settings; see ``placette.plugin.offered``."""

    name: str


FORGET: Service[Callable[[str], str]] = Service("forget")
"""Forgets what is stored beside the texts of an author who leaves, by key; returns a sentence about that, or nothing.
May end the task."""


class ReadDocument(NamedTuple):
    """A document of a word processor as a text: our Markdown, its title, and the pictures that it names.

    A picture is its name, its bytes as they came, its description and its caption. Without Markdown it is unreadable.
    """

    markdown: str
    title: str = ""
    pictures: tuple[tuple[str, bytes, str, str], ...] = ()


DOCUMENT: Service[Callable[[str, bytes], ReadDocument]] = Service("document")
"""Reads a document, by its name and its bytes, within bounds."""


class Sighting(NamedTuple):
    """What somebody elsewhere said of the territory: its first words, where it was said, the communes that it names."""

    words: str
    url: str
    day: date
    source: str
    place: str = ""

    @property
    def where(self) -> str:
        """Its place, who said it, and the server that its link leads to."""
        return " – ".join(filter(None, (self.place, f"{self.source} ({urlsplit(self.url).hostname or ''})")))


SIGHTINGS: Service[Callable[[Build], tuple[Sighting, ...]]] = Service("sightings")
"""Returns what is known to be said elsewhere, for ``invoke status`` alone, those of one place together."""
KEEP_MENTION: Service[Callable[[str, Sighting], str]] = Service("keep mention")
"""Writes one as a mention of a post (``2026/le-lavoir``) that waits for an editor; returns its path from the content
folder. Raises ``ValueError`` for one that a site can't show, and ``OSError``."""


class FolderApart(NamedTuple):
    """A folder of the output (``ecrire/``) whose files need other headers than the rest of the site.

    ``headers`` take the place of those of the same name, and robots stay away from it.
    """

    folder: str
    headers: tuple[tuple[str, str], ...]


Picture = Callable[[Any], PictureView | None]
"""From a text with a lead photo to the picture that lists show of it."""


def _photos_alone(site: Site) -> Picture:
    build = site.build
    return lambda text: photo_view(text.photo, build.photos, build.base) if text.photo else None


def _no_people(_site: Site) -> Mapping[str, PersonView]:
    return {}


NEWEST: Port[tuple[str, ...]] = Port("newest", lambda _site: ())
"""The published posts (source paths), newest first."""


def _nothing(_about: Any, _bearings: BreadcrumbsView, _look: Lookup) -> None:
    return None


PEOPLE: Port[Mapping[str, PersonView]] = Port("people", _no_people)
"""Everybody who writes, by key, as bylines show them."""
PERSON_MARKS: Port[Mapping[str, str]] = Port("person marks", lambda _site: {})
"""By key, the mark of all that pages show of a person."""
PICTURE: Port[Picture] = Port("picture", _photos_alone)
"""The picture of a post: its photo, or the drawing in its place."""
CARD: Port[Picture] = Port("card", lambda _site: lambda _text: None)
"""The card that networks show for a post, at its absolute address."""
ACCOUNTS: Port[tuple[LinkView, ...]] = Port("accounts", lambda _site: ())
"""The site's own accounts on networks."""
HANDLES: Port[Mapping[str, tuple[str, ...]]] = Port("handles", lambda _site: {})
"""By key, where each person can be named in the Fediverse."""
AGENTS: Port[Mapping[str, dict[str, Any]]] = Port("agents", lambda _site: {})
"""By key, each person in the words of schema.org."""
FACES: Port[Mapping[str, Sitter]] = Port("faces", lambda _site: {})
"""By key, each person as cards show them."""
WEBMENTION: Port[Callable[[Any], str]] = Port("webmention", lambda _site: lambda _about: "")
"""Where other sites report that they mention a page, by the page's object; empty where no receiver runs."""
SOCIAL: Port[Callable[[Any, BreadcrumbsView, Lookup], SocialView | None]] = Port("social", lambda _site: _nothing)
"""What networks and search engines read about a page, by the page's object and its breadcrumbs."""
EPISODE: Port[Callable[[Any, Lookup], tuple[str, str, int] | None]] = Port("episode", lambda _: lambda *_about: None)
"""For a text, its series: title, absolute address, its number there."""


def _in_one_language(_about: Any, _site: Site) -> tuple[AlternateView, ...]:
    return ()


ALTERNATES: Port[Callable[[Any, Site], tuple[AlternateView, ...]]] = Port("alternates", lambda _site: _in_one_language)
"""The page about something in all its languages; empty where there is only one."""
PAGE_URLS: Port[Mapping[str, str]] = Port("page urls", lambda _site: {})
"""The printed address of each of the site's own texts, by slug."""
PRESCRIBED: Port[Mapping[str, str]] = Port("prescribed", lambda _site: {})
"""By address from the site's root, the prescribed text of a link of the footer, whatever the settings are."""
ASSETS: Port[AssetsView] = Port("assets", lambda _site: AssetsView())
"""The addresses of style sheets, script, letters and icon."""
COLOURS: Port[Mapping[str, str]] = Port("colours", lambda _site: {})
"""The light scheme by role, as ``#rrggbb``; empty where the site has no look of ours."""
LOGO: Port[LogoDrawing | None] = Port("logo", lambda _site: None)
"""The site's own logo, for pictures and papers; None for a site without one."""
DRAWING: Port[Callable[[Any], str]] = Port("drawing", lambda _site: lambda _about: "")
"""The word for what is drawn for a post or a subject, on its page or only its card; empty for a post with a photo or
without a page, and where no feature draws."""
PAINTED: Port[Callable[[str, str, int, int], Image.Image] | None] = Port("painted", lambda _site: None)
"""The landscape of a slug with its drawing (a word of ``DRAWING``), in pixels of a width and a height."""
DRAWN: Port[Callable[[Any], bytes] | None] = Port("drawn", lambda _site: None)
"""The landscape of a post, as SVG."""


class Portraits(NamedTuple):
    """The drawn portraits that people choose by number: the address of one, and its pixels for a number and a side."""

    address: Callable[[int], str]
    paint: Callable[[int, int], Image.Image]


PORTRAITS: Port[Portraits | None] = Port("portraits", lambda _site: None)
"""The drawn portraits; None where no feature draws any."""
DEPARTED: Port[Departures] = Port("departed", lambda _site: Departures())
"""The addresses that moved or are gone, for servers."""


class Letterbox(NamedTuple):
    """Where a site takes letters. A finished one is forgotten after ``keep_days``."""

    keep_days: int


ANNOUNCEABLE: Port[tuple[Any, ...]] = Port("announceable", lambda _site: ())
"""Texts beside posts that networks are told of, with what an announcement names of a post."""
ANSWERED: Port[tuple[date, ...]] = Port("answered", lambda _site: ())
"""The day of each answer that the site gave to a question."""
REGISTER_URL: Port[str] = Port("register url", lambda _site: "")
"""The printed address of the register of decisions about texts; empty where there is none."""
LETTERBOX: Port[Letterbox | None] = Port("letterbox", lambda _site: None)
"""The letterbox that people can write to; None for a site that takes no letters."""
REPLYING: Port[Callable[[Any], tuple[bool, date | None]]] = Port("replying", lambda _site: lambda _about: (True, None))
"""Whether a text may be replied to, and the last day of it where there is one."""
NOTICES: Port[str] = Port("notices", lambda _site: "")
"""The printed address of the page on how content is reported and what follows; empty without such a page."""
DOCUMENTS: Port[tuple[str, ...]] = Port("documents", lambda _site: ())
"""The addresses (from the site's root) of the documents to publish, which readers may keep."""
OFFERED: Port[frozenset[str]] = Port("offered", lambda _site: frozenset())
"""The files from strangers that are offered as they are, by their addresses from the site's root."""
APART: Port[tuple[FolderApart, ...]] = Port("apart", lambda _site: ())
"""The folders that have headers of their own."""
POLICIES: Port[Mapping[str, str]] = Port("policies", lambda _site: {})
"""The policies (Content Security Policy) of pages that have one of their own, by address from the site's root."""


class Reservation(NamedTuple):
    """Who may mine the site's texts and data: ``rights`` is "allow", "licence" or "reserve"; ``of`` gives the
    ``tdm-reservation`` of the page about an object: "1" reserved, "0" not, empty for nothing said."""

    rights: str
    of: Callable[[Any], str]


MINING: Port[Reservation] = Port("mining", lambda _site: Reservation("allow", lambda _about: ""))
"""The reservation of text and data mining."""
SUBSCRIPTION: Port[SubscriptionView | None] = Port("subscription", lambda _site: None)
"""The lists that send new texts by mail; None for a site without any."""
ELSEWHERE: Port[Mapping[str, OutsideView]] = Port("elsewhere", lambda _site: {})
"""By commune (code), the newest text about it on another site; each of these communes has a page and is on the map."""
SEARCH: Port[SearchAccess | None] = Port("search", lambda _site: None)
"""The site's search; None for a site without one."""


V = TypeVar("V")


class SharedRow(tuple[V, ...]):
    """A row that hundreds of requests show: their texts have a mark of it, which is made once."""

    @cached_property
    def mark(self) -> str:
        """A digest of all of it."""
        return digest(super().__repr__().encode("utf-8", "replace"))

    def __repr__(self) -> str:
        return self.mark


class Request(NamedTuple):
    """One file to write: its template's name, its path in the output, its address, what it shows.

    ``feeds`` are those that the page announces.
    """

    kind: str
    save_as: str
    path: str
    content: tuple[Any, ...]
    """A named tuple of plain values."""
    feeds: tuple[FeedView, ...] = ()
    slots: tuple[tuple[int, Any], ...] = ()
    """The slots that features fill on a page: the number of a slot of its kind, and the content."""

    def text(self) -> str:
        """Return the whole request as a text, the same in every process; in few steps, for there are many requests."""
        return repr((self.kind, self.save_as, self.path, _mark_of(self.feeds), tuple(self.content), self.slots))


@lru_cache(1024)
def _mark_of(feeds: tuple[FeedView, ...]) -> str:
    """Return a mark of values that many requests share."""
    return digest(repr(feeds).encode("utf-8", "replace"))


Compose = Callable[[Request, Any, "Lookup"], Any]
"""From a request and its content to the view that its template prints."""
Write = Callable[[Request, Any, "Lookup"], str]
"""From a request and its content to the text of a file that needs no template."""


class Above(NamedTuple):
    """The page above another: its name, and its path from the site's root."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page: the stem of its template, what composes its view, what machines may know of its place.

    ``schema`` is a type of schema.org; ``above`` is the list between this page and the home page, or gives the page.
    ``places`` are those of its slots.
    """

    template: str
    compose: Compose
    schema: str = "CollectionPage"
    above: PageAddress | Callable[[Site, Any], Above | None] | None = None
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """What a feature adds to a page of another: to which kind of page, in which place, printed by which macro.

    ``plan`` returns the content from the page's object, or None: a plain value, part of the page's fingerprint.
    ``view`` turns it, and the page's object, into what ``macro`` of ``components/<component>.html`` prints.
    """

    page: str
    place: str
    component: str
    macro: str
    plan: Callable[[Any, Site], Any]
    view: Callable[[Any, Any, Lookup], Any]
    styled: bool = False
    """Whether it needs the style sheet of lists."""
    first: bool = False
    """Whether only the first page of a long list shows it."""
    finds: Callable[[Any], str] = lambda _content: ""
    """From its content, what visitors may do there: words that find the page of a text."""


class Listing(NamedTuple):
    """A page for robots: its path from the site's root. ``order`` is its place among all."""

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
    """A feature's data on a post in the words of schema.org: what it is part of, its number there, nodes beside.

    ``properties`` are further ones of the post itself, ``parts`` those that the page has looked at for all this.
    """

    wholes: tuple[JsonLd, ...] = ()
    position: int | None = None
    nodes: tuple[JsonLd, ...] = ()
    parts: tuple[str, ...] = ()
    properties: Mapping[str, Any] = MappingProxyType({})


LATER: Port[tuple[Request, ...]] = Port("later", lambda _site: ())
"""The files that are wanted once those of all features are planned."""


def _write_nothing(_site: Site, _workshop: Workshop) -> None:
    return None


COMPANIONS: Port[Callable[[Site, Workshop], None]] = Port("companions", lambda _site: _write_nothing)
"""Writes the files that need to know all the others."""


class ScriptedFolder(NamedTuple):
    """A folder of JSON that a page opened from a disk can't fetch.

    A copy on a disk keeps each file as a script, which gives the file's name and value to the function ``call``.
    """

    folder: str
    call: str


class Configured(NamedTuple):
    """What the settings of a site alone decide, before any text is read.

    ``attachments`` may lie beside any text; ``embargoes`` return texts to keep back; ``reads`` are files, or folders of
    files, outside the content folder that builds check for changes; ``scripted`` are folders of JSON for scripts;
    ``services`` are functions for tasks.
    """

    attachments: tuple[AttachmentKind, ...] = ()
    embargoes: tuple[Embargo, ...] = ()
    reads: tuple[Path, ...] = ()
    scripted: tuple[ScriptedFolder, ...] = ()
    services: Mapping[Service[Any], Callable[[Mapping[str, Any]], Any]] = MappingProxyType({})


def _as_ever(_settings: Mapping[str, Any]) -> Configured:
    return Configured()


@dataclass(frozen=True, slots=True)
class SharedKind:
    """How the pages about a class of values are shared on networks.

    ``describe`` makes the ``SocialView`` of one, ``subject`` the content of its card; ``carded`` are those with one.
    """

    about: type
    describe: Callable[..., Any] | None = None
    subject: Callable[[Any, Site], Subject] | None = None
    carded: Callable[[Site], Iterable[Any]] = lambda _site: ()


def _no_entry(_path: str, _look: Lookup) -> FeedEntry | None:
    return None


def _none(*_asked: Any) -> Iterable[Any]:
    return ()


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of files without a template: the kind of their requests, and what writes one."""

    kind: str
    write: Write


@dataclass(frozen=True, slots=True)
class FeedForm(FileKind):
    """A form of feeds: the end of its settings, its MIME type."""

    end: str
    mime: str


@dataclass(frozen=True, slots=True)
class Feature:
    """All that makes a feature. What it doesn't add is left empty.

    ``order`` is its place wherever features follow each other on a page.
    """

    name: str
    order: int
    kinds: Kinds = ()
    """Its kinds of texts."""
    extensions: tuple[Extension[Any], ...] = ()
    """Its keys and checks for texts of others' kinds."""
    settings: Mapping[str, type] = field(default_factory=dict)
    """The declaration of its settings, by prefix."""
    addresses: tuple[Declared, ...] = ()
    configure: Callable[[Mapping[str, Any]], Configured] = _as_ever
    """Returns what a site's settings alone decide."""
    pages: tuple[PageKind | FileKind, ...] = ()
    collections: tuple[Collection, ...] = ()
    singles: tuple[Single, ...] = ()
    requests: Callable[[Site], Iterable[Request]] = _none
    """The files that it wants beside those of its collections."""
    entry: Callable[[str, Lookup], FeedEntry | None] = _no_entry
    """Its text at a source path, as feeds show it."""
    announces: Callable[[Any, str, Site], Iterable[FeedView]] = _none
    """Further feeds and calendars of pages, by the object of the page's list (None for the site) and its label."""
    slots: tuple[Slot, ...] = ()
    offers: Mapping[Port[Any], Callable[[Site], Any]] = field(default_factory=dict)
    marks: Callable[[Site], Iterable[tuple[str, str]]] | None = None
    """The parts that pages look at, by name, each with its mark; none: its texts are, each with its own."""
    listed: Callable[[Site], Iterable[Listing]] = _none
    sections: Callable[[Site], Iterable[MapSection]] = _none
    searched: Callable[[Site], Iterable[Searched | SearchedYear]] | None = None
    """Its pages that visitors may look for, by year where they are thousands; none: those of its texts."""
    dialogue: Callable[[Site], Iterable[DialogueItem]] = _none
    """Its texts that belong to the site's dialogue, those that matter most first."""
    shared: tuple[SharedKind, ...] = ()
    beside: Callable[[Any, Site], Set[str]] | None = None
    """The posts that it shows beside a post already (source paths)."""
    in_post: Callable[[Any, Site], InPost] | None = None
    files: Callable[[Site, Workshop], None] | None = None
    """Writes files that are not printed: pictures, cards, styles."""
    moments: Callable[[Build], Iterable[datetime]] = _none
    """When pages change although no text does."""
    check: Callable[[Site], None] | None = None
    """Raises ``SettingError`` for settings that only the whole build can judge."""
    examined: Callable[[Site], Iterable[Problem]] | None = None
    """Its findings for ``invoke doctor``: settings and pages that such a site lacks, or has."""
    lacking: Callable[[Build, Mapping[str, Any]], Iterable[Problem]] = _none
    """Yields what the site lacks to be published, by its settings: such a build stops; others only report it."""
    templates: Path | None = None
    """A folder of templates of its own, for a feature that doesn't come with the theme."""

    words: Path | None = None
    """The folder of its catalogues, where they aren't among those of the engine."""

    def register(self) -> None:
        """Nothing: Pelican calls this for whatever ``PLUGINS`` lists; ``placette.plugin`` composes the features."""


def in_order(features: Iterable[Feature]) -> tuple[Feature, ...]:
    """Return the features in the order in which they are called, whichever way they were listed.

    Raises ``SettingError`` for a feature that is listed twice.
    """
    ordered = sorted(features, key=lambda feature: (feature.order, feature.name))
    names = [feature.name for feature in ordered]
    for feature in ordered:
        if names.count(feature.name) > 1:
            raise SettingError(f"PLUGINS: {feature.name}, {feature.name}")
    return tuple(ordered)


def files_read(features: Iterable[Feature], settings: Mapping[str, Any]) -> tuple[Path, ...]:
    """Return the files outside the content folder that features read, whether or not they are there."""
    return tuple(path for feature in features for path in feature.configure(settings).reads)


def lacking_of(features: Iterable[Feature], build: Build, settings: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return what a site lacks to be published, feature by feature."""
    return tuple(finding for feature in features for finding in feature.lacking(build, settings))
