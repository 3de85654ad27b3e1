"""An outside calendar becomes files to read: nothing twice, nothing over an editor’s words, nothing that acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from invoke.exceptions import Exit

from placette.engine.base.occurrences import refusal
from placette.engine.content.kinds import Draft
from placette.engine.findings.problems import Problem
from placette.features.agenda.event import EVENT
from placette_import.event_tasks import (
    ImportStep,
    OutsideEvent,
    Unused,
    event_source,
    file_name,
    plan_events,
    read_calendar,
    read_file,
)
from placette_import.plan import TextOutcome
from tests.engine.content.reading_site import OPTIONS, read_texts
from tests.fixture_site import run

CALENDAR = Path(__file__).with_name("calendar.ics").read_bytes()
NOW = datetime(2026, 7, 1, 12, tzinfo=OPTIONS.now.tzinfo)


def found_in(data: bytes) -> tuple[list[OutsideEvent], list[Unused]]:
    assert refusal(data) == ""
    found = read_calendar(data, (OPTIONS.now.tzinfo, NOW))
    assert not isinstance(found, str), found
    return found


def calendar(*lines: str) -> bytes:
    """A calendar of one event."""
    event = ("BEGIN:VEVENT", "UID:1@x", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT")
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *event, "END:VCALENDAR", "")).encode()


def only(*lines: str) -> OutsideEvent:
    (event,), left = found_in(calendar(*lines))
    assert left == []
    return event


def source(event: OutsideEvent) -> str:
    return event_source(event, OPTIONS.communes, ["Patrimoine"])


def no_faults(_draft: Draft) -> Iterator[Problem]:
    yield from ()


def plan(events: list[OutsideEvent], texts: dict[str, str]) -> list[ImportStep]:
    return plan_events(events, texts, source, no_faults)


def test_every_event_becomes_a_text_with_nothing_to_mend() -> None:
    events, left = found_in(CALENDAR)
    library = read_texts({f"events/e{number}.md": source(event) for number, event in enumerate(events)})
    assert [f for f in library.problems if f.code != "event-unmodified"] == []
    read = {event.uid: event for event in library.of(EVENT)}
    ball = read["bal-1@ailleurs.example"]
    assert (ball.happening.start, ball.communes) == (datetime(2026, 7, 13, 21), ("63263",))
    assert (ball.happening.venue, ball.happening.organiser_name) == ("Place du Lavoir", "Les Sapeurs")
    assert ball.category == OPTIONS.categories["patrimoine"]
    assert "<script" not in ball.body.html
    assert 'href="javascript' not in ball.body.html
    assert "[ici](javascript:alert(1)) # non" in ball.body.html
    assert 'href="https://ailleurs.example/bal"' in ball.body.html
    choir = read["chorale-2@ailleurs.example"].happening
    assert {f"{day:%H:%M}" for day in choir.starts} == {"18:30"}  # across the change of the clocks
    assert [f"{day:%m-%d}" for day in choir.exceptions] == ["10-19", "11-02"]
    assert left == [
        ("Pleine lune", "it repeats in a way that is not known here", "FREQ=DAILY;COUNT=3;BYHOUR=1,2,3"),
        ("", "it has no title", ""),
        ("Chorale", "one date of a repeated event was moved: write it by hand", ""),
    ]


def test_an_event_without_end_is_imported_for_this_year_and_the_next() -> None:
    market = next(event for event in found_in(CALENDAR)[0] if event.uid.startswith("marche"))
    assert market.repeated
    assert (market.start, market.repeated.rule.text) == (datetime(2026, 1, 3), "FREQ=MONTHLY;BYDAY=1SA;UNTIL=20271204")
    assert market.status == "cancelled"


def test_nothing_comes_twice() -> None:
    events, _left = found_in(CALENDAR)
    first = plan(events, {})
    assert {step.outcome for step in first} == {TextOutcome.NEW}
    texts = {step.path.removeprefix("events/"): step.text for step in first}
    assert len(texts) == 4
    assert {step.outcome for step in plan(events, texts)} == {TextOutcome.SAME}


def test_a_change_outside_renews_a_file_and_is_reported() -> None:
    before = only("SUMMARY:Bal", "DTSTART:20260713T190000Z", "DTEND:20260713T210000Z")
    (new,) = plan([before], {})
    after = replace(before, start=datetime(2026, 7, 13, 22), status="cancelled")
    (step,) = plan([after], {"bal.md": new.text})
    assert (step.outcome, step.path) == (TextOutcome.RENEWED, "events/bal.md")
    assert step.changes == (
        ("start", "2026-07-13 21:00", "2026-07-13 22:00"),
        ("status", "", "cancelled"),
    )
    assert "22:00" in step.text


def test_an_editors_words_stay_and_the_change_is_reported() -> None:
    before = only("SUMMARY:Bal", "DTSTART:20260713T190000Z")
    (new,) = plan([before], {})
    edited = new.text.replace('title: "Bal"', 'title: "Le grand bal"')
    assert [step.outcome for step in plan([before], {"bal.md": edited})] == [TextOutcome.SAME]
    after = replace(before, start=datetime(2026, 7, 14, 21))
    (step,) = plan([after], {"bal.md": edited})
    assert (step.outcome, step.text) == (TextOutcome.EDITED, "")
    assert step.changes == (
        ("start", "2026-07-13 21:00", "2026-07-14 21:00"),
        ("title", '"Le grand bal"', '"Bal"'),
    )
    settled = edited.replace("13 21:00", "14 21:00").replace(f"imported: {new_mark(edited)}", f"imported: {step.mark}")
    assert [step.outcome for step in plan([after], {"bal.md": settled})] == [TextOutcome.SAME]


def new_mark(text: str) -> str:
    return text.split("imported: ")[1].split("\n")[0]


def test_a_file_that_an_editor_broke_does_not_bring_the_event_twice() -> None:
    before = only("SUMMARY:Bal", "DTSTART:20260713T190000Z")
    (new,) = plan([before], {})
    (step,) = plan([before], {"autre-nom.md": new.text.replace("start: 2026", "start: demain 2026")})
    assert (step.outcome, step.path) == (TextOutcome.SAME, "events/autre-nom.md")


def test_the_clock_of_an_export_changes_nothing() -> None:
    lines = ("SUMMARY:Bal", "DTSTART:20260713T190000Z")
    (new,) = plan([only(*lines, "LAST-MODIFIED:20260601T000000Z")], {})
    again = only(*lines, "LAST-MODIFIED:20260602T000000Z")
    assert [step.outcome for step in plan([again], {"bal.md": new.text})] == [TextOutcome.SAME]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../pages/charte", "pages-charte.md"),
        ("con", "evenement-con.md"),
        ("!!!", "evenement.md"),
        ("Bal\u202egpj.md", "bal-gpj-md.md"),
        ("Le bal", "le-bal-2.md"),
    ],
)
def test_a_title_is_no_path(title: str, name: str) -> None:
    event = only(f"SUMMARY:{title}", "DTSTART:20260713T190000Z")
    assert file_name(event, {"le-bal.md"}) == name


LINK = '<a href="https://ailleurs.example/p.gif" rel="nofollow ugc noopener" class="bare">'
"""An address in a description is a link, as wherever one stands bare."""


@pytest.mark.parametrize(
    "lines",
    [
        ("SUMMARY:Bal\\nstatus: published", "DTSTART:20260713T190000Z"),
        ("SUMMARY:Bal", "DTSTART:20260713T190000Z", "LOCATION:Halle\\n---\\n<script>alert(1)</script>"),
        ("SUMMARY:Bal", "DTSTART:20260713T190000Z", "DESCRIPTION:---\\ntitle: autre\\n---"),
        ("SUMMARY:Bal", "DTSTART:20260713T190000Z", "DESCRIPTION:<img src=x onerror=alert(1)><svg/onload=alert(1)>"),
        ("SUMMARY:Bal", "DTSTART:20260713T190000Z", "DESCRIPTION:# Titre\\n- a\\n1. b\\n> c\\n~~~\\n: d\\n!!! note"),
        ("SUMMARY:Bal", "DTSTART:20260713T190000Z", "DESCRIPTION:{% include 'x' %} {: .x onclick=a } [^1] *[a]: b"),
        ("SUMMARY:Bal", "DTSTART:20260713T190000Z", "URL:javascript:alert(1)"),
        ("SUMMARY:Bal", "DTSTART:20260713T190000Z", "URL:https://a.example/>x<script>"),
        ("SUMMARY:Bal", "DTSTART:20260713T190000Z", "ORGANIZER;CN=quelquun@ailleurs.example:mailto:x"),
        ("SUMMARY:{{ 7*7 }} \u202e\u0007", "DTSTART:20260713T190000Z", "UID2:é"),
    ],
)
def test_what_a_stranger_wrote_can_do_nothing(lines: tuple[str, ...]) -> None:
    (event,), _left = found_in(calendar(*lines))
    library = read_texts({"events/bal.md": source(event)})
    assert library.problems == ()
    (read,) = library.of(EVENT)
    assert read.happening.start == datetime(2026, 7, 13, 21)
    assert read.happening.organiser_name == ""
    assert set(re.findall(r"<[^>]*>", read.body.html)) <= {"<p>", "</p>", LINK, "</a>"}
    assert read.title.startswith(("Bal", "{{ 7*7 }}"))


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("DTSTART:20260713T190000Z", "RRULE:FREQ=SECONDLY"), "it repeats in a way that is not known here"),
        (
            ("DTSTART:20260713T190000Z", "RRULE:FREQ=DAILY;BYSETPOS=-1;BYDAY=MO,TU"),
            "it repeats in a way that is not known here",
        ),
        (("DTSTART:20260713T190000Z", "RDATE:20260714T190000Z"), "it repeats in a way that is not known here"),
        (
            ("DTSTART:20260713T190000Z", "RRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=3"),
            "its first date is not one that its own rule gives",
        ),
        (("DTSTART:19900713T190000Z", "RRULE:FREQ=YEARLY;COUNT=9"), "all its dates are long past"),
        (("DTSTART:20260713T190000Z", "DTEND:20260713T180000Z"), "it ends before it begins"),
        (("DTSTART:demain",), "it has no date that can be read"),
        ((), "it has no date that can be read"),
    ],
)
def test_an_event_that_cannot_be_written_is_left_out_with_its_reason(lines: tuple[str, ...], reason: str) -> None:
    events, left = found_in(calendar("SUMMARY:Bal", *lines))
    assert (events, [event[:2] for event in left]) == ([], [("Bal", reason)])


@pytest.mark.parametrize(
    "rule",
    ["FREQ=DAILY", "FREQ=DAILY;COUNT=999999999", "FREQ=DAILY;UNTIL=99991231", "FREQ=YEARLY;INTERVAL=1;COUNT=40"],
)
def test_no_rule_multiplies_an_event(rule: str) -> None:
    event = only("SUMMARY:Bal", "DTSTART;VALUE=DATE:20260101", f"RRULE:{rule}")
    library = read_texts({"events/bal.md": source(event)})
    assert library.problems == ()
    assert 1 <= len(library.of(EVENT)[0].happening.starts) <= 366


@pytest.mark.whole
def test_in_a_terminal_the_second_run_writes_nothing(project: Path) -> None:
    (project / "agenda.ics").write_bytes(CALENDAR)
    first = run(project, "invoke", "import-events", "agenda.ics")
    assert (first.returncode, first.stderr) == (0, ""), first.stderr
    assert "Nouveau\u00a0: content/events/bal-des-pompiers-tous-en-piste-dit-on.md" in first.stdout
    written = {path.name: path.read_bytes() for path in (project / "content/events").iterdir()}
    assert len(written) == 4
    second = run(project, "invoke", "import-events", "agenda.ics")
    assert "Nouveau" not in second.stdout
    (project / "content/events").rename(project / "events")
    (project / "content/events").write_bytes(b"")
    refused = run(project, "invoke", "import-events", "agenda.ics")
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)
    (project / "content/events").unlink()
    (project / "events").rename(project / "content/events")
    assert {path.name: path.read_bytes() for path in (project / "content/events").iterdir()} == written


@pytest.mark.parametrize("data", [b"BEGIN:VEVENT\r\n" * 100, b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nBEGIN", b"", None])
def test_a_file_that_cannot_be_used_ends_in_a_sentence(data: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "a.ics"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(Exit) as refused:
        read_file(file, OPTIONS)
    assert refused.value.code == 2
    assert str(refused.value.message).startswith("Rien n’a été écrit")
