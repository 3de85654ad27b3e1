"""The pages of intercommunalités and départements, the index of all places by département, the map, moved addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from placette.engine.base.message import N_
from placette.engine.base.setting_errors import SettingError
from placette.engine.base.text import fold
from placette.engine.library.communes import LEAST_SHARE, share_inside
from placette.engine.library.models import Area, AreaKind
from placette.engine.pages.addresses import PageAddress
from placette.engine.pages.desk import Desk
from placette.engine.pages.lists import Collection, Member, feed_requests
from placette.engine.pages.lookup import places_of
from placette.engine.pages.moved import MOVED, MovedContent
from placette.engine.pages.places import COMMUNE, places_pattern
from placette.engine.pages.requests import Request
from placette.engine.pages.views import TermView
from placette.features.authors import homes
from placette.features.posts import of_areas, of_communes
from placette.features.territory.anchors import list_id
from placette.features.territory.areas import (
    AREA_FEEDS,
    AREA_PAGES,
    area_name,
    area_pattern,
    area_slug,
    in_area,
    the_area,
    told_sentence,
)
from placette.features.territory.commune_pages import COMMUNE_FEED, area_link, counted, posted_points, window_on
from placette.features.territory.contents import (
    AroundContent,
    MapContent,
    PlaceContent,
    PlacesContent,
    PlaceWords,
    PostPoints,
    WindowContent,
)
from placette.features.territory.knowledge import areas_of, areas_with, former_slugs, shown_communes
from placette.features.territory.places import of_place
from placette.features.territory.views import PlaceGroupView

NEWEST = 60
"""Posts that the pages of an area show: each new one moves all the others, and its communes' pages have them all."""
_FACES = 48
"""People whom the page of an area shows."""
MOST_LISTED = 300
"""Communes that the page of the map lists; of more it names their départements, whose pages list them."""
MAP_PAGE = PageAddress("MAP")
COMMUNES = PageAddress("COMMUNES")
_MAP = N_("The map")
_OVERLINES = {AreaKind.EPCI: N_("Intercommunalité"), AreaKind.DEPARTMENT: N_("Département")}


def _members(kind: AreaKind, desk: Desk) -> Iterator[Member]:
    """A list for each area of whose communes something is written or known."""
    articles, known = of_areas(desk), areas_of(kind, desk)
    for code, communes in areas_with(shown_communes(desk), kind, desk).items():
        area, posts = known[code], articles.get(code, [])
        here = dict.fromkeys(key for commune in communes for key in homes(desk).get(commune, ()))
        words = _words(area, len(communes), desk)
        around = _around(area, communes, len(posts), desk)
        content = partial(PlaceContent, words, None, tuple(here)[:_FACES], around)
        slug, rank = area_slug(area), (fold(area_name(area)), area_link(area, desk).url)
        yield Member(slug, area_name(area), posts[:NEWEST], content, fed=bool(posts), rank=rank)


EPCI_LISTS = Collection(
    AREA_PAGES[AreaKind.EPCI],
    "commune",
    partial(_members, AreaKind.EPCI),
    AREA_FEEDS[AreaKind.EPCI],
    N_("Intercommunalités"),
    section_order=40,
    listing_order=181,
)
DEPARTMENT_LISTS = Collection(
    AREA_PAGES[AreaKind.DEPARTMENT],
    "commune",
    partial(_members, AreaKind.DEPARTMENT),
    AREA_FEEDS[AreaKind.DEPARTMENT],
    N_("Départements"),
    section_order=41,
    listing_order=180,
)


def _words(area: Area, told: int, desk: Desk) -> PlaceWords:
    at = in_area(area, desk.lang)
    description = desk.say(N_("What residents, associations and services write {place}.")).format(place=at)
    sentence = told_sentence(desk.once(_sizes)[area.code], told, desk.words)
    return PlaceWords(
        desk.say(_OVERLINES[area.kind]), area_name(area), description, sentence, at, the_area(area, desk.lang)
    )


def _sizes(desk: Desk) -> Counter[str]:
    """How many communes each area has."""
    return Counter(code for c in desk.build.communes.by_code.values() for code in (c.department_code, c.epci))


def _epci_terms(desk: Desk) -> dict[str, TermView]:
    """The intercommunalités that have a page, by code, and how many posts are about each."""
    known, posts = desk.build.communes.epcis, of_areas(desk)
    if not area_pattern(AreaKind.EPCI, desk):
        return {}
    links = {code: area_link(known[code], desk) for code in areas_with(shown_communes(desk), AreaKind.EPCI, desk)}
    return {code: TermView(link.label, link.url, len(posts.get(code, ()))) for code, link in links.items()}


