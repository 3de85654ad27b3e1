"""The events of a site as its pages ask for them: by path, by post, by place, what comes next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from placette.engine.library.models import Commune, Term
from placette.engine.pages.desk import Desk
from placette.engine.pages.settings import ViewsSettings
from placette.features.agenda.addresses import AGENDA
from placette.features.agenda.contents import EntryContent
from placette.features.agenda.event import Event
from placette.features.agenda.happening_events import all_events
from placette.features.agenda.kind import EVENT
from placette.features.agenda.weeks import ShownDate, shown_dates
from placette.features.posts import Article, articles

_AT_A_PLACE = 5
"""Coming events that the page of a commune shows."""
_TOLD = 3
"""Posts that the agenda shows of those that tell of what it announced."""


def events(desk: Desk) -> Mapping[str, Event]:
    """Every event by source path, in the order of their first dates; none on a site without agenda."""
    return desk.once(_by_path)


def _by_path(desk: Desk) -> Mapping[str, Event]:
    return {event.path: event for event in all_events(desk.build)} if desk.addresses[AGENDA] else {}


def own_events(desk: Desk) -> tuple[Event, ...]:
    """The events that have a page of their own."""
    return desk.build.of(EVENT) if desk.addresses[AGENDA] else ()


def coming_dates(desk: Desk) -> Mapping[str, list[ShownDate]]:
    """By event (source path) the dates that aren't past, for those that have any."""
    return desk.once(_coming_dates)


def _coming_dates(desk: Desk) -> Mapping[str, list[ShownDate]]:
    dated = ((path, shown_dates(path, event.happening, desk.build.now)) for path, event in events(desk).items())
    return {path: dates for path, dates in dated if dates}


def by_commune(desk: Desk) -> Mapping[Commune, tuple[str, ...]]:
    """The events of each commune that has had any, in the order of the communes' codes."""
    return desk.once(_by_commune)


def _by_commune(desk: Desk) -> Mapping[Commune, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for event in events(desk).values():
        for code in event.communes:
            found[code].append(event.path)
    return {desk.build.communes.by_code[code]: tuple(found[code]) for code in sorted(found)}


def by_category(desk: Desk) -> Mapping[Term, tuple[str, ...]]:
    """The events of each category that has had any, in the order of their slugs."""
    return desk.once(_by_category)


def _by_category(desk: Desk) -> Mapping[Term, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    terms = {}
    for event in events(desk).values():
        if event.category:
            terms[event.category.slug] = event.category
            found[event.category.slug].append(event.path)
    return {terms[slug]: tuple(found[slug]) for slug in sorted(found)}


def events_about(article: Article, desk: Desk) -> tuple[str, ...]:
    """What a post announces and the events that name it, by source path."""
    return desk.once(_by_post).get(article.path, ())


def _by_post(desk: Desk) -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for event in events(desk).values():
        for post in (event.path, *event.posts):
            found[post].append(event.path)
    return {post: tuple(paths) for post, paths in found.items()}


def coming_on_home(_about: None, desk: Desk) -> tuple[EntryContent, ...]:
    """What the home page shows."""
    return next_entries(coming_dates(desk), desk, desk.options("VIEWS", ViewsSettings).coming)


def next_entries(paths: Iterable[str], desk: Desk, count: int) -> tuple[EntryContent, ...]:
    """Of some events (source paths) those that come next, each with its next date, soonest first."""
    dates = coming_dates(desk)
    found = sorted((dates[path][0].start, path) for path in paths if path in dates)
    return tuple(EntryContent(path, (start,)) for start, path in found[:count])


def coming_at(commune: Commune | None, desk: Desk) -> tuple[EntryContent, ...]:
    """What comes in a commune."""
    return next_entries(by_commune(desk).get(commune, ()) if commune else (), desk, _AT_A_PLACE)


def told(paths: Iterable[str], desk: Desk) -> tuple[str, ...]:
    """The newest posts that tell of these events: those that appeared once it had begun."""
    known, known_posts = events(desk), articles(desk)
    begun = {
        post: known_posts[post].date
        for path in paths
        for post in known[path].posts
        if post in known_posts and known_posts[post].date.replace(tzinfo=None) >= known[path].happening.start
    }
    return tuple(sorted(begun, key=lambda post: (begun[post], post), reverse=True)[:_TOLD])
