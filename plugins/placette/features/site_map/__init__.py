"""The site map for people, the addresses of every page for robots, and what they may mine.

TDMRep: https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/. Robots: RFC 9309.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from placette.engine.base.translation import N_, SettingError
from placette.engine.content.options import ReadingSettings
from placette.engine.rendering.addresses import FileAddress, PageAddress
from placette.engine.rendering.entries import numbered
from placette.engine.rendering.features import (
    Feature,
    FileKind,
    Listing,
    Lookup,
    MapSection,
    PageKind,
    Request,
    Single,
    Site,
)
from placette.engine.rendering.lists import SITE_FEED, Paged, announced, head_of, index_link, member_links
from placette.engine.rendering.ports import Ports, Reservation
from placette.engine.rendering.views import AlternateView, HeadView, LinkView, PaginationView
from placette.engine.texts.values import Licence, find_licence
from placette.features.posts import Article, published

__all__ = ["FEATURE", "MiningSettings", "register"]

PLAN = PageAddress("PLAN")
SITEMAP = FileAddress("SITEMAP_URL")
ROBOTS = FileAddress("ROBOTS_URL", for_machines=False)
TDMREP = FileAddress("TDMREP_URL")
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
    """Every page for robots: ``sitemap.xml`` (absolute URLs)."""

    addresses: tuple[AddressView, ...]


_Group = tuple[tuple[str, ...], tuple[str, ...]]


class RobotsView(NamedTuple):
    """``robots.txt``: groups of crawlers, each with its rules, and the absolute address of the sitemap, or nothing."""

    groups: tuple[_Group, ...]
    sitemap_url: str


@dataclass(frozen=True, slots=True)
class MiningSettings:
    """Who may mine the site's texts and data, as to train artificial intelligence (directive (EU) 2019/790, article 4;
    code de la propriété intellectuelle, article L. 122-5-3).
    """

    rights: Literal["allow", "licence", "reserve"] = "licence"
    """``licence`` keeps back texts whose licence reserves all rights, ``reserve`` the whole site, ``allow`` none."""
    crawlers: tuple[str, ...] = tuple(
        "AI2Bot Ai2Bot-Dolma Amazonbot anthropic-ai Applebot-Extended Bytespider CCBot ClaudeBot Diffbot FacebookBot"
        " cohere-training-data-crawler Google-Extended GPTBot ImagesiftBot img2dataset meta-externalagent omgili"
        " PanguBot Timpibot Webzio-Extended".split()
    )
    """Crawlers that stay away from what is reserved, by their names in ``robots.txt``: those that gather texts to train
    artificial intelligence (github.com/ai-robots-txt), never search engines.
    """


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
    """Yield the addresses for robots: one list, or an index of several where there are too many for one."""
    name, robots = site.addresses.file(SITEMAP), site.addresses.file(ROBOTS)
    listed = sorted(_listings(site), key=lambda listing: listing.order)
    found = [AddressView(site.absolute(one.path), one.modified, one.alternates) for one in listed]
    years: dict[str, list[AddressView]] = {}
    for one in found:
        years.setdefault(one.modified[:4] if len(found) > _ALONE else "", []).append(one)
    parts = {
        f"-{year or 'pages'}{f'-{number}' * (number > 1)}": addresses[start : start + _PER_SITEMAP]
        for year, addresses in sorted(years.items())
        for number, start in enumerate(range(0, len(addresses), _PER_SITEMAP), 1)
    }
    if len(parts) == 1:
        parts = {"": found}
    else:
        index = tuple(AddressView(site.absolute(name.replace(".xml", f"{part}.xml")), "") for part in parts)
        yield Request("sitemaps", name, "", AddressesView(index))
    for part, addresses in parts.items():
        file = name.replace(".xml", f"{part}.xml")
        yield Request("sitemap", file, "", AddressesView(tuple(addresses)))
    yield Request("robots", robots, "", _robots(site, site.absolute(name)))
    whole = site.ask(Ports.MINING).of(None) == "1"
    if rules := (*((path, int(not whole)) for path in site.once(_otherwise)), *([(site.base, 1)] if whole else [])):
        file = site.addresses.file(TDMREP)
        yield Request(_RESERVED, file, file, rules)


_RESERVED = "tdmrep"
_TOKEN = re.compile(r"[A-Za-z0-9._-]+")


def _mining(site: Site) -> Reservation:
    """Return what the pages say: those of posts by their licence, all others by that of the site."""
    rights = site.options("MINING", MiningSettings).rights
    if rights != "licence":
        value = "1" if rights == "reserve" else ""
        return Reservation(rights, lambda _about: value)
    rest = _reserved(find_licence(site.options("READING", ReadingSettings).licence))

    def of(about: Any) -> str:
        reserved = _reserved(about.licence) if isinstance(about, Article) else rest
        return "1" if reserved else "0" if rest else ""

    return Reservation(rights, of)


def _reserved(licence: Licence | None) -> bool:
    """Return whether a licence lets nobody reuse the text: all others on the list allow it, with the author's name."""
    return not (licence and licence.url)


