"""Addresses that moved or are gone: a page at each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from placette.engine.base.translation import N_
from placette.engine.content.addresses import Settled, address_of, has_query, load_moves, settle_moves
from placette.engine.content.build import Asked, Departures
from placette.engine.rendering.features import Feature, Lookup, PageKind, Request, Site
from placette.engine.rendering.lists import GONE, MOVED, MovedView, compose_moved, first_requests, head_of
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.site import once_a_build, passing_addresses, resting_addresses
from placette.engine.rendering.views import HeadView
from placette.features.authors import AUTHOR_FEED

__all__ = ["FEATURE", "register"]

_WITHDRAWN = {
    "post": N_("This text was withdrawn at the request of the person who had written it."),
    "person": N_("This person no longer writes here and has asked that their name be taken out."),
    "page": N_("There is nothing at this address any more."),
    "any": N_("The content here was withdrawn at the request of the person who had written it."),
}


class GoneView(NamedTuple):
    """The page at the address of a text that was withdrawn. Its head has no canonical address."""

    head: HeadView
    title: str
    sentence: str


def gone_requests(site: Site) -> Iterator[Request]:
    """Yield the page at each address."""
    for gone in site.build.gone:
        yield Request(GONE, file_of(gone.url), gone.url, (gone.what,))


def file_of(url: str) -> str:
    """Return the file of the page at an address."""
    return f"{url}index.html" if url.endswith("/") else url


def compose_gone(request: Request, content: tuple[str], look: Lookup) -> GoneView:
    """Return the page of a withdrawn ``post`` or ``person``, of ``any`` of them, or of an ended ``page``.

    Its head has no address: that of a person may resemble their name.
    """
    (what,) = content
    title = look.site.say(N_("Page not kept") if what == "page" else N_("Withdrawn"))
    sentence = look.site.say(_WITHDRAWN[what])
    head = head_of(request, title, sentence, look, robots="noindex")._replace(canonical_url="", report_url="")
    return GoneView(head, title, sentence)


_GONE_PAGE = "410.html"
"""The page that servers show for all that is gone."""


def departed(site: Site) -> Departures:
    """Return all that servers must know of addresses that moved or are gone."""
    return _plan(site)[1]


def departure_files(site: Site) -> tuple[Request, ...]:
    """Return the files for the editors' declarations, beside those of texts."""
    return _plan(site)[0]


@once_a_build
def _plan(site: Site) -> tuple[tuple[Request, ...], Departures]:
    requests, base = first_requests(site), site.base
    automatic = tuple((base + one.path, one.content.url) for one in requests if isinstance(one.content, MovedView))
    feeds = [site.addresses.file(AUTHOR_FEED.form(form.end)) for form in site.feed_forms]
    people = [PurePosixPath(one.path).stem for one in site.build.gone if one.what == "person"]
    ended = (
        *(one.url for one in site.build.gone),
        *(feed.format(slug=key) for feed in feeds if feed for key in people),
    )
    gone = tuple(sorted(base + path for path in ended))
    made = {address_of(request.save_as): request for request in requests if request.kind not in {MOVED, GONE}}
    by_itself = {old.removeprefix(base): new.removeprefix(base) for old, new in automatic}
    declared = load_moves(Path(site.settings["PATH"]).parent)
    away = {path.removeprefix(base) for path in gone}
    waiting = {*filter(None, site.build.addresses.values()), *resting_addresses(site)}
    kept = {*site.ask(Ports.DOCUMENTS), _GONE_PAGE}
    settled = settle_moves(declared, made.keys() | kept, by_itself, away, waiting, passing_addresses(site))
    moved = tuple((base + old, base + new) for old, new in settled.moved if not has_query(old))
    gone = tuple(sorted((*gone, *(base + old for old in settled.gone if not has_query(old)))))
    asked, held = tuple(_asked(settled, base)), tuple(base + old for old in settled.waiting)
    departures = Departures((*automatic, *moved), gone, asked, held, settled.problems)
    return tuple(_files(settled, made, site)), departures


def _asked(settled: Settled, base: str) -> Iterator[Asked]:
    """Yield the addresses that have a query, for servers alone."""
    moved = ((old, base + new) for old, new in settled.moved)
    for old, new in (*moved, *((old, None) for old in settled.gone)):
        if has_query(old):
            path, _mark, query = old.partition("?")
            yield Asked(base + path, query, new)


def _files(settled: Settled, made: Mapping[str, Request], site: Site) -> Iterator[Request]:
    titles = _titles(site) if settled.moved else {}
    for old, new in settled.moved:
        if _is_page(old):
            title, label = titles.get(new) or site.say(N_("Another address")), site.say(N_("Go to its new address"))
            yield Request(MOVED, file_of(old), old, MovedView(title, site.base + new, label))
        elif not has_query(old) and new in made and PurePosixPath(old).suffix == PurePosixPath(new).suffix:
            yield made[new]._replace(save_as=old)
    for old in settled.gone:
        if _is_page(old):
            yield Request(GONE, file_of(old), old, ("page",))
    if site.build.gone or settled.gone:
        yield Request(GONE, _GONE_PAGE, _GONE_PAGE, ("page" if settled.gone else "any",))


def _is_page(address: str) -> bool:
    return address.endswith(("/", ".html")) and not has_query(address)


def _titles(site: Site) -> dict[str, str]:
    """Return the titles of texts with pages of their own, by address."""
    kinds = (kind for feature in site.features for kind in feature.kinds if kind.address)
    texts = (text for kind in kinds for text in site.build.of(kind))
    return {text.url: text.title for text in texts if text.url and hasattr(text, "title")}


FEATURE = Feature(
    name="departures",
    order=160,
    pages=(PageKind(GONE, compose_gone, "WebSite"), PageKind(MOVED, compose_moved, "WebPage")),
    requests=gone_requests,
    offers={Ports.DEPARTED: departed, Ports.LATER: departure_files},
)
register = FEATURE.register
