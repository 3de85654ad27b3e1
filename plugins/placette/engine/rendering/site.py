"""Everything the pages are composed from: one value, made once a build."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property, wraps
from typing import Any, NamedTuple, TypeVar, cast

from markupsafe import Markup, escape

from placette.engine.base.dates import long_date, short_date
from placette.engine.base.files import digest
from placette.engine.base.settings import load_settings
from placette.engine.base.text import fold, slugify
from placette.engine.content.build import Build, UncleanError
from placette.engine.content.kinds import Commune, Text, TextKind, own_name
from placette.engine.rendering.addresses import Addresses, PageAddress, passing_shape
from placette.engine.rendering.features import NEWEST, PEOPLE, Feature, FeedForm, PageKind, Port, Request, Slot
from placette.engine.rendering.views import DateView, FeedView, JoinedView, PersonView, PlaceView
from placette.engine.texts.typography import typeset_text
from placette.engine.texts.values import Body

T = TypeVar("T")
V = TypeVar("V", bound=Text)

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

    @property
    def newest(self) -> tuple[str, ...]:
        """The newest posts (source paths), for the feeds of the site."""
        return self.ask(NEWEST)

    @cached_property
    def feed_forms(self) -> tuple[FeedForm, ...]:
        """The forms that feeds have here."""
        return tuple(form for feature in self.features for form in feature.pages if isinstance(form, FeedForm))

    @cached_property
    def passing(self) -> re.Pattern[str]:
        """The shapes of the addresses that come and go (``passing_shape``)."""
        declared = (address for feature in self.features for address in feature.addresses)
        return passing_shape(declared, [form.end for form in self.feed_forms], self.settings)

    @cached_property
    def resting(self) -> frozenset[str]:
        """The addresses of texts that are unlisted or under embargo, and of their feeds."""
        return frozenset(_resting_addresses(self))

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


def _title_order(named: tuple[str, Any]) -> tuple[str, str]:
    slug, text = named
    return fold(text.title), slug


def once_a_build(make: Callable[[Site], T]) -> Callable[[Site], T]:
    """Decorate a function of a site alone, so that it is computed once for all pages (``Site.once``)."""

    @wraps(make)
    def made(site: Site) -> T:
        return site.once(make)

    return made


def _resting_addresses(site: Site) -> Iterator[str]:
    """Yield the addresses of unlisted texts, which return with their content, and of embargoed ones."""
    build = site.build
    for feature in site.features:
        feeds = {collection.address.name: collection.feed for collection in feature.collections if collection.feed}
        for kind in (kind for kind in feature.kinds if kind.address):
            yield from (text.url for text in build.scheduled(kind) if text.path in build.embargoed)
            for text in build.unlisted(kind):
                yield text.url
                feed = feeds.get(kind.address)
                files = (site.addresses.file(feed.form(form.end)) for form in site.feed_forms) if feed else ()
                yield from (file.format(slug=own_name(text.path)) for file in files if file)


def declared_pages(features: tuple[Feature, ...]) -> frozenset[PageAddress]:
    """Return the kinds of pages whose addresses the features declare."""
    return frozenset(address for f in features for address in f.addresses if isinstance(address, PageAddress))


COMMUNE = PageAddress("COMMUNE", passing=True)
"""The page of a commune."""


def place_slug(commune: Commune) -> str:
    """«63113-clermont-ferrand»: the code distinguishes communes of one name."""
    return f"{commune.code}-{slugify(commune.name)}"


def places_pattern(site: Site) -> str:
    """Return the pattern of the addresses of communes' pages; empty where the site leaves them out."""
    address = site.addresses[COMMUNE]
    return address.url if address else ""


def place_view(commune: Commune, base: str, pattern: str) -> PlaceView:
    """Return a commune to show; ``pattern`` is the address of communes' pages, or empty where there are none."""
    url = base + pattern.format(slug=place_slug(commune)) if pattern else ""
    return PlaceView(commune.code, commune.name, f"{commune.name}, {commune.department}", url)


_FIRST = re.compile(r"\b1er(?!\w)")


def raise_first(date: str) -> str:
    """A date, or a sentence about some, with «1er» raised: for HTML alone, not for attributes, feeds or calendars."""
    return Markup(_FIRST.sub("1<sup>er</sup>", escape(date))) if _FIRST.search(date) else date  # noqa: S704 - escaped


@dataclass(slots=True)
class Lookup:
    """The site as one page may use it; ``parts`` are those it has looked at."""

    site: Site
    shared: dict[Any, Any] = field(default_factory=dict)
    """What was made before and is the same for every page."""
    parts: set[str] = field(default_factory=set)
    bodies: dict[str, Body] = field(default_factory=dict)
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
        """Return the whole body of a text; raises ``UncleanError`` for one that cleaning would change.

        What was cleaned for this build needs no second cleaning; a store may be damaged.
        """
        body = self.bodies.get(text.path)
        if body is None:
            body = self.bodies[text.path] = self.site.build.body_of(text)
            if text.path not in self.site.build.fresh and ("clean", text.path) not in self.shared:
                if not self.site.is_clean(body.html):
                    raise UncleanError(text.path)
                self.shared["clean", text.path] = True
        return body

    def html(self, text: Text) -> str:
        """Return its HTML."""
        return self.body(text).html