def _otherwise(site: Site) -> tuple[str, ...]:
    """Return the addresses of texts that are not as the rest of the site; beside reserved ones, the whole feeds."""
    of, rest = site.ask(Ports.MINING).of, site.ask(Ports.MINING).of(None)
    urls = {post.path: post.url for post in published(site) if of(post) != rest}
    feeds = (site.addresses.file(SITE_FEED.form(form.end)) for form in site.feed_forms)
    newest = site.ask(Ports.NEWEST)
    shared = not rest and not urls.keys().isdisjoint(newest)
    return tuple(f"{site.base}{path}" for path in (*urls.values(), *(feeds if shared else ())) if path)


def _write_reservations(_request: Request, rules: tuple[tuple[str, int], ...], _look: Lookup) -> str:
    """Return ``tdmrep.json``: whether mining is reserved at a path (1) or not (0); the first that matches counts."""
    return json.dumps([{"location": path, "tdm-reservation": value} for path, value in rules], indent=1) + "\n"


def _robots(site: Site, sitemap_url: str) -> RobotsView:
    """Let every crawler read the site but for the folders apart; those of the settings not what is reserved."""
    if site.build.preview:
        return RobotsView(((("*",), ("Disallow: /",)),), "")
    apart = [f"Disallow: {site.base}{one.folder}" for one in site.ask(Ports.APART)]
    groups: list[_Group] = [(("*",), ("Allow: /", *apart))]
    crawlers, otherwise = site.options("MINING", MiningSettings).crawlers, site.once(_otherwise)
    if odd := [name for name in crawlers if not _TOKEN.fullmatch(name)]:
        raise SettingError(f"MINING_CRAWLERS = {odd[0]!r}  →  'GPTBot'")
    if crawlers and site.ask(Ports.MINING).of(None) == "1":
        groups.append((crawlers, (*(f"Allow: {path}" for path in otherwise), f"Disallow: {site.base}")))
    elif crawlers and otherwise:
        groups.append((crawlers, (*(f"Disallow: {path}" for path in otherwise), *apart)))
    return RobotsView(tuple(groups), sitemap_url)


def _compose_addresses(_request: Request, content: AddressesView | RobotsView, _look: Lookup) -> Any:
    return content


FEATURE = Feature(
    name="site_map",
    order=190,
    settings={"MINING": MiningSettings},
    addresses=(PLAN, SITEMAP, ROBOTS, TDMREP),
    pages=(
        PageKind("plan", _compose_map, "WebPage"),
        PageKind("robots", _compose_addresses),
        PageKind("sitemap", _compose_addresses),
        PageKind("sitemaps", _compose_addresses),
        FileKind(_RESERVED, _write_reservations),
    ),
    singles=(Single(PLAN, "plan", _map_content, listing_order=70, fed=False, frame="plan"),),
    requests=_requests,
    offers={Ports.MINING: _mining},
)
register = FEATURE.register
