"""GPX files and calendars as programs write them, and as attackers do."""

from __future__ import annotations

from collections.abc import Callable

GPX = "http://www.topografix.com/GPX/1/1"
POINTS = '<trkpt lat="45.1" lon="3.1"/><trkpt lat="45.11" lon="3.1"/>'
WAY = f"<trk><trkseg>{POINTS}</trkseg></trk>"
STAMPED = '<trk><trkseg><trkpt lat="45.1" lon="3.1"><time>2026-05-01T07:12:00Z</time></trkpt></trkseg></trk>'
HEART = (
    '<trk><trkseg><trkpt lat="45.1" lon="3.1"><extensions><h xmlns="urn:h">120</h></extensions></trkpt></trkseg></trk>'
)
BOMB = '<!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EVENT = "UID:1@x\nDTSTAMP:20260101T000000Z\nDTSTART:20260901T180000\nSUMMARY:Permanence"


def make_gpx(inside: str = WAY, before: str = "", creator: str = "a device", space: str = GPX) -> bytes:
    return (
        f'<?xml version="1.0"?>{before}<gpx xmlns="{space}" version="1.1" creator="{creator}">{inside}</gpx>'.encode()
    )


def titled(inside: str) -> bytes:
    """Return a way whose file has metadata."""
    return make_gpx(f"<metadata>{inside}</metadata>{WAY}")


def make_ics(*events: str, more: str = "", end: str = "\r\n") -> bytes:
    """A calendar of some events, with more lines of its own."""
    parts = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events or (EVENT,))
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//EN\n{more}{parts}END:VCALENDAR\n"
    return text.replace("\n", end).encode()


def with_line(line: str) -> bytes:
    return make_ics(f"{EVENT}\n{line}")


WRITTEN: dict[str, Callable[[], bytes]] = {
    "way": make_gpx,
    "old way": lambda: make_gpx(space="http://www.topografix.com/GPX/1/0"),
    "places": lambda: make_gpx('<wpt lat="45" lon="3"><ele>900</ele><name>Source</name><sym>Water</sym></wpt>'),
    "web link of a way": lambda: titled('<link href="https://a.example/"><text>a</text></link>'),
    "timed way": lambda: make_gpx(STAMPED),
    "dated way": lambda: titled("<time>2026-05-01T07:12:00Z</time>"),
    "author of a way": lambda: titled('<author><name>Léa</name><email id="lea" domain="a.example"/></author>'),
    "copyright of a way": lambda: titled('<copyright author="Léa"/>'),
    "heart": lambda: make_gpx(HEART),
    "comment of a way": lambda: make_gpx(f"<!-- 3, rue du Lavoir -->{WAY}"),
    "order to a program": lambda: make_gpx(before='<?xml-stylesheet href="https://evil.example/a.xsl"?>'),
    "words between": lambda: make_gpx(f"{WAY}3, rue du Lavoir"),
    "odd attribute": lambda: make_gpx('<wpt lat="45" lon="3" owner="Léa"/>'),
    "other namespace": lambda: make_gpx(f'{WAY}<x xmlns="urn:x">1</x>'),
    "path of a way": lambda: titled("<name>C:\\Users\\lea\\tour.gpx</name>"),
    "address of a device": lambda: make_gpx(creator="lea@a.example"),
    "script of a way": lambda: titled('<link href="javascript:alert(1)"/>'),
    "file of a way": lambda: titled('<link href="file:///etc/passwd"/>'),
    "way that declares": lambda: make_gpx(before=BOMB, inside=f"<metadata><name>&b;</name></metadata>{WAY}"),
    "way of another root": lambda: b"<kml><Document/></kml>",
    "way of another namespace": lambda: make_gpx(space="urn:x"),
    "text that is no way": lambda: b"Le tour du lac\n",
    "cut way": lambda: make_gpx()[:-10],
    "bytes": lambda: bytes(range(256)),
    "no place": lambda: make_gpx("<metadata><name>Tour</name></metadata>"),
    "place that is none": lambda: make_gpx('<wpt lat="95" lon="3"/>'),
    "many points": lambda: make_gpx(f"<trk><trkseg>{POINTS * 10_001}</trkseg></trk>"),
    "deep way": lambda: make_gpx(f"{WAY}{'<x>' * 100_000}{'</x>' * 100_000}"),
    "turned name": lambda: titled("<name>&#8238;eciLA</name>"),
    "dates": make_ics,
    "dates of git": lambda: make_ics(end="\n"),
    "web link of a date": lambda: with_line("URL:https://a.example/"),
    "weekly": lambda: with_line("RRULE:FREQ=WEEKLY;COUNT=10"),
    "invited": lambda: with_line("ATTENDEE;CN=Léa:mailto:lea@a.example"),
    "organised": lambda: with_line("ORGANIZER;CN=Léa:mailto:lea@a.example"),
    "own name of a calendar": lambda: make_ics(more="X-WR-CALNAME:lea@a.example\n"),
    "own word of a program": lambda: with_line("X-ALT-DESC;FMTTYPE=text/html:<script>alert(1)</script>"),
    "odd parameter": lambda: make_ics(EVENT.replace("SUMMARY:", 'SUMMARY;ALTREP="https://evil.example/":')),
    "task": lambda: make_ics(more="BEGIN:VTODO\nUID:2@x\nSUMMARY:Pain\nEND:VTODO\n"),
    "attachment": lambda: with_line("ATTACH:https://evil.example/a.exe"),
    "bytes attached": lambda: with_line("ATTACH;ENCODING=BASE64;VALUE=BINARY:TVo="),
    "mailing alarm": lambda: with_line("BEGIN:VALARM\nACTION:EMAIL\nTRIGGER:-PT9M\nEND:VALARM"),
    "starting alarm": lambda: with_line("BEGIN:VALARM\nACTION:PROCEDURE\nTRIGGER:-PT9M\nEND:VALARM"),
    "ringing alarm": lambda: with_line("BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT9M\nEND:VALARM"),
    "invitation": lambda: make_ics(more="METHOD:REQUEST\n"),
    "script of a date": lambda: with_line("URL:javascript:alert(1)"),
    "no date": lambda: b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n",
    "date that is none": lambda: make_ics(EVENT.replace("20260901T180000", "demain")),
    "many dates": lambda: make_ics(*[EVENT] * 100_000),
    "more dates": lambda: make_ics(*[EVENT] * 501),
    "each second": lambda: with_line("RRULE:FREQ=SECONDLY"),
    "each minute of a day": lambda: with_line("RRULE:FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3"),
    "deep dates": lambda: b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 9_000,
    "long line": lambda: with_line(f"DESCRIPTION:{'a' * 30_000}"),
    "turned date": lambda: with_line("LOCATION:\u202eeiriam"),
    "odd line": lambda: with_line("what is this"),
    "two calendars": lambda: make_ics() + make_ics(),
}
"""Each of them that the tables of cases name."""
