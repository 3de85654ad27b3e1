"""Walks: places in order, the way between them, files for devices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from placette.engine.base.translation import N_
from placette.engine.content.communes import Commune
from placette.engine.content.kinds import SearchedKind
from placette.engine.rendering import structured
from placette.engine.rendering.addresses import FileAddress, PageAddress
from placette.engine.rendering.entries import Searched, licence_view, qr_view
from placette.engine.rendering.features import (
    Feature,
    FileKind,
    Listing,
    Lookup,
    MapSection,
    PageKind,
    Request,
    SharedKind,
    Single,
    Site,
    Slot,
)
from placette.engine.rendering.lists import TERMS, TermsSectionView, TermsView, head_of, list_url
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.searched import searched_text
from placette.engine.rendering.site import SlotsView, date_view, places_of, plan_slots, slot_views
from placette.engine.rendering.views import BreadcrumbsView, HeadView, LinkView, SocialImageView, SocialView, TermView
from placette.features.posts import articles, card_of
from placette.features.walks.drawing import LeafletView, StepView, WalkView, draw_profile, draw_walk
from placette.features.walks.walk import (
    WALK,
    Point,
    Step,
    Walk,
    decimal_point,
    distance,
    geo_url,
    length,
    spoken_length,
    spoken_point,
)

__all__ = ["FEATURE", "register"]


WALK_PAGE = PageAddress("WALK")
WALKS = PageAddress("WALKS")
WALK_GPX = FileAddress("WALK_GPX_URL", for_machines=False)  # a short form of what is on the page
WALK_LEAFLET = PageAddress("WALK_LEAFLET", passing=True)
LEAFLET = "leaflet"  # the template of a sheet to fold
_FOLDED = 24  # steps on a leaflet at the most
GPX = "gpx"  # the kind of request
_TITLE = N_("Walks")


class WalkContent(NamedTuple):
    """A walk (slug), and for each step the post (source path) that it leads to, or nothing."""

    walk: str
    posts: tuple[str, ...]


def walk_requests(site: Site) -> Iterator[Request]:
    """Yield the page of each walk, its leaflet and its file for devices."""
    posts = articles(site)
    for slug, walk in site.texts(WALK).items():
        content = WalkContent(slug, tuple(step.post if step.post in posts else "" for step in walk.steps))
        slots = plan_slots("walk", walk, site)
        yield Request("walk", site.addresses[WALK_PAGE].file(slug), walk.url, content, slots=slots)
        if has_leaflet(walk, site):
            leaflet = site.addresses[WALK_LEAFLET]
            yield Request(LEAFLET, leaflet.file(slug), leaflet.path(slug), content)
        file = gpx_path(slug, site)
        yield Request(GPX, file, file, content)


def has_leaflet(walk: Walk, site: Site) -> bool:
    """Return whether a walk has a sheet to fold: its steps have to be readable on a quarter of it."""
    return bool(site.addresses[WALK_LEAFLET]) and len(walk.steps) <= _FOLDED


def gpx_path(slug: str, site: Site) -> str:
    """Return the file of a walk, from the site's root; empty where the settings leave it out."""
    return site.addresses.file(WALK_GPX).format(slug=slug)


def walk_terms(site: Site) -> tuple[TermView, ...]:
    """Return the walks by title, with where and how long each is."""
    return tuple(_term(walk, site) for walk in site.by_title(WALK))


def walks_through(commune: Commune | None, site: Site) -> TermsSectionView | None:
    """Return the walks through a commune; None without any."""
    terms = [_term(walk, site) for walk in site.by_title(WALK) if commune and commune.code in walk.communes]
    return TermsSectionView("walks", site.say(_TITLE), tuple(terms)) if terms else None


def _term(walk: Walk, site: Site) -> TermView:
    names = (site.build.communes.by_code[code].name for code in walk.communes)
    facts = (", ".join(names), spoken_length(length(walk.line), site.lang), walk.duration)
    return TermView(walk.title, site.base + walk.url, 0, f"{' · '.join(filter(None, facts))}. {walk.summary}")


def _index(site: Site) -> TermsView | None:
    introduction = site.say(N_("From one place to the next on foot, to print or to take along on a device."))
    terms = walk_terms(site)
    return TermsView(site.say(_TITLE), introduction, terms) if terms else None


WALK_LIST = Single(WALKS, TERMS, _index, _TITLE, 110, 141, entries=lambda site: len(site.texts(WALK)), invites=True)


