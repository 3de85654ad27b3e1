"""Addresses of pages and files, read once from the settings (``WALKS_URL``, ``SITEMAP_URL`` …).

Each feature declares its own as constants. A search for ``WALKS`` finds the declaration and every use.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from placette.engine.base.translation import N_, SettingError, load_catalogue
from placette.engine.content.addresses import file_at, shape_of


@dataclass(frozen=True, slots=True)
class PageAddress:
    """A declared kind of page: ``WALK`` stands for the setting ``WALK_URL``.

    ``passing`` pages come and go with their lists (a month, a tag): editors need not declare where one went. The empty
    address is that of the site's ``root``; an empty setting leaves any other page out. While the setting that it is
    ``opened_by`` is empty, there are no such pages, and their address is free.
    """

    name: str
    passing: bool = False
    root: bool = False
    opened_by: str = ""

    @property
    def setting(self) -> str:
        """The name of its setting."""
        return f"{self.name}_URL"


@dataclass(frozen=True, slots=True)
class FileAddress:
    """A declared file: the name of the one setting with its path, which is its address too.

    In a preview nothing is written ``for_machines``: a feed, a calendar or a sitemap can't mark an entry as a draft,
    and what has been fetched can't be taken back.
    """

    name: str
    for_machines: bool = True
    passing: bool = False


@dataclass(frozen=True, slots=True)
class FeedAddress:
    """A declared family of feeds: ``COMMUNE_FEED`` stands for ``COMMUNE_FEED_ATOM``, ``COMMUNE_FEED_JSON`` …"""

    name: str
    passing: bool = False

    def form(self, end: str) -> FileAddress:
        """Return the file of one form, by the end of its setting (``ATOM``)."""
        return FileAddress(f"{self.name}_{end}", passing=self.passing)


Declared = PageAddress | FileAddress | FeedAddress
"""The addresses that a feature declares."""


@dataclass(frozen=True, slots=True)
class Address:
    """The patterns of one kind of page, from the site's root. False where the settings leave it out."""

    url: str
    save_as: str

    def __bool__(self) -> bool:
        return bool(self.save_as)

    def path(self, slug: str = "", date: datetime | None = None) -> str:
        """Return the address of one page, from the site's root."""
        return self.url.format(slug=slug, date=date)

    def file(self, slug: str = "", date: datetime | None = None) -> str:
        """Return the file of one page, in the output."""
        return self.save_as.format(slug=slug, date=date)


class Addresses(Mapping[PageAddress, Address]):
    """The addresses of a site. Those of a feature that is left out are empty."""

    def __init__(self, settings: Mapping[str, Any], pages: frozenset[PageAddress], *, preview: bool = False) -> None:
        self._settings, self._preview = settings, preview
        self._pages = {page: self._read(page) for page in pages}

    def _read(self, page: PageAddress) -> Address:
        url = self._settings.get(page.setting)
        return Address(str(url), file_at(str(url))) if url or (page.root and url is not None) else _NOWHERE

    def __getitem__(self, page: PageAddress) -> Address:
        return self._pages.get(page, _NOWHERE)

    def __iter__(self) -> Iterator[PageAddress]:
        return iter(self._pages)

    def __len__(self) -> int:
        return len(self._pages)

    def file(self, declared: FileAddress) -> str:
        """Return the pattern of a file's path; empty where the settings leave it out, and for machines in a preview."""
        if self._preview and declared.for_machines:
            return ""
        return str(self._settings.get(declared.name) or "")


LEFT = "placette_left"
"""The setting that keeps the patterns of what comes and goes in features that are left out: they have no others."""


def passing_shape(declared: Iterable[Declared], forms: Collection[str], settings: Mapping[str, Any]) -> re.Pattern[str]:
    """Return a regular expression for the addresses that come and go; ``forms`` are the ends of feeds' settings."""
    patterns = sorted({*passing_patterns(declared, forms, settings), *settings.get(LEFT, ())})
    return re.compile("|".join(map(shape_of, patterns)) if patterns else r"(?!)")


def passing_patterns(declared: Iterable[Declared], forms: Collection[str], settings: Mapping[str, Any]) -> set[str]:
    """Return the patterns of the addresses that come and go."""
    names = set[str]()
    for address in declared:
        if address.passing and isinstance(address, FeedAddress):
            names |= {address.form(form).name for form in forms}
        elif address.passing:
            names.add(address.setting if isinstance(address, PageAddress) else address.name)
    return {str(settings[name]) for name in names if settings.get(name)}


def refuse_addresses(settings: Mapping[str, Any], names: Iterable[str], needed: Iterable[str]) -> None:
    """Raise ``SettingError`` for an address that is ``needed`` and not there, or with braces that nothing fills."""
    say = load_catalogue(settings["DEFAULT_LANG"]).gettext
    for name in needed:
        if name not in settings and name.isidentifier():  # 404_URL is no name: its file is what servers look for
            raise SettingError(say(_NO_ADDRESS).format(name=name))
    for name in names:
        try:
            str(settings.get(name) or "").format(slug="", date=datetime.min)
        except (AttributeError, IndexError, KeyError, ValueError) as error:
            raise SettingError(say(_ODD_BRACES).format(name=name, value=settings[name])) from error


_NO_ADDRESS = N_('{name} is missing. Write {name} = "…/", the address of its pages; or {name} = "" for none.')
_ODD_BRACES = N_("{name} = “{value}”: between braces, write slug, date:%Y or date:%m.")
_NOWHERE = Address("", "")
