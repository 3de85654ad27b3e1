"""A feature: one value with all that it adds to a site. The engine knows none of them by name."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar, cast

from placette.engine.base.files import digest
from placette.engine.base.settings import load_settings
from placette.engine.base.text import fold
from placette.engine.base.translation import SettingError
from placette.engine.content.build import Build, UncleanError
from placette.engine.content.companions import AttachmentKind
from placette.engine.content.kinds import Extension, Kinds, Text, TextKind
from placette.engine.content.library import Embargo
from placette.engine.findings.problems import Problem
from placette.engine.rendering.addresses import Addresses, Declared, FeedAddress, PageAddress
from placette.engine.rendering.entries import DialogueItem, FeedEntry, Searched, Subject
from placette.engine.rendering.ledger import Workshop
from placette.engine.rendering.views import (
    AlternateView,
    FeedView,
    JoinedView,
    LinkView,
    PaginationView,
    PersonView,
)
from placette.engine.texts.typography import typeset_text
from placette.engine.texts.values import Body

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


PEOPLE: Port[Mapping[str, PersonView]] = Port("people", lambda _site: {})
"""Everybody who writes, by key, as bylines show them."""


V = TypeVar("V", bound=Text)


class Request(NamedTuple):
    """One file to write: its template's name, its path in the output, its address, what it shows.

    ``feeds`` are those that the page announces.
    """

    kind: str
    save_as: str
    path: str
    content: tuple[Any, ...] | str
    """A named tuple of plain values, or a word."""
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


class Stored(NamedTuple):
    """What a script keeps in a visitor's browser: its name (``*``: more follows), what it is and until when, where.

    ``what`` is a msgid, for the page on personal data. ``area`` is localStorage, sessionStorage, cookie, cache or
    IndexedDB.
    """

    name: str
    what: str
    area: str = "localStorage"


@dataclass(frozen=True, slots=True)
class Slot:
    """What a feature adds to a page of another: to which kind of page, in which place, printed by which macro.

    ``plan`` returns the content from the page's object, or None: a plain value, part of the page's fingerprint.
    ``view`` turns it, and the page's object, into what ``macro`` of ``components/<component>.html`` prints; without
    one, it is printed as it was planned.
    """

    page: str
    place: str
    component: str
    macro: str
    plan: Callable[[Any, Site], Any]
    view: Callable[[Any, Any, Lookup], Any] = lambda _about, content, _look: content
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

    wholes: tuple[dict[str, Any], ...] = ()
    position: int | None = None
    nodes: tuple[dict[str, Any], ...] = ()
    parts: tuple[str, ...] = ()
    properties: Mapping[str, Any] = MappingProxyType({})


class Configured(NamedTuple):
    """What the settings of a site alone decide, before any text is read.

    ``attachments`` may lie beside any text; ``embargoes`` return texts to keep back; ``reads`` are files, or folders of
    files, outside the content folder that builds check for changes; ``scripted`` are folders of JSON that a page opened
    from a disk can't fetch, each with the script's function that a copy there gives a file's name and value;
    ``services`` are functions for tasks.
    """

    attachments: tuple[AttachmentKind, ...] = ()
    embargoes: tuple[Embargo, ...] = ()
    reads: tuple[Path, ...] = ()
    scripted: tuple[tuple[str, str], ...] = ()
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
    searched: Callable[[Site], Iterable[Searched]] | None = None
    """Its pages that visitors may look for; none: those of its texts."""
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
    stores: Callable[[Site], Iterable[Stored]] = _none
    """All that its scripts keep in a visitor's browser."""
    templates: Path | None = None
    """A folder of templates of its own, for a feature that doesn't come with the theme."""

    words: Path | None = None
    """The folder of its catalogues, where they aren't among those of the engine."""

    def register(self) -> None:
        """Do nothing: Pelican calls this for whatever ``PLUGINS`` lists; ``placette.plugin`` composes the features."""


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


Paginate = Callable[[str, str, int], tuple[str, str]]
"""From a list's file, its address and the number of a further page to the file and address of that."""


def is_outside(address: str) -> bool:
    """Return whether an address leads to another site: those of this one are paths from its root."""
    return address.startswith(("https://", "http://"))


