"""From what an event's front matter says to its dates, or to all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from placette.engine.base.occurrences import Happening, Outlook
from placette.engine.library.draft import Draft
from placette.engine.library.naming import PERSON, check_people
from placette.engine.library.options import ReadingOptions
from placette.engine.library.records import Neighbours
from placette.engine.problems.problems import Problem
from placette.engine.texts.fields import is_slug
from placette.engine.texts.links import MISSING, WANTED
from placette.engine.texts.surroundings import resolve
from placette.engine.texts.typography import typeset_text
from placette.features.agenda import messages  # noqa: F401 - declares what is said here
from placette.features.agenda.rules import MANY, expand, is_cut
from placette.features.agenda.schema import EventMatter, HappeningMatter
from placette.features.posts import POST

_EARLIEST, _LATEST = 1990, 2100
_LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class OccurrenceFault:
    """A thing to mend in an event's dates: a code, the key, the values of its message."""

    code: str
    key: str
    values: Mapping[str, object]


def happening_of(matter: HappeningMatter, neighbours: Neighbours, lang: str) -> Happening:
    """The event of a front matter without faults; its words are typeset in ``lang``."""
    organiser = neighbours.find(PERSON, matter.organiser) if matter.organiser else ""
    start, rule = matter.start.moment, matter.repeat
    dates = expand(start, rule) if rule else (start,)
    left_out = {day.date() for day in matter.exceptions}
    return Happening(
        start=start,
        length=_length(matter),
        all_day=not matter.start.timed,
        starts=tuple(day for day in dates if day.date() not in left_out),
        rule=rule.text if rule else "",
        exceptions=tuple(day for day in dates if day.date() in left_out),
        venue=typeset_text(matter.venue, lang),
        organiser=organiser,
        organiser_name="" if organiser else typeset_text(matter.organiser, lang),
        price=typeset_text(matter.price, lang),
        outlook=matter.status,
    )


def check_event(
    draft: Draft, matter: EventMatter, neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    """What an event says that cannot be, or that the site does not know."""
    for fault in faults_of(matter, options.now.tzinfo):
        yield draft.problem(fault.code, fault.key, **fault.values)
    yield from check_organiser(draft, "organiser", matter, neighbours, options)
    if matter.status is not Outlook.CONFIRMED and not matter.modified:
        yield draft.problem("event-unmodified", "status")
    for written in matter.posts:
        yield from _post(draft, written, neighbours)


def faults_of(matter: HappeningMatter, zone: tzinfo | None) -> Iterator[OccurrenceFault]:
    """All that is wrong with the dates; of a series of faults that follow from each other the first."""
    found = list(_time_faults(matter, zone))
    yield from found or _rule_faults(matter)


def _time_faults(matter: HappeningMatter, zone: tzinfo | None) -> Iterator[OccurrenceFault]:
    for key, instant in (("start", matter.start), ("end", matter.end)):
        if instant and not _EARLIEST <= instant.moment.year <= _LATEST:
            yield OccurrenceFault("event-range", key, {"value": f"{instant.moment:%Y-%m-%d}"})
        elif instant and not _exists(instant.moment, zone):
            yield OccurrenceFault(
                "event-hour", key, {"value": f"{instant.moment:%H:%M}", "day": f"{instant.moment:%Y-%m-%d}"}
            )
    if matter.all_day is not None and matter.all_day is matter.start.timed:
        yield OccurrenceFault("event-all-day", "all_day", {})
    if matter.end and matter.end.timed is not matter.start.timed:
        yield OccurrenceFault("event-time", "end", {})
    elif matter.end and (length := _length(matter)) is not None and length <= timedelta(0):
        yield OccurrenceFault("event-end", "end", {"end": _written(matter.end), "start": _written(matter.start)})
    elif matter.end and (_length(matter) or timedelta(0)) > _LONGEST:
        yield OccurrenceFault("event-long", "end", {"limit": _LONGEST.days})


def _rule_faults(matter: HappeningMatter) -> Iterator[OccurrenceFault]:
    start, rule = matter.start.moment, matter.repeat
    dates = expand(start, rule) if rule else (start,)
    if rule and is_cut(start, rule, dates):
        yield OccurrenceFault("event-many", "repeat", {"limit": MANY})
    elif rule and dates[:1] != (start,):
        yield OccurrenceFault("event-rule-start", "repeat", {"start": f"{start:%Y-%m-%d}"})
    else:
        known = {day.date() for day in dates}
        strange = [day for day in matter.exceptions if day.date() not in known]
        if strange:
            yield OccurrenceFault("event-except", "exceptions", {"value": f"{strange[0]:%Y-%m-%d}"})
        elif len(known) == len(matter.exceptions):
            yield OccurrenceFault("event-empty", "exceptions", {})


def _length(matter: HappeningMatter) -> timedelta | None:
    """How long each date lasts; a last day counts whole."""
    if not matter.start.timed:
        last = matter.end or matter.start
        return last.moment - matter.start.moment + timedelta(days=1)
    return matter.end.moment - matter.start.moment if matter.end else None


def _written(instant: Any) -> str:
    return f"{instant.moment:%Y-%m-%d %H:%M}" if instant.timed else f"{instant.moment:%Y-%m-%d}"


def _exists(wall: datetime, zone: tzinfo | None) -> bool:
    """Whether clocks show this time at all: not while they are put forward."""
    return wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall


def check_organiser(
    draft: Draft, key: str, matter: HappeningMatter, neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    """Somebody named as keys are (``les-amis``) who has no profile; any other name may be without."""
    name = matter.organiser
    if is_slug(name) and "-" in name:
        yield from check_people(draft, key, [name], neighbours, options)


def post_paths(draft: Draft, matter: EventMatter) -> dict[str, str]:
    """What an event wrote for each post, and the path that it means."""
    return {written: resolve(draft.path, written) for written in matter.posts}


def _post(draft: Draft, written: str, neighbours: Neighbours) -> Iterator[Problem]:
    wanted, around = resolve(draft.path, written), neighbours.around
    if wanted not in around.addresses or not POST.is_place(wanted):
        yield draft.problem(MISSING, "posts", value=written, **{WANTED: wanted})
    elif wanted in around.withheld:
        yield draft.problem("link-gone" if wanted in around.gone else "link-waiting", "posts", value=written)
