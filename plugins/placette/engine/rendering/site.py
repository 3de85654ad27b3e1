"""Everything the pages are composed from: one value, made once a build."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import wraps
from typing import Any, NamedTuple, TypeVar

from markupsafe import Markup, escape

from placette.engine.base.dates import long_date, short_date
from placette.engine.base.files import digest
from placette.engine.base.text import slugify
from placette.engine.content.communes import Commune
from placette.engine.content.kinds import Text, TextKind, own_name
from placette.engine.rendering.addresses import PageAddress, passing_shape
from placette.engine.rendering.features import Feature, Lookup, Request, Site, Slot
from placette.engine.rendering.views import DateView, JoinedView, PlaceView

T = TypeVar("T")
V = TypeVar("V", bound=Text)


def once_a_build(make: Callable[[Site], T]) -> Callable[[Site], T]:
    """Decorate a function of a site alone, so that it is computed once for all pages (``Site.once``)."""

    @wraps(make)
    def made(site: Site) -> T:
        return site.once(make)

    return made


@once_a_build
def passing_addresses(site: Site) -> re.Pattern[str]:
    """Return the shapes of the addresses that come and go (``passing_shape``)."""
    declared = (address for feature in site.features for address in feature.addresses)
    return passing_shape(declared, [form.end for form in site.feed_forms], site.settings)


@once_a_build
def resting_addresses(site: Site) -> frozenset[str]:
    """Return the addresses of texts that are unlisted or under embargo, and of their feeds."""
    return frozenset(_resting_addresses(site))


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
    """Return «63113-clermont-ferrand»: the code distinguishes communes of one name."""
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
    """Return a date, or a sentence about some, with «1er» raised: for HTML, not for attributes, feeds or calendars."""
    return Markup(_FIRST.sub("1<sup>er</sup>", escape(date))) if _FIRST.search(date) else date  # noqa: S704 - escaped


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
    """Return the contents of the slots of a page about something: of a long list, its ``first`` page or another."""
    planned = []  # a loop: every post asks every slot
    for at, slot in enumerate(site.slots_of(page)):
        if (first or not slot.first) and (content := slot.plan(about, site)):
            planned.append((at, content))
    return tuple(planned)


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
