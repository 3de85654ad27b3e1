"""The page where anybody may follow a letter by its number: planned from receipts and posts, and put into words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from math import ceil
from typing import Any, NamedTuple

from placette.engine.base.message import N_
from placette.engine.base.working_days import working_days_between
from placette.engine.library.build import Build
from placette.engine.library.models import Standing
from placette.engine.pages.addresses import PageAddress
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Above
from placette.engine.pages.heads import head_of
from placette.engine.pages.lists import Single
from placette.engine.pages.lookup import Lookup, date_view
from placette.engine.pages.requests import Request
from placette.engine.pages.settings import ViewsSettings
from placette.engine.pages.views import DateView, LinkView
from placette.features.letterbox.kinds import LetterKind
from placette.features.letterbox.receipt_kind import RECEIPT
from placette.features.letterbox.road import CameOf, Medians, Road, Station, Stop, medians_of, roads_of
from placette.features.letterbox.settings import LetterboxSettings
from placette.features.letterbox.short_replies import ReplyPlace, places_of_replies, short_replies
from placette.features.letterbox.views import LetterView, RoadView, RoadYearView, StopView
from placette.features.pages import PAGE
from placette.features.posts import POST

ROAD = PageAddress("LETTER_ROAD")
"""Not of the prefix of the feature's settings: addresses aren't among them."""
ANCHOR = "n-"
"""How the anchor of a letter begins: ``#n-2026-0042``."""
_TITLE = N_("Follow a letter")
_INTRODUCTION = N_("Each letter has a number, which our first answer gives. Here is where each one is.")
_KINDS = {
    LetterKind.POST: N_("A text"),
    LetterKind.RESPONSE: N_("A response"),
    LetterKind.CORRECTION: N_("A correction"),
    LetterKind.REPORT: N_("A report"),
}
_STATIONS = {
    Station.RECEIVED: N_("Received"),
    Station.READ: N_("Has been read"),
    Station.WAITING: N_("To be completed"),
    Station.SCHEDULED: N_("Scheduled"),
    Station.PUBLISHED: N_("Published"),
    Station.CLOSED: N_("Closed"),
}


class RoadContent(NamedTuple):
    """The letters that are listed, what usually happens, and on which day that is so (None: on any)."""

    day: date | None
    roads: tuple[Road, ...]
    medians: Medians


def came_of(build: Build) -> Mapping[str, CameOf]:
    """What letters became, by number: of several texts the one that appeared, or appears, first."""
    found: dict[str, CameOf] = {}
    posts = sorted((*build.of(POST), *build.scheduled(POST)), key=lambda post: (post.date, post.path))
    for post in posts:
        standing = POST.standing(post, build.now) if POST.standing else Standing.PUBLISHED
        if post.receipt and standing is not Standing.DRAFT:
            _note(post, ReplyPlace(post.url, post.title), build, found)
    places = places_of_replies(build)
    for reply in short_replies(build):
        if place := places.get(reply.path):
            _note(reply, place, build, found)
    return found


def _note(text: Any, place: ReplyPlace, build: Build, found: dict[str, CameOf]) -> None:
    until = build.held.get(text.path)
    day, is_out = (until or text.date).date(), text.date <= build.now and until is None
    known = found.setdefault(text.receipt, CameOf(day, is_out, place.url, place.title))
    if is_out and not known.is_out:
        found[text.receipt] = CameOf(day, is_out, place.url, place.title)


def road_moments(build: Build) -> Iterator[datetime]:
    """When the page changes by itself: at midnight where a letter waits, and with the year, when older ones leave.

    The moment before now counts too: the clock may be turned back.
    """
    today = build.now.date()
    days = [date(today.year, 1, 1), date(today.year + 1, 1, 1)] if build.of(RECEIPT) else []
    if any(road.is_open for road in _listed(build)) or any(one.received > today for one in build.of(RECEIPT)):
        days += [today, today + timedelta(days=1)]
    return (datetime.combine(day, time(), build.now.tzinfo) for day in days)


def _listed(build: Build) -> list[Road]:
    return roads_of(build.of(RECEIPT), came_of(build), build.now.date())


def _content(desk: Desk) -> RoadContent | None:
    """What the page says; nothing for a site without receipts that takes no letters."""
    build, own = desk.build, desk.options("LETTERBOX", LetterboxSettings)
    if not (own.is_open or build.of(RECEIPT)):
        return None
    roads = tuple(_listed(build))
    day = build.now.date() if any(road.is_open for road in roads) else None
    return RoadContent(day, roads, medians_of(roads, partial(working_days_between, alsace_moselle=own.alsace_moselle)))


