"""The pages of intercommunalités and départements, the index of all places by département, the map, moved addresses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import partial

from placette.engine.base.dates import spoken_number
from placette.engine.base.geography import Point
from placette.engine.base.text import fold
from placette.engine.base.translation import N_, SettingError
from placette.engine.library.communes import LEAST_SHARE, share_inside
from placette.engine.library.kinds import Area, AreaKind, Commune
from placette.engine.pages.addresses import FeedAddress, PageAddress
from placette.engine.pages.desk import COMMUNE, Desk, place_slug, places_of, places_pattern
from placette.engine.pages.features import Request, SharedRow
from placette.engine.pages.lists import MOVED, Collection, Member, MovedContent, feed_requests
from placette.engine.pages.views import LinkView, PlaceView, TermView
from placette.features.authors import homes
from placette.features.posts import of_areas, of_communes
from placette.features.territory.areas import (
    AREA_FEEDS,
    AREA_PAGES,
    AroundContent,
    Counted,
    MapContent,
    PlaceContent,
    PlacesContent,
    PlaceWords,
    PostPoints,
    WindowContent,
    area_name,
    area_pattern,
    area_slug,
    areas_of,
    areas_with,
    at_place,
    former_slugs,
    in_area,
    list_id,
    nearest_places,
    of_place,
    shown_communes,
    the_area,
    told_sentence,
)
from placette.features.territory.frames import atlas_of
from placette.features.territory.views import PlaceGroupView

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
        words = _commune_pages_words(commune, len(people), desk)
        content = partial(PlaceContent, words, commune, people, _commune_pages_around(commune, near[code], desk))
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


def _commune_pages_around(commune: Commune, near: tuple[str, ...], desk: Desk) -> AroundContent:
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


def _commune_pages_words(commune: Commune, people: int, desk: Desk) -> PlaceWords:
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
