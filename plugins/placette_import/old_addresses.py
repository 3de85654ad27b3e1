"""Old addresses still lead home: each to its text, its list, or an honest «gone», by lines in ``.moved.txt``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from pathlib import Path

from placette import POST, Site, Words, addresses, lists
from placette_import.plan import ImportPlan, old_path
from placette_import.values import EntryKind, EntryStatus, ImportSource

Wanted = tuple[str, str | None]
"""An old address, and where it should lead; None: it is gone."""
_PUBLIC = frozenset({EntryStatus.PROTECTED, EntryStatus.PUBLISHED})
"""Texts that stay out and had an address that everybody could see; those of private ones stay untold."""
_POSTS_A_PAGE = 10


@dataclass(frozen=True, slots=True)
class NewPlaces:
    """Where things are on the new site: texts by path, terms and people by folded name, the addresses that it makes."""

    texts: Mapping[str, str]
    categories: Mapping[str, str]
    tags: Mapping[str, str]
    people: Mapping[str, str]
    made: Set[str]
    archives: str
    authors: str
    feed: str


def places_of(site: Site) -> NewPlaces:
    """Return the places of a site that was read."""
    settings, articles = site.settings, site.build.of(POST)
    declared = {move.old for move in addresses.load_moves(Path(settings["PATH"]).parent).moves}

    def each(setting: str, slugs: Mapping[str, str]) -> dict[str, str]:
        pattern = str(settings.get(setting) or "")
        return {Words.fold(name): pattern.format(slug=slug) for name, slug in slugs.items()} if pattern else {}

    return NewPlaces(
        {path: url for path, url in site.build.addresses.items() if url},
        each("CATEGORY_URL", {article.category.name: article.category.slug for article in articles}),
        each("TAG_URL", {tag.name: tag.slug for article in articles for tag in article.tags}),
        each("AUTHOR_URL", {key: key for article in articles for key in article.authors}),
        {addresses.address_of(request.save_as) for request in lists.first_requests(site)} - declared,
        *(str(settings.get(name) or "") for name in ("ARCHIVES_URL", "AUTHORS_URL", "FEED_ALL_ATOM")),
    )


def wanted_of(source: ImportSource, plan: ImportPlan, shown: Mapping[str, str], places: NewPlaces) -> Iterator[Wanted]:
    """Yield every old address with where it should lead. ``shown`` are the paths of texts by the files they show."""
    site, days, untold = source.site, set[datetime](), set[str]()
    urls = {key: places.texts.get(planned.path, "") for key, planned in plan.texts.items()}
    for entry in source.entries():
        planned = plan.texts.get(entry.key)
        if planned and not planned.is_draft:
            yield from ((old, urls[entry.key] or None) for old in planned.addresses)
            days |= {planned.day} if entry.kind is EntryKind.POST else set()
        elif not planned and entry.status in _PUBLIC:
            yield from ((old_path(old, site), None) for old in entry.addresses)
        else:
            untold.add(entry.key)
    for address in source.addresses:
        yield old_path(address.path, site), _list(address.kind, address.name, plan, places)
    for upload in source.uploads.values():
        if upload.parent in untold and (upload.url or upload.path) not in shown:
            continue
        home = places.texts.get(shown.get(upload.url or upload.path, "")) or urls.get(upload.parent)
        yield from ((old_path(old, site), home or None) for old in (upload.page, upload.url) if old)
    if source.kind == "wordpress":
        yield from ((f"page/{number}", places.archives) for number in range(2, len(days) // _POSTS_A_PAGE + 2))
        yield from ((f"{day:%Y/%m/%d}", f"{day:%Y/%m}/") for day in days)


def _list(kind: str, name: str, plan: ImportPlan, places: NewPlaces) -> str | None:
    """Return where a list leads: to the one that took its place, or the one above it."""
    table = plan.tables
    if kind == "feed":
        return places.feed or None
    if kind == "author":
        key = table.get("authors", {}).get(name, "")
        return places.people.get(Words.fold(key)) or places.authors
    if kind in {"category", "tag"}:
        here = Words.fold(table.get("categories", {}).get(name, "") or name)
        return places.categories.get(here) or places.tags.get(Words.fold(name)) or places.archives
    return places.archives


def moves_for(wanted: Iterable[Wanted], places: NewPlaces, declared: Mapping[str, str | None]) -> list[addresses.Move]:
    """Return the declarations to add: of addresses that are no page now, and that nobody has declared yet.

    What was declared gone and has come in since leads to its text.
    """
    moves: dict[str, addresses.Move] = {}
    for old, new in wanted:
        try:
            address = addresses.read_old_address(old)
        except addresses.OldAddressError:  # it can't be declared
            continue
        is_free = address not in declared or (declared[address] is None and new in places.made)
        if address and address not in places.made and is_free and address != new:
            to = new if new is None or new in places.made else places.archives
            index = moves.get(address)
            if index is None or (index.new is None and to is not None):
                moves[address] = addresses.Move(address, to)
    lasting = (*places.made, *(move.old for move in moves.values() if move.new is not None))
    # What is declared gone takes all below it along
    folders = {address[: at + 1] for address in lasting for at, sign in enumerate(address[:-1]) if sign == "/"}
    settled = (replace(m, new=places.archives) if m.new is None and m.old in folders else m for m in moves.values())
    return sorted(settled, key=attrgetter("old"))


def with_moves(text: str, moves: Iterable[addresses.Move], gone: str) -> str:
    """Return the text of ``.moved.txt`` with more declarations at its end, in the place of older ones."""
    added = list(moves)
    lines = (f"{addresses.render_move(move, gone)}\n" for move in added)
    return "".join((f"{addresses.without_moves(text, {move.old for move in added}).rstrip()}\n", *lines))
