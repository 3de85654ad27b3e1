"""The pages of communes: posts about each, who lives there, what lies around; the index of all that have something."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from babel.numbers import format_decimal

from placette.engine.base.geography import Point
from placette.engine.base.message import N_
from placette.engine.base.text import fold
from placette.engine.library.models import Area, Commune
from placette.engine.pages.contents import AroundContent, ListContent, TermsContent
from placette.engine.pages.desk import Desk
from placette.engine.pages.lookup import places_of
from placette.engine.pages.views import LinkView, PaginationView, PlaceView, TermView
from placette.features.agenda.agenda_pages import entries_at
from placette.features.feeds.subscriptions import commune_feeds
from placette.features.territory.areas import area_name, area_slug, areas_pattern
from placette.features.territory.knowledge import shown_communes
from placette.features.territory.neighbours import nearest_places
from placette.features.territory.places import at_place, of_place, place_slug, places_pattern
from placette.features.walks.planning import walk_terms

_NEIGHBOURS = 6
_WITHIN = 60.0
"""Kilometres beyond which nothing is next door."""


def place_pages(desk: Desk) -> list[tuple[str, str, ListContent]]:
    """For each commune that has something, in order: its code, its slug, and its list without posts."""
    if not places_pattern(desk.urls.settings):
        return []
    people = desk.lived
    codes = shown_communes(desk)
    near = neighbours_of(codes, desk)
    return [(code, _slug(code, desk), _content(code, tuple(people.get(code, ())), near[code], desk)) for code in codes]


def place_terms(desk: Desk) -> TermsContent:
    """Every commune that has a page, by name, and how many posts are about it."""
    codes = shown_communes(desk) if places_pattern(desk.urls.settings) else []
    terms = [
        TermView(place.label, place.url, len(desk.told.get(place.code, ()))) for place in places_of(tuple(codes), desk)
    ]
    ordered = sorted(terms, key=lambda term: (fold(term.name), term.url))
    return TermsContent(desk.say(N_("Communes")), desk.say(N_("What is told about each place.")), tuple(ordered))


def counted(codes: Iterable[str], desk: Desk) -> tuple[tuple[PlaceView, int], ...]:
    """Communes by name, and how many posts are about each."""
    found = [(place, len(desk.told.get(place.code, ()))) for place in places_of(tuple(codes), desk)]
    return tuple(sorted(found, key=lambda pair: (fold(pair[0].name), pair[0].code)))


def area_link(area: Area, desk: Desk) -> LinkView:
    """A département or an intercommunalité; its address is empty where the site leaves out its kind of pages."""
    pattern = areas_pattern(area.kind, desk.urls.settings)
    return LinkView(area_name(area), desk.build.base + pattern.format(slug=area_slug(area)) if pattern else "")


def points_of(codes: Iterable[str], desk: Desk) -> tuple[Point, ...]:
    """Where communes lie, as far as the reference or a post tells."""
    atlas, known = desk.atlas, desk.build.communes.by_code
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
    """The other communes of an intercommunalité, those of which most is told first; none for a commune without one."""
    if not desk.build.communes.by_code[code].epci:
        return []
    others = (other for other in together if other != code)
    return sorted(others, key=lambda other: (-len(desk.told.get(other, ())), other))[:_NEIGHBOURS]


def _slug(code: str, desk: Desk) -> str:
    return place_slug(desk.build.communes.by_code[code])


def _content(code: str, people: tuple[str, ...], near: tuple[str, ...], desk: Desk) -> ListContent:
    commune = desk.build.communes.by_code[code]
    feeds = commune_feeds(code, desk)
    pattern = desk.say(N_("What residents, associations and services write {place}."))
    return ListContent(
        overline=commune.department,
        title=commune.name,
        introduction="",
        description=pattern.format(place=at_place(commune.name, desk.lang)),
        feed=next((feed.url for feed in feeds if feed.type != "text/calendar"), ""),
        articles=(),
        pagination=PaginationView(1, 1, "", ""),
        people=people,
        subject=commune,
        around=_around(commune, near, desk),
        walks=walk_terms(desk, code),
        events=entries_at(code, desk),
    )


def _around(commune: Commune, near: tuple[str, ...], desk: Desk) -> AroundContent:
    index = desk.build.communes
    areas = [area for area in (index.epcis.get(commune.epci), index.departments.get(commune.department_code)) if area]
    heading = desk.say(N_("Around {place}")).format(place=of_place(commune, desk.lang))
    newest = [desk.told[code][0] if code in desk.told else "" for code in near]
    return AroundContent(
        points=points_of((commune.code,), desk),
        shape=commune.code,
        facts=_facts(commune, desk),
        areas=tuple(area_link(area, desk) for area in areas),
        communes=(),
        heading=heading,
        neighbours=tuple(zip(places_of(near, desk), newest, strict=True)),
    )


def _facts(commune: Commune, desk: Desk) -> str:
    """«Code postal 63870 · 3 466 habitants», as far as it is known."""
    facts = []
    if commune.postal_codes:
        codes = ", ".join(commune.postal_codes.split())
        facts.append(desk.say(N_("Postal code {codes}")).format(codes=codes))
    if commune.population:
        number = format_decimal(commune.population, locale=desk.lang)
        said = desk.words.ngettext("{number} inhabitant", "{number} inhabitants", commune.population)
        facts.append(said.format(number=number))
    return " · ".join(facts)