def date_view(moment: date, lang: str) -> DateView:
    """Return a day, or a moment, for machines and for people."""
    return DateView(moment.isoformat(), raise_first(long_date(moment, lang)), raise_first(short_date(moment, lang)))


def day_view(day: date, lang: str) -> DateView:
    """Return a day for machines, without an hour, and for people."""
    return date_view(datetime.combine(day, time()), lang)._replace(iso=f"{day:%Y-%m-%d}")


def places_of(codes: tuple[str, ...], site: Site) -> tuple[PlaceView, ...]:
    """Return communes by code, as readers know them."""
    by_code, base, pattern = site.build.communes.by_code, site.base, places_pattern(site)
    return tuple(place_view(by_code[code], base, pattern) for code in codes)


def marks_of(site: Site) -> dict[str, str]:
    """Return the mark of every part that a page may look at."""
    marks: dict[str, str] = {}
    for feature in site.features:
        marks.update(feature.marks(site) if feature.marks else _own_marks(feature, site))
    return marks


def _own_marks(feature: Feature, site: Site) -> Iterator[tuple[str, str]]:
    """Return those of its texts, as ``Lookup.text`` notes them."""
    return ((f"{kind.name} {text.path}", text.mark) for kind in feature.kinds for text in site.build.of(kind))


def mark_of(value: object) -> str:
    """Return a short mark of a value's text."""
    return digest(repr(value).encode("utf-8", "replace"))[:12]


class SlotView(NamedTuple):
    """A value and the macro that prints it: ``macro`` of ``components/<component>.html``."""

    component: str
    macro: str
    value: Any


class SlotsView(NamedTuple):
    """What features show on a page, by place; ``styled`` is whether it needs the style sheet of lists."""

    places: Mapping[str, tuple[SlotView, ...]]
    styled: bool = False


def plan_slots(page: str, about: Any, site: Site, *, first: bool = True) -> tuple[tuple[int, Any], ...]:
    """The contents of the slots of a page that is about something: of a long list, its ``first`` page or another."""
    planned = []  # a loop: every post asks every slot
    for at, slot in enumerate(site.slots_of(page)):
        if (first or not slot.first) and (content := slot.plan(about, site)):
            planned.append((at, content))
    return tuple(planned)


def as_planned(_about: Any, content: Any, _look: Lookup) -> Any:
    """Return the view of a slot whose content is printed as it was planned."""
    return content


def slot_views(request: Request, about: Any, look: Lookup) -> SlotsView:
    """Print the slots of a page; ``about`` is the page's object."""
    declared, kind = look.site.slots_of(request.kind), look.site.page_kinds[request.kind]
    places: dict[str, tuple[SlotView, ...]] = dict.fromkeys(kind.places, ())
    for number, content in request.slots:
        slot = declared[number]
        places[slot.place] += (SlotView(slot.component, slot.macro, slot.view(about, content, look)),)
    return SlotsView(places, any(declared[number].styled for number, _ in request.slots))


def joined_slot(kind: TextKind[Any, Any], of: Callable[[Any], Iterable[str]]) -> Slot:
    """Return the slot of a post's page that leads to the texts of a kind (slugs) which the post belongs to."""

    def plan(article: Any, site: Site) -> tuple[str, ...]:
        return tuple(slug for slug in of(article) if slug in site.texts(kind))

    def view(_article: Any, slugs: tuple[str, ...], look: Lookup) -> tuple[JoinedView, ...]:
        return tuple(look.joined(kind, slug) for slug in slugs)

    return Slot("article", "joined", "", "", plan, view)


def slot_templates(features: Iterable[Feature]) -> frozenset[str]:
    """Return the templates that slots are printed with."""
    components = {slot.component for feature in features for slot in feature.slots if slot.component}
    return frozenset(f"components/{name}.html" for name in components)


@dataclass(frozen=True, slots=True)
class ViewsSettings:
    """Settings of the pages. Menu entries are pairs of a label and an address from the site's root."""

    menu: tuple[tuple[str, str], ...] = ()
    """The main menu."""
    footer: tuple[tuple[str, str], ...] = ()
    """The footer's links; the law asks for the legal notices and the state of accessibility."""
    write_page: str = "contribuer"
    """The page that says how to send a text (its slug)."""
    charter_page: str = "charte"
    """The page that says what is published (its slug)."""
    notice: str = ""
    """The label of a demonstration site, on every page."""
    rights: str = ""
    """One line on rights at the foot of every page."""
    faces: int = 6
    """How many authors the home page shows."""
    coming: int = 4
    """How many coming events the home page shows."""
    words_per_minute: int = 220
    """Reading speed behind the reading times (adults, silent reading of French prose)."""
