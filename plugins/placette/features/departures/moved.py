"""Addresses that editors declared moved or gone: a page at each, for hosts that know no rules; rules for the others.

A feed or a calendar that moved goes on at its old address, as no page can lead a program elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from placette.engine.base.message import N_
from placette.engine.library.addresses import address_of
from placette.engine.library.departures import Departures
from placette.engine.library.moves import Moves, Settled, settle_moves
from placette.engine.pages.contents import GoneContent, MovedContent
from placette.engine.pages.desk import Desk
from placette.engine.pages.requests import Request
from placette.features.agenda.kind import EVENT
from placette.features.departures.gone import file_of, gone_paths
from placette.features.pages.kind import PAGE
from placette.features.posts.kind import POST
from placette.features.territory.area_pages import moved_paths

_GONE = "410.html"
"""The page that servers show for all that is gone."""
_TOLD = frozenset({"moved", "gone"})
"""Kinds of pages that stand where nothing is any more."""


def plan_departures(
    requests: Sequence[Request], moves: Moves, desk: Desk, author_feeds: Iterable[str | None]
) -> tuple[list[Request], Departures]:
    """The files that what is declared asks for beside ``requests``, and all that servers are told."""
    base = desk.build.base
    told = moved_paths(requests, base)
    gone = gone_paths(desk.build, author_feeds)
    made = {address_of(request.save_as): request for request in requests if request.kind not in _TOLD}
    by_itself = {old.removeprefix(base): new.removeprefix(base) for old, new in told}
    settled = settle_moves(moves, made.keys() | {_GONE}, by_itself, {path.removeprefix(base) for path in gone})
    moved = tuple((base + old, base + new) for old, new in settled.moved)
    gone = tuple(sorted((*gone, *(base + old for old in settled.gone))))
    return list(_files(settled, made, desk)), Departures((*told, *moved), gone, settled.problems)


def _files(settled: Settled, made: Mapping[str, Request], desk: Desk) -> Iterator[Request]:
    titles = _titles(desk) if settled.moved else {}
    for old, new in settled.moved:
        if _is_page(old):
            yield Request("moved", file_of(old), old, _led_to(new, titles.get(new, ""), desk))
        elif PurePosixPath(old).suffix == PurePosixPath(new).suffix:
            yield made[new]._replace(save_as=old)
    for old in settled.gone:
        if _is_page(old):
            yield Request("gone", file_of(old), old, GoneContent("page"))
    if desk.build.gone or settled.gone:
        yield Request("gone", _GONE, _GONE, GoneContent("page" if settled.gone else "any"))


def _is_page(address: str) -> bool:
    return address.endswith(("/", ".html"))


def _titles(desk: Desk) -> dict[str, str]:
    """The titles of texts, by address."""
    build = desk.build
    found = {article.url: article.title for article in build.of(POST)} | {
        page.url: page.title for page in build.of(PAGE)
    }
    return found | {event.url: event.title for event in build.of(EVENT)}


def _led_to(address: str, title: str, desk: Desk) -> MovedContent:
    """What a page says that leads to ``address``, where a text may have a ``title``."""
    label = desk.say(N_("Go to its new address"))
    return MovedContent(title or desk.say(N_("Another address")), desk.build.base + address, label)