def walk_sections(site: Site) -> Iterator[MapSection]:
    """Yield the section of the site map."""
    yield MapSection(90, site.say(_TITLE), [LinkView(term.name, term.url) for term in walk_terms(site)])


def walk_listings(site: Site) -> Iterator[Listing]:
    """Return the pages for robots."""
    return (Listing(140, walk.url) for walk in site.by_title(WALK))


_SIZES = ((6, ""), (11, "small"))  # how many steps a panel of the leaflet has room for, by the size of its letters


def step_names(walk: Walk, posts: tuple[str, ...], look: Lookup) -> list[tuple[str, str]]:
    """Return the name of each step and its language: its own, or the title of its post; «Step 3» while that waits."""
    names = []
    for number, (step, post) in enumerate(zip(walk.steps, posts, strict=True), 1):
        if step.name:
            names.append((step.name, walk.lang))
        elif post:
            names.append((card_of(post, look).title, card_of(post, look).lang))
        else:
            names.append((look.site.say(N_("Step {number}")).format(number=number), look.site.lang))
    return names


def _steps(walk: Walk, posts: tuple[str, ...], look: Lookup) -> tuple[StepView, ...]:
    lang, say = look.site.lang, look.site.say
    legs = [spoken_length(distance(one.point, other.point), lang) for one, other in pairwise(walk.steps)]
    urls = [card_of(post, look).url if post else "" for post in posts]
    parts = zip(walk.steps, step_names(walk, posts, look), urls, [*legs, ""], strict=True)
    return tuple(
        StepView(
            number, name, own, url, spoken_point(step.point, say), decimal_point(step.point), geo_url(step.point), leg
        )
        for number, (step, (name, own), url, leg) in enumerate(parts, 1)
    )


def compose_walk(request: Request, content: WalkContent, look: Lookup) -> WalkView:
    """Return the view of a walk's page."""
    walk = look.named(WALK, content.walk)
    return _view(request, content, head_of(request, walk.title, walk.summary, look, walk), look)


def compose_leaflet(request: Request, content: WalkContent, look: Lookup) -> LeafletView:
    """Return the view of a walk's leaflet; robots keep to the page of the walk."""
    walk, site = look.named(WALK, content.walk), look.site
    title = site.say(N_("Leaflet: {walk}")).format(walk=walk.title)
    head = head_of(request, title, walk.summary, look, robots="noindex")
    size = next((name for most, name in _SIZES if len(walk.steps) <= most), "least")
    return LeafletView(head, _view(request, content, head, look), site.base + walk.url, site.absolute(walk.url), size)


def _view(request: Request, content: WalkContent, head: HeadView, look: Lookup) -> WalkView:
    walk, site = look.named(WALK, content.walk), look.site
    file, leaflet = gpx_path(walk.slug, site), site.addresses[WALK_LEAFLET]
    names = [name for name, _ in step_names(walk, content.posts, look)]
    return WalkView(
        head=head,
        title=walk.title,
        lang=walk.lang,
        summary=walk.summary,
        body_html=look.html(walk),
        distance=spoken_length(length(walk.line), site.lang),
        tracked=bool(walk.track),
        duration=walk.duration,
        difficulty=walk.difficulty,
        ascent=walk.ascent,
        date=date_view(walk.date, site.lang),
        people=look.people(walk.authors),
        places=places_of(walk.communes, site),
        steps=_steps(walk, content.posts, look),
        drawing=draw_walk(walk, site.lang),
        profile=draw_profile(walk, names, site.lang),
        gpx_url=site.base + file if file else "",
        leaflet_url=site.base + leaflet.path(walk.slug) if has_leaflet(walk, site) else "",
        index_url=list_url(WALKS, site),
        licence=licence_view(walk.licence),
        qr=qr_view(site.absolute(walk.url)),
        slots=slot_views(request, walk, look) if request.kind != LEAFLET else SlotsView({}),
    )


_NAMESPACE = "http://www.topografix.com/GPX/1/1"


