"""The pages of communes: posts about each, who lives there, and the list of all that have something."""

from __future__ import annotations

from collections import defaultdict

from plugins.core.message import N_
from plugins.core.places import at_place, place_slug, places_pattern
from plugins.core.text import fold
from plugins.core.views import PaginationView, TermView
from plugins.views.agenda import entries_at
from plugins.views.desk import Desk
from plugins.views.lookup import places_of
from plugins.views.requests import ListContent, TermsContent
from plugins.views.subscriptions import commune_feeds


def inhabitants(desk: Desk) -> dict[str, list[str]]:
    """The authors (keys) of each commune, by name."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for profile in sorted(desk.build.profiles, key=lambda profile: (fold(profile.name), profile.key)):
        for code in profile.communes:
            found[code].append(profile.key)
    return dict(found)


def place_pages(desk: Desk) -> list[tuple[str, str, ListContent]]:
    """For each commune that posts, people or events name, in order: its code, its slug, and its list without posts."""
    if not places_pattern(desk.urls.settings):
        return []
    people = inhabitants(desk)
    codes = sorted({*desk.told, *people, *_with_events(desk)})
    return [(code, _slug(code, desk), _content(code, tuple(people.get(code, ())), desk)) for code in codes]


def place_terms(desk: Desk) -> TermsContent:
    """Every commune that has a page, by name, and how many posts are about it."""
    codes = tuple({*desk.told, *inhabitants(desk), *_with_events(desk)}) if places_pattern(desk.urls.settings) else ()
    terms = [TermView(place.label, place.url, len(desk.told.get(place.code, ()))) for place in places_of(codes, desk)]
    ordered = sorted(terms, key=lambda term: (fold(term.name), term.url))
    return TermsContent(desk.say(N_("Communes")), desk.say(N_("What is told about each place.")), tuple(ordered))


def _with_events(desk: Desk) -> set[str]:
    return {code for event in desk.events.values() for code in event.communes}


def _slug(code: str, desk: Desk) -> str:
    return place_slug(desk.build.communes.by_code[code])


def _content(code: str, people: tuple[str, ...], desk: Desk) -> ListContent:
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
        events=entries_at(code, desk),
    )
