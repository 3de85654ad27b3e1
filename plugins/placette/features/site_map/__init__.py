"""The site map for people, and the addresses of every page for robots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from placette.engine.base.translation import N_
from placette.engine.pages.addresses import FileAddress, PageAddress
from placette.engine.pages.entries import numbered
from placette.engine.pages.features import APART, Feature, Listing, MapSection, PageKind, Request
from placette.engine.pages.lists import SITE_FEED, Paged, Single, announced, head_of, index_link, member_links
from placette.engine.pages.site import Lookup, Site
from placette.engine.pages.views import AlternateView, HeadView, LinkView, PaginationView

__all__ = ["FEATURE", "register"]

PLAN = PageAddress("PLAN")
SITEMAP = FileAddress("SITEMAP_URL")
ROBOTS = FileAddress("ROBOTS_URL", for_machines=False)
_PER_SITEMAP = 45_000  # addresses in one file; the protocol (sitemaps.org) takes 50,000
_ALONE = 500  # addresses up to which there is one file; more have one for each year, so that a new post changes one
_LINKS = 100  # links on a page of the site map: more would weigh on a small device
_LISTS = N_("Lists")


class SiteMapSectionView(NamedTuple):
    """One list of the site map."""

    title: str
    links: tuple[LinkView, ...]


class SiteMapContent(NamedTuple):
    """The sections on a page of the site map, and its place among its pages."""

    sections: tuple[SiteMapSectionView, ...]
    pagination: PaginationView


class SiteMapView(NamedTuple):
    """The «plan du site»: every published page, for people. A long one goes on at other pages."""

    head: HeadView
    title: str
    sections: tuple[SiteMapSectionView, ...]
    pagination: PaginationView


class AddressView(NamedTuple):
    """A page's address for robots (absolute), the date of its last change or empty, the page in its languages."""

    url: str
    modified: str
    alternates: tuple[AlternateView, ...] = ()


class AddressesView(NamedTuple):
    """Every page for robots: ``sitemap.xml`` and ``robots.txt`` (absolute URLs).

    ``closed``: they are to stay away; or else from the paths that are ``apart``.
    """

    addresses: tuple[AddressView, ...]
    sitemap_url: str
    closed: bool = False
    apart: tuple[str, ...] = ()


def _sections(site: Site) -> Iterator[MapSection]:
    for feature in site.features:
        yield from feature.sections(site)
        for one in feature.collections:
            if one.section_order:
                yield MapSection(one.section_order, site.say(one.section), member_links(one, site))
    singles = sorted(
        (one for f in site.features for one in f.singles if one.link_order), key=lambda one: one.link_order
    )
    links = [link for one in singles if one.label and (link := index_link(one, site))]
    feeds = announced(SITE_FEED, "", site.site_name, site)[:1]
    yield MapSection(5, site.say(_LISTS), [*links, *(LinkView(site.say(N_("Feed")), feed.url) for feed in feeds)])


def _map_content(site: Site) -> Paged:
    ordered = sorted(_sections(site), key=lambda section: section.order)
    links = [(section.title, link) for section in ordered for link in section.links]
    return Paged(links, _LINKS, _map_page)


def _map_page(links: Sequence[tuple[str, LinkView]], pagination: PaginationView) -> SiteMapContent:
    sections = groupby(links, key=itemgetter(0))
    shown = (SiteMapSectionView(title, tuple(link for _, link in found)) for title, found in sections)
    return SiteMapContent(tuple(shown), pagination)


def _compose_map(request: Request, content: SiteMapContent, look: Lookup) -> SiteMapView:
    title = look.site.say(N_("Site map"))
    name = numbered(title, content.pagination, look.site.say)
    head = head_of(request, name, look.site.say(N_("Every page of the site.")), look)
    return SiteMapView(head, title, content.sections, content.pagination)


def _listings(site: Site) -> Iterator[Listing]:
    for feature in site.features:
        yield from feature.listed(site)
        for one in feature.collections:
            if one.listing_order:
                links = member_links(one, site)
                yield from (Listing(one.listing_order, link.url.removeprefix(site.base)) for link in links)
        for page in feature.singles:
            if page.listing_order and site.addresses[page.address] and site.once(page.content) is not None:
                yield Listing(page.listing_order, site.addresses[page.address].url)


def _requests(site: Site) -> Iterator[Request]:
    """The addresses for robots: one list, or an index of several where there are too many for one."""
    name, robots = site.addresses.file(SITEMAP), site.addresses.file(ROBOTS)
    listed = sorted(_listings(site), key=lambda listing: listing.order)
    found = [AddressView(site.absolute(one.path), one.modified, one.alternates) for one in listed]
    years: dict[str, list[AddressView]] = {}
    for one in found:
        years.setdefault(one.modified[:4] if len(found) > _ALONE else "", []).append(one)
    parts = {
        f"-{year or 'pages'}{f'-{number}' * (number > 1)}": own[start : start + _PER_SITEMAP]
        for year, own in sorted(years.items())
        for number, start in enumerate(range(0, len(own), _PER_SITEMAP), 1)
    }
    if len(parts) == 1:
        parts = {"": found}
    else:
        index = tuple(AddressView(site.absolute(name.replace(".xml", f"{part}.xml")), "") for part in parts)
        yield Request("sitemaps", name, "", AddressesView(index, site.absolute(name)))
    for part, own in parts.items():
        file = name.replace(".xml", f"{part}.xml")
        yield Request("sitemap", file, "", AddressesView(tuple(own), site.absolute(name)))
    apart = tuple(f"{site.base}{one.folder}" for one in site.ask(APART))
    yield Request("robots", robots, "", AddressesView((), site.absolute(name), site.build.preview, apart))


def _compose_addresses(_request: Request, content: AddressesView, _look: Lookup) -> AddressesView:
    return content


FEATURE = Feature(
    name="site_map",
    order=190,
    addresses=(PLAN, SITEMAP, ROBOTS),
    pages=(
        PageKind("plan", _compose_map, "WebPage"),
        PageKind("robots", _compose_addresses),
        PageKind("sitemap", _compose_addresses),
        PageKind("sitemaps", _compose_addresses),
    ),
    singles=(Single(PLAN, "plan", _map_content, listing_order=70, fed=False, frame="plan"),),
    requests=_requests,
)
register = FEATURE.register
