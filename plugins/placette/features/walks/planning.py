"""Walks: which pages and files there are, and what lists say of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from placette.engine.base.message import N_
from placette.engine.base.text import fold
from placette.engine.library.models import Commune
from placette.engine.pages.addresses import FileAddress, PageAddress
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Above, Listing, MapSection
from placette.engine.pages.lists import Single
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.requests import Request
from placette.engine.pages.slots import plan_slots
from placette.engine.pages.terms import TERMS, TermsContent, TermsSectionView
from placette.engine.pages.views import LinkView, TermView
from placette.features.posts import articles
from placette.features.walks.kind import WALK
from placette.features.walks.walk import Walk, length, spoken_length

WALK_PAGE = PageAddress("WALK")
WALKS = PageAddress("WALKS")
WALK_GPX = FileAddress("WALK_GPX_URL", for_machines=False)  # it says no more than the page does
WALK_LEAFLET = PageAddress("WALK_LEAFLET", passing=True)
LEAFLET = "leaflet"
"""The template of a sheet to fold."""
_FOLDED = 24
"""Steps on a leaflet at the most."""
GPX = "gpx"
"""The kind of request."""
_TITLE = N_("Walks")


class WalkContent(NamedTuple):
    """A walk (slug), and for each step the post (source path) that it leads to, or nothing."""

    walk: str
    posts: tuple[str, ...]


def walks(desk: Desk) -> Mapping[str, Walk]:
    """Every walk by slug; none where the settings leave out their pages."""
    return desk.once(_by_slug)


def _by_slug(desk: Desk) -> Mapping[str, Walk]:
    return {walk.slug: walk for walk in desk.build.of(WALK)} if desk.addresses[WALK_PAGE] else {}


def walk_of(slug: str, look: Lookup) -> Walk:
    """A walk by slug."""
    look.note(f"walk {slug}")
    return walks(look.desk)[slug]


def walk_requests(desk: Desk) -> Iterator[Request]:
    """The page of each walk, its leaflet and its file for devices."""
    known = articles(desk)
    for slug, walk in walks(desk).items():
        content = WalkContent(slug, tuple(step.post if step.post in known else "" for step in walk.steps))
        slots = plan_slots("walk", walk, desk)
        yield Request("walk", desk.addresses[WALK_PAGE].file(slug), walk.url, content, slots=slots)
        if has_leaflet(walk, desk):
            leaflet = desk.addresses[WALK_LEAFLET]
            yield Request(LEAFLET, leaflet.file(slug), leaflet.path(slug), content)
        file = gpx_path(slug, desk)
        yield Request(GPX, file, file, content)


def has_leaflet(walk: Walk, desk: Desk) -> bool:
    """Whether a walk has a sheet to fold: its steps have to be readable on a quarter of it."""
    return bool(desk.addresses[WALK_LEAFLET]) and len(walk.steps) <= _FOLDED


def gpx_path(slug: str, desk: Desk) -> str:
    """The file of a walk, from the site's root; empty where the settings leave it out."""
    return desk.addresses.file(WALK_GPX).format(slug=slug)


def walk_terms(desk: Desk) -> tuple[TermView, ...]:
    """The walks by title, with where and how long each is."""
    return tuple(_term(walk, desk) for walk in _ordered(desk))


def walks_through(commune: Commune | None, desk: Desk) -> TermsSectionView | None:
    """The walks through a commune; None without any."""
    found = [_term(walk, desk) for walk in _ordered(desk) if commune and commune.code in walk.communes]
    return TermsSectionView("walks", desk.say(_TITLE), tuple(found)) if found else None


def _ordered(desk: Desk) -> list[Walk]:
    return sorted(walks(desk).values(), key=lambda walk: (fold(walk.title), walk.slug))


def _term(walk: Walk, desk: Desk) -> TermView:
    names = (desk.build.communes.by_code[code].name for code in walk.communes)
    facts = (", ".join(names), spoken_length(length(walk.line), desk.lang), walk.duration)
    return TermView(walk.title, desk.base + walk.url, 0, f"{' · '.join(filter(None, facts))}. {walk.summary}")


def _index(desk: Desk) -> TermsContent | None:
    if not walks(desk):
        return None
    introduction = desk.say(N_("From one place to the next on foot, to print or to take along on a device."))
    return TermsContent(desk.say(_TITLE), introduction, walk_terms(desk))


WALK_LIST = Single(WALKS, TERMS, _index, _TITLE, 110, 141, entries=lambda desk: len(walks(desk)))


def walks_above(desk: Desk, _about: Walk | None) -> Above | None:
    """The page above that of a walk, or of a leaflet."""
    address = desk.addresses[WALKS]
    return Above(desk.say(_TITLE), address.url) if address else None


def walk_sections(desk: Desk) -> Iterator[MapSection]:
    """The section of the site map."""
    yield MapSection(90, desk.say(_TITLE), [LinkView(term.name, term.url) for term in walk_terms(desk)])


def walk_listings(desk: Desk) -> Iterator[Listing]:
    """The pages for robots."""
    return (Listing(140, walk.url) for walk in _ordered(desk))


def walk_marks(desk: Desk) -> Iterator[tuple[str, str]]:
    """The parts that pages look at."""
    return ((f"walk {slug}", walk.mark) for slug, walk in walks(desk).items())
