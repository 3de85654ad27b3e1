"""The parts of the agenda that have pages of their own: months, the weekend, communes, categories.

A part is offered while something comes in it. Its page stays as long as anything took place there: whoever kept its
address reads that nothing comes, and what was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple, TypeVar

from placette.engine.base.dates import month_alone
from placette.engine.base.message import N_
from placette.engine.base.occurrences import months_between
from placette.engine.base.text import fold
from placette.engine.library.models import Commune, Term
from placette.engine.pages.addresses import PageAddress
from placette.engine.pages.desk import Desk
from placette.engine.pages.places import place_slug
from placette.features.agenda.addresses import AGENDA, AGENDA_CATEGORY, AGENDA_COMMUNE, AGENDA_MONTH, AGENDA_WEEKEND
from placette.features.agenda.contents import ChoiceContent, FilterContent
from placette.features.agenda.grids import Month, month_url
from placette.features.agenda.known_events import by_category, by_commune, coming_dates, events
from placette.features.agenda.words import capital

T = TypeVar("T", Commune, Term)

_WORTH = 4
"""Events from which on a part says more than the whole."""
_OFFERED = 12
"""Communes, or categories, to choose among: those with most events to come."""
_MONTHS = 4
"""Months to choose among; all of them stand at the foot."""


class Part(NamedTuple):
    """The part of the agenda that is about a commune or a category: its path and file, its events (source paths)."""

    about: Commune | Term
    path: str
    file: str
    events: tuple[str, ...]


def has_parts(desk: Desk) -> bool:
    """Whether there are so many events that parts have pages; what once had some keeps them."""
    return len(events(desk)) >= _WORTH


def parts(desk: Desk) -> tuple[Part, ...]:
    """The parts of the agenda that are about a commune or a category."""
    return desk.once(_parts)


def _parts(desk: Desk) -> tuple[Part, ...]:
    if not has_parts(desk):
        return ()
    places = _parts_of(AGENDA_COMMUNE, by_commune(desk), place_slug, desk)
    return (*places, *_parts_of(AGENDA_CATEGORY, by_category(desk), lambda term: term.slug, desk))


def _parts_of(
    page: PageAddress, groups: Mapping[T, tuple[str, ...]], slug: Callable[[T], str], desk: Desk
) -> Iterator[Part]:
    address = desk.addresses[page]
    for about, paths in groups.items() if address else ():
        yield Part(about, address.path(slug(about)), address.file(slug(about)), paths)


def filters(desk: Desk, path: str) -> tuple[FilterContent, ...]:
    """What a page of the agenda offers to choose; ``path`` is its own address from the site's root."""
    if not has_parts(desk) or not coming_dates(desk):
        return ()
    where, what = desk.once(_offered)
    rows = (
        (N_("When"), _times(path, desk)),
        (N_("Where"), _marked(where, desk.base + path)),
        (N_("What"), _marked(what, desk.base + path)),
    )
    return tuple(FilterContent(desk.say(label), choices) for label, choices in rows if len(choices) > 1)


def _marked(choices: tuple[ChoiceContent, ...], url: str) -> tuple[ChoiceContent, ...]:
    """The choices, that of the page itself marked."""
    return tuple(choice._replace(current=choice.url == url) for choice in choices)


def _times(path: str, desk: Desk) -> tuple[ChoiceContent, ...]:
    addresses = desk.addresses
    whole = addresses[AGENDA].url
    choices = [ChoiceContent(desk.say(N_("All that comes")), desk.base + whole, 0, path == whole)]
    if addresses[AGENDA_WEEKEND]:
        weekend = addresses[AGENDA_WEEKEND].url
        choices.append(ChoiceContent(desk.say(N_("This weekend")), desk.base + weekend, 0, path == weekend))
    for month, count in list(desk.once(_coming_months).items())[:_MONTHS] if addresses[AGENDA_MONTH] else ():
        url = month_url(month, desk)
        choices.append(ChoiceContent(_month_label(month, desk), url, count, desk.base + path == url))
    return tuple(choices)


def _month_label(month: Month, desk: Desk) -> str:
    """«Décembre», with its year from twelve months on."""
    now, first = desk.build.now, datetime(*month, 1)
    name = capital(month_alone(first, desk.lang))
    far = (month[0] - now.year) * 12 + month[1] - now.month >= 12
    return f"{name}\u00a0{month[0]}" if far else name


def _coming_months(desk: Desk) -> Mapping[Month, int]:
    """The months with something to come, and how many events take place in each; what lasts does in every one."""
    found: dict[Month, set[str]] = {}
    for path, dates in coming_dates(desk).items():
        happening = events(desk)[path].happening
        for date in dates:
            for month in months_between(date.at, happening.last_day(date.start)):
                found.setdefault(month, set()).add(path)
    return {month: len(found[month]) for month in sorted(found)}


def _offered(desk: Desk) -> tuple[tuple[ChoiceContent, ...], tuple[ChoiceContent, ...]]:
    """The communes and the categories with something to come; of many those with most events, by name."""
    where = (part for part in parts(desk) if isinstance(part.about, Commune))
    return _most(where, desk), _most((part for part in parts(desk) if isinstance(part.about, Term)), desk)


def _most(found: Iterable[Part], desk: Desk) -> tuple[ChoiceContent, ...]:
    coming = coming_dates(desk)
    counted = ((sum(one in coming for one in part.events), part) for part in found)
    most = sorted((-count, fold(part.about.name), part.path, part.about.name) for count, part in counted if count)
    return tuple(
        ChoiceContent(name, desk.base + path, -count, current=False)
        for count, _, path, name in sorted(most[:_OFFERED], key=lambda one: one[1:])
    )
