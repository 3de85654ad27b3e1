"""Everything the pages are composed from: one value, made once a build."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from placette.engine.base.settings import load_settings
from placette.engine.library.build import Build
from placette.engine.pages.addresses import Addresses, PageAddress, passing_shape
from placette.engine.pages.features import Feature, FeedForm, PageKind, Slot
from placette.engine.pages.ports import NEWEST, Port
from placette.engine.pages.views import FeedView

T = TypeVar("T")

Paginate = Callable[[str, str, int, int], list[tuple[str, str]]]
"""From a list's file, its address, how many items it has and one page shows to the file and address of each page."""


@dataclass(frozen=True, slots=True)
class Desk:
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
        return str(self.settings.get("SITESUBTITLE") or "")

    @property
    def page_size(self) -> int:
        """How many posts one page of a list shows."""
        return int(self.settings["DEFAULT_PAGINATION"])

    @property
    def newest(self) -> tuple[str, ...]:
        """The newest posts (source paths), for the feeds of the site."""
        return self.ask(NEWEST)

    @property
    def feed_forms(self) -> tuple[FeedForm, ...]:
        """The forms that feeds have here."""
        return self.once(_feed_forms)

    @property
    def passing(self) -> re.Pattern[str]:
        """The shapes of the addresses that come and go (``passing_shape``)."""
        return self.once(_passing)

    @property
    def resting(self) -> frozenset[str]:
        """The addresses of texts that are silent for now, and of their feeds."""
        return self.once(_resting)

    @property
    def page_kinds(self) -> Mapping[str, PageKind]:
        """The kinds of pages, by template."""
        return self.once(_page_kinds)

    def absolute(self, path: str) -> str:
        """The absolute address of a path from the site's root."""
        return f"{self.origin}/{path}"

    def index_url(self, page: PageAddress) -> str:
        """The printed address of a page of which there is one; empty where the settings leave it out."""
        address = self.addresses[page]
        return self.base + address.url if address else ""

    def say(self, text: str) -> str:
        """A sentence in the site's language."""
        return self.words.gettext(text)

    def once(self, make: Callable[[Desk], T]) -> T:
        """What a function makes of this desk, made once."""
        try:  # every page asks many times
            return cast("T", self.kept[make])
        except KeyError:
            return cast("T", self.kept.setdefault(make, make(self)))

    def ask(self, port: Port[T]) -> T:
        """What a feature offers, or what stands in its place."""
        try:
            return cast("T", self.kept[port])
        except KeyError:
            makers = [feature.offers[port] for feature in self.features if port in feature.offers]
            return cast("T", self.kept.setdefault(port, (makers[0] if makers else port.absent)(self)))

    def options(self, prefix: str, kind: type[T]) -> T:
        """The settings that a feature declares under a prefix."""
        if (prefix, kind) not in self.kept:
            self.kept[prefix, kind] = load_settings(kind, prefix, self.settings)
        return cast("T", self.kept[prefix, kind])

    def slots_of(self, page: str) -> tuple[Slot, ...]:
        """What features add to a kind of page, in order."""
        slots = self.kept.get(("slots", page))
        if slots is None:
            slots = self.kept["slots", page] = tuple(
                slot for f in self.features for slot in f.slots if slot.page == page
            )
        return cast("tuple[Slot, ...]", slots)

    def also_announced(self, about: Any, label: str) -> Iterator[FeedView]:
        """What features announce beside feeds on pages that are about something; None stands for the site."""
        for feature in self.features:
            yield from feature.announces(about, label, self)


def _feed_forms(desk: Desk) -> tuple[FeedForm, ...]:
    return tuple(form for feature in desk.features for form in feature.feeds)


def _resting(desk: Desk) -> frozenset[str]:
    return frozenset(address for feature in desk.features for address in feature.resting(desk))


def _page_kinds(desk: Desk) -> dict[str, PageKind]:
    return {page.template: page for feature in desk.features for page in feature.pages}


def declared_pages(features: tuple[Feature, ...]) -> frozenset[PageAddress]:
    """The kinds of pages whose addresses the features declare."""
    return frozenset(address for f in features for address in f.addresses if isinstance(address, PageAddress))


def _passing(desk: Desk) -> re.Pattern[str]:
    declared = (address for feature in desk.features for address in feature.addresses)
    return passing_shape(declared, [form.end for form in desk.feed_forms], desk.settings)