@dataclass(frozen=True)
class Site:
    """The build, the features that show it, and what they work out once for all pages (``kept``)."""

    build: Build
    addresses: Addresses
    settings: Mapping[str, Any]
    features: tuple[Feature, ...]
    words: gettext.GNUTranslations
    paginate: Paginate
    is_clean: Callable[[str], bool]
    """Whether a body's HTML is what the sanitiser gives."""
    kept: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def lang(self) -> str:
        """The language of the site's own words."""
        return self.build.lang

    @property
    def base(self) -> str:
        """The path under which the site is published, with slashes at both ends."""
        return self.build.base

    @property
    def origin(self) -> str:
        """The absolute address of the site, without a slash at its end."""
        return str(self.settings["SITEURL"]).rstrip("/")

    @property
    def site_name(self) -> str:
        """The name of the site."""
        return str(self.settings["SITENAME"])

    @property
    def baseline(self) -> str:
        """The sentence below the site's name, or nothing."""
        return typeset_text(str(self.settings.get("SITESUBTITLE") or ""), self.lang)

    @property
    def page_size(self) -> int:
        """How many posts one page of a list shows."""
        return int(self.settings["DEFAULT_PAGINATION"])

    @cached_property
    def feed_forms(self) -> tuple[FeedForm, ...]:
        """The forms that feeds have here."""
        return tuple(form for feature in self.features for form in feature.pages if isinstance(form, FeedForm))

    @cached_property
    def page_kinds(self) -> Mapping[str, PageKind]:
        """The kinds of pages, by template."""
        kinds = (page for feature in self.features for page in feature.pages)
        return {page.template: page for page in kinds if isinstance(page, PageKind)}

    def absolute(self, path: str) -> str:
        """Return the absolute address of a path from the site's root; one on another site stays as it is."""
        return path if is_outside(path) else f"{self.origin}/{path}"

    def index_url(self, page: PageAddress) -> str:
        """Return the printed address of a page of which there is one; empty where the settings leave it out."""
        address = self.addresses[page]
        return self.base + address.url if address else ""

    def say(self, text: str) -> str:
        """Return a sentence in the site's language."""
        return self.words.gettext(text)

    def once(self, make: Callable[[Site], T]) -> T:
        """Return the result of a function for this site, computed once."""
        try:  # every page asks many times
            return cast("T", self.kept[make])
        except KeyError:
            return cast("T", self.kept.setdefault(make, make(self)))

    def ask(self, port: Port[T]) -> T:
        """Return what a feature offers under a port, or the port's default."""
        try:
            return cast("T", self.kept[port])
        except KeyError:
            makers = [feature.offers[port] for feature in self.features if port in feature.offers]
            return cast("T", self.kept.setdefault(port, (makers[0] if makers else port.absent)(self)))

    def texts(self, kind: TextKind[Any, V]) -> Mapping[str, V]:
        """Return the texts of a kind by slug, in its order; none where the settings leave out their pages."""
        if ("texts", kind.name) not in self.kept:
            texts: Iterable[Any] = self.build.of(kind) if kind.has_pages(self.settings) else ()
            self.kept["texts", kind.name] = {text.slug: text for text in texts}
        return cast("Mapping[str, V]", self.kept["texts", kind.name])

    def by_title(self, kind: TextKind[Any, V]) -> list[V]:
        """Return the texts of a kind, in the order of their titles."""
        return [text for _, text in sorted(self.texts(kind).items(), key=_title_order)]

    def options(self, prefix: str, kind: type[T]) -> T:
        """Return the settings that a feature declares under a prefix."""
        if (prefix, kind) not in self.kept:
            self.kept[prefix, kind] = load_settings(kind, prefix, self.settings)
        return cast("T", self.kept[prefix, kind])

    def slots_of(self, page: str) -> tuple[Slot, ...]:
        """Return the slots that features add to a kind of page, in order."""
        slots = self.kept.get(("slots", page))
        if slots is None:
            slots = self.kept["slots", page] = tuple(
                slot for f in self.features for slot in f.slots if slot.page == page
            )
        return cast("tuple[Slot, ...]", slots)

    def also_announced(self, about: Any, label: str) -> Iterator[FeedView]:
        """Yield what features announce beside feeds on pages about an object; None is the site."""
        for feature in self.features:
            yield from feature.announces(about, label, self)