def places_content(desk: Desk) -> PlacesContent:
    """Every place that has something, by département: its intercommunalités, then its communes.

    A single département is not named: the communes are all that the page lists.
    """
    shown = shown_communes(desk) if places_pattern(desk) else []
    departments, epcis = desk.build.communes.departments, _epci_terms(desk)
    groups = []
    for code, communes in areas_with(shown, AreaKind.DEPARTMENT, desk).items():
        link = area_link(departments[code], desk)
        around = areas_with(communes, AreaKind.EPCI, desk)
        terms = sorted((epcis[epci] for epci in around if epci in epcis), key=lambda term: (fold(term.name), term.url))
        groups.append(PlaceGroupView(link.label, link.url, tuple(terms), counted(communes, desk)))
    if len(groups) == 1:
        groups = [groups[0]._replace(label="", url="")]
    return PlacesContent(desk.say(N_("Communes")), desk.say(N_("The posts about each place.")), tuple(groups))


def map_content(desk: Desk) -> MapContent:
    """The map: every commune that posts are about, and their list, or that of their départements."""
    introduction = desk.say(N_("Touch a name: its newest text opens."))
    posts, departments = of_communes(desk), desk.build.communes.departments
    order = {code: at for at, code in enumerate(posts)}
    window = WindowContent(
        "", tuple(sorted(counted(posts, desk), key=lambda pair: order[pair[0].code])), post_points(desk)
    )
    found = areas_with(posts, AreaKind.DEPARTMENT, desk)
    linked = {code: area_link(departments[code], desk).url for code in found}
    whole = len(posts) <= MOST_LISTED or len(found) < 2 or not all(linked.values())
    groups = [
        PlaceGroupView(
            area_name(departments[code]),
            linked[code],
            (),
            counted(codes, desk) if whole else (),
            list_id(code),
            "" if whole else told_sentence(desk.once(_sizes)[code], len(codes), desk.words),
        )
        for code, codes in found.items()
    ]
    groups.sort(key=lambda group: fold(group.label))
    newest = tuple((place.code, posts[place.code][0]) for place, _ in window.pinned)
    return MapContent(desk.say(_MAP), introduction, window, newest, tuple(groups))


def post_points(desk: Desk) -> PostPoints:
    """The points of communes that posts alone give."""
    return posted_points(of_communes(desk), desk)


def refuse_wrong_map(desk: Desk) -> None:
    """Raise ``SettingError`` for a map whose shapes don't hold the territory's points: it would mislead."""
    share = share_inside(desk.build.communes) if desk.addresses[MAP_PAGE] else 1.0
    if share < LEAST_SHARE:
        wrong = desk.say(N_("TERRITORY_FILE: only {share} % of the communes lie in the shape of their département."))
        mend = desk.say(N_("Renew the file with shapes of your own (--contours), or leave the map out (MAP_URL)."))
        raise SettingError(f"{wrong.format(share=f'{share * 100:.0f}')} {mend}")


def moved_requests(desk: Desk) -> Iterator[Request]:
    """A page at the address that each former commune had or may have had, where the one of today has a page."""
    address = desk.addresses[COMMUNE]
    shown = shown_communes(desk) if address else []
    for slug, name, now in former_slugs(desk):
        if now in shown:
            (place,) = places_of((now,), desk)
            today = of_place(desk.build.communes.by_code[now], desk.lang)
            title = desk.say(N_("{former} is part of {commune} now")).format(former=name, commune=today)
            content = MovedContent(title, place.url, place.label)
            yield Request(MOVED, address.file(slug), address.path(slug), content)


def former_feeds(desk: Desk) -> Iterator[Request]:
    """The feeds of former communes, which go on at their addresses."""
    for slug, _, now in former_slugs(desk) if desk.addresses[COMMUNE] else ():
        if now in of_communes(desk):
            name, (place,) = desk.build.communes.by_code[now].name, places_of((now,), desk)
            page = place.url.removeprefix(desk.base)
            yield from feed_requests(COMMUNE_FEED, slug, name, of_communes(desk)[now], desk, page)


def _around(area: Area, communes: list[str], posts: int, desk: Desk) -> AroundContent:
    index = desk.build.communes
    if area.kind is AreaKind.DEPARTMENT:
        epcis = areas_with(communes, AreaKind.EPCI, desk)
        areas, parts = [], [area_link(index.epcis[code], desk) for code in epcis]
    else:
        departments = areas_with(communes, AreaKind.DEPARTMENT, desk)
        areas, parts = [area_link(index.departments[code], desk) for code in departments], []
    rest = desk.say(N_("the {number} newest posts; the pages of the communes have all")).format(number=NEWEST)
    return AroundContent(
        window=window_on(area, "", desk),
        facts=rest if posts > NEWEST else "",
        areas=tuple(sorted(areas, key=lambda link: fold(link.label))),
        communes=counted(communes, desk),
        parts=tuple(sorted(parts, key=lambda link: fold(link.label))),
    )
