"""The pages of communes: posts about each, who lives there, what lies around; the index of all that have something."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial

from placette.engine.base.cldr import spoken_number
from placette.engine.base.geography import Point
from placette.engine.base.message import N_
from placette.engine.base.text import fold
from placette.engine.library.models import Area, Commune
from placette.engine.pages.addresses import FeedAddress
from placette.engine.pages.desk import Desk
from placette.engine.pages.lists import Collection, Member
from placette.engine.pages.lookup import places_of
from placette.engine.pages.places import COMMUNE, place_slug
from placette.engine.pages.requests import SharedRow
from placette.engine.pages.views import LinkView, PlaceView
from placette.features.authors import homes
from placette.features.posts import of_communes
from placette.features.territory.areas import area_name, area_pattern, area_slug
from placette.features.territory.atlas import atlas_of
from placette.features.territory.contents import (
    AroundContent,
    Counted,
    PlaceContent,
    PlaceWords,
    PostPoints,
    WindowContent,
)
from placette.features.territory.knowledge import shown_communes
from placette.features.territory.neighbours import nearest_places
from placette.features.territory.places import at_place, of_place

COMMUNE_FEED = FeedAddress("COMMUNE_FEED", passing=True)
_NEIGHBOURS = 6
_WITHIN = 60.0
"""Kilometres beyond which nothing is next door."""


def commune_members(desk: Desk) -> Iterator[Member]:
    """A list for each commune that has something, in order."""
    codes = shown_communes(desk)
    near, articles, known = neighbours_of(codes, desk), of_communes(desk), desk.build.communes.by_code
    for code, place in zip(codes, places_of(tuple(codes), desk), strict=True):
        commune, people = known[code], tuple(homes(desk).get(code, ()))
        words = _words(commune, len(people), desk)
        content = partial(PlaceContent, words, commune, people, _around(commune, near[code], desk))
        rank, posts = (fold(place.label), place.url), articles.get(code, [])
        yield Member(
            place_slug(commune),
            commune.name,
            posts,
            content,
            about=commune,
            fed=bool(posts),
            shown=place.label,
            rank=rank,
        )


COMMUNE_PAGES = Collection(
    COMMUNE, "commune", commune_members, COMMUNE_FEED, N_("Communes"), section_order=30, listing_order=170
)


def counted(codes: Iterable[str], desk: Desk) -> tuple[tuple[PlaceView, int], ...]:
    """Communes by name, and how many posts are about each."""
    found = [(place, len(of_communes(desk).get(place.code, ()))) for place in places_of(tuple(codes), desk)]
    return tuple(sorted(found, key=lambda pair: (fold(pair[0].name), pair[0].code)))


def area_link(area: Area, desk: Desk) -> LinkView:
    """A département or an intercommunalité; its address is empty where the site leaves out its kind of pages."""
    pattern = area_pattern(area.kind, desk)
    return LinkView(area_name(area), desk.base + pattern.format(slug=area_slug(area)) if pattern else "")


def points_of(codes: Iterable[str], desk: Desk) -> tuple[Point, ...]:
    """Where communes lie, as far as the reference or a post says."""
    atlas, known = atlas_of(desk), desk.build.communes.by_code
    found = ((atlas.point(code) if atlas else known[code].point) for code in codes)
    return tuple(point for point in found if point)


def neighbours_of(codes: Iterable[str], desk: Desk) -> dict[str, tuple[str, ...]]:
    """For each commune the nearest of the others; where nobody knows where it lies, those of its intercommunalité."""
    codes = sorted(codes)
    known = desk.build.communes.by_code
    points = {code: point for code in codes for point in points_of((code,), desk)}
    near = nearest_places(points, _NEIGHBOURS, _WITHIN)
    together: defaultdict[str, list[str]] = defaultdict(list)
    for code in codes:
        together[known[code].epci].append(code)
    return {code: near.get(code) or tuple(_others(code, together[known[code].epci], desk)) for code in codes}


def _others(code: str, together: list[str], desk: Desk) -> list[str]:
    """The other communes of an intercommunalité, those with most posts first; none for a commune without one."""
    if not desk.build.communes.by_code[code].epci:
        return []
    others = (other for other in together if other != code)
    return sorted(others, key=lambda other: (-len(of_communes(desk).get(other, ())), other))[:_NEIGHBOURS]


def _around(commune: Commune, near: tuple[str, ...], desk: Desk) -> AroundContent:
    index = desk.build.communes
    areas = [area for area in (index.epcis.get(commune.epci), index.departments.get(commune.department_code)) if area]
    heading = desk.say(N_("Around {place}")).format(place=of_place(commune, desk.lang))
    newest = [of_communes(desk)[code][0] if code in of_communes(desk) else "" for code in near]
    return AroundContent(
        window=window_on(areas[0], commune.code, desk),
        facts=_facts(commune, desk),
        areas=tuple(area_link(area, desk) for area in areas),
        communes=(),
        heading=heading,
        neighbours=tuple(zip(places_of(near, desk), newest, strict=True)),
    )


def window_on(area: Area, here: str, desk: Desk) -> WindowContent:
    """The map of an area, seen from one of its communes (a code) or from none: it names all that have a page.

    That of a commune counts no posts: each new one would change the pages of all the others.
    """
    pinned = (desk.once(_named_by_area) if here else desk.once(_shown_by_area)).get(area.code, ())
    url = area_link(area, desk).url if here else ""
    list_url = f"{url}#communes" if url or not here else ""
    return WindowContent(area.code, pinned, desk.once(_posted_by_area).get(area.code, ()), here, list_url)


def _shown_by_area(desk: Desk) -> dict[str, Counted]:
    """The communes with a page, by the code of their intercommunalité and of their département."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code in shown_communes(desk):
        commune = desk.build.communes.by_code[code]
        for area in filter(None, (commune.epci, commune.department_code)):
            found[area].append(code)
    return {area: counted(codes, desk) for area, codes in found.items()}


