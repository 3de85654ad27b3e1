"""Calendar files are read back by two parsers that know nothing of each other: icalendar, which wrote them, and
vobject, which reads an unknown zone from the file itself.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalendar import Calendar

from placette.engine.build.inspection import calendar_faults, look_at
from placette.features.agenda.event import EVENT
from placette.features.agenda.ics import sequence_of, zone_component
from tests.fixture_site import Site

VIGIL, OPEN_DAY = "agenda/veillee/veillee.ics", "agenda/open-day/open-day.ics"
HOST = "carnets.example"


def data_of(site: Site, path: str) -> bytes:
    return (site.output / path).read_bytes()


def event_in(site: Site, path: str) -> Any:
    (event,) = Calendar.from_ical(data_of(site, path)).walk("VEVENT")
    return event


def read_by_vobject(site: Site, path: str) -> Any:
    return vobject.readOne(data_of(site, path).decode())


def test_an_event_is_read_back_as_it_was_written(kitchen_sink: Site) -> None:
    event = event_in(kitchen_sink, VIGIL)
    assert event["UID"] == f"events/veillee@{HOST}"
    assert event["SUMMARY"] == "Veillée au lavoir"
    assert event["LOCATION"] == "Lavoir, «\u00a0côté\u00a0» pré\u202f; au fond, Aurillac"
    assert event["CATEGORIES"].cats == ["Patrimoine"]
    assert event["CONTACT"] == "Les Amis du lavoir"
    assert event["URL"] == f"https://{HOST}/blog/agenda/veillee/"
    assert event["DTSTART"].dt == datetime(2026, 10, 20, 18, 30, tzinfo=ZoneInfo("Europe/Paris"))
    assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")


def test_an_independent_parser_finds_every_date_at_its_hour_across_the_25th_of_october(kitchen_sink: Site) -> None:
    event = read_by_vobject(kitchen_sink, VIGIL).vevent
    dates = list(event.getrruleset(addRDate=True))
    assert [day.date() for day in dates] == [date(2026, 10, 20), date(2026, 10, 27)]  # and not the one taken out
    assert [f"{day:%H:%M}" for day in dates] == ["18:30", "18:30"]
    zone = event.dtstart.value.tzinfo
    moments = [day.replace(tzinfo=zone).astimezone(UTC) for day in dates]
    assert [f"{moment:%H:%M}" for moment in moments] == ["16:30", "17:30"]
    assert event.dtend.value - event.dtstart.value == timedelta(hours=1, minutes=30)


@pytest.mark.parametrize(
    ("wall", "hours"),
    [
        ("2026-03-29 01:59", 1),
        ("2026-03-29 03:00", 2),
        ("2026-03-29 03:30", 2),  # where icalendar's own would still have winter
        ("2026-10-25 03:00", 1),
        ("2027-12-31 23:59", 1),
    ],
)
def test_the_zone_in_the_file_is_that_of_paris_to_the_minute(wall: str, hours: int) -> None:
    component = zone_component("Europe/Paris", ZoneInfo("Europe/Paris"), 2026, 2027)
    lines = component.to_ical().decode()
    stamp = wall.replace("-", "").replace(" ", "T").replace(":", "") + "00"
    text = (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{lines.replace('Europe/Paris', 'Elsewhere')}BEGIN:VEVENT\r\n"
        f"UID:1\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;TZID=Elsewhere:{stamp}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    moment = vobject.readOne(text).vevent.dtstart.value
    assert moment.utcoffset() == timedelta(hours=hours)
    in_paris = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo("Europe/Paris"))
    assert moment.astimezone(UTC) == in_paris.astimezone(UTC)


@pytest.mark.parametrize("name", ["Indian/Reunion", "America/Cayenne", "America/Toronto", "Africa/Casablanca"])
def test_other_zones_are_as_the_system_knows_them(name: str) -> None:
    zone, own = ZoneInfo(name), f"Like {name}"  # vobject remembers zones by name
    lines = zone_component(own, zone, 2025, 2026).to_ical().decode()
    for month in range(1, 13):
        text = (
            f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{lines}BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n"
            f"DTSTART;TZID={own}:2026{month:02}10T120000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
        told = vobject.readOne(text).vevent.dtstart.value.utcoffset()
        assert told == datetime(2026, month, 10, 12, tzinfo=zone).utcoffset()


def test_what_is_cancelled_stays_with_a_higher_number(kitchen_sink: Site) -> None:
    event = event_in(kitchen_sink, OPEN_DAY)
    assert (event["STATUS"], event["SUMMARY"]) == ("CANCELLED", "Annulé\u00a0: <b>Open</b> day")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 7, 31), date(2026, 8, 3))  # the end is exclusive
    assert event["SEQUENCE"] > 0
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == datetime(2026, 5, 20, 7, 0, tzinfo=UTC)
    assert b"VTIMEZONE" not in data_of(kitchen_sink, OPEN_DAY)  # whole days have none
    assert read_by_vobject(kitchen_sink, OPEN_DAY).vevent.status.value == "CANCELLED"


def test_the_number_rises_with_each_change_that_is_told(kitchen_sink: Site) -> None:
    (event,) = [found for found in kitchen_sink.build.of(EVENT) if found.slug == "open-day"]
    assert event.modified
    later = (event.modified + timedelta(minutes=1), event.modified + timedelta(days=9000))
    numbers = [sequence_of(replace(event, modified=modified)) for modified in (None, event.modified, *later)]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] < 2**31


def test_each_commune_each_category_and_the_site_have_a_calendar(kitchen_sink: Site) -> None:
    found = {
        path: Calendar.from_ical(data_of(kitchen_sink, path)) for path in kitchen_sink.files() if path.endswith(".ics")
    }
    uids = {path: sorted(str(event["UID"]) for event in made.walk("VEVENT")) for path, made in found.items()}
    every = [f"events/{slug}@{HOST}" for slug in ("open-day", "souvenir", "veillee")]
    assert uids == {
        "feeds/agenda.ics": every,
        "feeds/communes/15014-aurillac.ics": every[2:],
        "feeds/communes/63113-clermont-ferrand.ics": every[1:2],
        "feeds/rubriques/patrimoine.ics": every[2:],
        **{f"agenda/{slug}/{slug}.ics": [f"events/{slug}@{HOST}"] for slug in ("open-day", "souvenir", "veillee")},
    }
    named = {path: str(made.get("NAME", "")) for path, made in found.items()}
    assert named["feeds/agenda.ics"] == str(found["feeds/agenda.ics"]["X-WR-CALNAME"]) == "Carnets d’Auvergne"
    assert named["feeds/communes/15014-aurillac.ics"] == "Aurillac – Carnets d’Auvergne"
    for path in found:
        assert read_by_vobject(kitchen_sink, path).validate()


def test_lines_are_folded_and_end_as_they_must(kitchen_sink: Site) -> None:
    for path in (path for path in kitchen_sink.files() if path.endswith(".ics")):
        data = data_of(kitchen_sink, path)
        assert list(calendar_faults(data)) == [], path
        assert max(map(len, data.split(b"\r\n"))) <= 75


CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n%s\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (CALENDAR % b"SUMMARY:Bal", []),
        (CALENDAR % b"SUMMARY:Bal\nX", ["a line that does not end with CRLF"]),
        (CALENDAR % (b"SUMMARY:" + b"a" * 70), ["a line of more than 75 octets"]),
        (CALENDAR % b"ATTACH:https://elsewhere.example/", ["unexpected ATTACH"]),
        (CALENDAR % b"ORGANIZER:mailto:a@b.example", ["unexpected ORGANIZER"]),
        (CALENDAR % b"BEGIN:VALARM\r\nEND:VALARM", ["unexpected BEGIN", "unexpected END"]),
        (CALENDAR % b"SUMMARY:a\x00b", ["a line that cannot be read: 'SUMMARY:a\\x00b'"]),
        (CALENDAR % b"no colon", ["a line that cannot be read: 'no colon'"]),
        (CALENDAR % b"SUMMARY:\xff", ["not UTF-8"]),
        (b"BEGIN:VCALENDAR\r\n", ["VCALENDAR never ends"]),
        (b"<html>\r\n", ["a line that cannot be read: '<html>'"]),
    ],
)
def test_the_gate_looks_at_calendars(data: bytes, says: list[str]) -> None:
    assert list(calendar_faults(data)) == says
    assert [fault.what for fault in look_at("feeds/a.ics", data, "https://x.example").faults] == says
