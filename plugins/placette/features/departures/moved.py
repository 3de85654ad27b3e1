"""Addresses that editors declared moved or gone: a page at each, for hosts that know no rules; rules for the others.

A feed or a calendar that moved goes on at its old address, as no page can lead a program elsewhere; so does a document,
which its own feature writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from placette.engine.base.message import N_
from placette.engine.library.addresses import address_of
from placette.engine.library.departures import Asked, Departures
from placette.engine.library.moves import Settled, load_moves, settle_moves
from placette.engine.library.old_addresses import has_query
from placette.engine.pages.desk import Desk
from placette.engine.pages.moved import GONE, MOVED, MovedContent
from placette.engine.pages.planning import first_requests
from placette.engine.pages.requests import Request
from placette.features.authors import AUTHOR_FEED
from placette.features.departures.gone import GoneContent, file_of, gone_paths

_GONE_PAGE = "410.html"
"""The page that servers show for all that is gone."""


class _Planned(NamedTuple):
    """What is declared beside what the site makes: the files it asks for, and all that servers must know."""

    files: tuple[Request, ...]
    departures: Departures


def departed(desk: Desk) -> Departures:
    """All that servers must know of addresses that moved or are gone."""
    return desk.once(_plan).departures


def departure_files(desk: Desk) -> tuple[Request, ...]:
    """The files that what editors declared asks for, beside those of texts."""
    return desk.once(_plan).files


def _plan(desk: Desk) -> _Planned:
    requests, base = first_requests(desk), desk.base
    automatic = _moved_paths(requests, base)
    gone = gone_paths(desk.build, (desk.addresses.file(AUTHOR_FEED.form(form.end)) for form in desk.feed_forms))
    made = {address_of(request.save_as): request for request in requests if request.kind not in {MOVED, GONE}}
    by_itself = {old.removeprefix(base): new.removeprefix(base) for old, new in automatic}
    declared = load_moves(Path(desk.settings["PATH"]).parent)
    away = {path.removeprefix(base) for path in gone}
    waiting = {*filter(None, desk.build.addresses.values()), *desk.resting}
    written = {address for feature in desk.features for address in feature.written(desk)}
    settled = settle_moves(declared, made.keys() | written | {_GONE_PAGE}, by_itself, away, waiting, desk.passing)
    moved = tuple((base + old, base + new) for old, new in settled.moved if not has_query(old))
    gone = tuple(sorted((*gone, *(base + old for old in settled.gone if not has_query(old)))))
    asked, held = tuple(_asked(settled, base)), tuple(base + old for old in settled.waiting)
    departures = Departures((*automatic, *moved), gone, asked, held, settled.problems)
    return _Planned(tuple(_files(settled, made, desk)), departures)


def _asked(settled: Settled, base: str) -> Iterator[Asked]:
    """The addresses that have a query, for servers alone."""
    moved = ((old, base + new) for old, new in settled.moved)
    for old, new in (*moved, *((old, None) for old in settled.gone)):
        if has_query(old):
            path, _mark, query = old.partition("?")
            yield Asked(base + path, query, new)


def _moved_paths(requests: Iterable[Request], base: str) -> tuple[tuple[str, str], ...]:
    """The paths on the server of pages that moved by themselves, and of those they lead to."""
    moved = ((request.path, request.content) for request in requests)
    return tuple((base + path, content.url) for path, content in moved if isinstance(content, MovedContent))


def _files(settled: Settled, made: Mapping[str, Request], desk: Desk) -> Iterator[Request]:
    titles = _titles(desk) if settled.moved else {}
    for old, new in settled.moved:
        if _is_page(old):
            yield Request(MOVED, file_of(old), old, _led_to(new, titles.get(new, ""), desk))
        elif not has_query(old) and new in made and PurePosixPath(old).suffix == PurePosixPath(new).suffix:
            yield made[new]._replace(save_as=old)
    for old in settled.gone:
        if _is_page(old):
            yield Request(GONE, file_of(old), old, GoneContent("page"))
    if desk.build.gone or settled.gone:
        yield Request(GONE, _GONE_PAGE, _GONE_PAGE, GoneContent("page" if settled.gone else "any"))


def _is_page(address: str) -> bool:
    return address.endswith(("/", ".html")) and not has_query(address)


def _titles(desk: Desk) -> dict[str, str]:
    """The titles of texts, by address."""
    return {url: title for feature in desk.features for url, title in feature.titled(desk)}


def _led_to(address: str, title: str, desk: Desk) -> MovedContent:
    """What a page says that leads to ``address``, where a text may have a ``title``."""
    label = desk.say(N_("Go to its new address"))
    return MovedContent(title or desk.say(N_("Another address")), desk.base + address, label)
