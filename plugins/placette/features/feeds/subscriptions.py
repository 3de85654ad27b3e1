"""Which feeds there are, in Atom and as JSON: of the site, of each category, commune, author and series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from placette.engine.library.models import Area, AreaKind
from placette.engine.pages.desk import Desk
from placette.engine.pages.machine_contents import FeedContent
from placette.engine.pages.requests import Request
from placette.engine.pages.views import FeedView
from placette.features.authors.kind import PROFILE
from placette.features.communities.community import Community
from placette.features.posts.kind import POST
from placette.features.series.series import Series
from placette.features.territory.areas import area_name, area_slug, areas_pattern
from placette.features.territory.geojson import FEATURES, GEOJSON
from placette.features.territory.knowledge import areas_of, former_slugs
from placette.features.territory.places import place_slug, places_pattern

ENTRIES = 20
"""Posts in a feed."""
ATOM, JSON, CALENDAR = "feed", "feed.json", "calendar"
"""The kinds of request that are feeds."""
_FORMS = ((ATOM, "ATOM", "application/atom+xml"), (JSON, "JSON", "application/feed+json"))
"""For each kind, the end of the settings that tell its addresses, and its MIME type."""


def site_feeds(desk: Desk) -> tuple[FeedView, ...]:
    """The feeds of the whole site, and its calendar if it has events."""
    calendar = _calendar("AGENDA", "", desk.site_name, desk) if desk.events else ()
    return (*_announced("FEED_ALL", "", desk.site_name, desk), *calendar)


def agenda_calendar(desk: Desk) -> str:
    """The printed address of the calendar of all events; empty without any."""
    path = calendar_place("AGENDA", "", desk) if desk.events else ""
    return desk.build.base + path if path else ""


def calendar_place(kind: str, key: str, desk: Desk) -> str:
    """Where a calendar lies, from the site's root: of all (``AGENDA``), a commune by code, a category by slug."""
    slug = place_slug(desk.build.communes.by_code[key]) if kind == "COMMUNE" else key
    return _place(f"{kind}_FEED", "ICS", slug, desk)


def _calendar(kind: str, key: str, label: str, desk: Desk) -> tuple[FeedView, ...]:
    path = calendar_place(kind, key, desk)
    return (FeedView(label, desk.build.base + path, "text/calendar"),) if path else ()


def category_feeds(slug: str, name: str, desk: Desk) -> tuple[FeedView, ...]:
    """The feeds of a category."""
    label = f"{name} – {desk.site_name}"
    has_events = any(event.category and event.category.slug == slug for event in desk.events.values())
    return (*_announced("CATEGORY_FEED", slug, label, desk), *(_calendar("CATEGORY", slug, label, desk) * has_events))


def author_feeds(key: str, name: str, desk: Desk) -> tuple[FeedView, ...]:
    """The feeds of what an author wrote."""
    return _announced("AUTHOR_FEED", key, f"{name} – {desk.site_name}", desk)


def commune_feeds(code: str, desk: Desk) -> tuple[FeedView, ...]:
    """The feeds of a commune; none where nobody has told of it yet."""
    commune = desk.build.communes.by_code[code]
    label = f"{commune.name} – {desk.site_name}"
    feeds = _announced("COMMUNE_FEED", place_slug(commune), label, desk) if code in desk.told else ()
    has_events = any(code in event.communes for event in desk.events.values())
    return (*feeds, *(_calendar("COMMUNE", code, label, desk) * has_events))


def area_feeds(area: Area, desk: Desk) -> tuple[FeedView, ...]:
    """The feeds of a département or an intercommunalité of which something is told."""
    return _announced(f"{area.kind}_FEED", area_slug(area), f"{area_name(area)} – {desk.site_name}", desk)


def series_feeds(series: Series, desk: Desk) -> tuple[FeedView, ...]:
    """The feeds of a series."""
    return _announced("SERIES_FEED", series.slug, f"{series.title} – {desk.site_name}", desk)


def community_feeds(community: Community, desk: Desk) -> tuple[FeedView, ...]:
    """The feeds of a community."""
    return _announced("COMMUNITY_FEED", community.slug, f"{community.title} – {desk.site_name}", desk)


def plan_feeds(desk: Desk) -> Iterator[Request]:
    """A request for each feed; the two forms of one follow each other, for they share their texts (``feeds.py``)."""
    published = desk.build.of(POST)
    yield from _requests("FEED_ALL", "", "", [article.path for article in published[:ENTRIES]], desk)
    for term, articles in desk.categories.values():
        yield from _requests("CATEGORY_FEED", term.slug, term.name, articles, desk)
    for code, articles in desk.told.items() if places_pattern(desk.urls.settings) else ():
        commune = desk.build.communes.by_code[code]
        yield from _requests("COMMUNE_FEED", place_slug(commune), commune.name, articles, desk)
    yield from _of_areas(desk)
    path = str(desk.urls.settings.get("POSTS_GEOJSON_SAVE_AS") or "")
    yield Request(GEOJSON, path, path, FeedContent("", tuple(article.path for article in published[:FEATURES])))
    for profile in desk.build.of(PROFILE):
        yield from _requests("AUTHOR_FEED", profile.key, profile.name, desk.written.get(profile.key, []), desk)
    for slug, community in desk.communities.items():
        yield from _requests("COMMUNITY_FEED", slug, community.title, desk.joined.get(slug, []), desk)
    for series in desk.series.values():
        yield from _requests("SERIES_FEED", series.slug, series.title, _newest_episodes(series, desk), desk)


def _of_areas(desk: Desk) -> Iterator[Request]:
    """The feeds of départements and intercommunalités, and those of former communes, which go on at their addresses."""
    for kind in AreaKind:
        known = areas_of(kind, desk) if areas_pattern(kind, desk.urls.settings) else {}
        for area in (known[code] for code in sorted(known) if code in desk.told_areas):
            articles = desk.told_areas[area.code]
            yield from _requests(f"{kind}_FEED", area_slug(area), area_name(area), articles, desk)
    for slug, _, now in former_slugs(desk) if places_pattern(desk.urls.settings) else ():
        if now in desk.told:
            name = desk.build.communes.by_code[now].name
            yield from _requests("COMMUNE_FEED", slug, name, desk.told[now], desk)


def _newest_episodes(series: Series, desk: Desk) -> list[str]:
    """The episodes as they appeared, newest first."""
    paths = desk.episodes.get(series.slug, ())
    return sorted(paths, key=lambda path: (desk.articles[path].date, path), reverse=True)


def _announced(prefix: str, slug: str, label: str, desk: Desk) -> tuple[FeedView, ...]:
    places = ((_place(prefix, end, slug, desk), mime) for _, end, mime in _FORMS)
    return tuple(FeedView(label, desk.build.base + path, mime) for path, mime in places if path)


def _requests(prefix: str, slug: str, title: str, articles: Sequence[str], desk: Desk) -> Iterator[Request]:
    content = FeedContent(title, tuple(articles[:ENTRIES]))
    for kind, end, _ in _FORMS:
        path = _place(prefix, end, slug, desk)
        yield Request(kind, path, path, content)


def _place(prefix: str, end: str, slug: str, desk: Desk) -> str:
    """A feed's file, which is its path from the site's root too; empty where a setting leaves it out."""
    return str(desk.urls.settings.get(f"{prefix}_{end}") or "").format(slug=slug)
