"""The pages of intercommunalités and départements, the index of all places by département, the map, moved addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from placette.engine.base.message import N_
from placette.engine.base.settings import SettingError
from placette.engine.base.text import fold
from placette.engine.library.communes import LEAST_SHARE, share_inside
from placette.engine.library.models import Area, AreaKind
from placette.engine.pages.contents import AroundContent, ListContent, MapContent, MovedContent, PlacesContent
from placette.engine.pages.desk import Desk
from placette.engine.pages.lookup import places_of
from placette.engine.pages.requests import Request
from placette.engine.pages.views import LinkView, PaginationView, TermView
from placette.features.feeds.subscriptions import area_feeds
from placette.features.territory.areas import area_name, area_slug, areas_pattern, in_area
from placette.features.territory.commune_pages import area_link, counted, points_of
from placette.features.territory.knowledge import areas_of, areas_with, former_slugs, shown_communes
from placette.features.territory.places import of_place, places_pattern
from placette.features.territory.views import PlaceGroupView

NEWEST = 60
"""Posts that the pages of an area show: each new one moves all the others, and its communes' pages have them all."""
_FACES = 48
"""People whom the page of an area shows."""
_OVERLINES = {AreaKind.EPCI: N_("Intercommunalité"), AreaKind.DEPARTMENT: N_("Département")}


def area_pages(kind: AreaKind, desk: Desk) -> Iterator[tuple[Area, str, list[str], ListContent]]:
    """Each area of whose communes something is told or known: its slug, its posts, and its list without them."""
    if not areas_pattern(kind, desk.urls.settings):
        return
    people, told, known = desk.lived, desk.told_areas, areas_of(kind, desk)
    for code, communes in areas_with(shown_communes(desk), kind, desk).items():
        area, paths = known[code], told.get(code, [])
        here = dict.fromkeys(key for commune in communes for key in people.get(commune, ()))
        yield area, area_slug(area), paths[:NEWEST], _content(area, communes, tuple(here)[:_FACES], len(paths), desk)


def area_terms(kind: AreaKind, desk: Desk) -> tuple[TermView, ...]:
    """The areas of one kind that have a page, by name, and how many posts are about each."""
    if not areas_pattern(kind, desk.urls.settings):
        return ()
    told, known = desk.told_areas, areas_of(kind, desk)
    codes = areas_with(shown_communes(desk), kind, desk)
    links = [(area_link(known[code], desk), len(told.get(code, ()))) for code in codes]
    terms = (TermView(link.label, link.url, count) for link, count in links)
    return tuple(sorted(terms, key=lambda term: (fold(term.name), term.url)))


def places_content(desk: Desk) -> PlacesContent:
    """Every place that has something, by département: its intercommunalités, then its communes."""
    shown = shown_communes(desk) if places_pattern(desk.urls.settings) else []
    departments, epcis = desk.build.communes.departments, {term.url: term for term in area_terms(AreaKind.EPCI, desk)}
    groups = []
    for code, communes in areas_with(shown, AreaKind.DEPARTMENT, desk).items():
        link = area_link(departments[code], desk)
        around = areas_with(communes, AreaKind.EPCI, desk)
        urls = (area_link(desk.build.communes.epcis[epci], desk).url for epci in around)
        terms = sorted((epcis[url] for url in urls if url in epcis), key=lambda term: (fold(term.name), term.url))
        groups.append(PlaceGroupView(link.label, link.url, tuple(terms), counted(communes, desk)))
    return PlacesContent(desk.say(N_("Communes")), desk.say(N_("What is told about each place.")), tuple(groups))


def map_content(desk: Desk) -> MapContent:
    """The map: every commune that posts tell of."""
    introduction = desk.say(N_("Where the posts take place. The list below the map says the same."))
    told = desk.atlas.told_of(sorted(desk.told)) if desk.atlas else ()
    return MapContent(desk.say(N_("The map")), introduction, counted(desk.told, desk), told)


def refuse_wrong_map(desk: Desk) -> None:
    """Raise ``SettingError`` for a map whose shapes don't hold the territory's points: it would mislead."""
    share = share_inside(desk.build.communes) if desk.urls.of_index("MAP") else 1.0
    if share < LEAST_SHARE:
        told = desk.say(N_("TERRITORY_FILE: only {share} % of the communes lie in the shape of their département."))
        mend = desk.say(N_("Renew the file with shapes of your own (--contours), or leave the map out (MAP_SAVE_AS)."))
        raise SettingError(f"{told.format(share=f'{share * 100:.0f}')} {mend}")


def map_link(desk: Desk) -> list[LinkView]:
    """The page of the map, unless the settings leave it out."""
    url = desk.urls.of_index("MAP")
    return [LinkView(desk.say(N_("The map")), url)] if url else []


def moved_requests(desk: Desk) -> Iterator[Request]:
    """A page at the address that each former commune had or may have had, where the one of today has a page."""
    pattern, save_as = places_pattern(desk.urls.settings), str(desk.urls.settings.get("COMMUNE_SAVE_AS", ""))
    shown = shown_communes(desk) if pattern else []
    for slug, name, now in former_slugs(desk):
        if now in shown:
            (place,) = places_of((now,), desk)
            today = of_place(desk.build.communes.by_code[now], desk.lang)
            title = desk.say(N_("{former} is part of {commune} now")).format(former=name, commune=today)
            content = MovedContent(title, place.url, place.label)
            yield Request("moved", save_as.format(slug=slug), pattern.format(slug=slug), content)


def moved_paths(requests: Iterable[Request], base: str) -> tuple[tuple[str, str], ...]:
    """The paths of those pages on the server, and of the pages they lead to."""
    return tuple(
        (base + request.path, request.content.url) for request in requests if isinstance(request.content, MovedContent)
    )


def _content(area: Area, communes: list[str], people: tuple[str, ...], told: int, desk: Desk) -> ListContent:
    feeds = area_feeds(area, desk) if told else ()
    pattern = desk.say(N_("What residents, associations and services write {place}."))
    return ListContent(
        overline=desk.say(_OVERLINES[area.kind]),
        title=area_name(area),
        introduction="",
        description=pattern.format(place=in_area(area, desk.lang)),
        feed=feeds[0].url if feeds else "",
        articles=(),
        pagination=PaginationView(1, 1, "", ""),
        people=people,
        around=_around(area, communes, told, desk),
    )


def _around(area: Area, communes: list[str], told: int, desk: Desk) -> AroundContent:
    index = desk.build.communes
    own = index.by_code.values()
    if area.kind is AreaKind.DEPARTMENT:
        epcis = areas_with(communes, AreaKind.EPCI, desk)
        areas = [area_link(index.epcis[code], desk) for code in epcis]
        number = sum(commune.department_code == area.code for commune in own)
    else:
        departments = areas_with(communes, AreaKind.DEPARTMENT, desk)
        areas = [area_link(index.departments[code], desk) for code in departments]
        number = sum(commune.epci == area.code for commune in own)
    facts = desk.words.ngettext("{number} commune", "{number} communes", number).format(number=number)
    if told > NEWEST:
        rest = desk.say(N_("the {number} newest posts; the pages of the communes have all"))
        facts += " · " + rest.format(number=NEWEST)
    return AroundContent(
        points=points_of(communes, desk),
        shape=area.code,
        facts=facts,
        areas=tuple(sorted(areas, key=lambda link: fold(link.label))),
        communes=counted(communes, desk),
    )
