"""Every file that is printed, as requests: decided from the whole build before any is composed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Feature
from placette.engine.pages.lists import SITE_FEED, feed_requests, member_feeds, member_pages, single_requests
from placette.engine.pages.requests import Request


def plan_site(desk: Desk) -> list[Request]:
    """One request for each file; raises ``ValueError`` for two that want one file."""
    wanted = first_requests(desk)
    later = [request for feature in desk.features for request in feature.afterwards(desk)]
    twice = [path for path, times in Counter(request.save_as for request in wanted).items() if times > 1]
    if twice:
        raise ValueError(f"several pages would be written to {', '.join(sorted(twice))}")
    return [*wanted, *later]


def first_requests(desk: Desk) -> list[Request]:
    """The files that features want without knowing those of the others."""
    return desk.once(_first)


def _first(desk: Desk) -> list[Request]:
    requests = [request for feature in desk.features for request in _requests(feature, desk)]
    requests += feed_requests(SITE_FEED, "", "", desk.newest, desk)
    return [request for request in requests if request.save_as]  # an empty setting leaves a page out


def _requests(feature: Feature, desk: Desk) -> Iterator[Request]:
    yield from feature.requests(desk)
    for collection in feature.collections:
        yield from member_pages(collection, desk)
        yield from member_feeds(collection, desk)
    for single in feature.singles:
        yield from single_requests(single, desk)