ROAD_PAGE = Single(ROAD, "road", _content, _TITLE, 150, 160, fed=False)


def road_url(desk: Desk) -> str:
    """The printed address of the page; empty where there is none."""
    return desk.index_url(ROAD) if desk.once(_content) is not None else ""


def letter_path(settings: Mapping[str, Any], number: str) -> str:
    """Where a letter can be followed, from the site's root: ``contribuer/suivi/#n-2026-0042``; empty without a page."""
    url = settings.get(ROAD.setting)
    return f"{url}#{ANCHOR}{number}" if url else ""


def road_above(desk: Desk, _about: object) -> Above | None:
    """The page that says how to send a text, where the site has it."""
    wanted = desk.options("VIEWS", ViewsSettings).write_page
    return next((Above(page.title, page.url) for page in desk.build.of(PAGE) if page.slug == wanted), None)


def compose_road(request: Request, content: RoadContent, look: Lookup) -> RoadView:
    """The view of the page."""
    desk = look.desk
    title, introduction, above = desk.say(_TITLE), desk.say(_INTRODUCTION), road_above(desk, None)
    return RoadView(
        head=head_of(request, title, introduction, look),
        title=title,
        introduction=introduction,
        above=LinkView(above.label, desk.base + above.path) if above else None,
        facts=tuple(_facts(content, desk)),
        day=_date(content.day, desk) if content.day else None,
        years=tuple(
            RoadYearView(str(year), tuple(_letter(road, content, desk) for road in roads))
            for year, roads in groupby(content.roads, key=lambda road: road.stops[0].day.year)
        ),
    )


def _facts(content: RoadContent, desk: Desk) -> Iterator[str]:
    """What is promised, how many letters wait, how long it usually takes."""
    own, ngettext = desk.options("LETTERBOX", LetterboxSettings), desk.words.ngettext
    if own.is_open:
        pattern = desk.say(
            N_("We promise: a receipt within {receipt} working days, a first answer within {reading} working days.")
        )
        yield pattern.format(receipt=own.receipt_days, reading=own.reading_days)
    asked = sum(road.here.station is Station.WAITING for road in content.roads)
    waiting = sum(road.is_open for road in content.roads) - asked
    if content.roads:
        yield ngettext("{count} letter waits for us.", "{count} letters wait for us.", waiting).format(count=waiting)
    if asked:
        pattern = ngettext("{count} letter waits for its writer.", "{count} letters wait for their writers.", asked)
        yield pattern.format(count=asked)
    yield from medians_said(content.medians, desk)


def medians_said(medians: Medians, desk: Desk) -> Iterator[str]:
    """How long it usually takes; half of a day counts as a day, and so does the very day."""
    ngettext = desk.words.ngettext
    if medians.read is not None:
        pattern = ngettext(
            "Half of the letters were read within {count} working day.",
            "Half of the letters were read within {count} working days.",
            days := max(1, ceil(medians.read)),
        )
        yield pattern.format(count=days)
    if medians.published is not None:
        pattern = ngettext(
            "Half of the published texts appeared within {count} working day.",
            "Half of the published texts appeared within {count} working days.",
            days := max(1, ceil(medians.published)),
        )
        yield pattern.format(count=days)


def _letter(road: Road, content: RoadContent, desk: Desk) -> LetterView:
    post = road.post if road.here.station is Station.PUBLISHED else None
    return LetterView(
        number=road.number,
        anchor=f"{ANCHOR}{road.number}",
        kind=desk.say(_KINDS[road.kind]),
        state=road.here.station.value,
        is_open=road.is_open,
        stops=tuple(StopView(desk.say(_STATIONS[stop.station]), _date(stop.day, desk)) for stop in road.stops),
        since=_since(road.here, content.day, desk) if content.day and road.is_open else "",
        post=LinkView(post.title, desk.base + post.url) if post else None,
    )


def _since(here: Stop, today: date, desk: Desk) -> str:
    """«depuis 12 jours»; nothing on the day itself."""
    days = (today - here.day).days
    return desk.words.ngettext("for {count} day", "for {count} days", days).format(count=days) if days else ""


def _date(day: date, desk: Desk) -> DateView:
    """A day for machines, without an hour, and for people."""
    moment = datetime.combine(day, time())
    shown = date_view(moment, desk.lang)
    return DateView(day.isoformat(), shown.long, shown.short)