@dataclass(slots=True)
class Lookup:
    """The site as one page may use it; ``parts`` are those it has looked at."""

    site: Site
    shared: dict[Any, Any] = field(default_factory=dict)
    """What was made before and is the same for every page."""
    parts: set[str] = field(default_factory=set)
    """What was fetched for this page already: its words are on it, and in its data for machines."""

    def note(self, part: str) -> None:
        """Note that the page shows a part."""
        self.parts.add(part)

    def kept(self, key: Any, make: Callable[[], T]) -> T:
        """Return a value that is the same for every page, made once in each process."""
        if key not in self.shared:
            self.shared[key] = make()
        return cast("T", self.shared[key])

    def person(self, key: str) -> PersonView | None:
        """Return a person as bylines show them; None for a key without profile."""
        self.parts.add(f"person {key}")
        return self.site.ask(PEOPLE).get(key)

    def people(self, keys: tuple[str, ...]) -> tuple[PersonView, ...]:
        """Return those of ``keys`` with a profile."""
        people = (self.person(key) for key in keys)
        return tuple(person for person in people if person)

    def text(self, kind: TextKind[Any, V], text: V) -> V:
        """Return the text of this page, or of a part of it: noted by its kind and its source path."""
        self.parts.add(f"{kind.name} {text.path}")
        return text

    def named(self, kind: TextKind[Any, V], slug: str) -> V:
        """Return the text of a kind with this slug (``Site.texts``), noted in the same way."""
        return self.text(kind, self.site.texts(kind)[slug])

    def joined(self, kind: TextKind[Any, V], slug: str) -> JoinedView:
        """Return the text of a kind with this slug, for pages that belong to it."""
        text: Any = self.named(kind, slug)
        return JoinedView(kind.name, text.title, self.site.base + text.url, text.lang)

    def body(self, text: Text) -> Body:
        """Return the body of a text; raises ``UncleanError`` for one that cleaning would change.

        What was cleaned for this build needs no second cleaning; a store may be damaged.
        """
        if text.path not in self.site.build.fresh and ("clean", text.path) not in self.shared:
            if not self.site.is_clean(text.body.html):
                raise UncleanError(text.path)
            self.shared["clean", text.path] = True
        return text.body

    def html(self, text: Text) -> str:
        """Return its HTML."""
        return self.body(text).html


def _title_order(named: tuple[str, Any]) -> tuple[str, str]:
    slug, text = named
    return fold(text.title), slug


@dataclass(frozen=True, slots=True)
class Member:
    """One list of a collection: its object, and its posts (source paths), in the order of its pages.

    ``content`` makes the content of one page, from its posts and its place. ``label`` names it in feeds, ``shown`` in
    the site map, in the order of ``rank``. Without ``fed`` it has no feeds; ``quiet`` ones are in no list of lists.
    """

    slug: str
    label: str
    posts: Sequence[str]
    content: Callable[[tuple[str, ...], PaginationView], Any]
    about: Any = None
    date: datetime | None = None
    fed: bool = True
    quiet: bool = False
    shown: str = ""
    rank: Any = None
    newest: Sequence[str] = ()
    """The posts as its feeds have them, where that isn't the order of its pages."""


@dataclass(frozen=True, slots=True)
class Collection:
    """All lists of one kind: their addresses, their template, their entries, their feeds, the place of links to them.

    ``section`` is the title of its section of the site map, ``section_order`` its place there, ``listing_order`` that
    of its first pages among the addresses for robots; 0 leaves them out. ``short`` is how many entries take the room of
    a post. ``newest_first``: its pages are numbered from the oldest, so that a new post moves none.
    """

    address: PageAddress
    template: str
    members: Callable[[Site], Iterable[Member]]
    feed: FeedAddress | None = None
    section: str = ""
    section_order: int = 0
    listing_order: int = 0
    short: int = 1
    newest_first: bool = True


@dataclass(frozen=True, slots=True)
class Single:
    """A page of which there is one. ``content`` returns its content, or None where it would be empty.

    A long one returns a ``Paged``: the page goes on at addresses of its own.

    ``label`` names it among the lists of the site map, at ``link_order``; ``listing_order`` is its place among the
    addresses for robots; 0 leaves them out. ``template`` is also the file it is written to where no setting names one.
    With ``fed`` it announces the feeds of the site. ``entries`` counts the entries of a list, which menus lead to if it
    has at the ``least`` so many; it is None for a page that is no list.
    """

    address: PageAddress
    template: str
    content: Callable[[Site], Any]
    label: str = ""
    link_order: int = 0
    listing_order: int = 0
    fed: bool = True
    feed: FeedAddress | None = None
    """A feed of its own, which it announces first."""
    feeds: Callable[[Site], tuple[FeedView, ...]] | None = None
    """The feeds that it announces instead of the site's."""
    file: str = ""
    entries: Callable[[Site], int] | None = None
    least: int = 1
    invites: bool = False
    """Whether the home page links to it where it asks visitors to take part."""
    frame: str = ""
    """The name by which templates link to it on any page."""
    finds: str = ""
    """What visitors may do there, a sentence that finds it in searches; without one, ``label`` finds a list."""
