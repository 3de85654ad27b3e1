"""Old addresses still lead home: each to its text, its list, or an honest «gone», by lines in ``.moved.txt``.

Where something leads for want of its own place is marked, and reckoned again by each import until an editor changes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from placette import N_, POST, Site, Words, addresses, lists
from placette_import.plan import PROVISIONAL, ImportPlan, TextOutcome, old_path
from placette_import.values import ImportSource

_POSTS_A_PAGE = 10
UNTIL_THEN = N_("until its page is here")
"""Behind a line that leads to a list, or nowhere, until the place that it is about is there."""


class Wanted(NamedTuple):
    """An old address, and where it should lead; None: it is gone. ``is_settled``: no better place can come."""

    old: str
    new: str | None
    is_settled: bool = True
    is_file: bool = False


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
    requests = ((addresses.address_of(request.save_as), request.kind) for request in lists.first_requests(site))

    def each(setting: str, slugs: Mapping[str, str]) -> dict[str, str]:
        pattern = str(settings.get(setting) or "")
        return {Words.fold(name): pattern.format(slug=slug) for name, slug in slugs.items()} if pattern else {}

    return NewPlaces(
        {path: url for path, url in site.build.addresses.items() if url},
        each("CATEGORY_URL", {article.category.name: article.category.slug for article in articles}),
        each("TAG_URL", {tag.name: tag.slug for article in articles for tag in article.tags}),
        each("AUTHOR_URL", {key: key for article in articles for key in article.authors}),
        {address for address, kind in requests if address not in declared or kind not in {lists.MOVED, lists.GONE}},
        *(str(settings.get(name) or "") for name in ("ARCHIVES_URL", "AUTHORS_URL", "FEED_ALL_ATOM")),
    )


def wanted_of(source: ImportSource, plan: ImportPlan, shown: Mapping[str, str], places: NewPlaces) -> Iterator[Wanted]:
    """Yield every old address with where it should lead. ``shown`` are the paths of texts by the files they show."""
    site, days = source.site, set[str]()
    urls = {key: places.texts.get(planned.path, "") for key, planned in plan.texts.items()}
    for key, planned in plan.texts.items():
        if planned.is_draft:
            continue
        is_late = planned.outcome is TextOutcome.REFUSED and not urls[key]  # it may come yet
        target = places.archives if is_late else urls[key] or None
        yield from (Wanted(old, target, not is_late) for old in planned.addresses)
        days |= {f"{planned.day:%Y/%m/%d}"} if planned.category else set()
    yield from (Wanted(old, None) for old in plan.gone)
    yield from (Wanted(old, places.archives) for old in plan.lists)
    for address in source.addresses:
        target = _list(address.kind, address.name, plan, places)
        is_settled = address.kind in {"feed", "list"} or target not in {places.archives, places.authors}
        yield Wanted(old_path(address.path, site), target, is_settled)
    for upload in source.uploads.values():
        if upload.parent in plan.untold and (upload.url or upload.path) not in shown:
            continue
        home = places.texts.get(shown.get(upload.url or upload.path, "")) or urls.get(upload.parent)
        yield from (Wanted(old_path(old, site), home or None) for old in (upload.page,) if old)
        yield from (Wanted(old_path(old, site), home or None, is_file=True) for old in (upload.url,) if old)
    if source.kind == "wordpress":
        yield from (Wanted(f"page/{number}", places.archives) for number in range(2, len(days) // _POSTS_A_PAGE + 2))
        yield from (Wanted(day, f"{day[:7]}/") for day in sorted(days))


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


@dataclass(slots=True)
class Reckoning:
    """What ``.moved.txt`` has to say: lines to add, in the place of older ones, and addresses that need none.

    ``counts`` are the old addresses by whether they are files, and by what becomes of each: ``here``, ``led``, ``gone``
    or ``refused``. Those ``refused`` can't be declared, each for a reason.
    """

    moves: list[addresses.Move] = field(default_factory=list)
    provisional: set[str] = field(default_factory=set)
    undone: set[str] = field(default_factory=set)
    refused: dict[str, addresses.OldAddressError] = field(default_factory=dict)
    counts: Counter[tuple[bool, str]] = field(default_factory=Counter)


def reckon(
    wanted: Iterable[Wanted], places: NewPlaces, declared: Mapping[str, str | None], marked: Set[str]
) -> Reckoning:
    """Return what to declare: what editors declared stays, and so does what is as it should be.

    ``marked`` are those of the ``declared`` that an import marked. Of these, and of what was gone, those that have a
    place by now get it. Each address of ``wanted`` is counted once, so that none is lost without a word.
    """
    result, chosen = Reckoning(), dict[str, Wanted]()
    for each in wanted:
        try:
            address = addresses.read_old_address(each.old)
        except addresses.OldAddressError as error:
            result.counts[each.is_file, "refused"] += each.old not in result.refused
            result.refused[each.old] = error
            continue
        if not address:  # the home page, or an address of elsewhere
            continue
        is_there = each.new is None or each.new in places.made
        led = each._replace(old=address) if is_there else Wanted(address, places.archives, False, each.is_file)
        rival = chosen.get(address)
        if rival is None or (rival.new is not None, rival.is_settled) < (led.new is not None, led.is_settled):
            chosen[address] = led
    lasting = {*places.made, *(old for old, new in declared.items() if new is not None)}
    lasting |= {each.old for each in chosen.values() if each.new is not None}
    # What is declared gone takes all below it along
    folders = {address[: at + 1] for address in lasting for at, sign in enumerate(address[:-1]) if sign == "/"}
    for address, each in sorted(chosen.items()):
        is_ours = address in marked and declared[address] in {None, places.archives, places.authors}
        was_gone = address in declared and declared[address] is None
        new = places.archives if each.new is None and address in folders else each.new
        if address in places.made:
            result.counts[each.is_file, "here"] += 1
            result.undone |= {address} if is_ours or was_gone else set()
            continue
        if address in declared and not is_ours and not (was_gone and new is not None):
            new = declared[address]
        elif address not in declared or declared[address] != new or (address in marked) == each.is_settled:
            result.moves.append(addresses.Move(address, new))
            result.provisional |= set() if each.is_settled else {address}
        result.counts[each.is_file, "gone" if new is None else "led"] += 1
    return result


def count_addresses(source: ImportSource, plan: ImportPlan) -> Counter[tuple[bool, str]]:
    """Return how many old addresses a source has, of pages and of files; what becomes of them isn't known yet."""
    nowhere = NewPlaces({}, {}, {}, {}, frozenset(), "", "", "")
    return reckon(wanted_of(source, plan, {}, nowhere), nowhere, {}, frozenset()).counts


def with_moves(text: str, reckoning: Reckoning, gone: str, until_then: str = UNTIL_THEN) -> str:
    """Return the text of ``.moved.txt`` with what is to declare at its end, in the place of older lines."""
    rows = [(addresses.render_move(move, gone), move.old in reckoning.provisional) for move in reckoning.moves]
    replaced = {move.old for move in reckoning.moves} | reckoning.undone
    lines = (f"{line}  {PROVISIONAL} {until_then}\n" if is_marked else f"{line}\n" for line, is_marked in rows)
    return "".join((f"{addresses.without_moves(text, replaced).rstrip()}\n", *lines))