def _named_by_area(desk: Desk) -> dict[str, Counted]:
    """The same, without the numbers of their posts."""
    shown = desk.once(_shown_by_area)
    return {area: SharedRow((place, 0) for place, _ in places) for area, places in shown.items()}


def _posted_by_area(desk: Desk) -> dict[str, PostPoints]:
    shown = desk.once(_shown_by_area)
    return {area: SharedRow(posted_points([place.code for place, _ in places], desk)) for area, places in shown.items()}


def posted_points(codes: Iterable[str], desk: Desk) -> PostPoints:
    """The points of these communes that posts alone give."""
    atlas = atlas_of(desk)
    return atlas.posted_of(sorted(codes)) if atlas else ()


def _words(commune: Commune, people: int, desk: Desk) -> PlaceWords:
    pattern = desk.say(N_("What residents, associations and services write {place}."))
    at = at_place(commune.name, desk.lang)
    said = [_writers(people, desk)]
    if commune.population:
        lives = desk.words.ngettext(
            "{number} person lives in {place}.", "{number} people live in {place}.", commune.population
        )
        said.insert(0, lives.format(number=spoken_number(commune.population, desk.lang), place=at))
    description = pattern.format(place=at)
    return PlaceWords("", commune.name, description, " ".join(said), at, commune.name)


def _writers(people: int, desk: Desk) -> str:
    if not people:
        return desk.say(N_("Nobody writes from here yet: the place is yours."))
    said = desk.words.ngettext(
        "{number} writes from here, and there is room for more.",
        "{number} write from here, and there is room for more.",
        people,
    )
    return said.format(number=people)


def _facts(commune: Commune, desk: Desk) -> str:
    """«Code postal 63870», if it is known."""
    codes = ", ".join(commune.postal_codes.split())
    return desk.say(N_("Postal code {codes}")).format(codes=codes) if codes else ""