def write_gpx(_request: Request, content: WalkContent, look: Lookup) -> str:
    """Return the file; it has only what is on the page, and no time but the day of the walk."""
    walk, site = look.named(WALK, content.walk), look.site
    root = Element("gpx", {"xmlns": _NAMESPACE, "version": "1.1", "creator": "Placette"})
    names = ", ".join(person.name for person in look.people(walk.authors)) or site.site_name
    data = SubElement(root, "metadata")
    SubElement(data, "name").text = walk.title
    SubElement(data, "desc").text = walk.summary
    SubElement(SubElement(data, "author"), "name").text = names
    rights = SubElement(data, "copyright", {"author": names})
    SubElement(rights, "year").text = f"{walk.date:%Y}"
    if walk.licence.url:
        SubElement(rights, "license").text = walk.licence.url
    link = SubElement(data, "link", {"href": site.absolute(walk.url)})
    SubElement(link, "text").text = site.site_name
    SubElement(data, "time").text = f"{walk.date:%Y-%m-%d}T00:00:00Z"
    route = SubElement(root, "rte")
    SubElement(route, "name").text = walk.title
    points = _points(route, "rtept", [step.point for step in walk.steps])
    for point, (name, _) in zip(points, step_names(walk, content.posts, look), strict=True):
        SubElement(point, "name").text = name
    if walk.track:
        track = SubElement(root, "trk")
        SubElement(track, "name").text = walk.title
        _points(SubElement(track, "trkseg"), "trkpt", walk.track)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _points(parent: Element, tag: str, points: Sequence[Point]) -> list[Element]:
    return [SubElement(parent, tag, {"lat": f"{lat:.5f}", "lon": f"{lon:.5f}"}) for lat, lon in points]


def describe_walk(walk: Walk, crumbs: BreadcrumbsView, images: tuple[SocialImageView, ...], look: Lookup) -> SocialView:
    """Open Graph and JSON-LD of a walk."""
    for key in walk.authors:
        look.note(f"person {key}")
    for step in walk.steps:
        if step.post in articles(look.site):
            look.note(f"card {step.post}")
    return SocialView("website", images, structured.open_graph_locale(walk.lang), walk_json_ld(walk, crumbs, look.site))


def walk_json_ld(walk: Walk, crumbs: BreadcrumbsView, site: Site) -> structured.JsonLd:
    """Return a walk's page and the way to it."""
    trip = structured.filled(
        {
            "@type": "TouristTrip",
            "@id": f"{crumbs.url}#walk",
            "name": walk.title,
            "description": walk.summary,
            "url": crumbs.url,
            "provider": [structured.agent(key, site.ask(Ports.AGENTS)) for key in walk.authors],
            "subjectOf": {"@id": f"{crumbs.url}#page"},
            "itinerary": {
                "@type": "ItemList",
                "numberOfItems": len(walk.steps),
                "itemListElement": [
                    {"@type": "ListItem", "position": number, "item": _stop(step, site)}
                    for number, step in enumerate(walk.steps, 1)
                ],
            },
        }
    )
    page = structured.page_json_ld(crumbs, structured.website_of(site))
    communes = [site.build.communes.by_code[code] for code in walk.communes]
    about = {
        "mainEntity": {"@id": trip["@id"]},
        "contentLocation": [structured.place_node(commune) for commune in communes],
    }
    page["@graph"][0] |= structured.filled({**about, "inLanguage": walk.lang, **structured.licence_of(walk.licence)})
    page["@graph"].append(trip)
    return page


def _stop(step: Step, site: Site) -> structured.JsonLd:
    post = articles(site).get(step.post)
    lat, lon = step.point
    return structured.filled(
        {
            "@type": "Place",
            "name": step.name or (post.title if post else ""),
            "url": site.absolute(post.url) if post else "",
            "geo": {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon},
        }
    )


_SEARCHED = SearchedKind("walk", N_("Walk"), N_("Walks"), 50)


def _searched(site: Site) -> Iterator[Searched]:
    for walk in site.texts(WALK).values():
        steps = filter(None, (step.name for step in walk.steps))
        yield searched_text(
            _SEARCHED, walk, site, date=walk.date, communes=walk.communes, authors=walk.authors, also=steps
        )


FEATURE = Feature(
    name="walks",
    order=90,
    kinds=(WALK,),
    addresses=(WALK_PAGE, WALK_LEAFLET, WALKS, WALK_GPX),
    pages=(
        PageKind("walk", compose_walk, "WebPage", above=WALKS, places=("aside", "foot")),
        PageKind(LEAFLET, compose_leaflet, "WebPage", above=WALKS),
        FileKind(GPX, write_gpx),
    ),
    singles=(WALK_LIST,),
    requests=walk_requests,
    slots=(Slot("commune", "below", "terms", "term_section", walks_through, first=True),),
    listed=walk_listings,
    sections=walk_sections,
    shared=(SharedKind(Walk, describe_walk),),
    searched=_searched,
)
register = FEATURE.register
